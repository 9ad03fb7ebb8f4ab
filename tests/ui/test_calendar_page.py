"""The page Calendar: week and month, a day's dialog, moving, dropping, planning and repeating, gaps; faults, roles."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from deskshop import texts_of

from assistant.desk.calendar import span
from assistant.desk.plans import Wanted, add, drop, repeating
from assistant.desk.slots import Stage, slots
from assistant.schema.contracts import Draft, DraftKind
from assistant.storage.drafts import DraftStore
from assistant.workspace import Workspace

TODAY = date.today()
DAY = TODAY + timedelta(days=1)
GROUP = "solids"


def of_group(desk, day: date) -> list:
    return slots(desk, day, day, [GROUP])


def planned(desk, about: str = "周末吃什么") -> None:
    """One plan of its own tomorrow, and nothing else for the group."""
    for slot in of_group(desk, DAY):
        drop(desk, slot)
    add(desk, Wanted(GROUP, DraftKind.SHARE, DAY, about=about))


def opened(app, day: date = DAY):
    """The calendar at a day, with its dialog open."""
    app.session_state["calendar.shown"] = day
    app.run()
    app.button(key=f"day {day}").click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("role", ["operator", "reviewer", "admin"])
def test_a_week_of_all_groups(signed_in, desk, role: str) -> None:
    app = signed_in(role, "calendar")
    assert not app.exception
    first, _ = span(TODAY, "week")
    days = [button.key for button in app.button if button.key and button.key.startswith("day ")]
    assert days == [f"day {first + timedelta(days=number)}" for number in range(7)]
    assert "待写" in texts_of(app)


def test_a_month_in_english(signed_in) -> None:
    app = signed_in(page="calendar", language="en", **{"calendar.view": "month"})
    assert not app.exception
    _, last = span(TODAY, "month")
    days = [button.key for button in app.button if button.key and button.key.startswith("day ")]
    assert len(days) == last.day
    assert app.button(key="calendar.plan").label == "Plan something"


def test_the_next_month_and_back(signed_in) -> None:
    app = signed_in(page="calendar", **{"calendar.view": "month"})
    _, last = span(TODAY, "month")
    app.button(key="calendar.on").click().run()
    assert not app.exception
    assert app.session_state["calendar.shown"] == last + timedelta(days=1)
    app.button(key="calendar.now").click().run()
    assert app.session_state["calendar.shown"] == TODAY


def test_one_group_alone(signed_in, desk) -> None:
    app = signed_in(page="calendar")
    app.selectbox(key="calendar.group").set_value(GROUP).run()
    assert not app.exception
    others = [group.name for key, group in desk().groups.items() if key != GROUP]
    shown = "\n".join(each.value for each in app.markdown)
    assert not any(name[:6] in shown for name in others)


def test_a_day_tells_what_there_is_and_moves_it(signed_in, desk) -> None:
    here = desk()
    planned(here)
    app = opened(signed_in("operator", "calendar", **{"calendar.group": GROUP}))
    assert "周末吃什么" in texts_of(app)
    (slot,) = [each for each in of_group(here, DAY) if each.stage is not Stage.DROPPED]
    chosen = app.selectbox(key="calendar.which")
    chosen.set_value(next(each for each in chosen.options if "周末吃什么" in each)).run()
    to = DAY + timedelta(days=2)
    app.date_input(key=f"calendar.to {slot.plan.id}").set_value(to).run()
    app.button(key="calendar.move").click().run()
    assert not app.exception
    assert [each.plan.about for each in of_group(here, to) if each.plan.about] == ["周末吃什么"]
    assert not [each for each in of_group(here, DAY) if each.plan.about]


def test_dropped_and_taken_back(signed_in, desk) -> None:
    here = desk()
    planned(here)
    app = opened(signed_in("operator", "calendar", **{"calendar.group": GROUP}))
    chosen = app.selectbox(key="calendar.which")
    chosen.set_value(next(each for each in chosen.options if "周末吃什么" in each)).run()
    app.button(key="calendar.drop").click().run()
    assert not app.exception
    assert [each.stage for each in of_group(here, DAY) if each.plan.about] == [Stage.DROPPED]


def test_a_share_every_week_is_planned_shown_and_ended(signed_in, desk) -> None:
    here = desk()
    app = signed_in("operator", "calendar")
    app.button(key="calendar.plan").click().run()
    assert app.button(key="plan.save").disabled, "no group is chosen yet"
    app.multiselect(key="plan.groups").set_value([GROUP, "dads"])
    app.selectbox(key="plan.kind").set_value(DraftKind.SHARE)
    app.text_input(key="plan.about").set_value("周二专栏")
    app.selectbox(key="plan.every").set_value(1).run()
    app.button(key="plan.save").click().run()
    assert not app.exception
    assert not app.error
    assert {(plan.group, plan.every, plan.about) for plan in repeating(here)} == {
        (GROUP, 1, "周二专栏"), ("dads", 1, "周二专栏"),
    }  # fmt: skip
    assert any("周二专栏" in each.value for each in app.markdown)
    for plan in repeating(here):
        app.button(key=f"end {plan.id}").click().run()
    assert all(plan.until for plan in repeating(here))


def test_what_the_terms_forbid_is_told_with_the_clause_and_what_was_typed_stays(signed_in, desk) -> None:
    app = signed_in("operator", "calendar")
    app.button(key="calendar.plan").click().run()
    app.multiselect(key="plan.groups").set_value(["nurse-qa"])
    app.text_input(key="plan.about").set_value("湿巾")
    app.selectbox(key="plan.kind").set_value(DraftKind.PROMO).run()
    app.button(key="plan.save").click().run()
    assert not app.exception
    assert any("促销" in warning.value for warning in app.warning)
    assert app.text_input(key="plan.about").value == "湿巾"


def test_gaps_are_told(signed_in, desk) -> None:
    here = desk()
    first, last = span(TODAY + timedelta(weeks=1), "week")
    for slot in slots(here, first, last, [GROUP]):
        drop(here, slot)
    app = signed_in(page="calendar", **{"calendar.shown": first, "calendar.group": GROUP})
    assert not app.exception
    assert any("7 天没有安排" in each.value for each in app.markdown)


def test_a_title_with_marks_of_markdown_is_shown_as_it_is(signed_in, desk) -> None:
    here = desk()
    DraftStore(here.database).add(
        Draft(id="d1", kind=DraftKind.TOPIC, group=GROUP, date=DAY, title="<b>1</b> :red[x] `c`", body="几秒？",
              writer="offline", created_at=datetime.now())
    )  # fmt: skip
    app = opened(signed_in(page="calendar"))
    (shown,) = [each.value for each in app.markdown if "b\\>1" in each.value]
    assert ":red[" not in shown
    assert not any(each.allow_html for each in app.markdown)


def test_a_new_workspace_is_led_on(signed_in, empty: Workspace) -> None:
    (empty.knowledge / "groups.yaml").unlink()
    app = signed_in(page="calendar", workspace=empty)
    assert not app.exception
    assert "还没有群" in texts_of(app)


def test_a_broken_file_is_told_in_one_sentence(signed_in, sample: Workspace) -> None:
    (sample.knowledge / "groups.yaml").write_text("groups: [", encoding="utf-8")
    app = signed_in(page="calendar")
    assert not app.exception
    assert "格式不对" in app.error[0].value
