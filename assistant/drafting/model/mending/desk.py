"""What a mend needs at hand, and the notes on what was mended."""

from __future__ import annotations

from typing import Any

from assistant.drafting.model.mending.spare import Spare
from assistant.drafting.model.mending.text import Manner
from assistant.drafting.model.sheet import Sheet
from assistant.schema.brief import Brief

#: The fields of an answer as they came, before they are validated.
Fields = dict[str, Any]


class Desk:
    """One brief with its passages, the offline text to fill gaps from, and the notes for the operator."""

    def __init__(self, brief: Brief, sheet: Sheet, spare: Spare) -> None:
        self.brief = brief
        self.sheet = sheet
        self.spare = spare
        self.manner = Manner(brief)
        self._notes: dict[str, None] = {}

    def note(self, text: str) -> None:
        """Say what was mended; empty says nothing."""
        if text:
            self._notes[text] = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was mended, each once."""
        return (*self._notes, *self.manner.mended)


def text_of(value: Any) -> str:
    """Return a field's text; empty where the model put something else there."""
    return value.strip() if isinstance(value, str) else ""


def items_of(value: Any) -> list[Fields]:
    """Return the objects of a list field; none where the model put something else there."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
