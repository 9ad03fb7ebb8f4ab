"""The page settings: each part, each role; what is saved, what is refused, what is never shown."""

from __future__ import annotations

import pytest
from deskshop import SignedIn, texts_of
from streamlit.testing.v1 import AppTest

from assistant.desk import Desk
from assistant.desk.brandfile import brand_form, save_brand
from assistant.desk.keys import keys
from assistant.desk.settings import settings_form
from assistant.people import Accounts, Person, Role, Sessions
from assistant.storage.database import open_database
from assistant.workspace import Workspace

PARTS = ("brand", "groups", "models", "keys", "members", "data", "looks")


def _part(app: AppTest, name: str) -> AppTest:
    app.session_state["settings.part"] = name
    return app.run()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_sample(signed_in: SignedIn, part: str, language: str) -> None:
    app = _part(signed_in(page="settings", language=language), part)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("role", ["operator", "reviewer"])
@pytest.mark.parametrize("part", PARTS)
def test_who_may_not_is_told(signed_in: SignedIn, part: str, role: str) -> None:
    app = _part(signed_in(role, page="settings"), part)
    assert not app.exception
    if part == "keys":
        assert "管理接口密钥需要管理员权限" in texts_of(app)
    for key in ("settings.brand.save", "settings.groups.save"):
        assert all(button.disabled for button in app.button if button.key == key)


@pytest.mark.parametrize("part", PARTS)
def test_an_empty_workspace(signed_in: SignedIn, empty: Workspace, part: str) -> None:
    app = _part(signed_in(page="settings", workspace=empty), part)
    assert not app.exception


def test_the_brand_is_saved(signed_in: SignedIn, sample: Workspace) -> None:
    app = signed_in(page="settings")
    assert app.button(key="settings.brand.save").disabled
    app.text_input(key="settings.brand.voice.tone").set_value("干脆").run()
    app.button(key="settings.brand.save").click().run()
    assert not app.error
    assert brand_form(Desk(sample)).brand.voice.tone == "干脆"


def test_two_people_do_not_overwrite_each_other_and_what_she_typed_stays(
    signed_in: SignedIn, sample: Workspace
) -> None:
    app = signed_in(page="settings")
    app.text_input(key="settings.brand.voice.tone").set_value("我改的").run()
    desk = Desk(sample)
    save_brand(desk, {"voice.tone": "别人改的"}, brand_form(desk).digest)
    app.button(key="settings.brand.save").click().run()
    assert "刚被别人改过" in app.error[0].value
    assert app.text_input(key="settings.brand.voice.tone").value == "我改的"
    app.button(key="settings.brand.reload").click().run()
    assert app.text_input(key="settings.brand.voice.tone").value == "别人改的"


def test_a_secret_is_never_shown(signed_in: SignedIn, sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_KEY", "sk-very-secret-0815")
    toml = '[models.draft]\nmodel = "openai/x"\napi_key_env = "SHOP_KEY"\napi_base = "http://me:pw123@127.0.0.1:9/v1"\n'
    (sample.root / "assistant.toml").write_text(toml, encoding="utf-8")
    app = _part(signed_in(page="settings"), "models")
    shown = texts_of(app)
    assert "密钥已在环境变量" in shown
    assert "sk-very-secret" not in shown
    assert "pw123" not in shown
    app.button(key="settings.models.test.draft").click().run()
    assert Desk(sample).jobs.list(kind="probe")[0].args == {"model": "draft"}


def test_a_key_is_shown_once(signed_in: SignedIn, sample: Workspace) -> None:
    app = _part(signed_in(page="settings"), "keys")
    next(box for box in app.text_input if box.label == "给谁用").set_value("QQ **机器人**")
    next(button for button in app.button if button.label == "生成密钥").click()
    app.run()
    assert app.code[0].value.startswith("cak_")
    app.run()
    assert not app.code
    assert r"QQ \*\*机器人\*\*" in texts_of(app)
    app.button(key=f"settings.keys.stop.{keys(Desk(sample))[0].id}").click().run()
    assert "还没有密钥" in texts_of(app)


def test_a_colleague_is_added(signed_in: SignedIn, sample: Workspace) -> None:
    app = _part(signed_in(page="settings"), "members")
    next(box for box in app.text_input if box.label == "名字").set_value("小李")
    next(box for box in app.text_input if "先替他" in box.label).set_value("12345678")
    next(button for button in app.button if button.label == "加上").click()
    app.run()
    desk = Desk(sample)
    assert {each.name for each in Accounts(desk.database).all(desk.person)} == {"admin", "小李"}


def test_periods_are_saved(signed_in: SignedIn, sample: Workspace) -> None:
    app = _part(signed_in(page="settings"), "data")
    next(box for box in app.number_input if "消息原文" in box.label).set_value(7)
    next(button for button in app.button if button.label == "保存").click()
    app.run()
    assert not app.error
    assert settings_form(Desk(sample)).values["moderation.keep_days"] == 7


def test_a_link_opens_a_part_and_a_look_goes_to_the_browser(signed_in: SignedIn) -> None:
    app = signed_in("operator", "settings", run=False)
    app.query_params["part"] = "looks"
    app.run()
    assert "深色还是浅色" in texts_of(app)
    assert not app.get("bidi_component")
    app.button(key="settings.looks.dark").click().run()
    assert not app.exception
    assert "Dark" in str(app.get("bidi_component")[0].proto)


def test_who_is_signed_in_elsewhere_signs_out_there(signed_in: SignedIn, sample: Workspace) -> None:
    sessions = Sessions(open_database(sample))
    phone = signed_in("operator", "settings").session_state["signed_in"]
    app = signed_in("operator", "settings", **{"settings.part": "members"})
    assert "另外 1 个浏览器" in texts_of(app)
    app.button(key="settings.members.elsewhere").click().run()
    assert not app.exception
    assert sessions.who(phone) is None
    assert sessions.who(app.session_state["signed_in"]) is not None
    assert "另外" not in texts_of(app)


def test_who_stands_in_another_place_of_the_list_keeps_her_own_role(signed_in: SignedIn, sample: Workspace) -> None:
    accounts = Accounts(open_database(sample))
    app = signed_in(page="settings", **{"settings.part": "members"})
    boss = Person("admin", Role.ADMIN)
    for name, role in (("a", Role.ADMIN), ("b", Role.ADMIN), ("c", Role.OPERATOR)):
        accounts.add(boss, name, role, "correct horse 42")
    roles = _roles(app.run())
    assert roles[:3] == ["admin", "admin", "admin"]  # a, admin, b
    assert roles[3] == "operator"
    accounts.remove(boss, "b")
    assert _roles(app.run()) == ["admin", "admin", "operator"]
    assert all(each.disabled for each in app.button if each.label == "改")


def _roles(app: AppTest) -> list[object]:
    return [each.value for each in app.selectbox if str(each.key).startswith("settings.members.role.")]


def test_what_one_has_left_in_a_tab_is_not_the_next_ones(signed_in: SignedIn, sample: Workspace) -> None:
    app = signed_in(page="settings", **{"settings.part": "data", "settings.data.packed": b"everything"})
    assert list(app.get("download_button"))
    other = signed_in("operator", page="settings", run=False).session_state["signed_in"]
    app.session_state["signed_in"] = other
    app.run()
    assert not app.exception
    assert "settings.data.packed" not in app.session_state
    assert app.session_state["language"] == "zh"
