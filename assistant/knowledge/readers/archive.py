"""Office files are zip archives: looked at from outside before anything is unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import ReadError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAX_MEMBERS = 10_000
_MAX_TOTAL = 600 * 1024 * 1024
_MAX_PART = 100 * 1024 * 1024
# Sheets are streamed and regular XML packs well: a million empty formatted rows are honest.
_MAX_SHEET = 500 * 1024 * 1024
_MAX_RATIO = 200
_MAX_SHEET_RATIO = 600
_RATIO_FROM = 5 * 1024 * 1024
_BOMB = "压缩炸弹：文件解开后大得不正常，不打开"


@contextmanager
def open_office(path: Path, *, part: str) -> Iterator[zipfile.ZipFile]:
    """Open an office file whose main part is ``part``, after its members' sizes have been judged.

    Raises:
        ReadError: encrypted, an old format under a new name, damaged, or a zip bomb.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(_OLE):
        raise ReadError(_ole_reason(path))
    try:
        with zipfile.ZipFile(path) as archive:
            _judge(archive, part)
            yield archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zipfile.LargeZipFile) as error:
        raise ReadError("文件已损坏，打不开") from error


def _ole_reason(path: Path) -> str:
    marks = "EncryptedPackage".encode("utf-16-le")
    data = path.read_bytes()
    return "文件加了密码，请去掉密码再放进来" if marks in data else "里面是旧版 Office 格式，请用 Office 另存为新格式"


def _judge(archive: zipfile.ZipFile, part: str) -> None:
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > _MAX_TOTAL:
        raise ReadError(_BOMB)
    for member in members:
        sheet = member.filename.startswith("xl/worksheets/")
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > _RATIO_FROM and ratio > (_MAX_SHEET_RATIO if sheet else _MAX_RATIO):
            raise ReadError(_BOMB)
        if member.file_size > (_MAX_SHEET if sheet else _MAX_PART) and not _is_media(member.filename):
            raise ReadError(_BOMB)
        if member.flag_bits & 0x1:
            raise ReadError("文件加了密码，请去掉密码再放进来")
    if part not in {member.filename for member in members}:
        raise ReadError("文件已损坏，或者内容和扩展名不符")


def _is_media(name: str) -> bool:
    return "/media/" in name
