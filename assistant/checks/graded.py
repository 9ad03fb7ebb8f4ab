"""Are the steps paired as the files pair them? 满 200 减 60, where the files say 满 200 减 25 and 满 400 减 60.

Each figure of a wrong pair may stand in the files; the pair does not. A pair of the text is held against every pair of
its kind that campaigns, policies and answers state: one with the same first figure, or else the same second one, must
be the very same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.checks.context import CheckContext
from assistant.checks.filelines import Line, lines_for, of_lookup, telling
from assistant.checks.pastedsheet import Pasted, is_near
from assistant.checks.quantity import Quantity
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding
from assistant.schema.facts import Campaign
from assistant.text.format import money_text
from assistant.text.numerals import parse_numeral
from assistant.text.patterns import Pattern
from assistant.text.plain import plain

_N = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百千]+)"
_SHAPES = (
    ("满减", re.compile(rf"满\s?(?P<k>{_N})\s?[元块]?(?:就|可|能|立)?(?:减|省|抵|优惠)\s?(?P<v>{_N})")),
    ("满折", re.compile(rf"满\s?(?P<k>{_N})\s?[元块件]?(?:就|可|能|享)?打?\s?(?P<v>{_N})\s?折")),
    ("满送", re.compile(rf"满\s?(?P<k>{_N})\s?[元块]?(?:就|可|能)?(?:送|返|赠)\s?(?P<v>{_N})")),
    ("充送", re.compile(rf"(?:充值?|储值?|存)\s?(?P<k>{_N})\s?[元块]?(?:就|可|能|多)?(?:送|得|返|赠)\s?(?P<v>{_N})")),
    (
        "分换",
        re.compile(
            rf"(?P<k>{_N})\s?个?积?分(?:就|能|可以?)?(?:换|兑换?|抵)\s?"
            rf"(?P<v>{_N}(?:\s?[元块]|(?=\s*(?:[，。；！、,;\n]|$)))|(?:[一两]\s?[一-鿿])?[一-鿿]{{2,6}})"
        ),
    ),
)
_POINTS = _SHAPES[-1]
# Pairs of figures have no words to be found by: where such pairs stand.
_ABOUT = {
    "充送": ("储值卡充值", "会员储值"),
    "分换": ("积分能换什么", "积分抵扣"),
    "满减": ("优惠券满减", "会员日优惠"),
}
_HEADS = re.compile(
    rf"(?P<k>{_N})\s?个?[人位](?!份|一|两)[^，。；！\d]{{0,10}}?(?P<v>\d+(?:\.\d+)?)\s?(?:[元块]|(?=[，。；！、,;]|更|$|[一每]))"
)
# 人数到 50 就 129 元
_REACHED = Pattern(
    rf"(?:人数|拼|[满到够凑报])[到满够齐]?\s?(?P<k>{_N})(?!\s?[元块折份盒袋件点号月])\s?个?[人位]?[^，。；！\d]{{0,4}}?"
    r"(?:就是|就|才|是|都是|降到|变成|卖)\s?(?P<v>\d+(?:\.\d+)?)\s?(?:[元块]|一(?=[箱盒份个件条包罐袋瓶套提]))"
)
_RANK = re.compile(
    r"第?\s?(?P<a>\d+|[一二两三四五六七八九十]+)(?:\s?(?:到|至|-|~)\s?(?P<b>\d+|[一二三四五六七八九十]+))?\s?名"
)
_SPAN = r"(?P<a>\d+(?:\.\d+)?)\s?(?:[-~—]|到|至)\s?(?P<b>\d+(?:\.\d+)?)\s?(?:厘米|公斤|斤|cm|kg|毫米)"
_SIZE_FIRST = Pattern(rf"(?<![A-Za-z])(?P<s>NB|[xX]{{0,3}}[sSmMlL])(?![A-Za-z])\s?[码号]?[^，。；\d]{{0,10}}?{_SPAN}")
_SIZE_LAST = Pattern(rf"{_SPAN}\s?(?:的?[选穿用拿是为]|：|:)?\s?(?P<s>NB|[xX]{{0,3}}[sSmMlL])(?![A-Za-z])")
_MEASURED = re.compile(r"^(?:[一两]\s?[一-鿿](?=[一-鿿]{2}))?")
_TALK = re.compile(r"[？?]|吗|以前|去年|上次|别家|隔壁|听说")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A step: its shape, what is asked and what is given, as written; where it stands."""

    shape: str
    asked: Decimal
    given: str
    told: str
    basis: str


