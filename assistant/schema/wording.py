"""Everything members read of a draft, taken through one change: another script, other marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from assistant.schema.brief import Written
from assistant.schema.contracts import Draft

Text = TypeVar("Text", Written, Draft)


def turned(text: Text, turn: Callable[[str], str]) -> Text:
    """Return ``text`` with its title, body, followups and parts turned; what is cited stays as the source has it."""
    return text.model_copy(
        update={
            "title": turn(text.title),
            "body": turn(text.body),
            "followups": [turn(line) for line in text.followups],
            "parts": [
                part.model_copy(update={"name": turn(part.name), "text": turn(part.text)}) for part in text.parts
            ],
        }
    )
