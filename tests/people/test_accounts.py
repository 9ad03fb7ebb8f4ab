"""Accounts: the first start, roles that are kept, wrong passwords that slow the next, the last admin who stays."""

from datetime import timedelta
from pathlib import Path

import pytest
from byhand import Clock

from assistant.errors import InputError, Refused
from assistant.people import Accounts, Person, Role, require
from assistant.people.accounts import MOST_WRONG
from assistant.people.passwords import hashed, matches
from assistant.people.roles import DEEDS
from assistant.storage import audit
from assistant.storage.database import Database

GOOD = "correct horse 42"
ADMIN = Person("店长", Role.ADMIN)


@pytest.fixture
def accounts(database: Database, clock: Clock) -> Accounts:
    made = Accounts(database, clock)
    made.begin("店长", GOOD)
    return made


def test_the_first_start_makes_an_admin_once(database: Database) -> None:
    accounts = Accounts(database)
    assert accounts.none_yet()
    assert accounts.begin(" 店长 ", GOOD).person == ADMIN
    assert not accounts.none_yet()
    with pytest.raises(Refused, match="已经有管理员了"):
        accounts.begin("别人", GOOD)


def test_a_password_is_never_stored(accounts: Accounts, tmp_path: Path) -> None:
    assert accounts.sign_in("店长", GOOD).person == ADMIN
    files = list(tmp_path.iterdir())
    assert files
    assert not any(GOOD.encode() in file.read_bytes() for file in files)


@pytest.mark.parametrize("password", ["short", "x" * 201, ""])
def test_a_password_has_bounds(password: str) -> None:
    with pytest.raises(InputError, match="密码"):
        hashed(password)


def test_two_alike_are_stored_differently_and_rubbish_matches_nothing() -> None:
    assert hashed(GOOD) != hashed(GOOD)
    assert matches(GOOD, hashed(GOOD))
    assert not matches(GOOD, "rubbish")


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(accounts: Accounts) -> None:
    answers = set()
    for name, password in (("店长", "wrong wrong"), ("没这人", GOOD)):
        with pytest.raises(Refused) as caught:
            accounts.sign_in(name, password)
        answers.add((caught.value.reason, caught.value.code))
    assert answers == {("名字或密码不对", "wrong_password")}


def test_thirty_wrong_passwords(accounts: Accounts, clock: Clock) -> None:
    codes = []
    for _ in range(30):
        clock.now += timedelta(seconds=10)
        with pytest.raises(Refused) as caught:
            accounts.sign_in("店长", "wrong wrong")
        codes.append(caught.value.code)
    assert codes == ["wrong_password"] * MOST_WRONG + ["too_many_tries"] * (30 - MOST_WRONG)
    with pytest.raises(Refused, match="15 分钟"):
        accounts.sign_in("店长", GOOD)
    clock.now += timedelta(minutes=16)
    assert accounts.sign_in("店长", GOOD).person == ADMIN


def test_a_right_password_forgets_the_wrong_ones(accounts: Accounts) -> None:
    for _ in range(3):
        for _ in range(MOST_WRONG - 1):
            with pytest.raises(Refused, match="密码不对"):
                accounts.sign_in("店长", "wrong wrong")
        accounts.sign_in("店长", GOOD)


def test_the_last_admin_stays(accounts: Accounts) -> None:
    for deed in (lambda: accounts.remove(ADMIN, "店长"), lambda: accounts.change(ADMIN, "店长", role=Role.OPERATOR)):
        with pytest.raises(Refused, match="至少要留一位管理员"):
            deed()
    accounts.add(ADMIN, "老板", Role.ADMIN, GOOD)
    accounts.remove(ADMIN, "店长")
    assert [each.name for each in accounts.all(Person("老板", Role.ADMIN))] == ["老板"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.REVIEWER])
def test_who_is_no_admin_manages_nobody(accounts: Accounts, role: Role) -> None:
    accounts.add(ADMIN, "小李", role, GOOD)
    someone = Person("小李", role)
    deeds = (
        lambda: accounts.all(someone),
        lambda: accounts.add(someone, "新人", Role.OPERATOR, GOOD),
        lambda: accounts.change(someone, "小李", role=Role.ADMIN),
        lambda: accounts.change(someone, "店长", password=GOOD),
        lambda: accounts.remove(someone, "店长"),
    )
    for deed in deeds:
        with pytest.raises(Refused, match="管理成员需要管理员权限") as caught:
            deed()
        assert caught.value.code == "not_allowed"
    accounts.change(someone, "小李", password="my own new one")


@pytest.mark.parametrize("name", ["", "   ", "x" * 65, "a\nb", "\u202e"])
def test_a_name_is_one_that_can_be_read(accounts: Accounts, name: str) -> None:
    with pytest.raises(InputError, match="名字要写"):
        accounts.add(ADMIN, name, Role.OPERATOR, GOOD)


def test_who_did_it_is_noted(accounts: Accounts, database: Database) -> None:
    accounts.add(ADMIN, "小李", Role.OPERATOR, GOOD)
    accounts.change(ADMIN, "小李", password="another one 42")
    told = [(entry.who, entry.what, entry.target, entry.about) for entry in audit.entries(database)]
    assert ("店长", "people.change", "小李", "password") in told
    assert all("another" not in about for *_, about in told)


def test_every_deed_needs_its_role() -> None:
    for deed, (least, _) in DEEDS.items():
        allowed = [role for role in Role if Person("x", role).may(deed)]
        assert allowed == list(Role)[list(Role).index(least) :]
        if least is not Role.OPERATOR:
            with pytest.raises(Refused):
                require(Person("x", Role.OPERATOR), deed)
