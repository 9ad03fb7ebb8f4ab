"""A group's own terms bind every draft: how it is written, when it may be sent, and what the group does not take.

All terms, those in the operator's words and those in fields, are one list of clauses
(:mod:`assistant.drafting.clauses`); each is enforced by itself, so the narrower one decides. A refusal cites the
clause word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from assistant.drafting.calendar import festivals_of, is_holiday
from assistant.drafting.clauses import (
    KIND_NAMES,
    PER_NAMES,
    Allowed,
    Clause,
    Closed,
    Count,
    Gap,
    NotTaken,
    Per,
    Term,
    clauses_of,
)
from assistant.drafting.closing import closed_branches
from assistant.drafting.constraints import constraints_for
from assistant.errors import Refused
from assistant.knowledge.hours import DAY, WEEKDAY_NAMES, within
from assistant.schema.brand import Brand
from assistant.schema.brief import PastDraft
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign
from assistant.schema.group import Group

__all__ = ["constraints_for", "refuse_by_terms", "suggest_time"]

#: Where a draft goes when nobody says: the hours groups are awake and off work, best first.
_USUAL = {
    DraftKind.TOPIC: (time(20, 0), time(12, 0), time(10, 0)),
    DraftKind.SHARE: (time(20, 30), time(12, 30), time(10, 0)),
    DraftKind.PROMO: (time(10, 0), time(19, 30), time(12, 0)),
}
_STEP = 15
# So many drafts are named to be discarded.
_SHOWN = 5


def refuse_by_terms(
    *,
    brand: Brand,
    group: Group,
    kind: DraftKind,
    at: datetime,
    time_given: bool,
    history: Sequence[PastDraft],
    campaign: Campaign | None,
) -> None:
    """Raise Refused when a term of the group or a fact of the shop forbids this draft at ``at``.

    Hours count only when ``time_given``; else the caller takes :func:`suggest_time`. ``history`` holds the group's
    drafts that are not rejected, planned ones included. A text for the same campaign (or, without one, of the same
    kind) on the same day is the same occasion: it counts once, and not at all against itself when it is written again
    or in another format.
    """
    _refuse_group(group, campaign)
    for clause in clauses_of(group):
        if _exempt(clause, at.date(), campaign):
            continue
        for term in clause.terms:
            _refuse(term, clause, kind, at, time_given, history, campaign)
    if not time_given:
        _refuse_full_day(group, kind, at.date(), campaign)
    if campaign is not None:
        _refuse_closed_shop(brand, campaign, at.date())
        _refuse_region(brand, group, campaign)


def suggest_time(*, group: Group, kind: DraftKind, day: date, campaign: Campaign | None) -> datetime:
    """Return a moment of ``day`` that the group's terms and the campaign's period allow.

    The usual hours of the kind come first, then the earliest quarter of an hour from eight o'clock. Where the day
    allows none, the first usual hour is returned, and :func:`refuse_by_terms` says why not.
    """
    usual = [datetime.combine(day, moment) for moment in _USUAL[kind]]
    begin = datetime.combine(day, time())
    quarters = [begin + timedelta(minutes=minute) for minute in range(0, DAY, _STEP)]
    late_first = [*(moment for moment in quarters if moment.hour >= 8), *(m for m in quarters if m.hour < 8)]
    clauses = [clause for clause in clauses_of(group) if not _exempt(clause, day, campaign)]
    fits = [moment for moment in [*usual, *late_first] if _open(clauses, kind, moment)]
    in_period = [moment for moment in fits if _within_campaign(campaign, moment)]
    return next(iter([*in_period, *fits, *usual]))


def _refuse(
    term: Term,
    clause: Clause,
    kind: DraftKind,
    at: datetime,
    time_given: bool,
    history: Sequence[PastDraft],
    campaign: Campaign | None,
) -> None:
    """Raise Refused when one term forbids the draft."""
    if isinstance(term, NotTaken) and kind in term.kinds:
        raise Refused(f"这个群不收{KIND_NAMES[kind]}：{clause.said}。", code="kind_not_taken", basis=clause.basis)
    if isinstance(term, (Allowed, Closed)) and kind in term.kinds:
        _refuse_moment(term, clause, kind, at, time_given)
    if isinstance(term, Count) and kind in term.kinds:
        _refuse_count(term, clause, kind, at.date(), history, campaign)
    if isinstance(term, Gap) and kind in term.kinds:
        _refuse_gap(term, clause, kind, at.date(), history, campaign)


def _refuse_moment(term: Allowed | Closed, clause: Clause, kind: DraftKind, at: datetime, time_given: bool) -> None:
    if not _day_open(term, at.date()):
        day = f"{at:%Y-%m-%d}（{WEEKDAY_NAMES[at.weekday()]}）"
        reason = f"{day}不能发{KIND_NAMES[kind]}，这个群约定：{clause.said}。"
        raise Refused(reason, code="day_not_allowed", basis=clause.basis)
    if time_given and not _hour_open(term, at):
        code = "quiet_hours" if isinstance(term, Closed) else "hour_not_allowed"
        reason = f"{at:%H:%M} 不能发{KIND_NAMES[kind]}，这个群约定：{clause.said}。"
        raise Refused(reason, code=code, basis=clause.basis)


def _refuse_count(
    term: Count, clause: Clause, kind: DraftKind, day: date, history: Sequence[PastDraft], campaign: Campaign | None
) -> None:
    first, last = _span(term.per, day)
    counted = [
        past
        for past in history
        if past.kind in term.kinds and first <= past.date <= last and not _same(past, kind, day, campaign)
    ]
    sent = {
        (past.date, past.kind, past.campaign or past.id if past.kind is DraftKind.PROMO else "") for past in counted
    }
    if len(sent) < term.most:
        return
    names = "、".join(KIND_NAMES[one] for one in DraftKind if one in term.kinds)
    so_far = f"{PER_NAMES[term.per]}内已经排了 {len(sent)} 次{names}" if sent else f"现在不能发{names}"
    days = sorted({past_day for past_day, _, _ in sent})
    when = f"（{'、'.join(f'{one.month}月{one.day}日' for one in days)}）" if days else ""
    reason = f"{so_far}{when}，这个群约定：{clause.said}。{_unsent(counted)}"
    raise Refused(reason, code=f"count_per_{term.per}", basis=clause.basis)


def _unsent(counted: Sequence[PastDraft]) -> str:
    """What to do where the drafts counted were never sent: only the operator knows."""
    ids = " ".join(past.id for past in counted[:_SHOWN] if past.id)
    return f"没发出去的先作废：assistant draft discard {ids}" if ids else ""


def _refuse_gap(
    term: Gap, clause: Clause, kind: DraftKind, day: date, history: Sequence[PastDraft], campaign: Campaign | None
) -> None:
    near = [
        past
        for past in history
        if past.kind in term.kinds and abs((past.date - day).days) < term.days and not _same(past, kind, day, campaign)
    ]
    if near:
        closest = min((past.date for past in near), key=lambda one: abs((one - day).days))
        when = f"{closest.month}月{closest.day}日（{WEEKDAY_NAMES[closest.weekday()]}）"
        reason = f"离 {when} 那次{KIND_NAMES[kind]}太近，这个群约定：{clause.said}。{_unsent(near)}"
        raise Refused(reason, code="gap_too_short", basis=clause.basis)


def _refuse_full_day(group: Group, kind: DraftKind, day: date, campaign: Campaign | None) -> None:
    """The day itself is allowed, but no hour of it is: the clauses leave nothing between them."""
    moment = suggest_time(group=group, kind=kind, day=day, campaign=campaign)
    clauses = [clause for clause in clauses_of(group) if not _exempt(clause, day, campaign)]
    for clause in clauses:
        if not _open([clause], kind, moment):
            reason = f"{day:%Y-%m-%d} 全天没有能发{KIND_NAMES[kind]}的时间，这个群约定：{clause.said}。"
            raise Refused(reason, code="no_hour_left", basis=clause.basis)


def _refuse_group(group: Group, campaign: Campaign | None) -> None:
    if campaign is not None and campaign.groups and group.id not in campaign.groups:
        groups = "、".join(campaign.groups)
        reason = f"活动“{campaign.name}”只面向 {groups}，不发到“{group.name}”。"
        raise Refused(reason, code="campaign_not_for_group", basis=f"{_place(campaign)} 的 groups：{groups}")


def _refuse_closed_shop(brand: Brand, campaign: Campaign, day: date) -> None:
    if campaign.where != "in_store" or not brand.branches:
        return
    closed = closed_branches(brand, day)
    if len(closed) < len(brand.branches):
        return
    weekday = WEEKDAY_NAMES[day.weekday()]
    names = "、".join(branch.name for branch, _ in closed)
    reason = f"{day:%Y-%m-%d}（{weekday}）{names}休息，“{campaign.name}”要到店参加，这天不能发。"
    facts = "；".join(f"{branch.name} 休息日 {said}" for branch, said in closed)
    raise Refused(reason, code="shop_closed", basis=f"brand.yaml 的 branches：{facts}")


def _refuse_region(brand: Brand, group: Group, campaign: Campaign) -> None:
    """The group's name says it is of a region where the goods cannot go; only a campaign with no pick-up is refused."""
    if campaign.where != "online":
        return
    sources = (
        (campaign.no_ship, f"{_place(campaign)} 的 no_ship"),
        (group.no_ship, f"groups.yaml，{group.id} 的 no_ship"),
        (brand.no_ship, "brand.yaml 的 no_ship"),
    )
    for regions, place in sources:
        for region in regions:
            if region in group.name:
                reason = f"“{campaign.name}”的货不发{region}，“{group.name}”的群友收不到，不能在这个群发。"
                raise Refused(reason, code="no_ship", basis=f"{place}：{'、'.join(regions)}")


