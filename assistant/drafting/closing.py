"""Which branches are closed on a day: weekdays, dates, ranges of dates and festivals, as ``brand.yaml`` says them."""

from __future__ import annotations

from datetime import date

from assistant.drafting.calendar import festivals_of, is_holiday
from assistant.knowledge.festivals import canonical
from assistant.knowledge.hours import parse_weekdays
from assistant.schema.brand import Branch, Brand
from assistant.text.dates import find_dates


def closed_branches(brand: Brand, day: date) -> list[tuple[Branch, str]]:
    """Return the branches that are closed on ``day``, each with the words that say so."""
    found = []
    for branch in brand.branches:
        said = next((entry for entry in branch.closed if closes(entry, day)), None)
        if said is not None:
            found.append((branch, said))
    return found


def closes(entry: str, day: date) -> bool:
    """Tell whether one entry of ``closed`` names ``day``: 周一, 2026-02-17, 2月16日至2月18日, 除夕, 节假日."""
    weekdays = parse_weekdays(entry)
    if weekdays is not None:
        return day.isoweekday() in weekdays
    if entry in ("节假日", "法定节假日"):
        return is_holiday(day)
    festival = canonical(entry)
    if festival is not None:
        return festival in festivals_of(day)
    return any(match.first <= day <= match.last for match in find_dates(entry, today=day))
