"""What several processes of one workspace share besides the database, and what one remembers alone.

    state     the interface: windows of what happened lately, claims, rates, a notice that something has changed
    embedded  in this process alone; what is fallen back to while Redis is away
    redis     in Redis, by scripts that each are one step
    line      the connection: bounded in time, left alone while it fails
    sealed    texts that only who has the database can read

Nothing here is the truth: decisions, offences, corrections and keys are in the SQL database, which knows all of them in
one order. What is here may be lost, and then somebody's count begins anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.shared.embedded import Embedded

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.shared.state import SharedState

__all__ = ["open_shared"]


def open_shared(settings: Settings, workspace: str) -> SharedState:
    """Return what processes of ``workspace`` (a name without meaning) share: by Redis where there is an address.

    Raises :class:`SettingsError` for an address that is none. A Redis that does not answer raises nothing.
    """
    if not settings.redis_url:
        return Embedded()
    from assistant.shared.redis import RedisState

    return RedisState(settings.redis_url, workspace, milliseconds=settings.redis_ms)
