"""Does the text promise without bounds what the files bound? 天天有 of what comes twice a week, 一律包邮 below 满 99.

A promise of this kind has no figure to hold against the files. It is held against the sentence of the files that
speaks of the same matter and sets a bound of the same kind: days of the week, a threshold, members alone, a limit,
time ahead. A text that names a bound itself promises nothing without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.checks.filelines import Line, lines_for, of_lookup, telling
from assistant.checks.pastedsheet import Pasted
from assistant.checks.quantity import Kind
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.text.numerals import parse_numeral
from assistant.text.patterns import Pattern

_ASKS = re.compile(r"[？?]|吗|呢|是不是|有没有|能不能|可不可以|要不要")
_OTHERS = re.compile(
    r"我(?:们家|家|昨|上次|以前|自己|妈|婆|买)|以前|上次|去年|小时候|听说|别家|别的店|隔壁|邻居家|网上|有人(?:问|说)|以为|谁说"
)
_DENIES = re.compile(r"不(?:是|能|会|再|可能)?|没有?|别|勿|并非|哪能|哪有")
_SIGNS = re.compile(r"天|每日|随|免|谁|都|人人|所有|任何|不|几|上限|门槛|包|尽管|小时|一律")
# So many telling pairs in common make a sentence of the text and one of the files speak of one thing.
_ALIKE = 2

_N = r"[\d一二两三四五六七八九十百千半]"


@dataclass(frozen=True, slots=True)
class _Claim:
    """A way to promise without bounds.

    ``says`` finds it in the text, ``bound`` what bounds it in the files, ``free`` what bears it there; a text in which
    ``named`` stands names a bound itself. ``alike`` pairs or fewer in common are too few.
    """

    says: Pattern
    bound: Pattern
    free: Pattern
    named: Pattern
    alike: int = _ALIKE


_CLAIMS = (
    # 天天烤, where the files say 周三周六做.
    _Claim(
        Pattern(
            r"(?:天天|每天|每日|每晚|每个?(?:星期|礼拜|周)[一二三四五六日天]|每个?月)"
            r"(?:早上|上午|中午|下午|晚上|早晚|[一二两三四五六七八九十\d]{1,2}点|都|也|全|照常|会|还|现|新鲜|准时)*"
            r"(?:有(?=[，。！；、~]|$|的?[货卖课班场热现])|到货|到店|来货|烤|做|出炉|上课|排|发货|(?:能|可以)(?:约|来|上|报|买|订|领)|卖|供应|补货|开课|开班|报)"
            rf"(?!\s?{_N}+\s?(?:分钟|小时|遍|次|组|下|页|张))"
        ),
        Pattern(r"(?:周|星期|礼拜)[一二三四五六日天](?!休|歇|店休|闭|不|盘点)|每月|每年|一个月|一年"),
        Pattern(r"天天|每天|每日"),
        Pattern(r"除了|以外|之外"),
    ),
    # 免费送货，不满也送, where the files say 满 99 元免费送.
    _Claim(
        Pattern(
            r"(?:全国|全场|全城|同城|一律|统统|都|全|下单就?|买就)*(?:包邮|免邮费?|免运费|不收运费|运费全免|包送|免费(?:配送|送货|送上门)|"
            rf"(?:送货|配送|上门取送|上门)(?:一律|全部?|都|统统)?(?:不要钱|免费|不收[钱费]|不另收))|一[{'袋件个盒包瓶条斤箱份'}]也(?:包)?送"
            r"|不满也(?:包)?送|不管多远(?:都|也)"
        ),
        Pattern(
            rf"(?:满|够|实付|达到)\s?[¥]?\s?{_N}+.{{0,14}}?(?:包邮|免邮|免运费|免费|不收|不要钱|上门|取送|送)|公里"
        ),
        Pattern(r"(?:全部|一律|所有|任何|都)(?:包邮|免运费|免费送)"),
        Pattern(
            # 满 88 减 10 bounds the coupon, no parcel.
            rf"(?:满|够|实付|达到?|起送|公里|差)\s?[¥]?\s?{_N}+(?!{_N}|[.]|\s?[元块]?\s?(?:立?减|打|[送返赠]\s?{_N}))|{_N}\s?[元块]?(?:以上|起送)|没到|不到|不够|不满(?!也)"
        ),
        alike=1,
    ),
    # 谁来都免费, 停车不限时免费, where the files say 会员免费, 免 2 小时.
    _Claim(
        Pattern(
            r"(?:谁来?都|不是(?:会员|学员)也|不管(?:是不是|是谁).{0,4}?|人人都?|所有人都?|一律|全部?都?|统统|都|随时(?:[做来测洗看去]都)?|全天|全程|永久|不限时(?:间|长)?|一直|多久都)"
            r"\s?(?:免费|全免|不要钱|不收[费钱]|不花钱|送)(?!的)|全免(?!费)|(?:停|放|存|用|寄|住)(?:多久|几天|一天|一晚)(?:都|也)(?:不要钱|免费|没事|不收)"
        ),
        Pattern(
            rf"(?:会员|学员|储值|金|银|{_N}+\s?(?:小时|分钟|天|次|个?月|斤|公里)(?:以?内)?|第一[次回]|首次|首小时|满\s?{_N}+.{{0,6}}?)\s?(?:才|都|可|也)?\s?(?:免|不收|不要钱)"
            rf"|免(?:费)?\s?{_N}+\s?(?:小时|分钟|天|次)|(?:每|首|一)[小个]?[时次天节]\s?{_N}+\s?元|(?:收|加|付|{_N}+\s?公里内)\s?{_N}+\s?元|送到?.{{0,8}}{_N}+\s?元"
        ),
        Pattern(r"(?:所有人|一律|都|全部|全天|永久|不限时)(?:免费|不收)"),
        Pattern(
            r"(?<!不是)(?<!是不是)会员|(?<!不是)学员|满\s?\d|凭|小票|扫码|刷|第一[次回]|头[一]?[次回]|首次|本店|小时|以内|之内"
        ),
    ),
    # 买几次都行, 上不封顶, 没有门槛, where the files set a limit.
    _Claim(
        Pattern(
            r"(?:买|拿|领|约|请|换|改|抢|囤)(?:几|多少)(?:次|件|份|个|盒|包|袋|瓶|条|节|张|支|罐|回)?(?:都|也)(?:行|可以|能|成|不(?:扣|限|收))|不限(?:量|购|次数?|数量|件数|人数|金额)|随便(?:拿|买|拍|领|请|换|改|囤)"
            r"|上不封顶|不封顶|没有?上限|没有?门槛|无门槛|不设门槛"
        ),
        Pattern(
            rf"最多|至多|每[人单户家位只张].{{0,6}}?{_N}|每[人单位户]限|限\s?{_N}|封顶|上限|免费\S{{0,4}}一次|{_N}\s?次(?:[，。]|$)|满\s?{_N}+|门槛"
        ),
        Pattern(r"不限|无门槛|没有门槛|不封顶|没有上限|随便"),
        Pattern(rf"最多|限\s?{_N}|每[人单]{_N}"),
    ),
    # 谁都能办, where the files say 凭学生证.
    _Claim(
        Pattern(
            r"(?:谁|人人|任何人|所有人|大人小孩|男女老少)都?(?:能|可以)(?:办|买|报|用|参加|领|享)|(?:几岁|多大|什么年龄)都(?:能|可以|收)"
            r"|不看(?:证件?|学生证|年龄)|不限(?:年龄|身份|新老|会员)|新老(?:顾客|会员|学员|客人)都(?:能|可以)"
        ),
        Pattern(
            rf"限|仅|只给|凭|{_N}+\s?岁(?:以[下上]|起)|新(?:朋友|会员|同学|学员|伙伴|客|人)|第一次|(?:会员|学员)(?:才|专享|独享)|本人|不能用|不参加"
        ),
        Pattern(r"谁都|人人|不限|所有人|任何人"),
        Pattern(r"除了|以外|之外"),
    ),
    # 当天约就行, 不用处方, where the files ask for it.
    _Claim(
        Pattern(
            r"(?:不用|无需|不必|不需要|用不着|免)(?:提前(?!付|交|给|准备|到|量|来)|预约|预订|预定|约|订|处方|押金|定金|登记)|(?:当天|现场|临时|随时)(?:来)?(?:约|订|预约|报)(?:就|也|都)?(?:行|可以|成|能|来得及)|随到随[拿做洗上学取来]|明天(?:就?要|取|来拿)(?:的)?也(?:来得及|行|可以|能)"
            r"|不用打招呼"
        ),
        Pattern(
            rf"提前\s?(?:{_N}|半)+|要(?:先|提前)?(?:预?约|订|登记)|凭处方|先(?:约|登记|付)|(?:预约|预订)制|押金|定金"
        ),
        Pattern(r"不用(?:提前|预约|约|订)|随到随|无需"),
        Pattern(r"提前\s?\d"),
    ),
    # 拆了也能退, where the files say 拆封不退.
    _Claim(
        Pattern(
            r"(?:拆|开|用|洗|穿|吃|裁|戴|喝|玩|剪)[^，。；！]{0,3}了?也(?:都)?(?:能|可以|给|包|照|随时)?退|(?:随便|尽管|随时(?:都)?(?:能|可以)?|无条件|放心)退(?!卡群)|不(?:喜欢|甜|满意|合适|爱吃|想要)[^，。；！]{0,6}?(?:包退|(?:也|都|就|照样)(?:能|可以|给)?退)|包退(?!换)"
        ),
        Pattern(r"不退|不能退|不可以退|退不了|不予退|没拆|未拆|不支持退|内(?:没|未|可|能|都)?.{0,12}退|扣"),
        Pattern(r"(?:包退|随时(?:能|可以)?退|无条件退)"),
        Pattern(rf"没拆|未拆|{_N}+\s?(?:天|小时|个月)内(?!随便)|质量|坏"),
        alike=1,
    ),
    # 退货运费都是我们出, where the files say 寄回来的运费您出.
    _Claim(
        Pattern(
            r"(?:运费|邮费|快递费)[^，。；！]{0,4}?(?:都|全|一律)?(?:是|由|归|算)?(?:我们|店里|本店|商家)(?:来)?(?:出|承担|包|付)"
        ),
        Pattern(
            r"(?:运费|邮费|快递费).{0,8}?(?:您|你|买的?人|顾客|客人|家长|会员|自己)(?:自己)?(?:出|承担|付|垫)|到付"
        ),
        Pattern(r"(?:一律|都|全部)(?:是|由)?(?:我们|店里|本店)(?:出|承担)"),
        Pattern(r"质量|坏|发错|破|毛病|寄错|漏|您出|寄给您|补寄|少了"),
        alike=0,
    ),
    # 泳帽馆里都有, 空手来就行, where the files say 自己带.
    _Claim(
        Pattern(
            r"(?:馆里|店里|教室|前台|我们|这边)(?:都|也|全)?(?:有|备|提供|准备)(?:了|着)?免费的?(?=[，。！；]|$)|免费(?:借|用|提供)|空手来|不用(?:自己|自备|另外)?带|什么都不用带"
        ),
        Pattern(r"自己带|自带|自备|要买|请带|每次带"),
        Pattern(r"不用(?:自己)?带|教室都有|馆里有|都备|提供"),
        Pattern(r"除了|以外|自己带|自备"),
    ),
    # 不加钱, where the files say 另加 15 元.
    _Claim(
        Pattern(r"不(?:另外?|再|用|多|额外)?(?:加|收|要|花)(?:钱|费)(?!用)"),
        Pattern(
            rf"(?:另?加|另收|收|加收|补|交)\s?¥?\s?{_N}+(?:\.\d+)?\s?(?:[元块]|(?<=\d)(?=$|[，。；]))|另[算计付]|加收|{_N}+\s?元\s?一[个次张份]|工钱"
        ),
        Pattern(r"免费|不要钱|不收|不加钱|不另|免\s?\d|送"),
        Pattern(
            r"会员|学员|满\s?\d|凭|小票|扫码|第一[次回]|头[一]?[次回]|首次|本店|以内|之内|[元块]|(?<!不)加\s?\d|收\s?\d|内"
        ),
    ),
)


def unbounded_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One warning for each promise without bounds of which the files set some."""
    if not _SIGNS.search(scene.view):
        return
    known: dict[tuple[int, int], list[Line]] = {}
    for claim in _CLAIMS:
        for match in claim.says.finditer(scene.view):
            span = scene.sentence_of(match.start())
            sentence = scene.view[slice(*span)]
            before = scene.view[scene.clause_of(match.start())[0] : match.start()]
            if (
                _ASKS.search(sentence)
                or _OTHERS.search(sentence)
                or claim.named.search(sentence)
                or _DENIES.search(before)
            ):
                continue
            if span not in known:
                known[span] = [*lines_for(*span, scene, read, context)]
            known[span] += of_lookup(before, context) if telling(before) else []
            if any(match[0] in each.text for each in known[span]):
                continue
            line = _bounding(claim, match, scene, span, known[span])
            met = line is not None and _is_met(match, line, known[span], span, scene)
            if line is not None and not met:
                text = scene.text[match.start() : match.end()]
                yield Finding(
                    check="facts", kind="unbounded", severity="warn", start=match.start(), end=match.end(), text=text,
                    message=f"“{text}”说得没有条件，资料里是“{line.text}”", basis=line.basis,
                    suggestion=f"照资料把条件写上，或先把资料改对：{line.basis}",
                )  # fmt: skip


