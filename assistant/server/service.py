"""What the routes share: the cascade and its queue, the keys, the deliveries, the figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.jobs import Jobs
from assistant.moderation.cascade import Moderator
from assistant.schema.moderation import Message
from assistant.server.agreement import Agreement
from assistant.server.deliveries import Deliveries, keep
from assistant.server.gate import Gate
from assistant.server.intake import Intake
from assistant.server.metrics import Metrics
from assistant.server.rates import Rates
from assistant.server.signing import secret_of
from assistant.server.watch import Watch
from assistant.storage.apikeys import KeyBook
from assistant.storage.appeals import AppealBook
from assistant.storage.decisions import DecisionBook
from assistant.storage.drafts import DraftStore

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from assistant.jobs.worker import Worker
    from assistant.knowledge.search import Search
    from assistant.moderation.doubts import Judge
    from assistant.schema.moderation import Decision
    from assistant.workspace import Workspace

# Between a question and an advert: the second look, by meaning, is taken as well.
_UNSURE = "想问下有没有人需要这个，可以找我了解"


class Service:
    """One workspace, served. Raises :class:`ConfigError` and :class:`StorageError` where it cannot be."""

    def __init__(self, workspace: Workspace, *, judge: Judge | None = None) -> None:
        self.workspace = workspace
        self.settings = workspace.settings.server
        self.secret = secret_of(self.settings)
        if judge is None and workspace.settings.models.judge is not None:
            from assistant.moderation.judge import judge_of

            judge = judge_of(workspace)
        self.moderator = Moderator(workspace, judge=judge)
        assert self.moderator.book is not None
        self.book: DecisionBook = self.moderator.book
        self.shared = self.moderator.shared
        self.gate = Gate(KeyBook(self.book.database), Rates(self.shared, self.settings.rate))
        self.appeals = AppealBook(self.book.database)
        self.deliveries = Deliveries(self.book.database, self.settings.callback_hosts, self.secret)
        self.intake = Intake(self.moderator, limit=self.settings.queue, changed=self._changed)
        self.metrics = Metrics(self)
        self.jobs = Jobs(workspace)
        self.drafts = DraftStore(self.book.database)
        self._callbacks: dict[tuple[str, str], str] = {}
        self._kept: set[str] = set()
        self.moderator.accompany(self._landed)
        self._warm()
        self.agreement = Agreement(self.shared, lambda: self.moderator.rules)
        self._watch = Watch(self.shared, (self.moderator.look_again, self.gate.look, self.agreement.look))
        self._worker = self._hired()

    @cached_property
    def search(self) -> Search:
        """The brand's knowledge, as the writers search it."""
        from assistant.knowledge.search import Search

        return Search(self.workspace)

    @property
    def limited(self) -> str:
        """Why search runs on words alone, where it should not."""
        return self.search.look() if "search" in self.__dict__ else ""

    def group_id(self, group: str) -> str:
        """The id of a group given by id, name or the number of its chat; what is none of them stays as it is."""
        groups = self.moderator.groups
        if not group or group in groups:
            return group
        return next((each.id for each in groups.values() if group == each.name or group in each.chat), group)

    def expects(self, message: Message, callback: str) -> None:
        """Remember where a decision about a message that changes later is to be delivered."""
        if len(self._callbacks) > self.settings.queue * 4:
            self._callbacks.pop(next(iter(self._callbacks)))
        self._callbacks[message.group, message.id] = callback

    def _warm(self) -> None:
        """Load what the first messages would otherwise wait for: the classifier's tables and the embedder."""
        self.moderator.examine(Message(id="", text=_UNSURE))  # of no group and nobody: nothing remembers it

    def _hired(self) -> Worker | None:
        """Somebody to do the jobs, where no process of its own is to."""
        if not self.workspace.settings.jobs.embedded:
            return None
        from assistant.jobs.worker import Worker

        worker = Worker(self.workspace)
        worker.start()
        return worker

    def close(self) -> None:
        """Work off what waits, write down what is known, end."""
        if self._worker is not None:
            self._worker.stop()
        self._watch.close()
        self.intake.close()
        self.deliveries.close()
        self.gate.flush()
        self.shared.close()

    def _landed(self, connection: Connection, decided: Sequence[tuple[Message, Decision]], late: bool) -> None:
        """Keep what is to be delivered with the decision that takes another one's place."""
        if late:
            wanted = [(url, each.model_dump_json()) for message, each in decided if (url := self._callback(message))]
            keep(connection, wanted)
            self._kept.update(each.id for message, each in decided if self._callback(message))

    def _changed(self, message: Message, decision: Decision) -> None:
        self.metrics.late.inc()
        url = self._callback(message)
        if decision.id in self._kept:
            self._kept.discard(decision.id)
            self.deliveries.look()
        elif url:
            self.deliveries.put(url, decision.model_dump_json())

    def _callback(self, message: Message) -> str:
        # It stays: what was not looked at in time may change twice.
        return self._callbacks.get((message.group, message.id), "")
