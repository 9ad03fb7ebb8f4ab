"""Is an amount the price that its words say it is? 整箱 680, 620 一箱, 半只 48, 批发 21.

A price list may state several prices of one thing, each under a title of its own. Words of the title (整箱, 批发) and
of the pack (一箱, 10 包) choose the one that is meant; then that one counts and no other, and a pack that has no price
is never told the price of a piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.schema.facts import LabelledPrice, Product
from assistant.text.format import money_text, number_text
from assistant.text.numerals import parse_numeral
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_TITLE = Pattern(r"(?:价格?|价钱|售价|单价|價格?)$")
# Packs that hold pieces; what is sold by the piece has no such price unless the list gives one.
_OUTER = r"(?:[/／一每]\s?(?:箱|筐|板|托|大包)|整(?:箱|件|筐|板|托|条|包))"
# After one of these the usual price is meant again: 整箱比零售 88 划算.
_USUAL = Pattern(r"零售|单买|单卖|散[买卖装]|单[件个盒包瓶袋]|会员|平时|原价|拆开|拼团|团购?价?|秒杀|活动")
_NO_PACK = Pattern(r"(?:不足|不满|不到|不够|不成|没有?|拆|比|凑)\s?$")
_TALK = Pattern(r"以前|去年|上次|原来|之前卖|别家|隔壁|听说|网上|超市|预算|[？?]|多少钱|涨到|降到")
_NUMBER = r"¥?\s?\d+(?:\.\d+)?"
_AMOUNTS = (Kind.MONEY, Kind.NUMBER)
# A heading ends so or carries its conditions in brackets: 整箱报价（不拆箱）：
_HEADING = Pattern(r"[:：）)】]\s*$|价\s*$")


@dataclass(frozen=True, slots=True)
class Choice:
    """The prices that the words beside an amount mean, each with its product, and whether the amount is one of them.

    Without prices, ``pack`` is one that the list has no price for.
    """

    prices: tuple[tuple[Product, LabelledPrice], ...]
    holds: bool
    pack: str = ""


def choice_of(quantity: Quantity, scene: Scene) -> Choice | None:
    """Return what the words beside an amount choose of the goods it is said of; None for their usual price."""
    if quantity.kind not in _AMOUNTS or not isinstance(quantity.low, Decimal) or quantity.low != quantity.high:
        return None
    goods = scene.sheet.goods
    settings = scene.place(quantity).settings
    found: Choice | None = None
    for setting in settings:
        if _is_of_campaign(quantity, setting.owners, scene):
            return None
        products = [goods[key] for key in sorted(setting.owners) if key in goods]
        choice = _chosen(quantity, products, scene) if products else None
        if choice is not None and choice.holds:
            return choice
        found = found or choice
    return found


def _is_of_campaign(quantity: Quantity, owners: frozenset[str], scene: Scene) -> bool:
    """Whether a campaign sets this amount for the goods, whatever the price list calls its own: 团购价."""
    return any(
        fact.owners & owners
        and "deal" in fact.roles
        and "list" not in fact.roles
        and fact.readings[0][0] == quantity.low
        for fact in scene.sheet.of_kinds([Kind.MONEY])
        if not fact.free
    )


def further_findings(scene: Scene) -> Iterator[Finding]:
    """One finding for each amount that is not the price its words choose."""
    for quantity in scene.quantities:
        choice = choice_of(quantity, scene)
        if choice is None or choice.holds:
            continue
        if not _TALK.search(scene.view, *scene.sentence_of(quantity.start)):
            yield further_finding(quantity, choice)


def pack_findings(scene: Scene) -> Iterator[Finding]:
    """One warning for each count of what a pack holds that the price list puts otherwise: 一箱 8 盒, where 6."""
    for quantity in scene.quantities:
        if quantity.kind is not Kind.COUNT or quantity.low != quantity.high or quantity.bound:
            continue
        if quantity.low == 1:
            continue
        owners = scene.owners_in(*scene.sentence_of(quantity.start))
        products = [scene.sheet.goods[key] for key in sorted(owners) if key in scene.sheet.goods]
        held = [(one, price) for one in products for price in one.prices if price.of and price.of == quantity.unit]
        if not held or any(price.count == quantity.low for _, price in held):
            continue
        told = [(one, price) for one, price in held if price.unit and _is_of_pack(quantity, price, scene)]
        if told:
            yield Finding(
                check="facts", kind="wrong_spec", severity="warn", start=quantity.start, end=quantity.end,
                text=quantity.text, message=f"“{quantity.text}”和资料对不上，资料里“{told[0][0].name}”的"
                f"{told[0][1].label}是 {told_price(told[0][1])}",
                basis=told[0][0].basis, suggestion="照商品表写一箱装多少，或先把商品表改对",
            )  # fmt: skip


def _is_of_pack(quantity: Quantity, price: LabelledPrice, scene: Scene) -> bool:
    """Whether the count stands right behind the pack, or in brackets behind its price: 一箱 8 盒, 680（8 盒）."""
    unit = re.escape(price.unit)
    start, end = scene.clause_of(quantity.start)
    if re.search(rf"[一每整/／]\s?{unit}(?:里面?|装|有|是|共)*\s?$", scene.view[start : quantity.start]):
        return True
    if re.match(rf"装?\s?[一/／每]\s?{unit}", scene.view[quantity.end : end]):
        return True
    beside = next(
        (each for each in scene.quantities if 0 <= quantity.start - each.end <= 4 and each.kind in _AMOUNTS), None
    )
    return beside is not None and beside.low == price.amount


def further_finding(quantity: Quantity, choice: Choice) -> Finding:
    """The finding for an amount that is not the price chosen, or for a pack that has none."""
    product = choice.prices[0][0] if choice.prices else None
    told = [f"“{one.name}”的{price.label}是 {told_price(price)}" for one, price in choice.prices[:3]]
    if product is None:
        return Finding(
            check="facts", kind="unverified_price", severity="warn", start=quantity.start, end=quantity.end,
            text=quantity.text, message=f"“{quantity.text}”查不到出处：商品表里没有按{choice.pack}卖的价",
            basis="商品表", suggestion=f"商品表里补一列“{choice.pack}价”再写，或只写单卖的价",
        )  # fmt: skip
    one = len({price.amount for _, price in choice.prices}) == 1
    return Finding(
        check="facts", kind="wrong_price", severity="error", start=quantity.start, end=quantity.end,
        text=quantity.text, message=f"“{quantity.text}”和资料对不上，资料里{'、'.join(told)}", basis=product.basis,
        suggestion=f"改成“{told_price(choice.prices[0][1])}”" if one else "写明是哪一款，照商品表写价",
    )  # fmt: skip


def unlabelled(finding: Finding, quantity: Quantity, scene: Scene) -> Finding:
    """The finding on a price, where the amount is a further price of the goods that the text does not call so."""
    for setting in scene.place(quantity).settings:
        for key in sorted(setting.owners & set(scene.sheet.goods)):
            product = scene.sheet.goods[key]
            price = next((each for each in product.prices if each.amount == quantity.low), None)
            if price is not None:
                return finding.model_copy(
                    update={
                        "kind": "unlabelled_price",
                        "severity": "warn",
                        "message": f"“{quantity.text}”是“{product.name}”的{price.label}，文中没有写明",
                        "basis": product.basis,
                        "suggestion": f"写成“{price.label} {told_price(price)}”",
                    }
                )
    return finding


def counts_pack(quantity: Quantity, scene: Scene) -> bool:
    """Whether a count is what a pack of the goods named in its sentence holds: 680（6 盒）."""
    owners = scene.owners_in(*scene.sentence_of(quantity.start))
    products = [scene.sheet.goods[key] for key in owners if key in scene.sheet.goods]
    held = {(price.count, price.of) for product in products for price in product.prices}
    return quantity.kind is Kind.COUNT and (quantity.low, quantity.unit) in held


def told_price(price: LabelledPrice) -> str:
    """The amount with what it buys where the list says so: 680 元（6盒）."""
    held = f"（{number_text(price.count)}{price.of}）" if price.count is not None and price.of else ""
    return f"{money_text(price.amount)}{held}"


def _chosen(quantity: Quantity, products: Sequence[Product], scene: Scene) -> Choice | None:
    said = quantity.low
    assert isinstance(said, Decimal)
    meant: list[tuple[Product, LabelledPrice]] = []
    true: set[Decimal] = set()
    for product in products:
        for price in product.prices:
            times = _is_meant(quantity, price, product, scene)
            if times is None:
                continue
            meant.append((product, price))
            true |= {price.amount * each for each in times}
            if Decimal(0) in times:  # Only the count chose it: so many pieces may be told at their own price.
                pieces = price.count or Decimal(1)
                true |= {each * pieces for each in (product.price, product.member_price) if each is not None}
    if meant:
        return Choice(tuple(meant), said in true | {price.amount for _, price in meant})
    pack = _pack_without_price(quantity, products, scene)
    return Choice((), holds=False, pack=pack) if pack else None


def _is_meant(quantity: Quantity, price: LabelledPrice, product: Product, scene: Scene) -> set[Decimal] | None:
    """How many times the price is meant by the words beside the amount; None where it is not, 0 by its count alone."""
    words = words_of(price)
    lead, nameless = _lead(quantity, scene), _lead(quantity, scene, names=False)
    after = re.match(rf"{_NUMBER}\s?[元块]?钱?", scene.view[quantity.start :])
    tail = scene.view[quantity.start + (after.end() if after else 0) :][:12]
    unit = price.unit if price.unit != product.unit else ""
    if unit and product.unit and re.match(rf"\s?[/／一每]\s?{re.escape(product.unit)}", tail):
        return None
    if (found := _last(words, lead)) is not None and _is_called(lead[: found[0]], lead[found[1] :]):
        return {Decimal(1)}
    if re.match(rf"\s?[（(]?(?:{'|'.join(map(re.escape, words))})(?![^，。；\n]{{0,4}}\d)", tail):
        return {Decimal(1)}
    if unit:
        whole = re.escape(unit)
        named = rf"\s?(?:(?:[/／一每]\s?|1\s?){whole}(?!起)|整{whole}(?![^，。；\n]{{0,4}}\d))"
        if re.match(named, tail) or (unit[:1] == "半" and tail.startswith(unit)):
            return {Decimal(1)}
        held = rf"(?:{_COUNT})\s?{re.escape(price.of)}装?" if price.of else ""
        before = re.search(
            rf"(?P<n>[一每整半]|{_COUNT})?\s?{whole}\s?(?:{held})?[装价是要卖才只就的共一:：，,]*\s*¥?$", nameless
        )
        if before and not _NO_PACK.search(nameless[: before.start()]):
            return _times(before["n"])
    if price.count is not None and price.count > 1 and price.of and _counts(quantity, price, scene):
        return {Decimal(0), Decimal(1)}
    if _headed(quantity, words, scene):
        return {Decimal(1)}
    return None


def _is_called(before: str, behind: str) -> bool:
    """Whether a title between these words is that of the amount: not in 不足整箱按 88, nor 整箱比零售 88 划算."""
    return not _NO_PACK.search(before) and not _USUAL.search(behind)


_COUNT = r"\d{1,3}|[两二三四五六七八九十]{1,2}"


def _times(count: str | None) -> set[Decimal]:
    if count == "半":
        return {Decimal("0.5")}
    number = parse_numeral(count) if count and count not in "一每整" else None
    return {Decimal(1)} if number is None else {Decimal(1), Decimal(number)}


@lru_cache(maxsize=512)
def words_of(price: LabelledPrice) -> tuple[str, ...]:
    """What the price is called: its title, and what the title begins with where that is a word: 整箱, 批发, 老客."""
    label = plain(price.label)
    stem = _TITLE.sub("", label)
    return (label, stem) if len(stem) > 1 else (label,)


def _last(words: Sequence[str], text: str) -> tuple[int, int] | None:
    found = [(place, place + len(word)) for word in words if (place := text.rfind(word)) >= 0]
    return max(found, key=lambda each: each[1], default=None)


def _lead(quantity: Quantity, scene: Scene, *, names: bool = True) -> str:
    """What stands before the amount in its clause, behind the amount before it; without ``names`` those left out.

    Where the clause begins with the amount, the clause before it counts too: 一箱六盒，680.
    """
    start, _ = scene.clause_of(quantity.start)
    first, _ = scene.sentence_of(quantity.start)
    if start > first and not scene.view[start : quantity.start].strip(" ¥"):
        start, _ = scene.clause_of(start - 1)
    ends = [each.end for each in scene.quantities if start <= each.start < quantity.start and each.kind in _AMOUNTS]
    start = max([start, *ends])
    kept = list(scene.view[start : quantity.start])
    for each in scene.mentions if not names else ():
        if start <= each.start and each.end <= quantity.start:
            kept[each.start - start : each.end - start] = [""] * (each.end - each.start)
    return "".join(kept)


def _counts(quantity: Quantity, price: LabelledPrice, scene: Scene) -> bool:
    """Whether the pieces of the pack are counted beside the amount: 10 袋 150, 680（6 盒）."""
    start, end = scene.clause_of(quantity.start)
    for each in scene.quantities:
        if each.kind is not Kind.COUNT or each.low != price.count or each.unit != price.of:
            continue
        if start <= each.start < quantity.start and each.start >= quantity.start - len(_lead(quantity, scene)):
            return True
        if quantity.end <= each.start < min(end, quantity.end + 5):
            return True
    return False


def _headed(quantity: Quantity, words: Sequence[str], scene: Scene) -> bool:
    """Whether the list the amount stands in is headed by the title: 整箱价：大虾 680，白虾 620, or lines below one."""
    start, _ = scene.sentence_of(quantity.start)
    amounts = [each.start for each in scene.quantities if each.kind in _AMOUNTS and each.start >= start]
    mentions = [each.start for each in scene.mentions if each.start >= start]
    head = scene.view[start : min([quantity.start, *mentions, *amounts])]
    found = _last(words, head)
    if found is not None and _is_called(head[: found[0]], scene.view[start + found[1] : quantity.start]):
        earlier = [each for each in amounts if each < quantity.start]
        mine = [each for each in mentions if each < quantity.start]
        # A second amount for the same goods is another price: 整箱：大虾 680，单买 128.
        return not (earlier and mine and earlier[-1] > mine[-1])
    line = scene.view.rfind("\n", 0, quantity.start) + 1
    while line > 0:
        above = scene.view.rfind("\n", 0, line - 1) + 1
        text = scene.view[above : line - 1]
        if not any(above <= each.start < line and each.kind in _AMOUNTS for each in scene.quantities):
            return _last(words, text) is not None and _HEADING.search(text) is not None
        line = above
    return False


def _pack_without_price(quantity: Quantity, products: Sequence[Product], scene: Scene) -> str:
    """The outer pack the amount is said to be for, where no row of the goods speaks of such a pack."""
    price = rf"{_NUMBER}\s?[元块]?钱?\s?(?P<pack>{_OUTER})(?![^，。；\n]{{0,3}}\d)"
    match = re.match(price, scene.view[quantity.start :])
    before = re.search(rf"(?P<pack>{_OUTER})[价是要卖才只就的:：]*\s*¥?$", _lead(quantity, scene, names=False))
    found = match or before
    if found is None:
        return ""
    unit = found["pack"].strip("/／一每整 ")
    for product in products:
        if not product.unit or product.unit == unit or unit in plain(f"{product.name}{product.spec}"):
            return ""
        if any(price.unit and price.unit in unit for price in product.prices):
            return ""
    return f"整{unit}" if len(unit) == 1 else unit
