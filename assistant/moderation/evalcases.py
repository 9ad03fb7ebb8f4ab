"""Corrections as cases of the evals: ``<workspace>/evals/moderation.jsonl``, one message a line with what it should be.

Lines that somebody wrote there by hand stay as they are.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import StorageError
from assistant.storage.corrections import Correction
from assistant.workspace import Workspace

CASES = Path("evals") / "moderation.jsonl"
PREFIX = "correction-"


def write_cases(workspace: Workspace, corrections: Sequence[Correction]) -> Path:
    """Bring the file up to the corrections that count and return its path. Raises :class:`StorageError`."""
    path = workspace.root / CASES
    wanted = {f"{PREFIX}{each.id}": _case(each) for each in corrections}
    kept: list[str] = []
    for line in _lines(path):
        own = _id(line)
        if own is None or not own.startswith(PREFIX):
            kept.append(line)
        elif own in wanted:
            kept.append(wanted.pop(own))
    lines = [*kept, *wanted.values()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
        beside.replace(path)  # at once: nobody reads half a file
    except OSError as error:
        raise StorageError(f"{path} 写不进去：{error.strerror}") from error
    return path


def _case(correction: Correction) -> str:
    value = {
        "id": f"{PREFIX}{correction.id}",
        "text": correction.text,
        "label": correction.label.value,
        "group": correction.group,
        "was": correction.was.value if correction.was else "",
        "effect": correction.effect,
        "origin": correction.origin,
        "at": correction.at.isoformat(timespec="seconds") if correction.at else "",
    }
    return json.dumps(value, ensure_ascii=False)


def _lines(path: Path) -> list[str]:
    try:
        # Not splitlines(): that also ends a line at U+2028, which JSON allows inside a text.
        return [line for line in path.read_text(encoding="utf-8-sig").split("\n") if line.strip()]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"{path} 读不出来：{error}") from error


def _id(line: str) -> str | None:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    own = value.get("id") if isinstance(value, dict) else None
    return own if isinstance(own, str) else None