def _bounding(
    claim: _Claim, match: re.Match[str], scene: Scene, span: tuple[int, int], lines: Sequence[Line]
) -> Line | None:
    """The sentence of the files that bounds the promise; None where none does, or one as near bears it."""
    start, end = span
    first, last = scene.clause_of(match.start())
    before = scene.view[first : match.start()]
    own = telling(before) | telling(scene.view[match.end() : last])
    wide = telling(scene.view[start:end])
    head = _head(before)
    if not own:
        own = wide
    best: tuple[tuple[bool, float], Line] | None = None
    borne = 0.0
    for line in lines:
        mine, every = len(own & line.told), len(wide & line.told)
        if not (every if line.owner else _speaks(line, own, mine + every, head, claim)):
            continue
        likeness = mine + 0.5 * every
        parts = [part for part in line.text.split("，") if head and head in part]
        if any(claim.free.search(part) for part in parts or [line.text]):
            borne = max(borne, likeness)
        elif claim.bound.search(line.text) and (best is None or (bool(line.owner), likeness) > best[0]):
            best = (bool(line.owner), likeness), line
    return best[1] if best and best[0][1] > borne else None


_FROM = Pattern(rf"(?P<n>{_N}+)\s?(?P<unit>[一-鿿])\s?(?:起|以上)[^，。；]{{0,8}}?(?:免|不收|送)")
_FREE = Pattern(r"免|包邮|不收|不要钱|[包配]送")
_EVERY = Pattern(r"一律|[全都也]|统统|不管|随便|任何|谁|永久")
_ASKED = re.compile(r"(?:满|够|不到|达到?|超过|起送)\s?[¥]?\s?$")
_OVER = Pattern(r"(?:满|够|达到?|实付)\s?[¥]?\s?(?P<n>\d+)")


