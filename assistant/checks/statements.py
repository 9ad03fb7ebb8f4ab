"""What the files say in figures, each with the words around it: what a figure of a text may be held against.

Policies and answers come by :attr:`CheckContext.lookup`, for there may be thousands; the rows of the goods a text
names, the brand's own words and the terms of the campaigns that are on are few and always at hand.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import zip_longest

from assistant.checks.briefsheet import campaign_texts
from assistant.checks.context import CheckContext
from assistant.checks.pastedsheet import is_near
from assistant.checks.quantities import scan
from assistant.checks.quantity import Kind, Quantity, Value
from assistant.checks.roles import roles_of
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.facts import Campaign, Product
from assistant.text.pairs import pairs
from assistant.text.plain import plain
from assistant.text.sentences import split_sentences

KINDS = {
    Kind.COUNT: "count", Kind.NUMBER: "count", Kind.DURATION: "time", Kind.AGE: "time", Kind.TIME: "clock",
    Kind.WEEKDAY: "weekday", Kind.MONEY: "money", Kind.DISCOUNT: "discount", Kind.MEASURE: "measure",
    Kind.DATE: "date", Kind.PERCENT: "percent",
}  # fmt: skip
"""The figures that can be held against each other."""

CLAUSE = re.compile(r"[，,；;。！!？?\n]+")
FIGURES = re.compile(r"[\d零〇一二两三四五六七八九十百千万半.:%]+")
# How far the words reach that say what a figure is: 留到, 起订, 天有效期.
_REACH = 5
_FAINT = frozenset("的了就是都也能可以约大会给您你我们把来去在有个就只要再还人家 、（）()“”-—~：:/·|")
_SHOWN = 60
# An answer this short speaks of one thing.
_WHOLE = 160
_KEPT = 8
# 全麦面包是百分百全麦吗？不是: what is asked and denied is not said.
_ASKED, _NO = re.compile(r"[？?]\s*$|吗\s*$"), re.compile(r"\s*(?:不|没|别)")
# 三小时以前打电话 bounds nothing from above.
_EARLIER = re.compile(r"\s?以?[前后]")


@dataclass(frozen=True, slots=True)
class Said:
    """The words that tell what a figure is about: right before and behind it, in its clauses, in all that is told."""

    before: frozenset[str]
    after: frozenset[str]
    clause: frozenset[str]
    whole: frozenset[str]


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure of the files: kind, values, unit, the words around it, the sentence to show and where that stands.

    ``owner`` is the key of the article whose row says it, empty for every other text. ``advice`` marks an article or a
    story: what it says is no rule of the shop.
    """

    group: str
    readings: tuple[tuple[Value, Value], ...]
    unit: str
    said: Said
    sentence: str
    basis: str
    owner: str = ""
    advice: bool = False
    topic: str = ""
    bound: int = 0
    roles: frozenset[str] = frozenset()

    @property
    def name(self) -> frozenset[str]:
        """The characters of the article's name: beside a figure they tell what has it, not what it is."""
        return frozenset(self.topic) if self.owner else frozenset()

    @property
    def values(self) -> frozenset[Value]:
        """Every value it may mean."""
        return frozenset(value for pair in self.readings for value in pair)


_standing: OrderedDict[tuple[int, ...], tuple[object, tuple[Statement, ...]]] = OrderedDict()


def standing(context: CheckContext) -> tuple[Statement, ...]:
    """What brand and campaigns say, whatever a text is about; made once for a brand, a group and a moment."""
    key = (id(context.brand), id(context.group), id(context.others), id(context.campaign), hash(context.at))
    known = _standing.get(key)
    if known is None:
        made = tuple(_of_brand_and_campaigns(context))
        known = _standing[key] = ((context.brand, context.group, context.others, context.campaign), made)
        while len(_standing) > _KEPT:
            _standing.popitem(last=False)
    return known[1]


