"""The desk: what a text is held against is what the files say of the day it is sent."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from assistant.checks.desk import Desk
from assistant.checks.suite import run_checks
from assistant.errors import InputError
from assistant.workspace import Workspace

FILES = {
    "brand.yaml": "name: 青禾面包房\ntrade: 烘焙店\n",
    "groups.yaml": "groups:\n  - {id: regulars, name: 老客群, theme: 面包}\n",
    "campaigns.yaml": """\
campaigns:
  - id: loaf
    mechanic: 秒杀
    name: 周三面包日
    start: 2026-11-04 10:00
    end: 2027-02-28 20:00
    where: 到店
    how: 到店报手机号购买
    items: [{sku: A001, price: 9.9, stock: 30, limit: 2}]
""",
    "sources.yaml": """\
files:
  autumn.csv: {valid_from: 2026-09-01, valid_until: 2026-11-30}
  winter.csv: {valid_from: 2026-12-01, valid_until: 2027-02-28}
""",
    "autumn.csv": "sku,名称,规格,价格,库存\nA001,南瓜吐司,450 克,18,40\n",
    "winter.csv": "sku,名称,规格,价格,库存\nA001,姜饼吐司,450 克,18,40\n",
}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "knowledge").mkdir()
    for name, content in FILES.items():
        (tmp_path / "knowledge" / name).write_text(content, encoding="utf-8")
    return Desk(Workspace(tmp_path))


@pytest.mark.parametrize(("day", "name"), [((2026, 11, 18), "南瓜吐司"), ((2026, 12, 9), "姜饼吐司")])
def test_a_campaigns_articles_are_called_as_on_the_day_the_text_is_sent(
    desk: Desk, day: tuple[int, int, int], name: str
) -> None:
    at = datetime(*day, 10)
    context = desk.context(campaign="loaf", at=at)
    assert context.campaign is not None
    assert [item.name for item in context.campaign.items] == [name]
    assert [item.name for each in context.others for item in each.items] == [name]
    assert run_checks(f"今天{name}9.9 元一条", context, ["facts"]) == []


def test_one_desk_answers_for_several_days(desk: Desk) -> None:
    said = [desk.context(campaign="周三面包日", at=datetime(2026, month, 10, 10)).campaign for month in (11, 12, 11)]
    assert [each.items[0].name for each in said if each] == ["南瓜吐司", "姜饼吐司", "南瓜吐司"]


def test_an_unknown_campaign_is_told_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"'cake'.*loaf"):
        desk.context(campaign="cake", at=datetime(2026, 11, 18, 10))
