"""How much does a figure that no fact bears matter in a text an operator pastes? 今晚 8 点聊 claims nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.checks.factlock import Objection
from assistant.checks.ordered import is_ordered
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantities import find_quantities
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Severity
from assistant.text.numerals import parse_numeral

_SELLS = re.compile(
    r"价|元|块钱|\d\s?块(?!面|肉|布|砖|地|屏|石|蛋糕|豆腐)|[一二三四五六七八九]折|抵扣?\s?\d|[¥￥]|下单|[抢拍购订囤][^，。]|买|卖|秒杀|拼团|团购|开团|砍价|优惠|特价|促销|福利|打折|折扣|\d\s?折|满减|包邮|券|赠|送|库存|"
    r"限购|名额|报名|招生|开班|上新|新品|到货|现货|预订|预售|会员价|链接|接龙|办卡|充值|储值|套餐|体验课|免费|起送|运费"
)
_TALK = re.compile(
    r"我(?:们家|家)?(?:自己)?(?:花|买|以前|上次|当时|婆|妈|昨天)|花了|上次|去年|以前|小时候|听说|网上|淘宝|京东|拼多多|超市|别家|别的店|隔壁|邻居|朋友|有人|"
    r"群友|新闻|据说|大概|差不多|预算|工资|红包群|打车|停车费|房租"
)
_ASKS = re.compile(r"[？?]|吗|多少|几(?:个|次|点|天|岁)|还是|你家|大家(?:家里|平时|一般|都)")
_SHOP_HOURS = re.compile(r"营业|开门|关门|打烊|闭店|开店|开到|开馆|闭馆|开到|几点开|歇业")
_CROWD = re.compile(
    r"(?:妈妈|宝妈|家长|顾客|客户|会员|用户|学员|人|家庭|孩子|宝宝|群友|老师|邻居)[^，。！？\n]{0,8}(?:报名|下单|买|用|选|好评|回购|复购|参加|推荐|满意|加入|体验|反馈)"
    r"|好评|回购|复购|满意|销量|售出|卖出|卖了|已报|已抢|已售|通过率|有效率|续[课卡费]率"
)
_PROMISE = re.compile(r"发货|送达|到货|送到|到账|退|换|质保|保修|保质|无理由|有效|包邮|送货|上门|免费|内送")
_PHONE = re.compile(r"电话|热线|客服|预约|咨询|拨打|打给|联系")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_DESK = re.compile(r"店|客服|预约|热线|咨询|前台|公司|订[座位餐]|我们")
_SHOPS = frozenset({"家店", "家门店", "门店", "家分店"})
_GIVES = frozenset({"stock", "left", "limit", "size", "gift", "buy", "helpers"})
_PRICES = frozenset({"price", "list", "deal", "member", "floor"})
_OFFERS = frozenset({"deal", "floor", "nth", "list", "member", "coupon", "threshold", "save", "fee", "reward", "value"})


@dataclass(frozen=True, slots=True)
class Weight:
    """A finding that is told, and how gravely."""

    severity: Severity


def sells(scene: Scene, position: int) -> bool:
    """Whether the sentence at ``position`` offers something: it names goods of the shop, or speaks of buying."""
    start, end = scene.sentence_of(position)
    named = any(start <= each.start < end and each.end - each.start >= 3 and not each.loose for each in scene.mentions)
    return named or bool(_SELLS.search(scene.view, start, end))


def weigh(objection: Objection, scene: Scene, read: Pasted) -> Weight | None:
    """The weight of one objection, None where the figure claims nothing about what is sold."""
    quantity, kind = objection.quantity, objection.finding.kind
    start, end = scene.sentence_of(quantity.start)
    sentence, clause = scene.view[start:end], scene.around(quantity.start)
    offers = read.announced is not None or sells(scene, quantity.start) or _limits(objection, scene)
    if _is_sum(objection, scene, read) or _is_share(objection, scene, read) or is_ordered(quantity, scene, read):
        return None
    if quantity.kind is Kind.DURATION and (aged := _age_of_shop(objection, sentence, scene)):
        return None if _TALK.search(sentence) else aged
    if kind == "wrong_weekday":
        return Weight("error" if offers else "warn")
    if not offers and not _SHOP_HOURS.search(clause):
        return _about_people(objection, clause)
    if _TALK.search(sentence) and read.announced is None and not is_named(objection, scene):
        return None
    if quantity.kind in (Kind.MONEY, Kind.DISCOUNT):
        return _price(objection, sentence, scene, read)
    if quantity.kind in (Kind.DATE, Kind.TIME, Kind.WEEKDAY):
        return _moment(objection, clause, read)
    if quantity.kind is Kind.NUMBER and is_named(objection, scene) and _bare_price(objection, scene, read):
        return Weight("warn")
    if quantity.kind in (Kind.COUNT, Kind.NUMBER, Kind.ORDINAL):
        return _count(objection, clause, scene, read)
    if quantity.kind is Kind.DURATION:
        promised = bool(_PROMISE.search(clause)) or read.announced is not None
        return Weight("warn") if promised and not _ASKS.search(sentence) else _told_as(objection, "invented_scarcity")
    if quantity.kind is Kind.AGE and _old_enough(objection, scene, read):
        return None
    if quantity.kind in (Kind.MEASURE, Kind.AGE):
        told = is_named(objection, scene) and _is_told_of_goods(objection, scene)
        return Weight("warn") if told and not _is_within(objection, scene) else None
    if quantity.kind is Kind.CODE:
        if _MOBILE.fullmatch(str(quantity.low)) and not _DESK.search(clause):
            return None  # Somebody's own: assistant.checks.privacy.
        return Weight("warn") if _PHONE.search(clause) and len(re.sub(r"\D", "", quantity.text)) >= 7 else None
    return _about_people(objection, clause)


def _limits(objection: Objection, scene: Scene) -> bool:
    """Whether the figure is the wrong limit of goods its clause names: 草莓一人最多 5 盒 sells without a word of it."""
    limit = objection.finding.kind.startswith("wrong_") and "limit" in objection.setting.roles
    return limit and is_named(objection, scene)


def is_named(objection: Objection, scene: Scene) -> bool:
    """Whether the clause itself names the goods the figure is about."""
    start, end = scene.clause_of(objection.quantity.start)
    owners = objection.setting.owners
    return any(start <= each.start < end and each.owners & owners and not each.loose for each in scene.mentions)


def _told_as(objection: Objection, kind: str) -> Weight | None:
    return Weight("error") if objection.finding.kind == kind else None


def _old_enough(objection: Objection, scene: Scene, read: Pasted) -> bool:
    """Whether the age lies above the one from which the goods are meant: 六岁上启蒙班, which takes them at 五岁半."""
    said = objection.quantity.low
    for key in objection.setting.owners & set(read.goods):
        product = read.goods[key]
        ages = [
            each
            for text in (product.name, product.description)
            for each in find_quantities(text, today=scene.sheet.today)
            if each.kind is Kind.AGE and isinstance(each.low, Decimal) and isinstance(each.high, Decimal)
        ]
        if isinstance(said, Decimal) and ages:
            first = ages[0]
            return first.low <= said and (first.low == first.high or said <= first.high)  # type: ignore[operator]
    return False


_OF_GOODS = re.compile(r"\s?(?:以?[内下上])?装?的?\s?")


def _is_told_of_goods(objection: Objection, scene: Scene) -> bool:
    """Whether the goods are named before the measure, or right behind it: 8 升装的豆腐砂, never 28 公斤算大型犬."""
    start, end = scene.clause_of(objection.quantity.start)
    inside = [each for each in scene.mentions if start <= each.start < end]
    return any(
        each.end <= objection.quantity.start or _OF_GOODS.fullmatch(scene.view, objection.quantity.end, each.start)
        for each in inside
    )


def _is_within(objection: Objection, scene: Scene) -> bool:
    """Whether a distance or weight lies within a range the facts name: 5 公里以内, where they say 三到八公里."""
    said = objection.quantity
    facts, owners = scene.sheet.of_kinds([said.kind]), objection.setting.owners
    return said.low == said.high and any(
        fact.unit == said.unit and fact.free and (not fact.owners or fact.owners & owners)
        and low < high and low <= said.low <= high  # type: ignore[operator]
        for fact in facts
        for low, high in fact.readings
    )  # fmt: skip


_EXTRA = re.compile(
    r"(?:再?加|另收|补|涨|多付?|少[收付花算]?|省|贵|便宜|差|押金|小费|邮费)[了出]?(?:大概|大约|将近|差不多|整整)?\s?[¥]?$"
)
# How a price has moved, or what is short of a sum, is no price: 产地又涨了两毛, 差一毛.
_MOVED = re.compile(r"(?:[涨跌降贵]了|(?<![相落])差|涨|跌)(?:大概|大约|将近|差不多|整整|个)?\s?$")


def _price(objection: Objection, sentence: str, scene: Scene, read: Pasted) -> Weight | None:
    """A wrong price is an error; one that nothing bears is, where the text says it is the shop's."""
    roles, finding = objection.setting.roles, objection.finding
    if _MOVED.search(scene.view, 0, objection.quantity.start):
        return None
    if read.announced is None and _EXTRA.search(scene.view, 0, objection.quantity.start):
        return Weight("info")
    if is_named(objection, scene) or read.announced is not None:
        return Weight("error")
    told = roles <= {"price"} or (roles <= {"price", "member"} and _is_listed(objection, scene, read))
    if told and objection.setting.owners and opens_clause(objection, scene):
        return Weight("error")
    if roles <= _PRICES and any(
        objection.quantity.low in (each.price, each.member_price) for each in read.goods.values()
    ):
        # A price of the shop; beside no name nobody can tell whose.
        return Weight("info")
    if finding.kind == "member_price" or (finding.kind.startswith("wrong_") and roles & _OFFERS):
        return Weight("error" if objection.setting.owners else "warn")
    if _ASKS.search(sentence) and not roles & _OFFERS:
        return None
    return Weight("warn") if roles & _OFFERS or objection.quantity.kind is Kind.DISCOUNT else Weight("info")


