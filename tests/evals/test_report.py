from __future__ import annotations

import json
import re
from datetime import datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.report import write_reports
from evals.report.html import page, percent, pieces
from evals.report.junit import junit
from evals.report.table import run_lines
from evals.report.words import metric_title
from evals.results import CaseResult, GateResult, Matrix, Problem, RunResult, SuiteResult

NASTY = "</style><script>alert(1)</script>“&\x00\x1b全网最低价"


def problem(text="", start=0, end=0):
    return Problem(evaluator="clean", message=NASTY, text=text, start=start, end=end, expected=NASTY, basis=NASTY)


@pytest.fixture
def run():
    cases = [
        CaseResult(id="good", passed=True),
        CaseResult(
            id=NASTY,
            brand="bakery",
            asked=NASTY,
            passed=False,
            problems=[problem(NASTY, NASTY.index("全"), len(NASTY))],
        ),
        CaseResult(id="held-1", passed=False, hidden=True),
    ]
    matrix = Matrix(title="checks", labels=["adlaw", "clean"], rows=[[3, 1], [0, 5]])
    return RunResult(
        id="abc",
        at=datetime(2026, 11, 27, 10),
        suites=[
            SuiteResult(
                name="topic", title="话题", status="failed", metrics={"passed": 0.5}, cases=cases, matrices=[matrix]
            ),
            SuiteResult(name="share", title="干货", status="not_run", reason="没有密钥"),
        ],
        gates=[
            GateResult(
                suite="topic", metric="passed", value=0.5, floor=0.9, baseline=0.95, drop=0.01, ok=False, message="低了"
            )
        ],
    )


def test_the_page_escapes_everything_and_marks_the_place(run):
    html = page(run)
    assert "<script" not in html
    assert html.count("</style>") == 1
    assert "<mark>全网最低价</mark>" in html
    assert "没有跑" in html
    assert "没有密钥" in html
    assert not re.search(r"""(?:src|href)=["'](?!#)""", html)
    assert "@import" not in html
    assert "url(" not in html


def test_junit_is_well_formed_whatever_the_cases_say(run):
    root = ElementTree.fromstring(junit(run))
    assert [suite.get("name") for suite in root] == ["topic", "share", "gates"]
    assert len(root.findall(".//failure")) == 3
    assert root.find(".//skipped").get("message") == "没有密钥"


def test_the_held_half_is_counted_and_not_shown(run):
    table = "\n".join(run_lines(run))
    assert "留作考试的一半里有 1 条不合格" in table
    assert "held-1" not in table
    assert "held-1" not in page(run)


def test_the_table_says_what_broke_and_what_did_not_run(run):
    table = "\n".join(run_lines(run))
    assert "✗ topic passed：低了" in table
    assert "-0.4500" in table
    assert "share 没有跑：没有密钥（不算通过）" in table
    assert "全部关卡通过" not in table


def test_the_reports_are_written(run, tmp_path):
    files = write_reports(run, tmp_path / "new" / "folder")
    assert [file.name for file in files] == ["report.json", "junit.xml", "report.html"]
    assert json.loads(files[0].read_text(encoding="utf-8"))["suites"][0]["cases"][1]["problems"][0][
        "start"
    ] == NASTY.index("全")


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_cutting_a_text_loses_nothing(text, spans):
    cut = pieces(text, [problem(text, start, end) for start, end in spans])
    assert "".join(piece.text for piece in cut) == text
    marked = {place for start, end in spans for place in range(start, min(end, len(text)))}
    assert sum(len(piece.text) for piece in cut if piece.marked) == len(marked)


@pytest.mark.parametrize(
    ("value", "said"), [(None, "—"), (1.0, "100%"), (0.9996, "99.9%"), (0.5, "50%"), (0.123, "12.3%")]
)
def test_almost_all_is_not_told_as_all(value, said):
    assert percent(value) == said


def test_metrics_have_names_people_know():
    assert metric_title("held/adlaw/recall") == "找得全（留作考试的一半，广告法）"
    assert metric_title("recall_at_5/gym") == "前五条里有答案（石墩健身）"
    assert metric_title("judge/natural") == "像人写的（模型评委）"
