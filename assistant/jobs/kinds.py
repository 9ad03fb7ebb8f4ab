"""What can be done as a job: for each kind its arguments, what runs at a time, and the function.

A function may be run again after a crash at any moment, so each leaves what is done already as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import InputError, ModelError
from assistant.jobs.running import Running
from assistant.schema.contracts import DraftKind
from assistant.schema.moderation import Category


class Args(BaseModel):
    """Arguments of a job: JSON, checked when it is asked for."""

    model_config = ConfigDict(extra="forbid")


class DraftArgs(Args):
    """Drafts to write, as ``assistant draft`` takes them.

    ``live`` shows what a model writes, one after the other. Of ``variants`` one is sent: promotions that are do not
    count for one another's quota; topics and shares know of one another all the same, so that they differ.
    """

    kind: DraftKind
    group: str = Field(min_length=1, max_length=128)
    date: dt.date = Field(default_factory=dt.date.today)
    time: dt.time | None = None
    about: str = Field(default="", max_length=500)
    campaign: str = Field(default="", max_length=128)
    format: str = Field(default="", max_length=16)
    writer: str = Field(default="", max_length=128)
    tone: str = Field(default="", max_length=100)
    count: int = Field(default=1, ge=1, le=50)
    live: bool = False
    variants: bool = False


class SyncArgs(Args):
    """Bring the knowledge in step with its files; ``rebuild`` makes the index of vectors anew as well."""

    rebuild: bool = False


class Example(Args):
    """A text and what it is."""

    text: str = Field(min_length=1, max_length=20_000)
    label: Category


class LearnArgs(Args):
    """Teach the classifier texts, for one group or for all."""

    examples: list[Example] = Field(min_length=1, max_length=20_000)
    group: str = Field(default="", max_length=128)


class ProbeArgs(Args):
    """Ask one model a word, to see whether it answers."""

    model: str = Field(min_length=1, max_length=128)


class RewordArgs(Args):
    """Have a model say the sentence of a draft's finding otherwise; the draft stands at ``version``."""

    draft: str = Field(min_length=1, max_length=40)
    version: int = Field(ge=1)
    finding: int = Field(ge=0)
    model: str = Field(min_length=1, max_length=128)


class TeachArgs(Args):
    """Teach the classifier what people said at the desk; ``consent``: also where many recent decisions turn."""

    consent: bool = False


class BacktestArgs(Args):
    """Hold the messages of the last days against other rules: the text of a rules.yaml."""

    rules: str = Field(max_length=500_000)
    days: int = Field(default=7, ge=1, le=365)


class RetentionArgs(Args):
    """Remove the texts of messages that were kept long enough, and jobs that ended long ago."""


@dataclass(frozen=True)
class Kind:
    """A kind of job. Jobs of the same ``key`` are one, those of the same ``lane`` run one after the other."""

    args: type[Args]
    run: Callable[[Running], dict[str, Any]]
    lane: Callable[[dict[str, Any]], str] | None = None
    key: Callable[[dict[str, Any]], str] | None = None


def read_args(kind: str, given: Args | dict[str, Any]) -> dict[str, Any]:
    """Return checked arguments as JSON. Raises :class:`InputError` for an unknown kind or a wrong argument."""
    if kind not in KINDS:
        raise InputError(f"没有 {kind!r} 这种任务，只有 {'、'.join(sorted(KINDS))}")
    model = KINDS[kind].args
    try:
        read = given if isinstance(given, model) else model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InputError(f"任务 {kind} 的 {where} 写得不对：{first['msg']}，现在是 {first['input']!r:.80}") from error
    return read.model_dump(mode="json")


def draft_ids(job_id: str, count: int) -> list[str]:
    """Return the ids that the drafts of a job get: known before they are written, so that none is written twice."""
    return [job_id, *(f"{job_id}-{number}" for number in range(2, count + 1))]


def _draft(running: Running) -> dict[str, Any]:
    from assistant.drafting.briefing import Request
    from assistant.drafting.service import AT_ONCE, Drafter

    args = DraftArgs.model_validate(running.job.args)
    drafter = Drafter(running.workspace, writer=args.writer, progress=running.step)
    ids = draft_ids(running.job.id, args.count)
    beside = tuple(ids) if args.variants and args.kind is DraftKind.PROMO else ()
    missing = [
        Request(args.kind, args.group, args.date, args.time, args.about.strip(), args.campaign, args.format,
                seed=number, draft_id=draft_id, tone=args.tone.strip(), variants=beside)
        for number, draft_id in enumerate(ids)
        if not drafter.briefing.drafts.has(draft_id)
    ]  # fmt: skip
    together = AT_ONCE if drafter.by_model and not args.live else 1
    written = args.count - len(missing)
    for start in range(0, len(missing), together):
        running.step("write", written, args.count)
        some = missing[start : start + together]
        show = _shown(running, written, args.count) if args.live and drafter.by_model else None
        for _ in drafter.batch(some) if len(some) > 1 else map(partial(drafter.draft, show=show), some):
            written += 1
            running.step("write", written, args.count)
    return {"drafts": ids}


