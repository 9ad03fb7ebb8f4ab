"""The words a brand or a group does not want to read, wherever they stand as words, also written otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

from assistant.checks.context import CheckContext
from assistant.checks.voice.findings import finding
from assistant.schema.contracts import Finding
from assistant.text.folding import fold_each
from assistant.text.readings import Reading, Vocabulary, as_written, seen_through

_LONGER = Path(__file__).parents[1] / "data" / "voice" / "longer.txt"
_BRAND, _GROUP = "brand.yaml · voice.avoid", "groups.yaml · avoid"
# Signs that nobody sets between two characters of one word but to hide it: 绝-美, 速·成.
_SIGN = r"[-·•.*_~^|/\\+#=]{1,3}"
_SIGNED = re.compile(rf"[\u4e00-\u9fff]{_SIGN}(?=[\u4e00-\u9fff])")
# Of a word of so many characters a blank within hides one as well: 别人家 孩子.
_LONG = 4
# What may stand behind a word without beginning one of its own: 日落|后, 放学|前.
_PARTICLES = frozenset("后前里外上下中内过了的着到在也就都才再去来是们")


@dataclass(frozen=True)
class _Words:
    """The words to avoid, folded, each with where it is laid down."""

    laid: dict[str, str]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.laid)


def avoided_findings(text: str, context: CheckContext) -> list[Finding]:
    """Return an error for each word to avoid, in any script, case and disguise; not where it is cut out of others."""
    brand = context.brand.voice.avoid if context.brand else ()
    group = context.group.avoid if context.group else ()
    rest = context.constraints.avoid if context.constraints else ()
    if not (brand or group or rest):
        return []
    words = _words(brand, group, rest)
    written = as_written(text)
    found = [
        (*written.span(start, start + len(word)), word, False)
        for word in words.laid
        if word in written.text
        for start in _places(written.text, word)
    ]
    for start, end, word in _disguised(written, words):
        if not any(low < end and start < high for low, high, *_ in found):
            found.append((start, end, word, True))
    return [_finding(text, start, end, word, words.laid[word], hidden=hidden) for start, end, word, hidden in found]


def _disguised(written: Reading, words: _Words) -> Iterator[tuple[int, int, str]]:
    """Yield the words written otherwise, with their place in the original text."""
    seen = seen_through(written, words.vocabulary)
    if seen is not None:
        for word in words.laid:
            for start in _places(seen.text, word):
                if seen.is_twisted(start, start + len(word)):
                    yield *seen.span(start, start + len(word)), word
    signed, spaced = _SIGNED.search(written.text), " " in written.text
    if not signed and not spaced:
        return
    for word in words.laid:
        if len(word) < 2 or not set(word) <= written.letters or not (signed or len(word) >= _LONG):
            continue
        gap = f"(?:{_SIGN}| )?" if len(word) >= _LONG else f"(?:{_SIGN})?"
        for match in re.finditer(gap.join(map(re.escape, word)), written.text):
            if match[0] != word:
                yield *written.span(*match.span()), word


def _finding(text: str, start: int, end: int, word: str, basis: str, *, hidden: bool) -> Finding:
    whose = "品牌" if basis == _BRAND else "这个群"
    shown = text[start:end]
    more = f"；换个写法，读出来还是“{word}”" if hidden else ""
    return finding(
        "avoid", "error", text, (start, end), f"“{shown}”是{whose}说好不用的词{more}",
        basis=basis, suggestion=f"删掉“{shown}”，或换成平实的说法",
    )  # fmt: skip


@lru_cache(maxsize=64)
def _words(brand: tuple[str, ...], group: tuple[str, ...], rest: tuple[str, ...]) -> _Words:
    laid = {**dict.fromkeys(rest, _GROUP), **dict.fromkeys(group, _GROUP), **dict.fromkeys(brand, _BRAND)}
    return _Words({fold_each(word.strip()): basis for word, basis in laid.items() if word.strip()})


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
    return any(
        low < start < cut < end
        and (view[cut:end] in _PARTICLES or any(begin == cut and high > end for begin, high in words))
        for low, cut in words
    )


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
