from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from briefs import BRANDS, brief_for, days_of, past_draft
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checks.factlock import fact_lock
from assistant.drafting.offline.fitting import opening
from assistant.drafting.offline.seedideas import seed_ideas
from assistant.drafting.offline.similarity import jaccard
from assistant.drafting.offline.topic import write_topic
from assistant.errors import Refused
from assistant.schema.brand import Brand
from assistant.schema.brief import Brief, PastDraft, TopicSeed, Written
from assistant.schema.contracts import PassageKind
from assistant.text.emoji import without_emoji


def check(brief: Brief, written: Written) -> None:
    """What holds for every topic."""
    limits = brief.constraints
    assert 2 <= len(written.title) <= 20
    assert max(40, limits.min_length) <= len(written.body) <= min(150, limits.max_length)
    assert written.body.count("？") == 1
    assert "?" not in written.body
    assert 2 <= len(written.followups) <= 3
    assert "{" not in written.title + written.body + "".join(written.followups)
    assert len(written.body) - len(without_emoji(written.body)) <= 2 * limits.emoji_max
    assert not any(word in written.title + written.body for word in limits.avoid)
    for citation in written.citations:
        assert any(citation.source == p.source and citation.quote in p.text for p in brief.passages)
    assert fact_lock(written.title, written.body, brief=brief, citations=written.citations) == []


@pytest.mark.parametrize("name", BRANDS)
@pytest.mark.parametrize("knowledge", [True, False], ids=["knowledge", "frames alone"])
def test_sixty_days_without_a_repetition(name: str, knowledge: bool) -> None:
    days = list(days_of(write_topic, name, 60, knowledge=knowledge))
    for brief, written in days:
        check(brief, written)
    texts = [written for _, written in days]
    assert len({written.title for written in texts}) == 60
    assert len({opening(written.body) for written in texts}) == 60
    assert max(jaccard(a.body, b.body) for i, a in enumerate(texts) for b in texts[:i]) <= 0.6
    assert all(a.form != b.form for a, b in pairwise(texts))
    assert min(Counter(written.form for written in texts).values()) >= 4


@pytest.mark.parametrize(
    ("trade", "theme"), [("汽车维修店", ()), ("", ()), ("茶馆", ("0-3岁早教与家庭教育指导",)), ("海鲜批发", ("到货",))]
)
def test_any_trade_gets_topics_of_its_own(trade: str, theme: tuple[str, ...]) -> None:
    start = brief_for("bakery", knowledge=False)
    brand = Brand(name="某店", trade=trade)
    history: list[PastDraft] = []
    for number in range(20):
        day = date(2026, 6, 1) + timedelta(days=number)
        brief = brief_for("bakery", day=day, knowledge=False, history=history).model_copy(
            update={"brand": brand, "group": start.group.model_copy(update={"theme": theme})}
        )
        written = write_topic(brief)
        check(brief, written)
        history.append(past_draft(brief, written))
    assert len({draft.title for draft in history}) == 20


def test_the_same_brief_gives_the_same_topic_and_another_seed_another() -> None:
    brief = brief_for("gym")
    assert write_topic(brief) == write_topic(brief_for("gym"))
    assert len({write_topic(brief.model_copy(update={"seed": seed})).title for seed in range(8)}) >= 4


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(list(BRANDS)),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(0, 10_000),
    st.integers(60, 150),
)
def test_bounds_hold_on_any_day(name: str, day: date, seed: int, longest: int) -> None:
    brief = brief_for(name, day=day, seed=seed, constraints={"max_length": longest})
    check(brief, write_topic(brief))


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("帮我写一个关于猫抓沙发的话题", "猫抓沙发"),
        ("多久梳一次毛？", "多久梳一次毛"),
        ("第一次带它去看医生，紧张的事", "第一次带它去看医生"),
        ("来个遛狗装备的投票", "遛狗装备"),
    ],
)
def test_the_wish_is_what_the_topic_is_about(about: str, words: str) -> None:
    for brief, written in days_of(write_topic, "pets", 4, about=about, knowledge=False):
        check(brief, written)
        assert words in written.body


def test_a_form_that_is_asked_for_is_given() -> None:
    for seed in range(3):
        written = write_topic(brief_for("bakery", seed=seed, about="做个早餐吃什么的投票"))
        assert written.form == "poll"
        assert "早餐" in written.body


def test_a_complaint_is_not_put_to_the_vote() -> None:
    for _, written in days_of(write_topic, "gym", 4, about="膝盖疼"):
        assert written.form in {"ask_experience", "story_hook", "myth_or_fact"}
        assert any("看医生" in line for line in written.followups)


def test_a_wish_the_group_does_not_want_is_refused_with_the_clause() -> None:
    with pytest.raises(Refused) as caught:
        write_topic(brief_for("school", about="聊聊升学政策"))
    assert caught.value.code == "group_terms"
    assert caught.value.basis == "不讨论升学政策"


def test_what_the_files_say_comes_as_a_cited_prompt() -> None:
    written = write_topic(brief_for("bakery", about="吐司切片冷冻能放多久"))
    assert "吐司切片冷冻能放多久" in written.title + written.body
    assert "两到三周" in written.followups[0]
    assert written.citations[0].source == "faq.md"


def test_questions_about_the_service_are_no_topics() -> None:
    bodies = "".join(written.body for name in BRANDS for _, written in days_of(write_topic, name, 30))
    assert not re.search("几点开门|月卡|试听|多久发货", bodies)


SEED = TopicSeed(
    title="月饼先吃哪块", text="月饼摆了一桌，先拿哪块全看心情。" * 2, question="你先拿哪块？", form="ask_experience"
)


