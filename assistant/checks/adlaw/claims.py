"""Claims in words that no term of ours names: what reads like a claim the law forbids, by what claims look like.

The terms find what is known. What people come up with next is judged by a model of character n-grams
(:mod:`assistant.text.ngrams`) that learnt from a few thousand hand-written claims and look-alikes: first whether a
sentence is such a claim, then which. It says nothing where a term has already found something in the sentence, and only
ever warns: a likeness is no proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from assistant.checks.bases import basis_text
from assistant.schema.contracts import Finding
from assistant.text.ngrams import LinearModel
from assistant.text.readings import Reading, as_written

DATA = Path(__file__).parents[1] / "data" / "claims"
#: The name by which a workspace switches this off.
NAME = "claims"
# Log odds from which a sentence or a clause is a claim, and from which a sentence is looked at clause by clause.
CLAIM = 2.5
WORTH_A_LOOK = -1.5
_SHORTEST = 5
_SENTENCE = re.compile(r"[^。！？；\n…]+")
_CLAUSE = re.compile(r"[^，。！？；\n…:~～、\s]+")
# A question claims nothing.
_ASKS = re.compile(r"\s*？|.*(?:吗|么|呢)\s*$")


class _Kind(NamedTuple):
    message: str
    basis: str
    suggestion: str


def claim_findings(text: str, beside: Sequence[Finding], allowed: Sequence[str] = ()) -> list[Finding]:
    """Return a warning for each sentence that reads like a claim and holds nothing that was found already.

    ``beside`` is what the terms found, ``allowed`` the folded phrases of the workspace that are no claims.
    """
    written = as_written(text)
    found = []
    for start, end in _likely(written):
        low, high = written.span(start, end)
        if any(other.start < high and low < other.end for other in beside):
            continue
        if any(phrase in written.text[start:end] for phrase in allowed):
            continue
        found.append(_finding(text, written.text[start:end], low, high))
    return found


def _likely(written: Reading) -> Iterator[tuple[int, int]]:
    """Yield the span of the likeliest part of each sentence that is likely enough."""
    view, margin = written.text, _model("claim").margin
    for sentence in _SENTENCE.finditer(view):
        part = sentence[0].strip()
        if len(part) < _SHORTEST or _ASKS.match(view, sentence.end()) or _ASKS.match(part):
            continue
        whole = margin(part)
        if whole < WORTH_A_LOOK:
            continue
        clauses = [match.span() for match in _CLAUSE.finditer(view, *sentence.span())]
        spans = [span for span in clauses if span[1] - span[0] >= _SHORTEST] if len(clauses) > 1 else []
        best, span = max(
            [(margin(view[low:high]), (low, high)) for low, high in spans], default=(whole, sentence.span())
        )
        if max(best, whole) >= CLAIM:
            yield span if best >= CLAIM else sentence.span()


def _finding(text: str, folded: str, start: int, end: int) -> Finding:
    model = _model("kind")
    label = model.labels[int(model.chances(folded).argmax())]
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
def _kinds() -> dict[str, _Kind]:
    told = yaml.safe_load(DATA.with_suffix(".yaml").read_text(encoding="utf-8"))
    return {
        label: _Kind(entry["message"], basis_text(entry["basis"]), entry["suggestion"]) for label, entry in told.items()
    }
