"""Train the models behind the claims check on every hand-written line there is but the held-back ones.

    python -m evals.train_claims [--without more_a more_b more_c more_d more_f_law dev]

Writes ``assistant/checks/data/claims/*.npz``: one model for whether a sentence is a claim, one for which. Run it after
adding lines to ``assistant/checks/data/claims/*.tsv``; it takes half a minute. ``--without`` leaves out a file of
``evals/datasets/checks`` that is to judge the result.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.checks.adlaw.claims import DATA
from assistant.checks.lexicon import lexicon
from assistant.text.folding import fold_each
from assistant.text.ngrams import LinearModel, fit
from assistant.text.sentences import split_sentences
from assistant.text.sieve import Sieve
from evals.paths import DATASETS, ROOT

CLEAN = "ok"
OTHERS = "others"
CASES = DATASETS / "checks"
NAMES = ("dev", "more_a", "more_b", "more_c", "more_d", "more_f_law")
CORPORA = ROOT / "tests" / "checks"
# A kind with fewer lines than this is told as one of the others.
ENOUGH = 25
SAME = {"food": "health", "cosmetics": "health", "state": OTHERS, "superstition": OTHERS}

Line = tuple[str, str]


def main() -> None:
    """Train both models and write them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--without", nargs="*", default=[], choices=NAMES)
    parser.add_argument("--into", type=Path, default=DATA)
    options = parser.parse_args()
    lines = [(SAME.get(label, label), fold_each(text)) for label, text in _lines(options.without)]
    counts = Counter(label for label, _ in lines)
    known = [(label if counts[label] >= ENOUGH else OTHERS, text) for label, text in dict.fromkeys(lines)]
    print(dict(Counter(label for label, _ in known)))
    clean_first = sorted(known, key=lambda line: line[0] != CLEAN)
    fit([(CLEAN if label == CLEAN else "claim", text) for label, text in clean_first]).save(options.into / "claim.npz")
    # From the model as it is read again, rounded to eight bits a weight.
    Sieve.of(LinearModel.load(options.into / "claim.npz")).save(options.into / "sieve.npz")
    fit([line for line in known if line[0] != CLEAN]).save(options.into / "kind.npz")


def _lines(without: list[str]) -> Iterator[Line]:
    """Yield (label, text) of every line."""
    for path in sorted(DATA.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            label, _, text = line.partition("\t")
            if text and not line.startswith("#"):
                yield label.strip(), text
    yield from _corpora()
    for entry in lexicon("adlaw").entries:
        yield from ((entry.kind, text) for text in entry.finds)
        yield from ((CLEAN, text) for text in entry.clean)
    for name in NAMES:
        if name not in without and (path := CASES / f"{name}.jsonl").is_file():
            yield from _cases(path)
    yield from ((CLEAN, text) for text in _ordinary())


def _corpora() -> Iterator[Line]:
    for line in (CORPORA / "adlaw_claims.txt").read_text(encoding="utf-8").splitlines():
        label, _, text = line.partition("|")
        if text:
            yield label, text
    for line in (CORPORA / "adlaw_clean.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield CLEAN, line
    for line in (CORPORA / "claims.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("+ "):
            _, label, text = line.split(" ", 2)
            yield label, text
        elif line.startswith("- "):
            yield CLEAN, line[2:]


def _cases(path: Path) -> Iterator[Line]:
    """Yield the guilty words and, of lines with nothing against the law expected, the whole line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        expected = [one for one in case["expect"] if one["check"] == "adlaw"]
        for one in expected:
            label = one.get("kind") or OTHERS
            yield label, case["text"]
            if one.get("text"):
                yield label, one["text"]
        if not expected:
            yield CLEAN, case["text"]


def _ordinary() -> Iterator[str]:
    """Yield the sentences of the sample brand's and the fixture brands' own texts: nobody claims anything there."""
    for folder in (ROOT / "knowledge", ROOT / "evals" / "brands"):
        for path in sorted(folder.rglob("*.md")):
            for sentence in split_sentences(path.read_text(encoding="utf-8", errors="replace")):
                text = sentence.strip("# -*\n|")
                if 6 <= len(text) <= 80:
                    yield text


if __name__ == "__main__":
    main()
