"""Words the group wants in every promotion (价格注明人民币), put where a model left them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.drafting.demands import is_due
from assistant.drafting.model.mending.desk import Desk
from assistant.schema.brief import Demand


def room_for(texts: Sequence[str], desk: Desk) -> int:
    """Return the characters to keep free for what the group wants said and no text says yet."""
    said = "\n".join(texts)
    return sum(len(demand.line) + 1 for demand in desk.brief.constraints.demands if demand.phrase not in said)


def with_demanded(text: str, most: int, desk: Desk, append: Callable[[str, str], str], *, short: bool = False) -> str:
    """Return a message with what the group wants said in it, as far as ``most`` characters hold it.

    ``append`` puts a line at the end of a message. What does not fit is left to the operator, who is reminded of the
    clause.
    """
    for demand in desk.brief.constraints.demands:
        line = demand.short if short else demand.line
        if not text or not is_due(demand, text):
            continue
        longer = f"{line}\n{text}" if demand.first else append(text, line)
        if len(longer) <= most:
            text = longer
            desk.note(_note(demand))
    return text


def on_page(texts: Sequence[str], desk: Desk) -> list[str]:
    """Return the parts of a page with what the group wants said, before the first or behind the last of them."""
    parts = list(texts)
    for demand in desk.brief.constraints.demands:
        if not is_due(demand, "\n".join(parts)):
            continue
        if demand.first:
            parts[0] = f"{demand.line}\n{parts[0]}"
        else:
            parts[-1] = f"{parts[-1]}\n{demand.line}"
        desk.note(_note(demand))
    return parts


def _note(demand: Demand) -> str:
    return f"群里约定要写的“{demand.phrase}”由系统补上"
