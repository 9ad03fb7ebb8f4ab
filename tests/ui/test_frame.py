"""The frame of the desk: every page is reached, in both languages; nobody sees one without signing in."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.workspace import Workspace

APP = Path(__file__).parents[2] / "ui" / "streamlit_app.py"
PAGES = [path.stem for path in sorted((APP.parent / "app_pages").glob("*.py"))]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_shown(signed_in, page: str) -> None:
    app = signed_in("operator", page)
    assert not app.exception
    assert app.title


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_shown_over_a_new_workspace_in_english(signed_in, empty: Workspace, page: str) -> None:
    app = signed_in("admin", page, empty, "en")
    assert not app.exception
    assert app.title


def test_nobody_sees_a_page_without_signing_in(sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(sample.root))
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    assert not app.exception
    assert [title.value for title in app.title] == ["第一次使用"]


def test_who_was_removed_is_signed_out(signed_in) -> None:
    app = signed_in("operator")
    app.session_state["signed_in"] = "0" * 32
    app.run()
    assert not app.exception
    assert [title.value for title in app.title] == ["登录"]
