"""``assistant migrate``: a workspace's state from one database to another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import JsonOption, WorkspaceOption, opened

if TYPE_CHECKING:
    from assistant.storage.database import Database
    from assistant.workspace import Workspace

app = typer.Typer(help="Move a workspace's state to another database.", rich_markup_mode=None, no_args_is_help=True)


@app.command("sqlite-to-postgres")
def sqlite_to_postgres(
    to: Annotated[
        str, typer.Option("--to", metavar="URL", help="The empty database; default: the workspace's database_url.")
    ] = "",
    from_: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="The SQLite file; default: the workspace's own.")
    ] = None,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Copy everything, count it and compare checksums; all of it lands, or nothing does. Stop the service before."""
    from assistant.knowledge.wordcopy import WORDS
    from assistant.storage.transfer import transfer

    here = opened(workspace)
    source, target = _source(here, from_), _target(here, to)

    def told(table: str) -> None:
        if not json_:
            typer.echo(f"正在抄 {table}", err=True)

    copied = transfer(source, target, WORDS, progress=told)
    if json_:
        for each in copied:
            typer.echo(json.dumps({"table": each.table, "rows": each.rows, "sha256": each.checksum}))
        return
    for each in copied:
        typer.echo(f"{each.table:<16}{each.rows:>9}  {each.checksum[:16]}")
    total = sum(each.rows for each in copied)
    typer.echo(f"抄好了：{len(copied)} 张表共 {total} 行，两边的行数和内容校验都一样；原来的库没有动。")
    typer.echo(f"把 database_url 设成新库再启动服务：{target.shown}")


def _source(here: Workspace, given: Path | None) -> Database:
    from sqlalchemy import make_url

    from assistant.errors import InputError
    from assistant.storage.database import opened_at
    from assistant.storage.engines import SQLITE

    address = here.settings.database_url
    if given is None and address.startswith(f"{SQLITE}:"):
        given = Path(make_url(address).database or "")
    file = given or here.state / "state.db"
    if not file.is_file():
        raise InputError(f"没有要迁的 SQLite 数据库 {file}：用 --from 指出它在哪里")
    return opened_at(f"{SQLITE}:///{file}")


def _target(here: Workspace, given: str) -> Database:
    from assistant.errors import InputError
    from assistant.storage.database import opened_at
    from assistant.storage.engines import POSTGRES, shown

    address = given or here.settings.database_url
    if not address.startswith(POSTGRES):
        said = f"现在是 {shown(address)}" if address else "现在没有设置"
        raise InputError(
            f"要迁到哪个库：用 --to postgresql+psycopg://用户:密码@主机/库名，或先设好 database_url（{said}）"
        )
    return opened_at(address, here.settings.database)
