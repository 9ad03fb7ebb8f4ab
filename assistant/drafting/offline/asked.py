"""What a wish asks for, as words that can be found again: 报名后退费怎么算 asks for 报名 and 退费, not for 怎么."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.drafting.offline.similarity import coverage

# Words of asking stand in every text and mean none of them.
_ASKING = re.compile(
    "怎么办|怎么样|怎么|怎样|如何|什么时候|什么|为什么|为啥|多久|多少|几[个次天岁点]|去?哪一?[儿里些个种支款本家只条把样]?|"
    "能不能|要不要|可不可以|该不该|是不是|有没有|会不会|可以|应该|[吗呢]|一次$"
)
_AND = re.compile("(?<=.)[和与及或跟](?=.)")
# A pair of characters with one of these at its edge is seldom a word: 名后 and 后退 of 报名后退费.
_LINKING = frozenset("的了和与跟及或给在把被对从用后前时会就还也都要算有是能可不没到着过我你他她它这那个")
LINKED = 0.3
"""The weight of a pair that is seldom a word."""
_PAIR, _SINGLE = 1.0, 0.5


@lru_cache(maxsize=512)
def words_of(query: str) -> tuple[tuple[str, float], ...]:
    """Return the character pairs ``query`` is about, each with its weight; a word of one character stands alone."""
    found: dict[str, float] = {}
    for segment in re.split(r"[\W_]+", _AND.sub("，", _ASKING.sub("，", query.lower()))):
        if len(segment) == 1 and segment not in _LINKING:
            found[segment] = _SINGLE
        for pair in (segment[i : i + 2] for i in range(len(segment) - 1)):
            found[pair] = LINKED if _LINKING & set(pair) else _PAIR
    return tuple(found.items())


def covered(query: str, text: str) -> float:
    """Return the share of what ``query`` asks for that stands in ``text``, 0 to 1.

    >>> covered("报名后退费怎么算", "退费与转让办法") > 0.3
    True
    """
    plain, words = text.lower(), words_of(query)
    whole = sum(weight for _, weight in words)
    if not whole:
        return coverage(query, text)
    return max(sum(weight for word, weight in words if word in plain) / whole, coverage(query, text))
