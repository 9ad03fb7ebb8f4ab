"""Places of a text marked in colour: what a check found, what a decision rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ui.plain import inline, joined

#: Colour of a place by how bad it is, the worst last: it wins where places overlap.
COLOURS = {"info": "blue", "warn": "orange", "error": "red"}


@dataclass(frozen=True)
class Span:
    """A place: ``start`` and ``end`` (exclusive) in characters, ``severity`` one of :data:`COLOURS`."""

    start: int
    end: int
    severity: str = "error"


def marked(text: str, spans: Iterable[Span | tuple[int, int]]) -> str:
    """Return ``text`` as markdown for ``st.markdown`` that shows it as it is, with the places marked.

    A place may be given as (start, end). What lies outside the text is cut off; empty places mark nothing.
    """
    worst = [0] * len(text)
    ranks = {severity: rank for rank, severity in enumerate(COLOURS, start=1)}
    for each in spans:
        span = each if isinstance(each, Span) else Span(*each)
        for at in range(max(span.start, 0), min(span.end, len(text))):
            worst[at] = max(worst[at], ranks.get(span.severity, ranks["error"]))
    colours = [""] + [f"{colour}-background" for colour in COLOURS.values()]
    out, begin = [], 0
    for raw in text.split("\n"):
        out.append(_line(raw.rstrip("\r"), [colours[rank] for rank in worst[begin : begin + len(raw)]]))
        begin += len(raw) + 1
    return joined(out)


def changed(pieces: Iterable[tuple[str, str]]) -> str:
    """Return a text as markdown with what is ``new`` marked and what is ``gone`` marked and struck out.

    ``pieces`` are (``same``, ``new`` or ``gone``, text) in their order.
    """
    lines = [""]
    for change, text in pieces:
        for number, piece in enumerate(text.replace("\r", "").split("\n")):
            if number:
                lines.append("")
            lines[-1] += _changed(piece, change)
    return joined([each if each.strip() else "" for each in lines])


def _changed(piece: str, change: str) -> str:
    if change == "same" or not piece.strip():
        return inline(piece)
    if change == "new":
        return _coloured(piece, "green-background")
    inner = piece.strip()
    before, after = piece.split(inner, 1)
    return f"{inline(before)}:red-background[~~{inline(inner)}~~]{inline(after)}"


def _line(text: str, colours: list[str]) -> str:
    if not text.strip():
        return ""
    lead = len(text) - len(text.lstrip(" \t"))
    text = "\u00a0" * lead + text[lead:]
    out, at = "", 0
    for colour, run in groupby(colours[: len(text)]):
        piece = text[at : at + len(list(run))]
        out += _coloured(piece, colour)
        at += len(piece)
    return out


def _coloured(piece: str, colour: str) -> str:
    inner = piece.strip()
    if not (colour and inner):
        return inline(piece)
    # Space at the edge of a directive would be lost.
    before, after = piece.split(inner, 1)
    return f"{inline(before)}:{colour}[{inline(inner)}]{inline(after)}"
