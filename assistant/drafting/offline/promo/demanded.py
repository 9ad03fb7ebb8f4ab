"""What the group wants said in a promotion (价格注明人民币), put where it fits."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.drafting.constraints import constraints_for
from assistant.drafting.demands import is_due
from assistant.drafting.offline.promo.landing import page
from assistant.drafting.offline.promo.poster import POSTER_MAX
from assistant.drafting.offline.promo.schedule import NAMES
from assistant.drafting.offline.promo.series import in_turn
from assistant.errors import Refused
from assistant.schema.brief import Brief, Demand, Written


def demanded(brief: Brief, write: Callable[[Brief], Written]) -> Written | None:
    """Return the promotion with the words the group wants in it, written into the room they leave.

    None where nothing is wanted, or the terms leave no room: the operator is then reminded of the clause.
    """
    demands = brief.constraints.demands
    if not demands:
        return None
    poster = brief.format == "poster"
    room = sum(len(demand.short if poster else demand.line) + 1 for demand in demands)
    most = min(brief.constraints.max_length, POSTER_MAX) if poster else brief.constraints.max_length
    narrower = brief.constraints.model_copy(update={"max_length": most - room})
    try:
        written = write(brief.model_copy(update={"constraints": narrower}))
        if poster and _figures(written.body) != _figures(write(brief).body):
            return None
    except Refused:
        return None
    if brief.format == "series":
        # The message that opens a series may be as long as a post.
        post = constraints_for(brief.brand, brief.group, brief.kind, "post").max_length
        parts = []
        for part in written.parts:
            text = _with(part.text, demands)
            fits = len(text) <= (max(most, post) if part.name == NAMES["start"] else most)
            parts.append(part.model_copy(update={"text": text if fits else part.text}))
        return written.model_copy(update={"parts": parts, "body": in_turn(parts)})
    if brief.format == "landing":
        first, *rest = written.parts
        top = [demand for demand in demands if demand.first]
        end = [demand for demand in demands if not demand.first and is_due(demand, written.body)]
        parts = [first.model_copy(update={"text": _with(first.text, top)}), *rest]
        parts[-1] = parts[-1].model_copy(update={"text": "\n".join([parts[-1].text, *(each.line for each in end)])})
        return written.model_copy(update={"parts": parts, "body": page(parts)})
    return written.model_copy(update={"body": _with(written.body, demands, short=poster)})


def _with(text: str, demands: tuple[Demand, ...] | list[Demand], *, short: bool = False) -> str:
    due = [demand for demand in demands if is_due(demand, text)]
    first = [demand.short if short else demand.line for demand in due if demand.first]
    last = [demand.short if short else demand.line for demand in due if not demand.first]
    return "\n".join([*first, text, *last])


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))
