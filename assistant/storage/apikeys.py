"""API keys: stored hashed, bound to groups and verbs. A key is shown once, when it is made."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, get_args

from sqlalchemy import RowMapping, insert, select, update

from assistant.errors import InputError
from assistant.storage.audit import note
from assistant.storage.database import Database
from assistant.storage.decisions import stamp
from assistant.storage.tables import api_keys

Verb = Literal["moderate", "decisions", "feedback", "appeals", "drafts", "knowledge", "metrics"]
VERBS: tuple[Verb, ...] = get_args(Verb)
#: How long the key that another replaces goes on being taken.
GRACE = timedelta(days=1)
_MARK = "cak"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key. ``groups`` empty: all of them; ``until``: when it ends, None: not by itself."""

    id: str
    name: str
    groups: frozenset[str]
    verbs: frozenset[str]
    created_at: datetime
    used_at: datetime | None = None
    until: datetime | None = None
    digest: str = ""

    def lives(self, now: datetime) -> bool:
        """Whether it is taken at ``now``."""
        return self.until is None or now < self.until

    def opens(self, group: str) -> bool:
        """Whether it is for this group."""
        return not self.groups or group in self.groups

    def matches(self, secret: str) -> bool:
        """Whether this is its secret; takes the same time for every wrong one."""
        return hmac.compare_digest(self.digest, _digest(secret))


class KeyBook:
    """The keys of a workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        name: str,
        *,
        groups: Sequence[str] = (),
        verbs: Sequence[str] = ("moderate",),
        replaces: str = "",
        who: str = "cli",
    ) -> tuple[ApiKey, str]:
        """Make a key; return it with the text that callers send, which is kept nowhere.

        ``replaces`` is the id of a key that is taken for one more day, ``who`` makes it. Raises :class:`InputError`
        for an unknown verb or key.
        """
        if unknown := [verb for verb in verbs if verb not in VERBS]:
            raise InputError(f"没有 {unknown[0]!r} 这种权限；可以给的是：{'、'.join(VERBS)}")
        now = datetime.now()
        identity, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        digest = _digest(secret)
        with self._database.write() as connection:
            if replaces:
                ended = update(api_keys).where(api_keys.c.id == replaces, api_keys.c.until.is_(None))
                if not connection.execute(ended.values(until=stamp(now + GRACE))).rowcount:
                    raise InputError(f"没有编号为 {replaces!r}、还在用的钥匙；用 assistant keys list 可以看到")
            row = {
                "id": identity, "name": name, "digest": digest, "groups": sorted(groups), "verbs": sorted(verbs),
                "created_at": stamp(now),
            }  # fmt: skip
            connection.execute(insert(api_keys).values(row))
            note(connection, who=who, what="key.add", target=identity, about=name)
        key = ApiKey(identity, name, frozenset(groups), frozenset(verbs), now, digest=digest)
        return key, f"{_MARK}_{identity}_{secret}"

    def all(self) -> list[ApiKey]:
        """Return every key, the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(api_keys).order_by(api_keys.c.created_at)).mappings()
            return [_key(row) for row in rows]

    def revoke(self, identity: str, *, who: str = "cli") -> None:
        """Take a key no more. Raises :class:`InputError` where there is none that is in use."""
        now = stamp(datetime.now())
        with self._database.write() as connection:
            alive = api_keys.c.until.is_(None) | (api_keys.c.until > now)
            ended = update(api_keys).where(api_keys.c.id == identity, alive).values(until=now)
            if not connection.execute(ended).rowcount:
                raise InputError(f"没有编号为 {identity!r}、还在用的钥匙；用 assistant keys list 可以看到")
            note(connection, who=who, what="key.revoke", target=identity)

    def used(self, moments: dict[str, datetime]) -> None:
        """Note when keys were last used."""
        with self._database.write() as connection:
            # In one order for all: two processes that note the same keys must not wait for each other.
            for identity, at in sorted(moments.items()):
                connection.execute(update(api_keys).where(api_keys.c.id == identity).values(used_at=stamp(at)))


def parts_of(token: str) -> tuple[str, str]:
    """The id and the secret of what a caller sends; both empty where it is no key of ours."""
    mark, _, rest = token.partition("_")
    identity, _, secret = rest.partition("_")
    return (identity, secret) if mark == _MARK and identity and secret else ("", "")


def _digest(secret: str) -> str:
    # 256 random bits need no slow hash: there is nothing to guess.
    return sha256(secret.encode()).hexdigest()


def _key(row: RowMapping) -> ApiKey:
    return ApiKey(
        id=row["id"],
        name=row["name"],
        groups=frozenset(row["groups"]),
        verbs=frozenset(row["verbs"]),
        created_at=datetime.fromisoformat(row["created_at"]),
        used_at=datetime.fromisoformat(row["used_at"]) if row["used_at"] else None,
        until=datetime.fromisoformat(row["until"]) if row["until"] else None,
        digest=row["digest"],
    )
