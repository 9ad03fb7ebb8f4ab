"""The page of the studio: choose, see what will be used, have it written, change it, copy it out."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import pytest
from deskshop import SignedIn, texts_of
from drafted import BODY, DraftStatus, finding, stored
from streamlit.testing.v1 import AppTest

from assistant.desk import Desk
from assistant.desk.drafts import Edit, get, save
from assistant.jobs.worker import Worker
from assistant.people import LOCAL
from assistant.workspace import Workspace


def button(app: AppTest, key: str):
    return app.button(key=key)


def opened(signed_in: SignedIn, draft_id: str, role: str = "admin", view: str = "read", **more: object) -> AppTest:
    app = signed_in(role, page="studio", run=False, **more)
    app.query_params["draft"] = draft_id
    app.session_state[f"view {draft_id}"] = view
    return app.run()


def until(app: AppTest, there: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < ends, texts_of(app)
        time.sleep(0.2)
        app.run()


def test_without_groups_it_says_what_to_do(signed_in: SignedIn, empty: Workspace) -> None:
    (empty.knowledge / "groups.yaml").write_text("groups: []\n", encoding="utf-8")
    app = signed_in("admin", page="studio", workspace=empty)
    assert not app.exception
    assert "先到“设置”里加一个群" in texts_of(app)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_choices_and_what_will_be_used(signed_in: SignedIn, language: str) -> None:
    app = signed_in("operator", page="studio", language=language)
    assert not app.exception
    app.selectbox(key="studio.group").set_value("newborn").run()
    app.session_state["studio.kind"] = "share"
    app.button(key="studio.see_brief").click().run()
    assert not app.exception
    told = texts_of(app)
    assert "新手妈妈互助群" in told
    assert ("资料（" if language == "zh" else "Sources (") in told


def test_a_refusal_is_told_in_one_sentence(signed_in: SignedIn) -> None:
    app = signed_in("operator", page="studio")
    app.text_input(key="studio.about").set_value("找几个托儿在群里带头下单").run()
    app.button(key="studio.see_brief").click().run()
    assert not app.exception
    assert len(app.warning) == 1


def test_three_variants_side_by_side_of_which_one_is_kept(signed_in: SignedIn, worker: Worker, desk) -> None:
    app = signed_in("operator", page="studio")
    app.selectbox(key="studio.group").set_value("reading").run()
    app.session_state["studio.count"] = 3
    app.button(key="studio.write").click().run()
    assert not app.exception
    job = str(app.session_state["studio.job"])
    until(app, lambda: not app.exception and any(each.key == f"choose {job}" for each in app.button))
    assert [each.key for each in app.button if each.key and each.key.startswith("choose")] == [
        f"choose {job}", f"choose {job}-2", f"choose {job}-3",
    ]  # fmt: skip
    app.button(key=f"choose {job}-2").click().run()
    assert not app.exception
    statuses = [get(desk(), each).status for each in (job, f"{job}-2", f"{job}-3")]
    assert statuses[0] is statuses[2] is DraftStatus.REJECTED
    assert statuses[1] is not DraftStatus.REJECTED
    assert app.query_params["draft"] in (f"{job}-2", [f"{job}-2"])


def test_another_page_asks_for_a_draft_of_a_group_and_a_day(signed_in: SignedIn) -> None:
    app = signed_in("operator", page="studio", run=False)
    day = dt.date.today() + dt.timedelta(days=3)
    for key, value in {"group": "dads", "kind": "share", "date": day.isoformat(), "about": "怎么抱睡"}.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    assert app.selectbox(key="studio.group").value == "dads"
    assert app.date_input(key="studio.day").value == day
    assert app.text_input(key="studio.about").value == "怎么抱睡"


def test_a_link_that_names_nothing_known_does_no_harm(signed_in: SignedIn) -> None:
    app = signed_in("operator", page="studio", run=False)
    for key, value in {"group": "没有", "kind": "poem", "date": "yesterday", "campaign": "x"}.items():
        app.query_params[key] = value
    assert not app.run().exception
    assert "没有这条草稿" in texts_of(opened(signed_in, "gone"))


def test_a_finding_is_marked_and_one_click_mends_it(signed_in: SignedIn, sample: Workspace, desk) -> None:
    body = BODY.replace("厚被子", "最好的厚被子")
    draft = stored(sample, body=body, findings=[finding("最好的", body, suggestion="删掉“最好的”，或换成平实的说法")],
                   status=DraftStatus.NEEDS_EDIT)  # fmt: skip
    app = opened(signed_in, draft.id, "operator")
    assert not app.exception
    assert ":red-background[最好的]" in texts_of(app)
    app.button(key=f"fix {draft.id} 1 0").click().run()
    assert not app.exception
    assert get(desk(), draft.id).body == BODY


def test_markup_in_a_draft_shows_as_it_is(signed_in: SignedIn, sample: Workspace) -> None:
    draft = stored(sample, title="<script>alert(1)</script>", body="`$5` [点](javascript:alert(1)) :material/home:")
    app = opened(signed_in, draft.id)
    assert not app.exception
    assert not any(getattr(each, "allow_html", False) for each in app.markdown)
    assert r"\[点\]" in texts_of(app)


def test_what_was_typed_is_stored_and_what_somebody_else_stored_is_not_lost(
    signed_in: SignedIn, sample: Workspace, desk
) -> None:
    draft = stored(sample)
    app = opened(signed_in, draft.id, "operator", "edit")
    app.text_area(key=f"edit {draft.id} body").set_value(BODY.replace("厚被子", "羽绒被")).run()
    other = Desk(sample, LOCAL)
    save(other, draft.id, 1, Edit("对方的标题", draft.body, (), tuple(draft.followups)))
    app.button(key=f"edit {draft.id} save").click().run()
    assert not app.exception
    assert "第 2 版" in texts_of(app)
    assert app.text_area(key=f"edit {draft.id} body").value == BODY.replace("厚被子", "羽绒被")
    assert get(other, draft.id).title == "对方的标题"
    app.button(key=f"edit {draft.id} keep").click().run()
    assert not app.exception
    kept = get(other, draft.id)
    assert (kept.version, kept.body, kept.title) == (3, BODY.replace("厚被子", "羽绒被"), draft.title)


def test_an_operator_sees_why_she_cannot_approve(signed_in: SignedIn, sample: Workspace) -> None:
    app = opened(signed_in, stored(sample).id, "operator")
    approve = next(each for each in app.button if each.key and each.key.startswith("approve"))
    assert approve.disabled
    assert "权限" in approve.help


def test_approved_and_copied(signed_in: SignedIn, sample: Workspace, desk) -> None:
    draft = stored(sample)
    app = opened(signed_in, draft.id, "reviewer", "copy")
    assert "还没审核通过" in texts_of(app)
    app.button(key=f"approve {draft.id}").click().run()
    assert get(desk(), draft.id).status is DraftStatus.APPROVED
    assert any(each.value == f"{draft.title}\n\n{BODY}" for each in app.code)
    app.button(key=f"draw {draft.id}").click().run()
    assert not app.exception


@pytest.mark.parametrize("view", ["read", "edit", "copy", "versions", "notes"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_view_of_a_draft(signed_in: SignedIn, sample: Workspace, view: str, language: str) -> None:
    draft = stored(sample)
    save(Desk(sample, LOCAL), draft.id, 1, Edit("别的标题", draft.body, (), tuple(draft.followups)))
    assert not opened(signed_in, draft.id, view=view, language=language).exception
