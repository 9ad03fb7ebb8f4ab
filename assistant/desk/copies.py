"""A draft as it is copied out: as one text, or as the messages a phone sends one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from assistant.schema.contracts import Draft
from assistant.text.sentences import split_sentences

#: Characters of one message that a phone shows without folding it.
BUBBLE = 180


@dataclass(frozen=True)
class Message:
    """One message to send. ``name`` is what the draft calls it, empty where it is cut from the body."""

    text: str
    name: str = ""
    send_at: datetime | None = None
    seconds: int | None = None


def plain(draft: Draft, *, title: bool = True) -> str:
    """Return the draft as one text. Notes, findings and sources are not in it."""
    head = draft.title.strip()
    return draft.body if not title or not head or draft.body.startswith(head) else f"{head}\n\n{draft.body}"


def messages(draft: Draft, *, most: int = BUBBLE) -> list[Message]:
    """Return the draft as messages: its own parts, else the body cut at paragraphs and sentences."""
    if draft.parts:
        return [Message(part.text, part.name, part.send_at, part.seconds) for part in draft.parts if part.text]
    bubbles: list[str] = []
    for paragraph in _paragraphs(draft.body, most):
        if bubbles and len(bubbles[-1]) + len(paragraph) + 1 <= most:
            bubbles[-1] += f"\n{paragraph}"
        else:
            bubbles.append(paragraph)
    return [Message(text) for text in bubbles]


def _paragraphs(body: str, most: int) -> list[str]:
    found: list[str] = []
    for paragraph in (line.strip() for line in body.split("\n")):
        if len(paragraph) <= most:
            found += [paragraph] if paragraph else []
            continue
        piece = ""
        for sentence in split_sentences(paragraph):
            if piece and len(piece) + len(sentence) > most:
                found.append(piece)
                piece = ""
            piece += sentence
        found += [piece] if piece else []
    return found
