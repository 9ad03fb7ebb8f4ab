"""A workspace that has been worked in for two months: thousands of decisions, hundreds of drafts.

A few drafts are the offline writer's, the others copies of them on other days; decisions are written down as the
cascade would, with what people said of some. It takes seconds, so that the tests of the pages use it too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from assistant.errors import Refused
from assistant.moderation.prepared import digest_of
from assistant.moderation.rules.loading import load_rules
from assistant.schema.contracts import Draft, DraftKind, DraftStatus
from assistant.schema.moderation import Category, Decision, EvidenceSpan, Message, RuleRef, Sender, Stage, Verdict
from assistant.schema.rules import Clause
from assistant.storage import audit
from assistant.storage.corrections import Correction, CorrectionBook
from assistant.storage.database import Database, open_database
from assistant.storage.decisions import DecisionBook, row_of
from assistant.storage.tables import draft_versions, drafts
from assistant.workspace import Workspace

#: Days that the decisions and the drafts lie behind, and the drafts ahead.
BEHIND, AHEAD = 60, 14
_MEMBERS = 900
# One of so many decisions was called wrong, one of so many right.
_WRONG, _RIGHT = 97, 31
_SAID = {
    Category.ALLOW: ("这个多少钱一包", "宝宝六个月能吃蛋黄了吗", "周六几点开门", "谢谢店长，收到了", "今天打卡"),
    Category.AD: ("厂家直销，要的加我微信 bb{number}", "尿不湿低价，私聊拿链接 {number}", "进群领券 vx{number}"),
    Category.LINK: ("点这里领红包 http://hb{number}.example.com", "帮我家娃投一票 https://vote.example.com/{number}"),
    Category.ABUSE: ("你是不是有病，{number} 楼说话注意点", "滚出去，别在群里恶心人 {number}"),
    Category.MEDICAL: ("这个吃了包好，我家退烧只用它 {number}", "不用去医院，喝这个三天就好 {number}"),
}  # fmt: skip
_STATUSES = (DraftStatus.APPROVED, DraftStatus.APPROVED, DraftStatus.REJECTED, DraftStatus.APPROVED, DraftStatus.DRAFT)


def fill(workspace: Workspace, *, decisions: int = 10_000, drafts: int = 500, now: datetime | None = None) -> None:
    """Fill a workspace whose knowledge has been read in. Raises as drafting does where the brand's files are wrong."""
    moment = now or datetime.now()
    database = open_database(workspace)
    fill_decisions(workspace, decisions, moment)
    _keep_drafts(database, list(itertools.islice(_drafts(_written(workspace, moment.date()), moment), drafts)))


def fill_decisions(workspace: Workspace, number: int, now: datetime) -> None:
    """Write down so many decisions of the last days, in the order they came, and what people said of some."""
    book = DecisionBook(open_database(workspace))
    known = load_rules(workspace.knowledge)
    groups = sorted(_groups(workspace))
    clauses = {group: {each.category: each for each in known.of(group).clauses} for group in groups}
    rows: list[dict[str, Any]] = []
    said: list[Correction] = []
    for each in range(number):
        at = now - timedelta(days=BEHIND) * ((number - each) / number)
        group = groups[each % len(groups)]
        row, word = _decided(book, each, group, clauses[group], at)
        rows.append(row)
        said += [word] if word else []
    with book.database.write() as connection:
        book.add(connection, rows)
        CorrectionBook(book.database).add(connection, said, now=now)


