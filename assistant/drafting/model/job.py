"""What the model writer is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Finding, PromptRef

Verify = Callable[[Written], list[Finding]]


@dataclass(frozen=True)
class Job:
    """One draft to write; ``verify`` are the checks of the service, whose errors lead to the repair turn."""

    brief: Brief
    verify: Verify


@dataclass(frozen=True)
class ModelResult:
    """A draft that passed its checks. ``cost`` in yuan over all calls; ``model`` is who wrote it."""

    written: Written
    prompt: PromptRef
    notes: tuple[str, ...]
    cost: Decimal
    model: str
    repaired: bool
