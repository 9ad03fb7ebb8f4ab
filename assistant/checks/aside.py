"""Is a figure told of something other than the shop's own goods today? 隔壁卖 12, 去年 15, 老陈出一支 50, 平均 82 克.

Talk of others runs on until the shop speaks of itself: 老街那家 20 一刀，纸薄，我们 32.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations

from assistant.checks.context import CheckContext
from assistant.checks.factlock import objections
from assistant.checks.graded import is_in_step
from assistant.checks.matching import COMPARED, same_value
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding

_OURS = re.compile(r"(?<!卖)我们|咱们?(?:家|店|们)?|本店|店里|小店|自家|现在|今[天年日儿]|这[批次周]|如今|眼下")
_SHOPS = (
    r"隔壁|别[家处的人]|人家|他们家|对[面门](?:那)?(?:家|店)?|超市|菜场|商场|网上(?!下单|商城|报名|预约|付|订|也|的?店)|网购|淘宝|京东|拼多多|某宝|外面|市面上?|同行|连锁店"
    r"|那[家边](?!的?会员)|哪家|楼下(?:的)?[一-鿿]{0,4}店|(?<!两)(?<!三)(?<!几)家别的"
)
_PAST = (
    r"去年|前年|往年|(?<![点日号时天分\d])以前|从前|早先|原先|当年|当初|那年|那时|那会儿?|小时候|上[次回批个]|刚开(?:店|业|张|始)?(?:的时候|那|时)"
    r"|头[几两一]年|早几年|几年前|年前(?!后)|涨到|还是[^，。]{0,6}的时候|20\d\d\s?年(?:刚|那|的?时候|才|还|卖)|(?:大学|年轻)(?:那|的)?时候?"
)
_PERSON = (
    r"(?:有人|群友|邻居|街坊|伙伴|朋友|同事|同学|[老小阿大][一-鿿]"
    r"|[一-鿿]{1,3}(?:姐|哥|叔|姨|阿姨|妈|爸|婆|爷|老师|先生|女士|家))"
)
_SELLS_ON = (
    rf"{_PERSON}[^，。；！\d]{{0,5}}(?:出[一两个掉]|转[一两手让卖给]|想?卖|(?<!退)让[一两给])"
    r"|\d+\s?[元块]?转(?!发|账|身)|转让|转手|求购|求收|闲置|(?:自己)?(?:联系|私|找)(?:他|她|ta)(?!们)"
)
_AWAY = re.compile(f"(?P<shop>{_SHOPS})|(?P<past>{_PAST})|(?P<person>{_SELLS_ON})")
_MINE = re.compile(
    r"我\s?(?:19|20)\d\d\s?年|我(?!们)(?:家|妈|爸|婆|自己|学|那|买|小|当|上|以前|老公|媳妇|闺女|儿子|侄)"
)
_WEIGHED = re.compile(r"平均|秤|称[了过]|量[了过]|实际|估摸|差不多|目测|每个人?大概")
_SO_FAR = re.compile(
    r"已经?[^，。；\d]{0,3}(?:送|领|卖|抢|报|拼|砍|约|接龙)|(?:送|领|卖|抢|报|约)(?:掉|出去?|走|到)了?"
)
_TOLD_BACK = re.compile(r"^[昨前]")
_ADDS = re.compile(r"[加减+\-＋－×*=]|折|合|共|等于|算下来|抵完?|剩|便宜|少|省|优惠|差|一半|翻")
_LAST_OF = re.compile(r"(?:明天|后天|[周期拜][一二三四五六日天]|\d\s?[日号])(?:就是|就|是|，)?最后\s?$")
_MOST = 6
# What these find is no figure beside goods, or knows talk of others itself.
_KEPT = frozenset({"wrong_step", "wrong_gift", "wrong_day", "too_late", "wrong_weekday", "expired", "not_begun"})
_DAYS = frozenset({"unverified_date", "wrong_date"})


def is_aside(start: int, scene: Scene) -> bool:
    """Whether the clause at ``start``, or one it runs on from, speaks of others, of the past or of somebody's own."""
    begin, end = scene.sentence_of(start)
    first, last = scene.clause_of(start)
    clause = scene.view[first:last]
    if _AWAY.search(clause) or _MINE.search(clause):
        # 隔壁卖 12 我们卖 10: what stands nearest before the figure counts.
        before = scene.view[first:start]
        ours = max((each.end() for each in _OURS.finditer(before)), default=-1)
        away = max((each.end() for each in (*_AWAY.finditer(before), *_MINE.finditer(before))), default=-1)
        return away > ours or ours < 0
    if _OURS.search(clause):
        return False
    for cut in sorted((each for each in scene.clauses if begin <= each < first), reverse=True):
        earlier = scene.view[slice(*scene.clause_of(cut))]
        if _OURS.search(earlier) and not _AWAY.search(earlier):
            return False
        if _AWAY.search(earlier) or _MINE.search(earlier):
            return not re.search(r"[？?]|还是", earlier)
    return _sold_on(begin, end, scene)


def _sold_on(start: int, end: int, scene: Scene) -> bool:
    """Whether the sentence offers what a member has to sell: it says whom to ask."""
    found = _AWAY.search(scene.view, start, end)
    return found is not None and found["person"] is not None


