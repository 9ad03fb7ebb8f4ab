"""The keys of the packaged expressions, worked out once: parsing hundreds of them takes longer than a draft.

``python -m assistant.checks.keys`` writes them anew after a change to the packaged YAML; what is not among them (a
workspace's own, an expression changed since) is worked out when it is needed, so that a stale file costs only time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "keys.json"


def keys_of(pattern: str) -> tuple[frozenset[str], ...]:
    """Return what :func:`~assistant.checks.literals.required` says of a folded expression."""
    sets = stored().get(digest(pattern))
    if sets is None:
        from assistant.checks.literals import required

        return required(pattern)
    return tuple(frozenset(words.split("\t")) for words in sets)


@cache
def stored() -> dict[str, list[str]]:
    """The keys as they were written last, by the digest of the expression; a set is one text with tabs."""
    try:
        found: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def digest(pattern: str) -> str:
    """A short name of an expression: with hundreds of them, two alike are less likely than a broken disk."""
    return hashlib.blake2b(pattern.encode(), digest_size=8).hexdigest()


def packaged() -> Iterator[str]:
    """Yield every alternative of the packaged expressions that find something, folded."""
    from assistant.checks.hearsay import FACTS
    from assistant.checks.lexicon import lexicon
    from assistant.checks.literals import branches
    from assistant.checks.ownfiles import DATA
    from assistant.text.folding import fold_pattern

    for folder in sorted(path for path in DATA.iterdir() if path.is_dir()):
        for entry in lexicon(folder.name).entries:
            for pattern in entry.patterns:
                yield from branches(fold_pattern(pattern))
    for _, told in FACTS:
        yield from branches(told.pattern)


def main() -> None:
    """Write the file anew."""
    from assistant.checks.literals import required

    found = {digest(pattern): ["\t".join(sorted(words)) for words in required(pattern)] for pattern in packaged()}
    lines = ",\n".join(f'"{name}": {json.dumps(sets, ensure_ascii=False)}' for name, sets in sorted(found.items()))
    FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    stored.cache_clear()
    _pack()


def _pack() -> None:
    """Write anew what the packaged files hold (:mod:`assistant.checks.packed`)."""
    from assistant.checks.lexicon import clues_of
    from assistant.checks.ownfiles import DATA
    from assistant.checks.packed import Packed, write
    from assistant.checks.packed import digest as state_of
    from assistant.checks.terms import load_terms

    found = []
    for folder in sorted(path for path in DATA.iterdir() if path.is_dir()):
        shared = folder / "parts.yaml"
        parts = load_terms(shared, trusted=True).parts if shared.is_file() else {}
        for path in sorted(folder.glob("*.yaml")):
            state = state_of(path, shared)
            terms = load_terms(path, parts, trusted=True)
            found.append((path, state, Packed(terms, clues_of(terms))))
    write(found)


if __name__ == "__main__":
    main()