def _shown(running: Running, written: int, count: int) -> Callable[[str], None]:
    """What puts the pieces of a draft together and tells how far it is."""
    pieces: list[str] = []

    def show(piece: str) -> None:
        pieces.append(piece)
        running.step("write", written, count, "".join(pieces))

    return show


def _sync(running: Running) -> dict[str, Any]:
    from assistant.knowledge.sync import rebuild, sync

    args = SyncArgs.model_validate(running.job.args)
    return (rebuild if args.rebuild else sync)(running.workspace, progress=running.step).model_dump(mode="json")


def _learn(running: Running) -> dict[str, Any]:
    from assistant.moderation.cascade import Moderator
    from assistant.moderation.feedback import Feedback
    from assistant.storage.corrections import CorrectionBook
    from assistant.storage.database import open_database

    args, batch = LearnArgs.model_validate(running.job.args), running.job.id
    if learned := CorrectionBook(open_database(running.workspace)).has_batch(batch):
        return {"batch": batch, "learned": learned}
    running.step("learn", 0, len(args.examples))
    feedback = Feedback(Moderator(running.workspace))
    examples = [(each.text, each.label) for each in args.examples]
    told = feedback.learn(examples, group=args.group, origin="api", batch=batch)
    return {
        "batch": batch,
        "learned": len(told.corrections),
        "unlearned": list(told.unlearned),
        "conflicts": [{"text": each.new.text, "known": each.known.label.value} for each in told.conflicts],
        "flips": len(told.flips),
    }


def _probe(running: Running) -> dict[str, Any]:
    from assistant.llm.probe import probe
    from assistant.storage.costs import CostBook
    from assistant.storage.database import open_database

    running.step("ask")
    name = ProbeArgs.model_validate(running.job.args).model
    ledger = CostBook(open_database(running.workspace))
    return probe(running.workspace.settings.models, name, ledger=ledger).model_dump(mode="json")


def _reword(running: Running) -> dict[str, Any]:
    from assistant.drafting.rewording import Rewording
    from assistant.storage.costs import CostBook
    from assistant.storage.database import open_database
    from assistant.storage.drafts import DraftStore

    args = RewordArgs.model_validate(running.job.args)
    database = open_database(running.workspace)
    draft = DraftStore(database).get(args.draft)
    if draft.version != args.version or args.finding >= len(draft.findings):
        raise InputError(f"这条草稿刚被别人改过，现在是第 {draft.version} 版：请看看新的一版")
    running.step("ask")
    rewording = Rewording(running.workspace, args.model, ledger=CostBook(database))
    try:
        done = rewording.reword(draft, draft.findings[args.finding])
    except ModelError as error:
        # Somebody waits for it, and has another way: it is not tried again later.
        return {"failed": str(error)}
    place = done.place
    return {
        "field": place.field,
        "start": place.start,
        "end": place.end,
        "old": place.text,
        "text": done.text,
        "model": done.model,
        "cost": str(done.cost),
        "notes": list(done.notes),
    }


def _teach(running: Running) -> dict[str, Any]:
    from assistant.moderation.cascade import Moderator
    from assistant.moderation.feedback import Feedback

    args = TeachArgs.model_validate(running.job.args)
    running.step("learn")
    told = Feedback(Moderator(running.workspace), who=running.job.who).teach_waiting(consent=args.consent)
    taught = [each for each in told.corrections if each.teaches]
    return {"learned": len(taught), "conflicts": [each.new.text for each in told.conflicts], "flips": len(told.flips)}


def _backtest(running: Running) -> dict[str, Any]:
    from assistant.moderation.replayed import replayed

    args = BacktestArgs.model_validate(running.job.args)
    return replayed(running.workspace, args.rules, args.days, step=running.step)


def _retention(running: Running) -> dict[str, Any]:
    from assistant.jobs.book import JobBook
    from assistant.moderation.retention import forget_daily
    from assistant.storage.database import open_database

    database = open_database(running.workspace)
    settings = running.workspace.settings
    running.step("forget")
    texts = forget_daily(database, settings.moderation.keep_days)
    return {"texts": texts, "jobs": JobBook(database).forget(settings.jobs.keep_days)}


KINDS: dict[str, Kind] = {
    # Each draft of a group knows those before it, so they are written one after the other.
    "draft": Kind(DraftArgs, _draft, lane=lambda args: f"draft:{args['group']}"),
    "sync": Kind(SyncArgs, _sync, lane=lambda _: "sync", key=lambda args: "rebuild" if args["rebuild"] else "sync"),
    "learn": Kind(LearnArgs, _learn, lane=lambda _: "learn"),
    "probe": Kind(ProbeArgs, _probe, key=lambda args: f"probe:{args['model']}"),
    "reword": Kind(RewordArgs, _reword, key=lambda args: f"reword:{args['draft']}:{args['version']}:{args['finding']}"),
    "teach": Kind(TeachArgs, _teach, lane=lambda _: "learn", key=lambda args: f"teach:{args['consent']}"),
    "backtest": Kind(BacktestArgs, _backtest, lane=lambda _: "backtest"),
    "retention": Kind(RetentionArgs, _retention, lane=lambda _: "retention", key=lambda _: "retention"),
}
