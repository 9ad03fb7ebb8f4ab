"""The frames of promotions: sentences with slots, read once from ``frames/*.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from assistant.resources import read_yaml

_FOLDER = Path(__file__).parent / "frames"


@cache
def frames(name: str) -> Mapping[str, Any]:
    """The content of ``frames/<name>.yaml``."""
    content = read_yaml(_FOLDER / f"{name}.yaml")
    assert isinstance(content, dict)
    return content


def usable(candidates: Sequence[str], slots: Mapping[str, str], avoid: Sequence[str]) -> list[str]:
    """The frames whose slots all have a value and that, filled, contain no word of ``avoid``."""
    return [
        frame
        for frame in candidates
        if all(slots.get(slot) for slot in _slots(frame)) and not any(w and w in frame.format_map(slots) for w in avoid)
    ]


@cache
def _slots(frame: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(frame) if name)
