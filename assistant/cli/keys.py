"""``assistant keys``: who may ask the service."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import JsonOption, WorkspaceOption, group_id, opened

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.storage.apikeys import ApiKey, KeyBook

app = typer.Typer(help="API keys of the service: add, list, revoke.", rich_markup_mode=None, no_args_is_help=True)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What it is for: a bot, a person.")],
    group: Annotated[
        list[str], typer.Option("--group", metavar="ID", help="Only for this group; may be repeated.")
    ] = [],  # noqa: B006
    verb: Annotated[
        list[str],
        typer.Option(
            "--verb",
            metavar="VERB",
            help="moderate (default), decisions, feedback, appeals, drafts, knowledge, metrics.",
        ),
    ] = [],  # noqa: B006
    replaces: Annotated[str, typer.Option(metavar="ID", help="The key it replaces, taken for one more day.")] = "",
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Make a key and show it, once."""
    from assistant.knowledge.brandfiles import load_groups

    here = opened(workspace)
    known = load_groups(here.knowledge)
    groups = [group_id(each, known) for each in group]
    key, text = _book(workspace).add(name, groups=groups, verbs=verb or ["moderate"], replaces=replaces)
    if json_:
        typer.echo(json.dumps({"id": key.id, "name": name, "key": text}, ensure_ascii=False))
        return
    typer.echo(text)
    typer.echo(f"这把钥匙（编号 {key.id}）只显示这一次，请交给“{name}”保管", err=True)


@app.command("list")
def list_(workspace: WorkspaceOption = None, json_: JsonOption = False) -> None:
    """Show the keys, what each may do, and when it was last used."""
    keys = _book(workspace).all()
    if json_:
        typer.echo("\n".join(json.dumps(_shown(key), ensure_ascii=False) for key in keys), nl=bool(keys))
        return
    typer.echo("\n".join(map(_line, keys)) or "还没有钥匙")


@app.command("revoke")
def revoke(
    identity: Annotated[str, typer.Argument(metavar="ID", help="As keys list shows it.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Take a key no more; services that run notice it within seconds."""
    _book(workspace).revoke(identity)
    typer.echo(f"钥匙 {identity} 已停用")


def _book(workspace: Path | None) -> KeyBook:
    from assistant.storage.apikeys import KeyBook
    from assistant.storage.database import open_database

    return KeyBook(open_database(opened(workspace)))


def _line(key: ApiKey) -> str:
    used = f"{key.used_at:%Y-%m-%d %H:%M} 用过" if key.used_at else "没用过"
    groups = "、".join(sorted(key.groups)) or "所有群"
    state = "" if key.lives(datetime.now()) else "  已停用"
    if not state and key.until is not None:
        state = f"  用到 {key.until:%Y-%m-%d %H:%M}"
    return f"{key.id}  {key.name}  {groups}  {'、'.join(sorted(key.verbs))}  {used}{state}"


def _shown(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "groups": sorted(key.groups),
        "verbs": sorted(key.verbs),
        "created_at": key.created_at.isoformat(),
        "used_at": key.used_at.isoformat() if key.used_at else None,
        "until": key.until.isoformat() if key.until else None,
    }
