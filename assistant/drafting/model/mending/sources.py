"""Where what a model wrote stands in the passages, whatever number and quote it gave."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from assistant.drafting.model.sheet import Sheet
from assistant.text.pairs import shared
from assistant.text.sentences import split_sentences

# Told in other words a text keeps well below half of its pairs (see grounding): what shares half with a passage, and
# half of one of its sentences, says that sentence.
_SAME = 0.5
_SHORTEST = 8


class Anchor(NamedTuple):
    """A passage by its number and verbatim words of it; ``given`` unless both are the model's own."""

    passage: int
    quote: str
    given: bool


def number_of(value: Any) -> int:
    """Return a passage's number, also of "资料 2"; 0, which is none, where there is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0
    digits = re.search(r"\d{1,9}", str(value))
    return int(digits.group()) if digits else 0


def anchor(sheet: Sheet, number: int, quote: str, text: str) -> Anchor | None:
    """Return where ``text`` stands: at the number and quote given, where else the quote stands, or what it repeats."""
    if sheet.cite(number, quote):
        return Anchor(number, quote, given=False)
    if len(re.sub(r"\W", "", quote)) >= _SHORTEST:
        for other, _ in sheet.all():
            if sheet.cite(other, quote):
                return Anchor(other, quote, given=True)
    return _repeated(sheet, number, text)


def _repeated(sheet: Sheet, number: int, text: str) -> Anchor | None:
    """Return the sentence of a passage that ``text`` says again, alone or with others of that passage."""
    if len(re.sub(r"\W", "", text)) < _SHORTEST:
        return None
    best, found = _SAME, None
    for other, passage in sorted(sheet.all(), key=lambda entry: entry[0] != number):
        if shared(text, passage.text) < _SAME:
            continue
        for sentence in split_sentences(passage.text):
            alike = shared(sentence, text)
            if len(sentence) >= _SHORTEST and (alike > best or (alike == best and found is None)):
                best, found = alike, Anchor(other, sentence, given=True)
    return found
