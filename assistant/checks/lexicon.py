"""Finds what the entries of one check name: packaged terms, with what a workspace adds, replaces, allows and turns off.

Most texts leave after one look: each rule names pairs of letters that it cannot match without
(:mod:`assistant.checks.literals`), and only the rules whose pairs the text holds are run.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from assistant.checks.bases import basis_text
from assistant.checks.keys import keys_of
from assistant.checks.leading import led
from assistant.checks.literals import branches
from assistant.checks.ownfiles import DATA, own_file, unfillable, with_dont
from assistant.checks.packed import StoredClue, packed
from assistant.checks.terms import Entry, TermFile, load_terms
from assistant.errors import ConfigError
from assistant.schema.contracts import Finding
from assistant.text.folding import fold_each, fold_pattern
from assistant.text.readings import Reading, Vocabulary, readings

_LAW_ID = re.compile(r"[a-z0-9-]+")
#: What a workspace may switch off besides entries, by check.
SWITCHES = {"adlaw": frozenset({"claims"})}
_ENDS = re.compile(r"[。！？；…\n]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where an entry found something; the span is of the original text."""

    entry: Entry
    start: int
    end: int
    read: str
    twisted: bool


class _Rule:
    """One entry made ready to run; its expressions are compiled when they are first needed."""

    def __init__(self, entry: Entry, shared: TermFile, stored: Sequence[StoredClue] | None = None) -> None:
        self.entry = entry
        self._stored = stored
        self._unless = (*entry.unless, *shared.unless)
        self._without = (*entry.without, *shared.without)

    def clues(self) -> Iterator[_Clue]:
        """Yield what finds: the terms as one expression, then each pattern."""
        if self._stored is not None:
            for expression, sets in self._stored:
                yield _Clue(self, expression, [words.split("\t") for words in sets[:1]], sets[1:])
            return
        terms = sorted({fold_each(term) for term in self.entry.terms}, key=lambda term: (-len(term), term))
        if terms:
            yield _Clue(self, "|".join(map(re.escape, terms)), (frozenset(term[:2] for term in terms),))
        for pattern in self.entry.patterns:
            for branch in branches(fold_pattern(pattern)):
                yield _Clue(self, led(branch), keys_of(branch))

    @cached_property
    def unless(self) -> re.Pattern[str] | None:
        return _any(self._unless)

    @cached_property
    def without(self) -> re.Pattern[str] | None:
        return _any(self._without)

    @cached_property
    def needs(self) -> re.Pattern[str] | None:
        return _any(self.entry.needs)

    def stands(self, reading: Reading, sentences: _Sentences, start: int, end: int) -> bool:
        """Whether what was found from ``start`` to ``end`` counts in its context."""
        text = reading.text
        low, high = sentences.around(start, end) if self.entry.scope == "sentence" else (0, len(text))
        if self.needs is not None and not self.needs.search(text, low, high):
            return False
        if self.without is not None and self.without.search(text, low, high):
            return False
        return self.unless is None or not _overlaps(self.unless, text, low, high, start, end)


