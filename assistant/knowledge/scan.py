"""Which files of the knowledge folder are read, and why the others are not. Nothing is opened here."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from assistant.knowledge.readers import SUFFIXES

CONFIG_FILES = frozenset({"brand.yaml", "groups.yaml", "campaigns.yaml", "rules.yaml", "topics.yaml", "sources.yaml"})
DEFAULT_MAX_BYTES = 20 * 1024 * 1024

_REASONS = (
    (
        ".jpg .jpeg .png .gif .bmp .webp .heic .heif .tif .tiff .svg .ico .psd .ai",
        "图片里的文字读不了，请把内容整理成文档",
    ),
    (".mp3 .wav .m4a .amr .aac .flac .ogg .mp4 .mov .avi .mkv .wmv .flv .webm", "音频、视频读不了，请把内容整理成文档"),
    (".zip .rar .7z .tar .gz .bz2 .xz .tgz", "压缩包不直接读取，请解压后放进来"),
    (".log", "日志文件不是资料，不读取"),
)
_REASON_OF = {suffix: reason for suffixes, reason in _REASONS for suffix in suffixes.split()}
_LEGACY = {".doc": "docx", ".xls": "xlsx", ".ppt": "pptx", ".wps": "docx", ".et": "xlsx", ".dps": "pptx"}
_LEGACY |= {".rtf": "docx", ".odt": "docx", ".ods": "xlsx", ".odp": "pptx", ".pages": "docx", ".numbers": "xlsx"}
_JUNK = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Rejected:
    """A file that is not taken in. ``source`` is relative to the knowledge folder, ``reason`` one Chinese clause."""

    source: str
    reason: str


@dataclass
class Scan:
    """``files`` are to be read, in order of their path; ``rejected`` are not."""

    files: list[Path] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def scan(root: Path, *, max_bytes: int = DEFAULT_MAX_BYTES) -> Scan:
    """Walk ``root``: hidden files and the brand's own configuration are passed over in silence.

    A symbolic link is followed while it stays inside ``root`` and leads to a file that is not read anyway. Files
    over ``max_bytes`` are rejected by their size alone.
    """
    found = Scan()
    real_root = Path(os.path.realpath(root))
    links: list[Path] = []
    seen: set[str] = set()
    for path in _walk(root, found):
        if not str(path).isprintable() and _undecodable(path):
            found.rejected.append(Rejected(_readable(path, root), "文件名的编码认不出，请改个名字"))
        elif path.is_symlink():
            links.append(path)
        elif reason := _objection(path, max_bytes):
            found.rejected.append(Rejected(_relative(path, root), reason))
        else:
            seen.add(os.path.realpath(path))
            found.files.append(path)
    for path in links:
        reason = _link_objection(path, real_root, seen) or _objection(path, max_bytes)
        if reason:
            found.rejected.append(Rejected(_relative(path, root), reason))
        else:
            seen.add(os.path.realpath(path))
            found.files.append(path)
    found.files.sort(key=lambda path: _relative(path, root))
    found.rejected.sort(key=lambda item: item.source)
    return found


def _walk(root: Path, found: Scan) -> list[Path]:
    """Return every candidate below ``root``; linked folders come back as one path, so that no loop can arise."""
    paths: list[Path] = []
    pending = [root]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            found.rejected.append(Rejected(_relative(folder, root), "没有权限打开这个文件夹"))
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name.lower() in _JUNK or entry.name == "__MACOSX":
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(Path(entry.path))
            elif not (folder == root and entry.name in CONFIG_FILES):
                paths.append(Path(entry.path))
    return paths


def _link_objection(path: Path, real_root: Path, seen: set[str]) -> str | None:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "快捷方式（符号链接）指向的文件不存在"
    if not target.is_relative_to(real_root):
        return "快捷方式（符号链接）指向资料文件夹以外，不读取"
    if target.is_dir():
        return "快捷方式（符号链接）指向文件夹，不重复读取"
    if str(target) in seen:
        return f"快捷方式（符号链接）指向的 {target.relative_to(real_root).as_posix()} 已经读取，不重复"
    return None


def _objection(path: Path, max_bytes: int) -> str | None:
    suffix = path.suffix.lower()
    if path.name.startswith("~$"):
        return "Office 打开文件时留下的临时文件，关闭 Office 后可以删除"
    if reason := refuses_kind(suffix):
        return reason
    try:
        status = path.stat()
    except OSError:
        return "没有权限读取这个文件"
    if not stat.S_ISREG(status.st_mode):
        return "不是普通文件"
    if status.st_size == 0:
        return "文件是空的"
    if status.st_size > max_bytes:
        return f"文件太大（{_size(status.st_size)}，上限 {_size(max_bytes)}）"
    if not os.access(path, os.R_OK):
        return "没有权限读取这个文件"
    return None


def refuses_kind(suffix: str) -> str | None:
    """Say why files of this ``suffix`` (lower case, with its dot) are not read; None where they are."""
    if suffix in SUFFIXES:
        return None
    if suffix in _REASON_OF:
        return _REASON_OF[suffix]
    if suffix in _LEGACY:
        return f"旧格式 {suffix} 读不了，请另存为 {_LEGACY[suffix]}"
    return f"不支持的文件类型 {suffix}" if suffix else "没有扩展名，认不出是什么文件"


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, count // 1024)} KB"


def _undecodable(path: Path) -> bool:
    """Tell whether a name is not UTF-8: files unpacked from a Windows archive keep names in GBK."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return True
    return False


def _readable(path: Path, root: Path) -> str:
    """Return such a name as its writer saw it."""
    return os.fsencode(_relative(path, root)).decode("gb18030", errors="replace")


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
