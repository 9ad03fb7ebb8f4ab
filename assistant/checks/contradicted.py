"""Do the policies and answers say otherwise of the very matter? 一节课二十个位置 in the files, 二十五个 in the text.

A figure may stand somewhere in the files and be wrong here (99 元包邮 in town, 129 elsewhere), or be one nobody would
call an offer. What counts is the clause of the files that speaks most like the text's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.checks.context import CheckContext
from assistant.checks.factlock import objections
from assistant.checks.quantities import scan
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.roles import roles_of
from assistant.checks.scene import Scene
from assistant.schema.contracts import Finding, Passage
from assistant.text.pairs import pairs
from assistant.text.plain import plain
from assistant.text.sentences import split_sentences

_CLAUSE = re.compile(r"[，,；;。！!？?\n]+")
# Of what the text says in the clause and the one before it, this part must be what the files say.
_ALIKE = 0.5
# So many pairs of characters at the least must be the same: a bare 提前两天 speaks of anything.
_SAID = 3
# A clause this near to the best may bear the figure.
_NEAR = 0.75
_SHORT = 6
_KINDS = {
    Kind.COUNT: "count", Kind.NUMBER: "count", Kind.DURATION: "time", Kind.TIME: "clock", Kind.WEEKDAY: "weekday",
    Kind.MONEY: "money", Kind.DISCOUNT: "discount",
}  # fmt: skip
_FIGURES = re.compile(r"[\d零〇一二两三四五六七八九十百千万半.:%]+")
_QUESTION = re.compile(r"[？?]|吗|呢|是不是|多少|几(?:个|天|点|块|元)")
_OTHERS = re.compile(
    r"我(?:们家|家|昨|上次|以前|自己|妈|婆|买)|以前|上次|去年|小时候|听说|别家|别的店|隔壁|朋友|邻居|网上|改[到成为]|调整|临时|本周|这周|下周|这次|今天|明天"
)
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Stated:
    """A figure of the files: its values, the words around it, the sentence and where that stands."""

    readings: frozenset[object]
    unit: str
    around: frozenset[str]
    sentence: str
    basis: str


def contradictions(scene: Scene, context: CheckContext, done: Iterable[int]) -> Iterator[Finding]:
    """One finding for each figure of the text that the nearest clause of the files puts otherwise.

    ``done`` are the places of figures already spoken of.
    """
    if context.lookup is None or not scene.quantities:
        return
    told = set(done)
    unborne = {each.quantity.start for each in objections(scene)}
    looked: dict[tuple[int, int], list[Passage]] = {}
    for quantity in scene.quantities:
        group = _KINDS.get(quantity.kind)
        if group is None or quantity.start in told or not _may_be(quantity, scene, unborne):
            continue
        span = scene.sentence_of(quantity.start)
        sentence = scene.view[slice(*span)]
        if _QUESTION.search(sentence) or _OTHERS.search(sentence):
            continue
        if span not in looked:
            looked[span] = list(context.lookup(sentence))
        found = _against(quantity, group, scene, looked[span])
        if found is not None:
            told.add(quantity.start)
            yield Finding(
                check="facts", kind="contradicted", severity="warn", start=quantity.start, end=quantity.end,
                text=scene.text[quantity.start : quantity.end],
                message=f"“{quantity.text}”和资料对不上，资料里是“{found.sentence}”",
                basis=found.basis, suggestion=f"照资料改，或先把资料改对：{found.basis}",
            )  # fmt: skip


def _may_be(quantity: Quantity, scene: Scene, unborne: set[int]) -> bool:
    """Whether the files may put the figure otherwise: none of theirs bears it, or it depends on where one lives."""
    if not quantity.claim:
        return False
    if quantity.kind is Kind.MONEY:
        # What goods cost stands in the price list.
        return "threshold" in roles_of(scene.view, quantity)
    if quantity.kind is Kind.WEEKDAY:
        return True
    start, end = scene.clause_of(quantity.start)
    named = any(start <= each.start < end for each in scene.mentions)
    return quantity.start in unborne and not quantity.relative and not (named and quantity.kind is Kind.NUMBER)


def _against(quantity: Quantity, group: str, scene: Scene, passages: Sequence[Passage]) -> _Stated | None:
    """The figure of the files that stands in the text's place and is another; None where one there is the same."""
    said = _said(quantity, scene)
    least = _SAID + (group == "clock")
    if len(said) < least:
        return None
    scored = []
    for passage in passages:
        for each in _stated(passage, group, scene):
            if each.unit and quantity.unit and each.unit != quantity.unit and group != "count":
                continue
            same = said & each.around
            if len(same) >= least and len(same) >= _ALIKE * len(said):
                scored.append((len(same), each))
    if not scored:
        return None
    best = max(score for score, _ in scored)
    mine = {value for pair in quantity.readings for value in pair}
    near = [each for score, each in scored if score >= _NEAR * best]
    if any(each.readings & mine for each in near):
        return None
    return max(scored, key=lambda pair: pair[0])[1]


def _said(quantity: Quantity, scene: Scene) -> set[str]:
    start, end = scene.clause_of(quantity.start)
    clause = _FIGURES.sub("", scene.view[start:end])
    first, _ = scene.sentence_of(quantity.start)
    if len(clause.strip()) < _SHORT and start > first:
        start, _ = scene.clause_of(start - 1)
    return pairs(_FIGURES.sub("", scene.view[start:end]))


def _stated(passage: Passage, group: str, scene: Scene) -> Iterator[_Stated]:
    basis = f"{passage.source} · {passage.heading}" if passage.heading else passage.source
    topic = pairs(f"{passage.question}")
    for sentence in split_sentences(passage.text):
        view = plain(sentence)
        spans = _clauses(view)
        for quantity in scan(sentence, today=scene.sheet.today):
            if _KINDS.get(quantity.kind) != group:
                continue
            at = next(index for index, (_, end) in enumerate(spans) if quantity.start < end)
            start, end = spans[at]
            around = pairs(_FIGURES.sub("", view[start:end]))
            if at:
                around |= pairs(_FIGURES.sub("", view[slice(*spans[at - 1])]))
            values = frozenset(value for pair in quantity.readings for value in pair)
            shown = sentence if len(sentence) <= _SHOWN else view[start:end].strip()
            yield _Stated(values, quantity.unit, frozenset(around | topic), shown, basis)


def _clauses(view: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for match in _CLAUSE.finditer(view):
        spans.append((start, match.end()))
        start = match.end()
    return [*spans, (start, len(view) + 1)]
