"""``assistant draft``: topic, share, promo, and discard for what is not sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.options import JsonOption, WorkspaceOption, day, moment, opened
from assistant.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.drafting.service import Drafter
    from assistant.schema.contracts import Draft

app = typer.Typer(
    help="Write a draft for a group, checked against the facts.", no_args_is_help=True, rich_markup_mode=None
)

GroupOption = Annotated[str, typer.Option("--group", metavar="ID", help="The group of groups.yaml.")]
DateOption = Annotated[
    str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day it is sent; default today.")
]
TimeOption = Annotated[
    str | None, typer.Option("--time", metavar="HH:MM", help="When it is sent; default: a good hour.")
]
AboutOption = Annotated[str, typer.Option("--about", metavar="TEXT", help="What it should be about.")]
CountOption = Annotated[int, typer.Option("--count", min=1, max=50, help="How many different drafts.")]
StreamOption = Annotated[
    bool, typer.Option("--stream", help="Show what a model writes while it writes, on stderr; checked at the end.")
]
AlongOption = Annotated[str, typer.Option("--campaign", metavar="ID", help="Talk about the goods of this campaign.")]
WriterOption = Annotated[
    str, typer.Option("--writer", metavar="NAME", help="offline, a model alias or a litellm model.")
]


@app.command()
def topic(
    group: GroupOption,
    date_: DateOption = None,
    time_: TimeOption = None,
    about: AboutOption = "",
    campaign: AlongOption = "",
    format_: Annotated[str, typer.Option("--format", hidden=True)] = "",
    count: CountOption = 1,
    writer: WriterOption = "",
    stream: StreamOption = False,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """A topic that gets people talking, with one open question."""
    _draft("topic", group, date_, time_, about, campaign, format_, count, writer, stream, workspace, json_)


@app.command()
def share(
    group: GroupOption,
    date_: DateOption = None,
    time_: TimeOption = None,
    about: AboutOption = "",
    campaign: AlongOption = "",
    format_: Annotated[str, typer.Option("--format", help="post or voice.")] = "post",
    count: CountOption = 1,
    writer: WriterOption = "",
    stream: StreamOption = False,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """A useful share (干货分享) whose every point cites its source."""
    _draft("share", group, date_, time_, about, campaign, format_, count, writer, stream, workspace, json_)


@app.command()
def promo(
    group: GroupOption,
    date_: DateOption = None,
    time_: TimeOption = None,
    about: AboutOption = "",
    campaign: Annotated[
        str, typer.Option("--campaign", metavar="ID", help="The campaign; default: the best one on.")
    ] = "",
    format_: Annotated[str, typer.Option("--format", help="post, series, landing or poster.")] = "post",
    count: CountOption = 1,
    writer: WriterOption = "",
    stream: StreamOption = False,
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Copy for a campaign, exact about price, time and limits."""
    _draft("promo", group, date_, time_, about, campaign, format_, count, writer, stream, workspace, json_)


@app.command()
def discard(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The drafts that are not sent.")],
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Discard drafts that are not sent: they no longer count for the group's quota or as repeats."""
    from assistant.cli.report import discarded_line
    from assistant.storage.database import open_database
    from assistant.storage.drafts import DraftStore

    store = DraftStore(open_database(opened(workspace)))
    for each in ids:  # All are known before the first is discarded.
        store.get(each)
    for each in dict.fromkeys(ids):
        draft = store.discard(each)
        typer.echo(draft.model_dump_json() if json_ else discarded_line(draft))


def _draft(
    kind: str,
    group: str,
    date_: str | None,
    time_: str | None,
    about: str,
    campaign: str,
    format_: str,
    count: int,
    writer: str,
    stream: bool,
    workspace: Path | None,
    json_: bool,
) -> None:
    on, at = day(date_) or date.today(), moment(time_)
    from assistant.cli.progress import progress_bar
    from assistant.cli.report import draft_lines
    from assistant.drafting.briefing import Request
    from assistant.drafting.service import Drafter, many
    from assistant.schema.contracts import DraftKind, DraftStatus

    request = Request(DraftKind(kind), group, on, at, about.strip(), campaign, format_)
    with progress_bar(shown=not json_) as progress:
        drafter = Drafter(opened(workspace), writer=writer, progress=progress)
    written: list[Draft] = []
    try:
        for draft in many(drafter, request, count, show=_show if stream and drafter.by_model else None):
            if stream and drafter.by_model:
                typer.echo("\n", err=True)
            if not written:
                _tell_rejected(drafter)
            written.append(draft)
            typer.echo(draft.model_dump_json() if json_ else "\n".join(draft_lines(draft)))
    except Refused:
        if not written:  # a file that could not be read may be what is missing
            _tell_rejected(drafter)
        raise
    raise typer.Exit(1 if any(draft.status is DraftStatus.NEEDS_EDIT for draft in written) else 0)


def _tell_rejected(drafter: Drafter) -> None:
    if drafter.report.rejected:
        typer.echo(f"有 {len(drafter.report.rejected)} 个文件没有收进来，详见 assistant knowledge status", err=True)


def _show(piece: str) -> None:
    typer.echo(piece, nl=False, err=True)
