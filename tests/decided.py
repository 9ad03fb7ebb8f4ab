"""Decisions to look through, written down as the cascade would: a third each blocked, unsure and let pass."""

from __future__ import annotations

from datetime import datetime, timedelta

from assistant.moderation.prepared import digest_of
from assistant.moderation.rules.loading import load_rules
from assistant.schema.moderation import Category, Decision, EvidenceSpan, Message, RuleRef, Sender, Stage, Verdict
from assistant.storage.database import open_database
from assistant.storage.decisions import DecisionBook, row_of
from assistant.workspace import Workspace

GROUP = "newborn"
_TEXTS = {
    Verdict.BLOCK: "厂家直销，要的加我微信 bb{number}，量大从优",
    Verdict.REVIEW: "有没有人想了解一下这个，可以找我聊聊 {number}",
    Verdict.ALLOW: "这个多少钱一包 {number}",
}


def decided(
    workspace: Workspace, number: int, *, members: int = 50, text: str = "", days: int = 3, group: str = GROUP
) -> list[str]:
    """Store ``number`` decisions of the last ``days`` days and return their ids, the oldest first."""
    book = DecisionBook(open_database(workspace))
    clause = next(each for each in load_rules(workspace.knowledge).of(group).clauses if each.category is Category.AD)
    now = datetime.now()
    rows = []
    for each in range(number):
        verdict = (Verdict.BLOCK, Verdict.REVIEW, Verdict.ALLOW)[each % 3]
        said = text or _TEXTS[verdict].format(number=each)
        at = now - timedelta(days=days) * ((number - each) / number)
        sender = Sender(id=f"member-{each % members}", name=f"群友{each % members}")
        message = Message(id=f"m-{each}", group=group, sender=sender, text=said, sent_at=at)
        stopped = verdict is not Verdict.ALLOW
        decision = Decision(
            id=f"{each:016x}",
            message_id=message.id,
            group=group,
            verdict=verdict,
            category=Category.AD if stopped else Category.ALLOW,
            rule=clause.ref if stopped else RuleRef(id="", clause=""),
            confidence=0.6,
            stage=Stage.DETECTOR if verdict is Verdict.BLOCK else Stage.CLASSIFIER,
            evidence=[EvidenceSpan(start=0, end=min(6, len(said)), text=said[:6], why="像是广告")] if stopped else [],
            reason="留了联系方式" if stopped else "",
            neighbours=["ad：加我微信，厂家直发"] if verdict is Verdict.REVIEW else [],
        )
        rows.append(
            row_of(
                decision, message, member=book.hashed(sender.id), content=book.hashed(message.id), at=at, now=at,
                rules="rules", classifier="classifier", rule_digest=digest_of(clause) if stopped else "",
            )
        )  # fmt: skip
    with book.database.write() as connection:
        book.add(connection, rows)
    return [row["id"] for row in rows]
