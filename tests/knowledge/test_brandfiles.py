from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.errors import ConfigError
from assistant.knowledge.brandfiles import brand_documents, load_brand, load_campaigns, load_groups, load_topics
from assistant.schema.contracts import DraftKind
from assistant.schema.facts import Mechanic


@pytest.fixture
def root(tmp_path):
    folder = tmp_path / "knowledge"
    folder.mkdir()
    return folder


def put(root, name, text, encoding="utf-8"):
    (root / name).write_bytes(text.encode(encoding))
    return root


GROUPS = """
groups:
  - id: gym-evening
    名称: 晚课群
    平台: 企微
    主题: 增肌、减脂
    语气: 干脆
    字体: 繁体
    人数: 230人
    接收: 话题、干货
    免打扰: 22:00-08:00
    节奏: {话题: 每天, 干货: 周二、周五, 促销: 周末}
    促销: {星期: 周五, 时段: 上午10点到晚上8点, 每周最多: 2次, 间隔: 三天}
    字数: 120字
    表情: 1个
    不发货: 西藏、新疆
    约定:
      - 每周五 10 点到 20 点才发促销
"""


def test_group_in_a_shop_owners_words(root):
    group = load_groups(put(root, "groups.yaml", GROUPS))["gym-evening"]
    assert (group.name, group.platform, group.script, group.size) == ("晚课群", "wecom", "traditional", 230)
    assert group.kinds == (DraftKind.TOPIC, DraftKind.SHARE)
    assert group.theme == ("增肌", "减脂")
    assert group.quiet_hours == ("22:00-08:00",)
    assert (group.rhythm.topic, group.rhythm.share, group.rhythm.promo) == (tuple(range(1, 8)), (2, 5), (6, 7))
    assert (group.promo.days, group.promo.hours) == ((5,), ("10:00-20:00",))
    assert (group.promo.per_week, group.promo.min_gap_days) == (2, 3)
    assert (group.length.max, group.emoji_max) == (120, 1)
    assert group.no_ship == ("西藏", "新疆")
    assert group.terms == ("每周五 10 点到 20 点才发促销",)


def test_groups_carry_what_their_platforms_call_them(tmp_path):
    text = (
        "groups:\n  - {id: a, name: 群, platform: tg, chat: -1001234567890}\n  - {id: b, name: 群二, 群号: 7001 7002}\n"
    )
    (tmp_path / "groups.yaml").write_text(text, encoding="utf-8")
    groups = load_groups(tmp_path)
    assert (groups["a"].chat, groups["b"].chat) == (("-1001234567890",), ("7001", "7002"))


def test_groups_as_a_mapping_of_ids(root):
    text = "groups:\n  qq-1: {name: 一群, platform: QQ群}\n  tg: {name: 二群, platform: 电报}\n"
    groups = load_groups(put(root, "groups.yaml", text))
    assert [(g.id, g.platform) for g in groups.values()] == [("qq-1", "qq"), ("tg", "telegram")]


def test_groups_as_a_bare_list_in_gbk(root):
    groups = load_groups(put(root, "groups.yaml", "- id: a\n  name: 烘焙爱好者\n", "gb18030"))
    assert groups["a"].name == "烘焙爱好者"


def test_missing_optional_files_are_empty(root):
    assert load_groups(root) == {}
    assert load_campaigns(root) == {}
    assert load_topics(root) == []
    for name in ("groups", "campaigns", "topics"):
        put(root, f"{name}.yaml", f"{name}:\n")
    assert (load_groups(root), load_campaigns(root), load_topics(root)) == ({}, {}, [])


def test_missing_brand_file(root):
    with pytest.raises(ConfigError, match=r"brand\.yaml"):
        load_brand(root)