def _is_listed(objection: Objection, scene: Scene, read: Pasted) -> bool:
    """Whether the sentence has said before what the goods cost everybody: 标价 169 元，会员拿 145 元."""
    start, _ = scene.sentence_of(objection.quantity.start)
    prices = {read.goods[key].price for key in objection.setting.owners if key in read.goods}
    return any(start <= each.start < objection.quantity.start and each.low in prices for each in scene.quantities)


_ONLY = re.compile(
    r"\s*(?:现在|今天|会员价?|学员价?|储值(?:会员)?价?|拿|到手|都|只要|才|卖|就|还是|也就|统一|一律|也|是|[一每][个件包盒份瓶只套张支袋罐杯斤节次])*\s*"
)


def opens_clause(objection: Objection, scene: Scene) -> bool:
    """Whether the amount says nothing but what the one article named before it costs: 海盐可颂出炉了，10 块一个."""
    place = objection.quantity.start
    start, _ = scene.clause_of(place)
    begin, _ = scene.sentence_of(place)
    named = {each.owners for each in scene.mentions if begin <= each.start < place}
    before = list(scene.view[start:place])
    for each in scene.quantities:
        # 夜课周二周四，24 课时 2680 元: how much of it is no other thing.
        if start <= each.start < place and each.kind in (Kind.COUNT, Kind.MEASURE, Kind.DURATION):
            before[each.start - start : each.end - start] = " " * (each.end - each.start)
    return named == {objection.setting.owners} and _ONLY.fullmatch("".join(before)) is not None