def _decided(
    book: DecisionBook, number: int, group: str, clauses: dict[Category, Clause], at: datetime
) -> tuple[dict[str, Any], Correction | None]:
    """One decision's row, four of five let pass, and what somebody said of it."""
    named = [each for each in _SAID if each in clauses]
    category = named[number // 5 % len(named)] if number % 5 == 4 and named else Category.ALLOW
    unsure = number % 10 == 9
    verdict = Verdict.ALLOW if category is Category.ALLOW else Verdict.REVIEW if unsure else Verdict.BLOCK
    text = _SAID[category][number % len(_SAID[category])].format(number=number)
    sender = Sender(id=f"member-{number % _MEMBERS}", name=f"群友{number % _MEMBERS}")
    message = Message(id=f"message-{number}", group=group, sender=sender, text=text, sent_at=at)
    clause = clauses.get(category)
    decision = Decision(
        id=f"{number:032x}", message_id=message.id, group=group, verdict=verdict, category=category,
        rule=clause.ref if clause else RuleRef(id="", clause=""), confidence=0.55 if unsure else 0.97,
        stage=Stage.CLASSIFIER if unsure or clause is None else Stage.DETECTOR,
        evidence=[EvidenceSpan(start=0, end=min(8, len(text)), text=text[:8], why="像是广告")] if clause else [],
        reason="留了联系方式" if clause else "", neighbours=["ad：加我微信，厂家直发"] if unsure and clause else [],
    )  # fmt: skip
    row = row_of(
        decision, message, member=book.hashed(sender.id), content=book.hashed(message.id), at=at, now=at,
        rules="rules", classifier="classifier", rule_digest=digest_of(clause) if clause else "",
    )  # fmt: skip
    if clause is None or (number % _WRONG and number % _RIGHT):
        return row, None
    should = Category.ALLOW if not number % _WRONG else category
    row["should"] = should.value
    return row, Correction(text, should, group, category, "both", "ui", decision.id)


def _written(workspace: Workspace, today: date) -> list[Draft]:
    """One draft of each kind for each group that may get it in the next days."""
    from assistant.drafting.briefing import Request
    from assistant.drafting.service import Drafter

    drafter = Drafter(workspace, writer="offline")
    found = []
    for kind, group in itertools.product(DraftKind, sorted(_groups(workspace))[:4]):
        for day in range(1, 8):
            try:
                found.append(drafter.draft(Request(kind, group, today + timedelta(days=day))))
            except Refused:
                continue
            break
    return found


def _drafts(made: Sequence[Draft], now: datetime) -> Iterator[Draft]:
    """Copies of some drafts, over and over, spread over the days; what is still to come waits for a reviewer."""
    for number, like in enumerate(itertools.cycle(made)):
        day = now.date() + timedelta(days=AHEAD - number % (BEHIND + AHEAD))
        status = DraftStatus.DRAFT if day >= now.date() else _STATUSES[number % len(_STATUSES)]
        at = datetime.combine(day, like.send_at.time()) if like.send_at else None
        yield like.model_copy(
            update={
                "id": f"filled{number:06d}", "date": day, "send_at": at, "status": status,
                "created_at": now - timedelta(minutes=number), "title": f"{like.title} {number}",
            }
        )  # fmt: skip


def _keep_drafts(database: Database, made: Sequence[Draft]) -> None:
    """Store drafts as their first versions, with an entry of who wrote them, in one transaction."""
    with database.write() as connection:
        rows = [
            {
                "id": each.id, "kind": each.kind.value, "group_id": each.group, "date": each.date.isoformat(),
                "status": each.status.value, "version": each.version,
                "created_at": each.created_at.isoformat(timespec="seconds"), "data": each.model_dump(mode="json"),
            }
            for each in made
        ]  # fmt: skip
        connection.execute(insert(drafts), rows)
        first = [
            {"draft_id": row["id"], **{name: row[name] for name in ("version", "created_at", "data")}} for row in rows
        ]
        connection.execute(insert(draft_versions), first)
        for each in made:
            if each.status is not DraftStatus.DRAFT:
                audit.note(connection, who="店长", what=f"draft.{each.status.value}", target=each.id)


def _groups(workspace: Workspace) -> list[str]:
    from assistant.knowledge.brandfiles import load_groups

    return list(load_groups(workspace.knowledge))
