"""``assistant ui``: the operators' desk in a browser."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import WorkspaceOption, opened
from assistant.resources import packaged

if TYPE_CHECKING:
    from assistant.workspace import Workspace

#: Our colours by light and dark: each can be read on its own tint and, as captions are text at 60 %, on the page and on
#: what stands out from it: 4.5 to 1 (WCAG 1.4.3).
THEME = {
    "theme.light.primaryColor": "#256a5a",
    "theme.light.textColor": "#0f0d0c",
    "theme.dark.primaryColor": "#62c6ae",
    "theme.dark.backgroundColor": "#141716",
    "theme.dark.secondaryBackgroundColor": "#222826",
    "theme.dark.textColor": "#f4f6f5",
    "theme.dark.sidebar.backgroundColor": "#1b201e",
}


def ui(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Default: ui.port, 8501.")] = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where it listens; default: ui.host, loopback.")] = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Open the operators' desk; Ctrl-C ends it."""
    here = opened(workspace)
    arguments = [sys.executable, "-m", *command(here, host=host, port=port)]
    os.chdir(here.root)
    # In place of this process: who ends it ends the desk, however that is done.
    os.execv(sys.executable, arguments)  # noqa: S606 - no shell, our own arguments


def command(here: Workspace, *, host: str = "", port: int | None = None) -> list[str]:
    """Return the module and the arguments that serve the desk of a workspace."""
    settings = here.settings.ui
    options = {
        "server.address": host or settings.host,
        "server.port": port or settings.port,
        "server.headless": "true",
        # The files of an installed program do not change; looking for it costs, and reloading half of them is worse.
        "server.fileWatcherType": "none",
        "runner.postScriptGC": False,
        "server.maxUploadSize": settings.max_upload_mb,
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        "theme.baseRadius": "medium",
        **THEME,
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return ["streamlit", "run", str(packaged("ui") / "desk_server.py"), *flags, "--", "--workspace", str(here.root)]