def _bare_price(objection: Objection, scene: Scene, read: Pasted) -> bool:
    """Whether a number without a unit is the price of the article its clause names: 长毛猫洗一次 118，打结另算."""
    quantity = objection.quantity
    if not isinstance(quantity.low, Decimal) or quantity.low < 10 or objection.setting.roles:
        return False
    priced = any(read.goods[key].price is not None for key in objection.setting.owners if key in read.goods)
    before = scene.view[: quantity.start].rstrip()[-1:]
    if before in _SHORT_OF:
        return False
    return (
        priced
        and ("一" <= before <= "鿿")
        and re.match(
            r"(?:\s?一[包件盒份瓶只套张支袋罐杯斤箱提桶条双个])?\s*(?:[，。！；,!;\n]|$)", scene.view[quantity.end :]
        )
        is not None
    )


# 一袋猫砂不够 88 names what is to be reached.
_SHORT_OF = tuple("够到满差凑")
_TOTAL = re.compile(r"(?:(?:一共|总共|合计|加起来|总价|共)(?:是|就|要|才)?|[=＝])\s?[¥]?\s?$")


def _is_sum(objection: Objection, scene: Scene, read: Pasted) -> bool:
    """Whether the figure is said to be the sum of those before it in the sentence, and is: 36 加 9，一共 45."""
    if not _TOTAL.search(scene.view, 0, objection.quantity.start):
        return False
    start, _ = scene.sentence_of(objection.quantity.start)
    parts = [
        each.low
        for each in scene.quantities
        if start <= each.start < objection.quantity.start
        and each.kind in (Kind.MONEY, Kind.NUMBER)
        and isinstance(each.low, Decimal)
        and not _is_factor(each, scene)
    ]
    prices = {read.goods[key].price or 0 for key in objection.setting.owners if key in read.goods}
    # What stands further ahead may be the number of a house or of an order.
    wholes = {sum(parts[-count:], Decimal(0)) for count in range(2, len(parts) + 1)}
    added = len(parts) == 1 and any(parts[0] + price == objection.quantity.low for price in prices)
    return added or objection.quantity.low in wholes


