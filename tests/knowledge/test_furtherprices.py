"""Prices in columns of their own beside the usual one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.knowledge.documents import Document, read_document
from assistant.knowledge.furtherprices import columns_told, labelled_price
from assistant.knowledge.priceconflicts import price_conflicts
from assistant.knowledge.sources import SourceMeta
from assistant.schema.facts import LabelledPrice, Product

TODAY = date(2026, 11, 24)


def read(path: Path, text: str) -> Document:
    path.write_text(text, encoding="utf-8")
    return read_document(path, root=path.parent, meta=SourceMeta(), today=TODAY)


def price(label: str, amount: str, unit: str = "", count: int | None = None, of: str = "") -> LabelledPrice:
    held = None if count is None else Decimal(count)
    return LabelledPrice(label=label, amount=Decimal(amount), unit=unit, count=held, of=of)


def test_each_price_column_is_kept_under_its_title(tmp_path: Path) -> None:
    text = "品名,单位,零售价,会员价,整箱价,批发价\n矿泉水,瓶,2,1.8,42（24瓶）,1.5\n苏打水,瓶,4,3.5,,3.2元/瓶\n"
    water, soda = read(tmp_path / "a.csv", text).products
    assert (water.price, water.member_price) == (Decimal(2), Decimal("1.8"))
    assert water.prices == (price("整箱价", "42", "箱", 24, "瓶"), price("批发价", "1.5"))
    assert soda.prices == (price("批发价", "3.2", "瓶"),)
    assert water.amounts == {Decimal(2), Decimal("1.8"), Decimal(42), Decimal("1.5")}


@pytest.mark.parametrize(
    ("title", "cell", "expected"),
    [
        ("整箱价", "680（6盒）", price("整箱价", "680", "箱", 6, "盒")),
        ("箱价", "¥1,280", price("箱价", "1280", "箱")),
        ("整提价（10卷）", "39.9元", price("整提价", "39.9", "提", 10, "卷")),
        ("批发价", "150元/箱（10袋）", price("批发价", "150", "箱", 10, "袋")),
        ("批发价", "300 / 10包", price("批发价", "300", "", 10, "包")),
        ("半只价", "48", price("半只价", "48", "半只")),
        ("大份价", "36元", price("大份价", "36", "大份")),
        ("老客价", "118", price("老客价", "118")),
        ("整箱价", "面议", None),
        ("整箱价", "100-120", None),
        ("整箱价", "8折", None),
    ],
)
def test_the_cell_says_what_is_had_for_the_price(title: str, cell: str, expected: LabelledPrice | None) -> None:
    label = expected.label if expected else "整箱价"
    assert labelled_price(title, label, cell) == expected


@pytest.mark.parametrize("title", ["进价", "成本价", "供货价", "拿货价", "评价", "性价比", "涨价日期"])
def test_what_goods_cost_the_shop_and_what_is_no_price_stay_out(tmp_path: Path, title: str) -> None:
    products = read(tmp_path / "a.csv", f"品名,售价,{title}\n吐司,18,7\n可颂,12,5\n").products
    assert [each.prices for each in products] == [(), ()]
    assert [each.price for each in products] == [Decimal(18), Decimal(12)]


def test_of_several_usual_prices_the_others_keep_their_titles(tmp_path: Path) -> None:
    (lamp, *_) = read(tmp_path / "a.csv", "品名,原价,现价,老客价,会员价\n书灯,99,89,80,85\n台历,29,25,22,23\n").products
    assert (lamp.price, lamp.member_price) == (Decimal(89), Decimal(85))
    assert [(each.label, each.amount) for each in lamp.prices] == [("原价", Decimal(99)), ("老客价", Decimal(80))]


def test_a_list_of_wholesale_prices_alone_is_a_price_list(tmp_path: Path) -> None:
    (tape, *_) = read(tmp_path / "a.csv", "品名,箱价,批发价\n胶带,96,1.6\n气泡袋,120,2\n").products
    assert (tape.price, tape.unit) == (Decimal(96), "箱")
    assert tape.prices == (price("批发价", "1.6"),)


def test_a_cell_that_is_no_price_is_said(tmp_path: Path) -> None:
    document = read(tmp_path / "a.csv", "品名,售价,整箱价\n吐司,18,看情况\n可颂,12,220\n")
    assert [len(each.prices) for each in document.products] == [0, 1]
    assert "整箱价" in document.warnings[0]


def test_the_sync_tells_what_was_taken_in() -> None:
    goods = [Product(sku=str(n), name=str(n), prices=(price("整箱价", "42"),)) for n in range(3)]
    (told,) = columns_told({"价目.csv": goods, "别的.csv": [Product(sku="x", name="x")]})
    assert "价目.csv" in told
    assert "“整箱价”（3 件商品）" in told


def test_two_lists_may_differ_in_the_box_alone() -> None:
    old, new = (
        Product(sku="A1", name="胶带", price=Decimal(2), prices=(price("整箱价", each, "箱"),), source=f"{each}.csv")
        for each in ("96", "99")
    )
    (told,) = price_conflicts([old, new])
    assert "整箱价 96 元" in told
    assert "整箱价 99 元" in told


def test_products_of_an_older_store_have_no_further_prices() -> None:
    assert Product.model_validate({"sku": "1", "name": "吐司", "price": "18"}).prices == ()
