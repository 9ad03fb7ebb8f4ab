"""Today: what the day is, what to look out for; each warning comes, and stays away where there is no cause."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.desk import Desk
from assistant.desk.slots import Stage, slots
from assistant.desk.today import LOW, counts, hints, warnings
from assistant.knowledge.sync import sync
from assistant.schema.contracts import DraftKind
from assistant.storage.costs import CostBook
from assistant.workspace import Workspace

PRICES = "sku,名称,规格,价格,库存,状态\nA1,原味吐司,450 克,18,{toast},在售\nA2,贝果,4 个,22,{bagel},在售\n"
CAMPAIGN = """\
campaigns:
  - id: toast
    mechanic: 秒杀
    name: 吐司秒杀
    start: 2026-11-20 10:00
    end: 2026-11-24 20:00
    where: 到店
    how: 到店报手机号购买
    items: [{sku: A1, price: 9.9, stock: 30, limit: 2}]
"""
END = date(2026, 11, 24)


@pytest.fixture
def shop(empty: Workspace):
    """``shop(toast=3)``: a shop whose price list and files say that, read in."""

    def made(*, toast: int = 40, bagel: int = 40, policy: str = "") -> Desk:
        for file in empty.knowledge.rglob("*"):
            if file.is_file() and file.name not in ("brand.yaml", "groups.yaml"):
                file.unlink()
        (empty.knowledge / "prices.csv").write_text(PRICES.format(toast=toast, bagel=bagel), encoding="utf-8")
        (empty.knowledge / "campaigns.yaml").write_text(CAMPAIGN, encoding="utf-8")
        if policy:
            (empty.knowledge / "policy.md").write_text(
                f"# 退换规定\n\n有效期至 {policy}\n\n七天内可退。\n", encoding="utf-8"
            )
        sync(empty)
        return Desk(Workspace(empty.root))

    return made


def codes(desk: Desk, day: date) -> list[str]:
    return [each.code for each in warnings(desk, day)]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 11, 20), "campaign_begins"), (date(2026, 11, 21), "campaign_ends_soon"),
        (END, "campaign_ends"), (date(2026, 11, 10), ""), (date(2026, 11, 25), ""),
    ],
)  # fmt: skip
def test_campaigns_that_begin_and_end(shop, day: date, code: str) -> None:
    assert codes(shop(), day) == [code] * bool(code)


@pytest.mark.parametrize(
    ("toast", "bagel", "code"),
    [(0, 40, "sold_out"), (LOW, 40, "stock_low"), (LOW + 1, 40, ""), (40, 2, "stocks_low"), (40, 0, "")],
)
def test_goods_that_run_out(shop, toast: int, bagel: int, code: str) -> None:
    found = codes(shop(toast=toast, bagel=bagel), date(2026, 11, 19))
    assert found == [code] * bool(code)


@pytest.mark.parametrize(
    ("until", "code"), [("2026-11-01", "expired"), ("2026-11-12", "expires"), ("2027-01-01", ""), ("2026-01-01", "")]
)
def test_documents_that_expire(shop, until: str, code: str) -> None:
    assert codes(shop(policy=until), date(2026, 11, 10)) == [code] * bool(code)


@pytest.mark.parametrize(("spent", "code"), [("7.9", ""), ("8", "budget_nearly"), ("10", "budget_spent")])
def test_the_budget(shop, monkeypatch: pytest.MonkeyPatch, spent: str, code: str) -> None:
    monkeypatch.setenv("ASSISTANT_MODELS__DAILY_BUDGET", "10")
    desk = shop()
    CostBook(desk.database).add(date.today(), Decimal(spent), model="m", input_tokens=1, output_tokens=1)
    assert codes(desk, date(2026, 11, 10)) == [code] * bool(code)


def test_without_anything_read_in(empty: Workspace) -> None:
    assert "no_knowledge" in codes(Desk(empty), date(2020, 1, 1))


def test_the_grave_ones_come_first(shop) -> None:
    found = warnings(shop(toast=0, bagel=1), END)
    assert [each.grave for each in found] == sorted((each.grave for each in found), reverse=True)
    assert {each.code for each in found} == {"campaign_ends", "sold_out", "stocks_low"}


def test_what_the_day_is(desk) -> None:
    found = hints(desk(), date(2026, 10, 1))
    assert "国庆节" in found.calendar.festivals
    assert found.holiday
    assert found.rhythm[DraftKind.TOPIC] > 0
    assert not hints(desk(), date(2026, 11, 24)).holiday


def test_counts_leave_out_what_was_dropped(desk) -> None:
    here = desk()
    day = date(2026, 11, 24)
    found = slots(here, day, day)
    assert counts(found)[Stage.PLANNED] == len(found)
    assert sum(counts([]).values()) == 0
