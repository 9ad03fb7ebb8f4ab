"""Signing in: the first start, wrong passwords, the company's accounts, what a role is worth after it has changed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from deskshop import SignedIn, texts_of
from drafted import stored
from streamlit.testing.v1 import AppTest

from assistant.errors import Refused
from assistant.people import Accounts, Person, Role, Sessions
from assistant.people import SignedIn as WhoSignedIn
from assistant.storage.database import open_database
from assistant.workspace import Workspace
from ui.cookie import cookie_name

APP = Path(__file__).parents[2] / "ui" / "streamlit_app.py"
GOOD = "correct horse 42"
ADMIN = Person("店长", Role.ADMIN)


@pytest.fixture
def opened(sample: Workspace, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(sample.root))
    return AppTest.from_file(str(APP), default_timeout=30)


def _fill(app: AppTest, *values: str) -> AppTest:
    for box, value in zip(app.text_input, values, strict=True):
        box.set_value(value)
    app.button[0].click()
    return app.run()


def test_the_first_start_makes_an_admin(opened: AppTest, sample: Workspace) -> None:
    app = opened.run()
    assert "两遍密码不一样" in _fill(app, "店长", GOOD, "something else").error[0].value
    assert "至少要 8 位" in _fill(app, "店长", "short", "short").error[0].value
    _fill(app, "店长", GOOD, GOOD)
    assert not app.exception
    assert Sessions(open_database(sample)).who(app.session_state["signed_in"]) == ADMIN
    assert [each.role for each in Accounts(open_database(sample)).all(ADMIN)] == [Role.ADMIN]


def test_somebody_signs_in_and_out(opened: AppTest, sample: Workspace) -> None:
    Accounts(open_database(sample)).begin("店长", GOOD)
    app = opened.run()
    assert app.title[0].value == "登录"
    assert "名字或密码不对" in _fill(app, "店长", "wrong password").error[0].value
    assert "名字或密码不对" in _fill(app, "没有这人", GOOD).error[0].value
    _fill(app, "店长", GOOD)
    assert "signed_in" in app.session_state
    next(button for button in app.sidebar.button if button.label == "退出登录").click().run()
    assert "signed_in" not in app.session_state
    assert app.title[0].value == "登录"


def test_thirty_wrong_passwords(opened: AppTest, sample: Workspace) -> None:
    accounts = Accounts(open_database(sample))
    accounts.begin("店长", GOOD)
    codes = []
    for number in range(30):
        with pytest.raises(Refused) as refused:
            accounts.sign_in("店长", f"guess {number}")
        codes.append(refused.value.code)
    assert codes == ["wrong_password"] * 5 + ["too_many_tries"] * 25
    # The right one does not get in either, until the time is over; and the page says so.
    app = _fill(opened.run(), "店长", GOOD)
    assert "试错太多次了" in app.error[0].value
    assert "signed_in" not in app.session_state


def test_who_gets_another_role_or_is_removed_signs_in_again(signed_in: SignedIn, sample: Workspace) -> None:
    accounts = Accounts(open_database(sample))
    accounts.begin("店长", GOOD)
    for change in (
        lambda: accounts.change(ADMIN, "reviewer", role=Role.OPERATOR),
        lambda: accounts.change(ADMIN, "reviewer", password="another one 42"),
        lambda: accounts.remove(ADMIN, "reviewer"),
    ):
        app = signed_in("reviewer", page="settings")
        assert app.title[0].value == "设置"
        change()
        app.run()
        assert app.title[0].value == "登录"


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The cookies that the browser comes with."""
    held: dict[str, str] = {}
    monkeypatch.setattr("streamlit.context", SimpleNamespace(cookies=held))
    return held


def test_a_cookie_opens_the_page_that_was_asked_for(
    signed_in: SignedIn, sample: Workspace, cookies: dict[str, str]
) -> None:
    sessions = Sessions(open_database(sample))
    app = signed_in("operator", page="settings")
    kept = sessions.keep(sessions.begin(WhoSignedIn(Person("operator", Role.OPERATOR), 1), stays=True).ticket)
    assert kept is not None
    app = AppTest.from_file(str(APP), default_timeout=30).switch_page("app_pages/settings.py").run()
    assert app.title[0].value == "登录"
    cookies[cookie_name(sample.root)] = kept.token
    app.run()
    assert app.title[0].value == "设置"
    # She signs out: the cookie that the browser still has is worth nothing, here and in another tab.
    next(button for button in app.sidebar.button if button.label == "退出登录").click().run()
    assert app.title[0].value == "登录"
    assert AppTest.from_file(str(APP), default_timeout=30).run().title[0].value == "登录"


def test_whoever_signs_in_comes_to_the_draft_of_the_link(opened: AppTest, sample: Workspace) -> None:
    Accounts(open_database(sample)).begin("店长", GOOD)
    draft = stored(sample)
    opened.switch_page("app_pages/studio.py")
    opened.query_params["draft"] = draft.id
    app = _fill(opened.run(), "店长", GOOD)
    assert not app.exception
    assert draft.title in texts_of(app)


def test_a_session_that_somebody_made_up(opened: AppTest, sample: Workspace) -> None:
    Accounts(open_database(sample)).begin("店长", GOOD)
    opened.session_state["signed_in"] = "0" * 32
    assert opened.run().title[0].value == "登录"


class _User(dict[str, object]):
    """What Streamlit knows of somebody whom the company has let in."""

    is_logged_in = True


@pytest.fixture
def oidc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_UI__OIDC", "true")
    monkeypatch.setenv("ASSISTANT_UI__OIDC_ROLES", '{"boss@shop.example": "admin"}')


def test_the_company_lets_in_whom_a_role_is_given(opened: AppTest, oidc: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.user", _User(email="boss@shop.example"))
    app = opened.run()
    assert not app.exception
    assert any(r"boss\@:gray[]shop\.example" in caption.value for caption in app.sidebar.caption)


def test_a_stranger_of_the_company_is_told_whom_to_ask(
    opened: AppTest, oidc: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streamlit.user", _User(email="other@shop.example"))
    app = opened.run()
    assert not app.exception
    assert r"other\@:gray[]shop\.example" in app.error[0].value
    assert not app.title


def test_a_password_opens_nothing_where_the_company_signs_in(
    opened: AppTest, oidc: None, sample: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(sample)
    signed = Accounts(database).begin("店长", GOOD)
    user = _User()
    user.is_logged_in = False
    monkeypatch.setattr("streamlit.user", user)
    opened.session_state["signed_in"] = Sessions(database).begin(signed, stays=False).id
    app = opened.run()
    assert not app.exception
    assert [button.label for button in app.main.button] == ["用公司账号登录"]
