"""Files that people give: what is taken into ``knowledge/uploads``, what is not and why, and how one is taken out."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from assistant.desk import Desk
from assistant.desk.textfile import put_bytes
from assistant.errors import InputError, StorageError
from assistant.knowledge.scan import CONFIG_FILES, refuses_kind
from assistant.knowledge.store import list_rejected
from assistant.resources import PACKAGE
from assistant.storage import audit

#: Where uploads go, below ``knowledge/``.
FOLDER = "uploads"
#: Files of one go.
MOST = 50
# What Windows, a shell or a web page would read as more than a name.
_MEANING = re.compile(r'[<>:"|?*`$\\/]')
_LONGEST = 80
#: Of the kinds that are read those that people have; all of them would be a line nobody reads.
_USUAL = ("docx", "xlsx", "pptx", "pdf", "txt", "md", "csv", "html")
#: What a new workspace shows how to write; nobody sells it.
_EXAMPLES = ("products.csv", "faq.md")
_TEMPLATES = PACKAGE / "templates" / "knowledge"


@dataclass(frozen=True)
class Given:
    """A file as it came: the name is whatever somebody's computer said."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Taken:
    """What became of one file: its ``source`` below ``knowledge/``, or the reason why it was not taken."""

    name: str
    source: str = ""
    reason: str = ""


def safe_name(name: str) -> str:
    """Return a name that is only a name: no folder, no control character, nothing hidden; empty where none is left."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(each for each in unicodedata.normalize("NFC", last) if each.isprintable())
    plain = _MEANING.sub("_", seen).strip(" .~")
    suffix = PurePosixPath(plain).suffix
    stem = plain.removesuffix(suffix).strip(" .~")[:_LONGEST]
    return f"{stem}{suffix}" if stem.strip("_") else ""


def largest(desk: Desk) -> int:
    """Return how many bytes one file may have."""
    settings = desk.workspace.settings
    return int(min(settings.ui.max_upload_mb, settings.knowledge.max_file_mb) * 1024 * 1024)


def take(desk: Desk, files: Sequence[Given], *, replace: bool = False) -> list[Taken]:
    """Put files into the knowledge folder; ``replace`` lets one take the place of another of the same name.

    A file that could not be read makes way for its mended self by itself, and the examples of a new workspace for the
    first file that is the shop's own. Nothing is read here: that is the sync's. Raises :class:`Refused` for who may
    not, :class:`InputError` for too many at once.
    """
    desk.require("knowledge.upload")
    if replace:
        desk.require("knowledge.remove")
    if len(files) > MOST:
        raise InputError(f"一次最多传 {MOST} 个文件，这次有 {len(files)} 个：请分几次传")
    taken = [_take(desk, each, replace=replace) for each in files]
    if any(each.source for each in taken):
        _without_examples(desk)
    with desk.database.write() as connection:
        for each in taken:
            if each.source:
                audit.note(connection, who=desk.person.name, what="knowledge.upload", target=each.source)
    return taken


def remove(desk: Desk, source: str) -> None:
    """Take a file out of the knowledge folder; it is kept in the state folder, should it be wanted back.

    Raises :class:`Refused` for who may not, :class:`InputError` where there is no such file.
    """
    desk.require("knowledge.remove")
    path = own_file(desk, source)
    try:
        with desk.database.write() as connection:
            audit.note(connection, who=desk.person.name, what="knowledge.remove", target=source[:256])
            shutil.move(path, _kept(desk, path))
    except OSError as error:
        raise StorageError(f"{path.name} 删不掉：{error.strerror}，请检查权限") from error


def own_file(desk: Desk, source: str) -> Path:
    """Return a document's file. Raises :class:`InputError` for what is none, or lies outside the folder."""
    root = desk.workspace.knowledge.resolve()
    given = PurePosixPath(source)
    path = root / given
    inside = not given.is_absolute() and ".." not in given.parts and path.resolve().is_relative_to(root)
    if not inside or str(given) in CONFIG_FILES or path.is_symlink() or not path.is_file():
        raise InputError(f"资料里没有 {source[:80]!r} 这个文件，可能刚被别人删了")
    return path


def _take(desk: Desk, file: Given, *, replace: bool) -> Taken:
    name = safe_name(file.name)
    shown = name or "".join(each for each in file.name if each.isprintable())[:_LONGEST] or "（没有名字）"
    if not name:
        return Taken(shown, reason="文件名里没有能用的字，请改个名字再传")
    if name.lower() in CONFIG_FILES:
        return Taken(shown, reason="这是工作区的设置文件，不当资料收：请在“设置”或“群规”页上改")
    if reason := refuses_kind(PurePosixPath(name).suffix.lower()):
        return Taken(shown, reason=reason if "请" in reason else f"{reason}；能传的有 {'、'.join(_USUAL)} 等")
    if not file.data:
        return Taken(shown, reason="文件是空的")
    if len(file.data) > (most := largest(desk)):
        return Taken(shown, reason=f"文件有 {len(file.data) / 1024**2:.1f} MB，上限是 {most / 1024**2:.0f} MB")
    path = desk.workspace.knowledge / FOLDER / name
    if path.is_file() and not path.is_symlink() and path.read_bytes() == file.data:
        return Taken(shown, reason="已经有了，内容一样")
    there = path.exists() or path.is_symlink()
    source = f"{FOLDER}/{name}"
    if there and not replace and (path.is_symlink() or not _unread(desk, source)):
        return Taken(shown, reason="已经有同名的资料：要换成新的，请让审核或管理员勾上“同名的换成新的”再传")
    try:
        if there and path.is_file() and not path.is_symlink():
            shutil.copyfile(path, _kept(desk, path))
        put_bytes(path, file.data, mode=0o644)
    except OSError as error:
        return Taken(shown, reason=f"写不进去：{error.strerror}，请检查权限或磁盘空间")
    return Taken(shown, source=source)


def _unread(desk: Desk, source: str) -> bool:
    """Whether a file is there that the last reading could not take in."""
    with desk.database.read() as connection:
        return any(source == each for each, _ in list_rejected(connection))


def _without_examples(desk: Desk) -> None:
    """Put away the examples that nobody has touched."""
    for name in _EXAMPLES:
        mine, template = desk.workspace.knowledge / name, _TEMPLATES / name
        try:
            if mine.is_file() and not mine.is_symlink() and mine.read_bytes() == template.read_bytes():
                shutil.move(mine, _kept(desk, mine))
        except OSError:
            continue  # an example more does no harm


def _kept(desk: Desk, path: Path) -> Path:
    """Where a file is kept that is taken out; its folder is made. Raises :class:`OSError`."""
    kept = desk.workspace.make_state() / "removed" / datetime.now().strftime("%Y%m%d-%H%M%S-%f") / path.name
    kept.parent.mkdir(parents=True)
    return kept
