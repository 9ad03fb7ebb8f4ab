"""Does an amount follow from figures beside it? 会员两套 180, 寄养七天 630, 用券减 25 就是 173.

Operators reckon for their members. What is reckoned stands in no file; each figure it is made of must.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

from assistant.checks.context import CheckContext
from assistant.checks.factlock import objections
from assistant.checks.filelines import lines_for
from assistant.checks.pastedsheet import Pasted, is_near
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.roles import roles_of
from assistant.checks.scene import Scene
from assistant.checks.units import PEOPLE
from assistant.schema.contracts import Finding
from assistant.schema.facts import Product
from assistant.text.format import money_text
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_ADDS = Pattern(
    r"[加减+\-＋－×*=]|折|合|共|等于|算下来|抵完?|剩|便宜|少|省|优惠|差|贵|一半|翻|一起|一套|一整套|全套|都要|总|打包|带回|补"
)
_TOGETHER = Pattern(r"合计|一?共|总|加|[+＋]|一起|[一全]套|[两三四]样|都[要拿买]|打包|[两三四][件个包盒袋瓶本支套]")
_COUPON = Pattern(r"券|减|抵|立减|优惠")
_EXTRA = Pattern(r"(?P<sign>加收?|另收|多收|补|减|少收)\s?(?P<n>\d+(?:\.\d+)?)\s?[元块]")
_BY_DAY = Pattern(r"[每一/]\s?[天日晚夜]|24\s?小时|日租|天$")
_BY_MONTH = Pattern(r"[每一/]\s?个?月|30\s?天")
_MOST, _MANY = 6, 60
# 比季卡省 200 元: what is said to be saved must be the difference of prices.
_BY_THE_DAY = Pattern(r"[一每]\s?[天晚日]\s?[¥]?$")
_SAVED = Pattern(
    r"(?:便?宜|省下?|省了?|差|贵|少花|多花|少付)(?:出|了|个|到|下来|整整|足足|差不多|将近|大概|约|到手)*\s?[¥]?\s?$"
)
_ROUGH = Pattern(r"\s?(?:多|来|左右|上下|出头|不到)|(?:约|差不多|将近|大概|近)\s?$")
_WHOLE = Pattern(r"(?:一起|一共|合计|总共|加起来|总价|合起来|一套)(?:是|就|才|只要|要|也就|共)*\s?[¥]?\s?$")
_PAYS_IN = Pattern(r"[充储存]\s?\d+")
_GUESS = Pattern(r"[？?]|吗|以前|去年|上次|别家|隔壁|券|减|运费|邮费|最多|至少|凑|预算")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What an amount may be made of: amounts told before it, prices of the goods named, pieces or days counted."""

    told: tuple[Decimal, ...]
    before: tuple[Decimal, ...]
    goods: tuple[Product, ...]
    each: tuple[tuple[Decimal, ...], ...]
    counts: tuple[Decimal, ...]
    rates: tuple[Decimal, ...]

    @property
    def packs(self) -> set[Decimal]:
        """How many pieces the packs hold that the rows of the goods name: 整箱价 680（6盒）."""
        held = {price.count for one in self.goods for price in one.prices}
        return {count for count in held if count is not None and count > 1}

    @property
    def prices(self) -> set[Decimal]:
        """Every price of the goods named."""
        return {price for one in self.goods for price in one.amounts if price}


def follows(quantity: Quantity, scene: Scene, read: Pasted, context: CheckContext) -> bool:
    """Whether the amount is what its sentence reckons: 128 减 9 块，119; 八折算下来 14.4; 24 罐 149，一罐六块二."""
    said = quantity.low
    start, end = scene.sentence_of(quantity.start)
    if not isinstance(said, Decimal) or said <= 0 or quantity.low != quantity.high:
        return False
    ground = _ground(quantity, scene, read, context)
    bases = {*ground.told, *ground.prices}
    if any(_is_near(base * rate / 10, said) for base in bases for rate in ground.rates):
        return True
    extras = _extras(start, end, scene, read, context)
    if any((price + extra) * count == said for price in ground.prices for count in ground.counts
           for extra in (Decimal(0), *extras)):  # fmt: skip
        return True
    if said in _multiplied(quantity, scene, context, ground):
        return True
    shares = (*_shares(quantity, scene), *ground.packs)
    if _per_piece(quantity, scene) and any(_is_near(base / count, said) for base in ground.told for count in shares):
        return True
    if _SAVED.search(scene.view, start, quantity.start) and said in _differences(bases, ground):
        return True
    sentence = scene.view[start:end]
    if _COUPON.search(sentence) and any(_after_coupon(said, bases, ground.counts, context)):
        return True
    if _TOGETHER.search(sentence) and said in _sums(ground.each):
        return True
    if not _ADDS.search(sentence):
        return False
    if any(one.price and one.member_price and one.price - one.member_price == said for one in ground.goods):
        return True
    if any(price + extra == said for price in ground.prices for extra in extras):
        return True
    return any(
        said in (one + other, abs(one - other)) and {one, other} & (ground.prices | set(ground.before))
        for one, other in combinations(ground.told[-_MOST:], 2)
    )


