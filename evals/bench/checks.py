"""How many texts of 100 characters a second the checks read that need no facts: law, voice, privacy.

The texts are a shop's own articles cut to length, one in ten with a claim in it. The reference reads the same texts
with one bare expression, all listed words of the law's lexicon in one alternation: what a plain word list costs. Times
are of the processor, for one core is asked for.

python -m evals.bench.checks
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from assistant.checks.context import CheckContext
from assistant.checks.lexicon import lexicon
from assistant.checks.suite import load
from assistant.knowledge.brandfiles import load_brand
from evals.bench.corpus import KNOWLEDGE
from evals.bench.timing import row

LENGTH = 100
NAMES = ("adlaw", "voice", "privacy")
GOAL = 2000


def texts() -> list[str]:
    """The articles as one run of text, cut into pieces of :data:`LENGTH` characters; every tenth ends in a claim."""
    articles = "".join(path.read_text(encoding="utf-8") for path in sorted(KNOWLEDGE.rglob("*.md")))
    plain = re.sub(r"\s+", "", articles)
    pieces = [plain[start : start + LENGTH] for start in range(0, len(plain) - LENGTH, LENGTH)]
    claims = [sentence for entry in lexicon("adlaw").entries for sentence in entry.finds]
    for number in range(0, len(pieces), 10):
        claim = claims[number // 10 % len(claims)]
        pieces[number] = (pieces[number][: LENGTH - len(claim) - 1] + "。" + claim)[-LENGTH:]
    return pieces


def seconds_each(read: Callable[[str], object], pieces: Sequence[str], *, rounds: int = 7) -> float:
    """The median over ``rounds`` of the processor's seconds for one text, after a round that does not count."""
    taken = []
    for number in range(rounds + 1):
        begin = time.process_time()
        for piece in pieces:
            read(piece)
        if number:
            taken.append((time.process_time() - begin) / len(pieces))
    return statistics.median(taken)


def main() -> None:
    """Print the table rows."""
    pieces = texts()
    context = CheckContext(at=datetime(2026, 11, 27, 9), brand=load_brand(KNOWLEDGE))
    checks = {name: load(name) for name in NAMES}
    words = {word for entry in lexicon("adlaw").entries for word in (*entry.terms, *entry.reads)}
    listed = re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
    bare = seconds_each(lambda piece: listed.findall(piece), pieces)
    whole = seconds_each(lambda piece: [check(piece, context) for check in checks.values()], pieces)
    parts = ", ".join(
        f"{name} {1 / seconds_each(lambda piece, check=check: check(piece, context), pieces, rounds=3):,.0f}"  # type: ignore[misc]
        for name, check in checks.items()
    )
    row(
        f"law, voice and privacy, texts of {LENGTH} characters",
        f"{1 / whole:,.0f} texts/s ({parts})",
        f"one alternation of {len(words)} words {1 / bare:,.0f} texts/s",
        whole / bare,
        round(1 / GOAL / bare, 1),
    )


if __name__ == "__main__":
    main()
