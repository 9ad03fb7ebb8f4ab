"""A job as everybody outside sees it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field


class JobStatus(StrEnum):
    """Where a job stands. The last three are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (JobStatus.QUEUED, JobStatus.RUNNING)


class Progress(BaseModel):
    """How far a job is: ``done`` of ``total`` steps of a ``stage``; ``total`` 0 where nobody knows.

    ``text`` is what a model has written of the next draft so far, unchecked.
    """

    stage: str = ""
    done: int = 0
    total: int = 0
    text: str = ""


class Fault(BaseModel):
    """Why a job was not done: one sentence, a stable word for programs; of a refusal what it rests on."""

    said: str
    code: str
    basis: str = ""
    refused: bool = False


class Job(BaseModel):
    """One piece of long work. ``result`` is there once it is done, ``fault`` once it has failed or is tried again.

    ``attempts`` counts how often it was taken up; ``cancelling`` says that it will end at its next step.
    """

    id: str
    kind: str
    who: str = ""
    status: JobStatus
    args: dict[str, Any]
    progress: Progress = Field(default_factory=Progress)
    result: dict[str, Any] | None = None
    fault: Fault | None = None
    attempts: int = 0
    cancelling: bool = False
    created_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
