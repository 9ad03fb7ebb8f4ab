"""Markdown, plain text and question lists."""

import json
from pathlib import Path

import pytest

from assistant.errors import ReadError
from assistant.knowledge.readers.markdown import read_markdown
from assistant.knowledge.readers.plain import read_plain
from assistant.schema.contracts import PassageKind
from tests.knowledge.office_files import read, texts, write

FAQ_SPELLINGS = {
    "headings": "# 答疑\n\n### 几天能到？\n三天。\n\n西藏七天。\n\n### 能退吗？\n七天内能退。\n",
    "bold letters": "**Q：几天能到？**\n\nA：三天。\n西藏七天。\n\n**Q：能退吗？**\n\n**A：** 七天内能退。\n",
    "letters": "Q: 几天能到？\nA: 三天。\n\n西藏七天。\nQ: 能退吗？\nA: 七天内能退。\n",
    "numbered letters": "Q1. 几天能到？\nA1. 三天。\n西藏七天。\n\nQ2. 能退吗？\nA2. 七天内能退。\n",
    "words": "问：几天能到？\n答：三天。\n西藏七天。\n\n问：能退吗？\n答：七天内能退。\n",
    "brackets": "【问】几天能到？\n【答】三天。\n西藏七天。\n【问】能退吗？\n【答】七天内能退。\n",
    "numbered": "1. 几天能到？\n三天。\n西藏七天。\n\n2. 能退吗？\n七天内能退。\n",
    "chinese numbers": "1、几天能到？\n答：三天。\n西藏七天。\n2、能退吗？\n答：七天内能退。\n",
    "problem": "问题1：几天能到？\n回答：三天。\n西藏七天。\n问题2：能退吗？\n回答：七天内能退。\n",
    "one line": "Q：几天能到？A：三天。\n西藏七天。\nQ：能退吗？A：七天内能退。\n",
    "traditional": "問：幾天能到？\n答：三天。\n西藏七天。\n\n問：能退嗎？\n答：七天內能退。\n",
}


@pytest.mark.parametrize("spelling", FAQ_SPELLINGS)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_faq_entries_stay_whole(tmp_path: Path, spelling: str, suffix: str) -> None:
    document = read(write(tmp_path / f"faq{suffix}", FAQ_SPELLINGS[spelling]))
    entries = [section for section in document.sections if section.question]
    asked = [section.question.replace("幾", "几").replace("嗎", "吗") for section in entries]
    assert asked == ["几天能到？", "能退吗？"]
    assert [section.text.split() for section in entries] in (
        [["三天。", "西藏七天。"], ["七天内能退。"]],
        [["三天。", "西藏七天。"], ["七天內能退。"]],
    )
    assert all(section.atomic for section in entries)
    assert document.kind is PassageKind.FAQ


def test_bold_questions_in_markdown() -> None:
    reading = read_markdown("## 售后\n\n**能换吗？**\n能换。\n\n**要小票吗？**\n要。\n")
    assert [(section.question, section.text) for section in reading.sections] == [
        ("能换吗？", "能换。"),
        ("要小票吗？", "要。"),
    ]
    assert {section.heading for section in reading.sections} == {("售后",)}


def test_questions_without_answers_are_text() -> None:
    reading = read_plain("本周话题\n\n1. 你家猫几岁？\n2. 你家猫叫什么？\n3. 它怕洗澡吗？\n")
    assert not any(section.question for section in reading.sections)
    assert "它怕洗澡吗？" in reading.sections[0].text


def test_choices_in_an_answer_are_kept() -> None:
    reading = read_plain("Q：选哪种？\nA：看体重。\nA. 5 公斤以下选小号\nB. 以上选大号\n")
    assert reading.sections[0].text == "看体重。\nA. 5 公斤以下选小号\nB. 以上选大号"


def test_heading_path_and_markup(tmp_path: Path) -> None:
    line = "用 **37 度** 水，见[说明](https://a.cn/x)和[内页](x.md)。`热水`不行，5*3*2 不变。"
    text = f"# 手册\n开头。\n\n## 洗护 ##\n### 水温\n{line}\n\n副题\n----\n尾。\n"
    sections = read(write(tmp_path / "a.md", text)).sections
    assert [section.heading for section in sections] == [("手册",), ("手册", "洗护", "水温"), ("手册", "副题")]
    assert sections[1].text == "用 37 度 水，见说明（https://a.cn/x）和内页。热水不行，5*3*2 不变。"


