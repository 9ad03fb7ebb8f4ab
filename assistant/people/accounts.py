"""Accounts with a local password: set on first start, slowed down after wrong passwords, told of in the audit log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from assistant.errors import InputError, Refused
from assistant.people.passwords import hashed, matches
from assistant.people.roles import Person, Role, require
from assistant.storage import audit
from assistant.storage.database import Database
from assistant.storage.decisions import stamp
from assistant.storage.locks import alone
from assistant.storage.tables import desk_sessions, people, sign_ins

#: After so many wrong passwords of a name within :data:`WINDOW` it is not tried again. After so many of all names
#: together each name has one try, so that who guesses at many names shuts nobody out.
MOST_WRONG, MOST_WRONG_OF_ALL = 5, 50
WINDOW = timedelta(minutes=15)
_LONGEST_NAME = 64


@dataclass(frozen=True)
class SignedIn:
    """A person and the number of the account's ``session``: what began under it is over once that has grown."""

    person: Person
    session: int


@dataclass(frozen=True)
class Account:
    """One line of the list of members."""

    name: str
    role: Role
    created_at: datetime
    seen_at: datetime | None


class Accounts:
    """The accounts of one workspace. ``now`` is the clock."""

    def __init__(self, database: Database, now: Callable[[], datetime] = datetime.now) -> None:
        self._database = database
        self._now = now

    def none_yet(self) -> bool:
        """Whether nobody has an account: the first start."""
        with self._database.read() as connection:
            return connection.execute(select(people.c.name).limit(1)).first() is None

    def begin(self, name: str, password: str) -> SignedIn:
        """Make the first account, an admin's. Raises :class:`Refused` where there is one already."""
        made = hashed(password)
        with self._database.write() as connection:
            alone(connection, "people")
            if connection.execute(select(people.c.name).limit(1)).first() is not None:
                raise Refused("已经有管理员了：请用账号登录，或找管理员加您", code="not_first", basis="第一次启动")
            self._insert(connection, _name(name), Role.ADMIN, made, who=name)
        return SignedIn(Person(_name(name), Role.ADMIN), 1)

    def add(self, actor: Person, name: str, role: Role, password: str) -> None:
        """Add an account. Raises :class:`Refused` for who may not, :class:`InputError` for a taken or wrong name."""
        require(actor, "people.write")
        made = hashed(password)
        with self._database.write() as connection:
            alone(connection, "people")
            if self._row(connection, _name(name)) is not None:
                raise InputError(f"已经有叫“{_name(name)}”的成员了，请换一个名字")
            self._insert(connection, _name(name), role, made, who=actor.name)

    def change(self, actor: Person, name: str, *, role: Role | None = None, password: str | None = None) -> None:
        """Change a role or a password; either signs everybody of that name out.

        Everybody may change her own password. Raises :class:`Refused` also where the last admin would be gone.
        """
        if role is not None or name != actor.name:
            require(actor, "people.write")
        made = hashed(password) if password is not None else None
        with self._database.write() as connection:
            alone(connection, "people")
            row = self._known(connection, name)
            if role is not None and role is not Role.ADMIN and row.role == Role.ADMIN:
                self._keep_an_admin(connection)
            values: dict[str, object] = {}
            if role is not None and role != row.role:
                values["role"] = role.value
            if made is not None:
                values["password"] = made
            if values:
                values["session"] = row.session + 1
                connection.execute(update(people).where(people.c.name == name).values(values))
                _sign_out(connection, name)
                about = " ".join(filter(None, [str(values.get("role", "")), "password" if made else ""]))
                audit.note(connection, who=actor.name, what="people.change", target=name, about=about)

    def remove(self, actor: Person, name: str) -> None:
        """Take an account away. Raises :class:`Refused` for the last admin's."""
        require(actor, "people.write")
        with self._database.write() as connection:
            alone(connection, "people")
            if self._known(connection, name).role == Role.ADMIN:
                self._keep_an_admin(connection)
            connection.execute(delete(people).where(people.c.name == name))
            _sign_out(connection, name)
            audit.note(connection, who=actor.name, what="people.remove", target=name)

    def all(self, actor: Person) -> list[Account]:
        """Return the members by name. Raises :class:`Refused` for who may not see them."""
        require(actor, "people.write")
        with self._database.read() as connection:
            rows = connection.execute(select(people).order_by(people.c.name)).all()
        return [
            Account(
                row.name,
                Role(row.role),
                datetime.fromisoformat(row.created_at),
                datetime.fromisoformat(row.seen_at) if row.seen_at else None,
            )
            for row in rows
        ]

    def sign_in(self, name: str, password: str) -> SignedIn:
        """Return who signs in. Raises :class:`Refused`, the same for an unknown name and a wrong password."""
        name = name.strip()[:_LONGEST_NAME]
        now = self._now()
        with self._database.write() as connection:
            # Counted before it is tried: thirty tries at once count as thirty.
            alone(connection, "people")
            self._slow_down(connection, name, now)
            connection.execute(insert(sign_ins).values(name=name, at=stamp(now)))
            row = self._row(connection, name)
        if not matches(password, row.password if row is not None else _nobody()) or row is None:
            raise Refused("名字或密码不对", code="wrong_password", basis="登录")
        with self._database.write() as connection:
            connection.execute(delete(sign_ins).where(sign_ins.c.name == name))
            connection.execute(update(people).where(people.c.name == name).values(seen_at=stamp(now)))
        return SignedIn(Person(row.name, Role(row.role)), row.session)

    def _slow_down(self, connection: Connection, name: str, now: datetime) -> None:
        since = stamp(now - WINDOW)
        connection.execute(delete(sign_ins).where(sign_ins.c.at < since))
        of_all = connection.execute(select(func.count()).select_from(sign_ins)).scalar_one()
        of_name = connection.execute(
            select(func.count()).select_from(sign_ins).where(sign_ins.c.name == name)
        ).scalar_one()
        if of_name >= MOST_WRONG or (of_name and of_all >= MOST_WRONG_OF_ALL):
            minutes = int(WINDOW.total_seconds() // 60)
            raise Refused(f"试错太多次了，请过 {minutes} 分钟再登录", code="too_many_tries", basis="登录限制")

    def _insert(self, connection: Connection, name: str, role: Role, made: str, *, who: str) -> None:
        row = {"name": name, "role": role.value, "password": made, "session": 1, "created_at": stamp(self._now())}
        connection.execute(insert(people).values(row))
        audit.note(connection, who=who, what="people.add", target=name, about=role.value)

    def _known(self, connection: Connection, name: str) -> Row[Any]:
        row = self._row(connection, name)
        if row is None:
            raise InputError(f"没有叫“{name}”的成员")
        return row

    @staticmethod
    def _row(connection: Connection, name: str) -> Row[Any] | None:
        return connection.execute(select(people).where(people.c.name == name)).first()

    @staticmethod
    def _keep_an_admin(connection: Connection) -> None:
        admins = select(func.count()).select_from(people).where(people.c.role == Role.ADMIN.value)
        if connection.execute(admins).scalar_one() < 2:
            raise Refused("至少要留一位管理员：请先让别人当管理员", code="last_admin", basis="成员权限")


def _sign_out(connection: Connection, name: str) -> None:
    # Whoever is given the name later does not come into what its browsers hold.
    connection.execute(delete(desk_sessions).where(desk_sessions.c.name == name))


@cache
def _nobody() -> str:
    """What a password is held against where the name is unknown, so that it takes as long."""
    return hashed("a password of nobody")


def _name(given: str) -> str:
    name = given.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InputError(f"名字要写 1 到 {_LONGEST_NAME} 个看得见的字")
    return name
