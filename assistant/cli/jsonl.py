"""Files of many: one JSON object a line in, one a line out, in the same order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import InputError


def read_objects(file: Path, *required: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file. Raises :class:`InputError` naming the file, the line and what is wrong.

    The whole file is checked before the first object is given out, so that a wrong line changes nothing.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise InputError(f"没有文件 {file}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} 读不出来：{error}") from error
    objects = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{file} 第 {number} 行不是 JSON：{error.msg}") from error
        if not isinstance(found, dict):
            raise InputError(f"{file} 第 {number} 行应是一个 JSON 对象，现在是 {line[:40]!r}")
        for name in required:
            if name not in found:
                raise InputError(f"{file} 第 {number} 行缺少 {name!r}")
        objects.append(found)
    yield from objects
