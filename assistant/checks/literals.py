"""Which letters a regular expression cannot match without: what lets most texts leave before any is run."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MANY = 200
_COMMON = frozenset(
    "的一是了我不人在他有这个上们来到时大地为子中你说生年着就那和要她出也得里后以会家可下过天去能对小多然心好看起"
    "发没只如事把还用样想开美总自己面最但前些同日手行意方期长儿回分老因很给名间什两次身高已进话与们再都都让做"
    "，、。0123456789"
)
# Not as common as those, and yet in every tenth text of a shop.
_FREQUENT = frozenset("三点月十元先别店二周五每水孩员带头奶宝半门放买付找装卡")
_COMMON_PAIRS = frozenset(
    re.findall(
        "..",
        "没有不用一个孩子宝宝自己我们妈妈可以时候大家一次今天现在就是不是什么怎么这个那个还有别的有的一下一样不能不会"
        "都是有人的人一天以后里的的时会员店里门店家里个月小时分钟不要一点出来大人医生下来个人或者容易三个孩子自己东西手机医院地方会员",
    )
)
Words = frozenset[str]
#: Sets of words; every match holds at least one word of each set.
Keys = tuple[Words, ...]
Weigh = Callable[[str], float]


_SIGNS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+", re.DOTALL)
_REFERS = re.compile(r"\\[1-9]|\(\?P=|\(\?\(|^\(\?[a-z]+\)")


def branches(pattern: str) -> list[str]:
    """Return the alternatives of ``pattern``; all of it where one refers back to a group."""
    if "|" not in pattern or _REFERS.search(pattern):
        return [pattern]
    pieces, depth = [""], 0
    for sign in _SIGNS.findall(pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += sign
    return pieces


def required(pattern: str, weigh: Weigh | None = None) -> Keys:
    """Return sets of one or two letters, the rarest first; every match of ``pattern`` holds one of each set.

    ``weigh`` says how often a letter or pair stands in a text, up to a factor; without it a rough guess does.
    """
    walk = _Walk(weigh or usual)
    found = {walk.short(words) for words in walk.sets(parser.parse(pattern))}
    return tuple(sorted(found, key=lambda words: (walk.weight(words), sorted(words))))


def usual(word: str) -> float:
    """How often a letter or a pair of letters stands in a text, roughly."""
    if len(word) == 1:
        return 30.0 if word in _COMMON else 10.0 if word in _FREQUENT else 3.0
    return 4.0 if word in _COMMON_PAIRS else 0.4 if word[0] in _COMMON and word[1] in _COMMON else 0.2


class _Walk:
    """Walks a parsed expression; ``exact`` is all it can match, ``sets`` what it cannot do without."""

    def __init__(self, weigh: Weigh) -> None:
        self._weigh = weigh

    def weight(self, words: Iterable[str]) -> float:
        """How often one of ``words`` stands in a text, roughly: what tells the better of two sets."""
        return math.fsum(map(self._weigh, words))  # exact: the order of a set must not tell

    def short(self, words: Words) -> Words:
        """Each word cut to its most telling pair of letters."""
        return frozenset(
            min((word[at : at + 2] for at in range(max(1, len(word) - 1))), key=lambda pair: (self._weigh(pair), pair))
            for word in words
        )

    def exact(self, items: Iterable[Any]) -> Words | None:
        made: Words | None = frozenset([""])
        for item in items:
            made = _product(made, self._exact_item(item))
            if made is None:
                return None
        return made

    def sets(self, items: Iterable[Any]) -> list[Words]:
        """Every set of words of which a match of the whole sequence holds one."""
        found: list[Words] = []
        run: Words = frozenset([""])
        for item in items:
            exact = self._exact_item(item)
            if item[0] is sre.ASSERT:
                found += self._sets_item(item)
            longer = _product(run, exact)
            if longer is not None:
                run = longer
                continue
            found.append(run)
            run = frozenset([""])
            if exact is not None:
                run = exact
            else:
                found += self._sets_item(item)
        found.append(run)
        return [words for words in found if words and all(words)]

    def _best(self, items: Iterable[Any]) -> Words | None:
        return min(self.sets(items), key=lambda words: self.weight(self.short(words)), default=None)

    def _exact_item(self, item: Any) -> Words | None:
        kind, value = item
        if kind is sre.LITERAL:
            return frozenset([chr(value)])
        if kind is sre.IN:
            return _class(value)
        if kind is sre.SUBPATTERN:
            return self.exact(value[3])
        if kind is sre.BRANCH:
            return _union([self.exact(branch) for branch in value[1]])
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, body = value
            if low == 0 and high == 1:
                return _union([self.exact(body), frozenset([""])])
            if low == high and isinstance(low, int) and low <= 3:
                return self.exact(list(body) * low)
            return None
        if kind in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            return frozenset([""])
        if kind is sre.ATOMIC_GROUP:
            return self.exact(value)
        return None

    def _sets_item(self, item: Any) -> list[Words]:
        kind, value = item
        if kind is sre.SUBPATTERN:
            return self.sets(value[3])
        if kind is sre.ATOMIC_GROUP:
            return self.sets(value)
        if kind is sre.ASSERT:  # what is looked for ahead or behind stands in the text as well
            return self.sets(value[1])
        if kind is sre.BRANCH:
            union = _union([self._best(branch) for branch in value[1]], limit=_MANY * 5)
            return [union] if union else []
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and value[0]:
            return self.sets(value[2])
        return []


def _product(left: Words | None, right: Words | None) -> Words | None:
    if left is None or right is None or len(left) * len(right) > _MANY:
        return None
    return frozenset(one + other for one in left for other in right)


def _union(sets: Iterable[Words | None], limit: int = _MANY) -> Words | None:
    made: set[str] = set()
    for words in sets:
        if words is None:
            return None
        made |= words
    return frozenset(made) if len(made) <= limit else None


def _class(members: Iterable[Any]) -> Words | None:
    made: set[str] = set()
    for kind, value in members:
        if kind is sre.LITERAL:
            made.add(chr(value))
        elif kind is sre.RANGE and value[1] - value[0] < 40:
            made |= {chr(code) for code in range(value[0], value[1] + 1)}
        else:
            return None
    return frozenset(made) if len(made) <= 60 else None
