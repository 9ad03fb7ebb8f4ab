"""What part a quantity plays, by the words beside it: list price or deal, limit or stock, start or end."""

from __future__ import annotations

from assistant.checks.quantity import Kind, Quantity
from assistant.text.patterns import Pattern

# What may stand between the word and the number.
_FILL = (
    r"(?:[是为:：到至\s¥$]|只要|仅需|仅|只需|只|才|就|统一|一律|都|均|可|再|能|约|人民币|了|也|还"
    r"|直接|最多|是在|每[件份个盒包单人套双]|每|一[件份个盒包单套双])*"
)


def _table(kind_words: dict[str, str]) -> tuple[tuple[str, Pattern], ...]:
    return tuple((role, Pattern(rf"(?:{words}){_FILL}$")) for role, words in kind_words.items())


_MONEY_BEFORE = _table(
    {
        "member": "(?:会员|学员|储值)(?:专享|专属)?(?:到手|日)?价?|[Vv][Ii][Pp]专?享?价?",
        "list": (
            "原价|日常(?:售|零售)?价?|平时(?:卖|价|售价)?|平日(?:卖|价)?|平常(?:卖|价)?|门市价|标价"
            "|吊牌价|市场价|正价|零售价|划线价|店里(?:卖|价)|单买|单独购买|(?:自己|单独|一个人)[买拍]|不拼团?"
        ),
        "deal": (
            "降[到至]|调[到至]|活动(?:期间)?价?|秒杀(?:特)?价?|拼团价?|团购价?|[团拼砍秒抢]价|成团价?"
            "|特价|到手价?|现价|现在|券后价?|优惠价|折后价?|只要|仅需|仅售|只需|抢购价|专享价|尝鲜价"
            "|首发价|体验价|爆款价|福利价|内购价|今[天日](?:只要|只)?|砍后|低至|折合|群(?:内"
            "|友)?(?:专享)?价"
        ),
        "floor": "最低(?:可?砍?[到至])?|砍到底?|底价|封底|最低价",
        "price": "价格|售价|定价|单价|卖|价|花|付|实付|支付",
        "save": "省下?|立减|直降|减免?|便宜|优惠|立省|少花|少付|少收|少算|降|返现?|抵扣?|折扣|差价?",
        "coupon": "(?:优惠|代金|抵用|满减|无门槛|新人|现金|早鸟|消费|抵扣)券|红包|面额",
        "threshold": "满|消费满?|实付满|达到?|超过|凑够?",
        "value": "价值|值|市值",
        "reward": "奖励?|得|送|赠|领",
        "fee": "运费|邮费|配送费|押金|定金|订金|学费|工本费|补差?",
    }
)
_LISTED = tuple((role, words) for role, words in _MONEY_BEFORE if role == "list")
_MONEY_AFTER = (
    ("coupon", Pattern(r"\s?(?:的)?(?:无门槛|满减|优惠|代金|抵用|现金)*(?:券|红包)")),
    ("save", Pattern(r"\s?(?:的)?(?:优惠|差价|立减|折扣)")),
    ("threshold", Pattern(r"\s?(?:以上|起)?(?:包邮|可用|就?可以用|免邮|免运费|起送)|以上")),
    ("fee", Pattern(r"\s?(?:的)?(?:运费|邮费|配送费|定金|押金)(?!\s?\d)")),
    ("list", Pattern(r"\s?(?:的)?(?:原价|日常价)")),
    ("member", Pattern(r"\s?(?:的)?会员价")),
)
_COUNT_BEFORE = _table(
    {
        "limit": (
            r"限购|限领|限买|限拍|限报|每人(?:限[购领买拍]?|最多)?|每单(?:限|最多)?|每户(?:限|最多)?"
            r"|每个?(?:ID|id|账号|号|家庭)(?:限[购领]?|最多)?|单人限?|人均限"
            r"|(?:每个人|一个?人|一单|每单|每人|一户|每户|一家)(?:最多|限|只能|顶多)[购买拿领抢拍]"
            r"|(?:每个人|一个?人|一单|一户|一家)(?:最多|限|只能|顶多)"
            r"|(?:[每一]个?(?:人|孩子|娃|宝宝|学员|会员|家庭|账号|号)|[每一][位户家单])(?:最多|限|只能|顶多)?(?:可以|可|能)"
            r"[购买拿领抢拍约用报]"
        ),
        "left": "仅剩下?|只剩下?|还剩下?|剩余?|剩下|最后",
        "stock": "库存|现货|限量|仅限|备货|备了?|总共|全场共|共|名额|余|放出|上架|准备了|只有",
        "gift": "送|赠|加送|附赠|得",
        "buy": "买|购|任选|任购|下单",
        "helpers": "助力|邀请?|拉|找|叫上|喊",
        "size": "凑够?|满|凑齐|拼满",
    }
)
_COUNT_AFTER = (
    ("size", Pattern(r"\s?(?:即可|就|能|可以?)*(?:凑[齐够满]|成团|起拼|拼团|开团|一团|团|拼|成行)")),
    ("helpers", Pattern(r"\s?(?:好友)?(?:助力|帮忙)")),
    ("limit", Pattern(r"\s?(?:封顶|为限)")),
)
_END_BEFORE = Pattern(
    r"(?:截止(?:时间|日期)?(?:到|至|为|是)?|截至|结束(?:时间|日期)?(?:为|是)?|到期(?:日|时间)?"
    r"|有效期[至到]?|[至到]|持续到|延续到|直到|用到|~|-|—)[：:\s]*(?:今天|明天|后天|当天)?$"
)
_START_BEFORE = Pattern(
    r"(?:开[抢始团卖售课业枪秒](?:时间|日期)?(?:为|是)?|起售(?:时间)?|上线(?:时间)?|开始时间|从|自)[：:\s]*$"
)
_ANNOUNCE_BEFORE = Pattern(r"(?:公布|开奖|揭晓)(?:时间|名单|结果)?(?:为|是)?[：:\s]*$")
_BETWEEN = (
    r"^[\s，,的）)]*(?:（?周.）?|当天|当晚|晚上?|早上?|上午|下午|中午|准点|准时|整|正式|就|会|统一"
    r"|\d{1,2}[:：]\d{2}|\d{1,2}点半?|[一二两三四五六七八九十]{1,3}点半?|我们|店里|活动"
    r"|[秒拼]团?杀?|抢购|报名|下单|群里|全部|的)*[\s，,]*"
)
_END_AFTER = Pattern(
    _BETWEEN + r"(?:之?前(?!\d)|截止|结束|为止|止|收官|收团|截单|截团|到期|失效|过期|恢复原价|下线|收尾|关团)"
)
_START_AFTER = Pattern(
    _BETWEEN + r"(?:开[抢始团卖售枪秒课]|起(?!来|床|夜)|上线|上架|准时抢|可抢|开启"
    # 22:30，到前台 names a place, no end.
    r"|[-~—至到](?=\s?(?:\d|[一二三四五六七八九十]|[今明当次本下周晚早中凌]|后天|星期|礼拜|月底|年底"
    r"|国庆|元旦|春节|过年|除夕|初|卖完|结束)))"
)
_ANNOUNCE_AFTER = Pattern(_BETWEEN + r"(?:公布|开奖|揭晓|公示)")
_DURATION_AFTER = (
    ("fill", Pattern(r"\s?(?:内|之内|以内)?\s?(?:没有?|未|不|还没)?(?:能)?(?:成团|拼满|拼成|凑满|凑齐|满员|凑够)")),
    ("ship", Pattern(r"\s?(?:内|之内|以内)?\s?(?:发货|送达|到货|送到|寄出|发出|到账|退款|退换|退货)")),
)
_AHEAD = Pattern(r"前(?:至少|最少|起码|大概|约|个)?\s?$|提早\s?$")
_BEFORE = Pattern(r"\s?[以之]?前(?![面台三两几\d])")
_CLOSED_AFTER = Pattern(
    r"[\s、，和及周星期一二三四五六日天]*(?:都|是|全天|统一|固定)?(?:休息|闭店|店休|公休|不营业"
    r"|不开|闭馆|关门|不上课|休馆)"
)
_NAMED = Pattern(r"(?:(买|购买)|(?:送|赠送?(?!品)|得|领取?))(?!券|取)[^\d，。；：:买送赠]{2,18}$")
_CLAUSE = Pattern(r"[，,；;。！!？?\n、]")
_ENDS = Pattern(r"\s*(?:[，。；！,;!\n]|$)")
_TIMES = frozenset({"趟", "回", "遍"})


