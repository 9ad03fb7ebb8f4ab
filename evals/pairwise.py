"""Two editions of the prompts against each other: the same model writes with each, another says which it would send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from assistant.errors import InputError, ModelError
from assistant.schema.brief import Brief
from evals.cases import DraftCase
from evals.environment import Environment
from evals.evaluators.outcomes import Drafted, whole
from evals.models import Choice, Judge, unreachable
from evals.runner import Options, prompt_shas
from evals.suites.base import Progress
from evals.suites.drafting import DraftingSuite

Verdict = Literal["a", "b", "tie", "failed"]


class Pair(BaseModel):
    """One case written twice. ``why`` are the judge's reasons, A shown first and A shown second."""

    suite: str
    id: str
    verdict: Verdict
    a: str = ""
    b: str = ""
    why: list[str] = Field(default_factory=list)


class Comparison(BaseModel):
    """All pairs; ``changed`` are the prompts that differ. ``not_run`` says why nothing was compared."""

    a: str
    b: str
    writer: str
    judge: str
    changed: dict[str, tuple[str, str]] = Field(default_factory=dict)
    pairs: list[Pair] = Field(default_factory=list)
    not_run: str = ""


def compare(
    suites: Sequence[DraftingSuite], a: Path, b: Path, options: Options, progress: Progress | None = None
) -> Comparison:
    """Write every case with the prompts of ``a`` and of ``b`` and have each pair judged twice, the places swapped.

    A draft wins where the judge prefers it in both places; a preference for a place is a tie. Raises
    :class:`InputError` for a folder without prompts.
    """
    for folder in (a, b):
        if not list(folder.glob("*.md")):
            raise InputError(f"{folder} 里没有提示词（*.md）")
    shas = prompt_shas(a), prompt_shas(b)
    changed = {name: (sha, shas[1].get(name, "")) for name, sha in shas[0].items() if sha != shas[1].get(name)}
    found = Comparison(a=str(a), b=str(b), writer=options.writer, judge=options.judge, changed=changed)
    for name in (options.writer, options.judge):
        if why := unreachable(options.models, name):
            found.not_run = f"模型 {name} 用不了：{why}"
            return found
    judge = Judge(options.models, options.judge)
    with (
        replace(options, prompts=a).environment() as with_a,
        replace(options, prompts=b).environment() as with_b,
    ):
        for suite in suites:
            cases = suite.cases()[: options.limit or None]
            for number, case in enumerate(cases, start=1):
                found.pairs.append(_pair(suite, case, with_a, with_b, judge))
                if progress is not None:
                    progress(suite.name, number, len(cases))
    return found


def comparison_lines(found: Comparison) -> Iterator[str]:
    """Yield the comparison as it is printed."""
    yield f"A {found.a}  B {found.b}  写手 {found.writer}  评委 {found.judge}"
    for name, (old, new) in sorted(found.changed.items()):
        yield f"提示词 {name}：A {old[:8] or '没有'}，B {new[:8] or '没有'}"
    if not found.changed:
        yield "两边的提示词一模一样：下面的差别都是偶然"
    if found.not_run:
        yield f"没有跑：{found.not_run}"
        return
    for suite in dict.fromkeys(pair.suite for pair in found.pairs):
        count = Counter(pair.verdict for pair in found.pairs if pair.suite == suite)
        yield f"{suite}：A 胜 {count['a']}，B 胜 {count['b']}，不分 {count['tie']}，没比成 {count['failed']}"
    for pair in found.pairs:
        if pair.verdict in ("a", "b"):
            yield f"  {pair.suite}/{pair.id}：{pair.verdict.upper()} 胜，{pair.why[0]}"


def _pair(suite: DraftingSuite, case: DraftCase, with_a: Environment, with_b: Environment, judge: Judge) -> Pair:
    one, other = suite.run_case(case, with_a), suite.run_case(case, with_b)
    pair = Pair(suite=suite.name, id=case.id, verdict="failed", a=one.shown, b=other.shown)
    if not one.told.drafts or not other.told.drafts:
        pair.why.append("有一边没有写出来")
        return pair
    try:
        forth, back = _both_ways(suite, case, one, other, judge)
    except ModelError as error:
        pair.why.append(str(error))
        return pair
    pair.why += [forth.why, back.why]
    pair.verdict = verdict(forth, back)
    return pair


def _both_ways(
    suite: DraftingSuite, case: DraftCase, one: Drafted, other: Drafted, judge: Judge
) -> tuple[Choice, Choice]:
    ask, brief = case.ask(suite.kind), _brief(one)
    first, second = whole(one.told.drafts[0]), whole(other.told.drafts[0])
    return judge.choose(ask, brief, first, second), judge.choose(ask, brief, second, first)


def verdict(forth: Choice, back: Choice) -> Verdict:
    """Return who won: A stood first in ``forth`` and second in ``back``."""
    if (forth.winner, back.winner) == ("first", "second"):
        return "a"
    if (forth.winner, back.winner) == ("second", "first"):
        return "b"
    return "tie"


def _brief(drafted: Drafted) -> Brief:
    return drafted.told.briefs[0]
