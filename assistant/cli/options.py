"""Options that several commands share, and the reading of their values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.schema.group import Group
    from assistant.workspace import Workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="DIR", help="The workspace; default: the nearest folder with a brand."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line for many results.")]

#: The years of ``--date``; at the ends of the calendar "sixty days before" has no date.
YEARS = range(1900, 2201)


def opened(workspace: Path | None) -> Workspace:
    """Return the workspace asked for. Raises :class:`WorkspaceError`."""
    from assistant.workspace import find_workspace

    return find_workspace(workspace)


def near(workspace: Path | None) -> Workspace | None:
    """Return the workspace asked for or the nearest one, None outside of any.

    Raises :class:`WorkspaceError` where the one asked for is none.
    """
    from assistant.errors import WorkspaceError

    try:
        return opened(workspace)
    except WorkspaceError:
        if workspace is not None:
            raise
        return None


def group_id(group: str, groups: Mapping[str, Group]) -> str:
    """The id of a group given by id or name; empty for none. Raises :class:`InputError` naming those there are."""
    if not group or group in groups:
        return group
    named = [each.id for each in groups.values() if each.name == group]
    if len(named) == 1:
        return named[0]
    known = "、".join(f"{each.id}（{each.name}）" for each in groups.values())
    raise InputError(f"没有群 {group!r}；groups.yaml 里有：{known or '一个也没有'}")


def day(value: str | None) -> date | None:
    """Read ``--date``. Raises :class:`InputError`."""
    if value is None:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError as error:
        raise InputError(f"--date {value!r} 不是日期，请写成 2026-11-24 的样子") from error
    if found.year not in YEARS:
        raise InputError(f"--date {value!r} 太远了，请写 {YEARS[0]} 到 {YEARS[-1]} 年的一天")
    return found


def moment(value: str | None) -> time | None:
    """Read ``--time``. Raises :class:`InputError`."""
    if value is None:
        return None
    try:
        hour, minute = value.split(":")
        return time(int(hour), int(minute))
    except ValueError as error:
        raise InputError(f"--time {value!r} 不是时间，请写成 09:30 的样子") from error