def test_brand(root):
    text = """
名称: 麦田面包
行业: 烘焙
电话号: 1
"""
    with pytest.raises(ConfigError, match=r"brand\.yaml 第 4 行：没有 电话号 这个字段"):
        load_brand(put(root, "brand.yaml", text))
    text = """
名称: 麦田面包
联系: 0571-8888 1234
语气: {口吻: 实在, 表情: {最多: 3个, 可用: "☀️🍞👨‍👩‍👧"}, 不说: 绝绝子、yyds, 落款: 麦田}
门店:
  - {名称: 湖滨店, 电话: 057188881234, 营业时间: 早上7点半到晚上9点, 休息: 每周一}
  - {名称: 城西店, 营业时间: 07:30-21:00, 休息: 全年无休}
同义词: {吐司: "方包、切片面包"}
"""
    brand = load_brand(put(root, "brand.yaml", text))
    assert brand.voice.emoji.max == 3
    assert brand.voice.emoji.allowed == ("☀️", "🍞", "👨‍👩‍👧")
    assert brand.voice.avoid == ("绝绝子", "yyds")
    assert [b.hours for b in brand.branches] == ["07:30-21:00"] * 2
    assert [b.closed for b in brand.branches] == [("周一",), ()]
    assert brand.branches[0].phone == "057188881234"
    assert brand.synonyms == {"吐司": ("方包", "切片面包")}


CAMPAIGNS = """
campaigns:
  - id: flash
    玩法: 秒杀
    名称: 周五秒杀
    开始: 2026-11-25 10:00
    结束: 2026/11/26
    地点: 到店
    商品:
      - {sku: B01, 价格: "¥1,299元", 库存: 30件, 限购: 1}
    群: 晚课群
  - {id: cut, mechanic: 砍价, name: 砍, 阶梯: {1人: 99元, 3人: 89, 10人: 69}, 底价: 69元}
  - {id: off, mechanic: 优惠券, name: 券, 折扣: 八五折, 门槛: 满199元可用, use_until: 2026年12月31日}
  - {id: ref, mechanic: 老带新, name: 带, 层级: 一级}
"""


def test_campaigns(root):
    put(root, "groups.yaml", GROUPS)
    campaigns = load_campaigns(put(root, "campaigns.yaml", CAMPAIGNS))
    flash, cut, off, ref = campaigns.values()
    assert flash.mechanic is Mechanic.SECKILL
    assert flash.start == datetime(2026, 11, 25, 10)
    assert flash.end == datetime(2026, 11, 26, 23, 59, 59)
    assert (flash.where, flash.groups, flash.row) == ("in_store", ("gym-evening",), 3)
    assert (flash.items[0].price, flash.items[0].stock, flash.items[0].limit) == (Decimal(1299), 30, 1)
    assert [(s.buyers, s.price) for s in cut.ladder] == [(1, 99), (3, 89), (10, 69)]
    assert (off.discount, off.threshold) == (Decimal("8.5"), Decimal(199))
    assert ref.levels == 1


def test_documents(root):
    put(root, "groups.yaml", GROUPS)
    put(root, "brand.yaml", "name: 店\nbranches:\n  - {name: 东店, hours: 09:00-18:00, closed: 周二}\n")
    campaigns = list(load_campaigns(put(root, "campaigns.yaml", CAMPAIGNS)).values())
    brand, offers = brand_documents(root, load_brand(root), campaigns)
    assert "营业时间：09:00-18:00\n休息日：周二" in brand.sections[-1].text
    first = offers.sections[0]
    assert "2026年11月26日（周四）24:00" in first.text
    assert "1299 元" in first.text
    assert str(first.valid_until) == "2026-11-26"
    assert len(offers.sections) == 4


@pytest.mark.parametrize(
    ("written", "main"),
    [
        ('look: {main: "#C2613A"}', "#c2613a"),
        ("颜色: {主色: c2613a}", "#c2613a"),
        ("look: 123456", "#123456"),
        ("look: '#c2613a'", "#c2613a"),
        ("trade: 烘焙", "#2f7d6b"),
    ],
)
def test_the_colours_of_the_brand(tmp_path: Path, written: str, main: str) -> None:
    (tmp_path / "brand.yaml").write_text(f"name: 店\n{written}\n", encoding="utf-8")
    assert load_brand(tmp_path).look.main == main


def test_what_is_no_colour_is_named(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text("name: 店\nlook: {main: 大红}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"look\.main.*#2f7d6b"):
        load_brand(tmp_path)
