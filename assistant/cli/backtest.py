"""``assistant moderate backtest``: try new rules on old messages before they go live."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import JsonOption, WorkspaceOption, opened
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.moderation.backtest import Backtest, Ruled, Sample
    from assistant.schema.moderation import Message
    from assistant.workspace import Workspace

_CHANGES = {"hit": "新拦下", "freed": "放过了", "other": "换了处理"}
_VERDICTS = {"allow": "放行", "review": "给人看", "block": "拦下"}
# Seconds between two lines about how far it is.
_EVERY = 5.0


def backtest(
    rules: Annotated[Path, typer.Option("--rules", metavar="FILE", help="The rules to try, like rules.yaml.")],
    since: Annotated[str, typer.Option(metavar="DATE", help="Stored messages from this day on, YYYY-MM-DD.")] = "",
    file: Annotated[Path | None, typer.Option(help="A JSONL file of messages instead; - reads standard input.")] = None,
    jobs: Annotated[int, typer.Option(min=0, max=64, help="Processes; default: one a core.")] = 0,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Show who would newly be hit by new rules and who freed, clause by clause. Nothing is stored or done."""
    from assistant.moderation.backtest import backtest as replay
    from assistant.moderation.backtested import as_object
    from assistant.moderation.rules.loading import load_rules

    if file is not None and since:
        raise InputError("--since 看存下的消息，--file 看文件里的，二者选一")
    if not rules.is_file():
        raise InputError(f"没有文件 {rules}")
    here = opened(workspace)
    new = load_rules(here.knowledge, file=rules)
    messages = _of_file(file) if file is not None else _stored(here, since)
    found = replay(here, messages, new=new, jobs=jobs or os.cpu_count() or 1, progress=_teller())
    typer.echo(json.dumps(as_object(found), ensure_ascii=False) if json_ else "\n".join(lines_of(found)))
    bad = getattr(messages, "bad", 0)
    raise typer.Exit(2 if bad else 0)


def _of_file(file: Path) -> Iterable[Message]:
    from assistant.cli.messages import Messages

    return Messages(file, "", lambda told: typer.echo(told, err=True))


def _stored(workspace: Workspace, since: str) -> Iterator[Message]:
    from assistant.storage.database import open_database
    from assistant.storage.decisions import DecisionBook

    try:
        first = datetime.fromisoformat(since) if since else datetime.min
    except ValueError:
        raise InputError(f"--since 要写成 2026-11-01 这样的日期，现在是 {since!r}") from None
    for stored in DecisionBook(open_database(workspace)).since(first):
        if stored.message is not None:
            at = stored.message.sent_at or stored.at
            yield stored.message.model_copy(update={"sent_at": at})


def _teller() -> Callable[[int], None]:
    """Tells on stderr how far it is, every few seconds."""
    begun = last = time.monotonic()

    def tell(done: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY:
            last = now
            print(f"已重放 {done:,} 条，每秒 {done / (now - begun):,.0f} 条", file=sys.stderr, flush=True)

    return tell


def lines_of(found: Backtest) -> Iterator[str]:
    """What is printed: totals, each clause with what changes by it, and samples."""
    yield (
        f"重放 {found.messages:,} 条：原来拦 {found.stopped_before:,} 条，换成新群规拦 {found.stopped_after:,} 条；"
        + "，".join(f"{name} {found.changed[change]:,}" for change, name in _CHANGES.items())  # type: ignore[index]
    )
    for id_, tally in sorted(found.clauses.items(), key=lambda each: (-sum(each[1].changed.values()), each[0])):
        counts = "，".join(f"{_CHANGES[change]} {number:,}" for change, number in tally.changed.items() if number)
        members = f"（{len(tally.members):,} 人）" if tally.members else ""
        shadow = f"；只记录不动手 {tally.shadowed:,}" if tally.shadowed else ""
        yield f"{id_}：{tally.before:,} → {tally.after:,}" + (f"，{counts}{members}" if counts else "") + shadow
        for samples in tally.samples.values():
            yield from (f"    {_CHANGES[each.change]}　{_told(each)}" for each in samples)
    if not any(found.changed.values()):
        yield "没有一条消息的处理会变"


def _told(sample: Sample) -> str:
    who = f"{sample.group} {sample.sender}".strip()
    return f"“{sample.text}”（{who}）{_ruling(sample.before)} → {_ruling(sample.after)}"


def _ruling(ruled: Ruled) -> str:
    verdict = _VERDICTS[ruled.verdict.value]
    return f"{verdict} {ruled.clause}" if ruled.clause else verdict
