"""``assistant up``: the service, a worker and the pages together, for one machine."""

from __future__ import annotations

import importlib.util
import re
import signal
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.children import Child, look_after
from assistant.cli.options import WorkspaceOption, opened
from assistant.cli.ui import command
from assistant.cli.worker import WAITING

if TYPE_CHECKING:
    from assistant.workspace import Workspace

#: Where the pages are asked for, on loopback: streamlit's own default.
UI_PORT = 8501
_ADDRESS = re.compile(r"https?://[\w.:\[\]-]+")


def up(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where the service listens; default: loopback.")] = "",
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Default: server.port, 8420.")] = None,
    ui_port: Annotated[int, typer.Option(min=1, max=65535, help="Where the pages are.")] = UI_PORT,
    workspace: WorkspaceOption = None,
) -> None:
    """Start the service, a worker and the pages; Ctrl-C ends them all."""
    here = opened(workspace)
    ended, at_once = Event(), Event()

    def asked(*_: object) -> None:
        (at_once if ended.is_set() else ended).set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, asked)
    children = [_service(here, host, port), _worker(here), *_pages(here, ui_port)]

    def started() -> None:
        told = "，".join(f"{child.name} {child.told}" for child in children if child.told.startswith("http"))
        _show(f"都启动好了：{told}。停下请按 Ctrl-C")

    if not look_after(children, ended, at_once, started=started):
        _show("有的进程没能在规定的时间里收尾，已强行结束；没做完的任务下次启动会接着做")
        raise typer.Exit(1)
    _show("都停好了")


def _service(here: Workspace, host: str, port: int | None) -> Child:
    arguments = ["assistant", "serve", "--workspace", str(here.root)]
    arguments += ["--host", host] if host else []
    arguments += ["--port", str(port)] if port is not None else []
    # The worker beside it does the jobs, so that a sync never takes the service's time.
    return Child("api", arguments, ready=_address, show=_show, environment={"ASSISTANT_JOBS__EMBEDDED": "false"})


def _worker(here: Workspace) -> Child:
    arguments = ["assistant", "worker", "--workspace", str(here.root)]
    return Child("worker", arguments, ready=lambda line: "worker" if WAITING in line else "", show=_show)


def _pages(here: Workspace, port: int) -> list[Child]:
    """The pages, where what shows them is installed."""
    if importlib.util.find_spec("streamlit") is None:
        return []
    return [Child("ui", command(here, port=port), ready=_address, show=_show, folder=here.root)]


def _address(line: str) -> str:
    found = _ADDRESS.search(line)
    return found[0] if found else ""


def _show(line: str) -> None:
    typer.echo(line, err=True)
