"""Whether all processes decide by the same rules: each reads its own machine's files."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from time import monotonic

from assistant.schema.rules import RuleBook
from assistant.shared.state import Entry, SharedState

#: Seconds for which a process is believed to run that has said so, between two times of saying so, and for which the
#: rules of two may differ: files take a moment to get from one machine to the other.
BELIEVED, SAID, BORNE = 15.0, 5.0, 10.0
_MOST = 500


class Agreement:
    """Tells others by which rules this process decides, and hears it from them."""

    def __init__(self, shared: SharedState, rules: Callable[[], RuleBook]) -> None:
        self._shared = shared
        self._rules = rules
        self._me = secrets.token_hex(6)
        self._of: tuple[RuleBook | None, str] = (None, "")
        self._differs_since: float | None = None

    @property
    def problem(self) -> str:
        """What is wrong, in one line; empty while all agree."""
        since = self._differs_since
        if since is None or monotonic() - since < BORNE:
            return ""
        return "别的进程用的群规和这里的不一样：请让各台机器上的 knowledge/ 一致"

    def look(self) -> None:
        """Say which rules are in force here, and hear what the others say."""
        if self._shared.alone:
            return
        mine, now = self._digest(), datetime.now()
        # Said anew every few seconds, and whenever it is something else.
        name = f"{self._me}-{now.timestamp() // SAID:.0f}-{mine}"
        (told,) = self._shared.ask([Entry("rules", "rules", now, name, mine, BELIEVED, _MOST)]).told
        last = {message.partition("-")[0]: digest for message, digest in told}
        if all(digest == mine for digest in last.values()):
            self._differs_since = None
        elif self._differs_since is None:
            self._differs_since = monotonic()

    def _digest(self) -> str:
        rules = self._rules()
        if rules is not self._of[0]:
            said = rules.model_dump_json().encode("utf-8", "surrogatepass")
            self._of = (rules, blake2b(said, digest_size=8).hexdigest())
        return self._of[1]
