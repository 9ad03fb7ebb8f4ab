from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checks.suite import load
from evals.cases import Case
from evals.evaluators.base import Judging
from evals.gates import Gate
from evals.mutations.breakages import MUTATIONS
from evals.mutations.check import Broken, Outcome, _judged, check, chosen, outcome_line, verdict_line
from evals.results import CaseResult
from evals.runner import Options
from evals.suites import SUITES
from evals.suites.base import Suite


def test_there_are_more_than_ten_and_every_suite_has_one():
    assert len(MUTATIONS) >= 10
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)
    assert {suite for mutation in MUTATIONS for suite in mutation.suites} == set(SUITES)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_each_breaks_something_that_is_there_and_puts_it_back(mutation):
    before = load("facts")
    with mutation.apply():
        pass
    load.cache_clear()
    assert load("facts") is before


def test_a_blind_check_finds_nothing_while_it_lasts():
    from assistant.checks import suite
    from assistant.checks.context import CheckContext

    context = CheckContext(at=__import__("datetime").datetime(2026, 11, 27, 10))
    assert suite.run_checks("全网最低价", context, ["adlaw"])
    (mutation,) = chosen(["drop-adlaw"])
    with mutation.apply():
        assert suite.run_checks("全网最低价", context, ["adlaw"]) == []
    assert suite.run_checks("全网最低价", context, ["adlaw"])


def test_what_is_broken_anyway_is_handed_on_and_a_survivor_is_told(monkeypatch):
    handed = {}

    class Inline:
        def __init__(self, *_, **__):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def map(self, work, items):
            return [None for _ in items]

        def submit(self, _work, name, suites, anyway):
            handed[name, suites] = anyway
            broken = {("unbroken", ("checks",)): [RED], ("ask-twice", ("topic",)): [RED, QUESTION]}.get((name, suites))
            return type("Done", (), {"result": lambda _: (broken or [], 1.0)})()

    monkeypatch.setattr("evals.mutations.check.ProcessPoolExecutor", Inline)
    told: list[Outcome] = []
    outcomes = check(chosen(["drop-adlaw", "ask-twice"]), say=told.append)
    assert [outcome.caught for outcome in outcomes] == [False, True]
    assert told == outcomes
    assert handed["drop-adlaw", ("checks",)] == {("checks", "dev/recall")}
    assert outcome_line(outcomes[0]).startswith("✗ drop-adlaw")
    assert "topic question 0.5 低于下限 1" in outcome_line(outcomes[1])
    assert verdict_line(outcomes) == "2 种破坏，发现 1 种，漏了 1 种：评测有漏洞"


RED, QUESTION = Broken("checks", "dev/recall", "red anyway"), Broken("topic", "question", "0.5 低于下限 1")


# ---------------------------------------------------------------- as few cases as prove it


@dataclass(repr=False)
class Fine(Judging[Case, str]):
    """A case that came out well; ``skip`` does not apply."""

    key = "fine"
    title = "好的"

    def applies(self, case, outcome):
        return outcome != "skip"

    def problems(self, case, outcome):
        if outcome == "bad":
            yield self.problem("不好")


class Played(Suite[Case, str]):
    """Cases that come out as they are told to."""

    name = "topic"
    title = "话题"
    evaluators = (Fine(),)

    def __init__(self, *outcomes):
        self.outcomes = outcomes
        self.ran = 0

    def cases(self):
        return [Case(id=str(number)) for number in range(len(self.outcomes))]

    def run_case(self, case, environment):
        self.ran += 1
        if self.outcomes[int(case.id)] == "crash":
            raise RuntimeError("boom")
        return self.outcomes[int(case.id)]

    def describe(self, case, outcome):
        return CaseResult(id=case.id, passed=False)


@pytest.fixture
def judged(monkeypatch):
    def judge(suite, floor, *, anyway=frozenset(), whole=False):
        monkeypatch.setattr("evals.gates.load_gates", lambda: {"topic": {"fine": Gate(floor=floor)}})
        monkeypatch.setattr("evals.gates.load_baseline", dict)
        return [(gate.suite, gate.metric) for gate in _judged(suite, None, anyway, whole=whole)]

    return judge


def test_cases_are_run_until_a_gate_is_lost_for_certain(judged):
    bad_early = ("ok", "bad", *["ok"] * 40)
    suite = Played(*bad_early)
    assert judged(suite, 1) == [("topic", "fine")]
    assert suite.ran < 10
    suite = Played(*bad_early)
    assert judged(suite, 0.9) == []
    assert suite.ran == 42
    suite = Played(*bad_early)
    assert judged(suite, 1, whole=True) == [("topic", "fine")]
    assert suite.ran == 42


def test_a_gate_that_breaks_anyway_stops_nothing_and_what_does_not_apply_is_no_share(judged):
    suite = Played("bad", *["ok"] * 40)
    judged(suite, 1, anyway=frozenset({("topic", "fine")}))
    assert suite.ran == 41
    # Of two cases that count one is bad; which share that is, is known when all were run.
    suite = Played("bad", "ok", *["skip"] * 40)
    assert judged(suite, 0.9) == [("topic", "fine")]
    assert suite.ran == 42


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(["ok", "bad", "skip", "crash"]), min_size=1, max_size=12), st.integers(1, 12))
def test_no_metric_ends_above_its_ceiling(outcomes, some):
    suite = Played(*outcomes)
    cases, questions = suite.cases(), list(suite.evaluators)
    first = suite.report(cases[:some], None, questions)
    every = suite.report(cases, None, questions)
    totals = suite.totals(every.cases, len(every.failures))
    for metric, ceiling in suite.ceilings(first.cases, len(first.failures), cases).items():
        assert totals.get(metric, 0.0) <= ceiling + 1e-4


@pytest.mark.parametrize("name", ["checks", "retrieval"])
def test_the_ceilings_of_a_suite_bear_names_of_its_metrics(name):
    """A ceiling by another name would never stop a run, and never be noticed."""
    with Options(embedder="none").environment() as environment:
        suite = SUITES[name]
        cases = suite.cases()[:30]
        report = suite.report(cases, environment, suite.questions(environment))
    totals = suite.totals(report.cases, len(report.failures))
    ceilings = suite.ceilings(report.cases, len(report.failures), cases)
    both = ceilings.keys() & totals.keys()
    assert {"checks": {"dev/recall", "dev/clean_lines"}, "retrieval": {"recall_at_5", "mrr", "in_force"}}[name] <= both
    assert all(totals[metric] <= ceilings[metric] + 1e-4 for metric in both)