def of_passages(passages: Sequence[Passage], today: date) -> Iterator[Statement]:
    """What the passages say."""
    for passage in passages:
        basis = passage.basis
        heading = passage.heading.rsplit(" > ", 1)[-1]
        advice = passage.kind in (PassageKind.ARTICLE, PassageKind.STORY)
        yield from stated(passage.text, f"{passage.question} {heading}", basis, today, advice=advice)


def of_goods(goods: Sequence[Product], today: date) -> Iterator[Statement]:
    """What the rows of these goods say besides price and stock."""
    for product in goods:
        basis = product.basis
        for text in (product.name, product.spec, product.description):
            if text:
                yield from stated(text, product.name, basis, today, product.sku)


def _of_brand_and_campaigns(context: CheckContext) -> Iterator[Statement]:
    today = context.at.date()
    if context.brand:
        for text in (context.brand.about, context.brand.contact, *context.brand.disclaimers.values()):
            yield from stated(text, "", "brand.yaml", today)
        for branch in context.brand.branches:
            yield from stated(branch.note, branch.name, "brand.yaml · branches", today)
    for campaign in context.others:
        if is_near(campaign, context) and (context.campaign is None or campaign.id == context.campaign.id):
            yield from of_campaign(campaign, today)


def of_campaign(campaign: Campaign, today: date) -> Iterator[Statement]:
    """What the texts of a campaign say."""
    basis = campaign.basis
    texts = list(campaign_texts(campaign))
    texts += [f"第 {prize.rank} 名各得{prize.prize}" for prize in campaign.prizes]
    for text in texts:
        yield from stated(text, campaign.name, basis, today)


@lru_cache(maxsize=4096)
def stated(
    text: str, topic: str, basis: str, today: date, owner: str = "", *, advice: bool = False
) -> tuple[Statement, ...]:
    """Every figure of one text of the files; ``topic`` is what the text is about: its question or heading."""
    found: list[Statement] = []
    about = plain(topic)
    sentences = split_sentences(text)
    for sentence, answer in zip_longest(sentences, sentences[1:], fillvalue=""):
        view = plain(sentence)
        if _ASKED.search(view) and _NO.match(plain(answer)):
            continue
        told = view if len(text) > _WHOLE else plain(text)
        for quantity in scan(sentence, today=today):
            if quantity.kind in KINDS:
                shown = sentence.strip() if len(sentence) <= _SHOWN else _clause_text(view, quantity)
                said = words_around(view, quantity.start, quantity.end, f"{about} {told}")
                bound = 0 if _EARLIER.match(view, quantity.end) else quantity.bound
                found.append(
                    Statement(
                        KINDS[quantity.kind], quantity.readings, quantity.unit, said, shown, basis, owner, advice,
                        about, bound, roles_of(view, quantity),
                    )
                )  # fmt: skip
    return tuple(found)


def words_around(view: str, start: int, end: int, whole: str) -> Said:
    """The words around a figure at ``start`` to ``end`` of a plain text; ``whole`` is all that is told with it."""
    first = max((match.end() for match in CLAUSE.finditer(view, 0, start)), default=0)
    behind = CLAUSE.search(view, end)
    last = behind.start() if behind else len(view)
    earlier = max((match.end() for match in CLAUSE.finditer(view, 0, max(first - 1, 0))), default=0)
    clause = pairs(FIGURES.sub("•", view[first:last])) | pairs(FIGURES.sub("•", view[earlier:first]))
    return Said(
        _near(view[first:start][::-1]),
        _near(view[end:last]),
        frozenset(clause),
        frozenset(pairs(FIGURES.sub("•", whole))),
    )


def _near(side: str) -> frozenset[str]:
    """The telling characters beside a figure, up to the next one."""
    told = FIGURES.split(side.replace("个", ""), maxsplit=1)[0]
    return frozenset([each for each in told if each not in _FAINT][:_REACH])


def _clause_text(view: str, quantity: Quantity) -> str:
    first = max((match.end() for match in CLAUSE.finditer(view, 0, quantity.start)), default=0)
    behind = CLAUSE.search(view, quantity.end)
    return view[first : behind.start() if behind else len(view)].strip()
