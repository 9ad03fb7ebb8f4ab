"""Files of messages, line by line: what is no message is told and left out, the rest goes on."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.cli.jsonl import bytes_of, decoded
from assistant.errors import InputError
from assistant.schema.moderation import Message

#: No message of a chat is longer; a book is a mistake.
MOST = 100_000
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Messages:
    """The messages of a JSONL file, read as they are asked for; ``group`` is where those belong that name none.

    ``tell`` gets one sentence for each line that is no message; ``bad`` counts them. Raises :class:`InputError` where
    the file cannot be read at all.
    """

    def __init__(self, file: Path, group: str, tell: Callable[[str], None]) -> None:
        self._file = file
        self._group = group
        self._tell = tell
        self.bad = 0

    def __iter__(self) -> Iterator[Message]:
        for number, line in enumerate(_lines(self._file), start=1):
            if not line.strip():
                continue
            try:
                yield self._read(line)
            except InputError as error:
                self.bad += 1
                self._tell(f"{self._file} 第 {number} 行{error}")

    def _read(self, line: bytes | str) -> Message:
        try:
            value = json.loads(_text_of(line))
        except UnicodeDecodeError:
            raise InputError("不是 UTF-8 文字") from None
        except (ValueError, RecursionError) as error:
            raise InputError(
                f"不是 JSON：{error.msg if isinstance(error, json.JSONDecodeError) else '太深或太长'}"
            ) from None
        if not isinstance(value, dict):
            raise InputError(f"应是一个 JSON 对象，现在是 {str(value)[:40]!r}")
        for name in ("id", "text"):
            if name not in value:
                raise InputError(f"缺少 {name!r}")
        return message_of(value, self._group)


def message_of(value: dict[str, Any], group: str = "") -> Message:
    """Return the message an object states. Raises :class:`InputError` naming the field that does not fit."""
    value = {name: inner for name, inner in value.items() if inner is not None}
    if isinstance(value.get("id"), int):
        value["id"] = str(value["id"])
    value["group"] = value.get("group") or group
    try:
        message = Message.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise InputError(f"的 {where!r} 不合适：{str(first.get('input'))[:40]!r}") from None
    if len(message.text) > MOST:
        raise InputError(f"的 'text' 有 {len(message.text)} 个字，一条消息最多 {MOST} 个字")
    return message


def _lines(file: Path) -> Iterator[bytes | str]:
    if str(file) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with file.open("rb") as source:
            begin = source.read(3)
            if begin[:2] not in _UTF_16:
                source.seek(3 if begin == b"\xef\xbb\xbf" else 0)
                yield from source
                return
    except FileNotFoundError as error:
        raise InputError(f"没有文件 {file}") from error
    except OSError as error:
        raise InputError(f"{file} 读不出来：{error.strerror}") from error
    yield from decoded(file, bytes_of(file)).split("\n")


def _text_of(line: bytes | str) -> str:
    if isinstance(line, str):
        return line
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("gb18030")
