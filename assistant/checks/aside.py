"""Is a figure told of something other than the shop's own goods today? 隔壁卖 12, 去年 15, 老陈出一支 50, 平均 82 克.

Talk of others runs on until the shop speaks of itself: 老街那家 20 一刀，纸薄，我们 32.
"""

from __future__ import annotations

import re

from assistant.checks.arithmetic import follows, is_bought, rate_follows
from assistant.checks.briefsheet import campaign_texts
from assistant.checks.context import CheckContext
from assistant.checks.contradicted import BROUGHT
from assistant.checks.filelines import lines_for
from assistant.checks.graded import is_in_step
from assistant.checks.matching import COMPARED, same_value
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_OURS = re.compile(r"(?<!卖)我们|咱们?(?:家|店|们)?|本店|店里|小店|自家|现在|今[天年日儿]|这[批次周]|如今|眼下")
_SHOPS = (
    r"隔壁|别[家处的人]|人家|他们家|对[面门](?:那)?(?:家|店)?|超市|菜场|商场|网上(?!下单|商城|报名|预约|付|订|也|的?店)|网购|淘宝|京东|拼多多|某宝|外面|市面上?|同行|连锁店"
    r"|那[家边](?!的?会员)|哪家|楼下(?:的)?[一-鿿]{0,4}店|(?<!两)(?<!三)(?<!几)家别的"
)
_PAST = (
    r"去年|前年|往年|(?<![点日号时天分\d])以前|从前|早先|原先|当年|当初|那年|那时|那会儿?|小时候|上[次回批个周]|上(?:星期|礼拜)|刚开(?:店|业|张|始)?(?:的时候|那|时)"
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
    r"已经?[^，。；\d]{0,3}(?:送|领|卖|抢|报|拼|砍|约|接龙)|(?:送|领|卖|抢|报|约)(?:(?:掉|出去?|走)了?|到了)"
)
_TOLD_BACK = re.compile(r"^[昨前]")
_LAST_OF = re.compile(r"(?:明天|后天|[周期拜][一二三四五六日天]|\d\s?[日号])(?:就是|就|是|，)?最后\s?$")
# 488 元是十月那天的事: a price of what is over may be told, unless it is promised still.
_IS_OVER = Pattern(
    r"那[天次场回会阵]|的事|结束|过了|过去|错过|没赶上|上个?月|[是叫]秒杀价|那时|当时|才有|的价[，。；]|价了"
)
_APART = Pattern(
    r"不(?:能|可以?|得|再|许|会|支持|参与|参加|享受?)*[^，。；！\n]{0,16}?(?:一起|同时|叠加?|同享|并用|共用|混用|再[用减抵])|不(?:叠加|同享)"
    r"|(?:二选一|只能[用选]一)"
)
_EACH = re.compile(r"[每一按][天次节日晚月个]")
_LATER = Pattern(r"才|要?等|明年|到时候|以后|再说|(?:\d|[一二三四五六七八九十])月")
_STILL = Pattern(r"还(?:是|有|能|按|给|照)|照样|仍|补|继续|依旧|今天也|再来|返场|还没|不变")
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
    if finding.kind == "contradicted" and _is_of_others_too(finding, scene):
        return False
    if finding.kind in ("expired_price", "wrong_price") and _is_told_over(quantity, scene, context):
        return True
    if _is_to_come(quantity, scene, context) or _is_kept_apart(quantity, scene, context):
        return True
    if quantity.kind is Kind.DISCOUNT and rate_follows(quantity, scene, read):
        return True
    if quantity.kind is Kind.DISCOUNT:
        return is_aside(quantity.start, scene)
    if quantity.kind in (Kind.MONEY, Kind.NUMBER):
        # What the finding holds against the figure is the figure itself: 那节体验课值 99.
        _, _, truth = finding.message.partition("资料里是")
        if re.search(rf"(?<![\d.]){quantity.low}\s?元", truth) and finding.kind == "wrong_price":
            return True
        if finding.kind == "wrong_price" and _is_a_rate(quantity, scene, read, context):
            return True
        return is_aside(quantity.start, scene) or follows(quantity, scene, read, context)
    if quantity.kind in (Kind.AGE, Kind.MEASURE, Kind.DURATION) and _is_of_goods(quantity, scene):
        return True
    if quantity.kind is Kind.COUNT and is_bought(quantity, scene, read, context):
        return True
    if quantity.kind is Kind.COUNT:
        # 已经送掉 17 条 tells how far things have gone, no term of the campaign.
        first, last = scene.clause_of(quantity.start)
        before = scene.view[first : min(quantity.end + 3, last)]
        return _SO_FAR.search(before) is not None or is_aside(quantity.start, scene)
    if quantity.kind is Kind.MEASURE:
        return _WEIGHED.search(scene.around(quantity.start)) is not None or is_aside(quantity.start, scene)
    # 昨天预告发早了 tells of a day that is over.
    return quantity.relative and _TOLD_BACK.match(quantity.text) is not None and finding.kind in _DAYS


