"""Each evaluator is content with a right draft and objects to one that is wrong in its one respect."""

from __future__ import annotations

import pytest

from assistant.schema.contracts import Citation, Draft, DraftKind, DraftStatus, Finding
from evals.cases import Ask, CheckCase, DraftCase, RefusalCase
from evals.environment import Environment, Told
from evals.evaluators.checks import Checked, Complete, NoFalseAlarm
from evals.evaluators.drafts import Answered, Clean, FreshTitle, Phrases
from evals.evaluators.grounding import Citations, Figures, InForce, Prices
from evals.evaluators.outcomes import Drafted
from evals.evaluators.refusals import Allows, Refuses, RightGround
from evals.evaluators.shape import Bounds, OneQuestion, Voice

SECKILL = {"campaign": "friday-night-seckill", "format": "post"}


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("evals.fixtures.CACHE", tmp_path_factory.getbasetemp() / "brands")
        with Environment(embedder="none") as made:
            yield made


@pytest.fixture(scope="module")
def write(environment):
    """Have a right draft written: its case and its outcome."""

    def written(kind, group="yulin", brand="bakery", day="2026-11-27", expect=None, **asked):
        case = DraftCase(id="a", brand=brand, group=group, date=day, expect=expect or {}, **asked)
        stand = environment.stand(brand)
        return case, Drafted(DraftKind(kind), stand.write(case.ask(DraftKind(kind)), case.before), stand)

    return written


def changed(outcome, **changes):
    drafts = [draft.model_copy(update=changes) for draft in outcome.told.drafts]
    return Drafted(outcome.kind, Told(drafts=drafts, briefs=outcome.told.briefs), outcome.stand)


def told(outcome: Drafted) -> Draft:
    return outcome.told.drafts[0]


def objections(evaluator, case, outcome):
    return (
        [problem.message for problem in evaluator.problems(case, outcome)] if evaluator.applies(case, outcome) else []
    )


ALL = (Answered(), Clean(), Bounds(), Phrases(), Voice(), Figures(), Citations(), InForce(), FreshTitle(), Prices())


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("topic", {}),
        ("share", {"group": "home-baking", "day": "2026-11-28"}),
        ("promo", SECKILL),
        ("topic", {"count": 3}),
    ],
)
def test_a_right_draft_meets_no_objection(write, kind, asked):
    case, outcome = write(kind, **asked)
    for evaluator in (*ALL, OneQuestion()):
        assert objections(evaluator, case, outcome) == [], evaluator.key


@pytest.mark.parametrize(
    ("evaluator", "kind", "change"),
    [
        (Bounds(), "topic", {"title": "这个标题写得实在是太长了一点长到没有人愿意读完"}),
        (Bounds(), "topic", {"body": "短"}),
        (OneQuestion(), "topic", {"followups": ["一句"]}),
        (Clean(), "topic", {"status": DraftStatus.NEEDS_EDIT}),
        (
            Voice(),
            "topic",
            {"body": "街坊们，网红爆款吐司出炉了，你们几点来"},
        ),
        (Voice(), "topic", {"body": "早餐吃什么🔥"}),
        (Voice(), "topic", {"body": "早餐吃什么🍞🍞🍞"}),
        (Figures(), "topic", {"body": "已经有 37214 位街坊说好吃"}),
        (Prices(), "promo", {"body": "全麦吐司，秒杀价 22 元（日常售价 12 元）"}),
        (Prices(), "promo", {"body": "全麦吐司，会员价 12 元"}),
        (Citations(), "promo", {"citations": [Citation(source="faq.json", heading="", quote="从来没写过的话")]}),
        (Citations(), "promo", {"citations": [Citation(source="没有.md", heading="", quote="吐司")]}),
    ],
)
def test_a_draft_that_is_wrong_meets_its_objection(write, evaluator, kind, change):
    case, outcome = write(kind, **(SECKILL if kind == "promo" else {}))
    assert objections(evaluator, case, outcome) == []
    assert objections(evaluator, case, changed(outcome, **change))


