"""What another group of the same shop talks about: a question on dogs is none for the group of cat keepers.

A shop's groups are told apart by single characters that recur in what the operator says of one of them (遛狗, 养狗的)
and are missing in another: 狗. Characters that stand in much of what the shop writes tell nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.drafting.offline.excerpts import title_of
from assistant.schema.contracts import Passage
from assistant.schema.group import Group

#: How often a character must recur in what is said of a group, and in what share of the passages it may stand.
_RECURS, _COMMON = 2, 0.4


def of_other_groups(passages: Sequence[Passage], group: Group, groups: Iterable[Group]) -> set[str]:
    """Return the ids of passages whose question or title names what only another group is about."""
    mine = _said(group)
    others = [_said(other) for other in groups if other.id != group.id]
    foreign = {char for said in others for char, count in said.items() if count >= _RECURS and char not in mine}
    own = {char for char, count in mine.items() if count >= _RECURS}
    heads = {passage.id: set(passage.question or title_of(passage)) for passage in passages}
    stands = Counter(char for head in heads.values() for char in head)
    telling = {char for char in foreign if stands[char] <= _COMMON * len(passages)}
    return {id_ for id_, head in heads.items() if head & telling and not head & own}


def _said(group: Group) -> Counter[str]:
    text = "".join((group.name, *group.theme, group.audience))
    return Counter(char for char in text if "\u4e00" <= char <= "\u9fff")
