"""The whole workspace as one zip, out and in again.

Out go the brand's files, prompts, checks, drafts, plans, decisions and what people said of them. Members, their
passwords, API keys and ``assistant.toml`` stay where they are: a file that is sent around must open no door, and one
that comes in must not say where texts and keys are sent.
"""

from __future__ import annotations

import json
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy import Connection, Table, delete, insert, select

from assistant.desk import Desk
from assistant.errors import AssistantError, InputError, StorageError
from assistant.schema.contracts import Draft
from assistant.storage import audit, tables
from assistant.storage.corrections import CHANGED
from assistant.storage.database import set_state
from assistant.storage.decisions import SALT, stamp
from assistant.storage.schema import HEAD
from assistant.workspace import Workspace

#: What goes along, in an order in which rows may be put in.
TABLES: tuple[Table, ...] = (
    tables.drafts, tables.draft_versions, tables.draft_notes, tables.plans, tables.decisions, tables.offences,
    tables.corrections, tables.rule_states, tables.appeals, tables.model_calls, tables.eval_runs, tables.unanswered,
)  # fmt: skip
FOLDERS = ("knowledge", "prompts", "checks")
ABOUT = "workspace.json"
#: Bounds of what comes in: bytes of the zip, bytes unpacked, entries.
MOST_PACKED, MOST_BYTES, MOST_ENTRIES = 500 * 1024**2, 2 * 1024**3, 20_000
_OF_DRAFTS = (tables.drafts, tables.draft_versions)
_MARK = "community-assistant workspace"
_TOGETHER = 500
_CHUNK = 1024**2


@dataclass(frozen=True)
class Came:
    """What an import brought, and where what was there before is kept."""

    files: int
    rows: int
    kept: Path


def export(desk: Desk, out: IO[bytes]) -> None:
    """Write the workspace into ``out`` as a zip. Raises :class:`Refused` for who may not, :class:`StorageError`."""
    desk.require("workspace.move")
    with desk.database.write() as connection:
        audit.note(connection, who=desk.person.name, what="workspace.export", target=desk.workspace.root.name)
    about = {"what": _MARK, "tables": HEAD, "at": datetime.now().isoformat(timespec="seconds")}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, desk.database.read() as connection:
        salt = connection.execute(select(tables.state.c.value).where(tables.state.c.key == SALT)).scalar()
        # Without it nobody would know the members of old decisions again.
        packed.writestr(ABOUT, json.dumps(about | {"salt": salt or ""}))
        for path, name in _files(desk.workspace):
            packed.write(path, name)
        for table in TABLES:
            with packed.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as lines:
                query = select(table).order_by(*table.primary_key.columns)
                for row in connection.execute(query.execution_options(yield_per=_TOGETHER)).mappings():
                    lines.write(json.dumps(dict(row), ensure_ascii=False).encode() + b"\n")


def take_in(desk: Desk, packed: IO[bytes]) -> Came:
    """Put a workspace in the place of this one; what was there is kept in the state folder.

    All or nothing. Raises :class:`Refused` for who may not, :class:`InputError` for what is no workspace or too large,
    :class:`ConfigError` for one whose files are wrong.
    """
    desk.require("workspace.move")
    state = desk.workspace.make_state()
    with tempfile.TemporaryDirectory(dir=state, prefix="import-") as folder:
        root = Path(folder)
        about = _unpack(packed, root)
        files = _proved(root)
        kept = state / "before-import" / datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        kept.mkdir(parents=True)
        # The salt of this workspace's own decisions goes with them.
        with (kept / "before.zip").open("wb") as before:
            export(desk, before)
        moved: list[tuple[Path, Path]] = []
        try:
            with desk.database.write() as connection:
                rows = sum(_put(connection, table, root / "tables" / f"{table.name}.jsonl") for table in TABLES)
                if about.get("salt"):
                    set_state(connection, SALT, _salt(about["salt"]))
                # Moderators that run look at the new corrections with their next messages.
                set_state(connection, CHANGED, stamp(datetime.now()))
                audit.note(
                    connection, who=desk.person.name, what="workspace.import", target=desk.workspace.root.name,
                    about=f"{files} files, {rows} rows",
                )  # fmt: skip
                _swap(desk.workspace.root, root, kept, moved)
        except (OSError, AssistantError) as error:
            for there, before_ in reversed(moved):
                shutil.rmtree(there, ignore_errors=True)
                if before_.exists():
                    shutil.move(before_, there)
            if isinstance(error, AssistantError):
                raise
            raise StorageError(f"导入没有成功，原来的都还在：{error.strerror}，请检查权限或磁盘空间") from error
    return Came(files, rows, kept)


