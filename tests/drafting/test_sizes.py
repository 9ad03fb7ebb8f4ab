"""Sizes of one thing that share a code: the campaign is written with the right one's price or not at all."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.drafting.briefing import Request
from assistant.drafting.campaigns import refuse_by_facts
from assistant.drafting.service import Drafter
from assistant.drafting.sizes import settled
from assistant.errors import Refused
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Campaign, CampaignItem, Mechanic, Product
from assistant.workspace import Workspace


def row(spec: str, price: str, sku: str = "C01", name: str = "美式", **more: object) -> Product:
    return Product(sku=sku, name=name, spec=spec, price=Decimal(price), row=2, source="价目.csv", **more)


MEDIUM, LARGE, CAKE = row("中杯 360ml", "18"), row("大杯 480ml", "22"), row("", "19", "P01", "磅蛋糕")


def campaign(*items: tuple[str, str]) -> Campaign:
    return Campaign(
        id="s",
        mechanic=Mechanic.SECKILL,
        name="咖啡秒杀",
        start=datetime(2026, 11, 20),
        end=datetime(2026, 11, 30),
        how="到吧台点",
        items=tuple(CampaignItem(sku="C01", name=n, price=Decimal(p), stock=9, limit=1) for n, p in items),
    )


def refuse(found: Campaign, *products: Product) -> None:
    refuse_by_facts(found, products, at=datetime(2026, 11, 22, 10), format="post")


@pytest.mark.parametrize(("name", "meant"), [("美式（大杯）", LARGE), ("中杯美式", MEDIUM), ("美式 480ML", LARGE)])
def test_the_name_of_the_article_says_which_size_is_meant(name, meant):
    found = settled(campaign((name, "9")), [MEDIUM, CAKE, LARGE])
    assert [(each.price, each.spec) for each in found] == [(meant.price, ""), (CAKE.price, "")]


def test_sizes_at_different_prices_that_the_name_does_not_tell_apart_are_refused():
    with pytest.raises(Refused, match=r"C01 .*美式 中杯 360ml 18 元，美式 大杯 480ml 22 元.*写明是哪一种") as refused:
        refuse(campaign(("美式", "16")), MEDIUM, LARGE)
    assert refused.value.code == "contradiction"


def test_the_price_is_compared_with_that_of_the_size():
    refuse(campaign(("大杯美式", "19.9")), MEDIUM, LARGE)
    with pytest.raises(Refused, match="不低于日常售价 18 元"):
        refuse(campaign(("中杯美式", "19.9")), MEDIUM, LARGE)


def test_sizes_at_one_price_are_one_row_without_a_size():
    sizes = [row("59 码", "99", name="连体衣", stock=12), row("66 码", "99", name="连体衣", stock=0)]
    (found,) = settled(campaign(("连体衣", "79")), sizes)
    assert (found.price, found.spec, found.stock) == (Decimal(99), "", 12)
    refuse(campaign(("连体衣", "79")), *sizes)


def test_two_sizes_of_one_code_in_a_campaign_have_no_usual_price():
    assert settled(campaign(("大杯美式", "19"), ("中杯美式", "15")), [MEDIUM, CAKE, LARGE]) == [CAKE]
    assert len(settled(campaign(("大杯美式", "19"), ("美式（大杯）", "19")), [MEDIUM, CAKE, LARGE])) == 2


def test_a_draft_names_the_price_of_the_size_in_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    files = {
        "brand.yaml": "name: 旧雨\n",
        "groups.yaml": "groups: [{id: main, name: 群}]",
        "价目.csv": "编号,品名,规格,售价\nC01,美式,中杯 360ml,18\nC01,美式,大杯 480ml,22\n",
        "campaigns.yaml": "campaigns: [{id: s, mechanic: 秒杀, name: 大杯秒杀, start: 2026-11-20, end: 2026-11-30,"
        " how: 到吧台点, items: [{sku: C01, name: 美式（大杯）, price: 19.9, stock: 9, limit: 1}]}]",
    }
    (tmp_path / "knowledge").mkdir()
    for name, text in files.items():
        (tmp_path / "knowledge" / name).write_text(text, encoding="utf-8")
    request = Request(DraftKind.PROMO, "main", datetime(2026, 11, 22).date())
    body = Drafter(Workspace(tmp_path)).draft(request).body
    assert "19.9 元" in body
    assert "日常售价 22 元" in body
    assert "18 元" not in body
    assert "中杯" not in body
