"""Regular expressions that are compiled when they are first used.

A class of Chinese characters takes the compiler some 50 µs, and a command that writes one draft meets a few of our
patterns only: all of them together would be a sixth of what it takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from sys import maxsize
from typing import TYPE_CHECKING, Any

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")


class Pattern:
    """What ``re.compile`` takes and returns, but compiled at the first use; raises :class:`re.error` then."""

    compiled: re.Pattern[str]
    """The expression itself."""

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.pattern = pattern
        self._flags = flags

    if not TYPE_CHECKING:  # or every name would pass the type checker

        def __getattr__(self, name: str) -> Any:
            """Compile, and from then on have the methods of what is compiled: a call costs what it costs there."""
            if name != "compiled" and name not in _METHODS:
                raise AttributeError(name)
            compiled = re.compile(self.pattern, self._flags)
            self.__dict__.update({each: getattr(compiled, each) for each in _METHODS}, compiled=compiled)
            return self.__dict__[name]

    if TYPE_CHECKING:

        def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
            """Return the first match within the span."""

        def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
            """Return the match that begins at ``start``."""

        def fullmatch(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
            """Return the match that is all of the span."""

        def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
            """Return all matches within the span."""

        def findall(self, text: str, start: int = 0, end: int = maxsize) -> list[Any]:
            """Return what all matches within the span hold: their groups, or the whole without any."""

        def split(self, text: str, most: int = 0) -> list[str | Any]:
            """Return what stands between the matches, of which ``most`` count; 0: all."""

        def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
            """Return the text with every match replaced, or the first ``count`` of them."""
