"""From what the stages found to what is done."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.moderation.hits import ClauseHit, Hit
from assistant.moderation.policy import CLEAR, GRAVITY, judge_outcome
from assistant.moderation.weighing import Heard
from assistant.schema.group import Group
from assistant.schema.moderation import Action, Category, EvidenceSpan, Message, Sender, Stage, Verdict
from assistant.schema.rules import Clause, RuleSet, Step

NOW = datetime(2026, 11, 24, 15, 0)
MESSAGE = Message(id="m", text="加我微信拿货", sender=Sender(id="u"), sent_at=NOW)
ALLOW, REVIEW, BLOCK = Verdict.ALLOW, Verdict.REVIEW, Verdict.BLOCK


def step(offence, *kinds):
    actions = tuple(Action(kind=kind, minutes=60 if kind == "mute" else None) for kind in kinds)
    return Step(offence=offence, actions=actions)


def clause(category="ad", *, id_="", mode="live", ladder=(), detectors=("terms",)):
    return Clause(
        id=id_ or f"no-{category}",
        category=Category(category),
        clause=f"不许{category}",
        mode=mode,
        detectors={name: {} for name in detectors},
        ladder=ladder or (step(1, "remind"), step(2, "delete", "mute"), step(5, "remove")),
    )


def hit(detector="terms", *, hard=True, confidence=0.95, start=0, firm=False):
    span = EvidenceSpan(start=start, end=start + 2, text=MESSAGE.text[start : start + 2], why="像广告")
    return Hit(detector, (span,), hard=hard, confidence=confidence, firm=firm)


def found(of, *hits, stage=Stage.DETECTOR):
    return ClauseHit(of, hits or (hit(),), stage, max(one.confidence for one in hits) if hits else 0.95)


def guess(of, chance, *, sure=False, stage=Stage.CLASSIFIER):
    return found(of, hit("classifier", hard=sure, confidence=chance), stage=stage)


def outcome(*hits, rules=None, before=0, **given):
    offences = before if callable(before) else lambda _: before
    return judge_outcome(hits, rules=rules or RuleSet(), message=MESSAGE, offences=offences, now=NOW, **given)


def kinds(made):
    return [action.kind for action in made.actions]


def test_nothing_found_is_clear():
    assert outcome() is CLEAR
    assert (CLEAR.verdict, CLEAR.category, CLEAR.rule, CLEAR.actions) == (ALLOW, Category.ALLOW, None, ())


def test_a_certain_find_blocks_with_clause_evidence_and_reply():
    made = outcome(found(clause()))
    assert (made.verdict, made.category, made.stage) == (BLOCK, Category.AD, Stage.DETECTOR)
    assert made.rule.id == "no-ad"
    assert made.evidence[0].text == "加我"
    assert kinds(made) == ["remind"]
    assert made.reply == made.actions[0].text
    assert "不许ad" in made.reply
    assert "no-ad" in made.reason
    assert "像广告" in made.reason


@pytest.mark.parametrize(
    ("before", "expected"),
    [(0, ["remind"]), (1, ["delete", "mute"]), (2, ["delete", "mute"]), (4, ["remove"]), (40, ["remove"])],
)
def test_the_ladder_by_what_was_before(before, expected):
    made = outcome(found(clause()), before=before)
    assert kinds(made) == expected
    assert made.offence == before + 1


def test_an_uncertain_find_asks_a_person_and_says_nothing_to_the_member():
    made = outcome(found(clause(), hit(hard=False, confidence=0.6)))
    assert (made.verdict, kinds(made), made.reply, made.offence) == (REVIEW, ["human"], "", 0)
    assert made.actions[0].by == "operator"
    assert "提醒" in made.actions[0].text


def test_two_uncertain_signs_are_enough_where_they_are_nearly_certain_together():
    def verdict(*signs):
        return outcome(found(clause(), *(hit(name, hard=False, confidence=chance) for name, chance in signs))).verdict

    assert verdict(("contact_bait", 0.7), ("recruitment", 0.7)) is BLOCK
    assert verdict(("contact_bait", 0.5), ("recruitment", 0.6)) is REVIEW
    assert verdict(("contact_bait", 0.7), ("contact_bait", 0.7)) is REVIEW  # one sign seen twice


def test_an_uncertain_find_in_what_the_classifier_takes_for_harmless_is_let_pass():
    link = found(clause("link"), hit("links", hard=False, confidence=0.5))
    assert outcome(link, heard=Heard(0.4)).verdict is REVIEW
    assert outcome(link, heard=Heard(0.8)).verdict is ALLOW
    stronger = found(clause("link"), hit("links", hard=False, confidence=0.8))
    assert outcome(stronger, heard=Heard(0.7)).verdict is REVIEW
    assert outcome(stronger, heard=Heard(0.97)).verdict is ALLOW
    # Where a person always looks, and where a find is certain, the classifier takes nothing away.
    always = RuleSet(unsure={Category.FRAUD: 0.0})
    fraud = found(clause("fraud"), hit(hard=False, confidence=0.5))
    assert outcome(fraud, heard=Heard(0.99), rules=always).verdict is REVIEW
    assert outcome(found(clause("link"), hit("links")), heard=Heard(1.0)).verdict is BLOCK
    order = found(clause("other"), hit("injection", hard=False, confidence=0.6))
    assert outcome(order, heard=Heard(0.99)).verdict is REVIEW
    certain = found(clause("link"), hit("links", hard=False, confidence=1.0))
    assert outcome(certain, heard=Heard(1.0)).verdict is REVIEW


def test_the_classifier_blocks_where_it_is_sure_and_else_falls_back_by_category():
    assert outcome(guess(clause(), 0.97, sure=True)).verdict is BLOCK
    assert outcome(guess(clause(), 0.6)).verdict is REVIEW
    made = outcome(guess(clause(), 0.3))
    assert (made.verdict, made.category, made.rule) == (ALLOW, Category.ALLOW, None)
    assert made.confidence == pytest.approx(0.7)
    assert outcome(guess(clause("fraud"), 0.45)).verdict is REVIEW
    assert outcome(guess(clause("ad"), 0.45)).verdict is ALLOW
    mild = RuleSet(unsure={Category.FRAUD: 2.0, Category.AD: 0.0})
    assert outcome(guess(clause("fraud"), 0.9), rules=mild).verdict is ALLOW
    assert outcome(guess(clause(), 0.1), rules=mild).verdict is REVIEW


def test_the_judge_blocks_where_it_is_sure():
    assert outcome(guess(clause(), 0.9, sure=True, stage=Stage.JUDGE)).stage is Stage.JUDGE
    assert outcome(guess(clause(), 0.1, stage=Stage.JUDGE)).verdict is REVIEW


def test_what_is_certain_stays_whatever_the_others_say():
    made = outcome(found(clause()), guess(clause(), 0.2), guess(clause(), 0.1, stage=Stage.JUDGE))
    assert (made.verdict, made.stage) == (BLOCK, Stage.DETECTOR)


def test_the_gravest_consequence_decides_then_the_gravest_category():
    link = clause("link", ladder=(step(1, "remove"),))
    assert outcome(found(clause("fraud")), found(link)).rule.id == "no-link"
    assert outcome(found(clause("abuse")), found(clause("ad"))).rule.id == "no-abuse"
    # The third advert costs more than the first insult.
    before = {"no-ad": 4, "no-abuse": 0}
    made = outcome(found(clause("abuse")), found(clause("ad")), before=lambda one: before[one.id])
    assert (made.rule.id, kinds(made), made.offence) == ("no-ad", ["remove"], 5)


def test_a_block_goes_before_a_review_however_grave():
    assert outcome(guess(clause("fraud"), 0.9), found(clause("flood"))).rule.id == "no-flood"


def test_a_clause_in_shadow_only_records():
    shadow = clause("fraud", mode="shadow")
    asked = []
    made = outcome(found(shadow), before=lambda one: asked.append(one) or 0)
    assert (made.verdict, made.category, made.actions, made.reply) == (ALLOW, Category.ALLOW, (), "")
    assert [(one.rule.id, one.category, one.verdict) for one in made.shadow] == [("no-fraud", Category.FRAUD, BLOCK)]
    assert made.shadow[0].evidence
    assert asked == []
    both = outcome(found(shadow), found(clause()))
    assert (both.rule.id, len(both.shadow)) == ("no-ad", 1)
    assert outcome(guess(clause(mode="shadow"), 0.1)).shadow == ()
    assert outcome(found(clause(mode="off"))) is CLEAR


def test_a_contact_alone_is_no_fraud_but_supports_what_is():
    fraud = clause("fraud", detectors=("terms", "contact_bait"))
    contact = hit("contact_bait")
    assert outcome(found(fraud, contact)).verdict is ALLOW
    assert outcome(found(fraud, contact, hit(hard=False))).verdict is BLOCK
    assert outcome(found(fraud, contact), found(clause(), contact)).rule.id == "no-ad"
    assert outcome(found(fraud, contact), guess(fraud, 0.4)).verdict is BLOCK
    only = clause("fraud", detectors=("contact_bait",))  # all that the operator gave it
    assert outcome(found(only, contact)).verdict is BLOCK


def test_a_clause_without_a_ladder_asks_a_person():
    bare = clause().model_copy(update={"ladder": ()})
    assert kinds(outcome(found(bare))) == ["human"]


def test_the_platform_of_the_group_bounds_what_is_done():
    wechat = Group(id="g", name="群", platform="wechat")
    made = outcome(found(clause()), before=1, group=wechat)
    assert [(action.kind, action.by) for action in made.actions] == [
        ("delete", "operator"), ("mute", "operator"), ("post", "operator"),
    ]  # fmt: skip
    assert made.actions[-1].text == made.reply != ""


@pytest.mark.parametrize("category", GRAVITY)
def test_every_category_has_its_place(category):
    assert outcome(found(clause(category.value))).category is category


_CLAUSES = st.builds(
    lambda category, mode: clause(category.value, id_=f"{category.value}-{mode}", mode=mode),
    st.sampled_from(GRAVITY),
    st.sampled_from(["live", "shadow", "off"]),
)
_HITS = st.builds(
    hit, st.sampled_from(["terms", "contact_bait", "links"]), hard=st.booleans(), confidence=st.floats(0, 1)
)
_FOUND = st.builds(
    lambda of, hits, stage: found(of, *hits, stage=stage),
    _CLAUSES,
    st.lists(_HITS, min_size=1, max_size=3),
    st.sampled_from([Stage.DETECTOR, Stage.CLASSIFIER, Stage.JUDGE]),
)


@given(st.lists(_FOUND, max_size=6), st.integers(0, 9))
def test_whatever_is_found_the_outcome_holds_together(hits, before):
    made = outcome(*hits, before=before)
    assert made == outcome(*hits, before=before)
    assert (made.verdict is ALLOW) == (made.clause is None) == (made.category is Category.ALLOW)
    assert bool(made.reply) == (made.verdict is BLOCK) == (made.offence > 0)
    assert (made.actions == ()) == (made.verdict is ALLOW)
    assert 0 <= made.confidence <= 1
    live_and_hard = [one for one in hits if one.clause.mode == "live" and one.hard]
    if made.verdict is BLOCK:
        assert made.clause.mode == "live"
    if not [one for one in hits if one.clause.mode == "live"]:
        assert made.verdict is ALLOW
    own = [one for one in live_and_hard if any(h.hard and h.detector == "terms" for h in one.hits)]
    if own:
        assert made.verdict is BLOCK


@pytest.mark.parametrize(
    ("heard", "verdict"),
    [
        (None, BLOCK),
        (Heard(0.1, Category.FRAUD), BLOCK),
        (Heard(0.1, Category.AD), BLOCK),  # the offer is heard first
        (Heard(0.1, Category.PORN), REVIEW),  # harm for sure, not this one
        (Heard(0.7), REVIEW),
        (Heard(0.99), ALLOW),
    ],
)
def test_a_firm_find_acts_unless_the_classifier_speaks_against_it(heard, verdict):
    firm = found(clause("fraud"), hit(hard=False, firm=True, confidence=0.85))
    assert outcome(firm, heard=heard).verdict is verdict


def test_a_soft_find_asks_whatever_the_classifier_says():
    soft = found(clause("fraud"), hit(hard=False, confidence=0.85))
    assert outcome(soft, heard=Heard(0.1, Category.FRAUD)).verdict is REVIEW
