"""A model that writes, a model that judges, and models that cannot be asked."""

from __future__ import annotations

import json
import re

import pytest
from provider import UNAUTHORIZED

from assistant.llm.config import ModelAlias, ModelSettings
from assistant.resources import packaged
from evals.environment import Environment
from evals.evaluators.models import Marked
from evals.models import Choice, Judge
from evals.pairwise import compare, comparison_lines, verdict
from evals.runner import Options
from evals.runner import run as run_suites
from evals.suites import SUITES

pytestmark = pytest.mark.usefixtures("warmed")
READY = json.dumps({"ok": True})


def marks(score):
    return json.dumps(
        {name: {"why": "说得过去", "score": score} for name in ("grounded", "on_brand", "natural", "useful")}
    )


@pytest.fixture
def models(provider):
    alias = ModelAlias(model="openai/x", api_base=provider.url, retries=0, backoff=0)
    return ModelSettings(draft=alias, judge=alias)


def test_a_judge_marks_every_draft_by_the_rubrics(provider, models):
    provider.script(READY, marks(5), marks(3))
    (suite,) = run_suites([SUITES["topic"]], Options(judge="judge", models=models, limit=2, embedder="none")).suites
    assert suite.status == "passed"
    assert suite.metrics["judge/grounded"] == 0.75
    assert [case.scores["judge/useful"] for case in suite.cases] == [1.0, 0.5]
    shown = json.dumps(provider.requests[1]["messages"], ensure_ascii=False)
    assert "grounded 有没有依据" in shown


def test_an_answer_out_of_shape_is_asked_for_once_more_and_then_counts_as_an_error(provider, models):
    provider.script(READY, "不好说", marks(4), "不好说", "还是不好说")
    (suite,) = run_suites([SUITES["topic"]], Options(judge="judge", models=models, limit=2, embedder="none")).suites
    assert [case.passed for case in suite.cases] == [True, False]
    assert "评委" in suite.cases[1].problems[0].message
    assert suite.metrics["judge/natural"] == 0.75


@pytest.mark.parametrize("key", [None, "wrong"])
def test_without_a_key_nothing_has_passed(provider, models, key, monkeypatch):
    provider.script(UNAUTHORIZED)
    alias = models.draft.model_copy(update={"api_key_env": "EVALS_TEST_KEY"})
    monkeypatch.delenv("EVALS_TEST_KEY", raising=False)
    if key:
        monkeypatch.setenv("EVALS_TEST_KEY", key)
    models = ModelSettings(draft=alias, judge=alias)
    options = Options("draft", "judge", models, limit=1, embedder="none")
    result = run_suites([SUITES["topic"], SUITES["refusals"]], options)
    assert {suite.name: suite.status for suite in result.suites} == {
        "topic": "not_run",
        "refusals": "passed",
        "judge": "not_run",
    }
    assert not result.passed
    assert "EVALS_TEST_KEY" in result.suites[0].reason or "401" in result.suites[0].reason


def test_drafts_the_offline_writer_had_to_write_are_told(provider, models):
    provider.script(READY, "不写")
    (suite,) = run_suites([SUITES["topic"]], Options("draft", models=models, limit=1, embedder="none")).suites
    assert suite.metrics["by_model"] == 0
    assert suite.cases[0].problems[0].evaluator == "by_model"


@pytest.mark.parametrize(
    ("forth", "back", "won"),
    [("first", "second", "a"), ("second", "first", "b"), ("first", "first", "tie"), ("tie", "second", "tie")],
)
def test_a_preference_for_a_place_is_a_tie(forth, back, won):
    assert verdict(Choice(why="", winner=forth), Choice(why="", winner=back)) == won


def test_two_editions_are_written_with_and_judged_both_ways(provider, models, tmp_path):
    for name, version in (("a", 1), ("b", 2)):
        (tmp_path / name).mkdir()
        text = packaged("prompts").joinpath("topic.md").read_text("utf-8")
        edition = re.sub("version: .*", f"version: {version}", text, count=1)
        (tmp_path / name / "topic.md").write_text(edition, "utf-8")

    def answer(request):
        said = json.dumps(request["messages"], ensure_ascii=False)
        if "稿子 first" in said:
            return json.dumps({"why": "前面的好", "winner": "first"})
        return READY

    provider.script(answer)
    options = Options("draft", "judge", models, limit=1, embedder="none")
    found = compare([SUITES["topic"]], tmp_path / "a", tmp_path / "b", options)
    assert set(found.changed) == {"topic"}
    assert [pair.verdict for pair in found.pairs] == ["tie"]
    assert "topic：A 胜 0，B 胜 0，不分 1，没比成 0" in list(comparison_lines(found))


def test_the_judge_travels_as_an_evaluator(provider, models):
    with Environment(embedder="none") as environment:
        environment.judge = Judge(models, "judge")
        (measure,) = SUITES["topic"].measures(environment)
    assert isinstance(measure, Marked)
