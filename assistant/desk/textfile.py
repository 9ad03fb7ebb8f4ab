"""A text file that two people may have open: whoever saves second is told, and a file is never half written."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import InputError, StorageError
from assistant.knowledge.brandyaml import decode
from assistant.workspace import Workspace

# Seconds to wait for somebody else's saving, which takes milliseconds.
_PATIENCE = 10.0


@dataclass(frozen=True)
class Held:
    """What stands in a file, and the ``digest`` to give back on saving. Of a file that is not there both are empty."""

    text: str
    digest: str


def held(path: Path) -> Held:
    """Read a file. Raises :class:`~assistant.errors.ConfigError` where it cannot be read."""
    if not path.exists():
        return Held("", "")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Held(decode(path).replace("\r\n", "\n"), digest)


@contextmanager
def saving(workspace: Workspace, path: Path, digest: str) -> Iterator[None]:
    """Keep others from saving meanwhile. Raises :class:`InputError` where the file is no longer what ``digest`` names.

    Not to be nested.
    """
    lock = FileLock(workspace.make_state() / "files.lock", timeout=_PATIENCE)
    try:
        with lock:
            if held(path).digest != digest:
                raise InputError(f"{path.name} 刚被别人改过：您写的还在页面上，请刷新后看看新的内容，再保存一次")
            yield
    except Timeout as error:
        raise StorageError(f"{path.name} 正有人在保存，等了 {_PATIENCE:.0f} 秒还没好：请再试一次") from error


def put(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one. Raises :class:`StorageError`."""
    try:
        put_bytes(path, text.encode("utf-8"))
    except OSError as error:
        raise StorageError(f"{path.name} 写不进去：{error.strerror}，请检查权限或磁盘空间") from error


def put_bytes(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write a file in one go, with the ``mode`` given, else that of the file before it. Raises :class:`OSError`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Hidden, so that a sync at this moment takes it for nothing.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        before = path.stat().st_mode & 0o777 if path.exists() else 0o644
        part.chmod(before if mode is None else mode)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