def _is_a_rate(quantity: Quantity, scene: Scene, read: Pasted, context: CheckContext) -> bool:
    """Whether policies or answers count this amount of the goods by the day or the time: 季卡一天 8 块，年卡 6 块."""
    start, end = scene.sentence_of(quantity.start)
    before = [each for each in scene.mentions if start <= each.start and each.end <= quantity.start]
    if not before or _EACH.search(scene.view, start, end) is None:
        return False
    tail, figure = scene.view[before[-1].end - 2 : before[-1].end], re.compile(rf"(?<![\d.]){quantity.low}(?![\d.])")
    return any(
        tail in part and figure.search(part) is not None and _EACH.search(part) is not None
        for line in lines_for(start, end, scene, read, context)
        if not line.owner
        for part in re.split("[，、,]", line.text)
    )


def _is_to_come(quantity: Quantity, scene: Scene, context: CheckContext) -> bool:
    """Whether the amount is one of a campaign far ahead, told as such: 旧座椅三月才抵 200."""
    start, end = scene.sentence_of(quantity.start)
    if quantity.kind not in (Kind.MONEY, Kind.NUMBER) or not _LATER.search(scene.view, start, end):
        return False
    owners = scene.owners_in(start, end)
    figure = re.compile(rf"(?<![\d.]){quantity.low}(?![\d.])")
    for each in context.others:
        if each.start is None or each.start <= context.at or not owners & {item.sku for item in each.items}:
            continue
        prices = {item.price for item in each.items} | {step.price for step in each.ladder} | {each.amount}
        if quantity.low in prices or any(figure.search(plain(text)) for text in campaign_texts(each)):
            return True
    return False


def _is_of_others_too(finding: Finding, scene: Scene) -> bool:
    """Whether the files speak of others in the same words: 转给别人收 100 元."""
    told = finding.message.partition("资料里是")[2]
    if BROUGHT.search(scene.view[slice(*scene.sentence_of(finding.start))]) and BROUGHT.search(plain(told)):
        return True
    words = [match[0] for match in _AWAY.finditer(scene.around(finding.start))]
    return bool(words) and all(word in finding.message.partition("资料里是")[2] for word in words)


def _is_told_over(quantity: Quantity, scene: Scene, context: CheckContext) -> bool:
    """Whether the price of a campaign that is over is told as such, with nothing that promises it once more."""
    over = [each for each in context.others if each.is_over(context.at)]
    if not any(quantity.low == item.price for each in over for item in each.items):
        return False
    start, end = scene.sentence_of(quantity.start)
    first, last = scene.clause_of(quantity.start)
    after = scene.clause_of(last)[1] if last < end else last
    told = _IS_OVER.search(scene.view, max(start, first - 12), after)
    return told is not None and _STILL.search(scene.view, start, end) is None


def _is_kept_apart(quantity: Quantity, scene: Scene, context: CheckContext) -> bool:
    """Whether its clause says that the figure's campaign does not go with another: 不能跟满减券一起用."""
    start, end = scene.clause_of(quantity.start)
    figures = {figure for each in context.others for figure in (each.threshold, each.amount, each.discount)}
    return quantity.low in figures and _APART.search(scene.view[start:end]) is not None


def _is_of_goods(quantity: Quantity, scene: Scene) -> bool:
    """Whether the row of some goods of the sentence says so: 配 3 到 6 月龄中流量奶嘴 of a bottle, not of a teat."""
    start, end = scene.sentence_of(quantity.start)
    owners = scene.owners_in(start, end)
    kinds = COMPARED.get(quantity.kind, (quantity.kind,))
    return any(fact.owners & owners and same_value(fact, quantity) for fact in scene.sheet.of_kinds(kinds))
