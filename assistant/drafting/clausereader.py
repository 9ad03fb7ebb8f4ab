"""Reads a clause an operator wrote: 每周五 10 点到 20 点才发促销，一周不超过两条.

A clause is enforced only if every word of it was read: what is left after the known pieces must be filler. Otherwise
(a condition, an exception, a soft word such as 尽量) it stays a reminder and forbids nothing: a clause misread is
worse than one left to the operator. Exceptions that can be read are kept: a mechanic (会员日除外), a festival (双十一
除外), and notices (紧急通知除外), which no draft is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.drafting import clausewords as words
from assistant.drafting.clauses import (
    ALL_KINDS,
    PROMO,
    Allowed,
    Clause,
    Closed,
    Count,
    Gap,
    Length,
    NotTaken,
    Per,
    Term,
)
from assistant.drafting.clausewhole import read_whole, split_names
from assistant.knowledge.campaignfields import MECHANICS
from assistant.knowledge.festivals import canonical
from assistant.knowledge.hours import DAY, parse_time, parse_weekdays, parse_window, window
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Mechanic
from assistant.text.normalize import to_simplified
from assistant.text.numerals import narrow, parse_numeral
from assistant.text.patterns import Pattern

_PUNCTUATION = str.maketrans({"，": ",", "。": ",", "！": ",", "；": ",", "（": ",", "）": ",", "(": ",", ")": ",",
                              ";": ",", "!": ",", "\n": ",", "【": ",", "】": ","})  # fmt: skip
_PER: dict[str, Per] = {"天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month"}
#: A night that begins in the evening and has no end said ends at six in the morning.
_EVENING, _MORNING = 18 * 60, 6 * 60
_SAYS_MORE = Pattern(r"[0-9不别勿可只除发]|[一二两三四五六七八九十百]+(?:天|次|条|个|点|字|周|月|号)")


class Unread(Exception):
    """The clause says something that was not understood."""


@dataclass
class Segment:
    """What one segment between commas says."""

    kinds: frozenset[DraftKind] = frozenset()
    days: tuple[int, ...] = ()
    hours: tuple[str, ...] = ()
    after: int | None = None
    before: int | None = None
    holidays: bool = False
    festivals: tuple[str, ...] = ()
    negative: bool = False
    outside: bool = False
    only: bool = False
    sent: bool = False
    counts: list[tuple[Per, int]] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    lengths: list[tuple[int, int]] = field(default_factory=list)

    @property
    def timed(self) -> bool:
        """It names days or hours."""
        spoken = self.days or self.hours or self.festivals or self.holidays
        return bool(spoken) or self.after is not None or self.before is not None

    @property
    def polar(self) -> bool:
        """It says whether to send or not."""
        return self.negative or self.only or self.sent


@lru_cache(maxsize=1024)
def read_clause(text: str, *, place: str) -> Clause:
    """Return the clause with everything it means; no terms where it was not fully understood."""
    plain = re.sub(r"\s+", "", to_simplified(narrow(text)).lower()).translate(_PUNCTUATION)
    parts = [part for part in re.split(r",+", _unlabelled(plain)) if part]
    mechanics: set[Mechanic] = set()
    festivals: list[str] = []
    try:
        parts = [part for part in parts if not _exempts(part, mechanics, festivals)]
        terms, whole = _terms(parts)
    except Unread:
        return Clause(text, place)
    if not terms:
        return Clause(text, place)
    return Clause(text, place, terms, frozenset(mechanics), tuple(festivals), remind=not whole)


def _unlabelled(plain: str) -> str:
    """A clause without the name it begins with (饭点不打扰：); one that says of which kinds it speaks stays.

    What is named a time of rest and says no more than when is one: 勿扰时段：晚上九点半到早上七点半.
    """
    label = words.LABEL.match(plain)
    if label is None or _kinds(label.group()):
        return plain
    rest = plain[label.end() :]
    return f"{rest}不打扰" if words.REST.search(label.group()) and not words.NEGATIVE.search(rest) else rest


def _exempts(part: str, mechanics: set[Mechanic], festivals: list[str]) -> bool:
    """Take a segment that is an exception; False when it is none. Raises Unread for one that cannot be read."""
    said = words.EXCEPTION.fullmatch(part)
    match = said or words.EXCEPT_FOR.fullmatch(part)
    if match is None:
        return False
    for name in split_names(match["what"]):
        if words.NOTICE.fullmatch(name):
            continue
        mechanic = MECHANICS.get(name.removesuffix("活动"))
        festival = canonical(name.removesuffix("当天"))
        if mechanic:
            mechanics.add(Mechanic(mechanic))
        elif festival:
            festivals.append(festival)
        elif said:
            raise Unread
        else:
            return False
    return True


def _terms(parts: list[str]) -> tuple[tuple[Term, ...], bool]:
    """Return what the segments mean, and whether every one of them was read."""
    pending: list[Segment] = []
    stated: list[Term] = []
    whole = True
    for part in parts:
        open_time = bool(pending) and pending[-1].timed and not pending[-1].polar
        statement = None if open_time else read_whole(part)
        if statement is not None:
            stated.append(statement)
            continue
        if stated and not pending and words.FURTHER.match(part) and not words.BLOCKERS.search(part):
            # 本群不发促销，也不发拼团链接: the first half stands whatever the second one means.
            whole = False
            continue
        segment = _segment(part)
        if segment is None:
            whole = False
        elif pending and _belongs(pending[-1], segment):
            _merge(pending[-1], segment)
        else:
            pending.append(segment)
    terms = [*stated, *_meanings(pending)]
    _consistent(terms)
    return tuple(terms), whole


def _consistent(terms: list[Term]) -> None:
    """只聊话题，周五发促销: a kind that is not taken cannot have its days as well; then neither was understood."""
    refused = {kind for term in terms if isinstance(term, NotTaken) for kind in term.kinds}
    for term in terms:
        timed = isinstance(term, (Allowed, Count, Gap)) or (isinstance(term, Closed) and term.kinds != ALL_KINDS)
        if timed and isinstance(term, (Allowed, Count, Gap, Closed)) and refused & term.kinds:
            raise Unread


def _meanings(segments: list[Segment]) -> Iterator[Term]:
    kinds: frozenset[DraftKind] = frozenset()
    allowed = 0
    for segment in segments:
        own = segment.kinds or kinds
        kinds = own
        for per, most in segment.counts:
            yield Count(_need(own), per, most)
        for days in segment.gaps:
            yield Gap(_need(own), days)
        for least, most in segment.lengths:
            yield Length(segment.kinds or ALL_KINDS, most, least)
        if segment.timed:
            term = _timed(segment, own)
            allowed += isinstance(term, Allowed)
            yield term
        elif not (segment.counts or segment.gaps or segment.lengths):
            raise Unread
    if allowed > 1:
        # 周三 10 点到 12 点、周五 15 点到 17 点: either of two windows, which no term can say.
        raise Unread


def _timed(segment: Segment, kinds: frozenset[DraftKind]) -> Allowed | Closed:
    hours = segment.hours + _open_hours(segment)
    if segment.negative and not segment.outside:
        days = segment.days
        return Closed(kinds or ALL_KINDS, days, hours, segment.holidays, segment.festivals)
    if segment.holidays or segment.festivals or (segment.outside and not segment.negative):
        raise Unread
    # 周五发干货 is a plan; only a promotion, or the word 只, makes it a bound.
    kinds = kinds or (ALL_KINDS if segment.outside else kinds)
    if _need(kinds) != PROMO and not segment.only and not segment.outside:
        raise Unread
    return Allowed(kinds, segment.days, hours)


def _open_hours(segment: Segment) -> tuple[str, ...]:
    """晚上十点后、早上八点前 as a window; one end alone runs to the end of the day, an evening into the night."""
    after, before = segment.after, segment.before
    if after is None and before is None:
        return ()
    if after is not None and before is not None:
        return (window(after, before),)
    if after is None:
        return (window(0, before or DAY),)
    if segment.negative and after >= _EVENING:
        return (window(after, _MORNING),)
    return (window(after, DAY),)


def _need(kinds: frozenset[DraftKind]) -> frozenset[DraftKind]:
    if not kinds:
        raise Unread
    return kinds


def _belongs(before: Segment, now: Segment) -> bool:
    """Tell whether a segment finishes the one before it."""
    if before.timed and not before.polar:
        return now.polar or now.timed
    return before.timed and not before.negative and now.timed and not now.polar and not now.kinds


def _merge(before: Segment, now: Segment) -> None:
    if (before.days and now.days) or (before.hours and now.hours):
        raise Unread
    if (before.after is not None and now.after is not None) or (before.before is not None and now.before is not None):
        raise Unread
    before.kinds = before.kinds | now.kinds if now.kinds != ALL_KINDS or not before.kinds else before.kinds
    before.days = before.days or now.days
    before.hours = before.hours or now.hours
    before.after = now.after if before.after is None else before.after
    before.before = now.before if before.before is None else before.before
    before.holidays |= now.holidays
    before.festivals += now.festivals
    before.negative |= now.negative
    before.outside |= now.outside
    before.only |= now.only
    before.sent |= now.sent
    before.counts += now.counts
    before.gaps += now.gaps


def _segment(part: str) -> Segment | None:
    """Read one segment piece by piece; None for a remark that says nothing to enforce. Raises Unread."""
    if words.BLOCKERS.search(part):
        raise Unread
    segment = Segment(kinds=_kinds(part))
    rest = _numbers(part, segment)
    rest = _times(rest, segment)
    known = segment.timed or segment.counts or segment.gaps or segment.lengths
    rest, bare = _take(words.COUNT_BARE, rest)
    for match in bare:
        # 周五发一条: one on that day.
        if not segment.timed:
            raise Unread
        segment.counts.append(("day", _number(match["n"] or match["n2"])))
    segment.negative = bool(words.NEGATIVE.search(rest))
    rest = words.NEGATIVE.sub("·", rest)
    segment.outside = bool(words.OUTSIDE.search(rest)) or bool(words.EXCEPT_DAY.search(rest))
    except_for = bool(words.EXCEPT_DAY.search(rest))
    rest = words.EXCEPT_DAY.sub("·", words.OUTSIDE.sub("·", rest))
    rest = words.KIND.sub("·", words.DAY_OFF.sub("·", rest))
    segment.only, segment.sent = bool(words.ONLY.search(rest)), bool(words.SENT.search(rest))
    _clear(part, segment, except_for)
    if segment.hours or segment.after is not None or segment.before is not None:
        rest = words.CONTEXT.sub("", rest)
    rest = words.FILLER.sub("", rest).replace("·", "")
    if rest:
        if not known and not segment.negative and not segment.kinds and not _SAYS_MORE.search(part):
            return None
        raise Unread
    return segment


def _clear(part: str, segment: Segment, except_for: bool) -> None:
    """Raise Unread where the same pieces can mean two things."""
    # 周末只聊天不发广告, 周五不发促销发话题: which kinds are meant by which half?
    mixed = segment.negative and (segment.sent or segment.only) and not segment.outside
    # 周五只发促销: nothing else on Fridays, or no promotion on other days?
    other = segment.timed and words.ONLY_KIND.search(part)
    # 周末两点到六点以外不发: nothing is said about working days.
    outside = segment.outside and not except_for and bool(segment.days) and bool(segment.hours)
    if mixed or other or outside:
        raise Unread


def _kinds(part: str) -> frozenset[DraftKind]:
    """The kinds a segment names; 消息 and the like mean all of them where nothing closer is said."""
    found: frozenset[DraftKind] = frozenset()
    broad = False
    for match in words.KIND.finditer(part):
        kinds = words.KINDS[int((match.lastgroup or "k0")[1:])]
        broad |= kinds == ALL_KINDS
        found |= frozenset() if kinds == ALL_KINDS else kinds
    return found or (ALL_KINDS if broad else frozenset())


def _numbers(part: str, segment: Segment) -> str:
    rest, ranges = _take(words.LENGTH_RANGE, part)
    segment.lengths += [(_number(match["least"]), _number(match["n"])) for match in ranges]
    rest, lengths = _take(words.LENGTH, rest)
    for match in lengths:
        if not words.LENGTH_SIGN.search(match.group()):
            raise Unread
        segment.lengths.append((0, _number(match["n"])))
    rest, gaps = _take(words.GAP, rest)
    segment.gaps += [_number(match["n"]) * (1 if match["unit"] in "天日" else 7) for match in gaps]
    rest, within = _take(words.GAP_WITHIN, rest)
    segment.gaps += [_number(match["n"]) for match in within]
    rest, other = _take(words.EVERY_OTHER_DAY, rest)
    segment.gaps += [2 for _ in other]
    rest, weeks = _take(words.COUNT_SEVERAL_WEEKS, rest)
    segment.gaps += [7 * (2 if match["weeks"] == "隔" else _number(match["weeks"])) for match in weeks]
    for pattern in (words.COUNT, words.COUNT_REVERSED):
        rest, counts = _take(pattern, rest)
        segment.counts += [(_PER[match["per"]], _number(match["n"])) for match in counts]
    return rest


def _times(part: str, segment: Segment) -> str:
    order = sorted(
        [(match.start(), "h") for match in words.HOURS.finditer(part)]
        + [(match.start(), "d") for match in words.DAYS.finditer(words.HOURS.sub(lambda m: "#" * len(m.group()), part))]
    )
    if "dhd" in "".join(kind for _, kind in order):
        # 周一到周五 10 点到 12 点、周末 15 点到 17 点: the pairs cannot be kept apart.
        raise Unread
    rest, hours = _take(words.HOURS, part)
    segment.hours = tuple(_hours(match.group()) for match in hours)
    rest, after = _take(words.AFTER, rest)
    rest, before = _take(words.BEFORE, rest)
    if len(after) > 1 or len(before) > 1:
        raise Unread
    if after:
        segment.after = _time(after[0]["time"] or after[0]["time2"])
    if before:
        segment.before = _time(before[0]["time"])
    rest, days = _take(words.DAYS, rest)
    for match in days:
        named = parse_weekdays(match.group())
        if named is None:
            raise Unread
        segment.days = tuple(sorted({*segment.days, *named}))
    rest, holidays = _take(words.HOLIDAYS, rest)
    segment.holidays = bool(holidays)
    rest, festivals = _take(words.FESTIVAL, rest)
    segment.festivals = tuple(canonical(match.group()) or "" for match in festivals)
    return rest


def _take(pattern: Pattern, part: str) -> tuple[str, list[re.Match[str]]]:
    """Return what is left of ``part`` without the matches, and the matches."""
    return pattern.sub("·", part), list(pattern.finditer(part))


def _number(text: str) -> int:
    value = parse_numeral(text)
    if value is None or value != int(value):
        raise Unread
    return int(value)


def _time(text: str) -> int:
    value = parse_time(text)
    if value is None:
        raise Unread
    return value


def _hours(text: str) -> str:
    value = parse_window(re.sub("次日|第二天|隔天|翌日", "", text))
    if value is None:
        raise Unread
    return value