def _is_factor(quantity: Quantity, scene: Scene) -> bool:
    """Whether the number is multiplied, or is the pieces of it: 45 in 5 盒 ×45=225."""
    around = scene.view[: quantity.start].rstrip()[-1:], scene.view[quantity.end :].lstrip()[:1]
    return any(each in ("×", "x", "X", "*") for each in around)


_SHARED = re.compile(
    r"摊|平均|折合|合下来|合到|算下来|分下来|相当于|合每|人均|[每一](?:天|日|次|节|个?月|人|课时|片|顿)"
)
_UNDER = re.compile(r"不到\s?$")


def is_rate(objection: Objection, scene: Scene) -> bool:
    """Whether the amount is said to be for a day, a time or a head: 季卡每天 8 元 is no price of the card."""
    start, _ = scene.clause_of(objection.quantity.start)
    return _SHARED.search(scene.view, start, objection.quantity.start) is not None


def _is_share(objection: Objection, scene: Scene, read: Pasted) -> bool:
    """Whether the amount is a price divided by what the sentence or the row counts: 一次课 110 元 of 4400 for 40."""
    quantity = objection.quantity
    if quantity.kind not in (Kind.MONEY, Kind.NUMBER) or not isinstance(quantity.low, Decimal) or quantity.low <= 0:
        return False
    if not is_rate(objection, scene):
        return False
    start, end = scene.sentence_of(quantity.start)
    near = [each for each in scene.quantities if start <= each.start < end and each is not quantity]
    goods = [read.goods[key] for key in objection.setting.owners if key in read.goods]
    wholes = {each.low for each in near if each.kind in (Kind.MONEY, Kind.NUMBER)} | {each.price for each in goods}
    counted = [each for each in near if each.kind in (Kind.COUNT, Kind.DURATION)]
    for product in goods:
        counted += find_quantities(f"{product.name}，{product.spec}", today=scene.sheet.today)
    parts = {
        part for each in counted if isinstance(each.low, Decimal) for part in (each.low, each.low / 1440) if part > 1
    }
    under = _UNDER.search(scene.view, start, quantity.start) is not None
    return any(_divides(whole / part, quantity.low, under=under) for whole in wholes if whole for part in parts)  # type: ignore[operator]


def _divides(share: Decimal, said: Decimal, *, under: bool) -> bool:
    return share < said <= share * 2 if under else abs(share - said) <= Decimal("0.05") * said


_AGED = re.compile(r"开了|做了|干了|经营|创立|成立|创办|扎根|开店|老店|营业了|陪伴|深耕")
_SHOP = re.compile(r"我们|本店|咱们?店|咱家店|店|馆|教室|团队|品牌|街坊|老板|师傅")


