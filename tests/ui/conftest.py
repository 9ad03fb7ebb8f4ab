"""What the tests of the pages stand on: workspaces as for the desk, and a browser's session with somebody signed in.

``signed_in("reviewer", page="studio")`` shows that page to a reviewer, over the workspace ``sample`` unless another is
given; what it returns is Streamlit's AppTest, run once. ``app.session_state["language"] = "en"`` and another ``run``
show it in English.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from deskshop import SignedIn, desk, empty, plain_settings, sample, texts_of, worker
from sqlalchemy import insert
from streamlit.testing.v1 import AppTest

from assistant.people import Person, Role, Sessions
from assistant.people import SignedIn as WhoSignedIn
from assistant.storage.database import open_database
from assistant.storage.tables import people
from assistant.workspace import Workspace

__all__ = ["SignedIn", "desk", "empty", "plain_settings", "sample", "signed_in", "texts_of", "worker"]

APP = Path(__file__).parents[2] / "ui" / "streamlit_app.py"


@pytest.fixture
def signed_in(sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> SignedIn:
    """``signed_in(role="admin", page="today", workspace=None, language="zh", **session_state)`` -> AppTest, run."""

    def show(
        role: str = "admin",
        page: str = "today",
        workspace: Workspace | None = None,
        language: str = "zh",
        run: bool = True,
        **state: object,
    ) -> AppTest:
        here = workspace or sample
        monkeypatch.setenv("ASSISTANT_WORKSPACE", str(here.root))
        begun = _account(here, role)
        app = AppTest.from_file(str(APP), default_timeout=30)
        app.session_state["signed_in"] = begun
        app.session_state["language"] = language
        for key, value in state.items():
            app.session_state[key] = value
        app.switch_page(f"app_pages/{page}.py")
        return app.run() if run else app

    return show


def _account(workspace: Workspace, role: str) -> str:
    """A session of an account called by its role. Its password is nothing's hash: hashing takes long for every test."""
    database = open_database(workspace)
    with database.write() as connection:
        row = connection.execute(people.select().where(people.c.name == role)).first()
        if row is None:
            made = {"name": role, "role": role, "password": "-", "session": 1, "created_at": "2026-11-22T08:00:00"}
            connection.execute(insert(people).values(made))
    signed = WhoSignedIn(Person(role, Role(role)), row.session if row is not None else 1)
    return Sessions(database).begin(signed, stays=False).id
