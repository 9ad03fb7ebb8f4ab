"""``assistant moderate``: hold messages against the group's rules, teach, put decisions right, look back."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from typer.core import TyperGroup

from assistant.cli.options import JsonOption, WorkspaceOption, group_id, opened
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.moderation.cascade import Moderator
    from assistant.moderation.doubts import Judge
    from assistant.schema.moderation import Decision
    from assistant.storage.corrections import Effect


class _Texts(TyperGroup):
    """``assistant moderate TEXT`` judges a text, ``assistant moderate list`` is a command: what is none is a text."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put ``text`` before what is no command."""
        if args and args[0] not in {*self.commands, "-h", "--help"}:
            args = ["text", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Texts,
    help="Hold messages against the group's rules: moderate TEXT --group ID, or one of the commands below.",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
GroupOption = Annotated[str, typer.Option("--group", metavar="ID", help="The group it was sent to.")]


@app.command("text")
def text_(
    text: Annotated[str | None, typer.Argument(help="The message.")] = None,
    group: GroupOption = "",
    file: Annotated[
        Path | None,
        typer.Option(
            help='A JSONL file of messages ({"id", "text", "group"?, "sender"?, ...}); - reads standard input.'
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the decisions on a file go.")] = None,
    role: Annotated[str, typer.Option(metavar="ROLE", help="Who sent it: owner, admin, staff or member.")] = "member",
    store: Annotated[bool, typer.Option("--store/--no-store", help="Keep the decisions and count offences.")] = True,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Judge a message, or each of a file. Exit status 1 when one is not let pass, 2 when a line is no message."""
    if (text is None) == (file is None):
        raise InputError("请给出一条消息，或用 --file 给一个文件，二者选一")
    if out is not None and file is None:
        raise InputError("--out 和 --file 一起用")
    moderator = _moderator(workspace, store=store)
    known = _known(moderator, group)
    if file is not None:
        raise typer.Exit(_judge_file(moderator, file, known, out))
    from assistant.cli.messages import message_of

    try:
        message = message_of({"id": _made_up(), "text": text or "", "sender": {"role": role}}, known)
    except InputError as error:
        raise InputError(f"消息{error}") from None
    decision = moderator.decide(message)
    _tell_problem(moderator)
    if json_:
        typer.echo(_line(decision))
    else:
        from assistant.cli.verdicts import decision_lines

        typer.echo("\n".join(decision_lines(message.text, decision)))
    raise typer.Exit(0 if decision.verdict.value == "allow" else 1)


@app.command("learn")
def learn(
    file: Annotated[
        Path | None, typer.Option(help='A JSONL file of {"text", "label"}; label is a category or "allow".')
    ] = None,
    group: Annotated[str, typer.Option("--group", metavar="ID", help="Only for this group; default: for all.")] = "",
    undo: Annotated[str, typer.Option("--undo", metavar="BATCH", help="Take back what was taught together.")] = "",
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Teach the classifier labelled messages; what they contradict and turn is shown."""
    if (file is None) == (not undo):
        raise InputError("请用 --file 给一个标好的文件，或用 --undo 撤回一批，二者选一")
    from assistant.cli.taught import labelled, told_json, told_lines
    from assistant.moderation.feedback import Feedback

    examples = labelled(file) if file is not None else []
    moderator = _moderator(workspace)
    feedback = Feedback(moderator)
    told = feedback.forget(undo) if undo else feedback.learn(examples, group=_known(moderator, group))
    typer.echo(told_json(told) if json_ else "\n".join(told_lines(told, undone=bool(undo))))


@app.command("feedback")
def feedback_(
    decision: Annotated[str, typer.Argument(metavar="DECISION_ID", help="As moderate prints it.")],
    verdict: Annotated[str, typer.Argument(metavar="correct|wrong", help="Whether it was right.")] = "",
    should: Annotated[str, typer.Option(metavar="CATEGORY", help="What it should have been: allow, ad, ...")] = "",
    teach_only: Annotated[bool, typer.Option("--teach-only", help="Teach; leave this decision as it is.")] = False,
    act_only: Annotated[bool, typer.Option("--act-only", help="Put this decision right; teach nothing.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was said of it.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Also where many recent decisions change with it.")] = False,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Say that a decision was right or wrong. It is put right, counts for its rule, and the classifier learns."""
    from assistant.cli.taught import category_of, told_json, told_lines
    from assistant.moderation.feedback import Feedback, ManyFlips

    if undo == bool(verdict) or (verdict and verdict not in ("correct", "wrong")):
        raise InputError(f"请写 correct（判得对）或 wrong（判错了），撤回写 --undo；现在是 {verdict!r}")
    if teach_only and act_only:
        raise InputError("--teach-only 和 --act-only 只写一个")
    feedback = Feedback(_moderator(workspace))
    if undo:
        told = feedback.undo(decision)
    else:
        label = category_of(should) if should else None
        effect: Effect = "teach" if teach_only else "act" if act_only else "both"
        try:
            told = feedback.give(decision, right=verdict == "correct", should=label, effect=effect, consent=yes)
        except ManyFlips as asked:
            if json_ or not sys.stdin.isatty() or not typer.confirm(f"{asked.reason.partition('：')[0]}，要改吗？"):
                raise
            told = feedback.give(decision, right=verdict == "correct", should=label, effect=effect, consent=True)
    typer.echo(told_json(told) if json_ else "\n".join(told_lines(told, undone=undo)))


@app.command("list")
def list_(
    group: GroupOption = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="So many of the last.")] = 20,
    all_: Annotated[bool, typer.Option("--all", help="Also those that were let pass.")] = False,
    rule: Annotated[str, typer.Option(metavar="CLAUSE", help="Only those by this clause.")] = "",
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Show the last decisions, how often each rule was right, and rules that only record because they were not."""
    from assistant.cli.taught import listed_json, precision_lines, stored_lines
    from assistant.moderation.precision import precisions
    from assistant.schema.moderation import Verdict

    moderator = _moderator(workspace)
    assert moderator.book is not None
    verdicts = () if all_ else (Verdict.REVIEW, Verdict.BLOCK)
    found = moderator.book.recent(limit, group=_known(moderator, group), verdicts=verdicts, rule=rule)
    if json_:
        typer.echo("\n".join(map(listed_json, found)), nl=bool(found))
        return
    lines = [line for stored in found for line in stored_lines(stored)] or ["还没有判定"]
    typer.echo("\n".join([*lines, *precision_lines(precisions(moderator.book.database, moderator.rules))]))


def _judge_file(moderator: Moderator, file: Path, group: str, out: Path | None) -> int:
    from assistant.cli.messages import Messages

    messages = Messages(file, group, lambda told: typer.echo(told, err=True))
    stopped = False
    with _opened_for(out) as target:
        for decision in moderator.decide_many(messages):
            stopped = stopped or decision.verdict.value != "allow"
            target.write(_line(decision) + "\n")
    _tell_problem(moderator)
    return 2 if messages.bad else int(stopped)


def _tell_problem(moderator: Moderator) -> None:
    """What is wrong with the files, a detector or the judge, each in one line on stderr."""
    silent = getattr(moderator.judge, "problem", "")
    for said in (moderator.problem, silent and f"模型没有答上来：{silent}"):
        if said:
            typer.echo(" ".join(said.split()), err=True)


def _opened_for(out: Path | None) -> AbstractContextManager[TextIO]:
    if out is None:
        return nullcontext(sys.stdout)
    try:
        return out.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise InputError(f"{out} 写不进去：{error.strerror}") from error


def _line(decision: Decision) -> str:
    return json.dumps(decision.model_dump(mode="json"), ensure_ascii=False)


def _moderator(workspace: Path | None, *, store: bool = True) -> Moderator:
    """The workspace's moderator, with its judge where a model is configured for one."""
    from assistant.moderation.cascade import Moderator

    here = opened(workspace)
    judge: Judge | None = None
    if here.settings.models.judge is not None:
        from assistant.moderation.judge import judge_of

        judge = judge_of(here)
    return Moderator(here, store=store, judge=judge)


def _known(moderator: Moderator, group: str) -> str:
    """The id of a group given by id or name."""
    return group_id(group, moderator.own.groups)


def _made_up() -> str:
    """An id for a message that has none."""
    from secrets import token_hex

    return f"cli-{token_hex(6)}"
