"""``assistant moderate``: hold messages against the group's rules, teach, put decisions right, look back."""

from __future__ import annotations

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer
from typer.core import TyperGroup

from assistant.cli.options import JsonOption, WorkspaceOption, opened
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.moderation.cascade import Moderator
    from assistant.schema.moderation import Decision


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
    if json_:
        typer.echo(_line(decision))
    else:
        from assistant.cli.verdicts import decision_lines

        typer.echo("\n".join(decision_lines(message.text, decision)))
    raise typer.Exit(0 if decision.verdict.value == "allow" else 1)


def _judge_file(moderator: Moderator, file: Path, group: str, out: Path | None) -> int:
    from assistant.cli.messages import Messages

    messages = Messages(file, group, lambda told: typer.echo(told, err=True))
    stopped = False
    with _opened_for(out) as target:
        for decision in moderator.decide_many(messages):
            stopped = stopped or decision.verdict.value != "allow"
            target.write(_line(decision) + "\n")
    return 2 if messages.bad else int(stopped)


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
    from assistant.moderation.cascade import Moderator

    return Moderator(opened(workspace), store=store)


def _known(moderator: Moderator, group: str) -> str:
    """The id of a group given by id or name. Raises :class:`InputError` naming those there are."""
    groups = moderator.own.groups
    if not group or group in groups:
        return group
    named = [each.id for each in groups.values() if each.name == group]
    if len(named) == 1:
        return named[0]
    raise InputError(f"没有群 {group!r}；groups.yaml 里有：{'、'.join(groups) or '一个也没有'}")


def _made_up() -> str:
    """An id for a message that has none."""
    from secrets import token_hex

    return f"cli-{token_hex(6)}"
