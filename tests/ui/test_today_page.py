"""The page Today: what it shows of the sample and of a new workspace, writing what is missing, faults, roles."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from deskshop import texts_of

from assistant.desk.plans import Wanted, add, drop
from assistant.desk.slots import Stage, slots
from assistant.jobs import Fault, JobStatus
from assistant.schema.contracts import Draft, DraftKind, DraftStatus
from assistant.storage.drafts import DraftStore
from assistant.storage.plans import PlanBook, put
from assistant.workspace import Workspace

TODAY = date.today()
FAILED = {"status": JobStatus.FAILED, "fault": Fault(said="今天没有能发的活动", code="no_campaign", refused=True)}


def figures(app) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def today_of(desk) -> list:
    return slots(desk, date.today(), date.today())


@pytest.mark.parametrize("role", ["operator", "reviewer", "admin"])
def test_it_shows_what_is_planned(signed_in, desk, role: str) -> None:
    app = signed_in(role)
    assert not app.exception
    found = today_of(desk())
    assert figures(app) == {"待写": str(len(found)), "要改": "0", "待审核": "0", "可以发": "0"}
    shown = texts_of(app)
    assert all(desk().groups[slot.group].name in shown for slot in found)
    assert not app.button(key="today.write_all").disabled


def test_in_english(signed_in) -> None:
    app = signed_in(language="en")
    assert not app.exception
    assert set(figures(app)) == {"To write", "To mend", "To review", "Ready"}


def test_one_click_asks_for_all_that_is_missing_and_the_page_follows_it(signed_in, desk, worker) -> None:
    here = desk()
    missing = len(today_of(here))
    app = signed_in("operator")
    app.button(key="today.write_all").click().run()
    assert not app.exception
    jobs = here.jobs.list(kind="draft")
    assert {job.who for job in jobs} == {"operator"}
    assert len(jobs) == missing
    ended = [here.jobs.wait(job.id, 120) for job in jobs]
    app.run()
    assert not app.exception
    now = figures(app)
    written = sum(job.status is JobStatus.DONE for job in ended)
    assert int(now["待审核"]) + int(now["要改"]) == written
    assert int(now["待写"]) == missing - written


def test_while_they_are_written_it_says_so_and_they_can_be_called_off(signed_in, desk) -> None:
    app = signed_in()  # nobody works
    app.button(key="today.write_all").click().run()
    assert "today.write_all" not in {button.key for button in app.button}  # nothing is left to ask for
    assert "正在写" in texts_of(app)
    app.button(key="today.stop").click().run()
    assert not app.exception
    assert {slot.stage for slot in today_of(desk())} == {Stage.PLANNED}
    assert not app.button(key="today.write_all").disabled


def test_why_something_was_not_written_is_told_and_it_can_be_tried_again(
    signed_in, desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = desk()
    for slot in today_of(here):
        drop(here, slot)
    group = next(group for group in here.groups.values() if "share" in group.kinds)
    (plan,) = add(here, Wanted(group.id, DraftKind.SHARE, TODAY, about="讲讲"))
    job = here.jobs.enqueue("draft", {"kind": "share", "group": group.id}, id_="lost")
    monkeypatch.setattr("assistant.jobs.book.JobBook.get", lambda *_: job.model_copy(update=FAILED))
    with here.database.write() as connection:
        put(connection, plan.model_copy(update={"draft_id": job.id}))
    app = signed_in()
    assert "没写成" in texts_of(app)
    assert "今天没有能发的活动" in texts_of(app)
    app.button(key=f"again {plan.id}").click().run()
    assert not app.exception
    assert PlanBook(here.database).by_ids([plan.id])[plan.id].draft_id != job.id


def test_only_what_is_unfinished(signed_in, desk) -> None:
    here = desk()
    slot = today_of(here)[0]
    DraftStore(here.database).add(
        Draft(id="d1", kind=slot.kind, group=slot.group, date=TODAY, title="洗手几秒", body="几秒？", writer="offline",
              status=DraftStatus.APPROVED, created_at=datetime.now())
    )  # fmt: skip
    app = signed_in()
    assert figures(app)["可以发"] == "1"
    assert "洗手几秒" in texts_of(app)
    app.segmented_control(key="today.only").set_value("open").run()
    assert "洗手几秒" not in texts_of(app)


def test_tomorrow(signed_in, desk) -> None:
    app = signed_in()
    app.segmented_control(key="today.ahead").set_value(1).run()
    assert not app.exception
    tomorrow = TODAY + timedelta(days=1)
    assert figures(app)["待写"] == str(len(slots(desk(), tomorrow, tomorrow)))


def test_a_title_with_marks_of_markdown_is_shown_as_it_is(signed_in, desk) -> None:
    here = desk()
    slot = today_of(here)[0]
    DraftStore(here.database).add(
        Draft(id="d1", kind=slot.kind, group=slot.group, date=TODAY, title="<script>1</script> :red[x] $1$ **b**",
              body="几秒？", writer="offline", created_at=datetime.now())
    )  # fmt: skip
    app = signed_in()
    (shown,) = [each.value for each in app.markdown if "script" in each.value]
    assert r"\<script\>" in shown
    assert ":red[" not in shown
    assert "**b**" not in shown
    assert not any(each.allow_html for each in app.markdown)


def test_a_new_workspace_is_led_on(signed_in, empty: Workspace) -> None:
    (empty.knowledge / "groups.yaml").unlink()
    app = signed_in(workspace=empty)
    assert not app.exception
    assert "还没有群" in texts_of(app)


def test_a_broken_file_is_told_in_one_sentence(signed_in, sample: Workspace) -> None:
    (sample.knowledge / "groups.yaml").write_text("groups: [", encoding="utf-8")
    app = signed_in()
    assert not app.exception
    (error,) = app.error
    assert "格式不对" in error.value


def test_a_database_that_cannot_be_read_is_told(signed_in, sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.errors import StorageError

    def fails(*_: object) -> None:
        raise StorageError("数据库 state.db 出错：disk I/O error，请检查磁盘")

    app = signed_in()
    monkeypatch.setattr("assistant.storage.plans.PlanBook.repeating", fails)
    app.run()
    assert not app.exception
    assert any("请检查磁盘" in error.value for error in app.error)
