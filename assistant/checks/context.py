"""What a text is held against: the brand, the group, the campaign, the facts and the day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.checks.facts import FactSheet
from assistant.schema.brand import Brand
from assistant.schema.brief import Constraints, PastDraft
from assistant.schema.contracts import DraftKind, Finding, Passage
from assistant.schema.facts import Campaign, Product
from assistant.schema.group import Group

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Vectors of texts, one row a text; what :mod:`assistant.knowledge.embedding` gives.
Embed = Callable[[Sequence[str]], "Sequence[Sequence[float]] | NDArray[np.float32]"]

#: The brand's own passages that speak of a sentence, nearest first; what :mod:`assistant.knowledge.nearby` gives.
Lookup = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True)
class CheckContext:
    """Everything a check may know besides the text. A check that lacks what it needs finds nothing.

    ``at`` is the local moment the text is sent. ``sheet`` are the facts of a draft, to which it is held to the last
    figure; a text without one is held against brand, goods and campaigns. ``campaign`` is the one it announces,
    ``others`` the brand's other campaigns. ``history`` is what the group got in the last 60 days. ``constraints`` are
    the bounds of a draft, None for a text an operator pastes. ``extensions`` is the workspace's folder of own terms
    (``checks/``), None for the packaged ones alone. ``embed`` lets the repeat check compare meanings; without it words
    alone count. ``lookup`` lets the facts check hold a figure against policies and answers; without it prices, stock
    and campaigns alone count.
    """

    at: datetime
    brand: Brand | None = None
    group: Group | None = None
    campaign: Campaign | None = None
    others: tuple[Campaign, ...] = ()
    products: tuple[Product, ...] = ()
    sheet: FactSheet | None = None
    history: tuple[PastDraft, ...] = ()
    constraints: Constraints | None = None
    kind: DraftKind | None = None
    format: str = ""
    extensions: Path | None = None
    embed: Embed | None = None
    lookup: Lookup | None = None


class Check(Protocol):
    """One question asked of a text.

    Findings carry offsets into ``text``; a finding about the whole text has an empty span at 0.
    """

    def __call__(self, text: str, context: CheckContext) -> list[Finding]:
        """Return what is found, in order of place."""
        ...
