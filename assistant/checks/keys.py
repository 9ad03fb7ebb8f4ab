"""The keys of the packaged expressions, worked out once: parsing four hundred of them takes longer than a draft.

``python -m assistant.checks.keys`` writes them anew after a change to the packaged YAML; what is not among them (a
workspace's own, an expression changed since) is worked out when it is needed, so that a stale file costs only time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from assistant.checks.literals import required
from assistant.text.folding import fold_pattern

FILE = Path(__file__).parent / "data" / "keys.json"


def keys_of(pattern: str) -> frozenset[str] | None:
    """Return what :func:`~assistant.checks.literals.required` says of an expression once it is folded."""
    known = stored()
    name = digest(pattern)
    if name in known:
        words = known[name]
        return None if words is None else frozenset(words)
    return required(fold_pattern(pattern))


@cache
def stored() -> dict[str, list[str] | None]:
    """The keys as they were written last, by the digest of the expression."""
    try:
        found: dict[str, list[str] | None] = json.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def digest(pattern: str) -> str:
    """A short name of an expression; 2.6 million of them are even odds for one pair alike, and there are hundreds."""
    return hashlib.blake2b(pattern.encode(), digest_size=6).hexdigest()


def packaged() -> Iterator[str]:
    """Yield every packaged expression that finds something."""
    from assistant.checks.lexicon import DATA, lexicon

    for folder in sorted(path for path in DATA.iterdir() if path.is_dir()):
        for entry in lexicon(folder.name).entries:
            yield from entry.patterns


def main() -> None:
    """Write the file anew."""
    found = {digest(pattern): required(fold_pattern(pattern)) for pattern in packaged()}
    told = {name: None if words is None else sorted(words) for name, words in sorted(found.items())}
    lines = ",\n".join(f'"{name}": {json.dumps(words, ensure_ascii=False)}' for name, words in told.items())
    FILE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
