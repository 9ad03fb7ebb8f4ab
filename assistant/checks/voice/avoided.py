"""The words a brand or a group does not want to read, wherever they stand as words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from assistant.checks.context import CheckContext
from assistant.checks.voice.findings import finding
from assistant.schema.contracts import Finding
from assistant.text.folding import fold_each

_LONGER = Path(__file__).parents[1] / "data" / "voice" / "longer.txt"
_BRAND, _GROUP = "brand.yaml · voice.avoid", "groups.yaml · avoid"


def avoided_findings(text: str, view: str, context: CheckContext) -> list[Finding]:
    """Return an error for each word to avoid, in any script and case; not where it is cut out of other words.

    ``view`` is ``text`` folded, of the same length.
    """
    brand = context.brand.voice.avoid if context.brand else ()
    group = context.group.avoid if context.group else ()
    rest = context.constraints.avoid if context.constraints else ()
    words = _words(brand, group, rest)
    return [
        _finding(text, start, start + len(word), basis)
        for word, basis in words
        if word in view
        for start in _places(view, word)
    ]


def _finding(text: str, start: int, end: int, basis: str) -> Finding:
    whose = "品牌" if basis == _BRAND else "这个群"
    return finding(
        "avoid", "error", text, (start, end), f"“{text[start:end]}”是{whose}说好不用的词",
        basis=basis, suggestion=f"删掉“{text[start:end]}”，或换成平实的说法",
    )  # fmt: skip


@lru_cache(maxsize=64)
def _words(brand: tuple[str, ...], group: tuple[str, ...], rest: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each word to avoid, folded, with where it is laid down."""
    laid = {**dict.fromkeys(rest, _GROUP), **dict.fromkeys(group, _GROUP), **dict.fromkeys(brand, _BRAND)}
    return [(fold_each(word.strip()), basis) for word, basis in laid.items() if word.strip()]


def _places(view: str, word: str) -> Iterator[int]:
    start = view.find(word)
    while start >= 0:
        if not _is_part(view, start, start + len(word)):
            yield start
        start = view.find(word, start + 1)


def _is_part(view: str, start: int, end: int) -> bool:
    """Whether the letters belong to other words: 亲 to 母亲, 包过 to 红包 and 过期, cat to category."""
    if _goes_on(view, start, start - 1) or _goes_on(view, end - 1, end):
        return True
    windows = [
        (low, high)
        for low in range(max(0, start - 3), end)
        for high in range(max(low + 2, start + 1), min(len(view), low + 4, end + 3) + 1)
        if (low, high) != (start, end)
    ]
    single = end - start == 1
    words = [(low, high) for low, high in windows if _is_word(view[low:high], single=single)]
    if any(low <= start and end <= high for low, high in words):
        return True
    # Cut in two: one word ends inside it and the next begins there. 羊奶 alone does not cut 羊奶粉.
    return any(low < start < cut < end and begin == cut and high > end for low, cut in words for begin, high in words)


def _goes_on(view: str, edge: int, beyond: int) -> bool:
    """Whether a Latin word or a number goes on beyond the edge of the letters."""
    if not 0 <= beyond < len(view):
        return False
    one, other = view[edge], view[beyond]
    return f"{one}{other}".isascii() and ((one.isalpha() and other.isalpha()) or (one.isdigit() and other.isdigit()))


def _is_word(letters: str, *, single: bool) -> bool:
    return letters in _longer() or (single and letters in _phrases())


@cache
def _longer() -> frozenset[str]:
    lines = _LONGER.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=1)
def _phrases() -> frozenset[str]:
    """A dictionary of words, loaded (a third of a second) only where a single character is to be avoided and stands."""
    from pypinyin.phrases_dict import phrases_dict

    return frozenset(word for word in phrases_dict if len(word) <= 4)
