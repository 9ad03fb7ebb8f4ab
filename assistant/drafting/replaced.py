"""Other words in one place of a draft: in its title or body, and in the part that the place belongs to."""

from __future__ import annotations

from assistant.schema.contracts import Draft, DraftPart


def replaced(draft: Draft, field: str, start: int, end: int, text: str) -> Draft:
    """Return the draft with ``text`` where ``start`` to ``end`` of ``field`` (title or body) stood."""
    if field == "title":
        return draft.model_copy(update={"title": _put(draft.title, start, end, text)})
    parts = [_in_part(part, draft.body, start, end, text) for part in draft.parts]
    return draft.model_copy(update={"body": _put(draft.body, start, end, text), "parts": parts})


def _put(whole: str, start: int, end: int, text: str) -> str:
    return f"{whole[:start]}{text}{whole[end:]}".strip()


def _in_part(part: DraftPart, body: str, start: int, end: int, text: str) -> DraftPart:
    at = body.find(part.text) if part.text else -1
    if at < 0 or not at <= start < at + len(part.text):
        return part
    return part.model_copy(update={"text": _put(part.text, start - at, min(end - at, len(part.text)), text)})