def graded_findings(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """One finding for each pair of figures that the files pair otherwise."""
    yield from _paired(scene, read, context)
    yield from _ladders(scene, read, context)
    yield from _prizes(scene, context)
    yield from _sized(scene, read, context)


def is_in_step(quantity: Quantity, scene: Scene, read: Pasted, context: CheckContext) -> bool:
    """Whether the figure is one of a pair of points that the files bear, or several times it: 500 积分抵 5 块."""
    shape, pattern = _POINTS
    start, end = scene.sentence_of(quantity.start)
    for match in pattern.finditer(scene.view, start, end):
        asked = parse_numeral(match["k"])
        if not match.start() <= quantity.start < match.end() or asked is None:
            continue
        lines = [*lines_for(start, end, scene, read, context), *_asked(shape, context)]
        known = [each for line in lines for each in _of_line(line) if each.shape == shape]
        given = _value(match["v"])
        if any((each.asked == asked and _same(each.given, given)) or _in_step(asked, given, each) for each in known):
            return True
    return False


def _paired(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    for shape, pattern in _SHAPES:
        for match in pattern.finditer(scene.view):
            span = scene.sentence_of(match.start())
            asked = parse_numeral(match["k"])
            if asked is None or _TALK.search(scene.view[slice(*span)]):
                continue
            lines = [*lines_for(*span, scene, read, context), *_asked(shape, context)]
            known = [each for line in lines for each in _of_line(line)]
            known = [each for each in (*known, *_coupons(context)) if each.shape == shape]
            against = _against(asked, _value(match["v"]), known)
            if against is not None:
                yield _finding(scene, match.start(), match.end(), against.told, against.basis)


def _asked(shape: str, context: CheckContext) -> Iterator[Line]:
    """What policies and answers say of the places where pairs of this shape stand."""
    for query in _ABOUT.get(shape, ()):
        yield from of_lookup(query, context)


def _against(asked: Decimal, given: str, known: list[_Pair]) -> _Pair | None:
    """The pair of the files that a pair of the text is at odds with."""
    if any(each.asked == asked and _same(each.given, given) for each in known):
        return None
    if any(_in_step(asked, given, each) for each in known):
        return None
    same_step = [each for each in known if each.asked == asked]
    same_gift = [each for each in known if _same(each.given, given)]
    return next(iter((*same_step, *same_gift)), None)


def _in_step(asked: Decimal, given: str, each: _Pair) -> bool:
    """Whether the pair is the files' several times over: 200 分抵 2 元, where 100 分抵 1 元."""
    mine, theirs = parse_numeral(given), parse_numeral(each.given)
    return each.shape == "分换" and bool(mine and theirs) and asked * (theirs or 0) == each.asked * (mine or 0)


def _same(one: str, other: str) -> bool:
    return one == other or (not one[0].isdigit() and not other[0].isdigit() and (one in other or other in one))


def _value(said: str) -> str:
    """A figure as a plain number, goods by their name alone: 一条白吐司 and 白吐司 are one."""
    number = parse_numeral(re.sub(r"\s?[元块]$", "", said))
    return f"{number.normalize():f}" if number is not None else _MEASURED.sub("", said)


def _of_line(line: Line) -> Iterator[_Pair]:
    for shape, pattern in _SHAPES:
        for match in pattern.finditer(line.text):
            asked = parse_numeral(match["k"])
            if asked is not None:
                yield _Pair(shape, asked, _value(match["v"]), line.text, line.basis)


def _coupons(context: CheckContext) -> Iterator[_Pair]:
    for campaign in _campaigns(context):
        if campaign.threshold and campaign.amount:
            told = f"{campaign.name}：满 {money_text(campaign.threshold)}减 {money_text(campaign.amount)}"
            yield _Pair("满减", campaign.threshold, f"{campaign.amount.normalize():f}", told, campaign.basis)


def _ladders(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """A price of a ladder beside another step's number of people."""
    for match in (*_HEADS.finditer(scene.view), *_REACHED.finditer(scene.view)):
        heads, price = parse_numeral(match["k"]), parse_numeral(match["v"])
        start, end = scene.sentence_of(match.start())
        named = scene.owners_in(start, end)
        for campaign in _campaigns(context):
            steps = sorted(campaign.ladder, key=lambda step: step.buyers)
            mine = named & {item.sku for item in campaign.items} or campaign is read.announced
            if not mine or heads is None or price is None:
                continue
            # A number of heads that is a step has the price of that step; else only a price of the ladder tells of it.
            if heads not in {step.buyers for step in steps} and price not in {step.price for step in steps}:
                continue
            if match.re is not _REACHED.compiled and price not in {step.price for step in steps}:
                continue
            reached = [step.price for step in steps if step.buyers <= heads]
            if (reached[-1] if reached else None) != price:
                told = "，".join(f"{step.buyers} 人 {money_text(step.price)}" for step in steps)
                yield _finding(scene, match.start(), match.end("v"), told, campaign.basis)
                break


def _prizes(scene: Scene, context: CheckContext) -> Iterator[Finding]:
    """A prize of a ranking beside another rank."""
    for match in _RANK.finditer(scene.view):
        first, last = parse_numeral(match["a"]), parse_numeral(match["b"] or match["a"])
        _, end = scene.clause_of(match.start())
        later = _RANK.search(scene.view, match.end(), end)
        said = telling(scene.view[match.end() : later.start() if later else end])
        for campaign in _campaigns(context):
            if not campaign.prizes or first is None or last is None or not said:
                continue
            of_rank = [each for each in campaign.prizes if _covers(each.rank, first, last)]
            mine = frozenset(pair for each in of_rank for pair in telling(plain(each.prize)))
            others = [each for each in campaign.prizes if each not in of_rank]
            if of_rank and any(len((telling(plain(each.prize)) - mine) & said) > 1 for each in others):
                told = "，".join(f"第 {each.rank} 名{each.prize}" for each in campaign.prizes)
                yield _finding(scene, match.start(), match.end(), told, campaign.basis)
                break


def _sized(scene: Scene, read: Pasted, context: CheckContext) -> Iterator[Finding]:
    """A span beside another size than the files put it: L 码胸围 44 到 54 厘米, where that is M."""
    for match in _SIZE_FIRST.finditer(scene.view):
        span = scene.sentence_of(match.start())
        if _TALK.search(scene.view[slice(*span)]):
            continue
        for line in lines_for(*span, scene, read, context):
            known = [(_size(each["s"]), each["a"], each["b"]) for each in _SIZE_LAST.finditer(line.text)]
            mine = {(a, b) for size, a, b in known if size == _size(match["s"])}
            if len(known) > 1 and mine and (match["a"], match["b"]) not in mine:
                start = match.start("a")
                yield _finding(scene, start, match.end(), line.text, line.basis)
                break


def _size(said: str) -> str:
    return said.upper()


def _covers(rank: str, first: Decimal, last: Decimal) -> bool:
    ends = [int(each) for each in re.findall(r"\d+", rank)]
    return bool(ends) and ends[0] <= first and last <= ends[-1]


def _campaigns(context: CheckContext) -> list[Campaign]:
    if context.campaign is not None:
        return [context.campaign]
    return [each for each in context.others if is_near(each, context)]


def _finding(scene: Scene, start: int, end: int, told: str, basis: str) -> Finding:
    text = scene.text[start:end]
    return Finding(
        check="facts", kind="wrong_step", severity="error", start=start, end=end, text=text,
        message=f"“{text}”和资料对不上，资料里是“{told}”", basis=basis, suggestion=f"照资料里的档位写：{basis}",
    )  # fmt: skip