class _Clue:
    """One expression of a rule and the sets of letters it cannot match without, the rarest first.

    ``rest`` are further sets, each one text with tabs; they are taken apart where the first has been met.
    """

    def __init__(self, rule: _Rule, pattern: str, sets: Sequence[Collection[str]], rest: Sequence[str] = ()) -> None:
        self.rule = rule
        self.pattern = pattern
        self.sets = sets
        self.key = sets[0] if sets else None
        self._rest = rest

    @cached_property
    def found(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def others(self) -> tuple[frozenset[str], ...]:
        """The sets but the first."""
        return (*map(frozenset, self.sets[1:]), *(frozenset(words.split("\t")) for words in self._rest))


class _Sentences:
    """Where the sentences of a reading begin and end; looked for when something has been found."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._length = len(text)

    @cached_property
    def _ends(self) -> list[int]:
        return [match.end() for match in _ENDS.finditer(self._text)]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence, or sentences, that hold ``start`` to ``end``."""
        before = bisect_right(self._ends, start)
        after = bisect_right(self._ends, end - 1)
        return (
            self._ends[before - 1] if before else 0,
            self._ends[after] if after < len(self._ends) else self._length,
        )


class Lexicon:
    """The entries of one check, ready to search texts with."""

    def __init__(
        self, check: str, files: Sequence[TermFile], stored: Mapping[str, Sequence[StoredClue]] | None = None
    ) -> None:
        self.check = check
        self.off = frozenset(name for file in files for name in file.off)
        self._allowed = tuple(fold_each(each.phrase) for file in files for each in file.allow)
        known = stored or {}
        self._rules = [_Rule(entry, file, known.get(entry.id)) for file in files for entry in file.entries]
        self._clues = [clue for rule in self._rules for clue in rule.clues()]
        # Of a clue the sets but the first, once its first has been met.
        self._others: list[tuple[frozenset[str], ...] | None] = [None] * len(self._clues)
        self._always = [number for number, clue in enumerate(self._clues) if clue.key is None]
        self._keys: dict[str, list[int]] = {}
        for number, clue in enumerate(self._clues):
            for key in clue.key or ():
                self._keys.setdefault(key, []).append(number)
        self._keyset = frozenset(self._keys)
        self._vocabulary = Vocabulary(word for rule in self._rules for word in (*rule.entry.terms, *rule.entry.reads))

    @cached_property
    def _phrases(self) -> list[re.Pattern[str]]:
        return [re.compile(re.escape(phrase)) for phrase in self._allowed]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries in force, in the order of their files."""
        return tuple(rule.entry for rule in self._rules)

    @property
    def keys(self) -> frozenset[str] | None:
        """Letters and pairs of letters without which nothing is found; None where an entry names none."""
        return None if self._always else self._keyset

    @property
    def words(self) -> frozenset[str]:
        """The words that are recognised in disguise."""
        return self._vocabulary.words

    @property
    def allowed(self) -> tuple[str, ...]:
        """The phrases, folded, inside which nothing is found."""
        return self._allowed

    def find(self, text: str, *, about: str = "") -> list[Finding]:
        """Return the findings in ``text`` in order of place; ``about`` is the brand's trade and the group's themes."""
        hits = self.hits(text, about=about)
        return [_finding(self.check, hit, text) for hit in _strongest(hits)] if hits else []

    def hits(self, text: str, *, about: str = "") -> list[Hit]:
        """Return every hit of every entry, also where one lies in another."""
        hits: list[Hit] = []
        for reading in readings(text, self._vocabulary):
            hits += self._hits_in(reading, about)
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))

    def _hits_in(self, reading: Reading, about: str) -> Iterator[Hit]:
        for entry, start, end in self.matches(reading, about):
            yield Hit(entry, *reading.span(start, end), reading.text[start:end], reading.is_twisted(start, end))

    def matches(self, reading: Reading, about: str = "") -> Iterator[tuple[Entry, int, int]]:
        """Yield every find of every entry in one reading: the entry and where in the reading it stands.

        In a reading with disguised words put right only what holds one of them is a find.
        """
        letters = reading.letters
        numbers = {number for key in self._keyset & letters for number in self._keys[key]}
        chosen = self._chosen(numbers.union(self._always) if self._always else numbers, letters)
        if chosen:
            yield from self._matched(chosen, reading, about)

    def _matched(self, chosen: Sequence[_Clue], reading: Reading, about: str) -> Iterator[tuple[Entry, int, int]]:
        view = reading.text
        allowed = [match.span() for phrase in self._phrases for match in phrase.finditer(view)]
        sentences = _Sentences(view)
        for clue in chosen:
            trades = clue.rule.entry.trades
            if trades and not any(trade in about or trade in view for trade in trades):
                continue
            for match in clue.found.finditer(view):
                start, end = match.span()
                if start == end or (reading.twisted and not reading.is_twisted(start, end)):
                    continue
                if any(low <= start < high for low, high in allowed):
                    continue
                if clue.rule.stands(reading, sentences, start, end):
                    yield clue.rule.entry, start, end

    def _chosen(self, numbers: Iterable[int], letters: frozenset[str]) -> list[_Clue]:
        """The clues of which the letters and pairs of letters of a text hold one of each set, in their order."""
        chosen = []
        for number in numbers:
            others = self._others[number]
            if others is None:
                others = self._others[number] = self._clues[number].others()
            for words in others:
                if words.isdisjoint(letters):
                    break
            else:
                chosen.append(number)
        return [self._clues[number] for number in sorted(chosen)]


def lexicon(check: str, extensions: Path | None = None) -> Lexicon:
    """Return the lexicon of ``check``; ``extensions`` is the workspace's folder, which may hold a ``<check>.yaml``.

    Kept until a file changes. Raises ConfigError naming the file, the entry and the field, also where a sentence of a
    workspace file under ``finds`` or ``clean`` does not hold, and for a file in the folder that no check reads.
    """
    own = own_file(extensions, check) if extensions is not None else None
    if own is None:
        return _packaged(check)
    state = own.stat()
    return _extended(check, own, state.st_mtime_ns, state.st_size)


def clues_of(file: TermFile) -> dict[str, list[StoredClue]]:
    """Return what finds, of each entry by id, as it is stored."""
    return {
        entry.id: [
            (clue.pattern, ["\t".join(sorted(words)) for words in clue.sets]) for clue in _Rule(entry, file).clues()
        ]
        for entry in file.entries
    }


@lru_cache(maxsize=16)
def _parts(check: str) -> Mapping[str, str]:
    """The parts that all files of the check share."""
    path = DATA / check / "parts.yaml"
    return load_terms(path, trusted=True).parts if path.is_file() else {}


@lru_cache(maxsize=16)
def _files(check: str) -> tuple[tuple[TermFile, ...], Mapping[str, Sequence[StoredClue]]]:
    """The packaged files of the check, and what was worked out of their entries before, by id."""
    files: list[TermFile] = []
    stored: dict[str, Sequence[StoredClue]] = {}
    for path in sorted((DATA / check).glob("*.yaml")):
        held = packed(path, DATA / check / "parts.yaml")
        files.append(held.terms if held else load_terms(path, _parts(check), trusted=True))
        stored |= held.clues if held else {}
    return tuple(files), stored


@lru_cache(maxsize=16)
def _packaged(check: str) -> Lexicon:
    return Lexicon(check, *_files(check))


@lru_cache(maxsize=32)
def _extended(check: str, path: Path, _changed: int, _size: int) -> Lexicon:
    own = load_terms(path, _parts(check))
    own = own.model_copy(update={"entries": tuple(with_dont(check, entry) for entry in own.entries)})
    packaged, stored = _files(check)
    known = {entry.id for file in packaged for entry in file.entries} | SWITCHES.get(check, frozenset())
    for name in own.off:
        if name not in known:
            raise ConfigError(f"{path.name}：字段 off 里的 {name} 不是已有条目的 id")
    gone = {*own.off, *(entry.id for entry in own.entries)}
    kept = [
        file.model_copy(update={"entries": tuple(entry for entry in file.entries if entry.id not in gone)})
        for file in packaged
    ]
    made = Lexicon(check, [*kept, own], {name: clues for name, clues in stored.items() if name not in gone})
    for entry in own.entries:
        try:
            cited(entry.basis)
        except ConfigError as error:
            raise ConfigError(f"{path.name}：条目 {entry.id}，字段 basis：{error}") from error
        for line, braced, may in unfillable(check, entry):
            raise ConfigError(f"{path.name}：条目 {entry.id}，字段 {line} 里的 {braced} 没有东西可填，{may}")
        wrong = next(iter(disproved(made, entry)), None)
        if wrong is not None:
            field, sentence = wrong
            said = "应该查得出来，却没有查到" if field == "finds" else "不该查出来，却查到了"
            raise ConfigError(f"{path.name}：条目 {entry.id}，字段 {field} 的例句“{sentence}”{said}")
    return made


def disproved(made: Lexicon, entry: Entry) -> Iterable[tuple[str, str]]:
    """Yield each example of ``entry`` that does not hold, with its field."""
    about = " ".join(entry.trades)
    for field, sentences, wanted in (("finds", entry.finds, True), ("clean", entry.clean, False)):
        for sentence in sentences:
            found = any(hit.entry.id == entry.id for hit in made.hits(sentence, about=about))
            if found is not wanted:
                yield field, sentence


@lru_cache(maxsize=1024)
def cited(basis: tuple[str, ...]) -> str:
    """The basis of an entry as it is shown: ids of laws.yaml as citations, other texts as they stand."""
    ids = [each for each in basis if _LAW_ID.fullmatch(each)]
    texts = [each for each in basis if each not in ids]
    return "；".join([*([basis_text(ids)] if ids else []), *texts])


def _any(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{fold_pattern(each)})" for each in patterns)) if patterns else None


def _overlaps(pattern: re.Pattern[str], text: str, low: int, high: int, start: int, end: int) -> bool:
    position = low
    while (match := pattern.search(text, position, high)) is not None and match.start() < end:
        if match.end() > start:
            return True
        # From the next character on, not from the end of this match: the one that frees may begin inside it.
        position = match.start() + 1
    return False


_ENDINGS = "，,。；; \n"
# The rest of an amount in the middle of which an expression stopped: 年化收益8|%, 抽奖送10|万元.
_DIGITS = "0123456789０１２３４５６７８９"
_AMOUNT = re.compile(r"\d*(?:[.,]\d+)*\s?(?:[%％‰折倍成]|个点|[百千万亿]*(?:[元块]钱?|[wWkK](?![a-zA-Z]))?)")
_WEIGHTS = {"error": 0, "warn": 1, "info": 2}


def _strongest(hits: Sequence[Hit]) -> list[Hit]:
    """Of the hits of one kind that overlap, the most severe and of those the longest; in order of place."""
    ranked = sorted(hits, key=lambda hit: (_WEIGHTS[hit.entry.severity], hit.start - hit.end, hit.start, hit.twisted))
    kept: list[Hit] = []
    for hit in ranked:
        if not any(
            other.entry.kind == hit.entry.kind and other.start < hit.end and hit.start < other.end for other in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, -hit.end))


def _finding(check: str, hit: Hit, text: str) -> Finding:
    end = _AMOUNT.match(text, hit.end).end() if text[hit.end - 1] in _DIGITS else hit.end  # type: ignore[union-attr]
    surface = text[hit.start : end]
    # A comma that only shows where the words end is not what is wrong; exclamation marks alone may be.
    surface = surface.rstrip(_ENDINGS) or surface
    message = hit.entry.message.replace("{text}", surface)
    if hit.twisted:
        message += f"；换个写法，读出来还是“{hit.read.rstrip(_ENDINGS)}”"
    return Finding(
        check=check, kind=hit.entry.kind, severity=hit.entry.severity, start=hit.start, end=hit.start + len(surface),
        text=surface,
        message=message, basis=cited(hit.entry.basis), suggestion=hit.entry.suggestion.replace("{text}", surface),
    )  # fmt: skip
