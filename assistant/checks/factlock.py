"""The fact lock: does every number, price, date, time, percentage and limit of a text stand in the facts?

For drafts :func:`fact_lock` builds the facts from the brief and its citations; :func:`lock_text` holds any text against
any :class:`~assistant.checks.facts.FactSheet`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from assistant.checks.briefsheet import sheet_of
from assistant.checks.citations import citation_findings
from assistant.checks.countdown import countdown_holds, countdown_target, festival_holds, is_countdown
from assistant.checks.facts import Fact, FactSheet
from assistant.checks.furtherprices import choice_of, further_finding
from assistant.checks.harmless import list_lengths
from assistant.checks.lockwords import (
    countdown_finding,
    expected_fact,
    lock_finding,
    member_finding,
    weekday_finding,
)
from assistant.checks.matching import COMPARED, Setting, bears, ends_borne
from assistant.checks.quantity import Kind, Quantity
from assistant.checks.scarcity import scarcity_findings
from assistant.checks.scene import Placed, Scene
from assistant.checks.units import STRUCTURE
from assistant.schema.brief import Brief
from assistant.schema.contracts import Citation, DraftPart, Finding
from assistant.text.patterns import Pattern

_TALK_DAYS = Pattern(r"活动|秒杀|开团|拼团|会员日|特惠|大促|上新|发售|抢购|促销")


def fact_lock(
    title: str, body: str, *, brief: Brief, citations: Sequence[Citation], parts: Sequence[DraftPart] = ()
) -> list[Finding]:
    """Findings for every figure of ``title`` and ``body`` that neither the brief nor a valid citation bears.

    A citation that does not hold is a finding itself, with an empty span. ``parts`` are those of a draft that is sent
    in several messages: where a part's text stands in ``body``, 今天 and 还剩 2 小时 are read at its own ``send_at``.
    """
    sheet = sheet_of(brief, citations)
    findings = lock_text(title, sheet, field="title", beside=body)
    for start, end, at in _sections(body, parts, brief.at):
        section = sheet if at == sheet.at else _moved(sheet, at)
        for each in lock_text(body[start:end], section, beside=title):
            findings.append(each.model_copy(update={"start": each.start + start, "end": each.end + start}))
    return findings + citation_findings(citations, brief)


def lock_text(
    text: str, sheet: FactSheet, *, field: Literal["title", "body"] = "body", beside: str = ""
) -> list[Finding]:
    """Findings for every figure of ``text`` that ``sheet`` does not bear, in order of place.

    ``beside`` is the rest of the draft: 三个要点 in a title is true where the body lists three.
    """
    scene = Scene(text, sheet)
    findings = [each.finding for each in objections(scene, beside=beside)]
    findings += scarcity_findings(text, scene.view, sheet, sheet.at)
    return sorted((each.model_copy(update={"field": field}) for each in findings), key=lambda each: each.start)


@dataclass(frozen=True, slots=True)
class Objection:
    """A quantity no fact bears, the setting it was read in, and what is said about it.

    ``expected`` is the field that states what should stand there, None where none does. ``further`` says that the
    words choose a price of another column than the usual ones (:mod:`assistant.checks.furtherprices`).
    """

    finding: Finding
    quantity: Quantity
    setting: Setting
    expected: Fact | None = None
    further: bool = False


def objections(scene: Scene, *, beside: str = "") -> list[Objection]:
    """Return an objection for every figure of the scene's text that its sheet does not bear."""
    lengths = list_lengths(scene.view) | (list_lengths(beside) if beside else set())
    groups: dict[int, list[Placed]] = {}
    for quantity in scene.quantities:
        if quantity.claim and not _is_structure(quantity, lengths) and not _is_talk(scene, quantity):
            placed = scene.place(quantity)
            groups.setdefault(placed.clause, []).append(placed)
    return [each for group in groups.values() for each in _judge_clause(scene, group)]


def _judge_clause(scene: Scene, group: list[Placed]) -> list[Objection]:
    """Amounts go with the product before them or, all of them, with the one after: the reading with fewer findings."""
    tries = []
    for choice in range(max(len(each.settings) for each in group)):
        objected = []
        for each in group:
            setting = each.settings[min(choice, len(each.settings) - 1)]
            objection = _judge(scene, each.quantity, setting)
            if objection is not None:
                objected.append(objection)
        tries.append(objected)
    return min(tries, key=len)


