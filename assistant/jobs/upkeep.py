"""What has to be done now and then: the worker asks for it as jobs, so that of all workers one does it."""

from __future__ import annotations

from datetime import date
from time import monotonic
from typing import TYPE_CHECKING

from assistant.errors import StorageError
from assistant.jobs.desk import Jobs
from assistant.storage.database import get_states

if TYPE_CHECKING:
    from assistant.workspace import Workspace

# Seconds between two looks.
LOOK = 30.0


class Upkeep:
    """Asks for what is due in a workspace."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self._workspace = workspace
        self._jobs = jobs
        self._looked = float("-inf")

    def round(self) -> None:
        """Look, where that was not done a moment ago."""
        if monotonic() - self._looked < LOOK:
            return
        self._looked = monotonic()
        from assistant.knowledge.sync import EMBEDDER, GENERATION
        from assistant.moderation.retention import FORGOTTEN

        with self._jobs.book.database.read() as connection:
            forgotten, generation, embedder = get_states(connection, FORGOTTEN, GENERATION, EMBEDDER)
        if forgotten != date.today().isoformat():
            self._jobs.enqueue("retention", who="worker")
        if embedder and self._workspace.settings.chroma_url and self._lacks(generation):
            self._jobs.enqueue("sync", who="worker")

    def _lacks(self, generation: str) -> bool:
        """Whether the Chroma server is there and has not what it should: it was away, or has lost its data."""
        from assistant.knowledge.index import open_index

        index = open_index(self._workspace)
        try:
            return not index.sound(generation)
        except StorageError:
            return False
        finally:
            index.close()
