"""The ways to break moderation, one context each; :mod:`evals.mutations.breakages` lists them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


@contextmanager
def allowlist_loses() -> Iterator[None]:
    """Neither roles nor exempt words free anything."""
    from assistant.moderation.allowlist import Allowlist

    with patch.object(Allowlist, "lets_pass", lambda *_: ""), patch.object(Allowlist, "spans", lambda *_: []):
        yield


@contextmanager
def hold_reports() -> Iterator[None]:
    """What a member quotes or reports is held against her."""
    from assistant.moderation.fairness import Held

    with patch("assistant.moderation.stages.held", lambda found, *_: Held(list(found))):
        yield


@contextmanager
def read_as_written() -> Iterator[None]:
    """Disguised words are read as they stand."""
    from assistant.moderation import views

    views._readings.cache_clear()
    with patch.object(views, "_further", lambda *_: []), patch.object(views, "squeezed", lambda *_, **__: None):
        yield
    views._readings.cache_clear()


@contextmanager
def always_sure() -> Iterator[None]:
    """The classifier never abstains: what it suspects, it is sure of."""
    from assistant.moderation.classifier import Classifier

    true = Classifier.scores

    def scores(self: Classifier, *given: Any, **asked: Any) -> Any:
        return true(self, *given, **asked)._replace(sure=True)

    with patch.object(Classifier, "scores", scores):
        yield


@contextmanager
def forget_offences() -> Iterator[None]:
    """Every offence is the first."""
    with patch("assistant.moderation.ledger.offences_before", lambda *_, **__: 0):
        yield


@contextmanager
def image_hides_text() -> Iterator[None]:
    """A message with an image is read for what the image says alone."""
    from assistant.moderation.views import views_of as true

    def views_of(message: Any, *given: Any) -> Any:
        found = true(message, *given)
        return [view for view in found if view.part != "text"] if message.kind == "image" else found

    with patch("assistant.moderation.stages.views_of", views_of):
        yield


@contextmanager
def judge_pieces() -> Iterator[None]:
    """Each message is read alone, whatever its sender said a moment before."""
    from assistant.moderation.views import views_of as true

    with patch("assistant.moderation.stages.views_of", lambda message, vocabulary, _earlier: true(message, vocabulary)):
        yield
