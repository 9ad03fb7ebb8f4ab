"""``assistant check``: the checks on any text."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.jsonl import MOST_BYTES, bytes_of, decoded, read_objects
from assistant.cli.options import JsonOption, WorkspaceOption, day, moment, near
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.checks.desk import Desk
    from assistant.schema.contracts import Finding

#: A message is some hundred characters, an article some thousand; a book is a mistake.
MOST = 100_000
# What a check needs a brand's files for; without a workspace these are left out.
_OF_BRAND = frozenset({"facts", "required", "repeat"})


def check(
    text: Annotated[str | None, typer.Argument(help="The text; - reads it from standard input.")] = None,
    file: Annotated[
        Path | None,
        typer.Option(help='A text file, or a JSONL file of {"id", "text", "group"?, "campaign"?, "date"?, "time"?}.'),
    ] = None,
    group: Annotated[str, typer.Option("--group", metavar="ID", help="The group it is for.")] = "",
    campaign: Annotated[str, typer.Option("--campaign", metavar="ID", help="The campaign it announces.")] = "",
    date_: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day it is sent; default today.")
    ] = None,
    time_: Annotated[str | None, typer.Option("--time", metavar="HH:MM", help="When it is sent.")] = None,
    only: Annotated[str, typer.Option("--only", metavar="NAMES", help="Only these checks: adlaw,voice.")] = "",
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Check a text against the facts, the law and the brand. Exit status 1 when something must not be sent."""
    if (text is None) == (file is None):
        raise InputError("请给出要查的文字，或用 --file 给一个文件，二者选一（- 从标准输入读）")
    at = _moment(date_, time_)
    if file is not None and file.suffix.lower() in (".jsonl", ".ndjson"):
        lines = _objects(file)
        names, desk = _ready(only, workspace, group, campaign)
        raise typer.Exit(_check_many(file, lines, names, desk, group, campaign, at))
    body = _text_of(text, file)
    names, desk = _ready(only, workspace, group, campaign)
    from assistant.checks.suite import errors, run_checks

    found = run_checks(body, desk.context(group=group, campaign=campaign, at=at, meanings=True), names)
    if json_:
        typer.echo(json.dumps({"findings": [each.model_dump(mode="json") for each in found]}, ensure_ascii=False))
    else:
        from assistant.cli.findings import coloured, finding_lines

        typer.echo("\n".join(finding_lines(body, found, colour=coloured(), asked=names)))
    raise typer.Exit(1 if errors(found) else 0)


def _moment(date_: str | None, time_: str | None) -> datetime:
    now = datetime.now().replace(second=0, microsecond=0)
    on, at = day(date_), moment(time_)
    if at is None:
        # Of another day the hour is not known: in the morning, a campaign of that day has begun or is about to.
        at = now.time() if on is None or on == now.date() else datetime(2000, 1, 1, 10).time()
    return datetime.combine(on or now.date(), at)


def _ready(only: str, workspace: Path | None, group: str, campaign: str) -> tuple[list[str], Desk]:
    """The checks to run and the desk to run them at; outside a workspace those that need none, and this is said."""
    from assistant.checks.desk import Desk
    from assistant.checks.suite import CHECKS, TITLES, load

    names = [name.strip() for name in only.replace("，", ",").split(",") if name.strip()] or list(CHECKS)
    for name in names:
        load(name)
    root = near(workspace)
    if root is None:
        if group or campaign:
            raise InputError("这里没有工作区，认不出 --group 和 --campaign：请用 --workspace 指定，或到工作区里运行")
        left = [name for name in names if name in _OF_BRAND]
        names = [name for name in names if name not in _OF_BRAND]
        if not names:
            raise InputError(f"{'、'.join(TITLES[name] for name in left)}要对照店里的资料：请用 --workspace 指定工作区")
        if left:
            done = "、".join(TITLES[name] for name in names)
            typer.echo(f"这里没有工作区，没有店里的资料可对照，只查{done}", err=True)
    desk = Desk(root)
    if root is not None and {"facts", "required"} & set(names) and desk.rejected:
        typer.echo(f"有 {len(desk.rejected)} 个文件读不出来，详见 assistant knowledge sync", err=True)
    return names, desk


def _check_many(
    file: Path, lines: list[tuple[int, dict[str, Any]]], names: list[str], desk: Desk, group: str, campaign: str,
    at: datetime,
) -> int:  # fmt: skip
    """Print {"id", "findings"} for each line, in order, once all are known to be right; 1 when any has an error."""
    from assistant.checks.suite import errors, run_checks

    asked = []
    for number, line in lines:
        try:
            context = desk.context(
                group=line.get("group") or group, campaign=line.get("campaign") or campaign, at=_at(line, at)
            )
        except InputError as error:
            raise InputError(f"{file} 第 {number} 行：{error}") from error
        asked.append((line["id"], line["text"], context))
    bad = False
    for key, text, context in asked:
        found = run_checks(text, context, names)
        bad = bad or bool(errors(found))
        sys.stdout.write(_answer(key, found) + "\n")
    return 1 if bad else 0


def _at(line: dict[str, Any], at: datetime) -> datetime:
    """When the text of a line is sent: its own ``date`` and ``time``, else what the command was given."""
    date_, time_ = line.get("date") or None, line.get("time") or None
    if date_ and not time_:
        date_, _, time_ = str(date_).strip().replace("T", " ").partition(" ")
    try:
        own = _moment(date_ or None, time_ or None)
    except InputError as error:
        raise InputError(str(error).replace("--date", "'date'").replace("--time", "'time'")) from error
    return datetime.combine(own.date() if date_ else at.date(), own.time() if date_ or time_ else at.time())


def _answer(key: object, found: list[Finding]) -> str:
    return json.dumps({"id": key, "findings": [each.model_dump(mode="json") for each in found]}, ensure_ascii=False)


def _objects(file: Path) -> list[tuple[int, dict[str, Any]]]:
    """The lines of a JSONL file with their numbers. Raises :class:`InputError` naming the first wrong one."""
    found = read_objects(file, "id", "text")
    for number, value in found:
        where = f"{file} 第 {number} 行"
        if not isinstance(value["text"], str):
            raise InputError(f"{where}的 'text' 应是文字，现在是 {value['text']!r}")
        for name in ("group", "campaign", "date", "time"):
            if not isinstance(value.get(name) or "", str):
                raise InputError(f"{where}的 {name!r} 应是文字，现在是 {value[name]!r}")
        _bounded(value["text"], where)
    return found


def _text_of(text: str | None, file: Path | None) -> str:
    if file is not None:
        body, where = decoded(file, bytes_of(file)), str(file)
    elif text == "-":
        body, where = decoded("标准输入", sys.stdin.buffer.read(MOST_BYTES)), "标准输入"
    else:
        body, where = text or "", "要查的文字"
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    _bounded(body, where)
    if not body.strip():
        raise InputError(f"{where}是空的，没有可查的")
    return body


def _bounded(text: str, where: str) -> None:
    if len(text) > MOST:
        raise InputError(f"{where}有 {len(text)} 个字，一次最多查 {MOST} 个字：请分开查")
    if "\x00" in text:
        raise InputError(f"{where}不是文字，里面是二进制内容")
