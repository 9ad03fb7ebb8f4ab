"""Headings that ask a question: with the text below they are FAQ entries."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.knowledge.documents import Section
from assistant.knowledge.readers.faq import heading_question

# An article may ask in its headings too; its long answers are then split like any text.
_LONGEST_ANSWER = 600


def question_headings(sections: Sequence[Section], *, faq: bool) -> list[Section]:
    """Return ``sections`` with those under a question made into FAQ entries.

    Only the lowest heading asks: one with sub-headings is a chapter. In a file that is not a FAQ, an answer over 600
    characters stays ordinary text.
    """
    result: list[Section] = []
    for index, section in enumerate(sections):
        entry = _entry(sections, index, faq=faq)
        result.append(entry if entry is not None else section)
    return result


def _entry(sections: Sequence[Section], index: int, *, faq: bool) -> Section | None:
    section = sections[index]
    if section.atomic or section.row is not None or not section.heading:
        return None
    question = heading_question(section.heading[-1])
    if question is None or (len(section.text) > _LONGEST_ANSWER and not faq):
        return None
    if len(section.heading) == 1 and len(sections) > 1 and not faq:
        return None
    neighbours = [*sections[max(0, index - 1) : index], *sections[index + 1 : index + 2]]
    depth = len(section.heading)
    if any(other.heading[:depth] == section.heading for other in neighbours):
        return None
    update = {"heading": section.heading[:-1], "question": question, "atomic": True}
    return section.model_copy(update=update)
