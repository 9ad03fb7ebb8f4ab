"""The messages of the suite, what its evaluators see, and what its metrics count."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from assistant.errors import InputError
from assistant.knowledge.brandfiles import load_groups
from assistant.moderation.rules.loading import load_rules
from assistant.schema.moderation import Action, Category, Decision, EvidenceSpan, Verdict
from evals.evaluators.moderation import Firm, LetPass, Pointed, RightActions, RightCategory, SoundEvidence, Stopped
from evals.loading import load_cases
from evals.messages import WAYS, MessageCase
from evals.paths import BRANDS
from evals.runner import Options
from evals.runner import run as run_suites
from evals.suites import SUITES
from evals.suites.moderation import ModerationSuite

CASES = ModerationSuite().cases()
ADVERT = {"id": "a", "group": "yulin", "text": "要的加微信 abc88123"}


def case(message=ADVERT, *, family="ad_plain", **expect):
    expect = {"verdict": ["block", "review"], "category": ["ad"]} | expect
    return MessageCase.model_validate(
        {"id": "x-1", "brand": "bakery", "group": "yulin", "family": family, "message": message, "expect": expect}
    )


def harmless(text="吐司多少钱"):
    return case({"id": "a", "group": "yulin", "text": text}, verdict=["allow"], category=[])


def decision(verdict="block", category="ad", *spans, **more):
    evidence = [EvidenceSpan(start=start, end=end, text=text, why="", part=part) for start, end, text, part in spans]
    return Decision(message_id="a", verdict=verdict, category=category, evidence=evidence, **more)


CLEAR = Decision(message_id="a")
WORDS = (5, 14, " abc88123", "text")


def problems(evaluator, of, outcome):
    assert evaluator.applies(of, outcome)
    return [problem.message for problem in evaluator.problems(of, outcome)]


def test_there_are_enough_messages_of_five_brands_and_three_fifths_are_harmless():
    assert len(CASES) >= 420
    assert {case.brand for case in CASES} == set(BRANDS)
    assert 0.58 <= sum(case.harmless for case in CASES) / len(CASES) <= 0.62
    per_category = Counter(case.category for case in CASES if not case.harmless)
    assert set(per_category) == set(Category) - {Category.ALLOW}
    assert min(per_category.values()) >= 6
    texts = Counter(case.message.text for case in CASES if case.message.text)
    assert max(texts.values()) == 1


def test_half_of_them_are_held_and_never_change_sides():
    halves = Counter(case.half for case in CASES)
    assert 0.44 <= halves["held"] / len(CASES) <= 0.56
    moved = CASES[0].model_copy(update={"family": "another", "note": "reworded"})
    assert moved.half == CASES[0].half


def test_groups_exist_and_categories_have_a_clause_there():
    groups = {brand: load_groups(folder) for brand, folder in BRANDS.items()}
    books = {brand: load_rules(folder) for brand, folder in BRANDS.items()}
    for each in CASES:
        assert each.group in groups[each.brand], each.id
        rules = books[each.brand].of(each.group)
        known = {clause.category for clause in rules.clauses if clause.mode == "live"}
        assert each.harmless or known & set(each.expect.category), each.id


def test_every_way_has_messages():
    assert {each.way for each in CASES} == {*WAYS.values(), ""}
    assert set(WAYS) <= {each.family for each in CASES}


def test_expected_evidence_stands_in_the_message():
    for each in CASES:
        whole = "".join([each.message.text, str(each.message.meta)])
        assert each.expect.evidence in whole, each.id


def test_a_case_says_what_it_breaks_and_keeps_to_one_group(tmp_path):
    for wrong in (
        {"verdict": ["block"], "category": []},
        {"verdict": ["allow"], "category": ["ad"]},
        {"verdict": [], "category": ["ad"]},
    ):
        with pytest.raises(ValueError, match=r"category|verdict"):
            case(**wrong)
    with pytest.raises(ValueError, match="group"):
        case({"id": "a", "group": "cake", "text": "x"})
    file = tmp_path / "m.jsonl"
    file.write_text('{"id": "a", "brand": "bakery", "group": "yulin", "familiy": "x"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"m\.jsonl 第 1 行"):
        load_cases(MessageCase, file)


def test_what_is_let_pass_or_stopped_wrongly_is_a_problem():
    assert problems(Stopped(), case(), CLEAR) == ["放过了（ad_plain）"]
    assert problems(Stopped(), case(), decision("review")) == []
    assert not Stopped().applies(harmless(), CLEAR)
    assert problems(LetPass(), harmless(), CLEAR) == []
    assert problems(LetPass(), harmless(), decision("review"))
    assert problems(Firm(), case(verdict=["block"]), decision("review")) == ["判成了 review"]
    assert problems(RightCategory(), case(), decision("block", "fraud")) == ["类别 fraud 不对"]
    assert problems(RightCategory(), case(category=["ad", "fraud"]), decision("block", "fraud")) == []


def test_evidence_must_stand_where_it_is_said_to_and_hold_the_words():
    wanted = case(evidence="abc88123")
    assert problems(SoundEvidence(), wanted, decision("block", "ad", WORDS)) == []
    assert problems(SoundEvidence(), wanted, decision()) == ["没有依据", "依据不是那几个字"]
    assert problems(SoundEvidence(), wanted, decision("block", "ad", (0, 3, "要的加", "text")))
    assert problems(SoundEvidence(), case(), decision("block", "ad", (1, 4, "要的加", "text")))
    assert problems(SoundEvidence(), case(), decision("block", "ad", (0, 3, "别处的", "ocr")))


def test_disguised_words_are_named():
    hidden = case(family="evasion_ad")
    text = hidden.message.text
    assert problems(Pointed(), hidden, decision("block", "ad", WORDS)) == []
    assert problems(Pointed(), hidden, decision("block", "ad", (0, len(text), text, "text")))
    assert problems(Pointed(), hidden, CLEAR)
    assert not Pointed().applies(case(), CLEAR)


def test_the_step_of_the_ladder_is_looked_at():
    wanted = case(actions=["mute"])
    assert problems(RightActions(), wanted, decision(actions=[Action(kind="mute", minutes=5)])) == []
    assert problems(RightActions(), wanted, decision(actions=[Action(kind="delete")])) == ["没有 mute，只有 delete"]


def test_metrics_count_halves_categories_and_ways():
    suite = ModerationSuite()

    def reported(of, **answers):
        values = {key: SimpleNamespace(value=value) for key, value in answers.items()}
        return SimpleNamespace(inputs=of, assertions=values, scores={})

    first, second = case(), harmless()
    metrics = suite.metrics([reported(first, stopped=False), reported(second, allowed=True, spared=True)])
    assert metrics["recall/ad"] == metrics["stopped"] == 0
    assert metrics["allowed"] == metrics[f"{second.half}/allowed"] == 1
    ceilings = suite.ceilings([reported(first, stopped=False)], 0, [first, second, first])
    assert ceilings["stopped"] == ceilings["recall/ad"] == 0.5
    image = case(family="image")
    assert suite.metrics([reported(image, stopped=True)])["ways/image"] == 1


def test_a_run_shows_no_held_line(monkeypatch):
    few = [each for each in CASES if each.brand == "bakery"][:24]
    monkeypatch.setattr(ModerationSuite, "cases", lambda _: few)
    monkeypatch.setattr(LetPass, "problems", lambda self, case, outcome: [self.problem("x", case.message.text)])
    (suite,) = run_suites([SUITES["moderation"]], Options(embedder="none")).suites
    held = {each.id for each in few if each.half == "held"}
    assert held
    for each in suite.cases:
        assert each.hidden == (each.id in held)
        assert not each.hidden or (not each.asked and not each.problems)
    assert any(each.asked for each in suite.cases)
    assert suite.metrics["allowed"] == 0


def test_verdicts_that_will_do_are_verdicts():
    assert all(set(each.expect.verdict) <= set(Verdict) for each in CASES)