def test_front_matter(tmp_path: Path) -> None:
    front = "title: 会员：新规\nkind: 政策\ntags: [会员, 积分]\n有效期至：2026-12-31\nauthor: 小王"
    text = f"---\n{front}\n---\n正文。\n"
    document = read(write(tmp_path / "a.md", text))
    assert (document.title, document.kind, document.tags) == ("会员：新规", PassageKind.POLICY, ("会员", "积分"))
    assert str(document.valid_until) == "2026-12-31"
    assert texts(document) == "会员：新规\n\n正文。"


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: 安全睡眠：先说结论", "安全睡眠：先说结论"),
        ("标题：安全睡眠：先说结论", "安全睡眠：先说结论"),
        ("title:\n  安全睡眠：先说结论", "安全睡眠：先说结论"),
        ("标题 ：洗护： 先梳再洗", "洗护： 先梳再洗"),
        ("title: 早餐: 先喝水", "早餐: 先喝水"),
        ("title: @店长 说：先看群规", "@店长 说：先看群规"),
        ("title: {新}课：it's fine", "{新}课：it's fine"),
        ("title: 「慢」：慢慢来", "「慢」：慢慢来"),
    ],
)
def test_a_colon_in_a_value_is_text(tmp_path: Path, front: str, title: str) -> None:
    text = f"---\n{front}\ntags:\n  - 睡眠：夜醒\n  - 作息: 白天\n---\n正文。\n"
    document = read(write(tmp_path / "a.md", text))
    assert (document.title, document.tags, document.warnings) == (title, ("睡眠：夜醒", "作息: 白天"), [])
    assert [section.text for section in document.sections] == ["正文。"]


def test_bad_front_matter_value_is_a_warning(tmp_path: Path) -> None:
    document = read(write(tmp_path / "a.md", "---\nkind: 诗\ntags: 会员\n---\n正文。\n"))
    assert document.tags == ("会员",)
    assert len(document.warnings) == 1
    assert "a.md" in document.warnings[0]
    assert "诗" in document.warnings[0]


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    assert "第一段" in texts(read(write(tmp_path / "a.md", "---\n第一段\n---\n第二段\n")))


def test_markdown_table_rows_keep_their_header(tmp_path: Path) -> None:
    text = "# 尺码\n\n| 码 | 身高 |\n|:--|--:|\n| S | 150–160 |\n| M | 160–170 |\n\n以吊牌为准。\n"
    sections = read(write(tmp_path / "a.md", text)).sections
    assert [(section.text, section.row) for section in sections] == [
        ("码：S；身高：150–160", 5),
        ("码：M；身高：160–170", 6),
        ("以吊牌为准。", None),
    ]


def test_plain_text_headings(tmp_path: Path) -> None:
    text = "学员须知\n\n一、请假\n提前一天。\n\n二、退费\n"
    text += "（一）开课前\n全退。\n（二）开课后\n按课时退。\n\n【联系我们】\n前台。\n"
    sections = read(write(tmp_path / "x.txt", text)).sections
    assert [section.heading for section in sections] == [
        ("学员须知", "一、请假"),
        ("学员须知", "二、退费", "（一）开课前"),
        ("学员须知", "二、退费", "（二）开课后"),
        ("学员须知", "联系我们"),
    ]


def test_clauses_keep_their_number(tmp_path: Path) -> None:
    text = (
        "会员章程\n\n第一条 会员指办理了本店会员卡的顾客，凭手机号识别。\n第二条 积分一年清一次，清零前会发短信提醒。\n"
    )
    sections = read(write(tmp_path / "x.txt", text)).sections
    assert [section.heading[-1] for section in sections] == ["第一条", "第二条"]
    assert sections[1].text.startswith("第二条 积分")


def test_lists_are_no_headings() -> None:
    reading = read_plain("到店请带：\n1. 身份证\n2. 会员卡\n3. 小票\n缺一样也行。")
    assert len(reading.sections) == 1
    assert reading.sections[0].heading == ()


def test_one_line(tmp_path: Path) -> None:
    document = read(write(tmp_path / "d10.txt", "周二店休"))
    assert [(section.heading, section.text) for section in document.sections] == [((), "周二店休")]
    assert document.title == "d10"


