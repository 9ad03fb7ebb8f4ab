from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ConfigError, InputError
from evals.gates import Gate, accept, judge, load_baseline, load_gates, lost, settle
from evals.results import RunResult, SuiteResult
from evals.suites import SUITES


def suite(**metrics):
    return SuiteResult(name="topic", title="话题", status="passed", metrics=metrics)


@pytest.mark.parametrize(
    ("gate", "value", "before", "ok"),
    [
        (Gate(floor=0.9), 0.9, None, True),
        (Gate(floor=0.9), 0.89, None, False),
        (Gate(drop=0.01), 0.5, None, True),
        (Gate(drop=0.01), 0.95, 0.96, True),
        (Gate(drop=0.01), 0.94, 0.96, False),
        (Gate(floor=0.9, drop=0.01), 0.95, 0.99, False),
        (Gate(floor=1), 1.0, 1.0, True),
    ],
)
def test_a_gate_breaks_below_its_floor_and_beyond_its_drop(gate, value, before, ok):
    baseline = {"topic": {"passed": before}} if before is not None else {}
    (result,) = judge([suite(passed=value)], {"topic": {"passed": gate}}, baseline)
    assert result.ok is ok
    assert bool(result.message) is not ok


def test_a_gate_is_lost_where_not_even_the_rest_can_mend_it():
    gates = {"topic": {"passed": Gate(floor=0.9), "mrr/*": Gate(drop=0.1), "fine": Gate(floor=0.9)}}
    found = lost(
        "topic", {"passed": 0.8, "mrr/pet": 0.7, "fine": 0.95, "other": 0.1}, gates, {"topic": {"mrr/pet": 0.9}}
    )
    assert [gate.metric for gate in found] == ["mrr/pet", "passed"]
    assert all(gate.message.startswith("其余全对也只有 0.") for gate in found)
    assert lost("share", {"passed": 0.0}, gates, {}) == []


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_better_never_breaks_a_gate_that_holds(value, before, more):
    gates, baseline = {"topic": {"passed": Gate(floor=0.5, drop=0.1)}}, {"topic": {"passed": before}}
    (first,) = judge([suite(passed=value)], gates, baseline)
    (second,) = judge([suite(passed=min(1, value + more))], gates, baseline)
    assert second.ok or not first.ok


def test_a_metric_that_is_missing_breaks_its_gate_and_a_pattern_holds_for_all_it_fits():
    gates = {"topic": {"gone": Gate(floor=0.1), "recall/*": Gate(floor=0.5)}}
    results = judge([suite(**{"recall/a": 0.6, "recall/b": 0.4})], gates, {})
    assert {result.metric: result.ok for result in results} == {"gone": False, "recall/a": True, "recall/b": False}


def test_on_a_model_only_floors_hold():
    gates, baseline = {"topic": {"passed": Gate(floor=0.5, drop=0.01)}}, {"topic": {"passed": 1.0}}
    assert judge([suite(passed=0.6)], gates, baseline, compare=False)[0].ok


def test_what_did_not_run_has_not_passed():
    missing = SuiteResult(name="share", title="干货", status="not_run", reason="没有密钥")
    suites = [suite(passed=1.0), missing]
    gates = judge(suites, {"topic": {"passed": Gate(floor=1)}, "share": {"passed": Gate(floor=1)}}, {})
    settle(suites, gates)
    assert [gate.suite for gate in gates] == ["topic"]
    assert [one.status for one in suites] == ["passed", "not_run"]
    assert not RunResult(id="a", at="2026-11-27", suites=suites, gates=gates).passed


def test_accepting_tells_each_change_and_keeps_what_did_not_run(tmp_path):
    file = tmp_path / "baseline.json"
    file.write_text(json.dumps({"topic": {"passed": 0.9, "old": 1.0}, "share": {"passed": 0.8}}), encoding="utf-8")
    lines = accept([suite(passed=0.85, new=0.5)], file)
    assert lines == [
        "topic new：没有 → 0.5000",
        "topic old：1.0000 → 没有",
        "topic passed：0.9000 → 0.8500（差了 0.0500）",
    ]
    assert load_baseline(file) == {"topic": {"passed": 0.85, "new": 0.5}, "share": {"passed": 0.8}}
    assert accept([suite(passed=0.85, new=0.5)], file) == []


def test_wrong_files_are_named(tmp_path):
    (tmp_path / "gates.yaml").write_text("topic:\n  passed: {flor: 1}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"gates\.yaml：topic\.passed\.flor 有误"):
        load_gates(tmp_path / "gates.yaml")
    (tmp_path / "baseline.json").write_text('{"topic": {"passed": "much"}}', encoding="utf-8")
    with pytest.raises(InputError, match="baseline"):
        load_baseline(tmp_path / "baseline.json")


def test_the_committed_gates_hold_metrics_of_every_suite_and_the_baseline_knows_them():
    gates, baseline = load_gates(), load_baseline()
    assert set(gates) == set(SUITES)
    assert set(baseline) == set(SUITES)
    judged = judge(
        [
            SuiteResult(name=name, title="", status="passed", metrics=dict(metrics))
            for name, metrics in baseline.items()
        ],
        gates,
        baseline,
    )
    assert [f"{gate.suite} {gate.metric} {gate.message}" for gate in judged if not gate.ok] == []
