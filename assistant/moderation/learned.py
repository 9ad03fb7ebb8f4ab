"""The classifier with what an operator taught it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.moderation.classifier import Classifier
from assistant.moderation.classifier.examples import LEARNABLE

if TYPE_CHECKING:
    from assistant.moderation.stages import Scorer
    from assistant.storage.corrections import Correction
    from assistant.storage.database import Database

__all__ = ["LEARNABLE", "learned", "learned_from"]


def learned(database: Database | None) -> Scorer:
    """Return the packaged classifier with the corrections that count."""
    from assistant.storage.corrections import CorrectionBook

    return learned_from(CorrectionBook(database).counted() if database is not None else ())


def learned_from(corrections: Sequence[Correction]) -> Scorer:
    """Return the packaged classifier, taught these corrections: those of a group for it alone, the others for all."""
    return Classifier.packaged()