def _judge(scene: Scene, quantity: Quantity, setting: Setting) -> Objection | None:
    sheet = scene.sheet
    for day, weekday in ((quantity.low, quantity.weekday), (quantity.high, quantity.last_weekday)):
        if weekday is not None and isinstance(day, date) and day.isoweekday() != weekday:
            return Objection(weekday_finding(quantity, day), quantity, setting)
    if quantity.kind is Kind.DURATION and is_countdown(scene.view, quantity):
        said = scene.view, scene.around(quantity.start), quantity, sheet, sheet.at
        if festival_holds(said[1], quantity, sheet):
            return None
        holds = countdown_holds(*said)
        if holds is not None:
            return (
                None
                if holds
                else Objection(countdown_finding(quantity, countdown_target(*said), sheet), quantity, setting)
            )
    if quantity.kind in (Kind.VAGUE, Kind.CODE) and not quantity.unit.isdigit() and sheet.says(quantity.text):
        return None
    if quantity.text.startswith("即日") and _open_now(quantity, sheet):
        return None
    facts = sheet.of_kinds(COMPARED.get(quantity.kind, (quantity.kind,)))
    choice = choice_of(quantity, scene) if sheet.goods else None
    if choice is not None and choice.holds:
        return None
    if choice is not None and (choice.prices or not _borne(facts, quantity, setting)):
        return Objection(further_finding(quantity, choice), quantity, setting, further=True)
    if _borne(facts, quantity, setting) or _is_year(quantity, sheet):
        return None
    if quantity.kind is Kind.MONEY and (member := _member_fact(facts, quantity, setting)):
        return Objection(member_finding(quantity, member, sheet), quantity, setting, member)
    if quantity.kind in (Kind.MONEY, Kind.NUMBER) and _is_several(scene, facts, quantity, setting):
        return None
    expected = expected_fact(quantity, setting, sheet)
    return Objection(lock_finding(quantity, setting, sheet, expected), quantity, setting, expected)


def _borne(facts: list[Fact], quantity: Quantity, setting: Setting) -> bool:
    loose = quantity.kind is Kind.MONEY and not setting.roles and not setting.owners and not setting.members
    if any(bears(fact, quantity, setting) and not (loose and fact.roles == {"member"}) for fact in facts):
        return True
    return quantity.low != quantity.high and quantity.kind is not Kind.ORDINAL and ends_borne(facts, quantity, setting)


def _member_fact(facts: list[Fact], quantity: Quantity, setting: Setting) -> Fact | None:
    """The member price this amount is, where it is said without a word about members."""
    if "member" in setting.roles or setting.roles - {"price", "deal"}:
        return None
    members = replace(setting, roles=frozenset({"member"}))
    found = (fact for fact in facts if "member" in fact.roles and bears(fact, quantity, members))
    return next(found, None)


def _is_several(scene: Scene, facts: list[Fact], quantity: Quantity, setting: Setting) -> bool:
    """Whether an amount is a known price times the pieces its clause names: 两件 158 元."""
    start, end = scene.clause_of(quantity.start)
    for other in scene.quantities:
        if other.kind is not Kind.COUNT or not start <= other.start < end or other.low != other.high:
            continue
        pieces = other.low
        if not isinstance(pieces, Decimal) or not 2 <= pieces <= 20 or not isinstance(quantity.low, Decimal):
            continue
        each = replace(quantity, readings=((quantity.low / pieces,) * 2,), over=0)
        if quantity.low == quantity.high and any(bears(fact, each, setting) for fact in facts):
            return True
    return False


def _is_structure(quantity: Quantity, lengths: set[int]) -> bool:
    """下面 3 点, where the text lists three."""
    return (
        quantity.kind is Kind.COUNT
        and quantity.unit in STRUCTURE
        and quantity.low == quantity.high
        and (quantity.low in lengths)
    )


def _is_talk(scene: Scene, quantity: Quantity) -> bool:
    """Days that belong to talk (明天记得带水杯): no time beside them, no start or end, no campaign in the clause."""
    if not quantity.relative or quantity.text.startswith("即日"):
        return False
    if any(other.kind is Kind.TIME and 0 <= other.start - quantity.end <= 4 for other in scene.quantities):
        return False
    roles = scene.place(quantity).settings[0].roles
    if not scene.sheet.promo:
        return not roles or quantity.text[:1] in "今昨前"
    return not roles and not _TALK_DAYS.search(scene.around(quantity.start))


def _is_year(quantity: Quantity, sheet: FactSheet) -> bool:
    return quantity.kind is Kind.NUMBER and quantity.unit == "年" and quantity.low == sheet.today.year


def _open_now(quantity: Quantity, sheet: FactSheet) -> bool:
    """Whether 即日起 is true, and the day it runs to is an end the facts name."""
    begun = not sheet.deadlines or any(start is None or start <= sheet.at for start, _, _ in sheet.deadlines)
    if quantity.low == quantity.high:
        return begun
    last = replace(quantity, readings=((quantity.high, quantity.high),))
    ends = Setting(roles=frozenset({"end"}))
    return begun and any(bears(fact, last, ends) for fact in sheet.of_kinds([Kind.DATE]))


def _sections(body: str, parts: Sequence[DraftPart], at: datetime) -> list[tuple[int, int, datetime]]:
    """The body cut where parts with a time of their own stand in it."""
    cuts: list[tuple[int, int, datetime]] = []
    position = 0
    for part in parts:
        start = body.find(part.text, position) if part.text and part.send_at else -1
        if start < 0 or part.send_at is None:
            continue
        if start > position:
            cuts.append((position, start, at))
        position = start + len(part.text)
        cuts.append((start, position, part.send_at))
    if position < len(body) or not cuts:
        cuts.append((position, len(body), at))
    return cuts


def _moved(sheet: FactSheet, at: datetime) -> FactSheet:
    """The sheet as it stands at another moment of the same campaign."""
    moved = sheet.copy()
    moved.at = at
    moved.add(Kind.DATE, at.date(), roles="today", label="发送日期", basis="日历")
    moved.add(Kind.TIME, Decimal(at.hour * 60 + at.minute), roles="today", label="发送时间", basis="日历", on=at.date())
    return moved
