"""What offices and platforms leave in files: symbol-font bullets, bylines, formulas nobody calculated."""

from pathlib import Path

import docx
import openpyxl
import pytest

from assistant.knowledge.readers.html_clutter import is_byline
from tests.knowledge.office_files import pdf, read, texts, write


def test_bullets_of_a_symbol_font_in_a_pdf(tmp_path: Path) -> None:
    lines = [(70, 800, 20, "洗护须知"), (70, 770, 11, "来之前看三件事。")]
    lines += [
        (70, 740, 11, "\uf0b7 先梳开毛结"),
        (70, 720, 11, "\uf0d8带疫苗本"),
        (70, 700, 11, "饭后一小时\uf06c再来"),
    ]
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(lines, mapped=True))
    everything = texts(read(path))
    assert "• 先梳开毛结\n• 带疫苗本" in everything
    assert "饭后一小时再来" in everything
    assert not any("\ue000" <= char <= "\uf8ff" for char in everything)


def test_bullets_of_a_symbol_font_anywhere(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("\uf0d8 退卡", 1)
    document.add_paragraph("\uf0b7\u3000七天内全额退。")
    document.save(str(tmp_path / "a.docx"))
    (section,) = read(tmp_path / "a.docx").sections
    assert (section.heading, section.text) == (("退卡",), "• 七天内全额退。")


BYLINES = [
    "小熊妈妈 2026-08-12 20:00 原创",
    "原创 石墩健身 石墩健身 2026年8月12日 07:30 四川",
    "来源：麦垛烘焙 发布时间：2026-08-12 阅读：1.2万",
    "爪爪 2026/8/12 阅读 300",
    "阅读 1024 赞 33",
    "阅读 10万+  点赞 300 在看 21",
    "点击上方蓝字关注",
    "点击上方「爪爪宠物」蓝字关注我们吧！",
    "长按识别二维码关注",
    "作者：李老师 编辑：小王",
]
CONTENT = [
    "开课时间：2026-08-12 20:00",
    "阅读 20 分钟，孩子就坐不住了。",
    "本通知发布于2026年9月1日，请各位家长看完后回复。",
    "扫码进群领优惠券，限 100 名",
    "编号：A2 阅读课 2026-08-12 开始报名",
    "浏览器要 2026-08-12 以后的版本",
    "活动时间 2026-08-12 20:00 点击报名",
    "关注孩子的眼睛",
    "2026-08-12 开课",
]


def test_bylines_are_told_from_content() -> None:
    assert [line for line in BYLINES if not is_byline(line)] == []
    assert [line for line in CONTENT if is_byline(line)] == []


@pytest.mark.parametrize("tag", ["p", "div", "section", "li"])
def test_a_page_saved_from_a_platform(tmp_path: Path, tag: str) -> None:
    lines = [*BYLINES[:3], "先梳毛再洗，水温三十八度。", CONTENT[0], BYLINES[4], BYLINES[6]]
    body = "".join(f"<{tag}>{line}</{tag}>" for line in lines)
    page = f"<html><body><h1>怎么给狗洗澡</h1>{body}<p>吹干以后再出门。</p></body></html>"
    (section,) = read(write(tmp_path / "a.html", page)).sections
    assert section.text.replace("- ", "") == f"先梳毛再洗，水温三十八度。\n{CONTENT[0]}\n吹干以后再出门。"


def test_formulas_nobody_calculated_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "价目"
    for row in (["品名", "售价", "会员价"], ["吐司", 18, "=B2*0.9"], ["可颂", 12, "=B3*0.9"], ["慕斯", 38, 35]):
        sheet.append(row)
    other = book.create_sheet("电话")
    other.append(["店名", "电话"])
    other.append(["和平店", "5550"])
    book.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx")
    (warning,) = document.warnings
    assert all(part in warning for part in ("a.xlsx", "“价目”", "2 个公式单元格", "保存一次"))
    assert [product.member_price for product in document.products] == [None, None, 35]
