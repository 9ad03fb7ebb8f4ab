"""The words of the rules, which alone are recognised in disguise."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.moderation.hits import Detector
from assistant.text.disguise import Vocabulary


def vocabulary_of(detectors: Iterable[Detector]) -> Vocabulary | None:
    """Return the words that the detectors name, each recognised in every disguise; None where they name none."""
    words: set[str] = set()
    for detector in detectors:
        words.update(getattr(detector, "words", ()))
    return Vocabulary(words) if words else None
