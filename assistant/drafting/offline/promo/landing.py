"""The landing page: theme and offer above, proof in the middle, what to do below."""

from __future__ import annotations

from assistant.checks.termlines import Line
from assistant.drafting.offline.promo.context import Context
from assistant.drafting.offline.promo.framefiles import frames
from assistant.drafting.offline.promo.layout import labelled, listed, prose
from assistant.drafting.offline.promo.post import too_long
from assistant.drafting.offline.promo.proof import proof
from assistant.schema.contracts import Citation, DraftPart

_PROOF_MAX = (160, 80, 40)
"""Characters of proof, as many as fit: enough to know the goods, short enough that the terms are still read."""


def landing_parts(context: Context) -> tuple[list[DraftPart], list[Citation]]:
    """The three parts, and what the proof rests on. Every term stands in the upper or the lower part.

    The whole page keeps the bound where it can, else each part does. Raises :class:`~assistant.errors.Refused` when a
    part alone is longer than the group allows.
    """
    limit = context.brief.constraints.max_length
    versions = [_parts(context, allowed, bare=bare) for bare in range(3) for allowed in _PROOF_MAX]
    for parts, cited in versions:
        if len(page(parts)) <= limit:
            return parts, cited
    for parts, cited in versions:
        if max(len(part.text) for part in parts) <= limit:
            return parts, cited
    raise too_long(context, min(len(page(parts)) for parts, _ in versions))


def page(parts: list[DraftPart]) -> str:
    """The three parts as one text."""
    return "\n\n".join(part.text for part in parts)


def _parts(context: Context, allowed: int, *, bare: int) -> tuple[list[DraftPart], list[Citation]]:
    sentences, cited = proof(context, allowed)
    upper = _upper(context, bare=bare)
    middle = _middle(context, sentences)
    lower = _lower(context, bare=bare)
    texts = {"上": upper, "中": middle, "下": lower}
    return [DraftPart(name=name, text=text) for name, text in texts.items() if text], cited


def _upper(context: Context, *, bare: int) -> str:
    opening = "" if bare else f"{next(iter(context.openings()), '')}{context.emoji()}"
    offer = [line for line in context.terms if line.part in ("offer", "amount", "time")]
    lay = context.choose.pick([0, 1], "upper")
    return "\n".join(text for text in (f"【{context.campaign.name}】", opening, (listed, labelled)[lay](offer)) if text)


def _middle(context: Context, sentences: list[str]) -> str:
    if not sentences:
        return ""
    lead = context.pick(frames("landing")["proof"][context.register], "proof") if context.campaign.items else ""
    return "\n".join(text for text in (lead, *sentences) if text)


def _lower(context: Context, *, bare: int) -> str:
    action = context.pick(frames("landing")["action"][context.register], "action")
    # Where one can take part without coming, the branches are the first to go.
    wanted = {"rule", "ship", "note"} | (set() if bare > 1 and context.campaign.where != "in_store" else {"place"})
    rest: list[Line] = [line for line in (context.lean_terms if bare else context.terms) if line.part in wanted]
    if not action:
        rest = [line for line in context.terms if line.part == "how"] + rest
    closing = "" if bare else next(iter(context.closings()), "")
    text = prose(rest) if bare else labelled(rest)
    return "\n".join(block for block in (action, text, closing) if block)
