"""The messages that were kept of the last days, held against the text of other rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from assistant.moderation.backtest import backtest
from assistant.moderation.backtested import as_object
from assistant.moderation.rules.loading import RULES_FILE, load_rules
from assistant.schema.moderation import Message
from assistant.storage.database import open_database
from assistant.storage.decisions import DecisionBook

if TYPE_CHECKING:
    from assistant.schema.rules import RuleBook
    from assistant.workspace import Workspace

#: Between two looks at whether this is still wanted.
_EVERY = 50


def replayed(workspace: Workspace, rules: str, days: int, *, step: Callable[[str, int, int], None]) -> dict[str, Any]:
    """Return who would be hit and freed by ``rules``, of the messages of the last ``days`` days.

    Samples name the messages; what they say stays with the decisions, which are forgotten in time. ``step`` is told how
    far it is. Raises :class:`ConfigError` for rules that are wrong.
    """
    new = _book(workspace, rules)
    kept = DecisionBook(open_database(workspace))
    since = datetime.now() - timedelta(days=days)
    step("count", 0, 0)
    total = sum(1 for _ in kept.since(since))

    def messages() -> Iterator[Message]:
        for number, stored in enumerate(kept.since(since)):
            if number % _EVERY == 0:
                step("replay", number, total)
            if stored.message is not None:
                yield stored.message.model_copy(update={"sent_at": stored.message.sent_at or stored.at})

    return as_object(backtest(workspace, messages(), new=new), words=False) | {"days": days}


def _book(workspace: Workspace, text: str) -> RuleBook:
    with TemporaryDirectory() as folder:
        file = Path(folder) / RULES_FILE
        file.write_text(text, encoding="utf-8")
        return load_rules(workspace.knowledge, file=file)
