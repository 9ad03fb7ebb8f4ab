"""What the files say sentence by sentence, figures or none: what a sentence of a text may be held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from weakref import WeakKeyDictionary

from assistant.checks.availability import is_sure
from assistant.checks.briefsheet import campaign_texts
from assistant.checks.context import CheckContext
from assistant.checks.pastedsheet import Pasted, is_near
from assistant.checks.scene import Scene
from assistant.schema.contracts import Passage, PassageKind
from assistant.text.pairs import pairs
from assistant.text.plain import plain

# A word that fits more goods than this names none of them.
_FEW = 4
RULES = frozenset({PassageKind.FAQ, PassageKind.POLICY, PassageKind.PRODUCT})
"""The kinds of passages that state what the shop does; an article only advises."""
_SENTENCE = re.compile(r"[。！!？?；;\n]+")
# Characters that tell nothing of the matter.
_FAINT = frozenset(
    "的了就是都也能可以约大会给您你我们把来去在有个只要再还人家这那哪今明天些点一二两三四五六七八九十不没啦呢吧哦呀嘛着过到"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One plain sentence of the files, what it is about (its question, heading or article) and where it stands.

    ``owner`` is the key of the article whose row says it, empty for every other.
    """

    text: str
    about: str
    basis: str
    owner: str = ""

    @property
    def told(self) -> frozenset[str]:
        """The telling pairs of the sentence and of what it is about."""
        return telling(f"{self.about}。{self.text}")


_known: WeakKeyDictionary[Scene, dict[tuple[int, int], tuple[Line, ...]]] = WeakKeyDictionary()


@lru_cache(maxsize=8192)
def telling(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a plain text that say what it is about."""
    return frozenset(each for each in pairs(text) if not _FAINT & set(each))


def lines_for(start: int, end: int, scene: Scene, read: Pasted, context: CheckContext) -> Sequence[Line]:
    """What rows, brand, campaigns, policies and answers say that may concern the text from ``start`` to ``end``."""
    known = _known.get(scene)
    if known is None:
        known = _known[scene] = {}
    if (start, end) not in known:
        known[start, end] = tuple(_lines(start, end, scene, read, context))
    return known[start, end]


def _lines(start: int, end: int, scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Line]:
    named = {
        key
        for each in scene.mentions
        if start <= each.start < end
        and (len(each.owners) == 1 or (len(each.owners) <= _FEW and is_sure(each, scene, read.goods)))
        for key in each.owners
    }
    named |= _of_category(scene.view[start:end], read) if not named else set()
    for key in sorted(named & set(read.goods)):
        product = read.goods[key]
        basis = product.basis
        yield from of_text(f"{product.spec}。{product.description}", product.name, basis, key)
    yield from _of_brand(context)
    for campaign in (context.campaign,) if context.campaign else context.others:
        if campaign is not None and is_near(campaign, context):
            basis = campaign.basis
            for text in campaign_texts(campaign):
                yield from of_text(text, campaign.name, basis)
    for passage in _passages(start, end, scene, context):
        yield from of_passage(passage)


def of_lookup(words: str, context: CheckContext) -> list[Line]:
    """What policies and answers say of a few words: what a whole sentence is about may drown what its subject is."""
    found = context.lookup(words) if context.lookup else ()
    return [line for passage in found for line in of_passage(passage)]


def of_passage(passage: Passage) -> tuple[Line, ...]:
    """The sentences of a passage that states rules; none of one that advises."""
    if passage.kind not in RULES:
        return ()
    basis = passage.basis
    return of_text(passage.text, f"{passage.question} {passage.heading.rsplit(' > ', 1)[-1]}", basis)


def _of_category(view: str, read: Pasted) -> set[str]:
    """A few of the articles whose category the text names: 团课, of which 瑜伽 is one."""
    found = [key for key, product in read.goods.items() if len(product.category) > 1 and product.category[:2] in view]
    return set(found[:_FEW])


def _passages(start: int, end: int, scene: Scene, context: CheckContext) -> list[Passage]:
    """What speaks of the sentence, and of each of its clauses: the second may drown the first."""
    if context.lookup is None:
        return []
    cuts = [each for each in scene.clauses if start < each < end]
    pieces = [scene.view[start:end]]
    pieces += [scene.view[a:b] for a, b in pairwise([start, *cuts, end]) if cuts]
    found = [passage for piece in pieces for passage in context.lookup(piece)]
    return list({id(passage): passage for passage in found}.values())


def _of_brand(context: CheckContext) -> Iterator[Line]:
    if context.brand is None:
        return
    yield from of_text(context.brand.about, "", "brand.yaml")
    yield from of_text(context.brand.contact, "", "brand.yaml")
    for branch in context.brand.branches:
        yield from of_text(branch.note, branch.name, "brand.yaml · branches")


@lru_cache(maxsize=4096)
def of_text(text: str, about: str, basis: str, owner: str = "") -> tuple[Line, ...]:
    """The sentences of one text of the files."""
    view, topic = plain(text), plain(about)
    return tuple(
        Line(sentence.strip(), topic, basis, owner) for sentence in _SENTENCE.split(view) if len(sentence.strip()) > 1
    )
