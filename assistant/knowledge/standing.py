"""What searches ask for again and again, kept from query to query while the store stays as it is.

A group asks within the same scope all day, so which passages that scope admits, and which passages a vector stands for,
is read once for each state of a small store; a large one is asked about the few passages found instead. The words of
passages that were weighed lately are kept for any store: customers ask about the same few things.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, select

from assistant.knowledge.lexical import words_of
from assistant.knowledge.store import meant_for
from assistant.storage.tables import passages

#: Scopes kept: half a megabyte each where a store has ten thousand passages.
SCOPES = 16
#: Passages whose words are kept: some kilobytes each at the most.
WORDS = 2000


class Standing:
    """The passages of one state of the store; what is asked for in another state is read anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = ""
        self._contents: dict[str, tuple[int, ...]] = {}
        self._admitted: OrderedDict[Hashable, frozenset[int]] = OrderedDict()
        self._words: OrderedDict[int, str] = OrderedDict()

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

    def words(self, connection: Connection, state: str, pks: Iterable[int]) -> dict[int, str]:
        """Return the words of passages as :func:`.lexical.words_of` does."""
        with self._lock:
            self._be(state)
            wanted = list(pks)
            found = {pk: self._words[pk] for pk in wanted if pk in self._words}
            fresh = words_of(connection, [pk for pk in wanted if pk not in found])
            self._words.update(fresh)
            for pk in found:
                self._words.move_to_end(pk)
            while len(self._words) > WORDS:
                self._words.popitem(last=False)
            return found | fresh

    def _be(self, state: str) -> None:
        # Without a name of its state nothing is known to be as it was.
        if state != self._state or not state:
            self._contents, self._admitted, self._words, self._state = {}, OrderedDict(), OrderedDict(), state
