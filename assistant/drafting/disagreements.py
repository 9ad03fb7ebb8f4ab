"""Two rules of the shop that give different figures for the same thing: 7 天可退 in one file, 3 天可退 in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Passage, PassageKind
from assistant.text.numerals import parse_numeral
from assistant.text.patterns import Pattern
from assistant.text.sentences import split_sentences

#: What binds: an article may well speak of other days than another article.
BINDING = frozenset({PassageKind.POLICY, PassageKind.FAQ})
_FIGURE = Pattern(
    r"(?<![\d.第每])(?<!第 )(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十半]{1,4}|[一二两三四五六七八九]?百)\s*"
    r"(?P<unit>个?工作日|小时|分钟|个?月|[天日周年元折%本次倍])(?![上下期])"
)
_HAN = Pattern(r"[\u4e00-\u9fff]+")
_ROW = Pattern(r"[^：；]{1,20}：[^；]*；[^：；]{1,20}：")
# So many pairs of characters in common, and it is the same thing that is spoken of.
_COMMON = 3


def disagree(one: str, other: str) -> bool:
    """Whether two sentences about the same thing give one unit different figures."""
    left, right = _figures(one), _figures(other)
    if not any(unit in right and not left[unit] & right[unit] for unit in left):
        return False
    return len(_pairs(one) & _pairs(other)) >= _COMMON


def disagreement_notes(written: Written, brief: Brief) -> list[str]:
    """A note for the operator for each cited rule that another file of the brief puts in other figures."""
    binding = [passage for passage in brief.passages if passage.kind in BINDING]
    kinds = {(passage.source, passage.heading) for passage in binding}
    notes = []
    for citation in written.citations:
        if (citation.source, citation.heading) in kinds:
            for passage, sentence in _against(citation.quote, citation.source, binding):
                notes.append(
                    f"{citation.source} 写的是“{citation.quote.strip()}”，{passage.source} 写的是“{sentence}”，对不上："
                    "过时的那份请删掉，或在 sources.yaml 里写上 supersedes"
                )
    return list(dict.fromkeys(notes))


def contradicted(text: str, passages: Iterable[Passage]) -> bool:
    """Whether a sentence of ``passages`` puts what ``text`` says in other figures."""
    return next(_against(text, "", passages), None) is not None


def _against(text: str, source: str, passages: Iterable[Passage]) -> Iterator[tuple[Passage, str]]:
    for passage in passages:
        if passage.source != source:
            yield from ((passage, line) for line in _sentences(passage) if disagree(text, line))


def _sentences(passage: Passage) -> Iterator[str]:
    # The cells of a row hold under its condition alone (品相：七品；给现金：每本 1 元).
    for line in passage.text.split("\n"):
        if not _ROW.match(line):
            yield from (stripped for sentence in split_sentences(line) if (stripped := sentence.strip()))


def _figures(text: str) -> dict[str, set[Decimal]]:
    found: defaultdict[str, set[Decimal]] = defaultdict(set)
    for match in _FIGURE.finditer(text):
        value = parse_numeral(match["number"])
        if value is not None:
            unit = match["unit"]
            found["天" if unit == "日" else unit.removeprefix("个")].add(value)
    return dict(found)


def _pairs(text: str) -> set[str]:
    return {run[i : i + 2] for run in _HAN.findall(_FIGURE.sub(" ", text)) for i in range(len(run) - 1)}
