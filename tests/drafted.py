"""Drafts as they stand in the store, for tests of what is done with them."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta

from assistant.schema.contracts import Citation, Draft, DraftKind, DraftPart, DraftStatus, Finding
from assistant.storage.database import open_database
from assistant.storage.drafts import DraftStore
from assistant.workspace import Workspace

_NUMBERS = itertools.count(1)
BODY = "降温了，大家晚上都盖什么。\n我家昨晚翻出了厚被子，盖到半夜又踢开。\n你家几点加的被子？"


def drafted(**fields: object) -> Draft:
    """A topic for the day after tomorrow that no check objects to, unless ``fields`` say otherwise."""
    day = date.today() + timedelta(days=2)
    usual = Draft(
        id=f"draft{next(_NUMBERS):06d}",
        kind=DraftKind.TOPIC,
        group="dads",
        date=day,
        title="被子几点加",
        body=BODY,
        writer="offline",
        created_at=datetime.now(),
        send_at=datetime.combine(day, datetime.min.time().replace(hour=19, minute=30)),
        followups=["有人说还没加，问一句：那晚上冷不冷。", "有人晒被子，就问是在哪儿买的。"],
        form="ask_experience",
    )
    return usual.model_copy(update=fields)


def stored(workspace: Workspace, **fields: object) -> Draft:
    """The same, in the workspace's store."""
    draft = drafted(**fields)
    DraftStore(open_database(workspace)).add(draft)
    return draft


def finding(text: str, of: str, **fields: object) -> Finding:
    """A finding at where ``text`` stands in ``of``."""
    start = of.index(text)
    usual = Finding(
        check="adlaw", kind="superlative", severity="error", start=start, end=start + len(text), text=text,
        message=f"“{text}”说得太满", basis="广告法第九条", suggestion="改成“很好”",
    )  # fmt: skip
    return usual.model_copy(update=fields)


__all__ = ["BODY", "Citation", "DraftPart", "DraftStatus", "drafted", "finding", "stored"]