def is_borne_by_sum(quantity: Quantity, scene: Scene, read: Pasted) -> bool:
    """Whether the amount is what the sentence adds up: 128 减 9 块，119; 八折算下来 14.4; 24 罐 149，一罐六块二."""
    said = quantity.low
    start, end = scene.sentence_of(quantity.start)
    if not isinstance(said, Decimal) or said <= 0 or quantity.low != quantity.high:
        return False
    # What no fact bears adds up to nothing: 全场五折，白吐司 9 块.
    wrong = {each.quantity.start for each in objections(scene) if each.quantity.kind is not Kind.NUMBER}
    near = [
        each for each in scene.quantities
        if start <= each.start < end and each.start not in wrong and each is not quantity
        and isinstance(each.low, Decimal) and each.low > 0
    ]  # fmt: skip
    money = [each.low for each in near if each.kind in (Kind.MONEY, Kind.NUMBER)][:_MOST]
    owners = scene.owners_in(start, end)
    goods = [read.goods[key] for key in owners if key in read.goods]
    prices = [price for each in goods for price in (each.price, each.member_price) if price]
    rates = [each.low for each in near if each.kind is Kind.DISCOUNT]
    if any(_is_near(base * rate / 10, said) for base in (*money, *prices) for rate in rates):  # type: ignore[operator]
        return True
    before = [each for each in near if each.start < quantity.start]
    counts = [each.low for each in before if each.kind in (Kind.COUNT, Kind.NUMBER) and each.low > 1]  # type: ignore[operator]
    pieces = [each.low for each in before if each.kind is Kind.COUNT and 1 < each.low <= 20]  # type: ignore[operator]
    if any(price * count == said for price in prices for count in pieces):  # type: ignore[operator]
        return True
    told = [each.low for each in before if each.kind in (Kind.MONEY, Kind.NUMBER)]
    if _per_piece(quantity, scene) and any(_is_near(base / count, said) for base in told for count in counts):  # type: ignore[operator]
        return True
    if not _ADDS.search(scene.view, start, end):
        return False
    if any(each.price and each.member_price and each.price - each.member_price == said for each in goods):
        return True
    return any(
        said in (one + other, abs(one - other)) and {one, other} & set(prices)  # type: ignore[operator]
        for one, other in combinations(told[-_MOST:], 2)
    )


def _per_piece(quantity: Quantity, scene: Scene) -> bool:
    """Whether the amount is one piece's: 一罐六块二, 一支一块五."""
    before = scene.view[max(0, quantity.start - 4) : quantity.start]
    after = scene.view[quantity.end : quantity.end + 3]
    return bool(re.search(r"[一每][一-鿿]{1,2}\s?$", before) or re.match(r"\s?[一每][一-鿿]", after))


def _is_near(exact: Decimal, said: Decimal) -> bool:
    return abs(exact - said) <= max(Decimal("0.02") * said, Decimal("0.05"))


def excuses(finding: Finding, scene: Scene, read: Pasted, context: CheckContext) -> bool:
    """Whether the figure a finding points at is told and not promised, or follows from those beside it."""
    quantity = next((each for each in scene.quantities if each.start <= finding.start < each.end), None)
    if quantity is None or finding.kind in _KEPT:
        return False
    if is_in_step(quantity, scene, read, context):
        return True
    if finding.kind == "invented_scarcity" and quantity.kind is Kind.DURATION:
        # 明天最后一天 counts nothing down: assistant.checks.lastday.
        return _LAST_OF.search(scene.view, 0, quantity.start) is not None
    if quantity.kind is Kind.DISCOUNT:
        return is_aside(quantity.start, scene)
    if quantity.kind in (Kind.MONEY, Kind.NUMBER):
        # What the finding holds against the figure is the figure itself: 那节体验课值 99.
        _, _, truth = finding.message.partition("资料里是")
        if re.search(rf"(?<![\d.]){quantity.low}\s?元", truth) and finding.kind == "wrong_price":
            return True
        return is_aside(quantity.start, scene) or is_borne_by_sum(quantity, scene, read)
    if quantity.kind in (Kind.AGE, Kind.MEASURE, Kind.DURATION) and _is_of_goods(quantity, scene):
        return True
    if quantity.kind is Kind.COUNT:
        # 已经送掉 17 条 tells how far things have gone, no term of the campaign.
        before = scene.view[scene.clause_of(quantity.start)[0] : quantity.end + 3]
        return _SO_FAR.search(before) is not None or is_aside(quantity.start, scene)
    if quantity.kind is Kind.MEASURE:
        return _WEIGHED.search(scene.around(quantity.start)) is not None or is_aside(quantity.start, scene)
    # 昨天预告发早了 tells of a day that is over.
    return quantity.relative and _TOLD_BACK.match(quantity.text) is not None and finding.kind in _DAYS


def _is_of_goods(quantity: Quantity, scene: Scene) -> bool:
    """Whether the row of some goods of the sentence says so: 配 3 到 6 月龄中流量奶嘴 of a bottle, not of a teat."""
    start, end = scene.sentence_of(quantity.start)
    owners = scene.owners_in(start, end)
    kinds = COMPARED.get(quantity.kind, (quantity.kind,))
    return any(fact.owners & owners and same_value(fact, quantity) for fact in scene.sheet.of_kinds(kinds))