def _open(clauses: Sequence[Clause], kind: DraftKind, moment: datetime) -> bool:
    """Tell whether every clause lets ``kind`` go out at ``moment``."""
    return all(
        _day_open(term, moment.date()) and _hour_open(term, moment)
        for clause in clauses
        for term in clause.terms
        if isinstance(term, (Allowed, Closed)) and kind in term.kinds
    )


def _day_open(term: Allowed | Closed, day: date) -> bool:
    """Tell whether the day itself is open; a term with hours closes hours, not the day."""
    if isinstance(term, Allowed):
        return not term.days or day.isoweekday() in term.days
    return bool(term.hours) or not _named(term, day)


def _hour_open(term: Allowed | Closed, moment: datetime) -> bool:
    minute = moment.hour * 60 + moment.minute
    inside = any(within(minute, hours) for hours in term.hours)
    if isinstance(term, Allowed):
        return inside or not term.hours
    if not inside:
        return True
    return not _everyday(term) and not _named(term, moment.date())


def _everyday(term: Closed) -> bool:
    return not (term.days or term.holidays or term.festivals)


def _named(term: Closed, day: date) -> bool:
    """Tell whether ``day`` is one of the days a term names."""
    return (
        day.isoweekday() in term.days
        or (term.holidays and is_holiday(day))
        or (bool(term.festivals) and not set(term.festivals).isdisjoint(festivals_of(day)))
    )


def _exempt(clause: Clause, day: date, campaign: Campaign | None) -> bool:
    if campaign is not None and campaign.mechanic in clause.exempt_mechanics:
        return True
    return (
        any(festival in clause.exempt_festivals for festival in festivals_of(day)) if clause.exempt_festivals else False
    )


def _same(past: PastDraft, kind: DraftKind, day: date, campaign: Campaign | None) -> bool:
    """Tell whether a past draft is for the very occasion that is written now."""
    return past.date == day and past.kind is kind and past.campaign == (campaign.id if campaign else None)


def _span(per: Per, day: date) -> tuple[date, date]:
    """The calendar day, week or month ``day`` lies in: first and last date."""
    if per == "day":
        return day, day
    if per == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return day.replace(day=1), following - timedelta(days=1)


def _within_campaign(campaign: Campaign | None, moment: datetime) -> bool:
    if campaign is None:
        return True
    return (campaign.start is None or campaign.start <= moment) and (campaign.lasts is None or moment <= campaign.lasts)


def _place(campaign: Campaign) -> str:
    return f"{campaign.source or 'campaigns.yaml'}，{campaign.id}"
