"""The body of an answer while its JSON is still arriving."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.drafting.model.answers import Answer
from assistant.llm.partial import Path, StringReader


class BodyReader:
    """Feed it pieces of an answer; it yields pieces of the body, as ``Answer.written`` would compose it."""

    def __init__(self, schema: type[Answer]) -> None:
        self._schema = schema
        self._strings = StringReader()
        self._current: Path | None = None

    def feed(self, piece: str) -> Iterator[str]:
        """Yield what ``piece`` adds to the body."""
        for path, text in self._strings.feed(piece):
            lead = self._schema.lead(path)
            if lead is None:
                continue
            if path != self._current:
                self._current = path
                # Space around a value is stripped from the draft; here only its beginning is known.
                text = text.lstrip()
                yield lead
            if text:
                yield text
