"""What the model writer is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Finding, PromptRef

Verify = Callable[[Written], list[Finding]]
Outcome = Literal["at once", "tidied", "repaired", "trimmed"]
"""How a draft came about: as the model wrote it; mended by code; after the repair turn; without some sentences."""


@dataclass(frozen=True)
class Job:
    """One draft to write; ``verify`` are the checks of the service, whose errors lead to the repair turn."""

    brief: Brief
    verify: Verify


@dataclass(frozen=True)
class Verdict:
    """One answer and what the checks say about it.

    ``turn`` is 1 for the first answer and 2 for the repair. ``written`` is None where the answer makes no draft.
    ``mended`` are the mends, in words; ``fields`` the answer's fields after them.
    """

    turn: int
    written: Written | None
    findings: tuple[Finding, ...]
    mended: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings with which it must not be sent."""
        return tuple(finding for finding in self.findings if finding.severity == "error")


Watch = Callable[[str, Verdict], None]
"""Told of each verdict as it falls: ``as it came``, ``mended`` or ``trimmed``, and the verdict."""


@dataclass(frozen=True)
class ModelResult:
    """A draft that passed its checks. ``cost`` in yuan over all calls; ``model`` is who wrote it."""

    written: Written
    prompt: PromptRef
    notes: tuple[str, ...]
    cost: Decimal
    model: str
    outcome: Outcome

    @property
    def repaired(self) -> bool:
        """Whether the model was asked a second time."""
        return self.outcome == "repaired"
