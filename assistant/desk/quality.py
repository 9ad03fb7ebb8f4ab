"""How good it is: evals against their baseline, which prompts are approved, false alarms, what models cost."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import case, func, select

from assistant.desk import Desk
from assistant.resources import PACKAGE
from assistant.schema.contracts import DraftStatus
from assistant.schema.moderation import Category, Verdict
from assistant.storage.decisions import stamp
from assistant.storage.evals import EvalBook, PastRun
from assistant.storage.tables import decisions, drafts, model_calls

OFFLINE = "offline"
# What a draft says of the prompt it was written by, by the names used here.
_PROMPT = (("prompt", "name"), ("its_version", "version"), ("sha", "sha256"))


@dataclass(frozen=True)
class SuiteLine:
    """A suite of the last run: the share of cases that passed, and the change to the baseline and the run before."""

    suite: str
    passed: float | None
    to_baseline: float | None
    to_before: float | None
    not_run: str = ""


@dataclass(frozen=True)
class LastRun:
    """The last run of the evals; ``failing`` are cases as suite/id, ``hidden`` how many more nobody may look at."""

    run: PastRun
    suites: tuple[SuiteLine, ...]
    failing: tuple[str, ...]
    newly_failing: tuple[str, ...]
    hidden: int


@dataclass(frozen=True)
class PromptLine:
    """What became of the drafts of one prompt version, or of the offline writer (``name`` empty)."""

    name: str
    version: str
    sha: str
    drafts: int
    approved: int
    rejected: int
    edited: int
    last: date

    @property
    def rate(self) -> float | None:
        """The share of those somebody decided on that were approved, 0 to 1."""
        decided = self.approved + self.rejected
        return self.approved / decided if decided else None


@dataclass(frozen=True)
class DayOfAlarms:
    """One day of messages: judged, stopped or asked about, and how many of those people said were harmless."""

    day: date
    judged: int
    alarms: int
    false: int


@dataclass(frozen=True)
class DayOfCost:
    """One day of model calls: yuan by model, calls, and the drafts models wrote that day."""

    day: date
    yuan: Mapping[str, Decimal]
    calls: int
    drafts: int


def last_run(desk: Desk) -> LastRun | None:
    """Return the last run held against the baseline and the run before by the same writer; None before the first."""
    runs = EvalBook(desk.database).runs(20)
    if not runs:
        return None
    run, *earlier = runs
    before = next((each for each in earlier if each.writer == run.writer), None)
    known = _baseline()
    suites = [
        SuiteLine(
            suite,
            passed := metrics.get("passed"),
            _change(passed, known.get(suite, {}).get("passed")),
            _change(passed, before.metrics.get(suite, {}).get("passed") if before else None),
        )
        for suite, metrics in sorted(run.metrics.items())
    ]
    suites += [SuiteLine(suite, None, None, None, reason) for suite, reason in sorted(run.not_run.items())]
    failing = {name for name, found in run.cases.items() if not found.passed}
    told = {name for name in failing if not run.cases[name].hidden}
    return LastRun(
        run,
        tuple(suites),
        tuple(sorted(told)),
        tuple(sorted(name for name in told if before and name in before.cases and before.cases[name].passed)),
        len(failing) - len(told),
    )


def prompts(desk: Desk, *, days: int = 90) -> list[PromptLine]:
    """Return what became of the drafts by who wrote them, the newest version first."""
    # Counted in the database: the drafts themselves are long.
    since = (datetime.now() - timedelta(days=days)).isoformat(timespec="seconds")
    prompt = [func.coalesce(drafts.c.data["prompt"][field].as_string(), "").label(name) for name, field in _PROMPT]
    edited = case((drafts.c.version > 1, 1), else_=0).label("edited")
    each = select(*prompt, drafts.c.status, edited, drafts.c.created_at).where(drafts.c.created_at >= since).subquery()
    group = [each.c.prompt, each.c.its_version, each.c.sha, each.c.status]
    query = select(*group, func.count(), func.sum(each.c.edited), func.max(each.c.created_at)).group_by(*group)
    counted: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    last: dict[tuple[str, str, str], date] = {}
    with desk.database.read() as connection:
        for row in connection.execute(query):
            name, version, sha, status, number, changed, created = tuple(row)
            key = (name, version, sha[:8])
            counted[key].update({"drafts": number, status: number, "edited": int(changed)})
            day = datetime.fromisoformat(created).date()
            last[key] = max(day, last.get(key, day))
    return [
        PromptLine(
            *key, count["drafts"], count[DraftStatus.APPROVED], count[DraftStatus.REJECTED], count["edited"], last[key]
        )
        for key, count in sorted(counted.items(), key=lambda each: (each[0][0], last[each[0]]), reverse=True)
    ]


def alarms(desk: Desk, *, days: int = 30) -> list[DayOfAlarms]:
    """Return the days, the oldest first, on which messages were judged."""
    day = func.substr(decisions.c.decided_at, 1, 10).label("day")
    alarm = decisions.c.verdict != Verdict.ALLOW.value
    false = alarm & (decisions.c.should == Category.ALLOW.value)
    query = (
        select(day, func.count(), func.sum(case((alarm, 1), else_=0)), func.sum(case((false, 1), else_=0)))
        .where(decisions.c.decided_at >= stamp(datetime.now() - timedelta(days=days)))
        .group_by("day")
        .order_by("day")
    )
    with desk.database.read() as connection:
        return [
            DayOfAlarms(date.fromisoformat(at), int(judged), int(found or 0), int(wrong or 0))
            for at, judged, found, wrong in connection.execute(query)
        ]


def costs(desk: Desk, *, days: int = 30) -> list[DayOfCost]:
    """Return the days, the oldest first, on which models were asked."""
    since = (date.today() - timedelta(days=days)).isoformat()
    yuan: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    calls: Counter[str] = Counter()
    written: Counter[str] = Counter()
    with desk.database.read() as connection:
        query = select(model_calls.c.day, model_calls.c.model, model_calls.c.cost).where(model_calls.c.day >= since)
        for day, model, cost in connection.execute(query):
            yuan[day][model] += Decimal(cost)
            calls[day] += 1
        # Who wrote a draft stands in its data alone.
        by_model = drafts.c.data["writer"].as_string() != OFFLINE
        on = func.substr(drafts.c.created_at, 1, 10).label("day")
        of_days = select(on, func.count()).where(drafts.c.created_at >= since, by_model).group_by("day")
        written.update({str(at): int(number) for at, number in connection.execute(of_days)})
    return [
        DayOfCost(date.fromisoformat(day), dict(yuan[day]), calls[day], written[day])
        for day in sorted(yuan.keys() | written.keys())
    ]


def _baseline() -> dict[str, dict[str, float]]:
    """The baseline travels with the source; an installation without it compares with the run before alone."""
    file = PACKAGE.parent / "evals" / "baseline.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _change(now: float | None, before: float | None) -> float | None:
    return None if now is None or before is None else now - before
