"""Customers' words and the shop's: the thesaurus, its file, and the matching."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge.synonyms import SameWords, Synonyms, general_groups, load_synonyms, parse_groups
from assistant.text.normalize import fold

GROUPS = general_groups()
GENERAL = Synonyms((), GROUPS)
PROVINCES = """
北京 上海 天津 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南
四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾
"""


def test_a_line_holds_the_shops_words_then_the_customers() -> None:
    text = "# a remark\n\n运费 邮费 | 邮钱 快递要钱\n春节 新春\n"
    assert parse_groups(text) == (SameWords(("运费", "邮费"), ("邮钱", "快递要钱")), SameWords(("春节", "新春")))


def test_customers_words_lead_to_the_shops_and_never_back() -> None:
    synonyms = Synonyms((), parse_groups("运费 邮费 | 邮钱 快递要钱"))
    assert synonyms.of("邮钱谁出") == [("邮钱", ["运费", "邮费", "快递要钱"])]
    assert synonyms.of("运费谁出") == [("运费", ["邮费"])]
    assert synonyms.of("谁出") == []


def test_kinds_lead_to_the_shops_word_and_not_to_each_other() -> None:
    groups = parse_groups("新疆 > 乌鲁木齐 喀什\n北京 | 帝都 > 海淀 通州")
    assert groups[1] == SameWords(("北京",), ("帝都",), ("海淀", "通州"))
    synonyms = Synonyms((), groups)
    assert synonyms.of("喀什送吗") == [("喀什", ["新疆"])]
    assert synonyms.of("海淀送吗") == [("海淀", ["北京"])]
    assert synonyms.in_shop_words("喀什送吗", "喀什送吗") == "新疆送吗"


def test_a_word_alone_on_the_shops_side_is_not_returned() -> None:
    synonyms = Synonyms((), parse_groups("保修 | 包修"))
    assert synonyms.of("保修多久") == []
    assert synonyms.in_shop_words("保修多久", "保修多久") == "保修多久"


def test_the_longest_match_wins_and_hides_what_lies_inside() -> None:
    synonyms = Synonyms((), parse_groups("补办 | 卡丢了\n退卡 | 卡丢\n地址 | 丢了吗"))
    assert [word for word, _ in synonyms.of("我卡丢了吗")] == ["卡丢了", "丢了吗"]
    # A word of the shop hides as well, though nothing stands for it.
    synonyms = Synonyms((), parse_groups("发票抬头\n合同 | 票抬"))
    assert synonyms.of("发票抬头写啥") == []


def test_the_brands_words_go_both_ways_and_come_first() -> None:
    synonyms = Synonyms([("吐司", "方包", "切片面包")], parse_groups("面包 | 方包"))
    assert synonyms.of("方包有吗") == [("方包", ["吐司", "切片面包", "面包"])]
    assert synonyms.of("吐司有吗") == [("吐司", ["方包", "切片面包"])]
    assert synonyms.in_shop_words("方包有吗", "方包有吗") == "吐司有吗"


def test_the_shops_word_takes_the_place_of_the_customers() -> None:
    query = "邮錢誰出"
    synonyms = Synonyms((), parse_groups("运费 | 邮钱"))
    assert synonyms.in_shop_words(query, fold(query)) == "运费谁出"
    assert synonyms.in_shop_words("邮钱就是运费吗", "邮钱就是运费吗") == "邮钱就是运费吗"


def test_no_more_than_two_words_are_replaced_the_longest_first() -> None:
    synonyms = Synonyms((), parse_groups("甲号词 | 子号话\n乙号词 | 丑号的话\n丙号词 | 寅号说的话"))
    query = "子号话，丑号的话，寅号说的话"
    assert synonyms.in_shop_words(query, query) == "子号话，乙号词，丙号词"


def test_latin_words_are_matched_whole() -> None:
    synonyms = Synonyms((), parse_groups("会员 | vip"))
    assert synonyms.in_shop_words("VIP卡", "vip卡") == "会员卡"
    assert synonyms.of("viper") == []
    assert synonyms.of("svip") == []


def test_the_general_words_serve_where_the_brand_cannot_be_read(tmp_path: Path) -> None:
    assert load_synonyms(tmp_path).in_shop_words("邮钱多少", "邮钱多少") == "运费多少"


class TestTheFile:
    def test_is_a_thesaurus(self) -> None:
        assert len(GROUPS) >= 350
        assert sum(len(group.said) + len(group.kinds) for group in GROUPS) >= 2500

    def test_words_are_folded_and_of_two_to_twelve_characters(self) -> None:
        words = [word for group in GROUPS for word in (*group.shop, *group.said, *group.kinds)]
        assert [word for word in words if fold(word) != word or not 2 <= len(word) <= 12 or "|" in word] == []

    def test_customers_words_have_at_most_eight_characters(self) -> None:
        assert [word for group in GROUPS for word in (*group.said, *group.kinds) if len(word) > 8] == []

    def test_every_group_has_a_word_of_the_shop_and_another(self) -> None:
        assert [
            group for group in GROUPS if not group.shop or len(group.shop) + len(group.said) + len(group.kinds) < 2
        ] == []

    def test_no_word_stands_twice(self) -> None:
        counts = Counter(word for group in GROUPS for word in (*group.shop, *group.said, *group.kinds))
        assert [word for word, count in counts.items() if count > 1] == []

    def test_every_province_has_its_cities(self) -> None:
        shop = {group.shop[0]: group for group in GROUPS}
        provinces = PROVINCES.split()
        assert len(provinces) == 34
        assert [name for name in provinces if len(shop[name].kinds) < 2] == []


@pytest.mark.parametrize(
    ("query", "shop_word"),
    [
        ("寄到乌鲁木齐行不行", "新疆"),
        ("邮钱谁出呀", "运费"),
        ("你们几点收工", "营业时间"),
        ("店在边度啊", "地址"),
        ("優慧券怎么用", "优惠券"),
        ("我要開個票", "发票"),
        ("瓶子碎了咋整", "破损"),
        ("我想拉人来办卡", "老带新"),
        ("往卡里充钱划算吗", "储值"),
        ("单子丢了还能换吗", "购物小票"),
        ("今天下班去拿行吗", "到店自提"),
        ("没货了几时有货", "补货"),
        ("堵车了会晚点到", "迟到"),
        ("娃发烧了上不了课", "请假"),
        ("落下的课能补吗", "补课"),
        ("卡能转给朋友吗", "转让"),
        ("要出差两个月卡能停一段吗", "停卡"),
        ("不想学了剩的课退吗", "退课"),
        ("開車去有地方停嗎", "停车"),
        ("轮椅能推进去吗", "无障碍"),
        ("你们态度太差了", "投诉"),
        ("人没凑够怎么办", "拼团失败"),
        ("能不能便宜点", "优惠"),
        ("帮我给我发走", "发货"),
        ("孩子噎住了", "异物卡喉"),
        ("大年初一还营业不", "春节"),
        ("闺蜜一起去", "朋友"),
        ("你们有冇现成的", "现货"),
        ("买贵了能退差价吗", "价格保护"),
        ("蛋糕放冰箱吗", "储存方法"),
        ("狗没打疫苗能洗吗", "疫苗本"),
        ("招不招人呀", "招聘"),
    ],
)
def test_what_customers_say_brings_the_shops_word(query: str, shop_word: str) -> None:
    folded = fold(query)
    assert shop_word in GENERAL.in_shop_words(query, folded)
    assert shop_word in [word for _, words in GENERAL.of(folded) for word in words]


@pytest.mark.parametrize(
    "query",
    ["今天天气真好", "谢谢你们", "推荐一本小说的作者", "马上就要考虑清楚", "地球离太阳有远近吗", "营业时间", "运费"],
)
def test_ordinary_words_bring_nothing(query: str) -> None:
    assert GENERAL.in_shop_words(query, fold(query)) == query


@given(st.text(alphabet=sorted({char for group in GROUPS for word in group.said for char in word}), max_size=40))
def test_every_match_stands_in_the_query_and_in_no_longer_match(query: str) -> None:
    said = [word for word, _ in GENERAL.of(query)]
    assert all(word in query for word in said)
    assert [len(word) for word in said] == sorted(map(len, said), reverse=True)
    reworded = GENERAL.in_shop_words(query, query)
    taken = sum(len(word) for word in sorted(said, key=len, reverse=True)[:2])
    assert len(query) - taken <= len(reworded) <= len(query) + 24
