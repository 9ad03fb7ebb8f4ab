"""Which sections of a file a wish means, and how near each sentence is to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from assistant.drafting.offline.asked import LINKED, covered, words_of
from assistant.drafting.offline.excerpts import Excerpt, heading_of, title_of
from assistant.schema.contracts import Passage

Section = tuple[str, str, str, str]
# A title that says so much of the wish means the whole file; else a section this near to the nearest is meant.
_WHOLE, _MEANT = 0.6, 0.6
# Words of the title stand all over the file: they tell its sections apart less than the others do.
_OF_TITLE, _HEADED = 0.4, 0.5
# What search thinks of a passage beside the words of the wish that stand in it.
_SEARCHED = 0.05
# Where no section is nearer than this, the words of the wish tell nothing of them.
_TELLING = 0.12


def section_of_excerpt(excerpt: Excerpt) -> Section:
    """Return what tells the section of an excerpt: file, heading path, the heading above it, the question."""
    return excerpt.passage.source, excerpt.passage.heading, heading_of(excerpt), excerpt.passage.question


class Sections:
    """The sections of the files for one wish; without a ``query`` all are alike."""

    def __init__(
        self, query: str, by_source: Mapping[str, Sequence[Passage]], candidates: Mapping[str, Sequence[Excerpt]]
    ) -> None:
        self.query = query
        self._passages = [passage for group in by_source.values() for passage in group]
        self._excerpts = [excerpt for found in candidates.values() for excerpt in found]

    def says(self, excerpt: Excerpt) -> float:
        """Return how much of the wish a sentence says with its heading or question, 0 to 1."""
        return covered(self.query, f"{excerpt.passage.question}{heading_of(excerpt)}{excerpt.text}")

    def nearness(self, excerpt: Excerpt) -> float:
        """Return how near the section of a sentence is to the wish, 1 for the nearest of its file; 0 where none is."""
        best = self._best.get(excerpt.passage.source, 0.0)
        return self._near.get(section_of_excerpt(excerpt), 0.0) / best if best > _TELLING else 0.0

    def is_whole(self, excerpt: Excerpt) -> bool:
        """Whether the wish means all of the file a sentence stands in: its title says what was asked for."""
        return covered(self.query, title_of(excerpt.passage)) >= _WHOLE and not excerpt.passage.question

    def is_meant(self, excerpt: Excerpt) -> bool:
        """Whether the wish means the section of a sentence: one of the nearest of its file, or all of them."""
        if not self.query or self._best.get(excerpt.passage.source, 0.0) <= _TELLING or self.is_whole(excerpt):
            return True
        title = title_of(excerpt.passage)
        rest = "".join(word for word, weight in words_of(self.query) if weight > LINKED and word not in title)
        return self.nearness(excerpt) >= _MEANT or bool(set(rest) & set(heading_of(excerpt)))

    def is_best(self, excerpt: Excerpt) -> bool:
        """Whether no section of the file is nearer to the wish."""
        return self.nearness(excerpt) >= 0.9

    @cached_property
    def _texts(self) -> dict[Section, str]:
        texts: dict[Section, str] = {}
        for excerpt in self._excerpts:
            key = section_of_excerpt(excerpt)
            texts[key] = texts.get(key, f"{key[2]}{key[3]}") + excerpt.text
        return texts

    @cached_property
    def _near(self) -> dict[Section, float]:
        if not self.query:
            return {}
        scores: dict[Section, float] = {}
        titles: dict[Section, str] = {}
        for excerpt in self._excerpts:
            key = section_of_excerpt(excerpt)
            scores[key] = max(scores.get(key, 0.0), excerpt.passage.score)
            titles[key] = title_of(excerpt.passage)
        top = max((passage.score for passage in self._passages), default=0.0) or 1.0
        return {
            key: self._said(text, titles[key])
            + _HEADED * self._said(f"{key[2]}{key[3]}", titles[key])
            + _SEARCHED * scores[key] / top
            for key, text in self._texts.items()
        }

    def _said(self, text: str, title: str) -> float:
        weights = {word: weight * (_OF_TITLE if word in title else 1.0) for word, weight in words_of(self.query)}
        whole = sum(weights.values())
        return sum(weight for word, weight in weights.items() if word in text) / whole if whole else 0.0

    @cached_property
    def _best(self) -> dict[str, float]:
        best: dict[str, float] = {}
        for key, near in self._near.items():
            best[key[0]] = max(best.get(key[0], 0.0), near)
        return best
