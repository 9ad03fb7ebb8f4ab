"""What the stages of the cascade pass on: a part of a message as it is read, and what a detector found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from assistant.schema.moderation import Category, EvidenceSpan, Sender, Stage

if TYPE_CHECKING:
    from assistant.schema.rules import Clause
    from assistant.text.readings import Reading

#: Why the classifier takes a part for a violation: of this kind; or of some kind, it cannot tell which.
WHOLE = "整段话像是这一类"
SOME = "多半不合群规，只是说不准犯了哪一条"


@dataclass(frozen=True)
class View:
    """One part of a message and its readings, the text as written first.

    ``part`` is ``text``, ``quote``, ``title``, ``url``, ``ocr``, ``qr``, ``app``, ``file_name``, ``forwarded``,
    ``joined`` (this message with those before it). ``original`` is the part as it came; readings map back to it.
    ``since`` is where this message begins in ``joined``: what lies on one side of it is no find of the parts joined.
    """

    part: str
    original: str
    readings: tuple[Reading, ...]
    since: int = 0

    def counts(self, start: int, end: int) -> bool:
        """Whether a find at [start, end) of the original is one of this part: in ``joined`` it reaches across."""
        return not self.since or start < self.since < end


@dataclass(frozen=True)
class Context:
    """What a detector may know besides the text: who, where, when, and the message's kind.

    ``message`` is the id of the message: what remembers messages does not count one twice that is asked about twice.
    ``recalled`` is what all processes together remember of its sender, by memory; None where there is but one.
    """

    group: str
    sender: Sender
    at: datetime
    kind: str = "text"
    message: str = ""
    recalled: Mapping[Any, list[Any]] | None = None


@dataclass(frozen=True)
class Hit:
    """What one detector found. ``hard``: certain enough to act on alone; else it wants another sign or a judge.

    ``firm``: it acts unless the classifier takes the message for harmless or for something else.

    ``category`` is None where any category of the clause fits (a list of terms has its own). Where it is given, a
    clause of that category comes first; a clause of another category takes the hit only where the set has none.
    ``asks``: a person is to look at it, however harmless the classifier takes the words around it for.
    """

    detector: str
    evidence: tuple[EvidenceSpan, ...]
    hard: bool = True
    confidence: float = 0.95
    category: Category | None = None
    notes: tuple[str, ...] = field(default=())
    asks: bool = False
    firm: bool = False


@dataclass(frozen=True)
class ClauseHit:
    """What one stage found against one clause: the hits of its detectors, or one hit of the classifier or the judge.

    A hit of the classifier or the judge is ``hard`` where it is sure, else its ``confidence`` is the chance.
    """

    clause: Clause
    hits: tuple[Hit, ...]
    stage: Stage = Stage.DETECTOR
    confidence: float = 0.95

    @property
    def hard(self) -> bool:
        """Whether a single hit is certain enough to act on."""
        return any(hit.hard for hit in self.hits)


class Detector(Protocol):
    """Looks for one thing, with the parameters a clause gave it; built once for a rule set, asked for every message."""

    name: str
    #: Letters or pairs of letters of a folded reading without which nothing can be found; None: always to be asked.
    triggers: frozenset[str] | None

    def find(self, views: Sequence[View], context: Context) -> list[Hit]:
        """Return what it found in the parts of one message; empty for nothing."""
        ...
