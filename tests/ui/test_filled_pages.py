"""Every page over two months of work: ten thousand decisions and five hundred drafts, of which it reads a few."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from deskshop import SignedIn, texts_of
from madeonce import made_once
from sqlalchemy import func, select
from streamlit.testing.v1 import AppTest

from assistant.desk.review import PAGE
from assistant.storage.database import open_database
from assistant.storage.tables import decisions, drafts
from assistant.workspace import Workspace
from evals.bench.desk_filled import fill

DECISIONS, DRAFTS = 10_000, 500
PAGES = ("today", "studio", "review", "calendar", "messages", "rules", "knowledge", "quality", "settings")
#: Drafts, decisions and their messages that a look at a page reads at most; the calendar's the most.
MOST = 120


@pytest.fixture
def filled(sample: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace, the same for all tests here: they look, and change nothing that another looks at."""

    def make(folder: Path) -> None:
        shutil.copytree(sample.root, folder, dirs_exist_ok=True)
        fill(Workspace(folder), decisions=DECISIONS, drafts=DRAFTS)
        open_database(Workspace(folder)).close()

    return Workspace(made_once(tmp_path_factory, "desk-filled", make))


@pytest.fixture
def rows_read(filled: Workspace) -> Callable[[], int]:
    """How many drafts, decisions and messages have been read from the database since it was last asked."""
    dialect: Any = open_database(filled).engine.dialect
    if not isinstance(dialect._json_deserializer, _Counting):
        dialect._json_deserializer = _Counting()
    dialect._json_deserializer.since()
    return dialect._json_deserializer.since


class _Counting:
    def __init__(self) -> None:
        self._read = 0

    def __call__(self, text: str) -> Any:
        value = json.loads(text)
        self._read += isinstance(value, dict) and not value.keys().isdisjoint({"writer", "decision", "sender"})
        return value

    def since(self) -> int:
        """How many since it was last asked."""
        read, self._read = self._read, 0
        return read


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_shown_and_reads_little(
    signed_in: SignedIn, filled: Workspace, rows_read: Callable[[], int], page: str
) -> None:
    app = signed_in(page=page, workspace=filled)
    assert not app.exception
    assert not app.error
    assert app.title[0].value
    assert rows_read() < MOST
    app.session_state["language"] = "en"
    app.run()
    assert not app.exception
    assert not app.error


def test_messages_are_counted_and_paged(signed_in: SignedIn, filled: Workspace, rows_read: Callable[[], int]) -> None:
    app = signed_in(page="messages", workspace=filled)
    todo = _count(filled, (decisions.c.verdict == "review") & decisions.c.should.is_(None))
    assert f"{todo}" in app.segmented_control(key="messages.view").options[0]
    assert f"{DECISIONS}" in app.segmented_control(key="messages.view").options[-1]
    first = _listed(app)
    assert len(first) == 20
    app.button(key="messages.page.next").click().run()
    assert not app.exception
    assert len(_listed(app)) == 20
    assert not first & _listed(app)
    rows_read()
    for view in ("block", "allow", "said", "all"):
        app.segmented_control(key="messages.view").set_value(view).run()
        assert not app.exception
        assert len(_listed(app)) == 20
        assert 20 < rows_read() < MOST


def test_drafts_are_counted_and_paged(signed_in: SignedIn, filled: Workspace) -> None:
    app = signed_in("reviewer", page="review", workspace=filled)
    waiting = _count(filled, drafts.c.status.in_(["draft", "needs_edit"]) & (drafts.c.date >= f"{date.today()}"))
    assert waiting > 20
    assert f"{waiting} 条" in texts_of(app)
    first = _ticked(app)
    assert 0 < len(first) <= PAGE
    app.session_state["review.page"] = 2
    app.run()
    assert not app.exception
    assert not first & _ticked(app)
    app.session_state["review.view"] = "log"
    app.run()
    assert not app.exception
    assert len(app.dataframe[0].value) == 60


def test_the_figures_of_quality_are_all_counted(signed_in: SignedIn, filled: Workspace) -> None:
    app = signed_in(page="quality", workspace=filled, **{"quality.alarms.days": 90})
    assert app.metric[0].value == f"{DECISIONS:,}"
    wrong = _count(filled, (decisions.c.verdict != "allow") & (decisions.c.should == "allow"))
    assert wrong > 0
    assert app.metric[2].value == f"{wrong:,}"


@pytest.mark.parametrize(
    ("page", "parts"),
    [
        ("quality", ("prompts", "costs", "evals")),
        ("knowledge", ("search", "questions", "health")),
        ("settings", ("groups", "models", "data")),
    ],
)
def test_the_other_parts_are_shown_and_read_little(
    signed_in: SignedIn, filled: Workspace, rows_read: Callable[[], int], page: str, parts: tuple[str, ...]
) -> None:
    app = signed_in(page=page, workspace=filled)
    rows_read()
    for part in parts:
        app.segmented_control(key=f"{page}.part").set_value(part).run()
        assert not app.exception
        assert not app.error
        assert rows_read() < MOST, part


def test_a_month_and_a_draft_of_many_are_shown(
    signed_in: SignedIn, filled: Workspace, rows_read: Callable[[], int]
) -> None:
    app = signed_in(page="calendar", workspace=filled, **{"calendar.view": "month"})
    assert not app.exception
    with open_database(filled).read() as connection:
        one = connection.execute(select(drafts.c.id).where(drafts.c.status == "draft").limit(1)).scalar_one()
    app = signed_in(page="studio", workspace=filled, run=False)
    app.query_params["draft"] = one
    rows_read()
    app.run()
    assert not app.exception
    assert not app.error
    assert rows_read() < MOST


def _count(workspace: Workspace, condition: Any) -> int:
    with open_database(workspace).read() as connection:
        return int(connection.execute(select(func.count()).where(condition)).scalar_one())


def _listed(app: AppTest) -> set[str]:
    return {str(each.key) for each in app.button if str(each.key).startswith("messages.show")}


def _ticked(app: AppTest) -> set[str]:
    return {str(each.key) for each in app.checkbox if str(each.key).startswith("tick")}