def test_two_questions_are_one_too_many(write):
    case, outcome = write("topic")
    twice = changed(outcome, body=f"{told(outcome).body}你呢？")
    (problem,) = OneQuestion().problems(case, twice)
    assert problem.text[problem.start : problem.end] == "？"


def test_what_is_over_is_not_quoted(write, environment):
    case, outcome = write("share", group="home-baking", day="2026-11-28")
    over = next(one for one in environment.stand("bakery").stored if one.valid_until and one.valid_until < "2026-11-28")
    stale = changed(outcome, citations=[Citation(source=over.source, heading=over.heading, quote=over.text[:12])])
    assert objections(InForce(), case, outcome) == []
    assert objections(InForce(), case, stale)
    assert objections(Citations(), case, changed(outcome, citations=[]))


def test_simplified_characters_in_a_traditional_group(write):
    case, outcome = write("topic", brand="calligraphy", group="haiwai", day="2026-11-26")
    assert objections(Voice(), case, outcome) == []
    assert objections(Voice(), case, changed(outcome, body="这边的笔墨怎么备"))


def test_the_same_again_is_noticed(write):
    case, outcome = write("topic", before=(Ask(kind="topic", group="yulin"),))
    assert objections(FreshTitle(), case, outcome) == []
    outcome.told.drafts[:] = outcome.told.earlier
    assert objections(FreshTitle(), case, outcome)


def test_phrases_and_sources(write):
    expect = {"contains": ["12元"], "absent": ["28 元"], "sources": ["campaigns.yaml"]}
    case, outcome = write("promo", expect=expect, **SECKILL)
    assert objections(Phrases(), case, outcome) == []
    wrong = changed(outcome, body="全麦吐司 28元", citations=[])
    assert len(objections(Phrases(), case, wrong)) == 3


def test_refusals_are_judged_both_ways(write):
    case = RefusalCase(
        id="a", brand="gym", ask=Ask(kind="promo", group="checkin"), refused=True, basis_contains="terms"
    )
    _, outcome = write("promo", brand="gym", group="checkin")
    assert outcome.told.refused
    assert objections(Refuses(), case, outcome) == []
    assert objections(Allows(), case.model_copy(update={"refused": False}), outcome)
    assert objections(RightGround(), case.model_copy(update={"basis_contains": "宪法"}), outcome)
    _, written = write("topic", brand="gym", group="checkin")
    assert objections(Refuses(), case, written)


def finding(text, *, check="adlaw", kind="absolute"):
    return Finding(check=check, kind=kind, severity="error", start=0, end=len(text), text=text, message="不能说")


@pytest.mark.parametrize(
    ("expect", "found", "missed", "false"),
    [
        ([], [], 0, 0),
        ([], [finding("最好")], 0, 1),
        ([{"check": "adlaw"}], [], 1, 0),
        ([{"check": "adlaw", "kind": "absolute", "text": "全网最低价"}], [finding("最低")], 0, 0),
        ([{"check": "adlaw", "kind": "absolute", "text": "最低价"}], [finding("全网最低")], 0, 0),
        ([{"check": "adlaw", "kind": "health"}], [finding("最低")], 1, 1),
        ([{"check": "adlaw", "text": "第一品牌"}], [finding("最低")], 1, 0),
        ([{"check": "voice"}], [finding("最低")], 1, 1),
    ],
)
def test_findings_are_matched_by_check_kind_and_place(expect, found, missed, false):
    case = CheckCase(id="a", text="全网最低价，第一品牌", expect=expect)
    outcome = Checked(found, case.expect)
    assert (len(outcome.missed), len(outcome.false)) == (missed, false)
    assert len(objections(Complete(), case, outcome)) == missed
    assert len(objections(NoFalseAlarm(), case, outcome)) == false