def _multiplied(quantity: Quantity, scene: Scene, context: CheckContext, ground: _Ground) -> set[Decimal]:
    """As many times a campaign's price, or the rate the sentence names, as it counts: 住五天 650 元，一天 130 元."""
    start, end = scene.sentence_of(quantity.start)
    keys = {one.sku for one in ground.goods}
    near = [each for each in context.others if is_near(each, context)]
    prices = {item.price for each in near for item in each.items if item.sku in keys and item.price}
    whole = {price * count for price in prices for count in ground.counts}
    days = [
        _value(each) / 1440 for each in scene.quantities
        if each.kind is Kind.DURATION and each.unit == "minute" and start <= each.start < end and _value(each) >= 2880
    ]  # fmt: skip
    rates = [
        _value(each) for each in scene.quantities
        if each.kind is Kind.MONEY and _plain(each) and start <= each.start < end
        and _BY_THE_DAY.search(scene.view, start, each.start)
    ]  # fmt: skip
    return whole | {rate * count for rate in rates for count in days}


def is_bought(quantity: Quantity, scene: Scene, read: Pasted, context: CheckContext) -> bool:
    """Whether so many pieces are bought, for the sentence says what they come to: 拿满三提，合计 135 元."""
    start, end = scene.sentence_of(quantity.start)
    if quantity.kind is not Kind.COUNT or quantity.unit in PEOPLE or not _plain(quantity) or _value(quantity) < 2:
        return False
    for each in scene.quantities:
        if each.kind is Kind.MONEY and start <= each.start < end and _plain(each):
            ground = _ground(each, scene, read, context)
            near = [one for one in context.others if is_near(one, context)]
            keys = {one.sku for one in ground.goods}
            prices = ground.prices | {i.price for one in near for i in one.items if i.sku in keys and i.price}
            if any(price * _value(quantity) == _value(each) for price in prices):
                return True
    return False


def rate_follows(quantity: Quantity, scene: Scene, read: Pasted) -> bool:
    """Whether the discount is what two amounts make: 会员 63，标价 69，合九一折; 充 300 送 15 合九五折."""
    start, end = scene.sentence_of(quantity.start)
    told = [
        _value(each) for each in scene.quantities
        if start <= each.start < end and each.kind in (Kind.MONEY, Kind.NUMBER) and _plain(each)
    ][:_MOST]  # fmt: skip
    goods = [read.goods[key] for key in scene.owners_in(start, end) if key in read.goods]
    pairs = [
        *combinations(told, 2),
        *((one.price, one.member_price) for one in goods if one.price and one.member_price),
    ]
    rough = _ROUGH.match(scene.view, quantity.end) or _ROUGH.search(scene.view, start, quantity.start)
    slack = Decimal("0.2") if rough else Decimal("0.06")
    said = _value(quantity)
    if any(abs(10 * min(pair) / max(pair) - said) <= slack for pair in pairs):
        return said < 10
    paid_in = _PAYS_IN.search(scene.view, start, quantity.start)
    return bool(paid_in) and any(abs(10 * max(pair) / sum(pair) - said) <= slack for pair in pairs)