def _is_met(match: re.Match[str], line: Line, lines: Sequence[Line], span: tuple[int, int], scene: Scene) -> bool:
    """Whether the sentence says that what the files ask for is there: 十箱 6200，送货免费, where 5 箱起免费."""
    if not _FREE.search(match[0]) or _EVERY.search(match[0]):
        return False
    inside = [
        (each, each.low)
        for each in scene.quantities
        if span[0] <= each.start < span[1] and isinstance(each.low, Decimal)
    ]
    asked = [parse_numeral(each["n"]) for each in _OVER.finditer(line.text)]
    # 满 168 names what is asked for, and nothing paid.
    named = {each.start for each, _ in inside if _ASKED.search(scene.view[: each.start])}
    sums = [said for each, said in inside if each.kind in (Kind.MONEY, Kind.NUMBER) and each.start not in named]
    paid = max(sums, default=Decimal(0))
    if asked and all(each is not None and each <= paid for each in asked):
        return True
    counted = {each.unit: said for each, said in inside if each.kind is Kind.COUNT}
    return any(
        (least := parse_numeral(one["n"])) is not None and counted.get(one["unit"], Decimal(0)) >= least
        for each in lines
        for one in _FROM.finditer(each.text)
    )


def _speaks(line: Line, own: frozenset[str], alike: int, head: str, claim: _Claim) -> bool:
    """Whether a sentence of the files speaks of the matter of the promise."""
    if alike > claim.alike or own & telling(line.about):
        return True
    # 瑜伽每天都有: the very clause that bounds it says 瑜伽.
    return bool(head) and any(head in part and claim.bound.search(part) for part in line.text.split("，"))


def _head(before: str) -> str:
    """The last telling pair of characters before the promise."""
    found = [before[place : place + 2] for place in range(len(before) - 1)]
    return next((each for each in reversed(found) if telling(each)), "")
