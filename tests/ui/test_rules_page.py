"""The page Rules: clauses changed in plain fields, tried, plotted, pasted; a wrong file is told and mended here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from decided import decided
from streamlit.testing.v1 import AppTest

from assistant.moderation.rules.loading import load_rules
from assistant.workspace import Workspace

SignedIn = Callable[..., AppTest]


def said(app: AppTest) -> str:
    every = [*app.markdown, *app.caption, *app.info, *app.success, *app.warning, *app.error, *app.text]
    return "\n".join(str(each.value) for each in every)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("tab", ["clauses", "try", "precision", "exempt", "paste", "file"])
def test_every_part_shows_in_both_languages(signed_in: SignedIn, sample: Workspace, tab: str, language: str) -> None:
    decided(sample, 9)
    app = signed_in("operator", page="rules", language=language, **{"rules.tab": tab, "rules.open": "no-ads"})
    assert not app.exception
    assert not app.error


def test_a_clause_is_changed_and_a_wrong_one_is_not(signed_in: SignedIn, sample: Workspace) -> None:
    app = signed_in("reviewer", page="rules", **{"rules.open": "no-ads"})
    app.text_area(key="rules default no-ads clause").set_value("").run()
    assert "原话" in "".join(each.value for each in app.error)
    app.text_area(key="rules default no-ads clause").set_value("群里不打广告。").run()
    assert not app.error
    app.button(key="rules.save").click().run()
    assert not app.exception
    assert load_rules(sample.knowledge).sets["default"].clauses[0].clause == "群里不打广告。"


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(signed_in: SignedIn, sample: Workspace) -> None:
    app = signed_in("reviewer", page="rules", **{"rules.open": "no-ads"})
    path = sample.knowledge / "rules.yaml"
    text = path.read_text("utf-8").replace("上次那个团我没抢到，还会再开吗", "上次那个团还会再开吗")
    path.write_text(text, encoding="utf-8")
    app.text_area(key="rules default no-ads clause").set_value("群里不打广告。").run()
    app.button(key="rules.save").click().run()
    assert "被别人改过" in "".join(each.value for each in app.error)
    assert path.read_text("utf-8") == text
    assert app.text_area(key="rules default no-ads clause").value == "群里不打广告。"
    app.button(key="rules.save").click().run()
    assert not app.exception
    clause = load_rules(sample.knowledge).sets["default"].clauses[0]
    assert clause.clause == "群里不打广告。"
    assert "上次那个团还会再开吗" in clause.allows


def test_an_operator_may_look_and_not_save(signed_in: SignedIn) -> None:
    app = signed_in("operator", page="rules", **{"rules.open": "no-ads"})
    app.text_area(key="rules default no-ads clause").set_value("群里不打广告。").run()
    assert app.button(key="rules.save").disabled
    assert signed_in("reviewer", page="rules", **{"rules.open": "no-ads"}).button_group[1].disabled


def test_a_wrong_file_is_told_and_can_be_mended_here(signed_in: SignedIn, empty: Workspace) -> None:
    path = empty.knowledge / "rules.yaml"
    good = path.read_text("utf-8")
    path.write_text("sets: [", encoding="utf-8")
    app = signed_in(page="rules", workspace=empty)
    assert not app.exception
    assert "rules.yaml 第" in said(app)
    app.text_area(key="rules.file.text").set_value(good).run()
    app.button(key="rules.file.save").click().run()
    assert not app.exception
    assert path.read_text("utf-8") == good


def test_pasted_rules_are_confirmed_and_written(signed_in: SignedIn, empty: Workspace) -> None:
    app = signed_in(page="rules", workspace=empty, **{"rules.tab": "paste"})
    app.text_area(key="rules.paste.text").set_value("1. 不发广告\n2. 周三闭店").run()
    app.button(key="rules.paste.read").click().run()
    assert not app.exception
    app.button(key="rules.paste.write").click().run()
    assert not app.exception
    assert [each.clause for each in load_rules(empty.knowledge).sets["default"].clauses][-2:] == [
        "不发广告",
        "周三闭店",
    ]


def test_a_backtest_is_asked_for(signed_in: SignedIn, sample: Workspace) -> None:
    decided(sample, 3)
    app = signed_in("reviewer", page="rules", **{"rules.open": "no-ads"})
    app.button(key="rules.backtest").click().run()
    assert not app.exception
    assert app.button(key="rules.backtest.stop")


def test_a_clause_is_added_and_opened(signed_in: SignedIn, sample: Workspace) -> None:
    app = signed_in("reviewer", page="rules")
    next(each for each in app.text_input if each.placeholder.startswith("例如")).set_value("群里不发拼单链接")
    next(each for each in app.button if each.form_id == "rules.add").click().run()
    assert not app.exception
    made = load_rules(sample.knowledge).sets["default"].clauses[-1]
    assert made.mode == "shadow"
    assert app.text_area(key=f"rules default {made.id} clause").value == "群里不发拼单链接"


def test_what_is_let_pass_is_taken_back(signed_in: SignedIn, sample: Workspace) -> None:
    app = signed_in("reviewer", page="rules", **{"rules.tab": "exempt"})
    assert app.button(key="rules.exempt.save").disabled
    app.text_area(key="rules.exempt default phrases").set_value("申请售后\n开团").run()
    app.button(key="rules.exempt.save").click().run()
    assert not app.exception
    assert load_rules(sample.knowledge).sets["default"].exempt.phrases == ("申请售后", "开团")
    assert app.button(key="rules.exempt.save").disabled


def test_a_change_is_tried_on_a_message_before_it_is_saved(signed_in: SignedIn, sample: Workspace) -> None:
    app = signed_in("reviewer", page="rules", **{"rules.open": "no-ads"})
    app.text_area(key="rules default no-ads clause").set_value("这里不打广告。").run()
    app.text_input(key="rules.trial.said").set_value("厂家直销，要的加我微信 bb8821")
    next(each for each in app.button if each.form_id == "rules.trial").click().run()
    assert not app.exception
    assert "群规：这里不打广告。" in said(app)
    assert load_rules(sample.knowledge).sets["default"].clauses[0].clause != "这里不打广告。"


def test_pasted_rules_read_again_are_taken_for_what_they_are(signed_in: SignedIn, empty: Workspace) -> None:
    app = signed_in(page="rules", workspace=empty, **{"rules.tab": "paste"})
    app.text_area(key="rules.paste.text").set_value("1. 不发广告\n2. 周三闭店").run()
    app.button(key="rules.paste.read").click().run()
    before = [app.selectbox(key=f"rules.pasted {number}").value for number in range(2)]
    app.text_area(key="rules.paste.text").set_value("0. 周日也闭店\n1. 不发广告\n2. 周三闭店").run()
    app.button(key="rules.paste.read").click().run()
    assert not app.exception
    assert [app.selectbox(key=f"rules.pasted {number}").value for number in (1, 2)] == before
    assert app.selectbox(key="rules.pasted 0").value != before[0]


def test_the_whole_file_is_the_one_of_now_unless_she_has_typed(signed_in: SignedIn, sample: Workspace) -> None:
    app = signed_in("admin", page="rules", **{"rules.tab": "file"})
    path = sample.knowledge / "rules.yaml"
    text = path.read_text("utf-8").replace("上次那个团我没抢到，还会再开吗", "上次那个团还会再开吗")
    path.write_text(text, encoding="utf-8")
    app.run()
    assert app.text_area(key="rules.file.text").value == text
    app.text_area(key="rules.file.text").set_value(text + "# 我的\n").run()
    path.write_text(text + "# 别人的\n", encoding="utf-8")
    app.run()
    assert app.text_area(key="rules.file.text").value == text + "# 我的\n"
    app.button(key="rules.file.save").click().run()
    assert "改过" in "".join(each.value for each in app.error)
    app.button(key="rules.file.anew").click().run()
    assert app.text_area(key="rules.file.text").value == text + "# 别人的\n"
    assert not app.exception
