"""What characters are taken apart into, what looks like them, what pictures are written for them, and what is not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


def _lines(name: str) -> list[list[str]]:
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line and line[0] != "#"]


@cache
def _shapes() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    apart: dict[str, tuple[str, ...]] = {}
    looks: dict[str, str] = {}
    for character, written, *others in _lines("shapes.txt"):
        apart[character] = tuple(each for each in written.split(",") if len(each) > 1)
        looks[character] = "".join(others)
    return apart, looks


def parts() -> dict[str, tuple[str, ...]]:
    """Each character that is written as its parts (性 as 忄生), with the ways it is."""
    return _shapes()[0]


def alike() -> dict[str, str]:
    """Each character with those that are written for it because they share a part."""
    return _shapes()[1]


@cache
def pictures() -> dict[str, str]:
    """Each picture, and each figure, with the characters it is written for."""
    table: dict[str, str] = {}
    for signs, characters in _lines("pictures.txt"):
        for sign in signs:
            table[sign] = table.get(sign, "") + characters
    return table


@cache
def ordinary() -> frozenset[str]:
    """What stands in ordinary text and would otherwise be read as a word of rules: by sound, look, order, initials."""
    return frozenset(each for line in _lines("ordinary.txt") for each in line)
