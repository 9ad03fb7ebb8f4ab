"""The period in which a document or a section of it holds, as its own text states it.

Not every date is a period: only one that a cue word leads to (活动时间, 有效期, 即日起至, 自…起施行), and how plain the
cue must be depends on whether the text is a notice, a rule, an article or an answer. At the top of a document (before
its first heading, or in the section of its title) it binds the whole, in a later section that section alone. Where the
year is missing it is the year the document names in its title, file name or first lines; else the one nearest to the
day the file was last changed, or to today if that is earlier.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from assistant.knowledge.documents import Document, Section
from assistant.knowledge.occasions import Setting, setting_of
from assistant.knowledge.periods import Period, find_period

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年?(?!\d|\s*(?:元|个|人|款|件|克|ml|g))")
_TOP_LENGTH = 600
_PROSE_TOP_LENGTH = 200


def apply_periods(document: Document, *, path: Path, today: date) -> Document:
    """Return ``document`` with the periods its text states; what metadata says is kept."""
    reference = _reference(path, today)
    year = _stated_year(document, path, reference)
    sections: list[Section] = []
    first, last = document.valid_from, document.valid_until
    said = first is not None or last is not None
    for index, section in enumerate(document.sections):
        find = partial(find_period, today=reference, year=year, setting=_setting(document, section))
        top = _top_length(document, section)
        pieces = [section] if top is None else _paragraphs(section, top=top, find=find)
        for piece in pieces:
            period = find(_text(piece, top=top))
            if period is None or (piece.valid_from or piece.valid_until):
                sections.append(piece)
            elif _is_top(document, index) and not (len(pieces) > 1 and piece is not pieces[0]):
                if not said:
                    first, last, said = period.first, period.last, True
                sections.append(piece)
            else:
                sections.append(piece.model_copy(update={"valid_from": period.first, "valid_until": period.last}))
    return document.model_copy(update={"sections": sections, "valid_from": first, "valid_until": last})


def _setting(document: Document, section: Section) -> Setting:
    """Return what kind of text ``section`` is: the names of folder, file, title and heading tell a notice."""
    *folders, name = document.source.split("/")
    names = [*folders, name.rsplit(".", 1)[0], document.title, *section.heading[-1:]]
    return setting_of(names, section.kind or document.kind, question=bool(section.question))


def _text(section: Section, *, top: int | None) -> str:
    """Return what is searched for a period: of a long text only its top, or a paragraph cut out of it."""
    if top is not None and len(section.text) > top:
        return section.text[:top]
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


def _top_length(document: Document, section: Section) -> int | None:
    """Return how far the top reaches in a text without headings so long that what comes later is a remark in passing.

    ``None`` where the whole section counts. An article has a short top: what it announces is not what it is about.
    """
    setting = _setting(document, section)
    if section is not document.sections[0] or section.atomic or setting in (Setting.NOTICE, Setting.OFFER):
        return None
    top = _PROSE_TOP_LENGTH if setting is Setting.PROSE else _TOP_LENGTH
    return top if len(section.text) > top else None


def _paragraphs(section: Section, *, top: int, find: Callable[[str], Period | None]) -> list[Section]:
    """Cut out the paragraphs beyond the top of a long text that state a period; the rest stays together."""
    runs: list[tuple[bool, list[str]]] = [(False, [])]
    size = 0
    for line in section.text.split("\n"):
        bound = size > top and find(line) is not None
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
