"""The period in which a document or a section of it holds, as its own text states it.

Not every date is a period: only one that a cue word leads to (活动时间, 有效期, 即日起至, 截止, 自…起施行). At the top
of a document (before its first heading, or in the section of its title) it binds the whole, in a later section that
section alone. Where the year is missing it is the year
the document names in its title, file name or first lines; else the one nearest to the day the file was last changed, or
to today if that is earlier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assistant.knowledge.documents import Document, Section
from assistant.schema.contracts import PassageKind
from assistant.text.dates import DateMatch, find_dates

_PERIOD_CUE = re.compile(
    r"(?:活动|優惠|优惠|促销|特惠|秒杀|拼团|抢购|团购|开团|预售|使用|有效|执行|实施|适用|兑换|领取|展示|展览|营业|体验|试吃|放假|開課|活動|使用)"
    r"(?:有效)?(?:时间|時間|日期|期间|期間|期限|时段|周期|期)(?:为|是|至|到|:|：|\s|】|」|\*)*"
    r"|(?:有效期限?|有效時間|有效时间|档期|生效期|时效)(?:为|是|至|到|:|：|\s|】|\*)*"
    r"|^\s*(?:时间|時間|日期|期限|【时间】|【日期】)\s*[:：]\s*"
    r"|(?:本次|此次|本场|本期)?活动(?:将)?[于从自]"
)
_FROM_CUE = re.compile(r"(?:生效|实施|施行|执行|开始|启用|上线)(?:日期|时间|日)\s*(?:为|是|:|：)*\s*$|(?:自|从|于)\s*$")
_FROM_AFTER = re.compile(r"^\s*(?:起|开始|正式)?\s*(?:施行|实施|执行|生效|启用|正式实施|开始实施|开始执行)")
_UNTIL_CUE = re.compile(
    r"(?:截止(?:日期|时间|日|到|至|于)?|截至|(?:活动|优惠)?结束(?:日期|时间|于)?|失效(?:日期|时间|日)?|到期(?:日|日期|时间)?|有效(?:期)?(?:至|到)|"
    r"持续(?:到|至)|延(?:长|续)(?:到|至)|即日起(?:至|到)?)\s*(?:为|是|:|：)*\s*$"
)
_UNTIL_AFTER = re.compile(
    r"^\s*(?:(?:当天|当日)?\s*(?:\d{1,2}[:：点]\d{0,2}分?|24时)?\s*)?(?:止|截止|结束|到期|失效|前有效|之前有效|前使用有效|以前有效)"
)
_SIGN_UP = re.compile(r"(?:报名|申请|投稿|征集|登记|预约|预订|下单)[^，。；\n]{0,6}$")
# A date that comes round every year is no end of this document.
_RECURRING = re.compile(r"(?:次年|每年|当年|来年|翌年|年度|每月|每周|每逢|去年|往年|上一?年|明年)的?\s*$")
_RESET = re.compile(r"[。！？!?\n]")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年?(?!\d|\s*(?:元|个|人|款|件|克|ml|g))")
_TOP_LENGTH = 600
_LOOK_BACK = 24


@dataclass(frozen=True)
class Period:
    """First and last day; ``None`` leaves that end open."""

    first: date | None
    last: date | None


def find_period(text: str, *, today: date, year: int | None = None) -> Period | None:
    """Return the period ``text`` states for itself, or ``None``.

    ``year`` is taken for dates that give none; without it the year nearest to ``today``. The first period with a cue
    of its own counts; a lone 自…起 and a lone 截止 found apart are put together.
    """
    opens: date | None = None
    closes: date | None = None
    sign_up: date | None = None
    matches = [_with_year(match, year) for match in find_dates(text, today=today)]
    for index, match in enumerate(matches):
        before = _before(text, match.start)
        after = text[match.end : match.end + 16]
        if _RECURRING.search(before):
            continue
        if _SIGN_UP.search(before[:-1] if before.endswith(("：", ":")) else before) or _SIGN_UP.search(_stem(before)):
            sign_up = max(filter(None, (sign_up, match.last)))
        elif index and _begun_now(text, matches[index - 1], match):
            return Period(matches[index - 1].first, match.last)
        elif _led_by_period_cue(before):
            if match.first != match.last:
                return Period(match.first, match.last)
            if re.search(r"(?:至|到|前|止)\s*[:：]?\s*$", before) or re.match(r"\s*(?:前|之前|止|截止)", after):
                closes = closes or match.last
            elif re.match(r"\s*(?:起|开始)", after):
                opens = opens or match.first
            elif not before.rstrip().endswith(("有效期", "有效期：", "有效期:")):
                return Period(match.first, match.last)
            else:
                closes = closes or match.last
        elif _UNTIL_CUE.search(before) or _UNTIL_AFTER.match(after):
            if match.first != match.last:
                return Period(match.first, match.last)
            closes = closes or match.last
        elif _FROM_AFTER.match(after) or (_FROM_CUE.search(before) and re.match(r"\s*起", after)):
            opens = opens or match.first
    if opens is None and closes is None and sign_up is not None:
        # An invitation is stale when the last day it names has passed.
        closes = max(match.last for match in matches)
    if opens is not None and closes is not None and opens > closes:
        opens = None
    return Period(opens, closes) if opens or closes else None


def apply_periods(document: Document, *, path: Path, today: date) -> Document:
    """Return ``document`` with the periods its text states; what metadata says is kept."""
    reference = _reference(path, today)
    year = _stated_year(document, path, reference)
    sections: list[Section] = []
    first, last = document.valid_from, document.valid_until
    said = first is not None or last is not None
    for index, section in enumerate(document.sections):
        pieces = [section] if not _is_long_top(document, section) else _paragraphs(section)
        for piece in pieces:
            period = find_period(_text(piece), today=reference, year=year)
            if period is None or (piece.valid_from or piece.valid_until):
                sections.append(piece)
            elif _is_top(document, index) and not (len(pieces) > 1 and piece is not pieces[0]):
                if not said:
                    first, last, said = period.first, period.last, True
                sections.append(piece)
            else:
                sections.append(piece.model_copy(update={"valid_from": period.first, "valid_until": period.last}))
    return document.model_copy(update={"sections": sections, "valid_from": first, "valid_until": last})


def _text(section: Section) -> str:
    heading = section.heading[-1] + "\n" if section.heading else ""
    return f"{heading}{section.question}\n{section.text}"


def _is_top(document: Document, index: int) -> bool:
    """Whether the section stands before the first heading below the title, as running text."""
    section = document.sections[index]
    if index or section.row is not None or section.question:
        return False
    if len(document.sections) == 1 or not section.heading:
        return True
    others = document.sections[1:]
    return section.heading == (document.title,) or all(
        other.heading[: len(section.heading)] == section.heading for other in others
    )


def _is_long_top(document: Document, section: Section) -> bool:
    """Whether a text without headings is so long that a period further down is a remark in passing."""
    return (
        len(section.text) > _TOP_LENGTH
        and not section.atomic
        and section is document.sections[0]
        and document.kind is not PassageKind.CAMPAIGN
    )


def _paragraphs(section: Section) -> list[Section]:
    """Cut off the paragraphs beyond the top of a long text that state a period."""
    top: list[str] = []
    pieces: list[Section] = []
    for line in section.text.split("\n"):
        size = sum(len(item) for item in top)
        if pieces or size > _TOP_LENGTH:
            pieces.append(section.model_copy(update={"text": line}))
        else:
            top.append(line)
    return [section.model_copy(update={"text": "\n".join(top)}), *pieces]


def _reference(path: Path, today: date) -> date:
    try:
        return min(today, datetime.fromtimestamp(path.stat().st_mtime).date())
    except (OSError, ValueError, OverflowError):
        return today


def _stated_year(document: Document, path: Path, reference: date) -> int | None:
    """Return the one year that title, file name or first lines name."""
    top = document.sections[0].text[:200] if document.sections else ""
    for text in (document.title, path.stem, *(document.sections[0].heading if document.sections else ()), top):
        years = {int(year) for year in _YEAR.findall(text)}
        if len(years) == 1 and abs((year := years.pop()) - reference.year) <= 10:
            return year
    return None


def _before(text: str, start: int) -> str:
    """Return what leads to a date: the last characters of its clause, and of the line above if that is a heading."""
    before = text[max(0, start - _LOOK_BACK) : start]
    cut = [match.end() for match in _RESET.finditer(before)]
    if cut and before[cut[-1] :].strip() == "" and len(cut) >= 1:
        # 活动时间 on a line of its own, the date below.
        line = before[: cut[-1]].rstrip("\n")
        return line.rsplit("\n", 1)[-1] if not line.endswith(tuple("。！？!?")) else ""
    return before[cut[-1] :] if cut else before


def _stem(before: str) -> str:
    return re.sub(r"(?:截止|时间|日期|开始|结束|至|到|为|[:：\s])+$", "", before)


def _led_by_period_cue(before: str) -> bool:
    found = list(_PERIOD_CUE.finditer(before))
    return bool(found) and len(before) - found[-1].end() <= 6


def _begun_now(text: str, start: DateMatch, match: DateMatch) -> bool:
    between = text[start.end : match.start]
    return text[start.start : start.end].startswith("即日") and len(between) <= 3


def _with_year(match: DateMatch, year: int | None) -> DateMatch:
    """Move a date without a year into ``year``; the end of a range over New Year comes after its start."""
    if match.year_given or year is None:
        return match
    shift = year - match.first.year
    return DateMatch(match.start, match.end, _moved(match.first, shift), _moved(match.last, shift), True)


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