def roles_of(view: str, quantity: Quantity) -> frozenset[str]:
    """The roles the words around ``quantity`` in ``view`` (the plain text) give it; empty where they say nothing."""
    if quantity.roles:
        return quantity.roles
    before = view[max(0, quantity.start - 14) : quantity.start]
    after = view[quantity.end : quantity.end + 14]
    if quantity.kind is Kind.MONEY:
        if before.rstrip().endswith("不满") and _ENDS.match(after):
            return frozenset({"fee"})  # 满 99 免运费，不满 6 块
        return _nearest(before, after, _MONEY_BEFORE, _MONEY_AFTER)
    if quantity.kind in (Kind.COUNT, Kind.NUMBER):
        if quantity.kind is Kind.NUMBER and (price := _nearest(before, "", _LISTED, ())):
            return price  # 单买 59.9
        if quantity.unit in _TIMES:  # 送一趟 takes, it gives nothing.
            return frozenset()
        return _nearest(before, after, _COUNT_BEFORE, _COUNT_AFTER) or _given(view, quantity)
    if quantity.kind in (Kind.DATE, Kind.TIME, Kind.WEEKDAY):
        return _moment_roles(before, after, quantity)
    if quantity.kind is Kind.DURATION:
        if _AHEAD.search(before) or _BEFORE.match(after):
            return frozenset({"ahead"})
        return frozenset(role for role, words in _DURATION_AFTER if words.match(after))
    return frozenset()


