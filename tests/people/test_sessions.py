"""Browsers that stay signed in: a ticket is good once and for a minute; a session ends when it should, everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from byhand import Clock
from sqlalchemy import select

from assistant.people import Accounts, Person, Role, Sessions, SignedIn
from assistant.people.sessions import IDLE, LONGEST, TICKET
from assistant.storage.database import Database
from assistant.storage.tables import desk_sessions

GOOD = "correct horse 42"
BOSS = Person("店长", Role.ADMIN)
ZOE = Person("小李", Role.OPERATOR)


@pytest.fixture
def accounts(database: Database, clock: Clock) -> Accounts:
    made = Accounts(database, clock)
    made.begin(BOSS.name, GOOD)
    made.add(BOSS, ZOE.name, ZOE.role, GOOD)
    return made


@pytest.fixture
def sessions(accounts: Accounts, database: Database, clock: Clock) -> Sessions:
    return Sessions(database, clock)


def _token(sessions: Sessions, person: Person = ZOE, *, stays: bool = False) -> str:
    kept = sessions.keep(sessions.begin(SignedIn(person, 1), stays=stays).ticket)
    assert kept is not None
    return kept.token


def _who(sessions: Sessions, token: str) -> Person | None:
    return sessions.who(sessions.of_token(token))


def test_a_ticket_is_traded_once_for_what_the_browser_keeps(sessions: Sessions) -> None:
    begun = sessions.begin(SignedIn(ZOE, 1), stays=True)
    assert sessions.who(begun.id) == ZOE
    kept = sessions.keep(begun.ticket)
    assert kept is not None
    assert kept.seconds == LONGEST.total_seconds()
    assert _who(sessions, kept.token) == ZOE
    for nothing in (begun.ticket, kept.token, begun.id, ""):
        assert sessions.keep(nothing) is None
    for nothing in (begun.ticket, begun.id, "", f"{kept.token} "):
        assert sessions.of_token(nothing) == ""
    on_loan = sessions.keep(sessions.begin(SignedIn(ZOE, 1), stays=False).ticket)
    assert on_loan is not None
    assert on_loan.seconds is None


def test_a_ticket_is_good_for_a_minute(sessions: Sessions, clock: Clock) -> None:
    begun = sessions.begin(SignedIn(ZOE, 1), stays=True)
    clock.now += TICKET
    assert sessions.keep(begun.ticket) is None
    assert sessions.who(begun.id) == ZOE


def test_the_database_holds_nothing_that_opens(sessions: Sessions, database: Database, tmp_path: Path) -> None:
    begun = sessions.begin(SignedIn(ZOE, 1), stays=True)
    waiting = sessions.begin(SignedIn(ZOE, 1), stays=True)
    kept = sessions.keep(begun.ticket)
    assert kept is not None
    with database.read() as connection:
        stored = str(connection.execute(select(desk_sessions)).all())
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in (begun.ticket, waiting.ticket, kept.token):
        assert secret not in stored
        assert secret.encode() not in files


@pytest.mark.parametrize("stays", [True, False])
def test_it_ends_when_nobody_was_there_and_in_the_end(sessions: Sessions, clock: Clock, stays: bool) -> None:
    token, begun = _token(sessions, stays=stays), clock.now
    while clock.now + IDLE[stays] * 0.9 < begun + LONGEST:
        clock.now += IDLE[stays] * 0.9
        assert _who(sessions, token) == ZOE
    clock.now = begun + LONGEST
    assert _who(sessions, token) is None
    other = _token(sessions, stays=stays)
    clock.now += IDLE[stays] + timedelta(seconds=1)
    assert _who(sessions, other) is None
    sessions.begin(SignedIn(ZOE, 1), stays=stays)  # what is over is swept away
    assert sessions.of_token(token) == sessions.of_token(other) == ""


@pytest.mark.parametrize(
    "deed",
    [
        lambda accounts: accounts.change(ZOE, ZOE.name, password="another one 42"),
        lambda accounts: accounts.change(BOSS, ZOE.name, password="another one 42"),
        lambda accounts: accounts.change(BOSS, ZOE.name, role=Role.REVIEWER),
        lambda accounts: accounts.remove(BOSS, ZOE.name),
    ],
    ids=["her password", "her password by an admin", "her role", "her account"],
)
def test_what_changes_about_her_ends_all_of_hers_and_nobody_elses(
    sessions: Sessions, accounts: Accounts, deed: Callable[[Accounts], None]
) -> None:
    hers, also_hers, his = _token(sessions), _token(sessions, stays=True), _token(sessions, BOSS)
    page = sessions.begin(SignedIn(ZOE, 1), stays=False)
    deed(accounts)
    assert [_who(sessions, token) for token in (hers, also_hers, his)] == [None, None, BOSS]
    assert sessions.who(page.id) is None
    assert sessions.keep(page.ticket) is None


def test_who_is_given_a_name_anew_does_not_come_into_the_old_one(sessions: Sessions, accounts: Accounts) -> None:
    token = _token(sessions)
    accounts.remove(BOSS, ZOE.name)
    accounts.add(BOSS, ZOE.name, Role.ADMIN, "another one 42")
    assert _who(sessions, token) is None


def test_a_role_that_stays_ends_nothing(sessions: Sessions, accounts: Accounts) -> None:
    token = _token(sessions)
    accounts.change(BOSS, ZOE.name, role=ZOE.role)
    assert _who(sessions, token) == ZOE


def test_who_signs_out_ends_this_browser_or_the_others(sessions: Sessions) -> None:
    phone, shop, home = _token(sessions), _token(sessions), _token(sessions)
    his = _token(sessions, BOSS)
    sessions.end(sessions.of_token(phone))
    assert _who(sessions, phone) is None
    assert sessions.others(ZOE.name, sessions.of_token(shop)) == 1
    sessions.end_others(ZOE, sessions.of_token(shop))
    assert [_who(sessions, token) for token in (home, shop, his)] == [None, ZOE, BOSS]
    assert sessions.others(ZOE.name, sessions.of_token(shop)) == 0
