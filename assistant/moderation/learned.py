"""The classifier with what an operator taught it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.moderation.classifier import Classifier
from assistant.moderation.classifier.examples import LEARNABLE

if TYPE_CHECKING:
    from assistant.moderation.stages import Scorer
    from assistant.storage.corrections import Correction, CorrectionBook

__all__ = ["LEARNABLE", "learned", "learned_from"]


def learned(book: CorrectionBook) -> Scorer:
    """Return the packaged classifier with the corrections that count."""
    return learned_from(book.counted())


def learned_from(corrections: Sequence[Correction]) -> Scorer:
    """Return the packaged classifier, taught these corrections: those of a group for it alone, the others for all."""
    return Classifier.packaged()
