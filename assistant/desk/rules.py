"""群规 at the desk: the clauses as they stand, edited, tried and held against the last days before they act."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from assistant.desk import Desk
from assistant.desk.rulefile import (
    as_data,
    checked,
    clause_path,
    clauses_path,
    exempt_path,
    named,
    read,
    save,
    with_set,
)
from assistant.desk.yamledit import YamlText
from assistant.errors import InputError
from assistant.jobs.model import Job
from assistant.moderation.precision import RulePrecision, precisions
from assistant.moderation.precision import restore as let_act
from assistant.moderation.rules.fields import CLAUSE
from assistant.schema.moderation import Decision, Message, Verdict
from assistant.schema.rules import Clause, Mode, RuleBook
from assistant.storage.audit import note
from assistant.storage.decisions import DecisionBook, Stored, stamp
from assistant.storage.tables import decisions


@dataclass(frozen=True)
class Standing:
    """The rules as they stand: the file's text and digest, and what it says; ``problem`` where it is wrong."""

    text: str
    digest: str
    book: RuleBook


@dataclass(frozen=True)
class Day:
    """What a clause did on one day, and how much of it was called wrong."""

    day: str
    clause: str
    acted: int
    wrong: int

    @property
    def precision(self) -> float:
        """The share that was right, 0 to 1."""
        return (self.acted - self.wrong) / self.acted if self.acted else 1.0


def standing(desk: Desk) -> Standing:
    """Return the rules as they are written. Raises :class:`ConfigError` where the file is wrong."""
    file = read(desk)
    return Standing(file.text, file.digest, checked(desk, file.text))


def written(desk: Desk) -> str:
    """Return the text of the file as it is, also where it is wrong."""
    return read(desk).text


def edited(before: Standing, rules: str, id_: str, changes: Mapping[str, Any]) -> str:
    """Return the text with fields of one clause changed, by their names in :class:`Clause`; nothing is written.

    Raises :class:`InputError` where the clause is not in the file.
    """
    text = with_set(before.text, rules)
    clause = next((each for each in before.book.sets[rules].clauses if each.id == id_), None)
    if clause is None:
        raise InputError(f"没有 {id_!r} 这一条，也许刚被别人删了：请刷新")
    after = as_data(clause.model_copy(update=dict(changes)))
    held = as_data(clause)
    for field in changes:
        if after.get(field) == held.get(field):
            continue
        yaml = YamlText(text)
        path = clause_path(yaml, rules, id_)
        key = named(yaml, path, CLAUSE.names, field)
        text = yaml.put([*path, key], after.get(field, []))
    return text


def edit(desk: Desk, before: Standing, rules: str, id_: str, changes: Mapping[str, Any]) -> None:
    """Change fields of a clause in the file. Whether a clause acts takes an admin.

    Raises :class:`Refused`, :class:`ConfigError` for what is wrong, :class:`InputError` where the file is another now.
    """
    desk.require("rules.write")
    clause = _clause(before, rules, id_)
    if "mode" in changes and changes["mode"] != clause.mode:
        desk.require("rules.live")
    text = edited(before, rules, id_, changes)
    if text != before.text:
        save(desk, text, before.digest, what="rules.edit", target=f"{rules}/{id_}", about="、".join(changes))


def switch(desk: Desk, before: Standing, rules: str, id_: str, mode: Mode) -> None:
    """Let a clause act, only record, or rest. Raises as :func:`edit` does."""
    desk.require("rules.live")
    edit(desk, before, rules, id_, {"mode": mode})


def restore(desk: Desk, id_: str) -> list[RulePrecision]:
    """Let a clause act again that only records because it was wrong too often. Raises :class:`InputError`."""
    desk.require("rules.live")
    done = let_act(desk.database, standing(desk).book, id_)
    with desk.database.write() as connection:
        note(connection, who=desk.person.name, what="rules.restore", target=id_)
    return done


def add(desk: Desk, before: Standing, rules: str, clause: Clause) -> str:
    """Put a clause behind the others, with an id of its own where it has none; return the id."""
    desk.require("rules.write")
    if clause.mode == "live":
        desk.require("rules.live")
    id_ = clause.id or f"rule-{secrets.token_hex(3)}"
    text = with_set(before.text, rules)
    text = YamlText(text).append(clauses_path(YamlText(text), rules), as_data(clause.model_copy(update={"id": id_})))
    save(desk, text, before.digest, what="rules.add", target=f"{rules}/{id_}")
    return id_


def begin(desk: Desk, before: Standing, rules: str, words: str) -> str:
    """Put a clause in the operator's words behind the others, looked for by what it names, and return its id.

    It acts on nobody yet: it records, or rests where nothing is known to look for. Raises :class:`InputError` for no
    words.
    """
    from assistant.desk.pasted import clauses_of, suggested

    said = " ".join(words.split())
    if not said:
        raise InputError("先写一句群规，例如：群里不发拼单链接")
    taken = {each.id for each in before.book.sets[rules].clauses}
    clause = clauses_of([replace(suggested(said)[0], clause=said)], taken=taken)[0]
    return add(desk, before, rules, clause.model_copy(update={"mode": "off" if clause.mode == "off" else "shadow"}))


