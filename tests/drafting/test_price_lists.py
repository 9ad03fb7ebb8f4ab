"""Which price counts where several price lists name the same thing."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from assistant.drafting.briefing import Briefing
from assistant.knowledge.sync import sync
from assistant.workspace import Workspace

HEAD = "货号,品名,规格,售价,库存\n"
DAY = date(2026, 11, 27)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    (knowledge / "brand.yaml").write_text("name: 花间\n", encoding="utf-8")
    return Workspace(tmp_path)


def _list(workspace: Workspace, name: str, price: int, *, age: int = 0) -> None:
    file = workspace.knowledge / name
    file.write_text(f"{HEAD}F1,洋桔梗花束,10 枝,{price},8\n", encoding="utf-8")
    os.utime(file, (1_790_000_000 - age, 1_790_000_000 - age))


def _prices(workspace: Workspace, day: date = DAY) -> list[int]:
    return [int(product.price or 0) for product in Briefing(workspace).products_on(day)]


def test_an_expired_list_bears_no_price(shop: Workspace) -> None:
    _list(shop, "旧价.csv", 128)
    _list(shop, "新价.csv", 98, age=1000)
    (shop.knowledge / "sources.yaml").write_text(
        "files:\n  旧价.csv:\n    valid_until: 2026-10-31\n  新价.csv:\n    valid_from: 2026-11-01\n", encoding="utf-8"
    )
    report = sync(shop)
    assert _prices(shop) == [98]
    assert _prices(shop, date(2026, 10, 1)) == [128]
    assert not [warning for warning in report.warnings if "128" in warning]


def test_a_superseded_list_bears_no_price(shop: Workspace) -> None:
    _list(shop, "旧价.csv", 128)
    _list(shop, "新价.csv", 98, age=1000)
    (shop.knowledge / "sources.yaml").write_text("files:\n  新价.csv:\n    supersedes: 旧价.csv\n", encoding="utf-8")
    sync(shop)
    assert _prices(shop) == [98]


def test_of_two_valid_lists_the_newer_counts_and_the_operator_is_told(shop: Workspace) -> None:
    _list(shop, "旧价.csv", 128, age=86_400)
    _list(shop, "新价.csv", 98)
    report = sync(shop)
    assert _prices(shop) == [98]
    assert [warning for warning in report.warnings if "旧价.csv" in warning and "新价.csv" in warning]
