"""Documents to passages: by headings and sentences, 150 to 400 characters where the text allows.

A FAQ entry or an atomic table row is one passage. Short neighbours under one heading are joined. A section with a
heading of its own stays a passage of its own, shorter than that too, because it is cited by its heading; only where
several neighbours say next to nothing are they joined under their parent, and their headings then stand in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from assistant.knowledge.documents import Document, Section
from assistant.schema.contracts import HEADING_SEPARATOR, Passage, PassageKind
from assistant.text.sentences import sentence_spans

MIN_LENGTH = 150
MAX_LENGTH = 400
ATOMIC_LENGTH = 1500
OWN_LENGTH = 80
"""From so many characters on a section is never joined with one under another heading."""
_OPENING = 40
_IDEAL_LENGTH = 280
# Past so many sentences, very short ones are packed together first: the cutting stays linear.
_MANY = 2000
_TINY = 60
_COMMA = re.compile(r"(?<=[，,、：:])")


@dataclass(frozen=True)
class _Piece:
    """A run of text that may still be joined with its neighbour."""

    heading: tuple[str, ...]
    text: str
    kind: PassageKind
    valid_from: date | None
    valid_until: date | None
    row: bool = False
    atomic: bool = False
    question: str = ""
    # Made of several sections under one parent, each next to nothing.
    gathered: bool = False


def passages_of(document: Document) -> list[Passage]:
    """Return the passages of ``document`` in its order; ``id`` is empty and ``score`` 0."""
    pieces: list[_Piece] = []
    for section in document.sections:
        pieces.extend(_pieces(section, document))
    return [_passage(piece, document) for piece in _joined(pieces)]


def split_text(text: str, *, longest: int = MAX_LENGTH) -> list[str]:
    """Cut ``text`` at sentence ends into pieces of at most ``longest`` characters, of even size where possible.

    A longer sentence is cut at its commas, and where it has none, hard.
    """
    text = text.strip()
    if len(text) <= longest:
        return [text] if text else []
    units: list[str] = []
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        if units and len(units) > _MANY and len(units[-1]) + len(sentence) < _TINY:
            units[-1] += sentence
        else:
            units.extend(_small_units(sentence, longest))
    return [piece for piece in (part.strip() for part in _packed(units, longest)) if piece]


def _small_units(sentence: str, longest: int) -> list[str]:
    if len(sentence.strip()) <= longest:
        return [sentence]
    units: list[str] = []
    for part in _COMMA.split(sentence):
        if len(part.strip()) <= longest:
            units.append(part)
        else:
            units.extend(part[at : at + longest] for at in range(0, len(part), longest))
    return units


def _packed(units: Sequence[str], longest: int) -> list[str]:
    """Join neighbours so that the pieces are near the ideal length and break at paragraphs rather than inside them."""
    count = len(units)
    best: list[float] = [0.0] + [float("inf")] * count
    cut_before = [0] * (count + 1)
    for end in range(1, count + 1):
        length = 0
        for start in range(end - 1, -1, -1):
            length += len(units[start])
            if length - len(units[end - 1]) + len(units[end - 1].rstrip()) > longest and start < end - 1:
                break
            cost = best[start] + _cost(length, units[end - 1], last=end == count)
            if cost < best[end]:
                best[end], cut_before[end] = cost, start
    pieces: list[str] = []
    end = count
    while end:
        pieces.append("".join(units[cut_before[end] : end]))
        end = cut_before[end]
    return pieces[::-1]


def _cost(length: int, final: str, *, last: bool) -> float:
    cost = ((length - _IDEAL_LENGTH) / 100) ** 2
    if length < MIN_LENGTH:
        cost += 4
    if not last and "\n" not in final:
        cost += 2.5
        if final.rstrip()[-1:] not in tuple("。！？!?；;…」』”）)\"'.："):
            cost += 4
    return cost


def _pieces(section: Section, document: Document) -> Iterable[_Piece]:
    text = section.text.strip()
    make = partial(
        _Piece,
        heading=section.heading,
        kind=section.kind or document.kind,
        valid_from=section.valid_from or document.valid_from,
        valid_until=section.valid_until or document.valid_until,
        row=section.row is not None,
    )
    if section.question:
        for part in split_text(text, longest=ATOMIC_LENGTH) or [""]:
            joined = f"{section.question}\n{part}".strip()
            yield make(text=joined, atomic=True, question=section.question)
    elif section.atomic or section.row is not None:
        longest = ATOMIC_LENGTH if section.row is not None else MAX_LENGTH
        for part in split_text(text, longest=longest):
            yield make(text=part, atomic=section.atomic)
    else:
        for part in split_text(text):
            yield make(text=part)


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Join short neighbours, first forwards, then what is still short with the one before it."""
    done: list[_Piece] = []
    for piece in pieces:
        if done and (opened := _opened(done[-1], piece)):
            done[-1] = opened
        elif done and _too_short(done[-1], piece) and (together := _together(done[-1], piece)):
            done[-1] = together
        else:
            done.append(piece)
    return done


def _opened(left: _Piece, right: _Piece) -> _Piece | None:
    """Put a line that opens a chapter (自 3 月 1 日起执行) before its first section, which keeps its heading."""
    if len(left.text) >= _OPENING or left.gathered or left.heading != right.heading[:-1] or not right.heading:
        return None
    if left.row or right.row or not _alike(left, right) or len(left.text) + len(right.text) >= MAX_LENGTH:
        return None
    return replace(right, text=f"{left.text}\n{right.text}")


def _alike(left: _Piece, right: _Piece) -> bool:
    if left.atomic or right.atomic or left.row != right.row or left.kind != right.kind:
        return False
    return (left.valid_from, left.valid_until) == (right.valid_from, right.valid_until)


def _too_short(left: _Piece, right: _Piece) -> bool:
    if left.row:
        return True
    if left.heading == right.heading and not left.gathered:
        return len(left.text) < MIN_LENGTH or len(right.text) < MIN_LENGTH
    tiny = len(right.text) < OWN_LENGTH and len(left.text) < (MIN_LENGTH if left.gathered else OWN_LENGTH)
    # What opens a chapter and its first section are no neighbours: the section would lose its heading.
    return tiny and (left.gathered or len(left.heading) == len(right.heading))


def _together(left: _Piece, right: _Piece) -> _Piece | None:
    if not _alike(left, right):
        return None
    common = _common(left.heading, right.heading)
    if len(common) < max(len(left.heading), len(right.heading)) - 1:
        return None
    if left.row and left.heading != right.heading:
        return None
    text = _with_heading(left, common) + "\n" + _with_heading(right, common)
    gathered = left.gathered or left.heading != right.heading
    return replace(left, heading=common, text=text, gathered=gathered) if len(text) <= MAX_LENGTH else None


def _with_heading(piece: _Piece, common: tuple[str, ...]) -> str:
    own = piece.heading[len(common) :]
    return "\n".join([*own, piece.text])


def _common(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    size = 0
    while size < min(len(left), len(right)) and left[size] == right[size]:
        size += 1
    return left[:size]


def _passage(piece: _Piece, document: Document) -> Passage:
    return Passage(
        source=document.source,
        heading=HEADING_SEPARATOR.join(piece.heading),
        text=piece.text,
        kind=piece.kind,
        valid_from=piece.valid_from,
        valid_until=piece.valid_until,
        question=piece.question,
        tags=document.tags,
        groups=document.groups,
    )
