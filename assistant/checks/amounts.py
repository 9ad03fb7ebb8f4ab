"""Quantities that are written as a numeral and a unit: the patterns behind :func:`find_quantities`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from assistant.checks import amountpatterns as how
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.units import AGES, DURATIONS, MEASURES, count_class
from assistant.text.numerals import parse_numeral
from assistant.text.patterns import Pattern

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
            if not how.FIGURE.search(view):
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
    if after := how.BOUND.match(view, quantity.end):
        bound = 1 if after[1] else -1
    elif before := how.BOUND_BEFORE.search(view[max(0, quantity.start - 4) : quantity.start]):
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
    elif tail.startswith(("元", "块")) or (match["v2"] in ("减", "立减") and not tail):
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
    elif match["h"]:
        low = high = Decimal(50)
    elif match["all"] or match["w"]:
        value = Decimal(100) if match["all"] or match["c"] == "百" else parse_numeral(match["c"])
        low = high = value if value is None or match["w"] != "千分之" else value / 10
    elif match["x2"]:
        low = high = (parse_numeral(match["x2"]) or Decimal(0)) * 10
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
            and not (half or after or how.WEAK_TALK.search(match.string[max(0, match.start() - 3) : match.start()]))
        ):
            if match.string.endswith("提前", 0, match.start()):
                # A lead time claims little, but it may be held against what the files ask for.
                yield _quantity(kind, (match.start(), match.end("u")), *pair, unit, claim=False)
            return
        if kind is Kind.DURATION and match["u"] == "日" and not match["n"].isdigit():
            return
        if kind is Kind.DURATION and match["u"] == "年" and match["n"].isdigit() and 1900 <= int(match["n"]) <= 2100:
            yield _quantity(Kind.NUMBER, _span(match, "n", "u"), Decimal(match["n"]), unit="年")
            return
        end = match.end("half") if match["half"] else match.end("u")
        start = match.start()
        if match["u"] == "米" and (tail := how.TENTHS.match(match.string, end)) is not None:
            # 一米八 is 1.8 m.
            part = (parse_numeral(tail[0]) or Decimal(0)) * 100
            yield _quantity(kind, (start, tail.end()), pair[0] + part, pair[1] + part, unit)
            return
        if "list" in match.re.groupindex and match["list"]:
            # 59/66/73 码 are three sizes, each for itself.
            start = match.end("list")
            for one in re.finditer(r"\d+(?:\.\d+)?", match["list"]):
                span = match.start("list") + one.start(), match.start("list") + one.end()
                yield _quantity(kind, span, Decimal(one[0]) * factor, unit=unit)
        yield _quantity(kind, (start, end), pair[0] + half, pair[1] + half, unit, _over(match))

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
    weak = not match["n"].isascii() and pair[1] <= 2 and not match["a"] and not how.WEAK_TALK.search(before)
    weak = weak and count_class(match["u"]) != "times" and not how.TEAMS.match(match.string, match.end())
    yield _quantity(Kind.COUNT, _span(match), *pair, unit=match["u"], over=_over(match), claim=not weak)


def _vague(match: _Match) -> Iterator[Quantity | None]:
    yield _quantity(Kind.VAGUE, _span(match), Decimal(0), unit=match[0])


def _bare(match: _Match) -> Iterator[Quantity | None]:
    low, high = parse_numeral(match["n"]), parse_numeral(match["b"]) if match["b"] else None
    if low is not None:
        yield _quantity(Kind.NUMBER, _span(match), low, high, over=1 if match["over"] else 0)


_READERS: tuple[tuple[Pattern, str, Callable[[_Match], Iterator[Quantity | None]]], ...] = (
    (how.CODE, "", _code),
    (how.MALFORMED, "年月:-/", _vague),
    (how.LETTERED, "", _lettered),
    (how.NTH, "第", _nth),
    (how.FULL, "满", _full),
    (how.DEAL, "买购满拍", _deal),
    (how.OFF, "%", _off),
    (how.DISCOUNT, "折价", _discount),
    (how.PERCENT, "%‰分成/百半", _percent),
    (how.SIGNED, "¥$", _signed),
    (how.MIXED, "块毛角", _mixed),
    (how.MONEY, "元块圆币BbYy洋", _money),
    (how.PER, "/包一", _per),
    (how.HALF, "半", _half),
    (how.AGE, "岁月", _united(Kind.AGE, {word: ("month", factor) for word, factor in AGES.items()})),
    (how.TOP, "前", _top),
    (how.ORDINAL, "第OoPp", _ordinal),
    (how.MEASURE, "", _united(Kind.MEASURE, MEASURES)),
    (how.COMPOUND, "", _vague),
    (how.DURATION, "", _united(Kind.DURATION, DURATIONS)),
    (how.CUED, "", _cued),
    (how.VAGUE, "", _vague),
    (how.COUNT, "", _count),
    (how.BARE, "", _bare),
)
"""Each pattern with one of the characters it needs (empty: none in particular) and its reader, in order of trust."""
