"""What does the text put on the price tag of an article? 草莓 35 一盒, 蛋挞 36 一个, 毛边纸 28，不是学员也这个价.

Operators write prices without a unit and names by half. An amount that stands right behind the name of an article,
with nothing between but its size and words like 会员价, is what it costs: the price of everybody, that of members where
they are named, or that of a campaign.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.checks.filelines import lines_for
from assistant.checks.furtherprices import choice_of
from assistant.checks.mentions import Mention
from assistant.checks.ordered import is_ordered
from assistant.checks.pastedsheet import Pasted, is_near
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import EVERYBODY, MEMBER, Scene
from assistant.schema.contracts import Finding
from assistant.schema.facts import Campaign, Mechanic, Product
from assistant.text.format import money_text
from assistant.text.numerals import parse_numeral
from assistant.text.plain import plain

_N = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)"
_SIZED = (
    "课时|节课|节|次卡|次|寸|毫升|克|公斤|千克|斤|升|片|包|枚|张|号|码|段|天|分钟|个|只|支|瓶|罐|盒|人份|抽|米|厘米"
)
# What may stand between a name and its price.
_BETWEEN = re.compile(
    rf"(?:\s|的|课|班|卡|款|装|味|[:：是卖要只才就也都还]|现在|今天|一律|统一|标价|售价|价格?|会员价?|学员价?|储值(?:会员)?价?|平时|单买|整箱|到店"
    rf"|刚?(?:到货|出炉|上架|开卖)了?|每[人位份个只盒包箱条袋瓶支张套件]|一[人位份个只盒包箱条袋瓶支张套件杯刀方斤节次盘]|[大中小](?:号|杯|份)?|[SMLX]{{1,4}}\s?[码号]?|{_N}\s?(?:{_SIZED})装?)*"
)
_SOLO = re.compile(r"(?:一个人|自己|单独|单人)(?:来|报|买|拍|付)?也(?:是|能|按|行|可以)|不用(?:拼|凑|找人|等人)")
# After a number without a unit: a measure word, what the pack holds, or the end of the clause.
_AFTER = re.compile(rf"(?:\s?(?:[一每/]\s?[一-鿿]|{_N}\s?(?:{_SIZED}))?)\s*(?=[，。！；,;!~～\n（(]|、(?!\s?\d)|$)")
_TALK = re.compile(
    r"以前|去年|上次|原来|之前卖|别家|隔壁|听说|网上|超市|淘宝|预算|我(?:买|花|家)|[？?]|吗|多少|摊|合(?!适)|平均|算下来|涨到"
)
_PEOPLE = re.compile(rf"{_N}\s?个?人(?!份)|成团|拼团|人团|秒杀|砍|券|抵|活动价|旧")
_PIECE = re.compile(r"\s?[元块]?钱?\s?(?:[一每/]|1\s?)(?P<unit>[一-鿿])(?!\s*[¥]?\s?\d)(?=[，。！；、,;!~～\n（(\s]|$)")
# A word for goods of more prices than this puts none on a tag.
_FEW = 3
_UNITS = frozenset("个只支片包条枚瓶罐盒袋张块粒颗斤节次颗杯份双本")


def tag_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each price right behind the name of an article that is not its price, or not for that much."""
    for quantity in scene.quantities:
        mention = _tagged(quantity, scene)
        if mention is None or choice_of(quantity, scene) is not None or is_ordered(quantity, scene, read):
            continue
        goods = [read.goods[key] for key in sorted(mention.owners) if key in read.goods]
        goods = [each for each in goods if each.price is not None]
        sentence = scene.view[slice(*scene.sentence_of(quantity.start))]
        if not goods or _TALK.search(sentence):
            continue
        found = _judged(quantity, goods, sentence, scene, context)
        if found is not None and _is_earlier(quantity, mention, scene, read):
            continue
        if found is not None and mention.loose:
            found = found.model_copy(update={"severity": "warn"})
        if found is not None and not _is_said(quantity, mention, scene, read, context):
            yield found
    yield from _told_to_all(scene, read)


