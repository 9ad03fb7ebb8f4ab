"""The operator's wish without the orders to a model that were pasted into it, and what she is told about them."""

from __future__ import annotations

import re

from assistant.drafting.offline.wish import order_in
from assistant.knowledge.orders import strip_orders

_CLAUSE = re.compile(r"[^，,。；;！!\n]+[，,。；;！!\n]*")


def honest_wish(about: str) -> tuple[str, tuple[str, ...]]:
    """Return the wish without orders, and a note for each that was left out.

    What a wish asks for beside them stays; where nothing stays the draft is written as without a wish, and the last
    note says so.
    """
    kept, taken = strip_orders(about)
    kept, more = _without_links(kept)
    if not taken and not more:
        return about, ()
    notes = [f"要求里这句像是给程序下的命令，没有照办，也没有写进稿子：“{order}”" for order in (*taken, *more)]
    if not kept:
        notes.append("要求里没有别的内容，这一篇按没有提要求来写")
    return kept, tuple(dict.fromkeys(notes))


def _without_links(wish: str) -> tuple[str, list[str]]:
    """The wish up to a link, a contact or a command of style to a program, sentence by sentence."""
    kept: list[str] = []
    taken: list[str] = []
    left = False
    for match in _CLAUSE.finditer(wish):
        clause = match.group()
        begin = 0 if left else order_in(clause)
        if begin is None:
            kept.append(clause)
        else:
            kept.append(clause[:begin])
            taken.append(clause[begin:].strip(" ，,。；;！!\n"))
            left = True
        # What follows in the same sentence goes on with it.
        left = left and not clause.rstrip(" ").endswith(("。", "；", ";", "！", "!", "\n"))
    return "".join(kept).strip(" ，,、；;：:\n") if taken else wish, taken
