"""The settings that people may change at the desk: how long things are kept, what models may cost, who writes.

``assistant.toml`` is changed line by line, so that its comments stay. Keys of models stand in the environment alone:
this tells whether a variable is set and never what it holds.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.desk import Desk
from assistant.desk.textfile import held, put, saving
from assistant.errors import ConfigError, InputError
from assistant.jobs.model import Job
from assistant.settings import FILE, PREFIX, Settings, load_settings
from assistant.storage import audit
from assistant.storage.costs import CostBook

#: What may be changed at the desk, as section.key.
FIELDS = (
    "writer", "models.daily_budget", "moderation.keep_days", "moderation.judge", "history.days", "jobs.keep_days",
)  # fmt: skip
_HEADER = re.compile(r"^\s*\[")


@dataclass(frozen=True)
class ModelLine:
    """A model as the page shows it. ``key_env`` names the variable with its key, ``key_set`` whether that holds one."""

    alias: str
    model: str
    host: str
    key_env: str
    key_set: bool
    fallbacks: tuple[str, ...]


@dataclass(frozen=True)
class SettingsForm:
    """The settings in force, the ``digest`` that saving is to be given, and what the environment has fixed."""

    values: Mapping[str, str | int | Decimal | None]
    digest: str
    fixed: Mapping[str, str]


def settings_form(desk: Desk) -> SettingsForm:
    """Return what the form begins with. Raises :class:`SettingsError`."""
    digest = held(desk.workspace.root / FILE).digest
    settings = load_settings(desk.workspace.root)
    fixed = {field: _variable(field) for field in FIELDS if _variable(field) in os.environ}
    return SettingsForm({field: _value(settings, field) for field in FIELDS}, digest, fixed)


def models(desk: Desk) -> list[ModelLine]:
    """Return the configured models."""
    return [
        ModelLine(
            name,
            alias.model,
            # Of an address only where it leads: some carry a name and a password.
            urlsplit(alias.api_base).hostname or "",
            alias.api_key_env,
            bool(os.environ.get(alias.api_key_env, "").strip()) if alias.api_key_env else False,
            alias.fallbacks,
        )
        for name, alias in desk.workspace.settings.models.aliases().items()
    ]


def spent_today(desk: Desk) -> Decimal:
    """Return the yuan that models have cost today."""
    return CostBook(desk.database).spent(date.today())


def begin_test(desk: Desk, alias: str) -> Job:
    """Ask a model one word, as a job: loading what it takes lasts seconds, a slow provider longer.

    Raises :class:`Refused` for who may not, :class:`InputError` for a model that is not configured.
    """
    desk.require("settings.write")
    if alias not in desk.workspace.settings.models.aliases():
        raise InputError(f"没有配置模型 {alias[:40]!r}：请刷新页面")
    return desk.jobs.enqueue("probe", {"model": alias}, who=desk.person.name)


def save_settings(desk: Desk, changes: Mapping[str, str | int | Decimal | None], digest: str) -> None:
    """Change settings; None takes one out, so that what is usual holds.

    Raises :class:`Refused` for who may not, :class:`InputError` where somebody saved meanwhile or the environment has
    fixed one, :class:`SettingsError` for a value that cannot be.
    """
    desk.require("settings.write")
    path = desk.workspace.root / FILE
    for field in changes:
        if field not in FIELDS:
            raise InputError(f"设置项 {field!r} 不能在页面上改：请改 {FILE}")
        if _variable(field) in os.environ:
            raise InputError(f"设置项 {field} 由环境变量 {_variable(field)} 定着，页面上改不了：请改那里")
    with saving(desk.workspace, path, digest):
        text = held(path).text
        for field, value in changes.items():
            text = with_setting(text, field, value)
        _proved(text)
        with desk.database.write() as connection:
            about = " ".join(f"{field}={value}" for field, value in changes.items())
            audit.note(connection, who=desk.person.name, what="settings.save", target=FILE, about=about[:400])
            put(path, text)


def with_setting(text: str, field: str, value: str | int | Decimal | None) -> str:
    """Return the text of ``assistant.toml`` with one value changed. Raises :class:`ConfigError` where that fails."""
    *above, key = field.split(".")
    section = ".".join(above)
    lines = text.split("\n")
    begin, end = _section(lines, section)
    said = re.compile(rf"^\s*{re.escape(key)}\s*=")
    at = next((number for number in range(begin, end) if said.match(lines[number])), None)
    written = f"{key} = {_toml(value)}"
    if at is not None:
        # Not what stood there: a comment behind it was about the old value.
        lines[at : at + 1] = [] if value is None else [written]
    elif value is not None:
        if begin > end:
            lines += [f"[{section}]", written, ""]
        else:
            example = re.compile(rf"^\s*#\s*{re.escape(key)}\s*=")
            below = next((number + 1 for number in range(begin, end) if example.match(lines[number])), begin)
            lines.insert(below, written)
    changed = "\n".join(lines)
    _compare(text, changed, [*above, key], value)
    return changed


def _section(lines: list[str], section: str) -> tuple[int, int]:
    """The lines of a section, from behind its header; ``begin`` past ``end`` where there is none."""
    begin = 0
    if section:
        header = re.compile(rf"^\s*\[\s*{re.escape(section)}\s*\]")
        found = next((number for number, line in enumerate(lines) if header.match(line)), None)
        if found is None:
            return len(lines) + 1, len(lines)
        begin = found + 1
    end = next((number for number in range(begin, len(lines)) if _HEADER.match(lines[number])), len(lines))
    return begin, end


def _compare(before: str, after: str, path: list[str], value: object) -> None:
    """Raises :class:`ConfigError` where more than the one value has changed."""
    wanted = _parsed(before)
    inner: dict[str, Any] = wanted
    for step in path[:-1]:
        inner = inner.setdefault(step, {})
    if value is None:
        inner.pop(path[-1], None)
    else:
        inner[path[-1]] = float(value) if isinstance(value, Decimal) else value
    try:
        same = _bare(tomllib.loads(after)) == _bare(wanted)
    except tomllib.TOMLDecodeError:
        same = False
    if not same:
        raise ConfigError(f"{FILE} 的写法比较特别，页面改不了：请直接在文件里改 {'.'.join(path)}")


def _bare(data: Mapping[str, object]) -> dict[str, object]:
    """Without sections that hold nothing."""
    kept = {key: _bare(value) if isinstance(value, dict) else value for key, value in data.items()}
    return {key: value for key, value in kept.items() if value != {}}


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{FILE} 读不出来：{error}") from error


def _proved(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / FILE).write_text(text, encoding="utf-8")
        load_settings(Path(folder))


def _toml(value: str | int | Decimal | None) -> str:
    if isinstance(value, str):
        plain = "".join(each for each in value if each.isprintable())
        return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def _variable(field: str) -> str:
    return f"{PREFIX}{field.replace('.', '__').upper()}"


def _value(settings: Settings, field: str) -> str | int | Decimal | None:
    found: object = settings
    for part in field.split("."):
        found = getattr(found, part)
    assert found is None or isinstance(found, str | int | Decimal)
    return found
