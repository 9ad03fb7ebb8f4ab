"""How old a price list is: by what it is called rather than by the day it was copied."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from small_shop import again, put, shop

from assistant.drafting.briefing import Briefing, Request
from assistant.knowledge.afresh import Afresh
from assistant.knowledge.age import age_of
from assistant.knowledge.shelf import shelf_of
from assistant.schema.contracts import DraftKind, Passage, PassageKind
from assistant.schema.facts import Product
from assistant.workspace import Workspace

NEW_YEAR, NOW = "2026-01-02T08:00:00", "2026-11-20T08:00:00"
TODAY = date(2026, 11, 22)


def aged(source: str, modified_at: str = NOW, title: str = "价目表", valid_from: str | None = None):
    return age_of(source, title, modified_at=modified_at, valid_from=valid_from, on=TODAY)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (aged("价目2025.xlsx"), aged("价目2026.xlsx", NEW_YEAR)),
        (aged("2025/价目.xlsx"), aged("2026/价目.xlsx", NEW_YEAR)),
        (aged("价目20251001.csv"), aged("价目20260101.csv", NEW_YEAR)),
        (aged("价目2026-03.csv"), aged("价目2026-10.csv", NEW_YEAR)),
        (aged("价目（2026年3月）.csv"), aged("价目（2026年10月8日起）.csv", NEW_YEAR)),
        (aged("a.xlsx", title="价目表（2025 年）"), aged("b.xlsx", NEW_YEAR, title="价目表（2026 年 1 月起）")),
        (aged("价目.csv", NEW_YEAR), aged("价目新.csv")),
        (aged("价目2025.csv"), aged("价目.csv", NEW_YEAR)),
        (aged("价目(旧).csv"), aged("价目.csv", NEW_YEAR)),
        (aged("价目表旧.csv"), aged("价目表.csv", NEW_YEAR)),
        (aged("价目 备份.csv"), aged("价目.csv", NEW_YEAR)),
        (aged("旧书价目.csv", NEW_YEAR), aged("文具.csv")),
        (aged("价目2027.csv"), aged("价目.csv", NEW_YEAR)),
        (aged("a.csv", valid_from="2026-01-01"), aged("b.csv", NEW_YEAR, valid_from="2026-09-01")),
    ],
)
def test_the_name_says_more_than_the_day_of_the_copy(older, newer):
    assert older < newer


def test_neither_a_number_nor_a_trade_is_an_age():
    assert aged("旧书文具_1120.csv")[0] == 1
    assert aged("货号20261399.csv") == aged("货号.csv")


def prices(by_source):
    return [each.price for each in shelf_of(by_source).products]


def product(source: str, price: str, spec: str = "", sku: str = "", row: int = 2) -> Product:
    return Product(sku=sku, name="云南豆", spec=spec, price=price, source=source, row=row)


def test_goods_without_a_code_are_not_one_thing():
    small, large = product("b.csv", "18", "中杯"), product("b.csv", "22", "大杯", row=3)
    assert [each.sku for each in shelf_of({"b.csv": [small, large]}).products] == ["云南豆 中杯", "云南豆 大杯"]
    assert shelf_of({"b.csv": [product("b.csv", "18", sku="D02")]}).products[0].sku == "D02"


def test_a_list_without_sizes_gives_way_to_one_with_them():
    old, small, large = product("a.csv", "59"), product("b.csv", "68", "200g"), product("b.csv", "120", "400g", row=3)
    assert prices({"a.csv": [old], "b.csv": [small, large]}) == [68, 120]
    assert prices({"b.csv": [small, large], "a.csv": [old]}) == [59]


def test_another_size_stays_unless_its_code_is_its_own_in_both():
    old, new = product("a.csv", "59", "200g", "D02"), product("b.csv", "68", "200 克", "D02")
    assert shelf_of({"a.csv": [old], "b.csv": [new]}).products == [new]
    large = product("b.csv", "120", "400 克", "D02", row=3)
    assert shelf_of({"a.csv": [old], "b.csv": [new, large]}).products == [old, new, large]
    numbered = [each.model_copy(update={"sku": "1"}) for each in (old, new)]
    assert shelf_of({"a.csv": numbered[:1], "b.csv": numbered[1:]}).products == numbered


def test_the_row_of_an_older_list_counts_no_more_and_its_price_is_told():
    old, new = product("a.csv", "59", "200g"), product("b.csv", "68", "200g")
    shelf = shelf_of({"a.csv": [old], "b.csv": [new]})
    rows = [
        Passage(source=source, heading="", text="品名：云南豆；规格：200g；售价：59", kind=PassageKind.PRODUCT)
        for source in ("a.csv", "b.csv")
    ]
    assert [shelf.counts(row) for row in rows] == [False, True]
    (doubt,) = shelf.doubts([new])
    assert "b.csv 写的是 68 元，a.csv 写的是 59 元" in doubt
    assert not shelf_of({"a.csv": [old], "b.csv": [product("b.csv", "59", "200g")]}).doubts([new])


def test_drafts_and_checks_take_this_years_price_whichever_file_was_copied_last(tmp_path: Path):
    shop(tmp_path, {})
    head = "编号,品名,规格,售价\n"
    put(tmp_path, "价目2026.csv", head + "D02,云南豆,200g,68\n")
    put(tmp_path, "价目2025.csv", head + "D02,云南豆,200g,59\n")
    put(tmp_path, "groups.yaml", "groups: [{id: main, name: 群}]")
    put(
        tmp_path,
        "campaigns.yaml",
        "campaigns: [{id: s, mechanic: 秒杀, name: 豆子秒杀, start: 2026-11-20, end: 2026-11-30, how: 到店,"
        " items: [{sku: D02, price: 49, stock: 9, limit: 1}]}]",
    )
    os.utime(tmp_path / "knowledge" / "价目2026.csv", (1_700_000_000, 1_700_000_000))
    assert [each.price for each in Afresh(Workspace(tmp_path)).products(TODAY)] == [68]
    again(tmp_path)
    brief = Briefing(Workspace(tmp_path)).brief(Request(DraftKind.PROMO, "main", TODAY, campaign="s"))
    assert [each.price for each in brief.products] == [68]
    assert "价目2025.csv" not in {passage.source for passage in brief.passages}
    assert any("价目2025.csv 写的是 59 元" in note for note in brief.notes)
    assert [each.price for each in Afresh(Workspace(tmp_path)).products(TODAY)] == [68]
