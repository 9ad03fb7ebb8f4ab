"""Choices that look free and are not: the same seed and salts always give the same choice, on every machine.

Frames are strings with ``{slots}``. What a group got before is known only by its text, so whether a frame was used is
read from the text: the frame's fixed words stand in it in order (:func:`frame_used`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

_SLOT = re.compile(r"\{[^{}]*\}")


def digest(*parts: object) -> int:
    """A 64-bit number that depends only on the text of ``parts``; Python's ``hash`` differs from run to run."""
    joined = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(blake2b(joined.encode(), digest_size=8).digest(), "big")


class Chooser:
    """Deterministic choice from ``seed`` and ``salts`` (group, date, kind: whatever should make choices differ).

    Calls are independent of each other: a choice depends on the seed, the salts and what is offered, never on how
    many choices were made before. Ask for two different choices from the same list with two different ``salt``.
    """

    def __init__(self, seed: int, *salts: object) -> None:
        self.seed = seed
        self.salts = salts

    def sub(self, *salts: object) -> Chooser:
        """A chooser for one part of the work, independent of this one."""
        return Chooser(self.seed, *self.salts, *salts)

    def number(self, limit: int, salt: object = "") -> int:
        """A number from 0 to ``limit - 1``."""
        return digest(self.seed, *self.salts, salt) % limit

    def shuffled(self, items: Iterable[T], salt: object = "") -> list[T]:
        """All items in an order of their own; the order of two items does not change when a third one is added."""
        numbered = [(digest(self.seed, *self.salts, salt, item), index, item) for index, item in enumerate(items)]
        return [item for _, _, item in sorted(numbered, key=lambda entry: entry[:2])]

    def pick(self, items: Sequence[T], salt: object = "") -> T:
        """One item; raises ``ValueError`` when there is none."""
        if not items:
            raise ValueError("nothing to choose from")
        return self.shuffled(items, salt)[0]

    def freshest(
        self, items: Sequence[T], past: Sequence[str], salt: object = "", *, text: Callable[[T], str] = str
    ) -> list[T]:
        """``items`` with the ones ``past`` texts never used first, then the ones used longest ago.

        ``past`` is newest first; ``text`` gives the frame of an item. Within equals the order is :meth:`shuffled`.
        """
        ages = {id(item): last_use(text(item), past) for item in items}
        return sorted(self.shuffled(items, salt), key=lambda item: -ages[id(item)])

    def pick_fresh(
        self, items: Sequence[T], past: Sequence[str], salt: object = "", *, text: Callable[[T], str] = str
    ) -> T:
        """The first of :meth:`freshest`; raises ``ValueError`` when there is none."""
        if not items:
            raise ValueError("nothing to choose from")
        return self.freshest(items, past, salt, text=text)[0]


def last_use(frame: str, past: Sequence[str]) -> int:
    """How many texts ago ``frame`` was used, 0 for the newest of ``past``; ``len(past)`` when it was not."""
    return next((age for age, body in enumerate(past) if frame_used(frame, body)), len(past))


def frame_used(frame: str, text: str) -> bool:
    """Whether the fixed words of ``frame`` stand in ``text`` in order, whatever filled its slots.

    >>> frame_used("说说{theme}那点事", "今天说说喂奶那点事，来聊聊")
    True
    """
    pattern = _pattern(frame)
    return pattern is not None and pattern.search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(frame: str) -> re.Pattern[str] | None:
    # Without the empty ends a frame that begins with a slot is looked for from its first word, not from every place.
    fixed = [re.escape(piece.strip()) for piece in _SLOT.split(frame) if piece.strip()]
    if not fixed:
        return None
    return re.compile(r".{0,200}?".join(fixed), re.DOTALL)
