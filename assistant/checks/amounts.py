"""Quantities that are written as a numeral and a unit: the patterns behind :func:`find_quantities`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from assistant.checks.quantity import Kind, Quantity
from assistant.checks.units import AGES, COUNT_WORDS, DURATIONS, MEASURES, count_class
from assistant.text.numerals import parse_numeral

_D = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[十百千]?万|[千亿]|[wW](?![a-zA-Z]))?"
_C = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+)?"
_N = rf"(?:{_D}|{_C})"
_TO = r"\s?(?:[-–—~]{1,2}|至|到|、(?=\d))\s?"
_FREE = r"(?<![\d.A-Za-z])"
_OVER = r"(?P<over>[多余几来]|\+)?"
_NEAR = r"(?P<near>近(?=[\d一二两三四五六七八九]))?"


def _words(words: object) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_DEAL = re.compile(
    rf"(?P<v1>买|购|满|拍)\s?(?P<a>{_N})\s?(?P<u>[件份个只套盒包袋罐瓶支条双箱组提张片本杯节次]"
    rf"|节课)?\s?[即就]?(?P<v2>送|赠|得|免|减|享|打|立减|付)\s?"
    rf"(?P<b>{_N})(?P<u2>\s?(?:[件份个只套盒包袋罐瓶支条双箱组提张片本杯节次]|节课|元|块钱?|折|%))?"
)
_OFF = re.compile(rf"{_FREE}(?P<n>\d+(?:\.\d+)?)\s?%\s?(?:off|OFF|Off)")
_NTH = re.compile(
    rf"第(?P<k>{_N})\s?(?P<u>件|份|杯|个|单|盒|包|瓶|支|双|套|人|位|节课|节)\s?(?:(?P<half>半价)"
    rf"|(?P<free>免费|0元|免单)|打?(?P<n>{_N})\s?折|(?P<m>{_D})\s?元)"
)
_DISCOUNT = re.compile(
    rf"{_FREE}(?:(?P<a>{_N}){_TO})?(?P<n>{_N})\s?折(?![叠页伞扣线纸腾磨断])|(?P<half>半价)"
    rf"|(?P<fold>(?<=打)对折|对折(?=价|优惠|拿|带|抢|就)|(?<=全场)对折|(?<=价格)对折)"
)
_PERCENT = re.compile(
    rf"{_FREE}(?:(?P<a>{_D})\s?%?{_TO})?(?P<n>\d+(?:\.\d+)?)\s?(?P<s>%|‰|个百分点)|(?P<w>百分之"
    rf"|千分之)(?P<c>{_N}|百)|(?P<all>百分百|百分之百)"
    rf"|(?P<x>[一二三四五六七八九](?:[一二三四五六七八九])?|\d(?:\.\d)?)成(?=以上|左右|的|多|新"
    rf"|家长|妈妈|用户|会员|是)|(?P<q>{_C}|\d+)分之(?P<p>{_C}|\d+)"
    rf"|(?<![\d/])(?P<p2>\d{{1,2}})/(?P<q2>[2-9]|10)(?=[的杯勺碗个量以])"
)
_CODE = re.compile(
    r"(?<![\d.])(?:\+?86[- ]?)?(?:1\d{2}[- ]?\d{4}[- ]?\d{4}|[48]00[- ]?\d{3}[- ]?\d{4}"
    r"|0\d{2,3}[- ]\d{7,8}|\d{7,})(?![\d.元块])"
)
_LETTERED = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{2,}[- ]?\d+(?:\.\d+)?\+?")
_YUAN = r"(?:元|块钱|圆|人民币|[rR][mM][bB]|CNY|大洋)"
_KUAI_END = (
    r"块(?=钱|\s?(?:[，。！!；;、）)/～~,\s|•]|$)|一?[件包盒份瓶只个套张支袋罐人位节杯](?!蛋)|起"
    r"|包邮|以?内|左右|出头|多钱|搞定|拿下|带走|带回|就|能|可|封顶|券|优惠|红包|买|抢|秒|的|到|吧"
    r"|哦|啦|呢|以下|以上|不到)"
)
_SIGNED = re.compile(rf"[¥$]\s?(?P<n>{_D})(?:{_TO}[¥$]?\s?(?P<b>{_D}))?(?:\s?元)?")
_MIXED = re.compile(
    rf"{_FREE}(?P<n>\d+|{_C})块(?P<f>\d(?!\d)|[一二三四五六七八九](?![件个包盒十百千]))(?:毛"
    rf"|角)?(?:钱)?|{_FREE}(?P<j>\d+"
    rf"|[一二两三四五六七八九])[毛角](?P<c>[\d一二三四五六七八九]?)(?![衣巾线孩色度落])(?:分)?(?:钱)?"
)
_MONEY = re.compile(
    rf"{_FREE}(?:(?P<a>{_N})\s?(?:{_YUAN}"
    rf"|块)?{_TO}[¥]?)?{_NEAR}(?P<n>{_N})\s?{_OVER}(?:[百千万](?=元|块))?\s?(?:{_YUAN}"
    rf"|{_KUAI_END})(?:钱)?(?![素旦宵月])"
)
_CUE = (
    r"(?:立减|直降|立省|每件省|能省|省了?|减免?|便宜|优惠|返现?|抵扣?|券后价?|到手价?|秒杀价"
    r"|活动价|拼团价|团购价|会员价|原价|现价|售价|价格|日常价|平时价?|特价|底价|只要|仅需|仅售"
    r"|只需|低至|卖|降到|砍到|才|价)"
    r"(?:[为是:：到至]|只要|仅需|只需|才|一律|统一|低至)?\s?"
)
_CUED = re.compile(
    rf"(?P<cue>{_CUE})(?P<n>{_D}|[一二两三四五六七八九]百[零一二三四五六七八九十]*"
    rf"|[二三四五六七八九]?十[一二三四五六七八九]?)(?:{_TO}(?P<b>{_D}))?"
    r"(?!\s?[\d%折岁年月日天时分秒点个件份包盒袋瓶只套张次位名人码斤克度抽]|\s?(?:kg|g|ml|cm|小时)|\.\d)"
)
_FULL = re.compile(
    rf"(?:满|每满)\s?(?P<n>{_D})(?:元|块钱?)?\s?[即可就]?(?P<v>减|立减|送|赠|返|抵|享|包邮|可用"
    rf"|-)\s?(?P<b>{_D})?(?!\s?[件份个只套盒包袋瓶张次折%])(?:元|块钱?)?"
)
_PER = re.compile(
    rf"{_FREE}(?P<n>{_D})(?:\s?/\s?(?:包|件|盒|份|瓶|只|个|套|张|支|袋|罐|人|位|节|杯|斤|箱|组|提"
    rf"|片|次|课时|月|年)(?![\w])|\s?包邮)"
)
_MEASURE = re.compile(
    rf"{_FREE}(?:(?P<a>{_N})\s?(?:{_words(MEASURES)})?{_TO})?{_NEAR}(?P<n>{_N}"
    rf"|半)\s?{_OVER}(?P<u>{_words(MEASURES)})(?![a-z])(?P<half>半)?",
    re.IGNORECASE,
)
_SPAN = (
    rf"{_FREE}(?:(?P<a>{_N})\s?(?:UNITS)?{_TO})?{_NEAR}(?P<n>[一二两三四五六七八九]{{2}}(?!十|百"
    rf"|千)|{_N}|半)\s?{_OVER}(?P<u>UNITS)(?P<half>半)?"
)
_AGE = re.compile(_SPAN.replace("UNITS", _words(AGES)))
_DURATION = re.compile(
    _SPAN.replace("UNITS", _words(DURATIONS)) + r"(?![级龄度报刊末年历货])(?P<after>内|以内|之内|后|以后|之后)?"
)
_HALF = re.compile(
    r"半(?P<u>个?小时|个?钟头?|个?月|年|岁)(?![以]?[来])|(?P<n>[一二两三四五六七八九十]|\d+)个半(?P<u2>小时|月|钟头)"
)
_ORDINAL = re.compile(
    rf"第\s?(?P<n>{_N})\s?(?:(?:{_TO})(?:第)?(?P<b>{_N}))?\s?(?P<u>名|位|期|届|课|节|单|个|家"
    rf"|周年)?|(?:[Nn][Oo]\.?|[Tt][Oo][Pp])\s?(?P<x>\d+)"
)
_TOP = re.compile(rf"前\s?(?P<n>{_N})\s?(?P<u>名|位|单|个人|个|人|件|份)")
_COUNT = re.compile(
    rf"{_FREE}(?:(?P<a>{_N})\s?(?:{_words(COUNT_WORDS)})?{_TO})?{_NEAR}(?P<n>[一二三四五六七八九]{{2}}(?!十"
    rf"|百|千|万)|{_N})\s?{_OVER}(?P<u>{_words(COUNT_WORDS)})"
)
_VAGUE = re.compile(
    r"(?:上|成|数|几|好几|近|逾)(?:十|百|千|万|亿)(?:几|多|余)?(?:[万亿])?(?P<u>元|块|人|位|名|个"
    r"|件|份|家|款|次|天|年|单|种|箱|条|宝妈|妈妈|斤)?"
    r"|[一二三四五六七八九]{2}(?:百|千|万)(?:多|余)?(?:元|块|人|位|名|个|件|份|家)"
    r"|(?<![\d一二两三四五六七八九几数上成])(?:百|千|万)(?:多|余)(?:元|块|人|位|名|个|件|份|家|款"
    r"|次|单|种|条)|(?<![\d一二两三四五六七八九几数上成])百元|半数以?上?|过半|翻[一两]?番|翻倍"
)
_BARE = re.compile(rf"{_FREE}(?P<n>{_D})(?:{_TO}(?P<b>{_D}))?(?P<over>[多余+])?")
_BOUND = re.compile(r"\s?(?:(及?以上|以后|起|往上|打底)|(及?以下|以内|以前|之内|封顶|不到))")
_BOUND_BEFORE = re.compile(
    r"(?:(超过|大于|高于|至少|不少于|不低于|满)|(低于|不超过|小于|少于|不到|至多|最多|不高于))\s?$"
)
_WEAK_TALK = re.compile(r"(?:送|赠|限|剩|买|购|抽|名额|前|满|每|共|库存|领|减|加|拼|成团|换|最后|各|得|第)\s?$")

_FIGURE = re.compile(r"[\d零一二两三四五六七八九十百千万半翻]")

_Match = re.Match[str]


def find_amounts(text: str, view: str) -> list[Quantity]:
    """Quantities with a unit in ``view`` (plain, harmless figures blanked); ``text`` gives their surface."""
    found: list[Quantity] = []
    for pattern, hint, read in _READERS:
        if hint and not any(char in view for char in hint):
            continue
        new = [_dress(each, text, view) for match in pattern.finditer(view) for each in read(match) if each is not None]
        if new:
            found += new
            view = _blank_all(view, new)
            if not _FIGURE.search(view):
                break
    return found


def _blank_all(view: str, found: list[Quantity]) -> str:
    chars = list(view)
    for each in found:
        chars[each.start : each.end] = "•" * (each.end - each.start)
    return "".join(chars)


def _dress(quantity: Quantity, text: str, view: str) -> Quantity:
    """The quantity with its surface and the bound the words beside it give."""
    bound = 0
    if after := _BOUND.match(view, quantity.end):
        bound = 1 if after[1] else -1
    elif before := _BOUND_BEFORE.search(view[max(0, quantity.start - 4) : quantity.start]):
        bound = 1 if before[1] else -1
    return Quantity(
        quantity.kind, quantity.start, quantity.end, text[quantity.start : quantity.end], quantity.readings,
        quantity.unit, bound, quantity.over, quantity.roles, quantity.relative, quantity.claim,
    )  # fmt: skip


def _quantity(
    kind: Kind, span: tuple[int, int], low: Decimal, high: Decimal | None = None, unit: str = "", over: int = 0,
    roles: frozenset[str] = frozenset(), claim: bool = True,
) -> Quantity:  # fmt: skip
    top = low if high is None else high
    if top < low:
        low, top = top, low
    return Quantity(kind, *span, "", ((low, top),), unit, 0, over, roles, False, claim)


def _span(match: _Match, first: str | int = 0, last: str | int | None = None) -> tuple[int, int]:
    return match.start(first), match.end(first if last is None else last)


def _pair(match: _Match, factor: Decimal = Decimal(1)) -> tuple[Decimal, Decimal] | None:
    """Low and high of groups ``a`` and ``n``, scaled; 三四 is a range of its own."""
    number = match["n"]
    high = parse_numeral(number)
    low = high
    if high is None and len(number) == 2:
        low, high = parse_numeral(number[0]), parse_numeral(number[1])
        if low is not None and high is not None and high != low + 1 and not (low == 3 and high == 5):
            return None
    if match.re.groupindex.get("a") and match["a"]:
        low = parse_numeral(match["a"])
        if low is not None and number.endswith(("万", "w", "W")) and not match["a"].endswith(("万", "w", "W")):
            low *= 10000
    return None if low is None or high is None else (low * factor, high * factor)


def _over(match: _Match) -> int:
    if match["over"] and match["over"] != "来":
        return 1
    return -1 if match["near"] else 0


def _deal(match: _Match) -> Iterator[Quantity | None]:
    bought, given = parse_numeral(match["a"]), parse_numeral(match["b"])
    if bought is None or given is None or (match["v1"] == "满" and not match["u"]):
        return
    unit = match["u"] or ""
    yield _quantity(Kind.COUNT, _span(match, "v1", "u" if unit else "a"), bought, unit=unit, roles=frozenset({"buy"}))
    tail = (match["u2"] or "").strip()
    if tail == "折":
        yield _discount_of(_span(match, "b", "u2"), given, match["b"])
    elif tail.startswith(("元", "块")) or (match["v1"] == "满" and match["v2"] in ("减", "立减") and not tail):
        yield _quantity(Kind.MONEY, _span(match, "b", "u2" if tail else "b"), given, roles=frozenset({"save"}))
    elif tail != "%":
        roles = frozenset({"gift"})
        yield _quantity(Kind.COUNT, _span(match, "v2", "u2" if tail else "b"), given, unit=tail, roles=roles)


def _discount_of(span: tuple[int, int], value: Decimal, surface: str, unit: str = "") -> Quantity | None:
    """A discount as tenths paid: 85折 and 八五折 are 8.5."""
    if value >= 10 and "." not in surface:
        value = value / 10
    return _quantity(Kind.DISCOUNT, span, value, unit=unit) if 0 < value < 10 else None


def _tenths(surface: str) -> Decimal | None:
    value = parse_numeral(surface)
    if value is None and len(surface) == 2:
        high, low = parse_numeral(surface[0]), parse_numeral(surface[1])
        return None if high is None or low is None else high + low / 10
    if value is None:
        return None
    return value / 10 if value >= 10 and "." not in surface else value


def _off(match: _Match) -> Iterator[Quantity | None]:
    yield _quantity(Kind.DISCOUNT, _span(match), (100 - Decimal(match["n"])) / 10)


def _nth(match: _Match) -> Iterator[Quantity | None]:
    number = parse_numeral(match["k"])
    if number is None:
        return
    unit = f"第{number}件"
    if match["m"]:
        yield _quantity(Kind.MONEY, _span(match), Decimal(match["m"].replace(",", "")), roles=frozenset({"nth"}))
    elif match["n"]:
        value = _tenths(match["n"])
        if value is not None:
            yield _quantity(Kind.DISCOUNT, _span(match), value, unit=unit)
    else:
        yield _quantity(Kind.DISCOUNT, _span(match), Decimal(5 if match["half"] else 0), unit=unit)


def _discount(match: _Match) -> Iterator[Quantity | None]:
    if match["half"] or match["fold"]:
        yield _quantity(Kind.DISCOUNT, _span(match), Decimal(5))
        return
    high = _tenths(match["n"])
    low = _tenths(match["a"]) if match["a"] else high
    if low is not None and high is not None and 0 < high < 10:
        yield _quantity(Kind.DISCOUNT, _span(match), low, high)


def _percent(match: _Match) -> Iterator[Quantity | None]:
    low: Decimal | None = None
    high: Decimal | None = None
    if match["s"]:
        high = Decimal(match["n"]) / (10 if match["s"] == "‰" else 1)
        low = parse_numeral(match["a"]) if match["a"] else high
    elif match["all"] or match["w"]:
        value = Decimal(100) if match["all"] or match["c"] == "百" else parse_numeral(match["c"])
        low = high = value if value is None or match["w"] != "千分之" else value / 10
    elif match["x"]:
        first = parse_numeral(match["x"][0])
        last = parse_numeral(match["x"][-1]) if len(match["x"]) == 2 else parse_numeral(match["x"])
        low, high = (None if first is None or "." in match["x"] else first * 10), (None if last is None else last * 10)
        low = high if "." in match["x"] else low
    else:
        top, bottom = parse_numeral(match["p"] or match["p2"]), parse_numeral(match["q"] or match["q2"])
        if top is not None and bottom:
            low = high = (top * 100 / bottom).quantize(Decimal("0.01"))
    if low is not None and high is not None:
        yield _quantity(Kind.PERCENT, _span(match), low, high)


def _code(match: _Match) -> Iterator[Quantity | None]:
    digits = re.sub(r"\D", "", match[0])
    yield _quantity(
        Kind.CODE, _span(match), Decimal(digits), unit=digits.removeprefix("86") if len(digits) > 11 else digits
    )


def _lettered(match: _Match) -> Iterator[Quantity | None]:
    word = re.sub(r"[- ]", "", match[0]).upper()
    yield _quantity(Kind.CODE, _span(match), Decimal(0), unit=word)


def _signed(match: _Match) -> Iterator[Quantity | None]:
    low, high = parse_numeral(match["n"]), parse_numeral(match["b"]) if match["b"] else None
    if low is not None:
        yield _quantity(Kind.MONEY, _span(match), low, high)


def _mixed(match: _Match) -> Iterator[Quantity | None]:
    if match["j"]:
        jiao, fen = parse_numeral(match["j"]), parse_numeral(match["c"] or "零")
        if jiao is not None and fen is not None and (match["c"] or match[0][-1] in "钱毛角"):
            yield _quantity(Kind.MONEY, _span(match), jiao / 10 + fen / 100)
        return
    whole, part = parse_numeral(match["n"]), parse_numeral(match["f"])
    if whole is not None and part is not None:
        yield _quantity(Kind.MONEY, _span(match), whole + part / 10)


def _money(match: _Match) -> Iterator[Quantity | None]:
    if pair := _pair(match):
        yield _quantity(Kind.MONEY, _span(match), *pair, over=_over(match))


def _cued(match: _Match) -> Iterator[Quantity | None]:
    low = parse_numeral(match["n"])
    high = parse_numeral(match["b"]) if match["b"] else None
    if low is not None:
        yield _quantity(Kind.MONEY, _span(match, "n", "b" if match["b"] else "n"), low, high)


def _full(match: _Match) -> Iterator[Quantity | None]:
    threshold = parse_numeral(match["n"])
    if threshold is None:
        return
    yield _quantity(Kind.MONEY, (match.start(), match.end("n")), threshold, roles=frozenset({"threshold"}))
    if match["b"] and (off := parse_numeral(match["b"])) is not None:
        yield _quantity(Kind.MONEY, (match.start("v"), match.end()), off, roles=frozenset({"save"}))


def _per(match: _Match) -> Iterator[Quantity | None]:
    if (value := parse_numeral(match["n"])) is not None:
        yield _quantity(Kind.MONEY, _span(match), value)


def _united(kind: Kind, table: dict[str, tuple[str, Decimal]]) -> Callable[[_Match], Iterator[Quantity | None]]:
    def read(match: _Match) -> Iterator[Quantity | None]:
        unit, factor = table[match["u"].lower()]
        pair = _pair(match, factor)
        if pair is None:
            return
        half = factor / 2 if match["half"] else Decimal(0)
        after = "after" in match.re.groupindex and match["after"]
        if (
            kind is Kind.DURATION
            and match["n"] == "一"
            and match["u"] in ("天", "周", "年", "晚", "夜", "日")
            and not (half or after or _WEAK_TALK.search(match.string[max(0, match.start() - 3) : match.start()]))
        ):
            return
        if kind is Kind.DURATION and match["u"] == "日" and not match["n"].isdigit():
            return
        if kind is Kind.DURATION and match["u"] == "年" and match["n"].isdigit() and 1900 <= int(match["n"]) <= 2100:
            yield _quantity(Kind.NUMBER, _span(match, "n", "u"), Decimal(match["n"]), unit="年")
            return
        end = match.end("half") if match["half"] else match.end("u")
        yield _quantity(kind, (match.start(), end), pair[0] + half, pair[1] + half, unit, _over(match))

    return read


def _half(match: _Match) -> Iterator[Quantity | None]:
    word = (match["u"] or match["u2"]).removeprefix("个")
    unit, factor = {"月": ("month", Decimal(1)), "年": ("month", Decimal(12)), "岁": ("month", Decimal(12))}.get(
        word, ("minute", Decimal(60))
    )
    whole = parse_numeral(match["n"]) if match["n"] else Decimal(0)
    if whole is not None:
        kind = Kind.AGE if word == "岁" else Kind.DURATION
        yield _quantity(kind, _span(match), (whole + Decimal("0.5")) * factor, unit=unit)


def _ordinal(match: _Match) -> Iterator[Quantity | None]:
    low = parse_numeral(match["n"] or match["x"])
    high = parse_numeral(match["b"]) if match["b"] else None
    if low is not None:
        yield _quantity(Kind.ORDINAL, _span(match), low, high, unit=match["u"] or "")


def _top(match: _Match) -> Iterator[Quantity | None]:
    if (value := parse_numeral(match["n"])) is not None:
        yield _quantity(Kind.COUNT, _span(match), value, unit=match["u"], roles=frozenset({"stock"}))


def _count(match: _Match) -> Iterator[Quantity | None]:
    pair = _pair(match)
    if pair is None:
        return
    before = match.string[max(0, match.start() - 3) : match.start()]
    weak = not match["n"].isascii() and pair[1] <= 2 and not match["a"] and not _WEAK_TALK.search(before)
    after = match.string[match.end() : match.end() + 2]
    weak = weak and count_class(match["u"]) != "times" and not after.startswith(("成团", "起拼", "团", "拼"))
    yield _quantity(Kind.COUNT, _span(match), *pair, unit=match["u"], over=_over(match), claim=not weak)


def _vague(match: _Match) -> Iterator[Quantity | None]:
    yield _quantity(Kind.VAGUE, _span(match), Decimal(0), unit=match[0])


def _bare(match: _Match) -> Iterator[Quantity | None]:
    low, high = parse_numeral(match["n"]), parse_numeral(match["b"]) if match["b"] else None
    if low is not None:
        yield _quantity(Kind.NUMBER, _span(match), low, high, over=1 if match["over"] else 0)


_READERS: tuple[tuple[re.Pattern[str], str, Callable[[_Match], Iterator[Quantity | None]]], ...] = (
    (_CODE, "", _code),
    (_LETTERED, "", _lettered),
    (_NTH, "第", _nth),
    (_FULL, "满", _full),
    (_DEAL, "买购满拍", _deal),
    (_OFF, "%", _off),
    (_DISCOUNT, "折价", _discount),
    (_PERCENT, "%‰分成/百", _percent),
    (_SIGNED, "¥$", _signed),
    (_MIXED, "块毛角", _mixed),
    (_MONEY, "元块圆币BbYy洋", _money),
    (_PER, "/包", _per),
    (_HALF, "半", _half),
    (_AGE, "岁月", _united(Kind.AGE, {word: ("month", factor) for word, factor in AGES.items()})),
    (_TOP, "前", _top),
    (_ORDINAL, "第OoPp", _ordinal),
    (_MEASURE, "", _united(Kind.MEASURE, MEASURES)),
    (_DURATION, "", _united(Kind.DURATION, DURATIONS)),
    (_CUED, "", _cued),
    (_VAGUE, "", _vague),
    (_COUNT, "", _count),
    (_BARE, "", _bare),
)
"""Each pattern with one of the characters it needs (empty: none in particular) and its reader, in order of trust."""
