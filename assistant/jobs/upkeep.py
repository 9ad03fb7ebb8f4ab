"""What has to be done now and then: the worker asks for it as jobs, so that of all workers one does it."""

from __future__ import annotations

from datetime import date
from time import monotonic
from typing import TYPE_CHECKING

from assistant.jobs.desk import Jobs
from assistant.storage.database import get_state

if TYPE_CHECKING:
    from assistant.workspace import Workspace

# Seconds between two looks.
_LOOK = 60.0


class Upkeep:
    """Asks for what is due in a workspace."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._looked = float("-inf")

    def round(self) -> None:
        """Look, at most once a minute."""
        if monotonic() - self._looked < _LOOK:
            return
        self._looked = monotonic()
        from assistant.moderation.retention import FORGOTTEN

        with self._jobs.book.database.read() as connection:
            forgotten = get_state(connection, FORGOTTEN)
        if forgotten != date.today().isoformat():
            self._jobs.enqueue("retention", who="worker")
