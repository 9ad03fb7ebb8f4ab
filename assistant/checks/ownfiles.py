"""A workspace's folder of own terms (``checks/``): which files it may hold, and what their lines may leave open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from assistant.checks.terms import Entry
from assistant.errors import ConfigError

DATA = Path(__file__).parent / "data"
_BRACED = re.compile(r"\{[^{}]*\}?|\}")
# So many of an entry's words are told to a writer.
_TOLD = 5
_FOUND = frozenset({"{text}"})
#: What is filled in besides the words found, by the kind of the entry (:mod:`assistant.checks.voice.phrases`).
_OF_KIND = {("voice", kind): frozenset({"{address}", "{self_name}"}) for kind in ("address", "self_name")}


@cache
def allowed_names() -> tuple[str, ...]:
    """The names of the files a workspace may have: one for each check that finds by terms."""
    return tuple(f"{path.name}.yaml" for path in sorted(DATA.iterdir()) if any(path.glob("*.yaml")))


def own_file(folder: Path, check: str) -> Path | None:
    """Return the workspace's file for ``check`` in its ``folder``, None where there is none.

    Raises ConfigError for a file in the folder that no check would read: a rule that is never asked looks like one
    that never finds anything.
    """
    try:
        changed = folder.stat().st_mtime_ns
    except OSError:
        return None
    return folder / f"{check}.yaml" if f"{check}.yaml" in _names(folder, changed) else None


@lru_cache(maxsize=32)
def _names(folder: Path, _changed: int) -> frozenset[str]:
    """The names in the folder, hidden files and editors' copies aside, as long as the folder does not change."""
    if not folder.is_dir():
        raise ConfigError(f"{folder.name}：这里要是一个文件夹，里面放 {'、'.join(allowed_names())}")
    names = frozenset(path.name for path in folder.iterdir() if not path.name.startswith(".") and path.name[-1] != "~")
    for name in sorted(names.difference(allowed_names())):
        raise ConfigError(
            f"{folder.name}/{name}：没有哪项检查会读它，这里只认 {'、'.join(allowed_names())}{_hint(name)}"
        )
    return names


def _hint(name: str) -> str:
    stem = Path(name).stem.lower()
    return f"；请把它改名为 {stem}.yaml" if f"{stem}.yaml" in allowed_names() else ""


def with_dont(check: str, entry: Entry) -> Entry:
    """Return an entry of voice with a line for the writers' prompts, made of its words where it has none of its own.

    What is in force only where a tone asks for it is told where the tone is (:mod:`assistant.checks.voice.donts`).
    """
    if check != "voice" or entry.dont or entry.kind.startswith("tone-"):
        return entry
    told = "".join(f"“{words}”" for words in entry.terms[:_TOLD])
    if not told and entry.finds:
        return entry.model_copy(update={"dont": f"不写“{entry.finds[0]}”这样的话"})
    return entry.model_copy(update={"dont": f"不写{told}"}) if told else entry


def unfillable(check: str, entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield (field, what stands in braces, what may) for each place of the entry's lines that nothing would fill."""
    filled = _FOUND | _OF_KIND.get((check, entry.kind), frozenset())
    for field, text, known in (
        ("message", entry.message, _FOUND),
        ("suggestion", entry.suggestion, filled),
        ("dont", entry.dont, frozenset[str]()),
    ):
        may = f"只能写 {'、'.join(sorted(known))}" if known else "不能写占位"
        yield from ((field, braced, may) for braced in _BRACED.findall(text) if braced not in known)
