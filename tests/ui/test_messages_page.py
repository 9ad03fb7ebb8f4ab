"""The page Messages: a click a decision, the unsure ones first."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from decided import decided
from streamlit.testing.v1 import AppTest

from assistant.people import Accounts, Person, Role
from assistant.storage.appeals import AppealBook
from assistant.storage.database import open_database
from assistant.storage.decisions import DecisionBook
from assistant.workspace import Workspace

SignedIn = Callable[..., AppTest]


def said(app: AppTest) -> str:
    every = [*app.markdown, *app.caption, *app.info, *app.success, *app.warning, *app.error]
    return "\n".join(str(each.value) for each in every)


def test_before_there_is_anything_it_says_what_will_be_here(signed_in: SignedIn, empty: Workspace) -> None:
    app = signed_in(page="messages", workspace=empty)
    assert not app.exception
    assert "还没有消息" in said(app)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ["operator", "reviewer", "admin"])
def test_everybody_sees_why_and_may_judge(signed_in: SignedIn, sample: Workspace, role: str, language: str) -> None:
    decided(sample, 9)
    app = signed_in(role, page="messages", language=language)
    assert not app.exception
    assert ":red-background[" in said(app)
    assert "群里不发广告" in said(app)
    app.button(key="messages.right").click().run()
    assert not app.exception
    app.button(key="messages.fine").click().run()
    app.button(key="messages.is.fraud").click().run()
    assert not app.exception
    book = DecisionBook(open_database(sample))
    assert sorted(each.should.value for each in book.recent(9) if each.should) == ["ad", "allow", "fraud"]
    assert app.success  # nothing left that waits
    app.segmented_control(key="messages.view").set_value("said").run()
    assert not app.exception
    app.button(key="messages.undo").click().run()
    assert sum(each.should is not None for each in book.recent(9)) == 2


def test_what_members_wrote_shows_as_they_wrote_it(signed_in: SignedIn, sample: Workspace) -> None:
    decided(sample, 3, text="$x$ <script>alert(1)</script> :material/home: **加我**")
    app = signed_in(page="messages")
    assert not app.exception
    assert "<script>" not in said(app)
    assert "cript\\>alert\\(1" in said(app)


def test_only_who_may_settles_an_appeal(signed_in: SignedIn, sample: Workspace) -> None:
    decided(sample, 3)
    book = DecisionBook(open_database(sample))
    blocked = next(each for each in book.recent(3) if each.decision.verdict.value == "block")
    appeal, _ = AppealBook(open_database(sample)).add(blocked.decision.id, blocked.member, "我只是问问")
    assert signed_in("operator", page="messages").button(key=f"yes {appeal.id}").disabled
    app = signed_in("reviewer", page="messages")
    app.button(key=f"yes {appeal.id}").click().run()
    assert not app.exception
    assert AppealBook(open_database(sample)).waiting() == []


def test_a_broken_rules_file_is_told_and_the_page_goes_on(signed_in: SignedIn, sample: Workspace) -> None:
    decided(sample, 3)
    (sample.knowledge / "groups.yaml").write_text("a: [", encoding="utf-8")
    app = signed_in(page="messages")
    assert not app.exception
    assert "groups" in "".join(each.value for each in app.error)


def test_a_key_pressed_before_the_next_message_is_there_says_nothing(signed_in: SignedIn, sample: Workspace) -> None:
    from ui.parts.messages_buttons import Beside, _say

    decided(sample, 6)
    first = next(
        each for each in DecisionBook(open_database(sample)).recent(6) if each.decision.verdict.value == "review"
    )
    with pytest.MonkeyPatch.context() as held:
        held.setattr("streamlit.session_state", {"messages.shown": "another"})
        _say(first.decision.id, None, Beside("", "", ""))
    assert DecisionBook(open_database(sample)).get(first.decision.id).should is None


def test_the_next_page_follows_the_last_of_a_page_and_then_the_first_again(
    signed_in: SignedIn, sample: Workspace
) -> None:
    decided(sample, 66)  # 22 wait: a page and two
    app = signed_in(page="messages")
    seen = []
    for _ in range(23):
        seen.append(said(app).split("可以找我聊聊 ")[1].split("\n")[0])
        if not app.button(key="messages.next").disabled:
            app.button(key="messages.next").click().run()
    assert len(set(seen[:22])) == 22


def test_who_is_not_signed_in_any_more_judges_nothing(signed_in: SignedIn, sample: Workspace) -> None:
    decided(sample, 9)
    app = signed_in("operator", page="messages")
    button = app.button(key="messages.right")
    Accounts(open_database(sample)).change(Person("admin", Role.ADMIN), "operator", role=Role.REVIEWER)
    button.click().run()  # a page drawn before her role was another
    assert not app.exception
    assert not any(each.should for each in DecisionBook(open_database(sample)).recent(9))