def _told_to_all(scene: Scene, read: Pasted) -> Iterator[Finding]:
    """A members' price told as everybody's, wherever its goods are named: 茶到了，64 一罐，谁都这个价."""
    if not EVERYBODY.search(scene.view):
        return
    for quantity in scene.quantities:
        if quantity.kind not in (Kind.MONEY, Kind.NUMBER) or quantity.unit or choice_of(quantity, scene) is not None:
            continue
        start, end = scene.sentence_of(quantity.start)
        named = {each.owners for each in scene.mentions if start <= each.start < end}
        goods = [read.goods[key] for key in sorted(next(iter(named)) if len(named) == 1 else ()) if key in read.goods]
        members = {each.member_price for each in goods} - {each.price for each in goods}
        if quantity.low in members and _for_all(quantity, scene) and not _TALK.search(scene.view[start:end]):
            yield _finding(quantity, "member_price", "是会员价，不是谁来都这个价", goods)


def _judged(
    quantity: Quantity, goods: Sequence[Product], sentence: str, scene: Scene, context: CheckContext
) -> Finding | None:
    said = quantity.low
    assert isinstance(said, Decimal)
    prices = {each.price for each in goods}
    members = {each.member_price for each in goods if each.member_price is not None}
    others = _campaign_prices(goods, context)
    if said in prices | members:
        if (inner := _piece(quantity, goods, scene)) is not None:
            return _finding(quantity, "wrong_unit", f"是一{inner[1]}的价，不是一{inner[0]}的", goods)
        if said in members - prices and _for_all(quantity, scene):
            return _finding(quantity, "member_price", "是会员价，不是谁来都这个价", goods)
    if said in prices | members | {price for price, _ in others}:
        lone = [each for price, each in others if price == said and each.mechanic is Mechanic.GROUP_BUY]
        if lone and said not in prices | members and _SOLO.search(sentence):
            return _finding(quantity, "wrong_price", f"是“{lone[0].name}”的价，一个人买不是这个价", goods)
        return None
    if quantity.kind is Kind.NUMBER and _is_size(said, goods):
        return None
    if _PEOPLE.search(sentence) or len(prices) > _FEW or _is_several(quantity, prices | members, scene):
        return None
    before = scene.view[scene.clause_of(quantity.start)[0] : quantity.start]
    what = "会员价" if MEMBER.search(before) and not members else "价"
    return _finding(quantity, "wrong_price", f"和资料里的{what}对不上", goods)


def _is_said(quantity: Quantity, mention: Mention, scene: Scene, read: Pasted, context: CheckContext) -> bool:
    """Whether a sentence of policies or answers says this amount of the goods: 硬笔 95 元 is what a lesson counts."""
    figure = re.compile(rf"(?<![\d.]){quantity.low.normalize():f}(?![\d.])")  # type: ignore[union-attr]
    span, name = scene.sentence_of(quantity.start), scene.view[mention.start : mention.end]
    lines = (each for each in lines_for(*span, scene, read, context) if not each.owner)
    return any(figure.search(each.text) and name[-2:] in each.text for each in lines)


def _tagged(quantity: Quantity, scene: Scene) -> Mention | None:
    """The mention on whose tag the amount stands, None where it is no price or stands elsewhere."""
    if quantity.kind not in (Kind.MONEY, Kind.NUMBER) or quantity.low != quantity.high or quantity.over:
        return None
    if not isinstance(quantity.low, Decimal) or quantity.low < 3 or quantity.unit:
        return None
    if quantity.kind is Kind.NUMBER and not _AFTER.match(scene.view, quantity.end):
        return None
    start, _ = scene.sentence_of(quantity.start)
    before = [each for each in scene.mentions if start <= each.start and each.end <= quantity.start]
    if not before:
        return None
    # A second price behind a comma: 260 一方，学员 230.
    between = scene.view[before[-1].end : quantity.start]
    parts = re.split(r"[，,、；;/]", between)
    if len(parts) > 2 or not _BETWEEN.fullmatch(parts[-1]):
        return None
    if len(parts) == 1:
        return before[-1]
    first, second = parts
    priced = re.fullmatch(rf"(?P<lead>.*?)[¥]?\s?{_N}\s?[元块]?(?:\s?[一每/]?\s?[一-鿿])?\s*", first)
    follows = priced is not None and _BETWEEN.fullmatch(priced["lead"]) is not None and MEMBER.search(second)
    said = not re.search(r"\d", first) and len(first) <= 8 and _BETWEEN.fullmatch(first)
    return before[-1] if follows or said else None