@pytest.mark.parametrize(
    ("change", "day", "used"),
    [
        ({"festival": ("中秋节",)}, date(2026, 9, 25), True),
        ({"festival": ("中秋节",)}, date(2026, 9, 19), True),
        ({"festival": ("中秋节",)}, date(2026, 9, 10), False),
        ({"festival": ("中秋节",)}, date(2026, 9, 26), False),
        ({"season": ("夏",)}, date(2026, 12, 10), False),
        ({"season": ("冬",)}, date(2026, 12, 10), True),
        ({"groups": ("other",)}, date(2026, 12, 10), False),
        ({"theme": ("汽车保养",)}, date(2026, 12, 10), False),
        ({"theme": ("面包",)}, date(2026, 12, 10), True),
    ],
)
def test_a_seed_is_used_only_where_it_fits(change: dict[str, tuple[str, ...]], day: date, used: bool) -> None:
    seeds = (SEED.model_copy(update=change),)
    titles = {write_topic(brief_for("bakery", day=day, seeds=seeds, passages=(), seed=n)).title for n in range(30)}
    assert (SEED.title in titles) is used


def test_seeds_with_two_questions_become_one() -> None:
    seed = SEED.model_copy(
        update={"text": "先拿哪块？摆了一桌，莲蓉的五仁的鲜肉的，看着都想拿。", "question": "你先拿哪块？为什么？"}
    )
    brief = brief_for("bakery", seeds=(seed,), passages=())
    bodies = [write_topic(brief.model_copy(update={"seed": n})) for n in range(30)]
    written = next(written for written in bodies if written.title == seed.title)
    assert "你先拿哪块，为什么？" in written.body
    assert written.body.count("？") == 1


def test_no_photographs_where_the_group_does_not_want_them() -> None:
    fields = {"constraints": {"dont": ("不要晒娃的照片",)}}
    forms = {written.form for _, written in days_of(write_topic, "school", 20, **fields)}
    assert "photo_checkin" not in forms


def test_you_is_polite_where_the_brand_says_so() -> None:
    for _, written in days_of(write_topic, "school", 10, knowledge=False):
        assert "你" not in written.body.replace("你们", "")


def test_a_used_up_store_of_words_is_refused_not_padded() -> None:
    with pytest.raises(Refused, match="写不出"):
        write_topic(brief_for("gym", knowledge=False, constraints={"avoid": ("你", "谁", "哪")}))


def test_mourning_days_have_no_cheerful_frame() -> None:
    for number in range(6):
        written = write_topic(brief_for("bakery", day=date(2026, 4, 5), seed=number, knowledge=False))
        assert "清明" not in written.title


def test_history_of_another_kind_counts_for_titles() -> None:
    brief = brief_for("gym", knowledge=False)
    first = write_topic(brief)
    yesterday = past_draft(brief, first).model_copy(
        update={"kind": "share", "date": brief.at.date() - timedelta(days=1), "body": "别的"}
    )
    assert write_topic(brief.model_copy(update={"history": (yesterday,)})).title != first.title


def test_story_topics_quote_the_story() -> None:
    brief = brief_for("bakery")
    stories = tuple(passage for passage in brief.passages if passage.kind is PassageKind.STORY)
    only = brief.model_copy(update={"passages": stories, "seeds": ()})
    written = next(w for n in range(60) if (w := write_topic(only.model_copy(update={"seed": n}))).citations)
    assert written.form == "story_hook"
    assert written.citations[0].quote in written.body


def test_nobody_is_asked_to_photograph_what_is_private() -> None:
    start = brief_for("gym", knowledge=False)
    group = start.group.model_copy(update={"theme": ("产后恢复",)})
    for seed in range(40):
        written = write_topic(start.model_copy(update={"group": group, "seed": seed}))
        assert written.form != "photo_checkin" or "产后" not in written.title + written.body


def test_a_price_is_no_subject() -> None:
    with pytest.raises(Refused) as caught:
        write_topic(brief_for("bakery", about="全场一律九十元，快来买"))
    assert caught.value.code == "price_in_topic"


def test_several_topics_of_one_day_take_turns() -> None:
    history: list[PastDraft] = []
    for seed in range(12):
        brief = brief_for("school", history=history, seed=seed)
        history.append(past_draft(brief, write_topic(brief)))
    assert len({draft.title for draft in history}) == 12
    assert all(a.form != b.form for a, b in pairwise(history))


def test_a_seed_off_the_group_s_themes_comes_after_all_that_are_on_them() -> None:
    brief = brief_for("bakery")
    own = SEED.model_copy(update={"season": (), "festival": (), "groups": (), "theme": brief.group.theme[:1]})
    both = (brief.group.id, "another")
    far = own.model_copy(update={"title": "说说窗帘", "text": "窗帘拉开一半。", "theme": ("搬家",), "groups": both})
    seeds = (far, own, own.model_copy(update={"title": "再说一样"}))
    asked = brief.model_copy(update={"seeds": seeds})
    assert [idea.title for idea in seed_ideas(asked)] == [own.title, "再说一样"]
    assert [idea.title for idea in seed_ideas(asked, near=False)] == ["说说窗帘"]
    for seed in range(20):
        assert "窗帘" not in write_topic(asked.model_copy(update={"seed": seed})).body
    alone = far.model_copy(update={"groups": (brief.group.id,)})
    assert [idea.title for idea in seed_ideas(asked.model_copy(update={"seeds": (alone,)}))] == ["说说窗帘"]
