"""Does a sentence let in what is left out, in other words or further on?

化冻又冻回去的，一样退 grants what 化过冻再冻回去的不退 refuses; 券也能用 may speak of goods named a clause before.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.checks.scene import Scene
from assistant.text.pairs import pairs
from assistant.text.patterns import Pattern

NO = re.compile(r"不(?!满意|合适|喜欢|想要|新鲜|好吃|对劲)|没|无|别|勿|非|免谈|暂停|取消|除了|以外|之外")
_OTHERS = Pattern(r"其他|其它|别的|其余|另外|剩下|普通")
_TOGETHER = Pattern(
    r"(?:也|都|照样|一样|还|就|全)?(?:能|可以)(?:再|叠加?着?|一起|直接)?(?:用|抵|减|叠)|用(?:上|了)?[^，。；！,;!\n]{0,8}券(?!不)"
)
_COUPON = Pattern(r"券|满\s?\d+\s?[元块]?减|优惠|折扣")
# So much of what is left out, or of the words said, is common to both.
_ALIKE = 0.5
_CLAUSES = "，,；;。！!\n"


def let_in_loosely(what: str, verb: str, sentence: str) -> tuple[int, int] | None:
    """Where the sentence grants with ``verb`` what is much the same as ``what``: 化冻又冻回去的，一样退."""
    also = rf"(?:随时|照样|一样|同样|也|都|全)(?:能|可以?|给|会|是|照)?{re.escape(verb)}|(?:能|可以){re.escape(verb)}"
    for match in re.finditer(rf"(?P<who>[^，。；！,;!\n]{{2,18}}?)(?:的，)?(?:{also})", sentence):
        who = match["who"]
        own, said = pairs(what), pairs(who)
        common = len(own & said)
        if common and common >= _ALIKE * min(len(own), len(said)) and not NO.search(who):
            return match.span()
    return None


def used_further_on(
    called: Collection[str], sentence: str, start: int, scene: Scene, owners: Collection[str]
) -> tuple[int, int] | None:
    """Where a later clause of the sentence puts a coupon to use on goods that are left out: 帝王蟹腿 298，券也能用.

    ``start`` is where the sentence stands, ``owners`` are the keys of the goods left out, where they are known.
    """
    for what in called:
        place = sentence.find(what)
        if place < 0:
            continue
        place += len(what)
        for match in _TOGETHER.finditer(sentence, place):
            first = max(sentence.rfind(mark, 0, match.start()) for mark in _CLAUSES) + 1
            told = sentence[max(first, place) : match.end()]
            between = sentence[place : match.end()]
            others = [
                each for each in scene.mentions
                if start + place <= each.start < start + match.start() and not each.owners & set(owners)
            ]  # fmt: skip
            if _COUPON.search(told) and not others and not NO.search(between) and not _OTHERS.search(between):
                return max(first, place), match.end()
    return None
