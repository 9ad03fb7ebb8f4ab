"""``assistant rules``: what the group's rules say and whether they hold on their own examples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import JsonOption, WorkspaceOption, group_id, opened

if TYPE_CHECKING:
    from assistant.moderation.rules.proving import Proof, Trial
    from assistant.schema.rules import RuleBook

app = typer.Typer(help="The group's rules (群规).", no_args_is_help=True, rich_markup_mode=None)

_MODES = {"live": "生效", "shadow": "只记录", "off": "关掉"}
_BECAME = {"block": "拦下了", "review": "交给人看了", "allow": "记了一笔"}
_HEAD = ("条款", "类别", "状态", "犯规的例子", "没事的例子", "结果")


@app.command()
def check(workspace: WorkspaceOption = None, json_: JsonOption = False) -> None:
    """Validate the rules and prove each clause on its own examples. Exit status 1 when an example comes out wrong."""
    from assistant.moderation.cascade import Moderator
    from assistant.moderation.rules.loading import load_rules
    from assistant.moderation.rules.proving import prove

    here = opened(workspace)
    book = load_rules(here.knowledge)
    moderator = Moderator(here, store=False)
    proofs = list(prove(book, moderator.decide))
    if moderator.problem:
        typer.echo(" ".join(moderator.problem.split()), err=True)
    if json_:
        for proof in proofs:
            typer.echo(json.dumps(_object(proof), ensure_ascii=False))
    else:
        from assistant.cli.taught import fallen_lines

        typer.echo("\n".join([*_lines(book, proofs), *fallen_lines(here, book)]))
    raise typer.Exit(1 if any(proof.failed for proof in proofs) else 0)


@app.command()
def restore(
    clause: Annotated[str, typer.Argument(metavar="CLAUSE", help="The id of the clause, as in rules.yaml.")],
    group: Annotated[
        str, typer.Option("--group", metavar="ID", help="Only in this group; default: wherever it only records.")
    ] = "",
    workspace: WorkspaceOption = None,
    json_: JsonOption = False,
) -> None:
    """Let a clause act again that only records because it was wrong too often; what it did before counts no more."""
    from assistant.cli.taught import restored_json, restored_lines
    from assistant.knowledge.brandfiles import load_groups
    from assistant.moderation.precision import restore as let_act
    from assistant.moderation.rules.loading import load_rules
    from assistant.storage.database import open_database

    here = opened(workspace)
    where = group_id(group, load_groups(here.knowledge))
    done = let_act(open_database(here), load_rules(here.knowledge), clause, where)
    typer.echo("\n".join(restored_json(done) if json_ else restored_lines(done)))


def _lines(book: RuleBook, proofs: list[Proof]) -> Iterator[str]:
    """A table for each set and each group that has its own wording, then what came out wrong."""
    titles = [_title(book, proof) for proof in proofs]
    for title in dict.fromkeys(titles):
        own = [proof for proof, of in zip(proofs, titles, strict=True) if of == title]
        yield title
        yield from _table([_HEAD, *(_row(proof) for proof in own)])
        yield ""
    failed = [(proof, trial) for proof in proofs for trial in proof.failed]
    yield from (_failure(proof, trial) for proof, trial in failed)
    tried = sum(len(proof.trials) for proof in proofs)
    if failed:
        yield f"{tried} 个例子里有 {len(failed)} 个和写的不一样：改例子、改检测，或者先把这一条设成 shadow（只记录）"
        yield "因为“整段话像是这一类”的，多写几句用 assistant moderate learn --file 教它"
    else:
        yield f"{tried} 个例子都对得上"


def _title(book: RuleBook, proof: Proof) -> str:
    from assistant.moderation.rules.loading import packaged_rules

    place = proof.place
    if place.changed:
        return f"群 {place.group} 的改动"
    rules = book.sets[place.rules]
    own = "（没有写这一套，用的是自带的）" if rules is packaged_rules() else ""
    return f"规则集 {place.rules}　{rules.name}{own}"


def _row(proof: Proof) -> tuple[str, ...]:
    from assistant.schema.moderation import CATEGORY_NAMES

    clause = proof.place.clause
    head = (clause.id, CATEGORY_NAMES[clause.category], _MODES[clause.mode])
    if not proof.trials:
        return (*head, "－", "－", "没有试" if clause.mode == "off" else "没有群在用，没有试")
    counts = ("{}/{}".format(*proof.count(kind)) for kind in ("violates", "allows"))
    result = f"✗ {len(proof.failed)} 个不对" if proof.failed else "✓"
    return (*head, *counts, result + ("，例子少，最好两边各写 4 条" if proof.thin else ""))


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join(cells).rstrip()


def _failure(proof: Proof, trial: Trial) -> str:
    clause = proof.place.clause.id + (f"（群 {proof.place.group}）" if proof.place.changed else "")
    if trial.expected == "violates":
        return f"✗ {clause}：该查出来却放过了　“{trial.text}”"
    by = "" if trial.by == proof.place.clause.id else f"，是条款 {trial.by} 查的" if trial.by else ""
    why = f"　因为{trial.why}" if trial.why else ""
    return f"✗ {clause}：没事的话被{_BECAME[trial.verdict.value]}{by}　“{trial.text}”{why}"


def _object(proof: Proof) -> dict[str, Any]:
    place = proof.place
    return {
        "set": place.rules,
        "group": place.group if place.changed else "",
        "clause": place.clause.id,
        "category": place.clause.category.value,
        "mode": place.clause.mode,
        **{kind: dict(zip(("passed", "total"), proof.count(kind), strict=True)) for kind in ("violates", "allows")},
        "failures": [
            {
                "text": trial.text,
                "expected": trial.expected,
                "verdict": trial.verdict.value,
                "by": trial.by,
                "why": trial.why,
            }
            for trial in proof.failed
        ],
    }
