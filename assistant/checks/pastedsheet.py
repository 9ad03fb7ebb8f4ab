"""The facts a pasted text may state: the brand's own, the goods it names, the campaigns it can mean.

A draft comes with a brief that says what it is about; of a text that an operator pastes this has to be told from its
words. What depends on the brand and the day alone is made once and kept.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

from assistant.checks.briefsheet import add_brand, add_calendar, add_campaign, add_group, add_product
from assistant.checks.context import CheckContext
from assistant.checks.derived import add_derived
from assistant.checks.facts import Fact, FactSheet
from assistant.checks.mentions import Mention, Names
from assistant.checks.quantity import Kind
from assistant.checks.sizes import sizes_of
from assistant.schema.contracts import Passage
from assistant.schema.facts import Campaign, Mechanic, Product
from assistant.text.folding import simplify_each
from assistant.text.pairs import pairs
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_KEPT = 8
# A word that fits more goods than this names none of them.
_GENERAL = 12
AHEAD = timedelta(days=60)
"""A campaign this near may be spoken of."""
# So much of a name, of so many pairs of characters, is the name said loosely; its figures may be the wrong ones.
_NEARLY, _SURELY, _SAID = 0.74, 0.85, 3
_CLAUSES = Pattern(r"[^，；;。！!？?\n]+")
_FIGURES = Pattern(r"[\d\s]+")
# What a name says of its time is left out where one speaks: 十月老面馒头助力.
_WHEN = Pattern(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,2})月")
_QUOTED = Pattern('[“"]([一-鿿]{2,8})[”"]')
_NOT_NAME = Pattern(r"[\W_]+")
MECHANIC_WORDS: dict[Mechanic, Pattern] = {
    Mechanic.SECKILL: Pattern("秒杀|抢购|限时"), Mechanic.GROUP_BUY: Pattern("拼团|人团|成团|团购|开团"),
    Mechanic.BARGAIN: Pattern("砍价|砍到|砍一刀"), Mechanic.COUPON: Pattern("券|满\\s?\\d+.{0,4}减"),
    Mechanic.GIFT: Pattern("(?:买|办|订|充).{0,12}[送赠]|买赠|赠品|[送赠]礼"), Mechanic.ASSIST: Pattern("助力"),
    Mechanic.RANKING: Pattern("排行|比拼|排名|打卡榜"), Mechanic.SWAP: Pattern("旧.{0,8}换|换新|以旧"),
    Mechanic.MEMBER_DAY: Pattern("会员日"),
    Mechanic.REFERRAL: Pattern("老带新|带新|(?:推荐|介绍|带).{0,4}朋友"),
}  # fmt: skip
"""What a text calls a mechanic by."""


@dataclass(frozen=True)
class Pasted:
    """What one text is held against.

    ``announced`` is the campaign the text is sure to mean: the one given, or the one it names. ``ended`` are those it
    names that are over. ``mentions`` are the goods it names. ``called`` are those not over that it calls.
    """

    sheet: FactSheet
    announced: Campaign | None
    ended: tuple[Campaign, ...]
    mentions: tuple[Mention, ...]
    goods: dict[str, Product]
    called: tuple[Campaign, ...] = ()


@dataclass(frozen=True)
class _Base:
    """What is the same for every text of one brand, group and moment.

    ``sheet`` is what holds whatever a text is about, ``loose`` that with every campaign it could speak of.
    """

    kept: tuple[object, ...]
    sheet: FactSheet
    loose: FactSheet
    added: frozenset[str]
    goods: dict[str, Product]


_cache: OrderedDict[tuple[int, ...], _Base] = OrderedDict()


def bare_sheet(context: CheckContext) -> FactSheet:
    """What holds whatever a text is about: the brand, the group, the day, and the names of all goods."""
    return _base(context).sheet


def pasted(view: str, mentions: Sequence[Mention], context: CheckContext) -> Pasted:
    """Read from a plain text and the goods it names what it speaks of, and gather what is known of that."""
    base = _base(context)
    mentions = tuple(each for each in mentions if len(each.owners) <= _GENERAL)
    named = {key for each in mentions for key in each.owners} & set(base.goods)
    announced, ended = _announced(view, named, context)
    sheet = (base.sheet if announced else base.loose).copy()
    articles = {item.sku for item in announced.items} & set(base.goods) if announced else set()
    for key in sorted((named | articles) - (set() if announced else base.added)):
        add_product(sheet, base.goods[key], announced)
    add_derived(sheet, None, [base.goods[key] for key in sorted(named)])
    bare = _NOT_NAME.sub("", view)
    mine = (each for each in context.others if _is_mine(each, context) and not _is_over(each, context))
    called = tuple(each for each in mine if _called(each, view, bare))
    if announced is not None:
        _add(sheet, announced, base.goods)
        sheet.promo = True
        sheet.members_only = sheet.members_only or announced.mechanic is Mechanic.MEMBER_DAY
    else:
        for campaign in ended:  # That it is over is said once; its figures are its own.
            _add(sheet, campaign, base.goods)
        for campaign in called:  # Far ahead, but called by its name: what it says may be said.
            if not is_near(campaign, context):
                _add(sheet, campaign, base.goods)
        if not named:
            _add_prices(sheet, base.goods.values())
    return Pasted(sheet, announced, ended, mentions, base.goods, (announced,) if announced else called)


def _add(sheet: FactSheet, campaign: Campaign, goods: dict[str, Product]) -> None:
    add_campaign(sheet, campaign, goods)
    add_derived(sheet, campaign, [goods[item.sku] for item in campaign.items if item.sku in goods])


def with_passages(sheet: FactSheet, passages: Sequence[Passage]) -> FactSheet:
    """The sheet with what these passages say as well."""
    fuller = sheet.copy()
    for passage in passages:
        basis = passage.basis
        for text in (passage.heading, passage.question, passage.text):
            fuller.add_text(text, basis)
    return fuller


def _base(context: CheckContext) -> _Base:
    key = (id(context.brand), id(context.group), id(context.products), id(context.others), hash(context.at))
    known = _cache.get(key)
    if known is not None:
        return known
    names = [context.brand.name, *(branch.name for branch in context.brand.branches)] if context.brand else []
    names += [context.group.name] if context.group else []
    names += [campaign.name for campaign in (*context.others, context.campaign) if campaign is not None]
    goods = {product.sku: product for product in context.products}
    sheet = FactSheet(
        context.at,
        {sku: product.name for sku, product in goods.items()},
        dict(goods),
        names=tuple(filter(None, names)),
        branches=frozenset(branch.name for branch in context.brand.branches) if context.brand else frozenset(),
        members_only=bool(context.group and "会员" in f"{context.group.audience}{context.group.name}"),
    )
    if context.brand:
        add_brand(sheet, context.brand)
    if context.group:
        add_group(sheet, context.group)
    add_calendar(sheet)
    synonyms = context.brand.synonyms if context.brand else {}
    called = {sku: simplify_each(each.name) for sku, each in goods.items()}
    sheet._names = Names(called, synonyms, loose=True, sizes=sizes_of(goods))
    # Compiled here, these finders are shared by every copy.
    _ = (sheet.branch_names, sheet.name_pattern)
    loose = sheet.copy()
    near = [campaign for campaign in context.others if is_near(campaign, context)]
    added = frozenset(item.sku for campaign in near for item in campaign.items) & frozenset(goods)
    for sku in sorted(added):
        add_product(loose, goods[sku], None)
    for campaign in near:
        before = len(loose.facts)
        _add(loose, campaign, goods)
        # Of several campaigns one may be meant: what one counts is borne by its own goods, by none where it has none.
        keys = frozenset(item.sku for item in campaign.items) or frozenset({campaign.id})
        loose.facts[before:] = [_counted_of(fact, keys) for fact in loose.facts[before:]]
    loose.items = frozenset()
    kept = (context.brand, context.group, context.products, context.others)
    _cache[key] = made = _Base(kept, sheet, loose, added, goods)
    while len(_cache) > _KEPT:
        _cache.popitem(last=False)
    return made


_Stated = TypeVar("_Stated")


def _counted_of(fact: _Stated, keys: frozenset[str]) -> _Stated:
    # A rank is nobody's stock.
    if isinstance(fact, Fact) and fact.kind is Kind.COUNT and not (fact.owners or fact.free or fact.unit == "名"):
        return replace(fact, owners=keys)
    return fact


def _announced(view: str, named: set[str], context: CheckContext) -> tuple[Campaign | None, tuple[Campaign, ...]]:
    """The campaign a text announces, and those it names that are over."""
    if context.campaign is not None:
        return context.campaign, (context.campaign,) if _is_over(context.campaign, context) else ()
    bare = _NOT_NAME.sub("", view)
    called = [each for each in context.others if _called(each, view, bare)]
    asked = [each for each in context.others if is_near(each, context) and _asked_for(each, view)]
    if asked:
        # 红玫瑰秒杀 is not called by 白玫瑰秒杀, which has a word of its own.
        called = [each for each in called if each in asked or _NOT_NAME.sub("", plain(each.name)) in bare]
        called += [each for each in asked if each not in called]
    live = [each for each in called if is_near(each, context)]
    if called:
        ended = tuple(each for each in called if _is_over(each, context))
        return (live[0], ()) if len(live) == 1 else (None, () if live else ended)
    near = [each for each in context.others if is_near(each, context) and MECHANIC_WORDS[each.mechanic].search(view)]
    of_goods = [each for each in near if named & {item.sku for item in each.items}]
    return (of_goods[0] if len(of_goods) == 1 else None), ()


def calls(view: str, context: CheckContext) -> bool:
    """Whether a plain text is given a campaign, or calls one."""
    bare = _NOT_NAME.sub("", view)
    return context.campaign is not None or any(_called(each, view, bare) for each in context.others)


def _called(campaign: Campaign, view: str, bare: str) -> bool:
    """Whether a text calls the campaign by its name, or nearly: 冬季满 199 减 50 券 for 冬季满 199 减 30 券."""
    if _NOT_NAME.sub("", plain(campaign.name)) in bare:
        return True
    if campaign.threshold and campaign.amount and _pair_of(campaign).search(view):
        return True
    own = pairs(_FIGURES.sub("", _WHEN.sub("", plain(campaign.name))))
    alike = len(own & pairs(_FIGURES.sub("", view)))
    if len(own) >= _SAID + 1 and alike >= _SURELY * len(own):
        return True
    return len(own) >= _SAID and alike >= _NEARLY * len(own) and bool(MECHANIC_WORDS[campaign.mechanic].search(view))


def _asked_for(campaign: Campaign, view: str) -> bool:
    """Whether the text has the word by which the campaign is asked for in the shop, with its mechanic or a price."""
    words = [word for word in _QUOTED.findall(plain(campaign.how)) if not any(
        each.search(word) for each in MECHANIC_WORDS.values())]  # fmt: skip
    if not any(word in view for word in words):
        return False
    prices = {f"{item.price.normalize():f}" for item in campaign.items if item.price is not None}
    priced = any(re.search(rf"(?<![\d.]){price}(?![\d.])", view) for price in prices)
    return priced or MECHANIC_WORDS[campaign.mechanic].search(view) is not None


def called_at(campaign: Campaign, view: str) -> tuple[int, int]:
    """Where a plain text calls a campaign: by its name, the two figures of its coupon, or in the clause of its kind."""
    name = plain(campaign.name)
    if (place := view.find(name)) >= 0:
        return place, place + len(name)
    pair = _pair_of(campaign).search(view) if campaign.threshold and campaign.amount else None
    if pair is not None:
        return pair.span()
    word = MECHANIC_WORDS[campaign.mechanic].search(view)
    clause = next(
        (each for each in _CLAUSES.finditer(view) if word and each.start() <= word.start() < each.end()), None
    )
    return clause.span() if clause else (0, 0)


def _pair_of(campaign: Campaign) -> re.Pattern[str]:
    """What finds the two figures of a coupon together: 满 199 减 30."""
    over, off = (f"{each.normalize():f}" for each in (campaign.threshold or Decimal(0), campaign.amount or Decimal(0)))
    return re.compile(rf"满\s?{over}\s?[元块]?\s?(?:立?减|抵|省)\s?{off}(?![\d.])")


def is_near(campaign: Campaign, context: CheckContext) -> bool:
    """Whether the campaign is on, or begins soon, and is meant for the group."""
    soon = campaign.start is None or campaign.start <= context.at + AHEAD
    return soon and not _is_over(campaign, context) and _is_mine(campaign, context)


def _is_over(campaign: Campaign, context: CheckContext) -> bool:
    return campaign.is_over(context.at)


def _is_mine(campaign: Campaign, context: CheckContext) -> bool:
    return context.group is None or not campaign.groups or context.group.id in campaign.groups


def _add_prices(sheet: FactSheet, goods: Iterable[Product]) -> None:
    """Every price of the shop, for an amount that stands beside no name."""
    for product in goods:
        for value, role, label in (
            (product.price, "list price deal", "日常价"),
            (product.member_price, "member", "会员价"),
        ):
            if isinstance(value, Decimal):
                sheet.add(Kind.MONEY, value, roles=role, owners=(product.sku,), label=label, basis=product.source)
