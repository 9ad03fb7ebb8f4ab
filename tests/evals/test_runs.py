"""Whole runs over a few cases, the history they leave, and what the command line says of them."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from shop import make_shop, run

from assistant.errors import InputError
from assistant.storage.database import open_database
from assistant.storage.evals import EvalBook, PastCase, PastRun
from assistant.workspace import Workspace
from evals.fixtures import prepared
from evals.history import changes, history_lines, kept
from evals.runner import Options
from evals.runner import run as run_suites
from evals.suites import SUITES, chosen

# Without an embedder a brand is ready in a second.
QUICK = Options(limit=2, embedder="none")


def test_every_suite_runs_and_gives_the_same_twice():
    first, second = (run_suites(list(SUITES.values()), QUICK) for _ in range(2))
    for one, other in zip(first.suites, second.suites, strict=True):
        assert one.status == "passed"
        assert len(one.cases) == 2
        assert one.metrics == other.metrics
        assert [case.problems for case in one.cases] == [case.problems for case in other.cases]
    assert first.prompts["topic"]
    assert first.gates == []


def test_a_case_that_ends_in_an_error_has_not_passed(monkeypatch):
    def broken(*_):
        raise RuntimeError("boom")

    monkeypatch.setattr(type(SUITES["topic"]), "run_case", broken)
    (suite,) = run_suites([SUITES["topic"]], QUICK).suites
    assert [case.passed for case in suite.cases] == [False, False]
    assert "boom" in suite.cases[0].problems[0].message
    assert not suite.metrics


def test_the_held_half_is_concealed_unless_asked_for(monkeypatch):
    checks = SUITES["checks"]
    held = [case for case in checks.cases() if case.half == "held" and case.expect][:3]
    monkeypatch.setattr(checks, "cases", lambda: held, raising=False)
    monkeypatch.setattr("assistant.checks.suite.run_checks", lambda *_: [])
    (shut,) = run_suites([checks], QUICK).suites
    (open_,) = run_suites([checks], Options(limit=2, embedder="none", show_held=True)).suites
    assert all(not case.asked and not case.problems for case in shut.cases)
    assert all(case.asked and case.problems for case in open_.cases)
    assert shut.metrics == open_.metrics


def test_a_brand_is_made_ready_once_and_again_when_its_files_change(tmp_path, monkeypatch):
    shop = make_shop(tmp_path / "shop")
    monkeypatch.setattr("evals.fixtures.ROOT", tmp_path)
    monkeypatch.setattr("evals.fixtures.CODE", ())
    monkeypatch.setattr("evals.fixtures.VECTORS", ())
    monkeypatch.setitem(__import__("evals.fixtures", fromlist=["FOLDERS"]).FOLDERS, "bakery", shop / "knowledge")
    first = prepared("bakery", embedder="none")
    assert prepared("bakery", embedder="none") == first
    (shop / "knowledge" / "faq.md").write_text("# 问答\n\n## 几点开门？\n早上七点。\n", encoding="utf-8")
    second = prepared("bakery", embedder="none")
    assert second != first
    assert not first.exists()


def test_unknown_suites_are_named():
    with pytest.raises(InputError, match="没有评测 'moderatoin'，可选：retrieval"):
        chosen(["moderatoin"])


# ---------------------------------------------------------------- history


def past(number, *, passed=True, prompt="", sha="aaaa", writer="draft"):
    return PastRun(
        id=f"run-{number}",
        at=datetime(2026, 11, number),
        writer=writer,
        passed=True,
        prompts={"topic": sha},
        metrics={"topic": {"passed": 0.9 if passed else 0.8}},
        cases={"topic/a": PastCase(passed=passed, prompt=prompt)},
    )


def test_a_changed_prompt_is_an_eval_difference():
    lines = list(changes(past(1, prompt="aaaa", sha="aaaa"), past(2, passed=False, prompt="bbbb", sha="bbbb")))
    assert lines == ["提示词 topic：aaaa → bbbb", "提示词不同的用例 1 条：变好 0 条，变坏 1 条（topic/a）"]
    assert list(changes(past(1), past(2))) == []
    assert "提示词没变、结果变了的用例 1 条：变好 0 条，变坏 1 条（topic/a）" in list(
        changes(past(1), past(2, passed=False))
    )


def test_a_run_is_compared_with_the_one_before_it_on_the_same_writer():
    lines = list(history_lines([past(3, passed=False), past(2, writer="offline"), past(1)]))
    assert any("passed 0.800（-0.100）" in line for line in lines)
    assert list(history_lines([])) == ["还没有跑过评测：assistant eval"]


def test_runs_are_kept_and_given_back_the_newest_first(tmp_path):
    book = EvalBook(open_database(Workspace(make_shop(tmp_path / "shop"))))
    assert book.runs() == []
    for number in (1, 2, 3):
        book.add(past(number))
    assert [one.id for one in book.runs(2)] == ["run-3", "run-2"]
    assert book.runs(1)[0] == past(3)


# ---------------------------------------------------------------- the command line


@pytest.fixture
def shop(tmp_path, monkeypatch):
    root = make_shop(tmp_path / "shop")
    monkeypatch.chdir(root)
    monkeypatch.setattr("evals.runner.Options.embedder", "none", raising=False)
    return root


@pytest.fixture
def quick(monkeypatch):
    """A run of two checks lines instead of all."""
    result = run_suites([SUITES["checks"]], QUICK)
    monkeypatch.setattr("evals.runner.run", lambda *_: result)
    return result


def test_a_run_writes_its_reports_and_its_history(shop, quick, tmp_path):
    done = run("eval", "checks", "--out", str(tmp_path / "out"))
    assert done.status == 0, done.err
    assert "全部关卡通过" in done.out
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"report.json", "junit.xml", "report.html"}
    kept_runs = run("eval", "history", "--json").objects
    assert [one["id"] for one in kept_runs] == [quick.id]
    assert quick.id in run("eval", "history").out
    assert kept(quick).cases


def test_a_broken_gate_is_status_one_and_json_is_one_object(shop, quick, tmp_path):
    quick.suites[0].status = "failed"
    done = run("eval", "--json", "checks", "--out", str(tmp_path / "out"))
    assert done.status == 1
    assert json.loads(done.out)["suites"][0]["name"] == "checks"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "没有评测 'nothing'"),
        (("topic", "--writer", "draft", "--update-baseline"), "--update-baseline 只认离线写手"),
        (("compare", "--prompt-a", "a", "--prompt-b", "b", "--writer", "offline"), "--writer offline 不看提示词"),
        (("compare", "--prompt-a", "a", "--prompt-b", "b", "checks"), "只有 topic、share、promo 能比"),
        (("mutations", "nothing"), "没有变异 'nothing'"),
        (("--nothing",), "命令写得不对"),
    ],
)
def test_bad_input_is_one_line_and_status_two(shop, arguments, said):
    assert said in run("eval", *arguments).refusal(2)


def test_an_installed_wheel_says_where_the_suites_are(shop, monkeypatch):
    monkeypatch.setattr("assistant.cli.evals.find_spec", lambda _: None)
    assert "评测随源码走" in run("eval").refusal(2)


def test_accepting_says_what_it_accepts(shop, quick, tmp_path, monkeypatch):
    monkeypatch.setattr("evals.gates.accept.__defaults__", (tmp_path / "baseline.json",))
    done = run("eval", "checks", "--update-baseline", "--out", str(tmp_path / "out"))
    assert "checks dev/recall：没有 → " in done.out
    assert json.loads((tmp_path / "baseline.json").read_text(encoding="utf-8"))["checks"]
