"""The scores of single words, kept from query to query while the index stays as it is.

BM25 adds up over the words of a query, so the ranking of a query is the sum of what each of its words gives the
passages that hold it. Customers ask with the same words again and again, and adding up costs a tenth of asking FTS5 to
rank anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    #: The keys of the passages that hold a word, in rising order, and what the word gives each.
    Scored = tuple[NDArray[np.int64], NDArray[np.float64]]

# Postings kept in all: 16 bytes each.
KEPT = 1_000_000


class Postings:
    """The scores of words in one state of the index; a word asked for in another state is read anew."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = ""
        self._words: OrderedDict[str, Scored] = OrderedDict()
        self._size = 0

    def of(self, state: str, words: Sequence[str], read: Callable[[str], list[Any]]) -> list[Scored]:
        """Return the scores of ``words``; ``read`` gives the (key, score) rows of one that is not kept.

        ``state`` names the state of the index; empty: nothing is kept.
        """
        with self._lock:
            if state != self._state:
                self._words.clear()
                self._state, self._size = state, 0
            kept = {word: self._words[word] for word in words if word in self._words}
            for word in kept:
                self._words.move_to_end(word)
        fresh = {word: _scored(read(word)) for word in words if word not in kept}
        if fresh and state:
            self._keep(state, fresh)
        return [kept.get(word) or fresh[word] for word in words]

    def _keep(self, state: str, fresh: dict[str, Scored]) -> None:
        with self._lock:
            if state != self._state:
                return
            for word, scored in fresh.items():
                if word not in self._words:
                    self._words[word] = scored
                    self._size += len(scored[0])
            while self._size > KEPT:
                self._size -= len(self._words.popitem(last=False)[1][0])


def best(scored: Sequence[Scored], count: int) -> list[tuple[int, float]]:
    """Return the ``count`` keys with the highest sum of scores as (key, score), best first, equal ones by key."""
    import numpy as np

    if not scored:
        return []
    keys, places = np.unique(np.concatenate([keys for keys, _ in scored]), return_inverse=True)
    sums = np.bincount(places, weights=np.concatenate([scores for _, scores in scored]), minlength=len(keys))
    order = np.lexsort((keys, -sums))[:count]
    return list(zip(keys[order].tolist(), sums[order].tolist(), strict=True))


def _scored(rows: Sequence[Any]) -> Scored:
    import numpy as np

    keys = np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))
    return keys, np.fromiter((row[1] for row in rows), dtype=np.float64, count=len(rows))