def _given(view: str, quantity: Quantity) -> frozenset[str]:
    """Bought or given with the name of the thing between: 送纱布包巾 1 条."""
    clause = _CLAUSE.split(view[max(0, quantity.start - 24) : quantity.start])[-1]
    if match := _NAMED.search(clause):
        return frozenset({"buy" if match[1] else "gift"})
    return frozenset()


def _nearest(
    before: str,
    after: str,
    table: tuple[tuple[str, Pattern], ...],
    tail: tuple[tuple[str, Pattern], ...],
) -> frozenset[str]:
    """What follows is the surer sign (30 元券); before it, the word that ends nearest in the same clause."""
    for role, pattern in tail:
        if pattern.match(after):
            return frozenset({role})
    clause = _CLAUSE.split(before)[-1]
    best: tuple[int, int, str] | None = None
    for role, pattern in table:
        match = pattern.search(clause)
        if match is not None:
            word = len(clause) - match.start()
            if best is None or word > best[0]:
                best = (word, 0, role)
    return frozenset() if best is None else frozenset({best[2]})


def _moment_roles(before: str, after: str, quantity: Quantity) -> frozenset[str]:
    if quantity.kind is not Kind.WEEKDAY and quantity.low != quantity.high:
        return frozenset()
    if quantity.kind is Kind.WEEKDAY and _CLOSED_AFTER.match(after):
        return frozenset({"closed"})
    if _ANNOUNCE_AFTER.match(after) or _ANNOUNCE_BEFORE.search(before):
        return frozenset({"announce"})
    if _END_AFTER.match(after):
        return frozenset({"end"})
    if _START_AFTER.match(after) or _START_BEFORE.search(before):
        return frozenset({"start"})
    return frozenset({"end"}) if _END_BEFORE.search(before) else frozenset()
