"""The period in which a document or a section of it holds, as its own text states it.

Not every date is a period: only one that a cue word leads to (活动时间, 有效期, 即日起至, 截止, 自…起施行). At the top
of a document (before its first heading, or in the section of its title) it binds the whole, in a later section that
section alone. Where the year is missing it is the year
the document names in its title, file name or first lines; else the one nearest to the day the file was last changed, or
to today if that is earlier.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

from assistant.knowledge.documents import Document, Section
from assistant.knowledge.periods import find_period
from assistant.schema.contracts import PassageKind

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年?(?!\d|\s*(?:元|个|人|款|件|克|ml|g))")
_TOP_LENGTH = 600


def apply_periods(document: Document, *, path: Path, today: date) -> Document:
    """Return ``document`` with the periods its text states; what metadata says is kept."""
    reference = _reference(path, today)
    year = _stated_year(document, path, reference)
    sections: list[Section] = []
    first, last = document.valid_from, document.valid_until
    said = first is not None or last is not None
    for index, section in enumerate(document.sections):
        long = _is_long_top(document, section)
        pieces = _paragraphs(section, today=reference, year=year) if long else [section]
        for piece in pieces:
            period = find_period(_text(piece, long=long), today=reference, year=year)
            if period is None or (piece.valid_from or piece.valid_until):
                sections.append(piece)
            elif _is_top(document, index) and not (len(pieces) > 1 and piece is not pieces[0]):
                if not said:
                    first, last, said = period.first, period.last, True
                sections.append(piece)
            else:
                sections.append(piece.model_copy(update={"valid_from": period.first, "valid_until": period.last}))
    return document.model_copy(update={"sections": sections, "valid_from": first, "valid_until": last})


def _text(section: Section, *, long: bool) -> str:
    """Return what is searched for a period: of a long text only its top, or a paragraph cut out of it."""
    if long and len(section.text) > _TOP_LENGTH:
        return section.text[:_TOP_LENGTH]
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


def _paragraphs(section: Section, *, today: date, year: int | None) -> list[Section]:
    """Cut out the paragraphs beyond the top of a long text that state a period; the rest stays together."""
    runs: list[tuple[bool, list[str]]] = [(False, [])]
    size = 0
    for line in section.text.split("\n"):
        bound = size > _TOP_LENGTH and find_period(line, today=today, year=year) is not None
        size += len(line)
        if bound or runs[-1][0]:
            runs.append((bound, []))
        runs[-1][1].append(line)
    return [section.model_copy(update={"text": text}) for _, lines in runs if (text := "\n".join(lines)).strip()]


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
