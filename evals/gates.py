"""Gates: floors under the metrics and the largest fall from the baseline that is let through."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.errors import ConfigError, InputError
from evals.paths import BASELINE, GATES
from evals.results import GateResult, SuiteResult

# A share that is as large as before may differ in the last digit kept.
ROUNDING = 5e-5
Baseline = Mapping[str, Mapping[str, float]]


class Gate(BaseModel):
    """One gate. ``floor`` is the least value; ``drop`` how far it may fall below the baseline."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    floor: float | None = Field(default=None, ge=0, le=1)
    drop: float | None = Field(default=None, ge=0, le=1)


Gates = Mapping[str, Mapping[str, Gate]]
_GATES: TypeAdapter[dict[str, dict[str, Gate]]] = TypeAdapter(dict[str, dict[str, Gate]])
_BASELINE: TypeAdapter[dict[str, dict[str, float]]] = TypeAdapter(dict[str, dict[str, float]])


def load_gates(file: Path = GATES) -> Gates:
    """Return the gates by suite and metric; a metric may be a pattern (``recall_at_5/*``).

    Raises :class:`ConfigError` naming the suite and the metric.
    """
    try:
        return _GATES.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")) or {})
    except yaml.YAMLError as error:
        raise ConfigError(f"{file.name} 不是合法的 YAML：{' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigError(
            f"{file.name}：{'.'.join(str(step) for step in first['loc'])} 有误，{first['msg']}"
        ) from error


def load_baseline(file: Path = BASELINE) -> Baseline:
    """Return the metrics once accepted, by suite; empty before the first. Raises :class:`InputError`."""
    if not file.exists():
        return {}
    try:
        return _BASELINE.validate_json(file.read_bytes())
    except ValidationError as error:
        raise InputError(f"{file.name} 读不出来：{error.errors(include_url=False)[0]['msg']}") from error


def judge(suites: Sequence[SuiteResult], gates: Gates, baseline: Baseline, *, compare: bool = True) -> list[GateResult]:
    """Return one result a gate of the suites that ran.

    With ``compare`` false only floors hold, as for a run on a model: the baseline is the offline writer's. A metric
    that a gate names and the suite does not give breaks it.
    """
    found = []
    for suite in suites:
        if suite.status == "not_run":
            continue
        for pattern, gate in gates.get(suite.name, {}).items():
            names = [name for name in suite.metrics if fnmatchcase(name, pattern)]
            found += [_judge(suite, name, gate, baseline, compare=compare) for name in names or [pattern]]
    return found


def lost(suite: str, ceilings: Mapping[str, float], gates: Gates, baseline: Baseline) -> list[GateResult]:
    """Return the gates that break whatever is still to come; ``ceilings`` are the most the metrics can come to."""
    so_far = SuiteResult(name=suite, title=suite, status="failed", metrics=dict(ceilings))
    named = {
        (name, gate)
        for pattern, gate in gates.get(suite, {}).items()
        for name in ceilings
        if fnmatchcase(name, pattern)
    }
    judged = [
        _judge(so_far, name, gate, baseline, compare=True) for name, gate in sorted(named, key=lambda one: one[0])
    ]
    return [gate.model_copy(update={"message": f"其余全对也只有 {gate.message}"}) for gate in judged if not gate.ok]


def _judge(suite: SuiteResult, metric: str, gate: Gate, baseline: Baseline, *, compare: bool) -> GateResult:
    value, before = suite.metrics.get(metric), baseline.get(suite.name, {}).get(metric)
    broken = []
    if value is None:
        broken.append("没有这个指标")
    else:
        if gate.floor is not None and value < gate.floor - ROUNDING:
            broken.append(f"{value:.3f} 低于下限 {gate.floor:g}")
        if compare and gate.drop is not None and before is not None and value < before - gate.drop - ROUNDING:
            broken.append(f"{value:.3f} 比基线 {before:.3f} 低了 {before - value:.3f}，最多允许 {gate.drop:g}")
    return GateResult(
        suite=suite.name,
        metric=metric,
        value=value,
        floor=gate.floor,
        baseline=before,
        drop=gate.drop,
        ok=not broken,
        message="；".join(broken),
    )


def settle(suites: Sequence[SuiteResult], gates: Sequence[GateResult]) -> None:
    """Set the status of each suite that ran by its gates."""
    broken = {gate.suite for gate in gates if not gate.ok}
    for suite in suites:
        if suite.status != "not_run":
            suite.status = "failed" if suite.name in broken else "passed"


def accept(suites: Sequence[SuiteResult], file: Path = BASELINE) -> list[str]:
    """Make the metrics of the suites that ran the new baseline; return one line for each change that is accepted.

    Suites that did not run keep what they had.
    """
    before = {name: dict(metrics) for name, metrics in load_baseline(file).items()}
    after = before | {suite.name: dict(suite.metrics) for suite in suites if suite.status != "not_run"}
    lines = []
    for suite, metrics in after.items():
        known = before.get(suite, {})
        for metric in sorted(metrics.keys() | known.keys()):
            old, new = known.get(metric), metrics.get(metric)
            if old != new:
                lines.append(f"{suite} {metric}：{_said(old)} → {_said(new)}{_change(old, new)}")
    text = json.dumps(after, ensure_ascii=False, indent=2, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")
    return lines


def _said(value: float | None) -> str:
    return "没有" if value is None else f"{value:.4f}"


def _change(old: float | None, new: float | None) -> str:
    if old is None or new is None:
        return ""
    return f"（{'好了' if new > old else '差了'} {abs(new - old):.4f}）"
