"""Plans: what the rhythm, plans and drafts make of a day; moving, dropping, repeating, writing; two people at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.desk.calendar import gaps, span, turned, unannounced
from assistant.desk.plans import Wanted, add, drop, end, move, repeating, restore, stop, write
from assistant.desk.slots import Slot, Stage, slots
from assistant.drafting.briefing import Request
from assistant.drafting.service import Drafter
from assistant.errors import InputError, Refused
from assistant.jobs import JobStatus
from assistant.schema.contracts import Draft, DraftKind, DraftStatus
from assistant.storage.drafts import DraftStore
from assistant.storage.plans import Plan, PlanBook
from assistant.storage.tables import audit_log

# A Monday and the days after it; tests pass it as today.
MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (MONDAY + timedelta(days=number) for number in range(1, 5))
GROUP = "nurse-qa"  # topics on 2, 4 and 6, shares on 1 and 5, no promotions


def of(desk, first: date, last: date | None = None, group: str = GROUP) -> list[Slot]:
    return slots(desk, first, last or first, [group])


def said(found: list[Slot]) -> list[tuple[str, int, str]]:
    return [(slot.kind.value, slot.day.isoweekday(), slot.stage.value) for slot in found]


def stored(desk, day: date, kind: DraftKind = DraftKind.TOPIC, **more) -> Draft:
    about = {"id": f"d{day}{kind}", "title": "洗手几秒", "body": "洗手要几秒？", "writer": "offline"}
    draft = Draft(kind=kind, group=GROUP, date=day, created_at=datetime(2026, 11, 22, 8), **(about | more))
    DraftStore(desk.database).add(draft)
    return draft


def test_the_rhythm_asks_for_what_it_says(desk) -> None:
    week = of(desk(), MONDAY, MONDAY + timedelta(days=6))
    assert [(kind, day) for kind, day, _ in said(week)] == [
        ("share", 1), ("topic", 2), ("topic", 4), ("share", 5), ("topic", 6),
    ]  # fmt: skip
    assert {slot.stage for slot in week} == {Stage.PLANNED}
    assert all(slot.repeats and slot.plan.version == 0 for slot in week)


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        (DraftStatus.DRAFT, "review"), (DraftStatus.NEEDS_EDIT, "edit"),
        (DraftStatus.APPROVED, "done"), (DraftStatus.REJECTED, "planned"),
    ],
)  # fmt: skip
def test_a_draft_fills_what_the_rhythm_asks_for(desk, status: DraftStatus, stage: str) -> None:
    stored(desk(), TUESDAY, status=status)
    assert said(of(desk(), TUESDAY)) == [("topic", 2, stage)]


def test_a_draft_nobody_planned_is_there_as_well(desk) -> None:
    stored(desk(), TUESDAY)
    stored(desk(), TUESDAY, id="second")
    assert said(of(desk(), TUESDAY)) == [("topic", 2, "review")] * 2


def test_a_plan_of_its_own_takes_the_place_of_the_rhythm_and_its_campaign_finds_its_draft(desk) -> None:
    here = desk()
    add(here, Wanted(GROUP, DraftKind.TOPIC, TUESDAY, about="洗手"), today=MONDAY)
    assert [slot.plan.about for slot in of(here, TUESDAY)] == ["洗手"]


def test_moved_it_is_gone_from_its_day_and_moved_again_it_is_no_second(desk) -> None:
    here = desk("operator")
    (slot,) = of(here, TUESDAY)
    move(here, slot, WEDNESDAY, today=MONDAY)
    assert of(here, TUESDAY) == []
    (moved,) = of(here, WEDNESDAY)
    assert moved.plan.version == 1
    assert moved.repeats
    move(here, moved, THURSDAY, today=MONDAY)
    assert of(here, WEDNESDAY) == []
    assert said(of(here, THURSDAY)) == [("topic", 4, "planned")] * 2


def test_moved_with_its_draft_which_is_reviewed_again(desk) -> None:
    here = desk()
    stored(here, TUESDAY, status=DraftStatus.APPROVED, send_at=datetime(2026, 11, 24, 19, 30))
    (slot,) = of(here, TUESDAY)
    move(here, slot, WEDNESDAY, today=MONDAY)
    assert of(here, TUESDAY) == []
    (moved,) = of(here, WEDNESDAY)
    assert moved.stage in (Stage.REVIEW, Stage.EDIT)
    draft = DraftStore(here.database).get(moved.draft.id)
    assert (draft.date, draft.send_at, draft.version) == (WEDNESDAY, datetime(2026, 11, 25, 19, 30), 2)
    assert "再看一遍" in draft.notes[-1]


def test_moved_it_is_checked_as_of_that_day(desk) -> None:
    here = desk()
    stored(here, TUESDAY, body="今天是 11 月 24 日，全场九块九包邮，快来？")
    move(here, of(here, TUESDAY)[0], WEDNESDAY, today=MONDAY)
    (moved,) = of(here, WEDNESDAY)
    assert moved.stage is Stage.EDIT
    assert DraftStore(here.database).get(moved.draft.id).findings


def test_moved_into_quiet_hours_it_gets_an_hour_that_is_open(desk) -> None:
    here = desk()
    stored(here, TUESDAY, send_at=datetime(2026, 11, 24, 22, 30))  # quiet from nine
    (slot,) = of(here, TUESDAY)
    move(here, slot, WEDNESDAY, today=MONDAY)
    (moved,) = of(here, WEDNESDAY)
    assert 9 <= moved.draft.send_at.hour < 21


def test_a_promotion_is_not_moved_to_a_day_that_the_group_has_ruled_out(desk) -> None:
    here = desk()
    slot = next(
        each for each in of(here, MONDAY, MONDAY + timedelta(days=6), "pregnancy") if each.kind is DraftKind.PROMO
    )
    with pytest.raises(Refused, match="周四"):
        move(here, slot, FRIDAY, today=MONDAY)
    assert slot == next(each for each in of(here, slot.day, slot.day, "pregnancy") if each.kind is DraftKind.PROMO)


def test_a_promotion_moved_within_its_week_does_not_count_against_itself(desk) -> None:
    here = desk()  # the group takes one a week, on 3, 5 and 7
    draft = Drafter(here.workspace).draft(Request(DraftKind.PROMO, "solids", WEDNESDAY, campaign="winter-coupon"))
    (slot,) = [each for each in of(here, WEDNESDAY, None, "solids") if each.draft]
    move(here, slot, FRIDAY, today=MONDAY)
    moved = DraftStore(here.database).get(draft.id)
    assert moved.date == FRIDAY
    assert not [finding for finding in moved.findings if finding.check == "terms"]
    with pytest.raises(Refused, match="一周"):
        add(here, Wanted("solids", DraftKind.PROMO, WEDNESDAY), today=MONDAY)


def test_nothing_is_moved_or_planned_into_the_past(desk) -> None:
    here = desk()
    (slot,) = of(here, TUESDAY)
    with pytest.raises(InputError, match="过去"):
        move(here, slot, MONDAY, today=TUESDAY)
    with pytest.raises(InputError, match="过去"):
        add(here, Wanted(GROUP, DraftKind.TOPIC, MONDAY), today=TUESDAY)


def test_two_who_move_the_same_are_told(desk) -> None:
    here, there = desk("operator"), desk("reviewer")
    (hers,), (his,) = of(here, TUESDAY), of(there, TUESDAY)
    move(here, hers, WEDNESDAY, today=MONDAY)
    with pytest.raises(InputError, match="同事"):
        move(there, his, FRIDAY, today=MONDAY)
    assert said(of(here, WEDNESDAY)) == [("topic", 3, "planned")]


def test_a_draft_that_was_edited_meanwhile_is_not_moved(desk) -> None:
    here = desk()
    draft = stored(here, TUESDAY)
    (slot,) = of(here, TUESDAY)
    DraftStore(here.database).save(draft.model_copy(update={"title": "新题目"}))
    with pytest.raises(InputError, match="新题目"):
        move(here, slot, WEDNESDAY, today=MONDAY)
    assert PlanBook(here.database).by_ids([slot.plan.id]) == {}


def test_dropped_and_taken_back(desk) -> None:
    here = desk()
    (slot,) = of(here, TUESDAY)
    drop(here, slot)
    (dropped,) = of(here, TUESDAY)
    assert dropped.stage is Stage.DROPPED
    restore(here, dropped)
    assert said(of(here, TUESDAY)) == [("topic", 2, "planned")]
    stored(here, TUESDAY)
    with pytest.raises(InputError, match="审核"):
        drop(here, of(here, TUESDAY)[0])


def test_every_second_wednesday_until_a_day_and_one_of_them_moved(desk) -> None:
    here = desk()
    until = WEDNESDAY + timedelta(weeks=6)
    add(here, Wanted(GROUP, DraftKind.SHARE, WEDNESDAY, every=2, until=until, about="夜奶"), today=MONDAY)
    shown = [slot for slot in of(here, MONDAY, MONDAY + timedelta(weeks=12)) if slot.plan.about]
    assert [slot.day for slot in shown] == [WEDNESDAY + timedelta(weeks=number) for number in (0, 2, 4, 6)]
    move(here, shown[1], shown[1].day + timedelta(days=1), today=MONDAY)
    again = [slot for slot in of(here, MONDAY, MONDAY + timedelta(weeks=12)) if slot.plan.about]
    assert [slot.day.isoweekday() for slot in again] == [3, 4, 3, 3]
    (plan,) = repeating(here)
    end(here, plan, today=WEDNESDAY)
    left = [slot for slot in of(here, MONDAY, MONDAY + timedelta(weeks=12)) if slot.plan.about]
    assert [slot.day for slot in left] == [WEDNESDAY, shown[1].day + timedelta(days=1)]


def test_a_repeat_that_has_not_begun_goes_altogether(desk) -> None:
    here = desk()
    (plan,) = add(here, Wanted(GROUP, DraftKind.SHARE, WEDNESDAY, every=1), today=MONDAY)
    end(here, plan, today=MONDAY)
    assert repeating(here) == []


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (Wanted("nobody", DraftKind.TOPIC, TUESDAY), "没有群"),
        (Wanted(GROUP, DraftKind.PROMO, TUESDAY), "促销"),
        (Wanted("pregnancy", DraftKind.PROMO, TUESDAY, every=1), "周四"),
        (Wanted("solids", DraftKind.PROMO, WEDNESDAY, campaign="double11-diaper"), "结束"),
        (Wanted("solids", DraftKind.PROMO, WEDNESDAY, campaign="none"), "没有活动"),
        (Wanted(GROUP, DraftKind.SHARE, TUESDAY, every=1, until=MONDAY), "最后一天"),
        (Wanted(GROUP, DraftKind.SHARE, TUESDAY, about="找几个托来夸我们"), "托"),
    ],
)
def test_what_may_not_be_is_not_planned(desk, wanted: Wanted, sentence: str) -> None:
    with pytest.raises((InputError, Refused), match=sentence):
        add(desk(), wanted, today=MONDAY)
    assert PlanBook(desk().database).between(MONDAY, FRIDAY) == []


def test_what_is_missing_is_written_once_and_by_jobs(desk, worker) -> None:
    here = desk("operator")
    today = date.today()
    missing = [slot for slot in of(here, today, today + timedelta(days=6)) if slot.stage.missing][:2]
    assert write(here, missing) == 2
    assert write(desk("reviewer"), missing) == 0, "a colleague has asked for them already"
    for slot in missing:
        now = next(each for each in of(here, slot.day) if each.kind is slot.kind)
        assert here.jobs.wait(now.plan.draft_id, 60).status is JobStatus.DONE
        assert next(each for each in of(here, slot.day) if each.kind is slot.kind).stage in (Stage.REVIEW, Stage.EDIT)


def test_what_could_not_be_written_says_why_and_may_be_tried_again(desk, worker) -> None:
    here = desk()
    day = date.today() + timedelta(weeks=100)
    (plan,) = add(here, Wanted("solids", DraftKind.PROMO, day + timedelta(days=-day.weekday() + 4)))
    (slot,) = [each for each in of(here, plan.date, None, "solids") if each.kind is DraftKind.PROMO]
    write(here, [slot])
    (asked,) = PlanBook(here.database).by_ids([plan.id]).values()
    here.jobs.wait(asked.draft_id, 60)
    (failed,) = [each for each in of(here, plan.date, None, "solids") if each.kind is DraftKind.PROMO]
    assert failed.stage is Stage.FAILED
    assert failed.job.fault.said
    assert write(here, [failed]) == 1


def test_called_off_it_is_planned_again(desk) -> None:
    here = desk()  # and nobody works
    today = date.today()
    slot = of(here, today, today + timedelta(days=6))[0]
    write(here, [slot])
    found = of(here, slot.day)
    assert [each.stage for each in found if each.kind is slot.kind] == [Stage.WRITING]
    assert stop(here, found) == 1
    assert [each.stage for each in of(here, slot.day) if each.kind is slot.kind] == [Stage.PLANNED]


def test_every_deed_is_in_the_audit_log_with_who_did_it(desk) -> None:
    here = desk("operator")
    (slot,) = of(here, TUESDAY)
    move(here, slot, WEDNESDAY, today=MONDAY)
    drop(here, of(here, WEDNESDAY)[0])
    restore(here, of(here, WEDNESDAY)[0])
    with here.database.read() as connection:
        rows = connection.execute(select(audit_log.c.who, audit_log.c.what)).all()
    assert [tuple(row) for row in rows] == [
        ("operator", "plan.move"), ("operator", "plan.drop"), ("operator", "plan.restore"),
    ]  # fmt: skip


def test_for_several_groups_it_is_planned_for_all_or_none(desk) -> None:
    here = desk()
    both = [Wanted(group, DraftKind.PROMO, THURSDAY, every=1) for group in ("pregnancy", GROUP)]
    with pytest.raises(Refused, match="促销"):
        add(here, *both, today=MONDAY)
    assert repeating(here) == []


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2028, 2, 29), date(2026, 12, 31), date(2026, 3, 1)])
def test_months_and_weeks_follow_each_other(day: date) -> None:
    for view in ("week", "month"):
        first, last = span(day, view)
        assert first <= day <= last
        assert turned(day, view, 1) == last + timedelta(days=1)
        assert span(turned(day, view, -1), view)[1] == first - timedelta(days=1)


def test_days_without_anything_are_a_gap(desk) -> None:
    here = desk()
    found = of(here, MONDAY, MONDAY + timedelta(days=6))
    assert gaps(here, found, MONDAY, MONDAY + timedelta(days=6), [GROUP]) == []
    for slot in found:
        if slot.day in (TUESDAY, THURSDAY):
            drop(here, slot)
    (gap,) = gaps(here, of(here, MONDAY, MONDAY + timedelta(days=6)), MONDAY, MONDAY + timedelta(days=6), [GROUP])
    assert (gap.first, gap.last, gap.days) == (TUESDAY, THURSDAY, 3)


def test_a_campaign_that_nobody_announces_is_told(desk) -> None:
    here = desk()
    first, last = date(2026, 11, 23), date(2026, 11, 29)
    (lacking,) = unannounced(here, [], first, last)
    assert (lacking.campaign.id, lacking.groups) == ("friday-diaper-seckill", ("yuecheng-vip", "solids", "dads"))
    found = slots(here, first, last)
    told = {slot.group for slot in found if slot.kind is DraftKind.PROMO and slot.day <= FRIDAY}
    left = [each for groups in unannounced(here, found, first, last) for each in groups.groups]
    assert left == [each for each in lacking.groups if each not in told]


def test_days_of_a_plan_that_repeats() -> None:
    plan = Plan(id="p", group=GROUP, kind=DraftKind.SHARE, date=TUESDAY, every=3)
    assert plan.days(date(2026, 1, 1), MONDAY) == []
    assert plan.days(TUESDAY, TUESDAY) == [TUESDAY]
    far = TUESDAY + timedelta(weeks=300)
    assert plan.days(far - timedelta(days=1), far + timedelta(days=30)) == [far, far + timedelta(weeks=3)]
