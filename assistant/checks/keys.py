"""The keys of the packaged expressions, worked out once: parsing hundreds of them takes longer than a draft.

``python -m assistant.checks.keys`` writes them anew after a change to the packaged YAML; what is not among them (a
workspace's own, an expression changed since) is worked out when it is needed, so that a stale file costs only time.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from assistant.text.readings import as_written

FILE = Path(__file__).parent / "data" / "keys.json"


def keys_of(pattern: str) -> tuple[frozenset[str], ...]:
    """Return what :func:`~assistant.checks.literals.required` says of a folded expression."""
    sets = stored().get(digest(pattern))
    if sets is None:
        from assistant.checks.literals import required

        return required(pattern)
    return tuple(frozenset(words.split("\t")) for words in sets)


def keys_of_each(pattern: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """Return the keys of each alternative of an expression as it is written, not folded."""
    sets = stored().get(digest(pattern))
    if sets is None:
        return tuple(map(keys_of, _alternatives(pattern)))
    return tuple(tuple(frozenset(words.split("\t")) for words in each.split("\n") if words) for each in sets)


@cache
def stored() -> dict[str, list[str]]:
    """The keys as they were written last, by the digest of the expression; a set is one text with tabs.

    Of an expression that is not folded there is one text for each of its alternatives, a set a line.
    """
    try:
        found: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def digest(pattern: str) -> str:
    """A short name of an expression: with hundreds of them, two alike are less likely than a broken disk."""
    return hashlib.blake2b(pattern.encode(), digest_size=8).hexdigest()


_NAMES_OF_GROUPS = re.compile(r"\(\?P<\w+>")


def _alternatives(pattern: str) -> list[str]:
    from assistant.checks.literals import branches
    from assistant.text.folding import fold_pattern

    return branches(fold_pattern(_NAMES_OF_GROUPS.sub("(", pattern)))


def packaged() -> Iterator[str]:
    """Yield every alternative of the packaged expressions that find something, folded."""
    from assistant.checks.lexicon import lexicon
    from assistant.checks.literals import branches
    from assistant.checks.ownfiles import DATA
    from assistant.text.folding import fold_pattern

    for folder in sorted(path for path in DATA.iterdir() if path.is_dir()):
        for entry in lexicon(folder.name).entries:
            for pattern in entry.patterns:
                yield from branches(fold_pattern(pattern))


def unfolded() -> Iterator[str]:
    """Yield the expressions of the packaged checks that are kept whole, as they are written."""
    from assistant.checks import hearsay, persons

    yield from (each.pattern.pattern for gate in (persons.GATE, hearsay.GATE) for each in gate.members)


def measured() -> Callable[[str], float]:
    """Return how often letters and pairs stand in the harmless lines that the reader of claims learns from.

    A pair that stands in none of them weighs what its letters, were they set at random, would let expect.
    """
    from assistant.checks.ownfiles import DATA

    lines = [
        line.split("\t")[1]
        for path in sorted((DATA / "claims").glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("ok\t")
    ]
    counts = Counter(each for line in lines for each in as_written(line).letters)

    def weigh(word: str) -> float:
        by_chance = math.prod(counts[letter] + 0.5 for letter in word) / len(lines) ** (len(word) - 1)
        return counts[word] + (by_chance / 20 if len(word) > 1 else 0.5)

    return weigh


def main() -> None:
    """Write the file anew."""
    from assistant.checks.literals import required

    weigh = measured()
    found = {
        digest(pattern): ["\t".join(sorted(words)) for words in required(pattern, weigh)] for pattern in packaged()
    }
    for pattern in unfolded():
        each = [required(alternative, weigh) for alternative in _alternatives(pattern)]
        found[digest(pattern)] = ["\n".join("\t".join(sorted(words)) for words in sets) for sets in each]
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