def _age_of_shop(objection: Objection, sentence: str, scene: Scene) -> Weight | None:
    """How long the shop has been there must stand in the files: 在玉林开了 15 年, 二十年老店."""
    quantity = objection.quantity
    clause = scene.around(quantity.start)
    if not quantity.text.rstrip("多了").endswith("年") or not _AGED.search(clause):
        return None
    if _since(objection, scene):
        return None
    named = any(name and name in clause for name in scene.sheet.names)
    return Weight("warn") if named or _SHOP.search(sentence) else None


# 2011 年在渔港边上开的, 1998 年创立.
_FOUNDED = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?年[^，。；\n]{0,12}?(?:开|创|成立|起|做|办|经营)")
_TEENS = re.compile(r"(?P<tens>[一二两三四五六七八九]?)十[几多]年")


def _since(objection: Objection, scene: Scene) -> bool:
    """Whether the shop has been there so long by the year in which the brand says it began: 十几年, since 2011."""
    about = [text for text, basis in scene.sheet.texts if basis == "brand.yaml"]
    ages = {scene.sheet.today.year - int(match["year"]) for text in about for match in _FOUNDED.finditer(text)}
    text = objection.quantity.text
    if teens := _TEENS.search(text):
        first = 10 * int(parse_numeral(teens["tens"]) or 1) if teens["tens"] else 10
        return any(first < age < first + 10 for age in ages)
    years = objection.quantity.low / 12 if isinstance(objection.quantity.low, Decimal) else Decimal(0)
    slack = 10 if "多" in text else 1
    return any(0 <= age - years <= slack or (slack == 1 and abs(age - years) <= 1) for age in ages)


def _moment(objection: Objection, clause: str, read: Pasted) -> Weight | None:
    # Opening hours are judged by the shop they belong to (assistant.checks.openings).
    if read.announced is None or _SHOP_HOURS.search(clause):
        return None
    decided = objection.setting.roles or objection.finding.kind.startswith("wrong_")
    ranged = objection.quantity.low != objection.quantity.high
    return Weight("error" if decided or ranged else "warn")


_DOOR = re.compile(r"\s?(?:栋|幢|号楼|单元|弄|室(?!内|外))")


def _count(objection: Objection, clause: str, scene: Scene, read: Pasted) -> Weight | None:
    roles = objection.setting.roles
    if _DOOR.match(scene.view, objection.quantity.end):
        return None
    if read.announced is not None:
        return Weight("error" if roles & _GIVES or is_named(objection, scene) else "warn")
    owners = objection.setting.owners
    if "buy" in roles and not re.search("[送赠减折免得享返]", clause):
        return None  # 想单买一个的, 买两箱 298 promise nothing for it.
    if "buy" in roles:
        # 买二送一 that no campaign knows; what is given with it is not said again.
        return Weight("error" if owners else "warn")
    if ("left" in roles or "stock" in roles) and owners:
        # Denied by the stock, or the stock is not known.
        return Weight("error" if objection.expected is not None else "warn")
    if objection.quantity.unit in _SHOPS and "店" in clause:
        return Weight("warn")
    if len(owners) == 1 and "limit" in roles and objection.finding.kind == "wrong_limit":
        return Weight("warn")  # 生吐司三点半出炉，每人限 4 条
    if is_named(objection, scene) and roles & _GIVES:
        return Weight("error" if objection.finding.kind.startswith("wrong_") else "warn")
    return _about_people(objection, clause)


def is_crowd(objection: Objection, scene: Scene) -> bool:
    """Whether the figure says how many others bought or thought something."""
    return _about_people(objection, scene.around(objection.quantity.start)) is not None


def _about_people(objection: Objection, clause: str) -> Weight | None:
    """Figures of what others bought or thought need a source: 已有 300 位妈妈报名, 95% 的家长都说好."""
    if objection.quantity.kind in (Kind.COUNT, Kind.PERCENT, Kind.VAGUE, Kind.NUMBER) and _CROWD.search(clause):
        return None if _ASKS.search(clause) or re.search(r"我们?家|昨天|今天有", clause) else Weight("warn")
    return None