def _ground(quantity: Quantity, scene: Scene, read: Pasted, context: CheckContext) -> _Ground:
    start, end = scene.sentence_of(quantity.start)
    # What no fact bears adds up to nothing: 全场五折，白吐司 9 块.
    wrong = {each.quantity.start for each in objections(scene) if each.quantity.kind is not Kind.NUMBER}
    sound = [each for each in scene.quantities if start <= each.start < end and each is not quantity and _plain(each)]
    near = [
        each for each in sound
        if each.start not in wrong or (each.start < quantity.start and follows(each, scene, read, context))
    ]  # fmt: skip
    mentions = [each for each in scene.mentions if start <= each.start < end]
    named = [[read.goods[key] for key in sorted(each.owners) if key in read.goods] for each in mentions]
    goods = tuple({one.sku: one for group in named for one in group}.values())
    clause = scene.clause_of(quantity.start)
    beside = [each for each in sound if each.start < quantity.start or clause[0] <= each.start < clause[1]]
    before = [each for each in near if each.start < quantity.start]
    money = (Kind.MONEY, Kind.NUMBER)
    return _Ground(
        tuple(_value(each) for each in before if each.kind in money),
        tuple(_value(each) for each in before if each.kind is Kind.MONEY),
        goods,
        tuple(tuple(sorted({price for one in group for price in one.amounts if price})) for group in named),
        tuple(sorted(set(_counts(beside, goods)))),
        tuple(_value(each) for each in sound if each.kind is Kind.DISCOUNT),
    )


def _plain(each: Quantity) -> bool:
    return isinstance(each.low, Decimal) and each.low > 0


def _value(each: Quantity) -> Decimal:
    assert isinstance(each.low, Decimal)
    return each.low


def _counts(beside: Iterable[Quantity], goods: Collection[Product]) -> Iterator[Decimal]:
    """How many pieces, days or months the sentence counts; days only of what costs by the day."""
    told = [plain(f"{one.name}，{one.spec}，{one.unit}，{one.description}") for one in goods]
    daily, monthly = any(map(_BY_DAY.search, told)), any(map(_BY_MONTH.search, told))
    for each in beside:
        value = _value(each)
        if each.kind is Kind.COUNT and 1 < value <= _MANY:
            yield value
        elif each.kind is Kind.DURATION and each.unit == "minute" and daily and value >= 2880 and value % 1440 == 0:
            yield value / 1440
        elif each.kind is Kind.DURATION and each.unit == "month" and monthly and value > 1:
            yield value


def _differences(bases: Collection[Decimal], ground: _Ground) -> set[Decimal]:
    """What lies between two of the amounts, each for one piece or as many as are counted: ten bags and a box of ten."""
    counts = {Decimal(1), *ground.counts, *ground.packs}
    wholes = sorted({base * count for base in bases for count in counts})[:_MANY]
    return {other - one for one, other in combinations(wholes, 2)}


def _shares(quantity: Quantity, scene: Scene) -> list[Decimal]:
    start, _ = scene.sentence_of(quantity.start)
    return [
        _value(each) for each in scene.quantities
        if start <= each.start < quantity.start and each.kind in (Kind.COUNT, Kind.NUMBER) and _plain(each)
        and _value(each) > 1
    ] + [
        Decimal(match[0]) for each in scene.quantities
        if start <= each.start < quantity.start and each.kind in (Kind.MEASURE, Kind.DURATION)
        and (match := re.match(r"\d+(?:\.\d+)?", each.text)) and Decimal(match[0]) > 1
    ]  # fmt: skip


def _extras(start: int, end: int, scene: Scene, read: Pasted, context: CheckContext) -> list[Decimal]:
    """What the files put on a price or take off it: 春节每天加 40 元, 自带粮减 10 元."""
    found = set()
    for line in lines_for(start, end, scene, read, context):
        for match in _EXTRA.finditer(line.text):
            amount = Decimal(match["n"])
            found.add(-amount if match["sign"] in ("减", "少收") else amount)
    return sorted(found)[:_MOST]


def _after_coupon(
    said: Decimal, bases: Collection[Decimal], counts: Sequence[Decimal], context: CheckContext
) -> Iterator[bool]:
    """Whether the amount is left of a price, or of several pieces, when a coupon of the shop is taken off."""
    for campaign in context.others:
        if campaign.amount is not None and is_near(campaign, context):
            for base in bases:
                for whole in (base, *(base * count for count in counts)):
                    yield whole >= (campaign.threshold or 0) and whole - campaign.amount == said


def _sums(each: Sequence[Sequence[Decimal]]) -> set[Decimal]:
    """The prices of all goods named added up, of two or more of them."""
    known = [prices for prices in each if prices][:4]
    return (
        {sum(one, Decimal(0)) for one in product(*known) if len(one) > 1}
        if all(len(one) < 9 for one in known)
        else set()
    )


def _per_piece(quantity: Quantity, scene: Scene) -> bool:
    """Whether the amount is one piece's: 一罐六块二, 一支一块五."""
    before = scene.view[max(0, quantity.start - 4) : quantity.start]
    after = scene.view[quantity.end : quantity.end + 3]
    return bool(re.search(r"[一每][一-鿿]{1,2}\s?$", before) or re.match(r"\s?[一每][一-鿿]", after))