def test_a_telling_file_name_becomes_the_heading(tmp_path: Path) -> None:
    document = read(write(tmp_path / "退卡流程(1).txt", "带卡到前台。"))
    assert document.sections[0].heading == ("退卡流程",)
    assert read(write(tmp_path / "新建文本文档.txt", "带卡到前台。")).sections[0].heading == ()


def test_headings_without_text_are_kept(tmp_path: Path) -> None:
    assert "只有标题" in texts(read(write(tmp_path / "a.md", "# 只有标题\n# 第二个\n")))


@pytest.mark.parametrize(
    "data",
    [
        [{"question": "能停车吗", "answer": "能"}, {"q": "几点关门", "a": "九点"}],
        {"faq": [{"问题": "能停车吗", "答案": "能"}, {"问": "几点关门", "答": "九点"}]},
        {"能停车吗": "能", "几点关门": "九点"},
        {"到店": {"能停车吗": "能", "几点关门": "九点"}},
        {"到店": [{"问题": "能停车吗", "回答": ["能"]}, {"问题": "几点关门", "回答": "九点"}]},
    ],
)
@pytest.mark.parametrize("suffix", [".json", ".yaml"])
def test_question_lists(tmp_path: Path, data: object, suffix: str) -> None:
    document = read(write(tmp_path / f"a{suffix}", json.dumps(data, ensure_ascii=False)))
    assert [(section.question, section.text) for section in document.sections] == [
        ("能停车吗", "能"),
        ("几点关门", "九点"),
    ]
    assert document.kind is PassageKind.FAQ


def test_json_lines_and_bad_lines(tmp_path: Path) -> None:
    lines = (
        '{"id": "d1", "text": "第一篇"}\n{"id": "d2", "text": "第二篇"}\n{oops\n{"question": "问", "answer": "答"}\n'
    )
    document = read(write(tmp_path / "a.jsonl", lines))
    assert [section.text for section in document.sections] == ["第一篇", "第二篇", "答"]
    assert document.warnings == ["a.jsonl：第 3 行不是正确的 JSON，没有收下"]


def test_yaml_values_stay_as_written(tmp_path: Path) -> None:
    document = read(write(tmp_path / "a.yml", "几点关门: 20:30\n电话多少: 0571\n能退吗？: no\n"))
    assert [section.text for section in document.sections] == ["20:30", "0571", "no"]


def test_a_table_of_questions(tmp_path: Path) -> None:
    document = read(write(tmp_path / "a.csv", "序号,客户问题,标准答案,部门\n1,能停车吗,能停,前台\n2,几点关门,九点,\n"))
    assert [(s.question, s.text) for s in document.sections] == [("能停车吗", "能停\n部门：前台"), ("几点关门", "九点")]


def test_lines_broken_by_an_editor_are_joined(tmp_path: Path) -> None:
    lines = [
        "蛋糕出炉以后回缩，多半是因为没有烤熟，中间的组织",
        "还没有定型，一离开烤箱温度下降就塌了。另外打发过头",
        "的蛋白也会让蛋糕先鼓得很高，出炉以后又缩得很厉害，",
        "所以打到小弯钩就可以停了。",
        "短的一行自己成段。",
    ]
    text = read(write(tmp_path / "a.txt", "\n".join(lines))).sections[0].text
    assert text == "".join(lines[:4]) + "\n" + lines[4]


def test_lines_ended_on_purpose_stay() -> None:
    poem = "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。"
    assert read_plain(poem).sections[0].text == poem
    listing = (
        "周一到周五早上九点到晚上九点都有人值班可以来\n周六和周日早上十点到晚上八点都有人值班可以来\n- 节假日另行通知"
    )
    assert read_plain(listing).sections[0].text == listing


@pytest.mark.parametrize(
    "text", ["a\n" * 30_000, "（“" * 30_000, "1、问题？\n" * 10_000, "[a](" * 10_000, "<div hidden>" * 5_000]
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_hostile_text_ends(tmp_path: Path, text: str, suffix: str) -> None:
    try:
        document = read(write(tmp_path / f"a{suffix}", text + "\n完"))
    except ReadError:
        return
    assert texts(document).endswith("完") or suffix == ".md"
