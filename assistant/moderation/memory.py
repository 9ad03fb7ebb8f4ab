"""What was said a moment ago: a member's last messages, for texts cut to pieces, and a group's, for who judges."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Protocol

from assistant.moderation.views import JOINED_MESSAGES, JOINED_WITHIN
from assistant.schema.moderation import Message, Verdict

#: Messages of the group that a judge is shown before the one in doubt.
CONTEXT = 10
# Members and groups remembered; the one silent for longest is forgotten first.
_MOST_MEMBERS = 20_000
_MOST_GROUPS = 2_000

_Told = tuple[datetime, Message]


class Remembering(Protocol):
    """What is known of a message's sender, and is told what becomes of the message.

    ``recalled`` is what the detectors' own memories are overruled by, where there is more to know than they do.
    """

    @property
    def recalled(self) -> Mapping[Any, list[Any]] | None: ...  # noqa: D102

    def earlier(self, message: Message, at: datetime) -> Sequence[Message]:
        """Return what the same member said in the minute before and was let pass, the oldest first."""
        ...

    def note(self, message: Message, at: datetime, verdict: Verdict) -> None:
        """Remember a message, and what became of it."""
        ...


class Memory:
    """The messages of the last minute by member and the last ten by group; safe to use from several threads."""

    recalled: Mapping[Any, list[Any]] | None = None

    def __init__(self) -> None:
        self._members: OrderedDict[tuple[str, str], deque[_Told]] = OrderedDict()
        self._groups: OrderedDict[str, deque[Message]] = OrderedDict()
        self._lock = Lock()

    def earlier(self, message: Message, at: datetime) -> Sequence[Message]:
        """Return what the same member said in the minute before and was let pass, the oldest first."""
        if not message.sender.id:
            return ()
        told = self._members.get((message.group, message.sender.id))
        if not told:
            return ()
        with self._lock:
            return [each for when, each in told if each.id != message.id and timedelta(0) <= at - when <= JOINED_WITHIN]

    def before(self, message: Message) -> tuple[Message, ...]:
        """Return the last messages of the group before this one, the oldest first."""
        with self._lock:
            told = self._groups.get(message.group)
            return tuple(each for each in told if each.id != message.id) if told else ()

    def note(self, message: Message, at: datetime, verdict: Verdict) -> None:
        """Remember a message. One that was acted on is not joined with the next: nobody answers for it twice."""
        if not message.group and not message.sender.id:
            return
        with self._lock:
            group = self._groups.get(message.group)
            if group is None:
                group = self._groups[message.group] = deque(maxlen=CONTEXT)
                _shrink(self._groups, _MOST_GROUPS)
            else:
                self._groups.move_to_end(message.group)
            if not group or group[-1].id != message.id:
                group.append(message)
            if not message.sender.id or not message.text:
                return
            key = (message.group, message.sender.id)
            told = self._members.get(key)
            if told is None:
                told = self._members[key] = deque(maxlen=JOINED_MESSAGES - 1)
                _shrink(self._members, _MOST_MEMBERS)
            else:
                self._members.move_to_end(key)
            if verdict is Verdict.BLOCK:
                told.clear()
            elif verdict is Verdict.ALLOW and not (told and any(each.id == message.id for _, each in told)):
                told.append((at, message))


def _shrink(held: OrderedDict[str, deque[Message]] | OrderedDict[tuple[str, str], deque[_Told]], most: int) -> None:
    while len(held) > most:
        held.popitem(last=False)
