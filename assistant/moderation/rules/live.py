"""The rules of a running program: read again when a file changes, and kept when the new ones are wrong."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Lock

from assistant.errors import ConfigError
from assistant.knowledge.brandfiles import GROUPS_FILE
from assistant.moderation.rules.loading import RULES_FILE, load_rules
from assistant.schema.rules import RuleBook

_Stamp = tuple[int, int, int] | None


class LiveRules:
    """The rules of the ``knowledge/`` folder ``root`` as they stand now.

    A change takes hold with the next question. A file that is wrong, or gone, leaves the last good rules in force, and
    ``problem`` says so in one line; empty while all is well. Made while the file is wrong, it raises ConfigError.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        # Looked at for every message, so as plain strings.
        self._files = str(root / RULES_FILE), str(root / GROUPS_FILE)
        self._lock = Lock()
        self._stamps = self._look()
        self._book = load_rules(root)
        self.problem = ""

    def current(self) -> RuleBook:
        """Return the last good rules; the same object until a file changes."""
        stamps = self._look()
        if stamps != self._stamps:
            with self._lock:
                if stamps != self._stamps:
                    self._reload(stamps)
        return self._book

    def _reload(self, stamps: tuple[_Stamp, ...]) -> None:
        try:
            if stamps[0] is None and self._book.source:
                raise ConfigError(f"{RULES_FILE} 不见了")
            self._book = load_rules(self._root)
            self.problem = ""
        except ConfigError as error:
            self.problem = f"{error}。改好之前，仍按上一次能用的群规执行"
        # Set last: until then others see the old stamps and wait for the lock instead of taking the old book for new.
        self._stamps = stamps

    def _look(self) -> tuple[_Stamp, ...]:
        return _stamp(self._files[0]), _stamp(self._files[1])


def _stamp(path: str) -> _Stamp:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
