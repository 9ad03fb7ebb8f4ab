"""The page quality: empty, and with decisions, costs, drafts and runs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from deskshop import SignedIn, texts_of
from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from assistant.desk import Desk
from assistant.storage.costs import CostBook
from assistant.storage.decisions import stamp
from assistant.storage.evals import EvalBook, PastCase, PastRun
from assistant.storage.tables import decisions
from assistant.workspace import Workspace

PARTS = ("alarms", "prompts", "costs", "evals")


def _part(app: AppTest, name: str) -> AppTest:
    app.session_state["quality.part"] = name
    return app.run()


@pytest.mark.parametrize("part", PARTS)
def test_an_empty_workspace_says_so(signed_in: SignedIn, empty: Workspace, part: str) -> None:
    app = _part(signed_in(page="quality", workspace=empty), part)
    assert not app.exception
    assert len(app.info) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_part_with_something_in_it(signed_in: SignedIn, sample: Workspace, language: str) -> None:
    _fill(Desk(sample))
    app = signed_in("operator", page="quality", language=language)
    for part in PARTS[:1] + PARTS[2:]:
        _part(app, part)
        assert not app.exception
        assert not app.error
        assert not app.info


def test_the_figures(signed_in: SignedIn, sample: Workspace) -> None:
    _fill(Desk(sample))
    app = signed_in(page="quality")
    assert {metric.label: metric.value for metric in app.metric} == {
        "判过的消息": "10,000", "拦下或请人看": "2,000", "其中误判": "100",
    }  # fmt: skip
    assert "1.50 元" in {metric.value for metric in _part(app, "costs").metric}
    _part(app, "evals")
    shown = texts_of(app)
    assert r"topic\/a" in shown
    assert "secret" not in shown
    assert "另有 1 条" in shown


def _fill(desk: Desk) -> None:
    now = stamp(datetime.now())
    rows = [
        {
            "id": f"d{number}", "message_id": f"m{number}", "group_id": "g", "member": "x", "at": now,
            "decided_at": now, "verdict": "block" if number % 5 == 0 else "allow", "category": "ad", "rule": "r",
            "rule_digest": "", "stage": "detector", "confidence": 1.0, "rules": "", "classifier": "", "content": "",
            "should": "allow" if number % 100 == 0 else None, "data": None, "message": None,
        }
        for number in range(10_000)
    ]  # fmt: skip
    with desk.database.write() as connection:
        connection.execute(insert(decisions), rows)
    CostBook(desk.database).add(date.today(), Decimal("1.5"), model="m <b>", input_tokens=1, output_tokens=1)
    book = EvalBook(desk.database)
    for number, passed in enumerate((True, False)):
        cases = {"topic/a": PastCase(passed=passed), "checks/secret": PastCase(passed=False, hidden=True)}
        metrics = {"topic": {"passed": 0.9 - number / 10}}
        book.add(
            PastRun(id=str(number), at=datetime.now(), writer="offline", passed=passed, metrics=metrics, cases=cases,
                    not_run={"share": "没有模型"})
        )  # fmt: skip
