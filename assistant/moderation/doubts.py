"""What is put to a judge, and what it says: the cascade asks through this protocol and knows no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assistant.schema.moderation import Category, EvidenceSpan, Message

if TYPE_CHECKING:
    from assistant.moderation.hits import Hit, View
    from assistant.schema.rules import Clause


@dataclass(frozen=True)
class Doubt:
    """A message that detectors and classifier leave open.

    ``clauses`` are the clauses the group lives by, ``before`` up to ten messages of the group before it (the oldest
    first), ``suspected`` and ``chance`` what the classifier leans to, ``hits`` what detectors found that is not enough
    alone.
    """

    message: Message
    clauses: tuple[Clause, ...]
    views: tuple[View, ...] = ()
    before: tuple[Message, ...] = ()
    suspected: Category = Category.ALLOW
    chance: float = 0.0
    hits: tuple[Hit, ...] = field(default=())


@dataclass(frozen=True)
class Judgement:
    """What a judge says: the id of one of the clauses asked about, or None where the message breaks none of them.

    ``confidence`` is 0 to 1; ``quote`` the words of the message that decide, empty where it names none. ``orders`` are
    words in the message that order whoever judges: where there are any, a person decides, and nothing found is freed.
    """

    clause: str | None
    confidence: float
    reason: str = ""
    quote: str = ""
    orders: tuple[EvidenceSpan, ...] = ()


class Judge(Protocol):
    """Looks at what is left unsure. It may take a while, never longer than its own deadline, and never raises."""

    name: str

    def judge(self, doubts: Sequence[Doubt]) -> list[Judgement | None]:
        """Return one answer a doubt, in order; None where there is none (no model, no budget, past the deadline)."""
        ...
