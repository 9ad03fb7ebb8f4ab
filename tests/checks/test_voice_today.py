"""What today's machine copy gives itself away by: soft prose, slots, its own talk, the wrong script, 您 beside 你."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.checks.context import CheckContext
from assistant.checks.voice import check
from assistant.schema.brand import Brand, Voice
from assistant.schema.brief import Constraints
from assistant.schema.group import Group

AT = datetime(2026, 11, 27, 10)
BARE = CheckContext(at=AT)


def _kinds(text: str, context: CheckContext = BARE) -> list[str]:
    return [finding.kind for finding in check(text, context) if finding.severity != "info"]


# --- prose of soft words ---


@pytest.mark.parametrize(
    "text",
    [
        "麦香四溢，唤醒沉睡的味蕾", "提笔落墨间，浮躁渐渐沉淀，内心归于宁静", "一块吐司，承包了整个早晨的温柔",
        "岁末年初，万象更新，小店与您相约", "在琴声里，听见岁月流淌",
    ],
)  # fmt: skip
def test_soft_words_in_one_breath_are_prose(text):
    assert "machine" in _kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "今天的故事会讲《猜猜我有多爱你》，三点开始", "我家狗自己按门铃，世界名犬", "春天的花到了，粉的三扎",
        "“唤醒沉睡的味蕾”这种话咱们不写", "孩子用心写了三张",
    ],
)  # fmt: skip
def test_one_soft_word_or_a_quoted_line_is_none(text):
    assert _kinds(text) == []


def test_a_line_that_the_brand_laid_down_is_its_own():
    line = "墨香里的温柔时光"
    brand = Brand(name="一间小店", voice=Voice(signature=line))
    assert _kinds(line) == ["machine"]
    assert _kinds(line, CheckContext(at=AT, brand=brand)) == []


# --- what was left in the text ---


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("到{店名}坐坐", "{店名}"), ("团课XX元一次", "XX元"), ("电话 138XXXXXXXX", "138XXXXXXXX"),
        ("送[插入优惠]", "[插入优惠]"), ("蛋挞￥[价格]一个", "￥[价格]"),
        ("版本二（温情版）：天冷了", "版本二（温情版）："),
        ("已为您生成一条通知：周六停课", "已为您生成一条通知"), ("周六停课<br>周日补", "<br>"),
        ("上新了 #面包 #探店", "#面包 #探店"),
    ],
)  # fmt: skip
def test_what_a_machine_left_is_found_at_its_place(text, shown):
    assert any(shown in finding.text for finding in check(text, BARE))


@pytest.mark.parametrize(
    "text",
    ["我家猫最怕____，你家呢？", "尺码 XXL 补货了", "中奖的是 138****1234", "#接龙 明早的菜",
     "如需换码请提前一天告诉我"],
)  # fmt: skip
def test_what_people_write_so_is_left_alone(text):
    assert _kinds(text) == []


# --- shouting ---


@pytest.mark.parametrize("text", ["GET READY! LET'S GO! 今晚七点单车课", "快快快快来", "冲冲冲！今晚七点"])
def test_capitals_and_urging_are_shouted(text):
    assert "exclamation" in _kinds(text)


@pytest.mark.parametrize("text", ["哈哈哈哈笑死", "ROYAL CANIN 的粮在左边", "VIP 卡补办找前台!"])
def test_laughter_and_names_in_capitals_are_not(text):
    assert _kinds(text) == []


# --- script ---

SIMPLIFIED = Group(id="a", name="群")
TRADITIONAL = Group(id="b", name="群", script="traditional")
ASKED = Group(id="c", name="群", terms=("請用繁體字",))
ONE, OTHER = "明早的吐司已经发好面了，七点半开门，想要的先说一声", "明早的吐司已經發好麵了，七點半開門，想要的先說一聲"


@pytest.mark.parametrize(("group", "text"), [(SIMPLIFIED, OTHER), (TRADITIONAL, ONE), (ASKED, ONE)])
def test_a_pasted_text_in_the_other_script_is_told(group, text):
    assert _kinds(text, CheckContext(at=AT, group=group)) == ["script"]


@pytest.mark.parametrize(
    ("group", "text"),
    [
        (SIMPLIFIED, ONE), (TRADITIONAL, OTHER), (ASKED, OTHER), (SIMPLIFIED, "今天临《蘭亭序》《寒食帖》，写完发上来"),
        (TRADITIONAL, "皇后路三公里，台上只有干麵"), (SIMPLIFIED, "找龍哥"),
    ],
)  # fmt: skip
def test_its_own_script_titles_and_shared_letters_are_fine(group, text):
    assert "script" not in _kinds(text, CheckContext(at=AT, group=group))


def test_a_draft_is_converted_when_it_is_written():
    context = CheckContext(at=AT, group=TRADITIONAL, constraints=Constraints(min_length=0, max_length=500))
    assert "script" not in _kinds(ONE, context)


# --- 您 and 你 ---

SHOP = CheckContext(at=AT, brand=Brand(name="一间小店", voice=Voice(closings=("拿不准您就来问",))))


def test_both_in_one_text_are_told():
    assert _kinds("您先看一眼，你要是拿不准再等三天", SHOP) == ["address"]


@pytest.mark.parametrize(
    "text",
    [
        "您看，孩子说“你先走”",
        "你来看看，拿不准您就来问",
        "您好，你好",
        "您几位，你们里头有人会修吗",
        "你要几个，给你留",
    ],
)
def test_quoted_words_and_the_brands_own_lines_do_not_count(text):
    assert "address" not in _kinds(text, SHOP)
