"""A job while it is done: where it tells how far it is, and learns that it is to end."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from assistant.jobs.model import Job, Progress

if TYPE_CHECKING:
    from assistant.workspace import Workspace

# Seconds between two notes of how far a job is: a sync tells of every batch.
_NOTED = 0.5


class Ended(Exception):
    """The job is to end here: it was called off, the worker stops, or another worker has taken it over."""


class Running:
    """One job under way. ``note`` writes its progress down; ``leave`` is set where it is to end."""

    def __init__(self, job: Job, workspace: Workspace, note: Callable[[Progress], None]) -> None:
        self.job = job
        self.workspace = workspace
        self.leave = Event()
        self.cancelled = False
        self._note = note
        self._noted = float("-inf")
        self._stage = ""

    def step(self, stage: str, done: int = 0, total: int = 0, text: str = "") -> None:
        """Tell how far the job is. Raises :class:`Ended` where it is to end: nothing may be half done here."""
        self.check()
        now = monotonic()
        if stage != self._stage or now - self._noted >= _NOTED or (total and done >= total):
            self._stage, self._noted = stage, now
            self._note(Progress(stage=stage, done=done, total=total, text=text))

    def check(self) -> None:
        """Raises :class:`Ended` where the job is to end."""
        if self.leave.is_set():
            raise Ended

    def call_off(self) -> None:
        """Have the job end at its next step, for good."""
        self.cancelled = True
        self.leave.set()
