"""What the detectors of texts share: skipping what holds no trigger, and evidence that points into the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict

from assistant.moderation.hits import Context, Hit, View
from assistant.moderation.notices import is_notice
from assistant.schema.moderation import Category, EvidenceSpan
from assistant.shared.recent import Recent
from assistant.text.readings import Reading

#: The sender's name, and the detectors that look at it.
NAME = "name"
_OF_NAMES = frozenset({"contact_bait"})
# More finds in one reading say nothing more.
_MOST = 40


class NoParams(BaseModel):
    """The parameters of a detector: none may be written that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Found:
    """A find in a reading at [start, end): why, and whether it is certain enough to act on alone.

    ``firm``: it acts where the classifier does not speak against it.
    ``sure``: also in a firm's notice to its customer, where a plain link or number rather speaks for it.
    """

    start: int
    end: int
    why: str
    hard: bool = True
    confidence: float = 0.95
    category: Category | None = None
    note: str = ""
    sure: bool = False
    firm: bool = False


class Asked(NamedTuple):
    """What a detector remembers of a message: in which memory, under which key, and what.

    ``own`` is the same as ``what`` where it is remembered in this process.
    """

    memory: Recent[Any]
    key: tuple[str, ...]
    what: str
    own: Any


@runtime_checkable
class Remembers(Protocol):
    """A detector that remembers messages."""

    def asks(self, view: View, context: Context) -> Asked | None:
        """Return what is remembered of a message whose text is ``view``; None for nothing."""
        ...


class TextDetector:
    """A detector that looks at each reading of each part, where the reading holds one of its triggers.

    The same place found in several readings counts once, as the surest find of it.
    """

    name: str
    triggers: frozenset[str] | None
    #: The parts looked at; empty for all.
    parts: frozenset[str] = frozenset()

    def find(self, views: Sequence[View], context: Context) -> list[Hit]:  # noqa: ARG002 - protocol
        """Return what was found in the parts of one message, the certain before the doubtful."""
        kept: list[tuple[View, Reading, Found]] = []
        for view in views:
            if (self.parts and view.part not in self.parts) or (view.part == NAME and self.name not in _OF_NAMES):
                continue
            for reading in view.readings:
                if self.triggers is not None and self.triggers.isdisjoint(reading.letters):
                    continue
                kept += [
                    (view, reading, found)
                    for found in islice(self.look(reading, view), _MOST)
                    if found.end > found.start
                    and view.counts(*reading.span(found.start, found.end))
                    and (found.sure or not is_notice(reading.text))
                ]
        return _hits(self.name, kept) if kept else []

    def look(self, reading: Reading, view: View) -> Iterator[Found]:
        """Yield what stands in one reading."""
        raise NotImplementedError


def spelt(words: str) -> frozenset[str]:
    """Words with blanks between them as a set."""
    return frozenset(words.split())


def evidence(view: View, reading: Reading, start: int, end: int, why: str) -> EvidenceSpan:
    """The original words behind a span of a reading."""
    low, high = reading.span(start, end)
    return EvidenceSpan(start=low, end=high, text=view.original[low:high], why=why, part=view.part)


def _hits(name: str, kept: Sequence[tuple[View, Reading, Found]]) -> list[Hit]:
    ranked = sorted(kept, key=lambda each: (not each[2].hard, -each[2].confidence))
    taken: list[tuple[str, int, int]] = []
    hits: list[Hit] = []
    for view, reading, found in ranked:
        span = evidence(view, reading, found.start, found.end, found.why)
        if any(part == span.part and low < span.end and span.start < high for part, low, high in taken):
            continue
        taken.append((span.part, span.start, span.end))
        notes = (found.note,) if found.note else ()
        if view.part == NAME:  # nobody is punished for a message because of her name, but a person sees it
            hits.append(Hit(name, (span,), False, found.confidence, found.category, notes, asks=True))
            continue
        hits.append(Hit(name, (span,), found.hard, found.confidence, found.category, notes, firm=found.firm))
    return hits
