"""What each promotion mechanic must state before anybody may announce it, and what may not contradict.

A term is required because a member who read the post could not know what she gets without it, and in most cases
because a law says so. The laws meant by ``basis``:

- 广告法 第八条: an advertisement that names a price, promise or validity must be accurate and clear; for goods or
  services given as a gift it must state kind, specification, quantity, period and way.
- 规范促销行为暂行规定 (国家市场监督管理总局令第32号): 第十三条 prizes, conditions, ways and times of a sale with prizes
  are published before it begins; 第二十条 conditions and period of a price promotion are stated where they are seen.
- 反不正当竞争法 (revised 2025, in force since 2025-10-15) 第十一条: sales with prizes; 第九条: no false promotion.
- 价格法 第十三条: prices are marked; 明码标价和禁止价格欺诈规定, 规范促销行为暂行规定 第二十一条: what a reduced price
  is reduced from is stated and true.
- 禁止传销条例 第七条: no rewards over more than one level of recruits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Product, ProductStatus
from assistant.text.format import date_text, money_text, time_text

_PROMOTION_RULES = "《规范促销行为暂行规定》"
_PRIZES = _PROMOTION_RULES + "第十三条"
_CONDITIONS = _PROMOTION_RULES + "第二十条"
_ADVERTISING = "《广告法》第八条"
_PRICE = "《明码标价和禁止价格欺诈规定》"
_PYRAMID = "《禁止传销条例》第七条"
_CONSUMER = "《消费者权益保护法》第二十六条"

MUST_STATE = {
    "offer": _ADVERTISING, "amount": _CONDITIONS, "time": _CONDITIONS, "how": _CONDITIONS, "rule": _CONDITIONS,
    "place": _CONDITIONS, "ship": _CONDITIONS, "note": _CONDITIONS,
}  # fmt: skip
"""The law that wants a term said in the text itself, by the part the term plays in it."""


@dataclass(frozen=True)
class Term:
    """One thing a campaign must state: its Chinese name, how to see that it is there, and why it is required."""

    name: str
    stated: Callable[[Campaign], bool]
    basis: str


def _filled(field: str) -> Callable[[Campaign], bool]:
    """The field is there: not None, and not an empty or blank text or list (0 counts as stated)."""

    def stated(campaign: Campaign) -> bool:
        value = getattr(campaign, field)
        if isinstance(value, str):
            return bool(value.strip())
        if isinstance(value, tuple):
            return bool(value)
        return value is not None

    return stated


def _each_item(field: str) -> Callable[[Campaign], bool]:
    """There is at least one article, and each of them has the field."""

    def stated(campaign: Campaign) -> bool:
        return bool(campaign.items) and all(getattr(item, field) is not None for item in campaign.items)

    return stated


def _item_field_or(field: str, whole: str) -> Callable[[Campaign], bool]:
    """Each article has the field, or the campaign has one number for all of them."""

    each = _each_item(field)
    total = _filled(whole)
    return lambda campaign: bool(campaign.items) and (each(campaign) or total(campaign))


def _either(*fields: str) -> Callable[[Campaign], bool]:
    checks = [_filled(field) for field in fields]
    return lambda campaign: any(check(campaign) for check in checks)


COMMON: tuple[Term, ...] = (
    Term("活动名称", _filled("name"), _ADVERTISING),
    Term("开始时间", _filled("start"), _CONDITIONS),
    Term("结束时间", _filled("end"), _CONDITIONS),
    Term("参加方式", _filled("how"), _CONDITIONS),
)

REQUIRED: dict[Mechanic, tuple[Term, ...]] = {
    Mechanic.SECKILL: (
        Term("活动商品", _filled("items"), _ADVERTISING),
        Term("秒杀价", _each_item("price"), _PRICE),
        # A flash sale lives on how many there are: unsaid, it is bait.
        Term("活动库存", _item_field_or("stock", "quantity"), _CONDITIONS),
        Term("每人限购数量", _item_field_or("limit", "per_person"), _CONDITIONS),
    ),
    Mechanic.GROUP_BUY: (
        Term("活动商品", _filled("items"), _ADVERTISING),
        Term("拼团价", _each_item("price"), _PRICE),
        Term("成团人数", _filled("size"), _CONDITIONS),
        Term("成团时限", _filled("fill_hours"), _CONDITIONS),
        # Members pay first: what happens to the money must be said before.
        Term("未成团怎么处理", _filled("if_unfilled"), _CONSUMER),
    ),
    Mechanic.BARGAIN: (
        Term("活动商品", _filled("items"), _ADVERTISING),
        Term("人数价格阶梯", _filled("ladder"), _PRICE),
        Term("最低价", _filled("floor_price"), _PRICE),
        Term("砍价规则", _filled("rule"), _CONDITIONS),
    ),
    Mechanic.COUPON: (
        Term("面额或折扣", _either("amount", "discount"), _PRICE),
        Term("使用门槛", _filled("threshold"), _CONDITIONS),
        Term("发放数量", _filled("quantity"), _CONDITIONS),
        Term("每人限领张数", _filled("per_person"), _CONDITIONS),
        Term("使用期限", _filled("use_until"), _CONDITIONS),
        Term("适用范围", _filled("scope"), _CONDITIONS),
    ),
    Mechanic.GIFT: (
        Term("买什么送", _filled("buy"), _ADVERTISING),
        Term("赠品（品种、规格）", _filled("gift"), _ADVERTISING),
        Term("赠品数量", _filled("quantity"), _ADVERTISING),
        Term("赠品送完怎么办", _filled("if_out"), _CONSUMER),
    ),
    Mechanic.ASSIST: (
        Term("助力人数", _filled("helpers"), _CONDITIONS),
        Term("助力奖励", _filled("reward"), _PRIZES),
        Term("奖励数量", _filled("quantity"), _PRIZES),
        Term("每人限领次数", _filled("per_person"), _CONDITIONS),
    ),
    Mechanic.RANKING: (
        Term("排名依据", _filled("metric"), _PRIZES),
        Term("奖品", _filled("prizes"), _PRIZES),
        Term("奖品价值", lambda c: bool(c.prizes) and all(p.value is not None for p in c.prizes), _PRIZES),
        Term("并列怎么处理", _filled("tie_rule"), _PRIZES),
        Term("公布结果的时间", _filled("announce_at"), _PRIZES),
    ),
    Mechanic.SWAP: (
        Term("收哪些旧物", _filled("old_items"), _CONDITIONS),
        Term("换新优惠", _filled("benefit"), _PRICE),
        Term("名额或每人限次", _either("quantity", "per_person"), _CONDITIONS),
        Term("旧物怎么处理", _filled("handling"), _CONSUMER),
    ),
    Mechanic.MEMBER_DAY: (
        Term("哪些会员可以参加", _filled("members"), _CONDITIONS),
        Term("会员权益", _filled("benefits"), _ADVERTISING),
    ),
    Mechanic.REFERRAL: (
        Term("推荐人奖励", _filled("reward"), _CONDITIONS),
        Term("新人奖励", _filled("new_reward"), _CONDITIONS),
        Term("奖励上限", _filled("reward_cap"), _PYRAMID),
        Term("奖励条件", _filled("condition"), _CONDITIONS),
        Term("奖励发放时间和方式", _filled("payout"), _CONDITIONS),
    ),
}


def missing(campaign: Campaign) -> list[Term]:
    """The required terms the campaign does not state, common ones first."""
    absent = [term for term in COMMON + REQUIRED[campaign.mechanic] if not term.stated(campaign)]
    # Without an article its price, stock and limit are missing too: saying so once is enough.
    if any(term.name == "活动商品" for term in absent):
        of_items = {"秒杀价", "拼团价", "活动库存", "每人限购数量"}
        absent = [term for term in absent if term.name not in of_items]
    if any(term.name == "奖品" for term in absent):
        absent = [term for term in absent if term.name != "奖品价值"]
    return absent


def missing_terms(campaign: Campaign) -> list[str]:
    """The Chinese names of the required terms the campaign does not state; empty when it is complete."""
    return [term.name for term in missing(campaign)]


#: Mechanics whose total and limit a person are pieces of the goods; elsewhere they count coupons, gifts or rewards.
SELLING = frozenset({Mechanic.SECKILL, Mechanic.GROUP_BUY, Mechanic.BARGAIN, Mechanic.MEMBER_DAY})


def item_stock(campaign: Campaign, item: CampaignItem) -> int | None:
    """Pieces of this article in the campaign; where goods are sold, one number may stand for all its articles."""
    if item.stock is not None:
        return item.stock
    return campaign.quantity if campaign.mechanic in SELLING else None


def item_limit(campaign: Campaign, item: CampaignItem) -> int | None:
    """Pieces one person may buy of this article."""
    if item.limit is not None:
        return item.limit
    return campaign.per_person if campaign.mechanic in SELLING else None


def contradictions(campaign: Campaign, products: Sequence[Product]) -> list[str]:
    """What the campaign says against itself or against the price list, one Chinese sentence each.

    ``products`` are the rows of the price list; articles the list does not know are not compared.
    """
    found = [*_times(campaign), *_ladder(campaign, products), *_coupon(campaign)]
    known = {product.sku: product for product in products}
    for item in campaign.items:
        found.extend(_item(campaign, item, known.get(item.sku)))
    return found


def _times(campaign: Campaign) -> Iterator[str]:
    start, end = campaign.start, campaign.end
    if start and end and end <= start:
        yield f"结束时间 {_when(end)} 不晚于开始时间 {_when(start)}"
    if campaign.announce_at and end and campaign.announce_at < end:
        yield f"公布结果的时间 {_when(campaign.announce_at)} 早于活动结束时间 {_when(end)}"


def _when(moment: datetime) -> str:
    return f"{date_text(moment.date(), year=True)}{time_text(moment)}"


def _ladder(campaign: Campaign, products: Sequence[Product]) -> Iterator[str]:
    steps = sorted(campaign.ladder, key=lambda step: step.buyers)
    for fewer, more in pairwise(steps):
        if more.buyers == fewer.buyers:
            yield f"价格阶梯里 {fewer.buyers} 人写了两次"
        elif more.price >= fewer.price:
            yield (
                f"价格阶梯没有越砍越低：{fewer.buyers} 人 {money_text(fewer.price)}，"
                f"{more.buyers} 人反而 {money_text(more.price)}"
            )
    if steps and campaign.floor_price is not None:
        lowest = min(step.price for step in steps)
        if campaign.floor_price != lowest:
            yield f"最低价写的是 {money_text(campaign.floor_price)}，阶梯里的最低一档却是 {money_text(lowest)}"
    prices = {product.sku: product for product in products}
    for item in campaign.items:
        product = prices.get(item.sku)
        if steps and product and product.price is not None and steps[0].price >= product.price:
            yield (
                f"{product.name} 日常售价 {money_text(product.price)}，"
                f"砍价第一档 {money_text(steps[0].price)} 并没有更便宜"
            )


def _coupon(campaign: Campaign) -> Iterator[str]:
    if campaign.mechanic is not Mechanic.COUPON:
        return
    if campaign.amount is not None and campaign.discount is not None:
        yield "优惠券同时写了面额和折扣，只能留一个"
    if campaign.amount is not None and campaign.threshold and campaign.amount > campaign.threshold:
        yield f"优惠券面额 {money_text(campaign.amount)} 高于使用门槛 {money_text(campaign.threshold)}"
    if campaign.use_from and campaign.use_until and campaign.use_until < campaign.use_from:
        yield f"优惠券的使用期限到 {date_text(campaign.use_until)} 止，却从 {date_text(campaign.use_from)} 才开始"
    if campaign.use_until and campaign.start and campaign.use_until < campaign.start.date():
        yield f"优惠券 {date_text(campaign.use_until)} 就到期，早于领券开始的 {date_text(campaign.start.date())}"


def _item(campaign: Campaign, item: CampaignItem, product: Product | None) -> Iterator[str]:
    if product is None:
        if not item.name:
            yield f"活动商品 {item.sku or '（没有写货号）'} 在商品表里找不到，也没有写名称"
        return
    name = product.name
    # The article of a bargain may carry the price the bargaining starts from.
    bargain = campaign.mechanic is Mechanic.BARGAIN
    if not bargain and item.price is not None and product.price is not None and item.price >= product.price:
        yield f"{name} 的活动价 {money_text(item.price)} 不低于日常售价 {money_text(product.price)}"
    stock = item_stock(campaign, item)
    if stock is not None and product.stock is not None and stock > product.stock > 0:
        yield f"{name} 的活动库存 {stock} 多于商品表里的库存 {product.stock}"


def available(campaign: Campaign, products: Sequence[Product]) -> Campaign:
    """The campaign with only the articles that can still be bought; all of them where none names an article."""
    left = tuple(item for item in campaign.items if why_out(campaign, item, products) is None)
    return campaign.model_copy(update={"items": left})


def why_out(campaign: Campaign, item: CampaignItem, products: Sequence[Product]) -> str | None:
    """Why an article cannot be bought: ``off_shelf``, ``sold_out``, or None when it can."""
    product = next((p for p in products if item.sku and p.sku == item.sku), None)
    if product and product.status is ProductStatus.OFF_SHELF:
        return "off_shelf"
    if product and (product.status is ProductStatus.SOLD_OUT or product.stock == 0):
        return "sold_out"
    return "sold_out" if item_stock(campaign, item) == 0 else None
