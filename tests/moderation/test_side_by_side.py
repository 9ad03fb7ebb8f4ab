"""Several clauses about one message: none hides a graver one, whatever their order, their mode and what found them."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import NamedTuple

import pytest
from bakery import NOON, Classed, Said, make_bakery
from bakery import message as plain

from assistant.moderation.cascade import Moderator
from assistant.moderation.hits import ClauseHit, Hit
from assistant.moderation.policy import judge_outcome
from assistant.moderation.rules.loading import packaged_rules
from assistant.schema.moderation import Action, Category, EvidenceSpan, Message, Stage, Verdict
from assistant.schema.rules import Clause, RuleBook, RuleSet, Step

ADVERT = "姐妹们加我微信 abc88123，厂家直发面包机"
SPOKEN = "面包机出给有缘人，懂的自然懂"  # in no list of terms: the classifier alone knows it
SURE_AD = Said(Category.AD, 0.97, 0.02, sure=True)
MAYBE_AD = Said(Category.AD, 0.7, 0.25, sure=False)


def message(text, *, meta=None, **said):
    """One where a bot may do everything."""
    return plain(text, meta={"platform": "telegram", **(meta or {})}, **said)


def _moderator(root, known=None, rules=None, **given):
    book = RuleBook(sets={"default": rules or packaged_rules()})
    return Moderator(make_bakery(root), classifier=Classed(known), rules=book, **given)


def _thrice(moderator, text, *, seconds=10):
    return [
        moderator.decide(message(text, number=number, sent_at=NOON + timedelta(seconds=seconds * number)))
        for number in range(1, 4)
    ]


class TestTheSameAdvertWithinAMinute:
    @pytest.mark.parametrize(("text", "known"), [(ADVERT, {}), (SPOKEN, {SPOKEN: SURE_AD})])
    def test_climbs_the_ladder_of_its_own_clause(self, tmp_path, text, known):
        decided = _thrice(_moderator(tmp_path, known), text)
        assert [one.rule.id for one in decided] == ["no-ads"] * 3
        assert [[action.kind for action in one.actions] for one in decided] == [
            ["delete", "remind"],
            ["delete", "mute"],
            ["delete", "remove"],
        ]
        assert any("3 遍" in span.why for span in decided[2].evidence)

    def test_what_is_in_doubt_goes_to_a_person_beside_the_reminder(self, tmp_path):
        last = _thrice(_moderator(tmp_path, {SPOKEN: MAYBE_AD}), SPOKEN)[2]
        assert (last.verdict, last.rule.id) == (Verdict.BLOCK, "no-flood")
        assert [action.kind for action in last.actions] == ["remind", "human"]
        assert "no-ads" in last.actions[1].text
        assert last.actions[1].by == "operator"

    def test_harmless_words_too_often_are_flooding_alone(self, tmp_path):
        last = _thrice(_moderator(tmp_path), "今天的吐司几点出炉呀有人知道吗")[2]
        assert (last.rule.id, [action.kind for action in last.actions]) == ("no-flood", ["remind"])

    def test_many_messages_of_which_one_is_an_advert(self, tmp_path):
        moderator = _moderator(tmp_path, {SPOKEN: SURE_AD})
        for number in range(1, 9):
            moderator.decide(message(f"第 {number} 句闲话", number=number, sent_at=NOON + timedelta(seconds=number)))
        made = moderator.decide(message(SPOKEN, number=20, sent_at=NOON + timedelta(seconds=20)))
        assert (made.rule.id, [action.kind for action in made.actions]) == ("no-ads", ["delete", "remind"])
        assert any("60 秒" in span.why for span in made.evidence)


def _clause(id_, category, mode, kind="remind"):
    minutes = 60 if kind == "mute" else None
    ladder = (Step(offence=1, actions=(Action(kind=kind, minutes=minutes),)),)
    return Clause(
        id=id_, category=category, clause=id_, mode=mode, detectors={"terms": {"list": "quarrel"}}, ladder=ladder
    )


class Found(NamedTuple):
    """What may stand against a clause, from each stage."""

    stage: Stage
    hard: bool
    chance: float


FOUND = [
    Found(Stage.DETECTOR, True, 0.95),
    Found(Stage.DETECTOR, False, 0.7),
    Found(Stage.CLASSIFIER, True, 0.95),
    Found(Stage.CLASSIFIER, False, 0.7),
    Found(Stage.JUDGE, True, 0.95),
    Found(Stage.JUDGE, False, 0.7),
]


def _against(clause, found):
    span = EvidenceSpan(start=0, end=2, text="面包", why="像")
    hit = Hit("terms", (span,), hard=found.hard, confidence=found.chance)
    return ClauseHit(clause, (hit,), found.stage, found.chance)


@pytest.mark.parametrize("trial", FOUND)
@pytest.mark.parametrize("acting", FOUND)
@pytest.mark.parametrize("category", [Category.AD, Category.FRAUD, Category.FLOOD])
def test_a_clause_in_shadow_changes_nothing_for_one_that_acts(acting, trial, category):
    live = _clause("live", category, "live", "delete")
    for kind, other in (("remove", Category.FRAUD), ("mute", Category.FLOOD), ("remind", category)):
        shadow = _clause("trial", other, "shadow", kind)
        said = Message(id="1", text="面包")
        alone = judge_outcome([_against(live, acting)], rules=RuleSet(), message=said)
        for order in permutations([_against(live, acting), _against(shadow, trial)]):
            made = judge_outcome(order, rules=RuleSet(), message=said)
            assert made.clause == live
            assert (made.verdict, made.actions, made.evidence) == (alone.verdict, alone.actions, alone.evidence)
            assert [one.rule.id for one in made.shadow] == ["trial"]


def _rules(first, second):
    """The packaged rules with these two clauses before all others."""
    rules = packaged_rules()
    rest = tuple(each for each in rules.clauses if each.category not in (first.category, second.category))
    return rules.model_copy(update={"clauses": (first, second, *rest)})


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("trial", [Category.AD, Category.OTHER, Category.LINK, Category.FRAUD])
@pytest.mark.parametrize("text", [ADVERT, SPOKEN])
def test_in_the_whole_cascade_too(tmp_path, text, trial, swapped):
    def detecting(id_, category, mode, kind):
        return _clause(id_, category, mode, kind).model_copy(update={"detectors": {"contact_bait": {}}})

    live = detecting("live", Category.AD, "live", "delete")
    shadow = detecting("trial", trial, "shadow", "remind")
    rules = _rules(*((shadow, live) if swapped else (live, shadow)))
    made = _moderator(tmp_path, {text: SURE_AD}, rules, store=False).decide(message(text))
    assert (made.verdict, made.rule.id, [action.kind for action in made.actions]) == (
        Verdict.BLOCK,
        "live",
        ["delete"],
    )


class Torn(NamedTuple):
    """What a classifier says that hears two kinds of harm."""

    best: Category
    chance: float
    allow: float
    sure: bool
    second: tuple[Category, float] | None = None


@pytest.mark.parametrize("swapped", [False, True])
def test_the_likeliest_kind_only_records_and_the_next_is_asked_about(tmp_path, swapped):
    live, shadow = _clause("live", Category.ABUSE, "live"), _clause("trial", Category.OTHER, "shadow")
    rules = _rules(*((shadow, live) if swapped else (live, shadow)))
    said = {"攀": Torn(Category.OTHER, 0.4, 0.02, True, (Category.ABUSE, 0.58))}
    made = _moderator(tmp_path, said, rules, store=False).decide(message("你就攀吧"))
    assert (made.verdict, made.rule.id) == (Verdict.REVIEW, "live")
    assert [one.rule.id for one in made.shadow] in ([], ["trial"])


def test_a_kind_the_group_has_no_rule_against_hides_none_it_has(tmp_path):
    rules = _rules(_clause("live", Category.ABUSE, "live"), _clause("gone", Category.OTHER, "off"))
    said = {"攀": Torn(Category.OTHER, 0.4, 0.02, True, (Category.ABUSE, 0.58))}
    made = _moderator(tmp_path, said, rules, store=False).decide(message("你就攀吧"))
    assert (made.verdict, made.rule.id) == (Verdict.REVIEW, "live")


def test_a_part_that_only_records_hides_no_part_that_acts(tmp_path):
    rules = _rules(_clause("live", Category.ABUSE, "live"), _clause("trial", Category.OTHER, "shadow"))
    said = {
        "图里攀比": Said(Category.OTHER, 0.99, 0.001, sure=True),
        "嘴里骂人": Said(Category.ABUSE, 0.8, 0.05, sure=True),
    }
    moderator = _moderator(tmp_path, said, rules, store=False)
    for text, picture in (("嘴里骂人", "图里攀比"), ("图里攀比", "嘴里骂人")):
        made = moderator.decide(message(text, meta={"ocr": picture}))
        assert (made.verdict, made.rule.id) == (Verdict.BLOCK, "live")
        assert [one.rule.id for one in made.shadow] == ["trial"]


def test_where_no_rule_is_sure_the_operator_is_told_so(tmp_path):
    said = {"老样子": Said(Category.AD, 0.45, 0.05, sure=True)}
    moderator = _moderator(tmp_path, said, store=False)
    made = moderator.decide(message("老样子，地址没变"))
    asked = made.actions[0].text
    assert (made.verdict, made.reply) == (Verdict.REVIEW, "")
    assert "说不准犯了哪一条" in asked
    assert made.rule.clause.rstrip("。") in asked
    assert made.rule.id not in asked  # an operator reads her own words, not the name in the file
    assert "第一次的处理是删除、提醒" in asked
    sure = _moderator(tmp_path, {"老样子": MAYBE_AD}, store=False).decide(message("老样子，地址没变"))
    assert "说不准犯了哪一条" not in sure.actions[0].text
