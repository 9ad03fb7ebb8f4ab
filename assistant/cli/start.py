"""``assistant demo`` and ``assistant init``."""

from __future__ import annotations

import shutil
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import WorkspaceOption

if TYPE_CHECKING:
    from assistant.drafting.service import Drafter
    from assistant.schema.contracts import Draft
    from assistant.workspace import Workspace

DEMO = Path("assistant-demo")
#: What members write in any shop's group, and what they should not.
MESSAGES = (
    "上次那个活动还会再有吗",
    "姐妹们加我薇❤信 bb8821，厂家直发比店里便宜一半",
    "刚才有人私信我说刷单返钱，大家小心",
    "帮我砍一刀 https://t.cn.example/k9Xq2",
)


def demo(
    workspace: WorkspaceOption = None,
    date_: Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day to play.")] = None,
) -> None:
    """Sync the sample brand, draft one topic, one share and one promotion from it, and judge a few messages."""
    from assistant.cli.options import day
    from assistant.cli.progress import progress_bar
    from assistant.cli.report import draft_lines, sync_lines
    from assistant.drafting.service import Drafter

    on = day(date_)
    here = _demo_workspace(workspace)
    typer.echo(f"工作区：{here.root}")
    with progress_bar(shown=True) as progress:
        drafter = Drafter(here, writer="offline", progress=progress)
    typer.echo("\n".join(sync_lines(drafter.report)))
    for draft in _one_of_each(drafter, on):
        typer.echo("")
        typer.echo("\n".join(draft_lines(draft)))
    typer.echo("")
    typer.echo("\n".join(_judged(here, drafter)))
    typer.echo("")
    typer.echo(
        f"接下来：{_called()} init 我的店，把自己的资料放进 knowledge/，"
        f"再到“我的店”里运行 {_called()} draft topic --group 群的 id"
    )


def init(directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Make a new workspace with commented templates."""
    from assistant.errors import InputError
    from assistant.resources import PACKAGE

    target = directory.expanduser()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{directory} 不是空文件夹：请换一个名字，免得盖掉里面的文件")
    try:
        shutil.copytree(PACKAGE / "templates", target, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{directory} 建不了：{reason}，请换一个能写的地方") from error
    typer.echo(f"新的工作区：{target.resolve()}")
    typer.echo("1. 打开 knowledge/brand.yaml 和 groups.yaml，改成您的店和群（每一项都有说明）")
    typer.echo("2. 把商品表、常见问题、规定、文章放进 knowledge/（Word、Excel、PDF、网页、文本都可以）")
    typer.echo(f"3. cd {directory} && {_called()} knowledge sync")
    typer.echo(f"4. {_called()} draft topic --group 群的 id")


def _called() -> str:
    """How the operator can call us from any folder: by name where the shell finds it, else by where we are."""
    return "assistant" if shutil.which("assistant") else str(Path(sys.argv[0]).absolute())


def _demo_workspace(given: Path | None) -> Workspace:
    """The workspace asked for or the one we stand in; elsewhere a copy of the sample brand in a folder of its own."""
    from assistant.errors import WorkspaceError
    from assistant.resources import packaged
    from assistant.workspace import find_workspace

    if given is not None:
        return find_workspace(given)
    try:
        return find_workspace()
    except WorkspaceError:
        target = DEMO.resolve()
        if not (target / "knowledge").exists():
            shutil.copytree(packaged("knowledge"), target / "knowledge")
        return find_workspace(target)


def _judged(here: Workspace, drafter: Drafter) -> list[str]:
    """What the rules of the first group make of what members write there."""
    from assistant.cli.verdicts import decision_lines
    from assistant.moderation.cascade import Moderator
    from assistant.schema.moderation import Message

    moderator = Moderator(here, store=False)
    group = next(iter(drafter.briefing.groups), "")
    lines = ["群里来了几条消息："]
    for number, text in enumerate(MESSAGES):
        decision = moderator.decide(Message(id=f"demo-{number}", group=group, text=text))
        lines += decision_lines(text, decision)
    return lines


def _one_of_each(drafter: Drafter, on: date | None) -> list[Draft]:
    from assistant.drafting.briefing import Request
    from assistant.errors import Refused
    from assistant.schema.contracts import DraftKind

    drafts = []
    for kind in DraftKind:
        draft = None
        # Not every group takes everything on every day: the first that does, today or on one of the next days.
        for ahead in range(1 if on else 60):
            for group in drafter.briefing.groups:
                request = Request(kind, group, (on or date.today()) + timedelta(days=ahead))
                try:
                    draft = drafter.draft(request)
                    break
                except Refused as refused:
                    reason = refused
            if draft:
                break
        if draft is None:
            typer.echo(f"{kind.value}：{reason}")
        else:
            drafts.append(draft)
    return drafts
