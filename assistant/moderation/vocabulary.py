"""The words of the rules, which alone are recognised in disguise."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.moderation.hits import Detector
from assistant.text.disguise import Vocabulary
from assistant.text.evasions import Evasions


def vocabulary_of(detectors: Iterable[Detector]) -> Vocabulary | None:
    """Return the words that the detectors name, each recognised in every disguise; None where they name none."""
    words: set[str] = set()
    loose: set[str] = set()
    for detector in detectors:
        words.update(getattr(detector, "words", ()))
        loose.update(getattr(detector, "loose", ()))
    return Evasions(words, loose) if words or loose else None
