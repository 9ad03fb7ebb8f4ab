"""The page Review: what waits, many at once, notes, who did what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from deskshop import SignedIn, texts_of
from drafted import BODY, DraftStatus, finding, stored

from assistant.desk.drafts import get
from assistant.desk.notes import notes
from assistant.desk.review import PAGE
from assistant.workspace import Workspace


def test_nothing_waits(signed_in: SignedIn) -> None:
    app = signed_in("reviewer", page="review")
    assert not app.exception
    assert "没有要审的草稿" in texts_of(app)


def test_many_are_released_and_what_cannot_be_stays(signed_in: SignedIn, sample: Workspace, desk) -> None:
    good = [stored(sample, group=group, title=f"{group} 的被子") for group in ("dads", "reading")]
    bad = stored(sample, group="solids", body=BODY.replace("厚被子", "全网最好的厚被子"))
    app = signed_in("reviewer", page="review")
    assert app.button(key="review.approve_many").disabled
    app.button(key="review.select").click().run()
    app.button(key="review.approve_many").click().run()
    assert not app.exception
    assert [get(desk(), each.id).status for each in good] == [DraftStatus.APPROVED] * 2
    assert get(desk(), bad.id).status is DraftStatus.NEEDS_EDIT
    told = texts_of(app)
    assert "通过了 2 条" in told
    assert "要先改" in told
    app.button(key="review.to_copy").click().run()
    assert not app.exception
    assert [each.value for each in app.code] == [f"{each.title}\n\n{each.body}" for each in good]


@pytest.mark.parametrize("role", ["operator", "reviewer"])
def test_who_may_release(signed_in: SignedIn, sample: Workspace, role: str) -> None:
    draft = stored(sample)
    app = signed_in(role, page="review")
    app.button(key="review.select").click().run()
    assert app.button(key="review.approve_many").disabled == (role == "operator")
    assert app.button(key=f"approve {draft.id}").disabled == (role == "operator")


def test_pages_and_filters(signed_in: SignedIn, sample: Workspace) -> None:
    for number in range(PAGE + 2):
        stored(sample, title=f"第 {number} 条", date=date.today() + timedelta(days=number), group="dads")
    stored(sample, title="昨天的", date=date.today() - timedelta(days=1))
    stored(sample, title="退回的", status=DraftStatus.REJECTED)
    app = signed_in("reviewer", page="review")
    assert not app.exception
    assert f"共 {PAGE + 2} 条" in texts_of(app)
    assert sum(bool(each.key and each.key.startswith("approve draft")) for each in app.button) == PAGE
    app.toggle(key="review.past").set_value(True).run()
    assert f"共 {PAGE + 3} 条" in texts_of(app)
    app.multiselect(key="review.groups").set_value(["reading"]).run()
    assert "没有符合条件的草稿" in texts_of(app)


def test_a_mark_and_a_script_show_as_they_are(signed_in: SignedIn, sample: Workspace) -> None:
    body = BODY.replace("厚被子", "<b>最好</b>的被子")
    stored(sample, body=body, findings=[finding("最好", body)], status=DraftStatus.NEEDS_EDIT)
    app = signed_in("reviewer", page="review")
    assert r"\<b\>:red-background[最好]\<\/b\>" in texts_of(app)


def test_who_did_what_is_seen_and_what_was_noted_is_not(signed_in: SignedIn, sample: Workspace, desk) -> None:
    from assistant.desk.notes import leave

    draft = stored(sample)
    leave(desk("operator"), draft.id, "先等等老板")
    app = signed_in("reviewer", page="review", **{"review.view": "log"})
    assert not app.exception
    rows = app.dataframe[0].value
    assert list(rows["谁"]) == ["operator"]
    assert list(rows["草稿"]) == [f"{draft.title}（{desk().groups[draft.group].name}）"]
    assert not rows.astype(str).apply(lambda column: column.str.contains("老板")).any().any()
    assert [each.text for each in notes(desk("operator"), draft.id)] == ["先等等老板"]


def test_a_database_that_is_gone_is_told_in_one_sentence(
    signed_in: SignedIn, sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.errors import StorageError

    def gone(*_: object) -> None:
        raise StorageError("数据库连不上，请稍后再试")

    monkeypatch.setattr("assistant.desk.review.found", gone)
    app = signed_in("reviewer", page="review")
    assert not app.exception
    assert "数据库连不上" in texts_of(app)


def test_what_is_released_is_not_asked_for_again_by_a_second_click(
    signed_in: SignedIn, sample: Workspace, desk: Any
) -> None:
    draft = stored(sample)
    app = signed_in("reviewer", page="review")
    app.button(key="review.select").click().run()
    app.button(key="review.approve_many").click().run()
    assert get(desk(), draft.id).status is DraftStatus.APPROVED
    app.session_state["review.released"] = [draft]  # as the button says that was drawn before the first was answered
    app.run()
    assert not app.exception
    assert not app.warning
    assert "别人改过" not in texts_of(app)
