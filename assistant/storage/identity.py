"""The name by which a workspace is known where several share an engine: a queue, an index of vectors."""

from __future__ import annotations

import secrets
from functools import lru_cache
from hashlib import blake2b

from assistant.storage.database import Database, get_state
from assistant.storage.tables import state
from assistant.storage.upsert import insert_new

KEY = "identity"


@lru_cache(maxsize=32)
def identity_of(database: Database) -> str:
    """Return the name, letters and digits; whoever asks first makes it.

    A file that was copied is another workspace: where it stands is part of its name.
    """
    with database.read() as connection:
        found = get_state(connection, KEY)
    if not found:
        with database.write() as connection:
            insert_new(connection, state, [{"key": KEY, "value": secrets.token_hex(6)}])
            found = get_state(connection, KEY)
    return found + (blake2b(database.url.encode(), digest_size=4).hexdigest() if database.local else "")
