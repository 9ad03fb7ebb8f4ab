"""The packaged terms as they were read last: YAML, checking and keys of hundreds of entries take longer than a draft.

``python -m assistant.checks.keys`` writes the file anew. Each YAML file is known by the digest of its bytes, so that a
file changed since is read as it stands and a stale artefact costs only time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.checks.terms import Allowed, Entry, TermFile

FILE = Path(__file__).parent / "data" / "packed.json"
#: A change of what is kept, or of what reads it, takes a new number.
FORM = 1

#: An expression and the sets of letters it cannot match without, each set one text with tabs.
StoredClue = tuple[str, list[str]]


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of terms, and the clues of each of its entries by id."""

    terms: TermFile
    clues: Mapping[str, list[StoredClue]]


def packed(path: Path, shared: Path) -> Packed | None:
    """Return the terms of a packaged file; None where it or the ``shared`` parts have changed since."""
    held = _stored().get(_name(path))
    if held is None or held["digest"] != digest(path, shared):
        return None
    terms = held["terms"]
    entries = tuple(Entry.model_construct(**_tuples(entry)) for entry in terms["entries"])
    allow = tuple(Allowed.model_construct(**each) for each in terms["allow"])
    made = TermFile.model_construct(**(_tuples(terms) | {"entries": entries, "allow": allow}))
    return Packed(made, {name: [(pattern, keys) for pattern, keys in clues] for name, clues in held["clues"].items()})


def digest(path: Path, shared: Path) -> str:
    """What tells one state of a file, with the parts its expressions may name, from another."""
    told = hashlib.blake2b(b"%d" % FORM, digest_size=12)
    for each in (path, shared):
        told.update(each.read_bytes() if each.is_file() else b"")
    return told.hexdigest()


def write(found: Iterable[tuple[Path, str, Packed]]) -> None:
    """Write the artefact anew from files as they were read, each with the digest it had before."""
    held = {
        _name(path): {"digest": state, "terms": each.terms.model_dump(mode="json"), "clues": each.clues}
        for path, state, each in found
    }
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(held[name], ensure_ascii=False)}" for name in sorted(held))
    FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


@cache
def _stored() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _tuples(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
