"""The post: one message with everything a member must know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.checks.termlines import Line
from assistant.drafting.offline.promo.context import Context
from assistant.drafting.offline.promo.layout import LAYOUTS, Layout, prose
from assistant.drafting.offline.promo.proof import descriptions
from assistant.errors import Refused


def post_body(context: Context, *, spare: int = 0, head: str = "") -> str:
    """The richest version that keeps the bound; every version carries all terms.

    ``head`` are words to open with instead of ours; where no version has room for them, the bare name is taken.
    ``spare`` is a wider bound that may be used where no version keeps that of the brief. Raises
    :class:`~assistant.errors.Refused` when even the barest version is longer than the group allows.
    """
    tight = context.brief.constraints.max_length
    bound = max(tight, spare)
    versions = list(_versions(context, head))
    for most in (tight, bound):
        fitting = next((text for text in versions if len(text) <= most), None)
        if fitting is not None:
            return fitting
    raise too_long(context, min(len(text) for text in versions), bound)


def too_long(context: Context, shortest: int, bound: int | None = None) -> Refused:
    """The refusal of terms that do not fit: ``shortest`` is the length they need."""
    most = context.brief.constraints.max_length if bound is None else bound
    return Refused(
        f"「{context.campaign.name}」的条款写全要 {shortest} 字，「{context.brief.group.name}」群的促销最多 {most} 字，"
        "写不下；把活动规则写短一点，或者放宽这个群的字数",
        code="too_long",
        basis=f"groups.yaml：{context.brief.group.id}",
    )


def _versions(context: Context, head: str) -> Iterator[str]:
    """From rich to bare."""
    layouts = _ordered(context)
    heads = [_named(context, head)] if head else _heads(context, context.openings())
    closings = context.closings() or [""]
    signature = context.brief.brand.voice.signature
    proof = next(iter(descriptions(context)), "") if context.campaign.items else ""
    full = context.terms
    terms = layouts[0](full)
    yield _joined(heads[0], terms, proof, closings[0], signature)
    yield _joined(heads[0], terms, proof, closings[0])
    yield _joined(heads[0], terms, closings[0])
    yield _joined(heads[0], terms, min(closings, key=len))
    lean = context.lean_terms
    without = [line for line in lean if line.part != "place"]
    # Where one can take part without coming, the branches are the first to go.
    shorter = (lean,) if context.campaign.where == "in_store" else (lean, without)
    for lines in (full, *shorter):
        for layout in layouts:
            yield _joined(min(heads, key=len), layout(lines), min(closings, key=len))
        for layout in layouts:
            yield _joined(min(heads, key=len), layout(lines))
    for lines in (lean, without):
        for layout in (*layouts, prose):
            yield _joined(f"【{context.campaign.name}】", layout(lines))


def _ordered(context: Context) -> list[Layout]:
    numbers = context.choose.shuffled(range(len(LAYOUTS)), "layout")
    return [LAYOUTS[number] for number in numbers]


def _heads(context: Context, openings: Sequence[str]) -> list[str]:
    """First lines; the name of the campaign stands under those that do not say it."""
    emoji = context.emoji()
    heads = [_named(context, text, emoji) for text in openings]
    return heads or [f"【{context.campaign.name}】"]


def _named(context: Context, text: str, emoji: str = "") -> str:
    name = context.campaign.name
    return f"{text}{emoji}" if name in text else f"{text}{emoji}\n【{name}】"


def _joined(*blocks: str) -> str:
    return "\n".join(block for block in blocks if block)


def lines_of(context: Context, *parts: str) -> list[Line]:
    """The terms of some parts only."""
    return [line for line in context.terms if line.part in parts]