def _is_near(exact: Decimal, said: Decimal) -> bool:
    return abs(exact - said) <= max(Decimal("0.02") * said, Decimal("0.05"))


def saving_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each amount said to be saved on goods that is no difference of any of their prices."""
    for quantity in scene.quantities:
        said = quantity.low
        if quantity.kind is not Kind.MONEY or not isinstance(said, Decimal) or quantity.low != quantity.high:
            continue
        if not _SAVED.search(scene.view, 0, quantity.start) and "save" not in roles_of(scene.view, quantity):
            continue
        start, end = scene.sentence_of(quantity.start)
        if not _SAVED.search(scene.view, start, quantity.start) or _GUESS.search(scene.view, start, end):
            continue
        compared = _compared(quantity, scene, read, context)
        if compared is None or follows(quantity, scene, read, context):
            continue
        differences, shown = compared
        slack = Decimal(10) if _ROUGH.match(scene.view, quantity.end) or quantity.over else Decimal(0)
        if any(abs(each - said) <= slack for each in differences):
            continue
        yield Finding(
            check="facts", kind="wrong_saving", severity="error", start=quantity.start, end=quantity.end,
            text=quantity.text, message=f"“{quantity.text}”算不出来：资料里{shown}",
            basis=read.goods[min(scene.owners_in(start, end) & set(read.goods))].basis,
            suggestion="照标价重新算一遍，或写明是和哪个价比",
        )  # fmt: skip


def sum_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each amount said to be that of several articles together that their prices do not make."""
    for quantity in scene.quantities:
        if quantity.kind is not Kind.MONEY or not _WHOLE.search(scene.view[: quantity.start]):
            continue
        start, _ = scene.sentence_of(quantity.start)
        named = [each for each in scene.mentions if start <= each.start < quantity.start and not each.loose]
        goods = [[read.goods[key] for key in sorted(each.owners) if key in read.goods] for each in named]
        plain_priced = all(len(group) == 1 and group[0].price is not None for group in goods)
        if len(goods) < 2 or not plain_priced or _GUESS.search(scene.view, start, quantity.start):
            continue
        if not follows(quantity, scene, read, context):
            told = "，".join(f"“{group[0].name}”{money_text(group[0].price)}" for group in goods if group[0].price)
            yield Finding(
                check="facts", kind="wrong_price", severity="error", start=quantity.start, end=quantity.end,
                text=quantity.text, message=f"“{quantity.text}”算不出来：资料里{told}", basis=goods[0][0].basis,
                suggestion="照标价重新加一遍，写明是会员价还是标价",
            )  # fmt: skip


def _compared(quantity: Quantity, scene: Scene, read: Pasted, context: CheckContext) -> tuple[set[Decimal], str] | None:
    """Every difference between prices of the goods named, and those prices; None where they are not plain enough."""
    start, end = scene.sentence_of(quantity.start)
    before = [each for each in scene.mentions if start <= each.start < quantity.start and not each.loose]
    named = [[read.goods[key] for key in sorted(each.owners) if key in read.goods] for each in before]
    if not named or any(len({one.price for one in group}) != 1 or group[0].price is None for group in named):
        return None
    goods = list({group[0].sku: group[0] for group in named}.values())
    keys = {one.sku for group in named for one in group}
    prices = {price for one in goods for price in one.amounts if price}
    for campaign in context.others:
        for item in campaign.items:
            if item.sku in keys:
                prices |= {each for each in (item.price, campaign.floor_price) if each}
                prices |= {step.price for step in campaign.ladder}
    near = [each for each in scene.quantities if start <= each.start < end and each is not quantity and _plain(each)]
    stated = {_value(each) for each in near if each.kind in (Kind.MONEY, Kind.NUMBER) and each.start < quantity.start}
    if not stated & prices or not stated <= prices | {each * n for each in prices for n in range(2, 13)}:
        return None
    if len(prices) < 2:
        return None
    times = {Decimal(1), *_counts(near, goods), *(Decimal(each) for each in (2, 4, 12))}
    wholes = {price * count for price in prices for count in times}
    differences = {abs(one - other) for one, other in combinations(sorted(wholes), 2)}
    differences |= {each * count for each in differences for count in _counts(near, goods)}
    shown = "，".join(
        f"“{one.name}”{money_text(one.price)}"
        + (f"（会员价 {money_text(one.member_price)}）" if one.member_price is not None else "")
        for one in goods if one.price is not None
    )  # fmt: skip
    return differences, shown
