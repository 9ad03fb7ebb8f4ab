"""What all processes remember of a member, asked of Redis for a round of messages in one round trip.

Keys and messages are hashed with the database's salt, texts sealed with a key of it: without the database nobody can
read or guess what is there. Texts are there at all because cut-up adverts are found by putting the pieces together (a
minute) and a judge is shown what was said before (an hour, and only where there is a judge).
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any

from pydantic import ValidationError

from assistant.moderation.detectors.base import Asked
from assistant.moderation.hits import Context, View
from assistant.moderation.ledger import content_of
from assistant.moderation.memory import CONTEXT
from assistant.moderation.prepared import Prepared
from assistant.moderation.stages import Look
from assistant.moderation.views import JOINED_MESSAGES, JOINED_WITHIN, LONGEST_JOINED, parts_of
from assistant.schema.moderation import Message, Verdict
from assistant.shared.sealed import Seal, seal_of
from assistant.shared.state import Claim, Entry, SharedState, Told
from assistant.storage.decisions import local
from assistant.text.readings import as_written

#: What a decision says that was made while what others remember could not be asked for.
APART = "和别的进程共用的记忆暂时连不上，只按这个进程见过的消息判"
#: Seconds that a message is left to the process that has it; what was said before is shown to a judge for an hour.
CLAIMED, BEFORE = 5.0, 3600.0
# Characters of a message before, and of one of its parts: a judge is shown fewer.
_SHOWN, _SHOWN_PART = 2000, 500


@dataclass(slots=True, eq=False)
class Recalled:
    """What all processes remember, for one message; takes the place of this process's own memory.

    ``recalled`` is by the detectors' memories, ``before`` for a judge. ``elsewhere``: another process has the message
    in hand. ``whole``: the others were asked.
    """

    own: str
    gone: dict[str, set[str]]
    seal: Seal
    said: Entry | None = None
    told: Sequence[Told] = ()
    recalled: dict[Any, list[Any]] = field(default_factory=dict)
    before: tuple[Message, ...] = ()
    elsewhere: bool = False
    whole: bool = True
    settled: Verdict | None = None

    def earlier(self, message: Message, at: datetime) -> Sequence[Message]:  # noqa: ARG002 - asked for already
        """Return what the same member said in the minute before and was let pass, the oldest first."""
        if self.said is None:
            return ()
        gone = self.gone.get(self.said.key, ())
        found = []
        for name, sealed in self.told:
            if name != self.own and name not in gone and (text := self.seal.open(sealed)) is not None:
                found.append(
                    Message.model_construct(
                        id=name,
                        group=message.group,
                        sender=message.sender,
                        text=text,
                        kind="text",
                        sent_at=None,
                        meta={},
                    )
                )
        return found[1 - JOINED_MESSAGES :]

    def note(self, message: Message, at: datetime, verdict: Verdict) -> None:  # noqa: ARG002 - remembered already
        """Say what became of the message; one that was acted on is not joined with the next."""
        self.settled = verdict
        if self.said is not None and verdict is not Verdict.ALLOW:
            done = {name for name, _ in self.told} if verdict is Verdict.BLOCK else set()
            self.gone[self.said.key].update(done | {self.own})

    def lacks(self, seen: Look) -> bool:
        """Whether the decision might be another one if the others could have been asked."""
        return not (self.whole or seen.passed or self.settled is Verdict.BLOCK) and bool(self.recalled or self.said)


class Round:
    """Some messages, and what all processes remember for each (``of``); at the end what was acted on is forgotten."""

    def __init__(self, state: SharedState, of: Sequence[Recalled], gone: Mapping[str, set[str]]) -> None:
        self.of = of
        self._state = state
        self._gone = gone

    def __enter__(self) -> Round:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        said = {each.said.key: each.said for each in self.of if each.said is not None}
        forgotten = [said[key]._replace(message=name) for key, names in self._gone.items() for name in sorted(names)]
        if forgotten:
            self._state.forget(forgotten)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is asked for one message: first what its detectors want, then what its sender and its group said before."""

    found: Recalled
    entries: Sequence[Entry]
    wanted: Sequence[Asked]
    shown: bool
    claim: Claim


