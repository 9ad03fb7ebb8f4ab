"""Files of many: one JSON object a line in, one a line out, in the same order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.errors import InputError

#: A larger file is no file of texts.
MOST_BYTES = 64 * 1024 * 1024


def read_objects(file: Path, *required: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the objects of a JSONL file with the numbers of their lines.

    Raises :class:`InputError` naming the file, the first wrong line and what is wrong. The whole file is read before
    the first object is given out, so that a wrong line changes nothing.
    """
    found = []
    # Not splitlines(): that also ends a line at U+2028 and the like, which JSON allows inside a text.
    for number, line in enumerate(decoded(file, bytes_of(file)).split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{file} 第 {number} 行"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{where}不是 JSON：{_reason(error)}") from error
        if not isinstance(value, dict):
            raise InputError(f"{where}应是一个 JSON 对象，现在是 {line[:40]!r}")
        for name in required:
            if name not in value:
                raise InputError(f"{where}缺少 {name!r}")
        found.append((number, value))
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "嵌套太深" if isinstance(error, RecursionError) else "数字太长"


def bytes_of(file: Path) -> bytes:
    """Return the content of a file. Raises :class:`InputError` where there is none or it is over 64 MB."""
    try:
        if file.is_file() and file.stat().st_size > MOST_BYTES:
            raise InputError(f"{file} 有 {file.stat().st_size // 1024 // 1024} MB，太大了：请分成几个文件")
        return file.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"没有文件 {file}") from error
    except OSError as error:
        raise InputError(f"{file} 读不出来：{error.strerror}") from error


def decoded(where: Path | str, data: bytes) -> str:
    """Return the text of bytes in UTF-8 or, where they are not, in the encoding they seem to be in.

    Raises :class:`InputError` naming ``where`` they come from.
    """
    from assistant.errors import ReadError
    from assistant.knowledge.readers.decoding import decode

    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return decode(data)
    except ReadError as error:
        raise InputError(f"{where} 读不出来：{error.reason}") from error
