"""Past runs: what is kept of one, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.storage.evals import PastCase, PastRun
from evals.results import RunResult

SHORT = 8
NAMED = 6
# A smaller change is noise of rounding.
TOLD = 5e-4


def kept(run: RunResult) -> PastRun:
    """Return what the history keeps of a run."""
    return PastRun(
        id=run.id,
        at=run.at,
        commit=run.commit,
        writer=run.writer,
        judge=run.judge,
        passed=run.passed,
        prompts=run.prompts,
        metrics={suite.name: suite.metrics for suite in run.suites if suite.status != "not_run"},
        not_run={suite.name: suite.reason for suite in run.suites if suite.status == "not_run"},
        cases={
            f"{suite.name}/{case.id}": PastCase(passed=case.passed, prompt=case.prompt, hidden=case.hidden)
            for suite in run.suites
            for case in suite.cases
        },
    )


def history_lines(runs: Sequence[PastRun]) -> Iterator[str]:
    """Yield each run, the newest first, with what changed since the one before it on the same writer."""
    if not runs:
        yield "还没有跑过评测：assistant eval"
    for place, run in enumerate(runs):
        verdict = "通过" if run.passed else "没过"
        yield f"{run.at:%Y-%m-%d %H:%M}  {run.id}  {verdict}  写手 {run.writer}  提交 {run.commit or '未知'}"
        before = next((one for one in runs[place + 1 :] if one.writer == run.writer), None)
        yield from (f"    {line}" for line in _suites(run, before))
        if before is not None:
            yield from (f"    {line}" for line in changes(before, run))


def changes(before: PastRun, run: PastRun) -> Iterator[str]:
    """Yield which prompts changed between two runs, and which cases turned out otherwise."""
    for name in sorted(before.prompts.keys() | run.prompts.keys()):
        old, new = before.prompts.get(name, ""), run.prompts.get(name, "")
        if old != new:
            yield f"提示词 {name}：{old[:SHORT] or '没有'} → {new[:SHORT] or '没有'}"
    both = [(name, before.cases[name], run.cases[name]) for name in run.cases if name in before.cases]
    anew = [one for one in both if one[1].prompt != one[2].prompt]
    if anew:
        turned = f"{_names(anew, worse=False)}，{_names(anew, worse=True)}"
        yield f"提示词不同的用例 {len(anew)} 条：{turned}"
    same = [one for one in both if one[1].prompt == one[2].prompt and one[1].passed != one[2].passed]
    if same:
        yield f"提示词没变、结果变了的用例 {len(same)} 条：{_names(same, worse=False)}，{_names(same, worse=True)}"


def _suites(run: PastRun, before: PastRun | None) -> Iterator[str]:
    for suite, metrics in run.metrics.items():
        known = before.metrics.get(suite, {}) if before else {}
        moved = [
            f"{name} {value:.3f}（{value - known[name]:+.3f}）"
            for name, value in metrics.items()
            if name in known and abs(value - known[name]) >= TOLD
        ]
        said = f"passed {metrics['passed']:.3f}" if "passed" in metrics else ""
        rest = "变化：" + "，".join(moved) if moved else "没有变化" if known else "第一次"
        yield f"{suite} {said} {rest}".replace("  ", " ")
    yield from (f"{suite} 没有跑：{reason}" for suite, reason in run.not_run.items())


def _names(found: Sequence[tuple[str, PastCase, PastCase]], *, worse: bool) -> str:
    names = [name for name, old, new in found if old.passed != new.passed and old.passed is worse]
    listed = "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
    word = "变坏" if worse else "变好"
    return f"{word} {len(names)} 条" + (f"（{listed}）" if names else "")
