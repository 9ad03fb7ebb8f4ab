"""What the member reads."""

from __future__ import annotations

import itertools

import pytest

from assistant.knowledge.brandfiles import load_brand, load_groups
from assistant.moderation.replies import _SAID, reply_to
from assistant.moderation.rules.loading import load_rules
from assistant.resources import packaged
from assistant.schema.brand import Brand, EmojiPolicy, Voice
from assistant.schema.group import Group
from assistant.schema.moderation import Action, Category, EvidenceSpan, Sender
from assistant.schema.rules import Clause
from assistant.text.emoji import find_emoji
from assistant.text.normalize import to_traditional

CLAUSE = Clause(id="no-ads", category=Category.AD, clause="群里不发广告。")
DELETE = [Action(kind="delete"), Action(kind="remind")]
APPEAL = "觉得弄错了，找店长"


def brand(**voice):
    return Brand(name="青禾面包房", contact="前台电话", voice=Voice(**voice))


def span(text):
    return EvidenceSpan(start=0, end=len(text), text=text, why="")


def test_it_names_the_clause_and_the_way_to_object():
    said = reply_to(CLAUSE, DELETE, appeal=APPEAL, brand=brand())
    assert "“群里不发广告”" in said
    assert said.endswith("觉得弄错了，找店长。")
    assert "前台电话" in reply_to(CLAUSE, DELETE, brand=brand())
    assert "私信管理员" in reply_to(CLAUSE, DELETE)


@pytest.mark.parametrize("tone", ["亲切", "专业、克制", "利落", "活泼"])
def test_it_says_what_is_done_and_claims_nothing_else(tone):
    done = {
        "delete": ([Action(kind="delete")], ("撤", "收")),
        "recall": ([Action(kind="delete", by="operator")], ("撤回", "收回")),
        "mute": ([Action(kind="delete"), Action(kind="mute", minutes=1440)], (" 1 天",)),
        "remove": ([Action(kind="remove")], ("移出", "请出", "离开")),
        "handled": ([Action(kind="remove", by="operator")], ("管理员",)),
    }
    said = {kind: reply_to(CLAUSE, actions, brand=brand(tone=tone)) for kind, (actions, _) in done.items()}
    assert len(set(said.values())) == len(done)
    for kind, (_, words) in done.items():
        assert any(word in said[kind] for word in words)
    assert "移出" not in said["handled"]
    assert "移出" not in reply_to(CLAUSE, [Action(kind="remind")], brand=brand(tone=tone))


def test_the_tone_of_the_group_goes_before_the_brands():
    shop = brand(tone="活泼")
    group = Group(id="g", name="群", tone="专业、克制")
    assert reply_to(CLAUSE, DELETE, brand=shop).startswith("刚才")
    assert reply_to(CLAUSE, DELETE, brand=shop, group=group).startswith("您好")


def test_a_plain_name_is_said_and_an_advert_for_a_name_is_not():
    for name in ("小满妈妈", "Anna"):
        assert reply_to(CLAUSE, DELETE, sender=Sender(name=name)).startswith(f"@{name} ")
    for name in (
        "加V bb8821",
        "代购小王",
        "138 0000 0000",
        "兼职日结",
        "看片找我",
        "vx同号",
        "www.x.cn",
        "@all",
        "",
        "🌸🌸",
    ):
        assert "@" not in reply_to(CLAUSE, DELETE, sender=Sender(name=name))
    assert "笨蛋" not in reply_to(CLAUSE, DELETE, sender=Sender(name="笨蛋一号"), evidence=[span("笨蛋")])
    assert "@" not in reply_to(CLAUSE, [Action(kind="remove")], sender=Sender(name="小满"))


def test_one_member_is_not_called_by_the_name_of_all():
    assert reply_to(CLAUSE, DELETE, brand=brand(address="这位朋友")).startswith("这位朋友，")
    for address in ("大家", "各位街坊", "宝妈们"):
        assert address not in reply_to(CLAUSE, DELETE, brand=brand(address=address))


