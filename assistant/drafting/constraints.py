"""Bounds of one draft: the narrower of what the brand, the group and the kind allow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.drafting.clauses import Clause, Emoji, InScript, Length, NoShip, Unwanted, clauses_of
from assistant.drafting.clausewhole import read_whole
from assistant.drafting.demands import demands_of
from assistant.schema.brand import Brand
from assistant.schema.brief import Constraints
from assistant.schema.contracts import DraftKind
from assistant.schema.group import Group
from assistant.text.normalize import to_simplified

TITLE_MAX = 20

#: A writer needs this many characters between the least and the most.
_ROOM = 10

#: Characters of a body, least and most, by kind and format; of one part where a format has parts.
LENGTHS: dict[tuple[DraftKind, str], tuple[int, int]] = {
    (DraftKind.TOPIC, ""): (40, 150),
    (DraftKind.SHARE, "post"): (0, 800),
    (DraftKind.SHARE, "voice"): (0, 240),
    (DraftKind.PROMO, "post"): (0, 300),
    (DraftKind.PROMO, "series"): (0, 200),
    (DraftKind.PROMO, "landing"): (0, 600),
    (DraftKind.PROMO, "poster"): (0, 40),
}
_FIRST_FORMAT = {DraftKind.TOPIC: "", DraftKind.SHARE: "post", DraftKind.PROMO: "post"}


def constraints_for(brand: Brand, group: Group, kind: DraftKind, format: str) -> Constraints:  # noqa: A002
    """Return the bounds for a draft of ``kind`` in ``format``; an unknown format has those of the kind's first one.

    ``reminders`` are the clauses that could not be read in full, and those that only inform; the operator sees them
    with the draft.
    """
    clauses = clauses_of(group)
    least, most = _length(group, kind, format, clauses)
    promo = kind is DraftKind.PROMO
    demands = demands_of([*(clause.text for clause in clauses), *group.do]) if promo else ()
    unwanted = [term for clause in clauses for term in clause.terms if isinstance(term, Unwanted)]
    literal = [subject for term in unwanted if term.literal for subject in term.subjects]
    subjects = [subject for term in unwanted for subject in term.subjects]
    return Constraints(
        min_length=least,
        max_length=most,
        title_max=TITLE_MAX,
        emoji_max=_emoji_max(brand, group, clauses),
        emoji_allowed=brand.voice.emoji.allowed,
        avoid=_unique([*brand.voice.avoid, *group.avoid, *literal]),
        dont=_unique([*(subject for entry in group.dont for subject in _subjects(entry)), *subjects]),
        do=group.do,
        reminders=_unique(
            [*(clause.text for clause in clauses if _reminds(clause)), *(each.clause for each in demands)]
        ),
        demands=demands,
        traditional=_traditional(group, clauses),
    )


def _length(group: Group, kind: DraftKind, format: str, clauses: Sequence[Clause]) -> tuple[int, int]:  # noqa: A002
    least, most = LENGTHS.get((kind, format)) or LENGTHS[kind, _FIRST_FORMAT[kind]]
    bounds = [term for clause in clauses for term in clause.terms if isinstance(term, Length) and kind in term.kinds]
    said = [group.length.max, getattr(group.length, kind.value), *(term.most for term in bounds)]
    most = min([most, *(bound for bound in said if bound is not None)])
    least = max([least, *(term.least for term in bounds)])
    # A group that wants less than the kind's own least is right about its own chat.
    return (most // 2 if most < least + _ROOM else least), most


def _emoji_max(brand: Brand, group: Group, clauses: Sequence[Clause]) -> int:
    said = [term.most for clause in clauses for term in clause.terms if isinstance(term, Emoji)]
    if group.emoji_max is not None:
        said.append(group.emoji_max)
    return min([brand.voice.emoji.max, *said])


def _traditional(group: Group, clauses: Sequence[Clause]) -> bool:
    """The group's own words decide over the field, which has a default."""
    said = [term.traditional for clause in clauses for term in clause.terms if isinstance(term, InScript)]
    return group.script == "traditional" or (bool(said) and said[-1])


def _reminds(clause: Clause) -> bool:
    return not clause.terms or clause.remind or any(isinstance(term, NoShip) for term in clause.terms)


def _subjects(entry: str) -> tuple[str, ...]:
    """不讨论别家店的价格 in ``dont`` is the subject 别家店的价格."""
    term = read_whole("".join(to_simplified(entry).split()))
    return term.subjects if isinstance(term, Unwanted) else (entry,)


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
