"""Promotions written offline: the campaign's own terms in hand-written frames, nothing that the facts do not say."""

from __future__ import annotations

from assistant.drafting.offline.promo.context import Context
from assistant.drafting.offline.promo.demanded import demanded
from assistant.drafting.offline.promo.landing import landing_parts, page
from assistant.drafting.offline.promo.post import post_body
from assistant.drafting.offline.promo.poster import poster_body
from assistant.drafting.offline.promo.proof import citations
from assistant.drafting.offline.promo.series import in_turn, series_parts
from assistant.schema.brief import Brief, Written


def write_promo(brief: Brief) -> Written:
    """Write the promo ``brief`` asks for; its campaign is set, complete and may be announced.

    The body of a ``post`` or ``landing`` and the start of a ``series`` carry every required term, and what the group
    wants said in a promotion where it fits. Messages of a series that cannot be sent are named with the reason in
    ``followups``. Raises :class:`~assistant.errors.Refused` (``too_long``) when the terms do not fit the length the
    group allows.
    """
    written = demanded(brief, _written)
    return written if written is not None else _written(brief)


def _written(brief: Brief) -> Written:
    context = Context.of(brief)
    cited = citations(context)
    if brief.format == "poster":
        return Written(title=context.title("poster"), body=poster_body(context), citations=cited)
    if brief.format == "landing":
        parts, proofs = landing_parts(context)
        return Written(title=context.title("landing"), body=page(parts), parts=parts, citations=[*cited, *proofs])
    if brief.format == "series":
        parts, notes = series_parts(context)
        return Written(
            title=context.title("series"), body=in_turn(parts), parts=parts, citations=cited, followups=notes
        )
    return Written(title=context.title("post"), body=post_body(context), citations=cited)
