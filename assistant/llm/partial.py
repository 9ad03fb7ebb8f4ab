"""Read strings out of JSON while it is still arriving."""

from __future__ import annotations

import json
from collections.abc import Iterator

Path = tuple[str | int, ...]
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class StringReader:
    """Feed it pieces of one JSON document; it yields (path, text) for every piece of every string value.

    Words before the first ``{`` are skipped. Nothing is validated: the finished document is, elsewhere.
    """

    def __init__(self) -> None:
        self._stack: list[str | int | None] = []  # per open container: the key or index under way
        self._in_string = False
        self._is_key = False
        self._expect_key = False
        self._key = ""
        self._escape = ""  # an escape sequence begun, with its backslash
        self._high = ""  # first half of a surrogate pair
        self._done = False

    def feed(self, piece: str) -> Iterator[tuple[Path, str]]:
        """Yield the string values ``piece`` adds, in order; consecutive characters of one string come together."""
        run = ""
        for char in piece:
            if self._done:
                break
            if not self._in_string:
                self._structure(char)
                continue
            text, closed = self._character(char)
            if self._is_key:
                self._key += text
            else:
                run += text
            if closed:
                if run:
                    yield self._path(), run
                    run = ""
                self._close_string()
        if run:
            yield self._path(), run

    def _path(self) -> Path:
        return tuple(step for step in self._stack if step is not None)

    def _structure(self, char: str) -> None:
        if char == "{":
            self._stack.append(None)
            self._expect_key = True
        elif not self._stack:
            return
        elif char == "[":
            self._stack.append(0)
            self._expect_key = False
        elif char in "}]":
            self._stack.pop()
            self._expect_key = False
            self._done = not self._stack
        elif char == ",":
            step = self._stack[-1]
            if isinstance(step, int):
                self._stack[-1] = step + 1
            else:
                self._expect_key = True
        elif char == '"':
            self._in_string, self._is_key, self._key = True, self._expect_key, ""

    def _close_string(self) -> None:
        self._in_string = False
        if self._is_key:
            self._stack[-1] = self._key
            self._is_key = self._expect_key = False

    def _character(self, char: str) -> tuple[str, bool]:
        """Return the text ``char`` completes inside a string, and whether it closes the string."""
        if not self._escape:
            if char == '"':
                return "", True
            if char == "\\":
                self._escape = char
                return "", False
            return char, False
        self._escape += char
        if self._escape[1] != "u":
            self._escape = ""
            return _ESCAPES.get(char, ""), False
        if len(self._escape) < 6:
            return "", False
        return self._unicode(), False

    def _unicode(self) -> str:
        escape, self._escape = self._escape, ""
        try:
            decoded: str = json.loads(f'"{self._high}{escape}"')
        except ValueError:
            decoded = ""
        if len(decoded) == 1 and "\ud800" <= decoded <= "\udbff":
            self._high = escape
            return ""
        self._high = ""
        return decoded if not any("\ud800" <= char <= "\udfff" for char in decoded) else ""