class Recollection:
    """Asks what all processes remember; ``hashed`` is the keyed hash of the database."""

    def __init__(self, state: SharedState, hashed: Callable[[str], str]) -> None:
        self._state = state
        self._hashed = hashed
        self._seal = seal_of(hashed)
        self._holder = secrets.token_hex(8)

    def round(self, asked: Sequence[tuple[Message, Prepared]], *, judged: bool) -> Round:
        """Remember messages and return what is known for each; ``judged``: also what was said before in the group."""
        now = datetime.now()
        gone: dict[str, set[str]] = defaultdict(set)
        plans = [self._planned(message, prepared, now, judged, gone) for message, prepared in asked]
        answers = self._state.ask([entry for plan in plans for entry in plan.entries], [plan.claim for plan in plans])
        told = iter(answers.told)
        for plan, holder in zip(plans, answers.holders, strict=True):
            plan.found.whole = answers.whole
            plan.found.elsewhere = holder not in ("", self._holder)
            self._fill(plan, [next(told) for _ in plan.entries])
        return Round(self._state, [plan.found for plan in plans], gone)

    def _planned(
        self, message: Message, prepared: Prepared, now: datetime, judged: bool, gone: dict[str, set[str]]
    ) -> _Plan:
        at = local(message.sent_at) if message.sent_at is not None else now
        name = self._key(message.group, message.id) if message.id else ""
        found = Recalled(name, gone, self._seal)
        wanted = _wanted(message, prepared, at)
        entries = []
        for each in wanted:
            memory, key, what = each.memory, self._key(*each.key), self._key(each.what)
            entries.append(Entry(memory.name, key, at, name, what, memory.seconds, memory.entries))
        if message.sender.id and message.text:
            found.said = self._said(message, at, name)
            entries.append(found.said)
        shown = judged and bool(message.group or message.sender.id)
        if shown:
            entries.append(self._shown(message, at, name))
        claim = Claim(self._key(content_of(message)), self._holder, CLAIMED)
        return _Plan(found, entries, wanted, shown, claim)

    def _fill(self, plan: _Plan, told: Sequence[Sequence[Told]]) -> None:
        found = plan.found
        for asked, entry, held in zip(plan.wanted, plan.entries, told, strict=False):
            found.recalled[asked.memory] = [asked.own if what == entry.what else what for _, what in held]
        rest = told[len(plan.wanted) :]
        if found.said is not None:
            found.told = rest[0]
        if plan.shown:
            found.before = self._before(rest[-1], found.own)

    def _said(self, message: Message, at: datetime, name: str) -> Entry:
        # One that is too long to be joined only has to be seen to be.
        text = self._seal.close(message.text[: LONGEST_JOINED + 1])
        key = self._key(message.group, message.sender.id)
        return Entry("said", key, at, name, text, JOINED_WITHIN.total_seconds(), JOINED_MESSAGES)

    def _shown(self, message: Message, at: datetime, name: str) -> Entry:
        meta = {part: said[:_SHOWN_PART] for part, said in parts_of(message.meta)}
        shown = message.model_copy(update={"text": message.text[:_SHOWN], "meta": meta, "sent_at": None})
        text = self._seal.close(shown.model_dump_json(exclude_defaults=True))
        return Entry("before", self._key(message.group), at, name, text, BEFORE, CONTEXT + 1)

    def _before(self, told: Sequence[Told], own: str) -> tuple[Message, ...]:
        found = []
        for name, sealed in told:
            text = self._seal.open(sealed) if name != own else None
            if text is not None:
                try:
                    found.append(Message.model_validate_json(text))
                except ValidationError:  # of another version of this program
                    continue
        return tuple(found[-CONTEXT:])

    def _key(self, *parts: str) -> str:
        return self._hashed("\0".join(parts))


def _wanted(message: Message, prepared: Prepared, at: datetime) -> list[Asked]:
    """What the detectors of a group remember of a message that they are going to see."""
    if not prepared.remembering or prepared.allowlist.lets_pass(message):
        return []
    view = View("text", message.text, (as_written(message.text),))
    context = Context(message.group, message.sender, at, message.kind, message.id)
    return [asked for each in prepared.remembering if (asked := each.asks(view, context)) is not None]
