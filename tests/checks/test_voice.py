"""Machines are heard, people are left alone; what a brand or a group asks for decides the rest."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from voice_texts import MACHINE, NATURAL

from assistant.checks.context import CheckContext
from assistant.checks.voice import check
from assistant.schema.brand import Brand, EmojiPolicy, Voice
from assistant.schema.brief import Constraints
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign, Mechanic
from assistant.schema.group import Group, Lengths

AT = datetime(2026, 11, 24, 10)


def _context(*, group: Group | None = None, voice: Voice | None = None, **rest: object) -> CheckContext:
    brand = Brand(name="一间小店", voice=voice) if voice else None
    return CheckContext(at=AT, brand=brand, group=group, **rest)


def _kinds(text: str, context: CheckContext) -> list[str]:
    return [finding.kind for finding in check(text, context) if finding.severity != "info"]


@pytest.mark.parametrize("text", NATURAL)
def test_what_people_type_is_left_alone(text):
    assert check(text, _context()) == []


@pytest.mark.parametrize("text", NATURAL)
def test_strict_tones_leave_plain_words_alone(text):
    voice = Voice(tone="克制、严谨，不催，不夸大，不制造焦虑，不用网络用语", emoji=EmojiPolicy(max=0))
    assert _kinds(text, _context(voice=voice, group=Group(id="a", name="群", tone="不煽情"))) == []


@pytest.mark.parametrize("text", MACHINE)
def test_what_machines_write_is_heard(text):
    found = [finding for finding in check(text, _context()) if finding.severity != "info"]
    assert found
    for finding in found:
        assert finding.check == "voice"
        assert finding.text == text[finding.start : finding.end] != ""
        assert finding.basis
        assert finding.suggestion


def test_a_machine_is_heard_in_traditional_characters_too():
    assert _kinds("在這個快節奏的時代，讓我們一起守護孩子的成長。", _context()) == ["machine", "machine"]


def test_one_weak_mark_is_taste_and_several_are_a_machine():
    assert [finding.severity for finding in check("睡前不妨读一本书。", _context())] == ["info"]
    many = check("睡前不妨读一本书，为夜晚增添一份宁静，营造一个放松的氛围。", _context())
    assert len(many) >= 3
    assert {finding.severity for finding in many} == {"warn"}


def test_words_of_others_and_names_are_no_voice():
    assert check("书名叫《让我们一起长大》，在二楼。", _context()) == []
    assert check("他发来一句“总之，坚持就是胜利”，我没接。", _context()) == []
    campaign = Campaign(id="a", name="呵护每一刻", mechanic=Mechanic.COUPON)
    assert check("「呵护每一刻」的券还能领。", _context(campaign=campaign)) == []
    assert _kinds("呵护每一刻的肌肤。", _context()) == ["machine"]


def test_words_are_told_once():
    voice = Voice(address="大家", avoid=("亲们",))
    assert [finding.kind for finding in check("亲们，今晚的课照常。", _context(voice=voice))] == ["avoid"]
    text = "不仅营养丰富，而且口感细腻，更能陪伴成长。"
    assert [finding.text for finding in check(text, _context())] == [text.rstrip("。")]


# --- address ---


def test_members_are_called_as_the_brand_calls_them():
    found = check("亲们，今晚的课照常。", _context(voice=Voice(address="各位家长")))
    assert [(finding.kind, finding.text) for finding in found] == [("address", "亲们")]
    assert "各位家长" in found[0].suggestion
    assert check("家人们，今晚的课照常。", _context(voice=Voice(address="家人们"))) == []
    assert _kinds("家人们，今晚的课照常。", _context(voice=Voice(address="大家"))) == ["address"]
    assert _kinds("小编整理了几条。", _context(voice=Voice(self_name="麦垛"))) == ["self_name"]
    assert check("小编整理了几条。", _context(voice=Voice(self_name="小编"))) == []


def test_who_says_nin_does_not_say_ni():
    polite = _context(voice=Voice(tone="客气，称呼您", address="您"))
    assert _kinds("您的蛋糕好了，你几点来？", polite) == ["address"]
    assert check("您的蛋糕好了，几点来取都行，迷你款也到了。", polite) == []


# --- tone ---


@pytest.mark.parametrize(
    ("tone", "text"),
    [
        ("不用感叹号", "今天到货！"),
        ("慢一点，不催", "赶紧下单，手慢无。"),
        ("專業，不用大陆流行语", "这款真的绝绝子。"),
        ("直接，不煽情", "看完泪目，感动哭了。"),
        ("有条理，不制造焦虑", "再不练就晚了。"),
        ("不夸大", "效果炸裂。"),
        ("不催不比", "同龄的孩子早就会了。"),
        ("不拽词", "麦香氤氲。"),
    ],
)
def test_a_tone_forbids_what_it_says(tone, text):
    assert "tone" in _kinds(text, _context(voice=Voice(tone=tone)))
    assert "tone" in _kinds(text, _context(group=Group(id="a", name="群", tone=tone), voice=Voice(tone="随和")))
    assert "tone" not in _kinds(text, _context(voice=Voice(tone="随和")))


def test_empty_praise_is_machine_prose_where_no_tone_speaks_of_it():
    assert _kinds("这款真的绝绝子。", _context(voice=Voice(tone="随和"))) == ["machine"]
    assert "machine" in _kinds("这款真的绝绝子。", _context())


def test_a_lively_group_may_use_the_words_of_the_day():
    strict = Voice(tone="稳重")
    assert _kinds("这款真的绝绝子。", _context(voice=strict)) == ["tone"]
    assert check("这款真的绝绝子。", _context(voice=strict, group=Group(id="a", name="群", tone="活泼，有梗"))) == []


def test_few_exclamation_marks_are_one():
    few = _context(voice=Voice(tone="少用感叹号"))
    assert check("今天到货！", few) == []
    assert _kinds("今天到货！四点来拿！", few) == ["tone"]


# --- emoji ---


def test_emoji_are_counted_as_they_are_seen():
    voice = Voice(emoji=EmojiPolicy(max=2))
    assert check("👨‍👩‍👧 一家来，❤️‍🔥 管够", _context(voice=voice)) == []
    found = check("👨‍👩‍👧 一家来，❤️‍🔥 管够 🎂🎂", _context(voice=voice))
    assert [(finding.kind, finding.severity, finding.text) for finding in found] == [("emoji_count", "warn", "🎂🎂")]
    assert "用了 4 个" in found[0].message


def test_too_many_emoji_stop_a_draft_and_warn_of_a_pasted_text():
    draft = _context(voice=Voice(), constraints=Constraints(emoji_max=0))
    assert [finding.severity for finding in check("到货了🍞", draft)] == ["error"]
    assert check("到货了 ✓ 尺码全 ™", draft) == []
    group = Group(id="a", name="群", emoji_max=0)
    assert [finding.severity for finding in check("到货了🍞", _context(voice=Voice(), group=group))] == ["warn"]
    clause = Group(id="a", name="群", terms=("话题不超过 100 字，不用表情",))
    assert _kinds("到货了[玫瑰]", _context(voice=Voice(), group=clause)) == ["emoji_count"]


def test_only_the_emoji_of_the_brand():
    voice = Voice(emoji=EmojiPolicy(max=3, allowed=("☀️", "🐻")))
    assert check("早☀ 熊🐻", _context(voice=voice)) == []
    assert [finding.text for finding in check("早☀️💥", _context(voice=voice))] == ["💥"]


def test_a_text_of_emoji_alone_is_one_mistake():
    voice = Voice(emoji=EmojiPolicy(max=3, allowed=("🐻",)))
    strange = check("🌹🌹💥", _context(voice=voice))
    assert [(finding.kind, finding.text) for finding in strange] == [("emoji_set", "🌹🌹💥")]
    assert "“🌹”“💥”" in strange[0].message
    flood = check("🌹🌹🌹💥💥💥🎁🎁🎁", _context(voice=voice))
    assert [finding.kind for finding in flood] == ["emoji_count"]
    assert "用了 9 个，其中“🌹”“💥”“🎁”品牌不用" in flood[0].message
    assert _kinds("🌹🌹🌹💥💥💥🎁🎁🎁", CheckContext(at=_context().at)) == ["emoji_flood"]


# --- length ---


def test_length_of_a_draft_and_of_a_pasted_text():
    bounds = Constraints(min_length=40, max_length=60)
    for size, severities in ((30, ["error"]), (50, []), (70, ["error"])):
        found = check("好" * size, _context(constraints=bounds, kind=DraftKind.TOPIC))
        assert [finding.severity for finding in found] == severities
    group = Group(id="a", name="群", length=Lengths(topic=60, share=100, promo=80))
    assert check("好" * 90, _context(group=group)) == []
    assert [finding.severity for finding in check("好" * 110, _context(group=group))] == ["warn"]
    assert [finding.severity for finding in check("好" * 90, _context(group=group, kind=DraftKind.TOPIC))] == ["warn"]
    clause = Group(id="a", name="群", terms=("每条消息不超过 50 字", "干货最多 40 字"))
    assert [finding.basis for finding in check("好" * 60, _context(group=clause))] == ["群约定：每条消息不超过 50 字"]


def test_a_draft_in_parts_is_measured_elsewhere():
    bounds = Constraints(max_length=60)
    assert check("好" * 400, _context(constraints=bounds, kind=DraftKind.PROMO, format="series")) == []


# --- layout ---


def test_masked_numbers_are_no_markdown_and_telegram_shows_none():
    assert check("为什么只能分***期，怎么只有***期", _context()) == []
    assert _kinds("**重点**在后面", _context()) == ["markdown"]
    assert check("**重点**在后面", _context(group=Group(id="a", name="群", platform="telegram"))) == []
    assert len(check("| a | b |\n|---|---|\n| 1 | 2 |", _context())) == 1
    assert check("#周三话题# 你家早饭吃什么？", _context()) == []


def test_one_shout_is_fine_and_a_chain_is_not():
    assert check("今天到货！四点来拿！", _context()) == []
    assert _kinds("今天到货！！", _context()) == ["exclamation"]
    assert _kinds("今天到货！颜色全！码也全！", _context()) == ["exclamation"]
    assert check("今天到货！颜色全。码也全！晚上来！", _context()) == []


# --- any text ---


@settings(max_examples=200)
@given(st.text(max_size=120), st.sampled_from(["", "不用感叹号", "克制"]))
def test_any_text_is_read_and_every_span_is_true(text, tone):
    voice = Voice(tone=tone, avoid=("亲", "包过", "ok"), emoji=EmojiPolicy(max=0))
    for finding in check(text, _context(voice=voice, group=Group(id="a", name="群", length=Lengths(max=30)))):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.text == text[finding.start : finding.end]
        assert finding.suggestion


@settings(max_examples=100)
@given(st.sampled_from(MACHINE), st.sampled_from(NATURAL), st.sampled_from(["\n", "\n\n"]))
def test_a_machine_is_heard_among_people(machine, natural, joint):
    both = check(f"{natural}{joint}{machine}", _context())
    shift = len(natural) + len(joint)
    assert {(finding.start - shift, finding.kind) for finding in both if finding.severity != "info"} >= {
        (finding.start, finding.kind) for finding in check(machine, _context()) if finding.severity != "info"
    }
