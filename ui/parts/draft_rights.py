"""What the role of who looks leaves open: the library refuses; the page says why beforehand."""

from __future__ import annotations

from typing import TypedDict

from assistant.desk import Desk
from ui.catalog import t


class Open(TypedDict):
    """Whether a button can be pressed, and what is said over it."""

    disabled: bool
    help: str | None


def writes(desk: Desk, text: str | None = None) -> Open:
    """For what writing drafts takes; ``text`` is the help of who may."""
    return _open(desk, "draft.write", "write", text)


def releases(desk: Desk, text: str | None = None) -> Open:
    """For what releasing drafts takes."""
    return _open(desk, "draft.release", "release", text)


def _open(desk: Desk, deed: str, name: str, text: str | None) -> Open:
    if desk.person.may(deed):
        return {"disabled": False, "help": text}
    return {"disabled": True, "help": t("draft.may_not", deed=t(f"draft.may_not.{name}"))}
