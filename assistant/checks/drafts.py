"""A whole draft before the checks: title, body, the messages it is sent in, and the lines kept ready for answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from assistant.checks.context import CheckContext, Embed
from assistant.checks.factlock import fact_lock
from assistant.checks.required import OPENING
from assistant.checks.suite import CHECKS, in_order, run_checks
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import DraftKind, Finding
from assistant.schema.facts import Campaign

#: Checks of the draft as one piece; a title alone says too little for them.
_ANY = 1_000_000
WHOLE = frozenset({"required", "repeat"})


def check_draft(
    written: Written, brief: Brief, context: CheckContext, names: Iterable[str] | None = None
) -> list[Finding]:
    """Return what the checks say about everything of a draft that a member may read.

    Findings of title and body carry their place there; those of a part that does not stand in the body and of a line
    kept ready for answers carry an empty span and name the line. ``context`` is :func:`draft_context`'s.
    """
    wanted = list(CHECKS if names is None else names)
    found: list[Finding] = []
    if "facts" in wanted:
        found += fact_lock(written.title, written.body, brief=brief, citations=written.citations, parts=written.parts)
    each = [name for name in wanted if name != "facts" and name not in WHOLE]
    # The bounds of a body do not bind a title or one line of an answer.
    loose = brief.constraints.model_copy(update={"min_length": 0, "max_length": _ANY})
    aside = replace(context, constraints=loose)
    found += (f.model_copy(update={"field": "title"}) for f in run_checks(written.title, aside, each))
    found += run_checks(written.body, context, each)
    found += run_checks(_announcing(written, brief), context, [name for name in wanted if name in WHOLE])
    for label, line in _beside(written, brief):
        said = run_checks(line, aside, each)
        if "facts" in wanted:
            said += [f for f in fact_lock("", line, brief=brief, citations=written.citations) if f.text]
        found += (f.model_copy(update={"message": f"{label}“{line}”：{f.message}", "start": 0, "end": 0}) for f in said)
    return in_order(found)


def draft_context(
    brief: Brief,
    *,
    others: tuple[Campaign, ...] = (),
    extensions: Path | None = None,
    embed: Embed | None = None,
) -> CheckContext:
    """Return what a draft of ``brief`` is held against."""
    return CheckContext(
        at=brief.at,
        brand=brief.brand,
        group=brief.group,
        campaign=brief.campaign,
        others=others,
        products=brief.products,
        history=brief.history,
        constraints=brief.constraints,
        kind=brief.kind,
        format=brief.format,
        extensions=extensions,
        embed=embed,
    )


def _announcing(written: Written, brief: Brief) -> str:
    """The text that has to state the terms: of a series the message it opens with."""
    if brief.format != "series":
        return written.body
    return next((part.text for part in written.parts if part.name == OPENING), "")


def _beside(written: Written, brief: Brief) -> Iterator[tuple[str, str]]:
    """What is sent besides title and body. Beside a promo stand notes for the operator: no member reads them."""
    yield from ((part.name, part.text) for part in written.parts if part.text and part.text not in written.body)
    if brief.kind is not DraftKind.PROMO:
        yield from (("追问", line) for line in written.followups)
