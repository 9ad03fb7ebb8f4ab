"""Where the workspace of this server is."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

from assistant.settings import FILE, PREFIX
from assistant.workspace import Workspace, find_workspace

#: Where the workspace is, where no ``--workspace`` follows the script's name.
VARIABLE = "ASSISTANT_WORKSPACE"


def workspace() -> Workspace:
    """The workspace of this server. Raises :class:`~assistant.errors.WorkspaceError`."""
    given = sys.argv[sys.argv.index("--workspace") + 1] if "--workspace" in sys.argv[:-1] else os.environ.get(VARIABLE)
    root = find_workspace(Path(given) if given else None).root
    said = tuple(sorted(item for item in os.environ.items() if item[0].startswith(PREFIX)))
    return _as_set(root, _written(root / FILE), said)


@lru_cache(maxsize=8)
def _as_set(root: Path, written: tuple[int, ...], said: tuple[tuple[str, str], ...]) -> Workspace:  # noqa: ARG001
    """One workspace as long as nobody changes its settings: reading them takes longer than most pages ask for."""
    return Workspace(root)


def _written(file: Path) -> tuple[int, ...]:
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size
