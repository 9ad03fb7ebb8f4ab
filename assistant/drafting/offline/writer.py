"""The offline writer: the default, and what every other writer falls back to."""

from __future__ import annotations

from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import DraftKind


class OfflineWriter:
    """Writes from frames and from sentences of the brand's own files; the same brief and seed give the same text."""

    name = "offline"

    def write(self, brief: Brief) -> Written:
        """The text for ``brief``; raises :class:`~assistant.errors.Refused` when the files do not carry one."""
        # Each kind brings frame files of its own; a topic should not pay for loading the promo frames.
        if brief.kind is DraftKind.TOPIC:
            from assistant.drafting.offline.topic import write_topic

            return write_topic(brief)
        if brief.kind is DraftKind.SHARE:
            from assistant.drafting.offline.share import write_share

            return write_share(brief)
        from assistant.drafting.offline.promo import write_promo

        return write_promo(brief)
