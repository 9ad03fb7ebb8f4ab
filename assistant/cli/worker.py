"""``assistant worker``: does the long work of one workspace; and what runs it beside something else."""

from __future__ import annotations

import signal
from threading import Event
from typing import Annotated

import typer

from assistant.cli.options import WorkspaceOption, opened

#: What it says once it works.
WAITING = "正在等任务"
# Seconds between two looks at the worker's own threads.
_LOOK = 10.0


def worker(
    threads: Annotated[int | None, typer.Option(min=1, max=64, help="Jobs at a time; default: jobs.workers.")] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Do the jobs that the service and the pages ask for; any number of workers share them."""
    here = opened(workspace)
    from assistant.jobs.worker import Worker

    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    working = Worker(here, threads=threads)
    working.start()
    typer.echo(f"{WAITING}，停下请按 Ctrl-C", err=True)
    while not ended.wait(_LOOK):
        working.check()
    typer.echo("正在收尾：没做完的任务放回队列", err=True)
    working.stop()