def _salt(given: object) -> str:
    try:
        return bytes.fromhex(str(given)).hex()
    except ValueError as error:
        raise InputError("压缩包可能坏了，请重新导出") from error


def _files(workspace: Workspace) -> Iterator[tuple[Path, str]]:
    for folder in FOLDERS:
        root = workspace.root / folder
        for path in sorted(root.rglob("*")) if root.is_dir() else ():
            relative = path.relative_to(workspace.root)
            hidden = any(part.startswith(".") for part in relative.parts)
            if path.is_file() and not path.is_symlink() and not hidden:
                yield path, relative.as_posix()


def _unpack(packed: IO[bytes], root: Path) -> dict[str, Any]:
    packed.seek(0, 2)
    if packed.tell() > MOST_PACKED:
        raise InputError(f"压缩包超过 {MOST_PACKED // 1024**2} MB，不收")
    packed.seek(0)
    try:
        with zipfile.ZipFile(packed) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise InputError(f"压缩包里的东西太多（上限 {MOST_ENTRIES} 个文件、{MOST_BYTES // 1024**3} GB），不收")
            left = MOST_BYTES
            for entry in entries:
                left = _extract(archive, entry, root, left)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, OSError) as error:
        raise InputError("这不是能用的压缩包：请选从“导出”得到的 zip 文件") from error
    try:
        about = json.loads((root / ABOUT).read_text(encoding="utf-8"))
        if about["what"] != _MARK:
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("这个压缩包不是导出的工作区：请选从“导出”得到的 zip 文件") from error
    if about.get("tables") != HEAD:
        raise InputError("这个工作区是别的版本导出的：请把两边升到同一个版本，再导出一次")
    return dict(about)


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, root: Path, left: int) -> int:
    """Write one entry; return how many bytes may still come. What the archive says of sizes is not believed."""
    name = PurePosixPath(entry.filename)
    link = stat.S_ISLNK(entry.external_attr >> 16)
    parts = name.parts
    known = entry.filename == ABOUT or (len(parts) > 1 and parts[0] in (*FOLDERS, "tables"))
    odd = name.is_absolute() or ".." in parts or "\\" in entry.filename or ":" in entry.filename
    hidden = any(part.startswith(".") or not part.isprintable() for part in parts)
    if link or odd or hidden or not known:
        raise InputError(f"压缩包里有不该有的路径 {entry.filename[:80]!r}，整个不收")
    target = root / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, target.open("xb") as out:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise InputError("压缩包解开后太大，不收")
            out.write(chunk)
    return left


def _proved(root: Path) -> int:
    """Read what came as it would be read later. Raises :class:`ConfigError`; return how many files there are."""
    from assistant.knowledge.brandfiles import load_brand, load_campaigns, load_groups, load_topics
    from assistant.knowledge.sources import load_sources
    from assistant.moderation.rules.loading import load_rules

    knowledge = root / "knowledge"
    load_brand(knowledge)
    load_groups(knowledge)
    load_campaigns(knowledge)
    load_topics(knowledge)
    load_sources(knowledge)
    load_rules(knowledge)
    return sum(1 for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file())


def _put(connection: Connection, table: Table, file: Path) -> int:
    connection.execute(delete(table))
    if not file.is_file():
        return 0
    names = set(table.columns.keys())
    count = 0
    some: list[dict[str, Any]] = []
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                if set(row) != names:
                    raise ValueError
                if table in _OF_DRAFTS:
                    Draft.model_validate(row["data"])
                # Counted up anew, in the same order: nothing points to it.
                row.pop("pk", None)
            except (ValueError, TypeError) as error:
                raise InputError(f"{file.name} 第 {number} 行读不出来：压缩包可能坏了，请重新导出") from error
            some.append(row)
            count += 1
            if len(some) == _TOGETHER:
                connection.execute(insert(table), some)
                some = []
    if some:
        connection.execute(insert(table), some)
    return count


def _swap(here: Path, new: Path, kept: Path, moved: list[tuple[Path, Path]]) -> None:
    for folder in FOLDERS:
        there = here / folder
        if there.exists():
            shutil.move(there, kept / folder)
        moved.append((there, kept / folder))
        if (new / folder).exists():
            shutil.move(new / folder, there)
