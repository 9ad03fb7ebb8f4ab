"""What is whole in an answer whose JSON broke off at the bound of tokens."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from assistant.llm.extract import BROKEN_OFF, find_object, without_thoughts

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)】》\"']*")
# What a small model falls into: the same clauses again and again until the tokens are used up.
_LOOP = re.compile(r"(.{8,300}?)\1+", re.DOTALL)
_NOTHING = object()


class Salvage(NamedTuple):
    """The object of an answer; ``cut`` says that its end was missing."""

    found: dict[str, Any]
    cut: bool


def salvage(text: str) -> Salvage:
    """Return the JSON object in ``text``; of one that broke off, everything that had been closed.

    The text under way when it broke off ends at its last full sentence, or is dropped when it has none; so is a number,
    which might have gone on. Raises ValueError in Chinese where there is no object, its syntax is broken before the
    end, or nothing of it is whole.
    """
    try:
        return Salvage(find_object(text), cut=False)
    except ValueError as error:
        if str(error) != BROKEN_OFF:
            raise
    bare = without_thoughts(text)
    reader = _Reader(bare, bare.find("{"))
    found = reader.value()
    if not isinstance(found, dict) or not found:
        raise ValueError(BROKEN_OFF)
    return Salvage(found, cut=True)


class _Reader:
    """A JSON reader that gives what it has when the text ends; ``cut`` from then on."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._at = start
        self._cut = False

    def value(self) -> Any:
        match self._next():
            case "{":
                return self._object()
            case "[":
                return self._list()
            case '"':
                return self._string()
        number = _NUMBER.match(self._text, self._at)
        self._at = number.end() if number else len(self._text)
        if not number or self._at >= len(self._text):
            self._cut = True
            return _NOTHING
        return json.loads(number.group())

    def _next(self) -> str:
        """Return the next character that is no space, without taking it; empty at the end, which cuts."""
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        if self._at >= len(self._text):
            self._cut = True
            return ""
        return self._text[self._at]

    def _object(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self._at += 1
        while self._next() == '"':
            key = self._string()
            if self._cut or self._next() != ":":
                self._cut = True
                break
            self._at += 1
            value = self.value()
            if value is not _NOTHING:
                found[key] = value
            if self._cut or self._next() != ",":
                break
            self._at += 1
        self._close("}")
        return found

    def _list(self) -> list[Any]:
        found: list[Any] = []
        self._at += 1
        while self._next() not in ("", "]"):
            value = self.value()
            if value is not _NOTHING:
                found.append(value)
            if self._cut or self._next() != ",":
                break
            self._at += 1
        self._close("]")
        return found

    def _close(self, closer: str) -> None:
        if self._cut or self._next() != closer:
            self._cut = True
        else:
            self._at += 1

    def _string(self) -> Any:
        start, at = self._at, self._at + 1
        while at < len(self._text) and self._text[at] != '"':
            at += 2 if self._text[at] == "\\" else 1
        self._at = at + 1
        if at < len(self._text):
            return json.loads(self._text[start : at + 1], strict=False)
        self._cut = True
        return _whole_sentences(self._text[start + 1 :]) or _NOTHING


def _whole_sentences(raw: str) -> str:
    """Return an unclosed string up to its last full sentence; of one that runs in a circle the first round."""
    if (loop := _LOOP.search(raw)) and loop[1].startswith(raw[loop.end() :]):
        raw = raw[: loop.end(1)].rstrip("，,、；;：: \n") + "。"
    for end in [match.end() for match in _SENTENCE_END.finditer(raw)][::-1]:
        try:
            return str(json.loads(f'"{_escaped(raw[:end])}"', strict=False))
        except ValueError:
            continue  # in the middle of an escape
    return ""


def _escaped(raw: str) -> str:
    """A closing quotation mark behind the last sentence is of the text, not of the JSON."""
    return re.sub(r'(?<!\\)"', r"\"", raw)
