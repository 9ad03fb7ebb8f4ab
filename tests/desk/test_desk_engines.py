"""What the desk asks of the database, on both engines: the same answers, and no statement that one of them refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from decided import GROUP, decided
from drafted import stored
from engines import database_url, postgres_server, postgres_url

from assistant.desk import Desk, calendar, messages, quality, review, rules, today
from assistant.desk.slots import slots
from assistant.schema.contracts import DraftStatus, PromptRef
from assistant.storage.costs import CostBook
from assistant.storage.database import open_database
from assistant.storage.decisionlists import VIEWS, Wanted
from assistant.workspace import Workspace

__all__ = ["database_url", "postgres_server", "postgres_url"]

PROMPT = PromptRef(name="topic", version="3", sha256="0123456789abcdef")


@pytest.fixture
def desk(sample: Workspace, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The sample's files over an empty database of either engine, with decisions and drafts in it."""
    monkeypatch.setenv("ASSISTANT_DATABASE_URL", database_url)
    workspace = Workspace(sample.root)
    decided(workspace, 60, days=2)
    for number in range(3):
        stored(workspace, prompt=PROMPT, writer="draft", status=DraftStatus.APPROVED, version=number + 1)
    stored(workspace, prompt=PROMPT, writer="draft", status=DraftStatus.REJECTED)
    stored(workspace)
    return Desk(workspace)


def test_quality_is_counted(desk: Desk) -> None:
    of_prompt, offline = quality.prompts(desk)
    assert (of_prompt.name, of_prompt.version, of_prompt.sha) == ("topic", "3", "01234567")
    assert (of_prompt.drafts, of_prompt.approved, of_prompt.rejected, of_prompt.edited) == (4, 3, 1, 2)
    assert of_prompt.last == offline.last == date.today()
    assert (offline.name, offline.drafts, offline.approved) == ("", 1, 0)
    assert [each.drafts for each in quality.costs(desk)] == [4]
    found = quality.alarms(desk)
    assert sum(each.judged for each in found) == 60
    assert sum(each.alarms for each in found) == 40
    assert [each.day for each in found] == sorted({each.day for each in found})


def test_messages_are_listed_and_counted(desk: Desk) -> None:
    assert messages.counts(desk, Wanted("all")) == {"todo": 20, "block": 20, "allow": 20, "said": 0, "all": 60}
    for view in VIEWS:
        found = messages.listing(desk, Wanted(view, GROUP)).decisions
        assert len(found) == (0 if view == "said" else 20)
    card = messages.card(desk, messages.listing(desk, Wanted("todo")).decisions[0].decision.id)
    assert all(each.member == card.stored.member for each in card.history)


def test_the_other_pages_ask_nothing_that_is_refused(desk: Desk) -> None:
    day = date.today()
    assert {each.acted for each in rules.trend(desk)} - {0}
    assert rules.shares(desk, rules.standing(desk).book)
    assert review.counts(desk)[DraftStatus.APPROVED] == 3
    assert review.found(desk, review.Filter()).total == 1
    assert review.deeds(desk) == review.deeds_on(desk, "none") == []
    month = slots(desk, *calendar.span(day + timedelta(days=2), "month"))
    assert sum(slot.draft is not None for slot in month) == 4
    assert today.warnings(desk, day)
    assert CostBook(desk.database).spent(day) == 0
    assert open_database(desk.workspace) is desk.database
