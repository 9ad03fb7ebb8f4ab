from __future__ import annotations

import pytest

from assistant.checks.suite import load
from evals.mutations.breakages import MUTATIONS
from evals.mutations.check import Outcome, check, chosen, outcome_line, verdict_line
from evals.suites import SUITES


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


def test_what_is_broken_anyway_proves_nothing_and_a_survivor_is_told(monkeypatch):
    class Inline:
        def __init__(self, *_, **__):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def map(self, work, items):
            return [None for _ in items]

        def submit(self, _work, name, _suites):
            broken = {"unbroken": ["red anyway"], "drop-adlaw": ["red anyway"], "ask-twice": ["red anyway", "question"]}
            return type("Done", (), {"result": lambda _: (broken[name], 1.0)})()

    monkeypatch.setattr("evals.mutations.check.ProcessPoolExecutor", Inline)
    told: list[Outcome] = []
    outcomes = check(chosen(["drop-adlaw", "ask-twice"]), say=told.append)
    assert [outcome.caught for outcome in outcomes] == [False, True]
    assert told == outcomes
    assert outcome_line(outcomes[0]).startswith("✗ drop-adlaw")
    assert verdict_line(outcomes) == "2 种破坏，发现 1 种，漏了 1 种：评测有漏洞"
