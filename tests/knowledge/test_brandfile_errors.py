"""What a shop owner gets wrong by hand: each is one line that names file, place and what to write."""

from __future__ import annotations

import pytest

from assistant.errors import ConfigError
from assistant.knowledge.brandfiles import load_brand, load_campaigns, load_groups, load_topics

LOADERS = {"brand.yaml": load_brand, "groups.yaml": load_groups, "campaigns.yaml": load_campaigns,
           "topics.yaml": load_topics}  # fmt: skip


def load(tmp_path, name, text, encoding="utf-8"):
    (tmp_path / name).write_bytes(text.encode(encoding))
    return LOADERS[name](tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "groups.yaml",
            "groups:\n  - id: a\n    name: 群\n    quiet_hour: 22:00-08:00\n",
            ["groups.yaml 第 4 行", "群 a", "quiet_hour", "quiet_hours"],
        ),
        (
            "groups.yaml",
            "groups:\n  - id: a\n    name: 群\n    promo: {per_weak: 2}\n",
            ["promo", "per_weak", "per_week"],
        ),
        ("groups.yaml", "groups:\n  - name: 群\n", ["群 群", "缺少 id"]),
        ("groups.yaml", "groups:\n  - {id: a, name: 群}\n  - {id: a, name: 群二}\n", ["第 3 行", "a", "重复"]),
        (
            "groups.yaml",
            "groups:\n  - {id: a, name: 群, chat: 7001}\n  - {id: b, name: 群二, 群号: [7002, 7001]}\n",
            ["第 3 行", "群 b", "群号 7001", "群 a", "重复"],
        ),
        ("groups.yaml", "groups:\n  a: {name: 群}\n  a: {name: 群二}\n", ["第 3 行", "a 写了两次", "第 2 行"]),
        ("groups.yaml", "groups:\n  - id: a\n    name: 群\n    platform: 钉钉\n", ["platform", "钉钉", "企业微信"]),
        (
            "groups.yaml",
            "groups:\n  - id: a\n    name: 群\n    quiet_hours: 晚上\n",
            ["quiet_hours", "晚上", "10:00-20:00"],
        ),
        ("groups.yaml", "groups:\n  - id: a\n    name: 群\n    rhythm: {topic: 礼拜八}\n", ["rhythm.topic", "礼拜八"]),
        ("groups.yaml", "groups:\n\t- id: a\n", ["第 2 行", "Tab"]),
        ("groups.yaml", "groups:\n  - id: a\n    name：群\n", ["第 3 行", "全角"]),
        ("groups.yaml", 'groups:\n  - id: a\n    name: "群\n', ["groups.yaml 第", "引号"]),
        ("groups.yaml", "groups: 一群\n", ["groups.yaml", "最外层"]),
        ("groups.yaml", "groups: []\nrules: default\n", ["第 2 行", "rules"]),
        ("groups.yaml", "groups:\n  - id: a\n    name: 群\n    emoji: 1\n    表情: 2\n", ["第 5 行", "emoji", "表情"]),
        ("groups.yaml", "groups:\n  - id: a\n    name: 群\n    emoji_max: 一两\n", ["emoji_max", "一两", "整数"]),
        ("groups.yaml", "groups:\n  - id: a\n    name: 群\n    promo: 不接\n", ["promo", "字段: 值"]),
        ("brand.yaml", "trade: 烘焙\n", ["brand.yaml", "缺少 name", "名称"]),
        ("brand.yaml", "name: 店\nvoice: {emoji: {max: 99}}\n", ["voice.emoji.max", "20"]),
        ("brand.yaml", "name: 店\nbranches:\n  - {name: 东店}\n  - {name: 东店}\n", ["东店", "两次"]),
        (
            "campaigns.yaml",
            "campaigns:\n  - {id: a, mechanic: 抽奖, name: 活动}\n",
            ["活动 a", "mechanic", "抽奖", "秒杀"],
        ),
        (
            "campaigns.yaml",
            "campaigns:\n  - {id: a, mechanic: 秒杀, name: 活动, start: 11月25日 10:00}\n",
            ["start", "年月日"],
        ),
        (
            "campaigns.yaml",
            "campaigns:\n  - {id: a, mechanic: 秒杀, name: 活动, start: 2026-02-30}\n",
            ["start", "没有这一天"],
        ),
        (
            "campaigns.yaml",
            "campaigns:\n  - {id: a, mechanic: 秒杀, name: 活动, start: 2026-11-25, end: 2026-11-24}\n",
            ["不晚于"],
        ),
        ("campaigns.yaml", "campaigns:\n  - {id: a, mechanic: 秒杀, name: 活动, groups: [x]}\n", ["groups", "x"]),
        (
            "campaigns.yaml",
            "campaigns:\n  - {id: a, mechanic: 砍价, name: 活动, ladder: {3: 89, 5: 99}}\n",
            ["ladder", "越多"],
        ),
        (
            "campaigns.yaml",
            "campaigns:\n  - id: a\n    mechanic: 秒杀\n    name: 活动\n    items:\n      - {sku: A, price: 便宜}\n",
            ["第 6 行", "items.1.price", "便宜"],
        ),
        (
            "topics.yaml",
            "topics:\n  - {title: 早, text: 早。, question: 吃什么？, form: 唱歌}\n",
            ["话题 早", "form", "唱歌"],
        ),
        (
            "topics.yaml",
            "topics:\n  - {title: 早, text: 早。, question: 吃？, form: 投票, festival: 中秋结}\n",
            ["festival", "中秋结", "中秋节"],
        ),
    ],
)
def test_an_error_names_its_place_in_one_line(tmp_path, name, text, words):
    with pytest.raises(ConfigError) as error:
        load(tmp_path, name, text)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(name)
    for word in words:
        assert word in message


def test_plain_times_and_words_are_not_what_yaml_makes_of_them(tmp_path):
    text = "groups:\n  - id: 0571\n    name: no\n    tone: on\n    quiet_hours: 22:00-08:00\n"
    text += "    promo: {hours: [9:30-20:30]}\n"
    group = load(tmp_path, "groups.yaml", text)["0571"]
    assert (group.name, group.tone) == ("no", "on")
    assert group.quiet_hours == ("22:00-08:00",)
    assert group.promo.hours == ("09:30-20:30",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(tmp_path, encoding):
    assert load(tmp_path, "brand.yaml", "name: 墨香书法学校\ntrade: 培训\n", encoding).name == "墨香书法学校"


def test_windows_line_ends_and_tabs_inside_lines(tmp_path):
    brand = load(tmp_path, "brand.yaml", "name:\t铁馆健身\r\ntrade: 健身房\t# 备注\r\n")
    assert (brand.name, brand.trade) == ("铁馆健身", "健身房")


def test_folded_text_has_no_blank_where_a_line_broke(tmp_path):
    brand = load(tmp_path, "brand.yaml", "name: 店\nabout: >-\n  开了十年，\n  两家门店。\naudience: 附近的\n  邻居\n")
    assert (brand.about, brand.audience) == ("开了十年，两家门店。", "附近的邻居")


def test_a_reference_to_itself_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match=r"groups\.yaml 第"):
        load(tmp_path, "groups.yaml", "groups: &a\n  - *a\n")
