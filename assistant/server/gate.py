"""Who may ask: API keys, what each may do, and how often."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import Annotated

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assistant.errors import StorageError
from assistant.server.problems import ServiceError, too_many
from assistant.server.rates import Rates
from assistant.storage.apikeys import ApiKey, KeyBook, Verb, parts_of

log = logging.getLogger(__name__)

#: Seconds after which changed keys are looked for, and after which the last use of a key is noted.
FRESH, NOTED = 2.0, 60.0

_BEARER = HTTPBearer(auto_error=False, description="A key made by `assistant keys add`.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]


class Gate:
    """Knows the keys; looks for changed ones every two seconds, so that one that is revoked ends everywhere."""

    def __init__(self, book: KeyBook, rates: Rates) -> None:
        self._book = book
        self._rates = rates
        self._keys: dict[str, ApiKey] = {}
        self._looked = float("-inf")
        self._used: dict[str, datetime] = {}
        self._noted = monotonic()
        self._lock = Lock()

    def admit(self, token: str) -> ApiKey:
        """Return the key that ``token`` is. Raises :class:`ServiceError` (401)."""
        return self._admitted(token, self._known())

    def admit_known(self, token: str) -> ApiKey | None:
        """The same without a look at the database: None where one is due."""
        now = monotonic()
        if now - self._looked > FRESH or now - self._noted > NOTED:
            return None
        return self._admitted(token, self._keys)

    def _admitted(self, token: str, keys: Mapping[str, ApiKey]) -> ApiKey:
        identity, secret = parts_of(token)
        now = datetime.now()
        key = keys.get(identity)
        if key is None or not key.matches(secret) or not key.lives(now):
            raise ServiceError(
                401, "unauthenticated", "没有带钥匙，或者钥匙不对、已停用：请用 assistant keys add 做一把",
                headers={"WWW-Authenticate": "Bearer"},
            )  # fmt: skip
        self._note(key, now)
        return key

    async def spend(self, key: ApiKey) -> None:
        """Count a message against the rate of a key. Raises :class:`ServiceError` (429)."""
        wait = await self._rates.spend(key.id)
        if wait:
            raise too_many(f"这把钥匙每分钟最多 {self._rates.per_minute} 条，请稍后再发", wait, "rate_limited")

    def look(self) -> None:
        """Take up keys that were made or revoked."""
        self._keys = {key.id: key for key in self._book.all()}
        self._looked = monotonic()

    def _known(self) -> dict[str, ApiKey]:
        if monotonic() - self._looked > FRESH:
            self.look()
        return self._keys

    def _note(self, key: ApiKey, now: datetime) -> None:
        self._used[key.id] = now
        if monotonic() - self._noted > NOTED:
            try:
                self.flush()
            except StorageError as error:  # nobody is turned away for it
                log.warning("when keys were last used could not be written down: %s", error)

    def flush(self) -> None:
        """Write down when keys were last used."""
        with self._lock:
            used, self._used = self._used, {}
            self._noted = monotonic()
        if used:
            try:
                self._book.used(used)
            except StorageError:
                with self._lock:
                    self._used = used | self._used
                raise


def allowed(verb: Verb) -> Callable[..., ApiKey]:
    """A dependency: the caller's key, which may ``verb``. Raises :class:`ServiceError` (401, 403)."""

    def _caller(request: Request, given: Credentials) -> ApiKey:
        key: ApiKey = request.app.state.service.gate.admit(given.credentials if given else "")
        if verb not in key.verbs:
            raise ServiceError(403, "not_allowed", f"这把钥匙没有 {verb} 的权限")
        return key

    return _caller


def within(key: ApiKey, group: str) -> None:
    """Raises :class:`ServiceError` (403) where a key is not for the group."""
    if not key.opens(group):
        raise ServiceError(403, "not_allowed", f"这把钥匙不能用于群 {group!r}")
