"""Where the workspace of this server is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from assistant.workspace import Workspace, find_workspace

#: Where the workspace is, where no ``--workspace`` follows the script's name.
VARIABLE = "ASSISTANT_WORKSPACE"


def workspace() -> Workspace:
    """The workspace of this server. Raises :class:`~assistant.errors.WorkspaceError`."""
    given = sys.argv[sys.argv.index("--workspace") + 1] if "--workspace" in sys.argv[:-1] else os.environ.get(VARIABLE)
    return find_workspace(Path(given) if given else None)
