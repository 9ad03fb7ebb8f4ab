"""What the offline writer would have written, for the pieces a model left out; made only when one is needed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from assistant.drafting.offline.share import share_material
from assistant.drafting.offline.sharetext import Material
from assistant.drafting.offline.writer import OfflineWriter
from assistant.errors import Refused
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import DraftPart


class Spare:
    """The offline text of one brief. Everything is empty where the offline writer refuses."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._narrowed: dict[frozenset[str], Spare] = {}

    def of(self, sources: Iterable[str]) -> Spare:
        """Return the offline text from these sources alone: what completes a share is about what the share is about."""
        wanted = frozenset(sources)
        if wanted not in self._narrowed:
            own = tuple(passage for passage in self._brief.passages if passage.source in wanted)
            self._narrowed[wanted] = Spare(self._brief.model_copy(update={"passages": own}))
        return self._narrowed[wanted]

    @cached_property
    def written(self) -> Written | None:
        """The whole draft."""
        try:
            return OfflineWriter().write(self._brief)
        except Refused:
            return None

    @property
    def title(self) -> str:
        """Its title."""
        return self.written.title if self.written else ""

    @property
    def parts(self) -> list[DraftPart]:
        """Its messages."""
        return self.written.parts if self.written else []

    @cached_property
    def share(self) -> Material | None:
        """The pieces of a share: points with the passages they stand in, opening, sentence to remember, question."""
        try:
            return share_material(self._brief)
        except Refused:
            return None
