"""The versions of a draft: who made each and what it changed, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from assistant.schema.contracts import Draft
from assistant.storage import audit
from assistant.storage.drafts import DraftStore

if TYPE_CHECKING:
    from assistant.desk import Desk

Change = Literal["same", "gone", "new"]
# A number with its points, a Latin word, one Chinese character, a run of spaces: what changes as one.
_WORD = re.compile(r"\d+(?:[.,:/-]\d+)*%?|[A-Za-z]+|\n|[^\S\n]+|.", re.DOTALL)
_VERSION = re.compile(r"^第 (\d+) 版 ?")
# So few characters that two changes share between them make one change easier to read.
_ISLAND = 1


@dataclass(frozen=True)
class Piece:
    """A piece of a text: the same in both, only in the old one, only in the new one."""

    change: Change
    text: str


@dataclass(frozen=True)
class Version:
    """``who`` did ``what`` (an audit word; empty for what was written first) ``at`` a time."""

    draft: Draft
    who: str
    what: str
    about: str
    at: datetime


def versions(desk: Desk, draft_id: str) -> list[Version]:
    """Return the versions, the newest first."""
    made = {}
    for entry in audit.entries(desk.database, 500, target=draft_id):
        if match := _VERSION.match(entry.about):
            made[int(match[1])] = entry
    found = []
    for draft in reversed(DraftStore(desk.database).versions(draft_id)):
        by = made.get(draft.version)
        if by is None:
            found.append(Version(draft, draft.writer, "", "", draft.created_at))
        else:
            found.append(Version(draft, by.who, by.what, _VERSION.sub("", by.about), by.at))
    return found


def text_of(draft: Draft) -> str:
    """Everything a member may read, for comparing: title, body, parts that stand outside it, lines for answers."""
    beside = [part.text for part in draft.parts if part.text not in draft.body]
    return "\n\n".join([draft.title, draft.body, *beside, *draft.followups])


def difference(old: str, new: str) -> list[Piece]:
    """Return both texts as one, word by word."""
    one, other = _WORD.findall(old), _WORD.findall(new)
    pieces: list[Piece] = []
    for tag, i, j, k, m in _merged(SequenceMatcher(None, one, other, autojunk=False).get_opcodes()):
        if tag == "equal":
            pieces.append(Piece("same", "".join(one[i:j])))
            continue
        pieces += [Piece("gone", "".join(one[i:j]))] if i < j else []
        pieces += [Piece("new", "".join(other[k:m]))] if k < m else []
    return pieces


_Step = tuple[str, int, int, int, int]


def _merged(steps: Sequence[_Step]) -> list[_Step]:
    out: list[_Step] = []
    for at, (tag, i, j, k, m) in enumerate(steps):
        island = tag == "equal" and j - i <= _ISLAND and 0 < at < len(steps) - 1
        if out and (tag != "equal" or island) and out[-1][0] != "equal":
            out[-1] = ("replace", out[-1][1], j, out[-1][3], m)
        else:
            out.append((tag, i, j, k, m))
    return out
