"""What hangs on a message alone and not on the rules: done once where several rule sets judge the same messages.

Detectors that remember nothing, and the classifier. What counts members or groups is not shared: each rule set counts
for itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from assistant.moderation.classifier import Classifier
from assistant.moderation.detectors import build
from assistant.moderation.detectors.base import TextDetector

if TYPE_CHECKING:
    from collections.abc import Hashable

    from assistant.moderation.detectors.surroundings import Surroundings
    from assistant.moderation.hits import Context, Detector, Hit, View
    from assistant.moderation.stages import Labelled, Scorer, Scores

#: Texts whose scores are kept, and so many more of those that were embedded, which takes a hundred times as long.
REMEMBERED = 20_000
REMEMBERED_COSTLY = 60_000
# Nobody says longer ones twice, and they would fill the memory.
_LONGEST = 400

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")


class Recently(Generic[K, V]):
    """The values asked for lately, at least half of ``most``; older ones are forgotten together, which costs nothing.

    Two halves: what is found in the older one moves to the newer; when that is full it becomes the older.
    """

    def __init__(self, most: int) -> None:
        self._half = max(1, most // 2)
        self._newer: dict[K, V] = {}
        self._older: dict[K, V] = {}

    def get(self, key: K) -> V | None:
        """Return what is kept for a key."""
        found = self._newer.get(key)
        if found is None and (found := self._older.get(key)) is not None:
            self.keep(key, found)
        return found

    def keep(self, key: K, value: V) -> None:
        """Keep a value."""
        if len(self._newer) >= self._half:
            self._older, self._newer = self._newer, {}
        self._newer[key] = value


class SharedClassifier:
    """A classifier that reads a text once for all rule sets and groups, and what is often said hardly ever again."""

    def __init__(self, scorer: Scorer) -> None:
        self.version = scorer.version
        self._scorer = scorer
        self._said: Recently[tuple[str, str, tuple[str, ...], bool], Scores] = Recently(REMEMBERED)
        self._costly: Recently[tuple[str, str, tuple[str, ...], bool], Scores] = Recently(REMEMBERED_COSTLY)

    def scores(self, text: str, group: str = "", readings: Sequence[str] = (), *, only_sure: bool = False) -> Scores:
        """Say what a text is, in a group; ``readings`` are what else it may say.

        ``only_sure``: what is not sure counts for nothing.
        """
        # Groups that taught nothing of their own are told the same.
        whose = self._scorer.whose(group) if isinstance(self._scorer, Classifier) else group
        asked = (text, whose, tuple(readings), only_sure)
        said = self._said.get(asked)
        if said is None:
            said = self._costly.get(asked)
        if said is None:
            said = self._scorer.scores(text, group, readings, only_sure=only_sure)
            if len(text) <= _LONGEST:
                (self._costly if getattr(said, "embedded", False) else self._said).keep(asked, said)
        return said

    def nearest(self, text: str, k: int = 3) -> Sequence[Labelled]:
        """Return the ``k`` labelled texts most like a text."""
        return self._scorer.nearest(text, k)


class SharedDetectors:
    """Builds detectors for several rule sets: those that hang on the message alone are the same objects for all."""

    def __init__(self) -> None:
        self._built: dict[tuple[str, str, Surroundings], Detector] = {}

    def build(self, name: str, params: Mapping[str, object], surroundings: Surroundings) -> Detector:
        """Return a detector; raises as :func:`assistant.moderation.detectors.build`."""
        key = (name, json.dumps(params, sort_keys=True, ensure_ascii=False, default=str), surroundings)
        found = self._built.get(key)
        if found is None:
            found = build(name, params, surroundings)
            if not isinstance(found, TextDetector):  # it remembers messages
                return found
            found = self._built[key] = _AskedOnce(found)
        return found


class _AskedOnce:
    """A detector without memory that keeps its last answer: the next rule set asks about the same message."""

    def __init__(self, detector: TextDetector) -> None:
        self.name = detector.name
        self.triggers = detector.triggers
        self.words: frozenset[str] = getattr(detector, "words", frozenset())
        self.loose: frozenset[str] = getattr(detector, "loose", frozenset())
        self._detector = detector
        self._said: tuple[Sequence[View], str, list[Hit]] | None = None

    def find(self, views: Sequence[View], context: Context) -> list[Hit]:
        """Return what it found in the parts of one message."""
        said = self._said
        if said is not None and said[1] == context.kind and said[0] == views:
            return said[2]
        found = self._detector.find(views, context)
        self._said = (views, context.kind, found)
        return found
