"""``assistant knowledge``: sync, status, rebuild, search."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import JsonOption, WorkspaceOption, day, opened
from assistant.cli.progress import progress_bar

if TYPE_CHECKING:
    from assistant.knowledge.search import Search
    from assistant.knowledge.sync import SyncReport
    from assistant.workspace import Workspace

app = typer.Typer(help="The store of brand knowledge.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def sync(workspace: WorkspaceOption = None, json_: JsonOption = False) -> None:
    """Take in what changed in knowledge/. Exit status 1 when a file was not taken in."""
    from assistant.knowledge.sync import sync as run
    from assistant.moderation.retention import forget_daily
    from assistant.storage.database import open_database

    root = opened(workspace)
    with progress_bar(shown=not json_) as progress:
        report = run(root, progress=progress)
    forget_daily(open_database(root), root.settings.moderation.keep_days)
    _show_sync(report, root, json_=json_)


@app.command()
def rebuild(workspace: WorkspaceOption = None, json_: JsonOption = False) -> None:
    """Make the dense index anew from the database, then sync."""
    from assistant.knowledge.sync import rebuild as run

    root = opened(workspace)
    with progress_bar(shown=not json_) as progress:
        report = run(root, progress=progress)
    _show_sync(report, root, json_=json_)


@app.command()
def status(workspace: WorkspaceOption = None, json_: JsonOption = False) -> None:
    """What is in the store, what has expired, what conflicts, and whether every passage finds itself."""
    from assistant.cli.report import status_lines
    from assistant.knowledge.status import status as look

    found = look(opened(workspace))
    if json_:
        typer.echo(found.model_dump_json())
    else:
        typer.echo("\n".join(status_lines(found)))
    raise typer.Exit(0 if found.healthy else 1)


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    file: Annotated[Path | None, typer.Option(help='A JSONL file of {"id", "query"}.')] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most this many passages.")] = 5,
    date_: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="As things stand that day.")] = None,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Find passages; empty when nothing in the store answers."""
    from assistant.errors import InputError

    if (query is None) == (file is None):
        raise InputError("请给出要找的话，或用 --file 给一个问题文件，二者选一")
    if query is not None and not query.strip():
        raise InputError("要找的话是空的")
    on = day(date_)
    if file is not None:
        from assistant.cli.jsonl import read_objects

        asked = read_objects(file, "id", "query")
        searcher = _searcher(workspace)
        for _, line in asked:
            _print_answer(searcher, str(line["query"]), line["id"], limit, on)
        return
    searcher = _searcher(workspace)
    if searcher.limited:
        typer.echo(searcher.limited, err=True)
    found = searcher.passages(query or "", limit=limit, on=on)
    if json_:
        for passage in found:
            typer.echo(passage.model_dump_json())
    else:
        from assistant.cli.report import passage_lines

        typer.echo("\n".join(passage_lines(found)))


def _print_answer(searcher: Search, query: str, key: object, limit: int, on: object) -> None:
    from datetime import date

    found = searcher.passages(query, limit=limit, on=on if isinstance(on, date) else None)
    answer = {"id": key, "passages": [passage.model_dump(mode="json") for passage in found]}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _searcher(workspace: Path | None) -> Search:
    """Open the search. Raises :class:`InputError` where nothing was ever taken in: "no answer" would mislead."""
    from assistant.errors import InputError
    from assistant.knowledge.search import Search

    searcher = Search(opened(workspace))
    if searcher.empty:
        raise InputError("还没有同步过资料，请先运行 assistant knowledge sync")
    return searcher


def _show_sync(report: SyncReport, workspace: Workspace, *, json_: bool) -> None:
    if json_:
        typer.echo(report.model_dump_json())
    else:
        from assistant.cli.report import sync_lines

        # Found by itself, the workspace may be another one than the operator thinks.
        typer.echo(f"工作区：{workspace.root}")
        typer.echo("\n".join(sync_lines(report)))
    raise typer.Exit(1 if report.rejected else 0)
