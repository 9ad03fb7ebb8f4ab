"""What a search may return, kept from query to query while a small store stays as it is.

A group asks within the same scope all day, so which passages that scope admits, and which passages a vector stands for,
is read once for each state of the store. A large store is asked about the few passages found instead.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping

from sqlalchemy import ColumnElement, Connection, select

from assistant.knowledge.store import meant_for
from assistant.storage.tables import passages

#: Scopes kept: half a megabyte each where a store has ten thousand passages.
SCOPES = 16


class Standing:
    """The passages of one state of the store; what is asked for in another state is read anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = ""
        self._contents: dict[str, tuple[int, ...]] = {}
        self._admitted: OrderedDict[Hashable, frozenset[int]] = OrderedDict()

    def admitted(
        self, connection: Connection, state: str, group: str, conditions: tuple[ColumnElement[bool], ...], key: Hashable
    ) -> frozenset[int]:
        """Return all passages that meet the conditions and are meant for ``group`` (empty: for anybody).

        ``state`` names the state of the store that the connection sees, ``key`` the conditions and the group.
        """
        with self._lock:
            self._be(state)
            if key in self._admitted:
                self._admitted.move_to_end(key)
                return self._admitted[key]
            rows = connection.execute(select(passages.c.pk, passages.c.groups).where(*conditions)).all()
            found = frozenset(pk for pk, groups in rows if meant_for(group, groups))
            self._admitted[key] = found
            if len(self._admitted) > SCOPES:
                self._admitted.popitem(last=False)
            return found

    def by_content(self, connection: Connection, state: str) -> Mapping[str, tuple[int, ...]]:
        """Return the passages that each vector stands for, by the hash of its content."""
        with self._lock:
            self._be(state)
            if not self._contents:
                columns = (passages.c.pk, passages.c.content, passages.c.question_content)
                for pk, content, question in connection.execute(select(*columns)).all():
                    for hashed in {content, question}:
                        self._contents[hashed] = (*self._contents.get(hashed, ()), pk)
            return self._contents

    def _be(self, state: str) -> None:
        # Without a name of its state nothing is known to be as it was.
        if state != self._state or not state:
            self._contents, self._admitted, self._state = {}, OrderedDict(), state
