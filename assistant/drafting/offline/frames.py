"""Frames: sentences with slots, written by hand and kept in ``data/*.yaml`` so that they can be read as prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.resources import read_yaml

FORMS = ("story_hook", "this_or_that", "fill_blank", "myth_or_fact", "photo_checkin", "poll", "ask_experience")
_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Frame:
    """One topic frame. ``when`` limits it: a season (春) or weekdays (1 to 7); empty fits every day."""

    form: str
    title: str
    body: str
    when: str | tuple[int, ...] = ()


@cache
def data(name: str) -> Mapping[str, Any]:
    """The content of ``data/<name>.yaml``, read once."""
    content = read_yaml(_DATA / f"{name}.yaml")
    assert isinstance(content, dict)
    return content


@cache
def general_frames() -> tuple[Frame, ...]:
    """The frames that fit any trade."""
    content = data("topics")
    return tuple(Frame(form, entry["title"], entry["body"]) for form in FORMS for entry in content[form])


@cache
def frames(name: str, section: str) -> tuple[Frame, ...]:
    """The frames of one section of ``data/<name>.yaml``, each entry naming its own form."""
    return tuple(_frame(entry) for entry in data(name)[section])


@cache
def trade_frames(trade: str, themes: tuple[str, ...]) -> tuple[Frame, ...]:
    """The frames of the family ``trade`` belongs to, else of the one the group's themes name, else none."""
    families = data("trades")["families"]
    for text in (trade, *themes):
        scores = [sum(word in text for word in family["words"]) for family in families]
        if any(scores):
            return tuple(_frame(entry) for entry in families[scores.index(max(scores))]["frames"])
    return ()


def _frame(entry: Mapping[str, Any]) -> Frame:
    when = entry.get("when", ())
    return Frame(entry["form"], entry["title"], entry["body"], tuple(when) if isinstance(when, list) else when)
