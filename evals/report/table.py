"""A run in the terminal: each gated metric beside its baseline, then what broke."""

from __future__ import annotations

from collections.abc import Iterator

from evals.results import GateResult, RunResult, SuiteResult

SHOWN = 5


def run_lines(run: RunResult) -> Iterator[str]:
    """Yield the lines of the table. The change is in percentage points of the baseline's own unit, 0 to 1."""
    who = f"写手 {run.writer}" + (f"  评委 {run.judge}" if run.judge else "")
    yield f"评测 {run.id}  {run.at:%Y-%m-%d %H:%M}  提交 {run.commit or '未知'}  {who}  用时 {run.seconds:.0f} 秒"
    for suite in run.suites:
        yield ""
        yield from _suite(suite, [gate for gate in run.gates if gate.suite == suite.name])
    broken = [gate for gate in run.gates if not gate.ok]
    missing = [suite for suite in run.suites if suite.status == "not_run"]
    yield ""
    yield from (f"✗ {gate.suite} {gate.metric}：{gate.message}" for gate in broken)
    yield from (f"– {suite.name} 没有跑：{suite.reason}（不算通过）" for suite in missing)
    if run.passed:
        yield "全部关卡通过。"
    elif not broken:
        yield "有评测没有跑，不能算通过。"


def _suite(suite: SuiteResult, gates: list[GateResult]) -> Iterator[str]:
    if suite.status == "not_run":
        yield f"– {suite.title} {suite.name}：没有跑，{suite.reason}"
        return
    mark = "✓" if suite.status == "passed" else "✗"
    good = len(suite.cases) - len(suite.failed)
    yield f"{mark} {suite.title} {suite.name}：{len(suite.cases)} 条用例，{good} 条完全合格，{suite.seconds:.1f} 秒"
    by_metric = {gate.metric: gate for gate in gates}
    shown = [*by_metric, *(name for name in suite.metrics if name not in by_metric and "/" not in name)]
    if shown:
        yield f"    {'metric':<26} {'value':>7} {'baseline':>9} {'change':>8} {'floor':>7}"
    for name in shown:
        yield _row(name, suite.metrics.get(name), by_metric.get(name))
    for case in suite.told[:SHOWN]:
        asked = f"“{case.asked}”" if suite.name == "retrieval" else ""
        yield f"    · {case.id}{asked}：{case.problems[0].message if case.problems else '不合格'}"
    if len(suite.told) > SHOWN:
        yield f"    · 还有 {len(suite.told) - SHOWN} 条，见 report.html"
    if hidden := len(suite.failed) - len(suite.told):
        yield f"    · 留作考试的一半里有 {hidden} 条不合格，内容不显示（--show-held）"


def _row(name: str, value: float | None, gate: GateResult | None) -> str:
    said = f"{value:.4f}" if value is not None else "-"
    before = gate.baseline if gate else None
    change = f"{value - before:+.4f}" if before is not None and value is not None else "-"
    floor = f"{gate.floor:g}" if gate and gate.floor is not None else "-"
    baseline = f"{before:.4f}" if before is not None else "-"
    mark = " " if gate is None or gate.ok else "✗"
    return f"  {mark} {name:<26} {said:>7} {baseline:>9} {change:>8} {floor:>7}"
