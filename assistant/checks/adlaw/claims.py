"""Claims in words that no term of ours names: what reads like a claim the law forbids, by what claims look like.

The terms find what is known. What people come up with next is judged by a model of character n-grams
(:mod:`assistant.text.ngrams`) that learnt from a few thousand hand-written claims and look-alikes: first whether a
sentence is such a claim, then which. Of a sentence in which a term has found something it reads only the other clauses.
It only ever warns: a likeness is no proof.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.checks.bases import basis_text
from assistant.resources import read_yaml
from assistant.schema.contracts import Finding
from assistant.text.ngrams import LinearModel
from assistant.text.patterns import Pattern
from assistant.text.readings import as_written
from assistant.text.sieve import Sieve

DATA = Path(__file__).parents[1] / "data" / "claims"
#: The name by which a workspace switches this off.
NAME = "claims"
# Log odds from which a sentence is a claim.
CLAIM = 2.8
# The same for the rest of a sentence that is known to claim something: people seldom stop at one.
_AGAIN = 3.0
# How far the sieve's margin may lie below the true one.
_OFF = 1.5
_SHORTEST = 5
# Of an endless sentence only so many clauses are looked at for the words that say it.
_CLAUSES = 12
_SENTENCE = Pattern(r"[^。！？；\n…]+")
_CLAUSE = Pattern(r"[^，。！？；\n…:~～、\s]+")
# A question claims nothing.
_ASKS = Pattern(r"\s*？|.*(?:吗|么|呢)\s*$")


class _Kind(NamedTuple):
    message: str
    basis: str
    suggestion: str


def claim_findings(text: str, beside: Sequence[Finding], allowed: Sequence[str] = ()) -> list[Finding]:
    """Return a warning for each sentence that reads like a claim, at words in which nothing was found already.

    ``beside`` is what the terms found, ``allowed`` the folded phrases of the workspace that are no claims.
    """
    written = as_written(text)
    found = []
    for sentence in _likely(written.text):
        taken = [other for other in beside if _touch(other, *written.span(*sentence.span()))]
        runs = _runs(written.text, *sentence.span()) or [sentence.span()]
        if taken:
            runs = [run for run in runs if not any(_touch(other, *written.span(*run)) for other in taken)]
        span = _likeliest(written.text, sentence, runs, again=bool(taken))
        if span is None or any(phrase in sentence[0] for phrase in allowed):
            continue
        found.append(_finding(text, (sentence[0], written.text[slice(*span)]), written.span(*span)))
    return found


def _touch(other: Finding, start: int, end: int) -> bool:
    return other.start < end and start < other.end


def _likely(view: str) -> list[re.Match[str]]:
    """Return the sentences that may reach the threshold: one in twenty of ordinary ones."""
    sentences = [match for match in _SENTENCE.finditer(view) if match.end() - match.start() >= _SHORTEST]
    if not sentences:
        return []
    near = _sieve().margins([match[0].strip() for match in sentences])
    return [match for match, margin in zip(sentences, near, strict=True) if margin >= CLAIM - _OFF]


def _likeliest(
    view: str, sentence: re.Match[str], runs: Sequence[tuple[int, int]], *, again: bool
) -> tuple[int, int] | None:
    """Return the likeliest of the runs of clauses of a sentence; None where the sentence does not read like a claim.

    ``again`` says that the sentence is known to claim something, of which the runs are the rest.
    """
    margin, part = _model("claim").margin, sentence[0].strip()
    if not runs or _ASKS.match(view, sentence.end()) or _ASKS.match(part) or (not again and margin(part) < CLAIM):
        return None
    near = _sieve().margins([view[slice(*span)].strip() for span in runs])
    likeliest = max(zip(near, runs, strict=True))[1]
    return None if again and margin(view[slice(*likeliest)]) < _AGAIN else likeliest


def _runs(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the clauses of a sentence, and of several in a row, that are long enough to say something.

    A claim seldom keeps to one clause: 喝上半个月，腿脚就好了.
    """
    found = [match.span() for match in _CLAUSE.finditer(view, start, end)][:_CLAUSES]
    runs = [(low, high) for place, (low, _) in enumerate(found) for _, high in found[place:]]
    return [(low, high) for low, high in runs if high - low >= _SHORTEST]


def _finding(text: str, folded: tuple[str, str], place: tuple[int, int]) -> Finding:
    """The finding for a place; ``folded`` are the sentence and the part of it that both tell the kind."""
    model, (start, end) = _model("kind"), place
    whole, part = (model.chances(words) for words in folded)
    label = model.labels[int((whole * part).argmax())]
    kind = _kinds()[label]
    surface = text[start:end]
    return Finding(
        check="adlaw", kind=label, severity="warn", start=start, end=end, text=surface,
        message=kind.message.replace("{text}", surface), basis=kind.basis, suggestion=kind.suggestion,
    )  # fmt: skip


@cache
def _model(name: str) -> LinearModel:
    """``claim`` tells whether it is one, ``kind`` which."""
    return LinearModel.load(DATA / f"{name}.npz")


@cache
def _sieve() -> Sieve:
    return Sieve.load(DATA / "sieve.npz")


@cache
def _kinds() -> dict[str, _Kind]:
    told = read_yaml(DATA.with_suffix(".yaml"))
    return {
        label: _Kind(entry["message"], basis_text(entry["basis"]), entry["suggestion"]) for label, entry in told.items()
    }
