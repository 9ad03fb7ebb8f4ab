"""The last resort before the offline writer: an answer without the sentences that a check objects to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from assistant.drafting.model.mending.desk import Fields
from assistant.schema.brief import Written
from assistant.schema.contracts import Finding
from assistant.text.sentences import sentence_spans

# Words of a passage, names and numbers: no text of the model's own.
_NO_TEXT = frozenset({"quote", "name", "form", "passage", "citations", "title"})


def trimmed(fields: Fields, written: Written, errors: Sequence[Finding]) -> tuple[Fields, int]:
    """Return the fields without the sentences ``errors`` point at, and how many sentences that were.

    A title that is objected to goes, to be replaced. Findings without a place (a length, a missing term) take nothing.
    """
    spans = [(f.start, f.end) for f in errors if f.field == "body" and f.end > f.start]
    lines = [f.message for f in errors if f.field == "body" and f.end == f.start]
    gone = 0

    def walk(value: Any) -> Any:
        nonlocal gone
        if isinstance(value, str):
            kept = "" if _named(value, lines) else _without(value, written.body, spans)
            gone += kept != value
            return kept
        if isinstance(value, list):
            return [kept for item in value if (kept := walk(item))]
        if isinstance(value, dict):
            mended = {key: item if key in _NO_TEXT else walk(item) for key, item in value.items()}
            # A point whose sentence is gone has nothing left but its quotation.
            return {} if "text" in value and not mended["text"] else mended
        return value

    mended = dict(walk(fields))
    if any(finding.field == "title" for finding in errors):
        mended["title"] = ""
        gone += 1
    return mended, gone


def _named(line: str, messages: Sequence[str]) -> bool:
    """Whether a finding is about this line, which stands beside the body (追问“…”：…)."""
    return len(line) >= 4 and any(f"“{line}”：" in message for message in messages)


def _without(text: str, body: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return ``text`` without its sentences on which a span of ``body`` lies."""
    kept = "".join(
        text[start:end]
        for start, end in sentence_spans(text)
        if not any(_meets(body, text, start, end, span) for span in spans)
    )
    return kept.strip() if len(kept) < len(text) else text


def _meets(body: str, text: str, start: int, end: int, span: tuple[int, int]) -> bool:
    return any(at + start < span[1] and span[0] < at + end for at in _places(body, text))


def _places(body: str, text: str) -> Iterator[int]:
    at = body.find(text)
    while at >= 0 and text:
        yield at
        at = body.find(text, at + 1)