def _is_earlier(quantity: Quantity, mention: Mention, scene: Scene, read: Pasted) -> bool:
    """Whether the amount is the price of goods named further ahead, no other price between: 消毒器放 6 只奶瓶 259."""
    start, _ = scene.sentence_of(quantity.start)
    for each in scene.mentions:
        if not start <= each.start < mention.start:
            continue
        priced = [
            other for other in scene.quantities
            if each.end <= other.start < quantity.start and other.kind in (Kind.MONEY, Kind.NUMBER)
        ]  # fmt: skip
        goods = [read.goods[key] for key in each.owners if key in read.goods]
        known = {price for product in goods for price in (product.price, product.member_price)}
        if quantity.low in known and all(other.low in known for other in priced):
            return True
    return False


def _is_size(said: Decimal, goods: Sequence[Product]) -> bool:
    """Whether the number is one of the sizes or contents the rows name: 睡袋 90 的还有."""
    figure = re.compile(rf"(?<![\d.]){said.normalize():f}(?![\d.])")
    return any(figure.search(plain(f"{each.name}，{each.spec}，{each.description}")) for each in goods)


def _for_all(quantity: Quantity, scene: Scene) -> bool:
    """Whether the amount is said to be everybody's: not where members are named with it, or others pay another."""
    start, end = scene.sentence_of(quantity.start)
    first, _ = scene.clause_of(quantity.start)
    if MEMBER.search(scene.view, first, quantity.start):
        return False
    for match in EVERYBODY.finditer(scene.view, start, end):
        span = scene.clause_of(match.start())
        others = [each for each in scene.quantities if span[0] <= each.start < span[1] and each is not quantity]
        if not any(each.kind in (Kind.MONEY, Kind.NUMBER) for each in others):
            return True
    return False


def _is_several(quantity: Quantity, prices: Collection[Decimal | None], scene: Scene) -> bool:
    """Whether the amount is a price times the pieces its clause counts: 两袋豆腐砂 53.8."""
    start, _ = scene.sentence_of(quantity.start)
    _, end = scene.clause_of(quantity.start)
    counts = [each.low for each in scene.quantities if each.kind is Kind.COUNT and start <= each.start < end]
    said = quantity.low
    return any(
        isinstance(count, Decimal) and isinstance(said, Decimal) and count > 1 and said / count in prices
        for count in counts
    )


def _campaign_prices(goods: Sequence[Product], context: CheckContext) -> list[tuple[Decimal, Campaign]]:
    """The prices of campaigns for these articles, those over aside."""
    keys = {each.sku for each in goods}
    found: list[tuple[Decimal, Campaign]] = []
    for campaign in (context.campaign, *context.others):
        if campaign is None or not (campaign is context.campaign or is_near(campaign, context)):
            continue
        for item in campaign.items:
            if item.sku in keys:
                steps = [step.price for step in campaign.ladder]
                found += [
                    (price, campaign) for price in (item.price, campaign.floor_price, *steps) if price is not None
                ]
    return found


def _piece(quantity: Quantity, goods: Sequence[Product], scene: Scene) -> tuple[str, str] | None:
    """The piece whose price the amount is said to be, and the pack that costs it; None where it is the pack's."""
    after = _PIECE.search(quantity.text) or _PIECE.match(scene.view, quantity.end)
    if after is None or after["unit"] not in _UNITS:
        return None
    unit = after["unit"]
    for product in goods:
        told = plain(f"{product.name}，{product.spec}")
        counts = [parse_numeral(match[1]) for match in re.finditer(rf"({_N})\s?{unit}(?!码)", told)]
        outer = product.unit or _pack(told)
        if not any(count is not None and count > 1 for count in counts) or outer == unit or f"/{unit}" in told:
            return None
    return unit, product.unit or _pack(told) or "整份"


def _pack(told: str) -> str:
    match = re.search(r"/\s?([一-鿿])|一([盒箱盘包袋刀套提])", told)
    return (match[1] or match[2]) if match else ""


def _finding(quantity: Quantity, kind: str, why: str, goods: Sequence[Product]) -> Finding:
    product = goods[0]
    member = f"（会员价 {money_text(product.member_price)}）" if product.member_price is not None else ""
    price = money_text(product.price) if product.price is not None else ""
    pack = f"，规格 {product.spec}" if product.spec and kind == "wrong_unit" else ""
    return Finding(
        check="facts", kind=kind, severity="error", start=quantity.start, end=quantity.end, text=quantity.text,
        message=f"“{quantity.text}”{why}，资料里“{product.name}”是 {price}{member}{pack}",
        basis=product.basis,
        suggestion="照商品表写价，写明是会员价还是人人都有，按什么算",
    )  # fmt: skip
