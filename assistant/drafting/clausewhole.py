"""Clauses that are one statement: what a group does not take, does not talk about, how it is written."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.drafting import clausewords as words
from assistant.drafting.clauses import (
    ALL_KINDS,
    PROMO,
    Emoji,
    InScript,
    NoShip,
    NotTaken,
    Term,
    Unwanted,
)
from assistant.schema.contracts import DraftKind
from assistant.text.numerals import parse_numeral
from assistant.text.patterns import Pattern

_Read = Callable[[re.Match[str]], Term | None]


def read_whole(part: str) -> Term | None:
    """Return what a segment says if it is one whole statement, else None."""
    for pattern, read in _TABLE:
        match = pattern.fullmatch(part)
        term = read(match) if match else None
        if term is not None:
            return term
    return None


def split_names(text: str) -> tuple[str, ...]:
    """Part 价格、竞品和医疗 into its names."""
    return tuple(name for name in re.split(r"[、/]|和|与|及|跟|或者|或", text) if name)


def _kinds(text: str) -> frozenset[DraftKind]:
    found: frozenset[DraftKind] = frozenset()
    for match in words.KIND.finditer(text):
        found |= words.KINDS[int((match.lastgroup or "k0")[1:])]
    return found


def _not_taken(match: re.Match[str]) -> Term | None:
    groups = match.groupdict()
    kinds = PROMO if groups.get("sell") else _kinds(groups["kinds"])
    # 不发消息 alone says nothing: at some time it may.
    return NotTaken(kinds) if kinds != ALL_KINDS else None


def _only_taken(match: re.Match[str]) -> Term | None:
    kinds = ALL_KINDS - _kinds(match["kinds"])
    return NotTaken(kinds) if kinds else None


def _unwanted(match: re.Match[str]) -> Term | None:
    subject = match["subject"]
    if words.BLOCKERS.search(subject) or subject in ("天", "话") or re.search(r"\d|除|外$|外的", subject):
        return None
    verb = match.groupdict().get("verb") or ""
    return Unwanted(split_names(subject.strip("“”\"'")), literal=verb in words.WORDLIKE)


def _emoji(match: re.Match[str]) -> Term | None:
    number = parse_numeral(match["n"] or match["n2"])
    return None if number is None else Emoji(int(number))


def _no_ship(match: re.Match[str]) -> Term:
    return NoShip(tuple(re.findall(words.REGIONS, match["regions"])))


_TABLE: tuple[tuple[Pattern, _Read], ...] = (
    (words.NO_SHIP, _no_ship),
    (words.NO_EMOJI, lambda _: Emoji(0)),
    (words.EMOJI, _emoji),
    (words.TRADITIONAL, lambda _: InScript(traditional=True)),
    (words.SIMPLIFIED, lambda _: InScript(traditional=False)),
    (words.NOT_TAKEN, _not_taken),
    (words.NOT_TAKEN_REVERSED, _not_taken),
    (words.ONLY_TAKEN, _only_taken),
    (words.UNWANTED_SENT, _unwanted),
    (words.UNWANTED, _unwanted),
)