def exempt(desk: Desk, before: Standing, rules: str, changes: Mapping[str, tuple[str, ...]]) -> None:
    """Change whom and what a set of rules leaves alone: lists, by the names of :class:`Exempt`.

    What others have put in or taken out since ``before`` stays so. Raises :class:`Refused`, :class:`ConfigError`.
    """
    desk.require("rules.write")
    now = standing(desk)
    held, stands = before.book.sets[rules].exempt, now.book.sets[rules].exempt
    yaml = YamlText(with_set(now.text, rules))
    for field, values in changes.items():
        was, here = getattr(held, field), getattr(stands, field)
        kept = [each for each in here if each in values or each not in was]
        wanted = [*kept, *(each for each in values if each not in was and each not in kept)]
        if wanted != list(here):
            path = exempt_path(yaml, rules, field)
            there = yaml.node(path[:-1]) is not None
            yaml = YamlText(yaml.put(path, wanted) if there else yaml.put(path[:-1], {field: wanted}))
    if yaml.text != now.text:
        save(desk, yaml.text, now.digest, what="rules.exempt", target=rules, about="、".join(changes))


def remove(desk: Desk, before: Standing, rules: str, id_: str) -> None:
    """Take a clause out of the file; one that acts takes an admin."""
    desk.require("rules.write")
    if _clause(before, rules, id_).mode == "live":
        desk.require("rules.live")
    yaml = YamlText(with_set(before.text, rules))
    save(desk, yaml.remove(clause_path(yaml, rules, id_)), before.digest, what="rules.remove", target=f"{rules}/{id_}")


def replace_text(desk: Desk, text: str, digest: str) -> None:
    """Put a whole text in the place of the file: for what the form does not have. Takes an admin."""
    desk.require("rules.live")
    save(desk, text, digest, what="rules.text", target="rules.yaml")


def tried(desk: Desk, text: str, group: str, said: str) -> Decision:
    """Return what becomes of a message by the rules of a text; nothing is kept or done.

    Raises :class:`ConfigError` for rules that are wrong, :class:`InputError` for no message.
    """
    from assistant.moderation.cascade import Moderator

    if not said.strip():
        raise InputError("写一句群里会说的话再试")
    moderator = Moderator(desk.workspace, store=False, rules=checked(desk, text), explain=True)
    return moderator.decide(Message(id=f"try-{secrets.token_hex(4)}", group=group, text=said))


def backtest(desk: Desk, text: str, days: int) -> Job:
    """Have the messages of the last days held against the rules of a text, as a job.

    Raises :class:`ConfigError` for rules that are wrong, at once.
    """
    desk.require("rules.write")
    checked(desk, text)
    return desk.jobs.enqueue("backtest", {"rules": text, "days": days}, who=desk.person.name)


def call_off(desk: Desk, job_id: str) -> None:
    """End a backtest at its next step."""
    desk.require("rules.write")
    desk.jobs.cancel(job_id)


def samples(desk: Desk, result: Mapping[str, Any]) -> dict[str, Stored]:
    """Return the messages that a backtest names, by their ids, as long as they are kept."""
    ids = {each["id"] for clause in result["clauses"].values() for each in clause["samples"]}
    query = select(decisions.c.id).where(decisions.c.message_id.in_(sorted(ids)[:500]))
    with desk.database.read() as connection:
        found = list(connection.execute(query).scalars())
    book = DecisionBook(desk.database)
    return {stored.decision.message_id: stored for stored in map(book.get, found)}


def shares(desk: Desk, book: RuleBook) -> dict[str, RulePrecision]:
    """Return how often each clause was right lately over all groups; ``shadow`` where it only records for that."""
    found: dict[str, RulePrecision] = {}
    for each in precisions(desk.database, book):
        if not each.group or (each.shadow and not found.get(each.clause, each).shadow):
            found[each.clause] = each
    return found


def trend(desk: Desk, days: int = 30, *, now: datetime | None = None) -> list[Day]:
    """Return what each clause did on each of the last days, the oldest first; days without a block are left out."""
    day = func.substr(decisions.c.decided_at, 1, 10)
    wrong = func.sum(case((decisions.c.should.is_not(None) & (decisions.c.should != decisions.c.category), 1), else_=0))
    query = (
        select(day, decisions.c.rule, func.count(), wrong)
        .where(
            decisions.c.verdict == Verdict.BLOCK.value,
            decisions.c.rule != "",
            decisions.c.decided_at >= stamp((now or datetime.now()) - timedelta(days=days)),
        )
        .group_by(day, decisions.c.rule)
        .order_by(day, decisions.c.rule)
    )
    with desk.database.read() as connection:
        return [Day(str(on), str(rule), int(acted), int(bad)) for on, rule, acted, bad in connection.execute(query)]


def _clause(before: Standing, rules: str, id_: str) -> Clause:
    found = next((each for each in before.book.sets[rules].clauses if each.id == id_), None)
    if found is None:
        raise InputError(f"没有 {id_!r} 这一条，也许刚被别人删了：请刷新")
    return found
