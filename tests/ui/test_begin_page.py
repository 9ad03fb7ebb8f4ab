"""The first start of an empty workspace, step by step, to the first draft."""

from __future__ import annotations

from deskshop import SignedIn, texts_of

from assistant.desk import Desk
from assistant.desk.begin import way
from assistant.desk.brandfile import brand_form, groups_form
from assistant.desk.uploads import Given, take
from assistant.jobs.worker import Worker
from assistant.knowledge.sync import sync
from assistant.workspace import Workspace


def test_the_walk(signed_in: SignedIn, empty: Workspace) -> None:
    app = signed_in(page="begin", workspace=empty)
    assert not app.exception
    desk = Desk(empty)
    assert way(desk).done == frozenset()
    # brand
    next(box for box in app.text_input if box.label == "店名").set_value("麦田面包 $1 *")
    next(button for button in app.button if button.label == "保存，下一步").click()
    app.run()
    assert brand_form(desk).brand.name == "麦田面包 $1 *"
    # groups
    next(box for box in app.text_input if box.label == "群名").set_value("老顾客群")
    next(button for button in app.button if button.label == "加上这个群").click()
    app.run()
    assert list(groups_form(desk).groups) == ["lgkq"]
    # documents
    app.button(key="begin.to.documents").click().run()
    assert not app.exception
    take(desk, [Given("问答.md", "# 问答\n\n## 几点关门？\n周六周日 21:00 关门。\n".encode())])
    sync(empty)
    # rules
    app.button(key="begin.to.rules").click().run()
    app.text_area(key="begin.rules.text").set_value("1. 不发广告\n2. 不骂人\n3. <b>爱护</b> 群里的 *花*").run()
    app.button(key="begin.rules.read").click().run()
    assert not app.exception
    assert r"\<b\>" in texts_of(app)
    app.button(key="begin.rules.write").click().run()
    assert not app.error
    assert (empty.knowledge / "rules.yaml").read_text(encoding="utf-8").count("不骂人") >= 1
    # first draft
    assert app.session_state["begin.step"] == "draft"
    app.button(key="begin.draft.write").click().run()
    assert "正在写" in texts_of(app)
    working = Worker(empty)
    working.start()
    try:
        desk.jobs.wait(app.session_state["begin.job"], 60)
    finally:
        working.stop()
    app.run()
    assert not app.exception
    assert "写好了" in texts_of(app) or app.error
    assert way(desk).done >= {"brand", "groups", "documents", "rules"}


def test_it_can_be_left(signed_in: SignedIn, empty: Workspace) -> None:
    app = signed_in(page="begin", workspace=empty)
    next(button for button in app.button if "直接用" in button.label).click()
    app.run()
    assert not way(Desk(empty)).wanted


def test_an_operator_sees_why_not(signed_in: SignedIn, empty: Workspace) -> None:
    app = signed_in("operator", page="begin", workspace=empty)
    assert not app.exception
    assert next(button for button in app.button if button.label == "保存，下一步").disabled
