"""What do the facts say instead? The price of the goods named, or the passage that speaks of the same matter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.checks.bases import basis_text
from assistant.checks.factlock import Objection
from assistant.checks.facts import Fact
from assistant.checks.lockwords import value_text
from assistant.checks.matching import COMPARED, same_value
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantity import Kind
from assistant.checks.scene import Scene
from assistant.checks.weighing import is_crowd
from assistant.schema.contracts import Finding, Passage
from assistant.schema.facts import Campaign, Product
from assistant.text.format import money_text
from assistant.text.moments import period_text
from assistant.text.pairs import shared
from assistant.text.plain import plain
from assistant.text.sentences import split_sentences

# A sentence of the sources this close to the text speaks of the same.
_SAME = 0.25
_LONGEST = 60
# What a figure is a part of where one of these stands beside it: 05:30, 17.5, 3-5.
_IN_FIGURE = re.compile(r"[\d:：.\-~～/]")
_PARTS = re.compile(r"[，,；;。！!？?\n、]")
# Goods whose prices are told where a text names several.
_SHOWN = 3


def with_truth(finding: Finding, objection: Objection, scene: Scene, read: Pasted) -> Finding:
    """The finding, its message naming what the sources say where they say something of the matter."""
    if finding.kind in ("member_price", "wrong_weekday", "invented_scarcity"):
        return finding
    owners = objection.setting.owners
    if objection.quantity.kind in (Kind.MONEY, Kind.NUMBER) and owners and read.announced is None:
        return _priced(finding, [read.goods[key] for key in sorted(owners) if key in read.goods])
    if objection.expected is not None and (owners or read.announced is not None):
        return finding
    if is_crowd(objection, scene):
        return finding.model_copy(
            update={
                "message": f"“{finding.text}”查不到出处：说多少人买、用、满意，要有拿得出来的记录",
                "basis": basis_text(["ad-11-2"]),
                "suggestion": f"去掉“{finding.text}”，或写明数字从哪里来、截至哪天",
            }
        )
    if objection.quantity.kind in (Kind.DATE, Kind.TIME, Kind.WEEKDAY) and read.announced is not None:
        return _against_period(finding, read.announced, scene)
    field = _field(objection, scene) if read.announced is not None else None
    if field is not None:
        return finding.model_copy(
            update={
                "message": f"“{objection.quantity.text}”和资料对不上，资料里的{field.label}是 {value_text(field)}",
                "basis": field.basis,
                "suggestion": f"改成“{value_text(field)}”",
            }
        )
    start, end = scene.sentence_of(objection.quantity.start)
    told = _told(scene.view[start:end], objection, scene)
    if told is None:
        return finding.model_copy(
            update={
                "message": f"“{finding.text}”查不到出处：资料里没有对得上的说法",
                "basis": "店里的资料",
                "suggestion": f"去掉“{finding.text}”，或先把它补进资料再写",
            }
        )
    sentence, basis = told
    return finding.model_copy(
        update={
            "severity": "error" if finding.kind.startswith("wrong_") else finding.severity,
            "message": f"“{objection.quantity.text}”和资料对不上，资料里是“{sentence}”",
            "basis": basis,
            "suggestion": f"照资料改，或先把资料改对：{basis}",
        }
    )


def _priced(finding: Finding, goods: Sequence[Product]) -> Finding:
    """A price beside goods, against every price the price list has for them."""
    told = [f"“{product.name}”{_prices(product)}" for product in goods if product.price is not None]
    if not told:
        return finding
    more = f" 等 {len(told)} 款" if len(told) > _SHOWN else ""
    prices = {product.price for product in goods}
    only = goods[0].price if len(prices) == 1 else None
    return finding.model_copy(
        update={
            "kind": "wrong_price",
            "message": f"“{finding.text}”和资料对不上，资料里是 {'、'.join(told[:_SHOWN])}{more}",
            "basis": f"{goods[0].source} 第 {goods[0].row} 行" if goods[0].row else goods[0].source,
            "suggestion": f"改成“{money_text(only)}”" if only is not None else "写明是哪一款，照商品表写价",
        }
    )


def _prices(product: Product) -> str:
    assert product.price is not None
    member = f"（会员价 {money_text(product.member_price)}）" if product.member_price is not None else ""
    return f"{money_text(product.price)}{member}"


def said_so(objection: Objection, scene: Scene, passages: Sequence[Passage]) -> bool:
    """Whether a sentence of the passages says the same with the same figure, whatever part it plays there."""
    start, end = scene.sentence_of(objection.quantity.start)
    told = scene.view[start:end]
    bases = {passage.basis for passage in passages}
    kinds = COMPARED.get(objection.quantity.kind, (objection.quantity.kind,))
    same = [
        fact
        for fact in scene.sheet.of_kinds(kinds)
        if fact.free and fact.basis in bases and same_value(fact, objection.quantity)
    ]
    if objection.quantity.kind in (Kind.DISCOUNT, Kind.MONEY) and _names_too(objection, scene, same):
        return True
    return any(
        fact.surface in each and shared(each, told) >= _SAME
        for fact in same
        for text, basis in scene.sheet.texts
        if basis == fact.basis
        for each in split_sentences(text)
    )


def _names_too(objection: Objection, scene: Scene, same: Sequence[Fact]) -> bool:
    """Whether a clause of the sources gives the discount to what the text names: 白吐司八折 of 吐司和小面包八折."""
    first, last = scene.clause_of(objection.quantity.start)
    tails = {scene.view[each.end - 2 : each.end] for each in scene.mentions if first <= each.start < last}
    return any(
        fact.surface in part and any(tail in part for tail in tails)
        for fact in same
        for text, basis in scene.sheet.texts
        if basis == fact.basis and fact.surface in text
        for part in _PARTS.split(plain(text))
    )


def _against_period(finding: Finding, campaign: Campaign, scene: Scene) -> Finding:
    """A moment beside an announced campaign is held against its period."""
    if campaign.start is None or campaign.end is None:
        return finding
    period = period_text(campaign.start, campaign.end, today=scene.sheet.today)
    return finding.model_copy(
        update={
            "message": f"“{finding.text}”和活动时间对不上，资料里“{campaign.name}”是 {period}",
            "basis": campaign.basis,
            "suggestion": f"改成“{period}”里的时间",
        }
    )


def _field(objection: Objection, scene: Scene) -> Fact | None:
    """The one field of the campaign that plays the same part, whatever goods stand beside it."""
    roles, kind = objection.setting.roles, objection.quantity.kind
    found = {
        value_text(fact): fact
        for fact in scene.sheet.of_kinds([kind])
        if not fact.free and fact.label and fact.roles & roles and (not fact.owners or fact.owners & scene.sheet.items)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _told(sentence: str, objection: Objection, scene: Scene) -> tuple[str, str] | None:
    """The sentence of the sources that states a value of this kind about the same matter."""
    kinds = COMPARED.get(objection.quantity.kind, (objection.quantity.kind,))
    facts = [fact for fact in scene.sheet.of_kinds(kinds) if fact.free and fact.surface and _may_be(fact, objection)]
    texts = {fact.basis for fact in facts}
    best: tuple[float, str, str] | None = None
    for text, basis in scene.sheet.texts:
        if basis not in texts:
            continue
        for each in split_sentences(text):
            each = re.sub(r"\s+", " ", each).strip()
            if not 4 <= len(each) <= _LONGEST * 2:
                continue
            if not any(_stands_in(fact.surface, each) for fact in facts if fact.basis == basis):
                continue
            alike = shared(each, sentence)
            if alike >= _SAME and (best is None or alike > best[0]):
                best = (alike, each if len(each) <= _LONGEST else each[: _LONGEST - 1] + "…", basis)
    return best[1:] if best else None


def _stands_in(surface: str, sentence: str) -> bool:
    """Whether a figure stands in a sentence by itself: the 3 of 3 号库 is none of 05:30-17:00."""
    place = sentence.find(surface)
    while place >= 0:
        around = sentence[max(0, place - 1) : place], sentence[place + len(surface) :][:1]
        whole = (not surface[:1].isdigit() or not _IN_FIGURE.match(around[0])) and (
            not surface[-1:].isdigit() or not _IN_FIGURE.match(around[1])
        )
        if whole:
            return True
        place = sentence.find(surface, place + 1)
    return False


def _may_be(fact: Fact, objection: Objection) -> bool:
    owners, quantity = objection.setting.owners, objection.quantity
    if quantity.kind is Kind.COUNT and fact.unit != quantity.unit and not fact.roles & objection.setting.roles:
        return False
    return not owners or not fact.owners or bool(owners & fact.owners)