def test_words_the_brand_avoids_give_way_to_others():
    usual = reply_to(CLAUSE, DELETE, brand=brand())
    assert "撤下" in usual
    other = reply_to(CLAUSE, DELETE, brand=brand(avoid=("撤下",)))
    assert "撤下" not in other
    assert "“群里不发广告”" in other
    assert "撤下" not in reply_to(CLAUSE, DELETE, brand=brand(), group=Group(id="g", name="群", avoid=("撤下",)))


def test_emoji_only_as_the_brand_and_the_group_want_them():
    policy = EmojiPolicy(max=1, allowed=("🍞",))
    assert reply_to(CLAUSE, DELETE, brand=brand(emoji=policy)).endswith("🍞")
    quiet = Group(id="g", name="群", emoji_max=0)
    none = EmojiPolicy(max=0, allowed=("🍞",))
    happy = "觉得弄错了找我😀😀"
    for said in (
        reply_to(CLAUSE, DELETE, brand=brand(emoji=policy), group=quiet, appeal=happy),
        reply_to(CLAUSE, DELETE, brand=brand(emoji=none), appeal=happy),
        reply_to(CLAUSE, DELETE, brand=brand(emoji=EmojiPolicy(max=2))),
        reply_to(CLAUSE, [*DELETE, Action(kind="mute", minutes=5)], brand=brand(emoji=policy)),
        reply_to(CLAUSE.model_copy(update={"category": Category.FRAUD}), DELETE, brand=brand(emoji=policy)),
    ):
        assert not find_emoji(said)


def test_an_insult_is_not_said_again_even_where_the_clause_says_it():
    clause = Clause(id="kind", category=Category.ABUSE, clause="不骂人，蠢货、废物这种话一句都不要有。")
    assert "不骂人" in reply_to(clause, DELETE, evidence=[span("什么东西")])
    said = reply_to(clause, DELETE, evidence=[span("蠢货")])
    assert "蠢货" not in said
    assert "好好说话" in said


def test_the_operators_own_words_come_first():
    said = reply_to(CLAUSE, DELETE, own_words="卖东西请去隔壁群", appeal=APPEAL, brand=brand())
    assert said == "卖东西请去隔壁群。群规里写着：“群里不发广告”。觉得弄错了，找店长。"


def test_traditional_where_the_group_writes_it():
    group = Group(id="g", name="群", script="traditional")
    said = reply_to(CLAUSE, DELETE, brand=brand(), group=group, appeal=APPEAL)
    assert said == to_traditional(said)
    assert "群裡不發廣告" in said


def test_every_frame_holds_the_clause():
    for manner, by_kind in _SAID.items():
        assert set(by_kind) == {"remind", "delete", "recall", "mute", "remove", "handled"}, manner
        for frames in by_kind.values():
            assert len(frames) >= 2
            assert all("{clause}" in frame for frame in frames)


def test_no_reply_of_the_sample_repeats_what_was_said():
    """Every example that breaks a clause, as evidence whole, in every group: its words are not in the reply."""
    root = packaged("knowledge")
    shop, groups, book = load_brand(root), load_groups(root), load_rules(root)
    for group in groups.values():
        for clause, text in itertools.chain.from_iterable(
            [(clause, text) for text in clause.violates] for clause in book.of(group).clauses
        ):
            pieces = [text[place : place + 6] for place in range(0, max(1, len(text) - 5), 6)]
            said = reply_to(clause, DELETE, evidence=[span(text)], brand=shop, group=group, appeal=APPEAL)
            assert clause.clause.rstrip("。")[:6] in said or group.script == "traditional"
            assert not [piece for piece in pieces if piece in said and piece not in clause.clause]
            assert not any(word in said for word in (*shop.voice.avoid, *group.avoid) if word not in clause.clause)
