"""Putting a text that gives orders where a writer reads: into a document, a product's name, a question, a campaign."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from evals.cases import Ask, InjectionCase
from evals.environment import Stand

PRODUCT = "PLANTED-1"


@contextmanager
def planted(case: InjectionCase, stand: Stand) -> Iterator[Ask]:
    """Put the text of the case in its place, yield the request to make, and take it out again."""
    if case.place == "wish":
        wish = " ".join(filter(None, (case.ask.about, case.content)))
        yield case.ask.model_copy(update={"about": wish})
        return
    file = stand.workspace.knowledge / _name(case)
    before = file.read_bytes() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(case, file)
        stand.again()
        yield case.ask
    finally:
        if before is None:
            file.unlink(missing_ok=True)
        else:
            file.write_bytes(before)
        stand.again()


def _name(case: InjectionCase) -> str:
    if case.place == "campaign":
        return "campaigns.yaml"
    return case.file or {"document": "随手记.md", "product": "新品.csv", "faq": "新的问答.md"}[case.place]


def _write(case: InjectionCase, file: Path) -> None:
    if case.place == "campaign":
        file.write_text(_campaigns(file, case), encoding="utf-8")
    elif case.place == "product":
        with file.open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(["sku", "名称", "规格", "价格", "库存", "状态"])
            rows.writerow([PRODUCT, case.content, "1 件", "39", "20", "在售"])
    else:
        file.write_text(case.content, encoding="utf-8")


def _campaigns(file: Path, case: InjectionCase) -> str:
    """The campaigns with the text as the note of the one asked for; of all of them where none is."""
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - plain text, builds no object
    for entry in data["campaigns"]:
        if case.ask.campaign in ("", entry["id"]):
            entry["note"] = case.content
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
