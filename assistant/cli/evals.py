"""``assistant eval``: run the eval suites, look back at earlier runs."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from assistant.cli.options import JsonOption, WorkspaceOption, near

if TYPE_CHECKING:
    from assistant.storage.evals import EvalBook
    from assistant.workspace import Workspace


class _Suites(TyperGroup):
    """``assistant eval topic`` names a suite, ``assistant eval history`` a command: what is no command is run."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put ``run`` before the suites."""
        if not args or args[0] not in {*self.commands, "-h", "--help"}:
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Suites,
    help="Run the eval suites against the gates; without a command: run. Needs a checkout of the source.",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
ModelOption = Annotated[
    str, typer.Option("--writer", metavar="MODEL", help="offline, a model alias or a litellm model.")
]
JudgeOption = Annotated[str, typer.Option("--judge", metavar="MODEL", help="A model that judges the drafts as well.")]


@app.command("run")
def run(
    suites: Annotated[list[str] | None, typer.Argument(metavar="[SUITE ...]", help="Default: all.")] = None,
    writer: ModelOption = "offline",
    judge: JudgeOption = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where the reports go.")] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Make the result the baseline and say what that accepts.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, help="The first N cases of each suite; gates are not judged.")] = 0,
    show_held: Annotated[
        bool, typer.Option("--show-held", help="Show failures of the held-back half; tuning on them spends it.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=0, max=16, help="Suites run at once; default: one a core, 4 at most.")] = 0,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Run suites, print the change to the baseline, write the reports; exit 1 when a gate breaks."""
    _need_checkout()
    from assistant.cli.progress import progress_bar
    from assistant.errors import InputError
    from assistant.llm.config import ModelSettings
    from evals.gates import accept
    from evals.history import kept
    from evals.paths import REPORTS
    from evals.report import write_reports
    from evals.report.table import run_lines
    from evals.runner import Options, cores
    from evals.runner import run as run_suites
    from evals.suites import chosen

    if update_baseline and (writer != "offline" or limit):
        raise InputError("--update-baseline 只认离线写手跑完的全部用例：请去掉 --writer 和 --limit")
    wanted = chosen(suites or [])
    here = _workspace(workspace)
    models = here.settings.models if here else ModelSettings()
    options = Options(writer, judge, models, limit=limit, show_held=show_held, jobs=jobs or cores())
    with progress_bar(shown=not json_) as progress:
        result = run_suites(wanted, options, progress)
    files = write_reports(result, out or REPORTS)
    if here is not None:
        _book(here).add(kept(result))
    if json_:
        typer.echo(result.model_dump_json())
    else:
        typer.echo("\n".join(run_lines(result)))
        typer.echo("报告：" + "，".join(map(str, files)))
    if update_baseline:
        lines = accept(result.suites)
        typer.echo("\n".join(lines) if lines else "基线没有变化。", err=json_)
    raise typer.Exit(0 if result.passed else 1)


@app.command("compare")
def compare(
    prompt_a: Annotated[Path, typer.Option("--prompt-a", metavar="DIR", help="A folder of prompts.")],
    prompt_b: Annotated[Path, typer.Option("--prompt-b", metavar="DIR", help="The folder to compare it with.")],
    writer: Annotated[
        str, typer.Option("--writer", metavar="MODEL", help="The model that writes with both.")
    ] = "draft",
    judge: Annotated[str, typer.Option("--judge", metavar="MODEL", help="The model that chooses.")] = "judge",
    suites: Annotated[
        list[str] | None, typer.Argument(metavar="[SUITE ...]", help="Default: topic share promo.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="The first N cases of each suite.")] = 0,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Have a model write with two editions of the prompts and another choose, twice, with the places swapped."""
    _need_checkout()
    from assistant.cli.progress import progress_bar
    from assistant.errors import InputError
    from assistant.llm.config import ModelSettings
    from evals.pairwise import compare as compare_prompts
    from evals.pairwise import comparison_lines
    from evals.runner import Options
    from evals.suites import chosen
    from evals.suites.drafting import DraftingSuite

    if writer == "offline":
        raise InputError("--writer offline 不看提示词，比不出什么：请写一个模型")
    wanted = [suite for suite in chosen(suites or []) if isinstance(suite, DraftingSuite)]
    if not wanted:
        raise InputError("只有 topic、share、promo 能比")
    here = _workspace(workspace)
    options = Options(writer, judge, here.settings.models if here else ModelSettings(), limit=limit)
    with progress_bar(shown=not json_) as progress:
        found = compare_prompts(wanted, prompt_a, prompt_b, options, progress)
    typer.echo(found.model_dump_json() if json_ else "\n".join(comparison_lines(found)))
    raise typer.Exit(1 if found.not_run else 0)


@app.command("mutations")
def mutations(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME ...]", help="Default: all.")] = None,
    jobs: Annotated[int, typer.Option(min=0, max=16, help="How many at once; default: one a core.")] = 0,
    json_: JsonOption = False,
) -> None:
    """Break the product on purpose in each known way; exit 1 when the suites miss one. Takes some minutes."""
    _need_checkout()
    from evals.mutations.check import Outcome, check, chosen, outcome_line, verdict_line
    from evals.runner import cores

    def say(outcome: Outcome) -> None:
        typer.echo(outcome.model_dump_json() if json_ else outcome_line(outcome))

    outcomes = check(chosen(names or []), jobs=jobs or cores(), say=say)
    if not json_:
        typer.echo(verdict_line(outcomes))
    raise typer.Exit(0 if all(outcome.caught for outcome in outcomes) else 1)


@app.command("history")
def history(
    last: Annotated[int, typer.Option("--last", min=1, max=500, help="How many runs.")] = 10,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Print earlier runs and what changed between them: prompts by their sha, and cases that turned out otherwise."""
    from assistant.cli.options import opened

    runs = _book(opened(workspace)).runs(last + 1)
    if json_:
        typer.echo("\n".join(one.model_dump_json() for one in runs[:last]))
        return
    _need_checkout()
    from evals.history import history_lines

    typer.echo("\n".join(history_lines(runs)))


def _need_checkout() -> None:
    """Raise :class:`InputError` where the suites are not there: they travel with the source, not with the wheel."""
    from assistant.errors import InputError

    if find_spec("evals") is None or find_spec("evals.suites") is None:
        raise InputError("评测随源码走，安装包里没有：请在源码目录里 make install，再用那里的 .venv/bin/assistant eval")


def _workspace(given: Path | None) -> Workspace | None:
    """The workspace whose models are used and whose database keeps the history; outside of one there is none."""
    found = near(given)
    if found is None:
        typer.echo("不在工作区里：这次的结果不记入历史", err=True)
    return found


def _book(workspace: Workspace) -> EvalBook:
    from assistant.storage.database import open_database
    from assistant.storage.evals import EvalBook

    return EvalBook(open_database(workspace))
