"""What is somebody's own business is found and masked; the shop's own contacts and ordinary words are not."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks.context import CheckContext
from assistant.checks.privacy import check
from assistant.errors import ConfigError
from assistant.schema.brand import Branch, Brand
from assistant.schema.contracts import Finding
from assistant.text.personal import id_checks, luhn_checks

SHOP = Brand(
    name="墨池书法",
    about="教硬笔的杜明远老师从 2012 年起就在店里",
    contact="微信 mochi_2012，电话 138 0000 1111",
    branches=(Branch(name="本部", address="学府路 9 号 3 栋 2 单元 201 室", phone="0571-8765 4321"),),
)
CONTEXT = CheckContext(at=datetime(2026, 11, 24, 10), brand=SHOP)

FOUND = [
    ("请联系张女士 139 1234 5678", "mobile", "139 1234 5678", "139****5678"),
    ("電話：１３９１２３４５６７８", "mobile", "１３９１２３４５６７８", "139****5678"),
    ("电话一三九一二三四五六七八，晚上打", "mobile", "一三九一二三四五六七八", "139****5678"),
    ("身份证11010519491231002X", "id_card", "11010519491231002X", "110***********002X"),
    ("打到卡 6222 0212 3456 7890 128", "bank_card", "6222 0212 3456 7890 128", "尾号 0128"),
    ("浙A12345的车主请挪车", "plate", "浙A12345", "浙A***45"),
    ("加我微信 lily_8866 领资料", "account", "lily_8866", "门店"),
    ("QQ 12345678 拉你进群", "account", "12345678", "门店"),
    ("电话 0571-88886666 找我", "landline", "0571-88886666", "门店"),
    ("邮箱 wangli88@163.com", "mail", "wangli88@163.com", "门店"),
    ("我家在幸福小区3栋2单元502室，麻烦送来", "address", "3栋2单元502室", "幸福小区"),
    ("收货：江南春城12-1-1203", "address", "江南春城12-1-1203", "江南春城"),
    ("快递放在5号楼301", "address", "5号楼301", "小区"),
    ("王小明同学今天的字进步好大", "child_name", "王小明", "小明"),
    ("感谢李子涵小朋友的作品", "child_name", "李子涵", "小涵"),
    ("恭喜张伟同学考级通过", "child_name", "张伟", "张同学"),
    ("欧阳娜娜同学到了", "child_name", "欧阳娜娜", "小娜"),
    ("陈思雨妈妈说：“孩子很喜欢”", "child_name", "陈思雨", "小雨"),
    ("孩子叫刘一菲，今年三岁", "child_name", "刘一菲", "小菲"),
    ("表扬名单：王小明、李子涵、张一诺", "child_name", "张一诺", "小诺"),
    ("周梓涵（5岁）的画", "child_name", "周梓涵", "小涵"),
    ("于洋同学的作业", "child_name", "于洋", "于同学"),
    ("赵小刚同学确诊手足口，请大家留意", "health", "赵小刚", "小刚"),
    ("王芳女士说：“用了三天”", "customer_name", "王芳", "小芳"),
    ("【聊天截图】家长说孩子进步好大", "chat_screenshot", "【聊天截图】", "同意"),
    ("给大家看看昨天一位顾客和我的聊天记录", "chat_screenshot", "聊天记录", "同意"),
    ("群里接龙写姓名和家庭住址", "asks_private_data", "家庭住址", "私聊"),
]


@pytest.mark.parametrize(("text", "kind", "place", "told"), FOUND)
def test_private_data_is_found_with_the_law_and_a_rewrite(text, kind, place, told):
    hits = [each for each in check(text, CONTEXT) if place in each.text]
    assert {each.kind for each in hits} == {kind}
    assert all(text[each.start : each.end] == each.text and "《" in each.basis for each in hits)
    assert any(told in each.suggestion for each in hits), [each.suggestion for each in hits]


CLEAN = """\
店里微信 mochi_2012，电话 13800001111
本部在学府路9号3栋2单元201室
电话 0571 8765 4321
客服热线 400-820-8820
杜明远老师今天教大家握笔，杜明远同学会的老同学也来了
小熊妈妈今天在
李老师夸了大家
桃子妈妈说：“店员很耐心”
王女士说下次还来
高中同学聚会
高三同学注意
各位同学晚上好
关于每个小朋友的进度
对于小朋友来说
周末带小朋友来店里
全体同学、新同学都来
石榴妈妈、毛毛妈妈、豆豆妈妈都报了
程序员爸爸怎么带娃
江浙沪宝宝穿什么
高需求宝宝、易过敏宝宝怎么哄
安静的小朋友也很好
黄疸宝宝怎么护理
许多妈妈、任何家长、双胞胎妈妈
订单号 6222021234567890128
条码 6901234567892
尾号 1234 的会员
2026年11月24日 20:00 199 元
3号楼的邻居晚上好
在2号楼301教室上课
请勿在群里发聊天记录截图
把订单截图发给客服
不要把身份证发到群里
王小明同学的作品，已征得家长同意
故事里的李子涵小朋友是化名
公众号搜索：mochi2012abc
发邮件到 info@mochi.example"""


@pytest.mark.parametrize("text", CLEAN.splitlines())
def test_what_may_be_said_is_left_alone(text):
    assert [(each.kind, each.text) for each in check(text, CONTEXT)] == []


def test_the_contact_of_another_shop_is_not_ours():
    assert [each.kind for each in check("电话 13800001111", CheckContext(at=CONTEXT.at))] == ["mobile"]


@pytest.mark.parametrize(
    ("number", "good"), [("11010519491231002X", True), ("110105194912310021", False), ("440306199508202314", True)]
)
def test_check_digit_of_an_identity_number(number, good):
    assert id_checks(number) is good


def test_luhn():
    assert luhn_checks("4111111111111111")
    assert not luhn_checks("4111111111111112")


@given(
    st.integers(min_value=3, max_value=9),
    st.integers(min_value=0, max_value=10**9 - 1),
    st.sampled_from(["", " ", "-"]),
)
def test_any_mobile_number_is_masked(second, rest, gap):
    digits = f"1{second}{rest:09}"
    written = gap.join((digits[:3], digits[3:7], digits[7:]))
    (hit,) = check(f"有事打 {written} 吧", CONTEXT) if digits != "13800001111" else [_own()]
    assert hit.text in (written, "")
    assert digits not in hit.suggestion


def _own():
    return Finding(check="privacy", kind="mobile", severity="error", start=0, end=0, text="", message="", suggestion="")


@given(st.text(alphabet="王小明同学妈李子涵，。1382号楼室微信QQ截图聊天记录 \n", max_size=60))
def test_findings_always_point_into_the_text(text):
    for each in check(text, CONTEXT):
        assert text[each.start : each.end] == each.text


def test_a_workspace_allows_a_name_and_a_number(tmp_path):
    (tmp_path / "privacy.yaml").write_text(
        "allow:\n  - {phrase: 王小明同学, why: 书里的人物}\n  - {phrase: 139 1234 5678, why: 值班手机}\n",
        encoding="utf-8",
    )
    context = CheckContext(at=CONTEXT.at, extensions=tmp_path)
    assert check("王小明同学，值班电话 139 1234 5678", context) == []
    assert check("李小明同学", context) != []


def test_a_wrong_file_of_the_workspace_names_itself(tmp_path):
    (tmp_path / "privacy.yaml").write_text("entries:\n  - {id: x, kind: y}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"privacy.yaml.*x"):
        check("你好", CheckContext(at=CONTEXT.at, extensions=tmp_path))


FURTHER = [
    ("林太想轉讓背帶，電話 +852 9123 4567", "mobile", "+852 9123 4567"),
    ("助教登記一下，護照號 K04839216", "passport", "K04839216"),
    ("没付钱就走的那位，微信叫 tang_lei_8806", "account", "tang_lei_8806"),
    ("直接联系韩姐一五八·二八四零·六六一九", "mobile", "一五八·二八四零·六六一九"),
    ("满月快乐！何沐阳，2026 年 10 月 27 日出生", "child_name", "何沐阳"),
    ("送到鲁迅中路 55 弄 3 号 402", "address", "55 弄 3 号 402"),
    ("这次考级过了的：沈若溪、潘奕辰，回家夸夸", "child_name", "沈若溪"),
    ("三年级的邵子航写字坐不住", "child_name", "邵子航"),
    ("体测结果：曹伟 体脂 31%，大家监督", "health", "曹伟"),
    ("恭喜小学员徐嘉怡，阳光幼儿园大二班", "child_name", "徐嘉怡"),
]


@pytest.mark.parametrize(("text", "kind", "words"), FURTHER)
def test_further_forms_of_the_same(text, kind, words):
    assert [(each.kind, each.text) for each in check(text, CONTEXT) if each.text == words] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "喜欢欧阳询的同学坐左边",
        "体重 62 公斤的先选中号",
        "微信叫我一声就行，不用打电话",
        "三年级的数学作业多，写字先放一放",
        "参加的：毛笔班、硬笔班，周六到",
        "订单 K04839216 备好了",
    ],
)
def test_what_only_looks_like_them(text):
    assert check(text, CONTEXT) == []
