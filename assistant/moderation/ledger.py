"""Decisions written down: counted, decided and stored in one transaction, which threads that wait share."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import Connection

from assistant.moderation.offences import note_offence, offences_before, void_offences
from assistant.moderation.own import Own
from assistant.moderation.prepared import digest_of
from assistant.moderation.settle import clear, decision_of, outcome_of, trace_of
from assistant.moderation.stages import Look
from assistant.schema.moderation import Decision, Message, Verdict
from assistant.storage.decisions import DecisionBook, Stored, row_of
from assistant.storage.locks import hold

#: Is told of decisions in the transaction that stores them, with their messages, so that what follows from one is kept
#: with it or not at all; ``late``: they take the place of what was answered before. May raise what the database does.
Beside = Callable[[Connection, Sequence[tuple[Message, Decision]], bool], None]


@dataclass
class Entry:
    """One look to be written down.

    ``once``: the message is decided about once, whatever rules another process held it against a moment ago.
    """

    seen: Look
    own: Own
    classifier: str
    once: bool = False
    decision: Decision | None = None
    fault: Exception | None = None


class Ledger:
    """Lands decisions. Each is on disk when :meth:`land` returns, and a member's offences are counted one by one.

    The same message asked about again, by the same rules and classifier, gets the decision it had and counts once.
    Several processes may do so at a time on one database.
    """

    def __init__(self, book: DecisionBook) -> None:
        self._book = book
        #: Who else writes down what follows from decisions.
        self.beside: list[Beside] = []
        self._waiting: list[Entry] = []
        self._queue = Lock()
        self._writing = Lock()

    def land(self, entries: Sequence[Entry]) -> list[Decision]:
        """Decide and store; whoever gets the lock of writing takes along what others have put in the queue."""
        with self._queue:
            self._waiting += entries
        with self._writing:
            with self._queue:
                taken, self._waiting = self._waiting, []
            if taken:
                self._write(taken)
        for entry in entries:
            if entry.fault is not None:
                raise entry.fault
        return [entry.decision for entry in entries if entry.decision is not None]

    def answered(self, messages: Sequence[Message]) -> list[Decision | None]:
        """Return what these very messages were answered before, by whatever rules and classifier; None: nothing yet."""
        contents = [self._book.hashed(content_of(message)) for message in messages]
        with self._book.database.read() as connection:
            known = self._book.known(connection, contents)
        first = _first(known)
        return [first[content].decision if content in first else None for content in contents]

    def revise(self, entry: Entry, before: Decision) -> Decision | None:
        """Decide once more about what was answered as ``before``; store it and return it where the verdict differs."""
        member = self._book.hashed(entry.seen.message.sender.id)
        with self._writing, self._book.database.write() as connection:
            hold(connection, {before.id, self._counted(entry)})
            decision, _, rule_digest = self._decided(connection, entry, before.id, member)
            if decision.verdict is before.verdict:
                return None
            if before.verdict is Verdict.BLOCK:
                void_offences(connection, before.id, void=True)
            self._book.replace(connection, decision, rule_digest, before)
            self._tell(connection, [(entry.seen.message, decision)], late=True)
        return decision

    def _tell(self, connection: Connection, landed: Sequence[tuple[Message, Decision]], *, late: bool) -> None:
        for told in self.beside:
            told(connection, landed, late)

    def _write(self, entries: Sequence[Entry]) -> None:
        contents = [self._book.hashed(content_of(entry.seen.message)) for entry in entries]
        try:
            decided: list[Decision] = []
            with self._book.database.write() as connection:
                # The same message, or another of the same member, may be with another process.
                hold(connection, {*contents, *(self._counted(entry) for entry in entries)})
                known = self._book.known(connection, contents)
                first = _first(known)
                rows: list[dict[str, Any]] = []
                landed: list[tuple[Message, Decision]] = []
                for entry, content in zip(entries, contents, strict=True):
                    key = (content, entry.seen.prepared.digest, entry.classifier)
                    stored = first.get(content) if entry.once else known.get(key)
                    decision = stored.decision if stored else self._decide(connection, entry, content, rows)
                    if stored is None:
                        known[key] = _as_stored(decision, entry)
                        first.setdefault(content, known[key])
                        landed.append((entry.seen.message, decision))
                    decided.append(decision)
                self._book.add(connection, rows)
                self._tell(connection, landed, late=False)
        except Exception as fault:  # noqa: BLE001 - handed to every thread whose decision was in this transaction
            for entry in entries:
                entry.fault = fault
            return
        for entry, decision in zip(entries, decided, strict=True):
            entry.decision = decision

    def _counted(self, entry: Entry) -> str:
        """Whose offences a message may add to."""
        message = entry.seen.message
        return f"{message.group}\0{self._book.hashed(message.sender.id)}"

    def _decide(self, connection: Connection, entry: Entry, content: str, rows: list[dict[str, Any]]) -> Decision:
        seen, message = entry.seen, entry.seen.message
        now = datetime.now()
        member = self._book.hashed(message.sender.id)
        decision, trace, rule_digest = self._decided(connection, entry, secrets.token_hex(8), member)
        rows.append(
            row_of(
                decision,
                message,
                member=member,
                content=content,
                at=seen.at,
                now=now,
                rules=seen.prepared.digest,
                classifier=entry.classifier,
                rule_digest=rule_digest,
                trace=trace,
            )
        )
        return decision

    def _decided(
        self, connection: Connection, entry: Entry, decision_id: str, member: str
    ) -> tuple[Decision, dict[str, Any], str]:
        """The decision, its trace and the digest of its clause; an offence is counted."""
        seen, message = entry.seen, entry.seen.message
        if not seen.found:
            return clear(seen, decision_id), {}, ""
        outcome = outcome_of(
            seen,
            entry.own,
            datetime.now(),
            lambda clause: offences_before(
                connection,
                clause,
                group=message.group,
                member=member,
                message=message.id,
                at=seen.at,
                timed=message.sent_at is not None,
            ),
        )
        if outcome.verdict is Verdict.BLOCK and outcome.clause is not None:
            note_offence(
                connection, outcome.clause, group=message.group, member=member, message=message.id, at=seen.at,
                decision=decision_id,
            )  # fmt: skip
        digest = digest_of(outcome.clause) if outcome.clause else ""
        return decision_of(seen, outcome, decision_id), trace_of(seen), digest


def _first(known: Mapping[tuple[str, str, str], Stored]) -> dict[str, Stored]:
    """The first decision about each content."""
    found: dict[str, Stored] = {}
    for (content, _, _), stored in known.items():
        found.setdefault(content, stored)
    return found


def content_of(message: Message) -> str:
    """All of a message that a decision may depend on."""
    said = (message.group, message.id, message.sender.id, message.sender.role, message.kind, message.text, message.meta)
    try:
        return json.dumps(said, ensure_ascii=True, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):  # what no bot sends, but a program may
        return repr(said)


def _as_stored(decision: Decision, entry: Entry) -> Stored:
    seen = entry.seen
    return Stored(
        decision, seen.message.group, "", seen.at, seen.at, seen.prepared.digest, entry.classifier, "", None, None, {}
    )
