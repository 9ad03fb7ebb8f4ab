"""Briefs: what each kind of draft may rest on, for whom, in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from itertools import groupby

import pytest

from assistant.drafting.briefing import Briefing, Request
from assistant.drafting.service import Drafter
from assistant.errors import InputError, Refused
from assistant.knowledge import store
from assistant.knowledge.goods import products_named, products_of
from assistant.schema.brief import Brief
from assistant.schema.contracts import DraftKind, PassageKind
from assistant.schema.facts import Product
from assistant.storage.database import open_database
from assistant.workspace import Workspace

DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def briefing(copy_of: Callable[[str], Workspace]) -> Briefing:
    """Briefs of a group that got nothing yet: no test here writes a draft, and no other test may."""
    return Drafter(copy_of("sample")).briefing


def promo(briefing: Briefing, campaign: str, group: str, day: date) -> Brief:
    return briefing.brief(Request(DraftKind.PROMO, group, day, campaign=campaign, format="series"))


def test_a_share_without_a_wish_may_be_about_any_article(briefing):
    brief = briefing.brief(Request(DraftKind.SHARE, "yuecheng-vip", DAY))
    articles = {passage.source for passage in brief.passages if passage.kind is PassageKind.ARTICLE}
    written = {f"articles/{path}" for path in _articles(briefing)}
    assert len(written) >= 20
    assert articles == written


def _articles(briefing: Briefing) -> set[str]:
    from pathlib import Path

    root = Path(__file__).parents[2] / "knowledge" / "articles"
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("about", ["", "湿疹", "睡袋怎么选"])
def test_the_passages_of_a_share_stand_as_in_their_documents(copy_of, about):
    workspace: Workspace = copy_of("sample")
    brief = Drafter(workspace).briefing.brief(Request(DraftKind.SHARE, "yuecheng-vip", DAY, about=about))
    with open_database(workspace).read() as connection:
        for source, found in groupby(brief.passages, key=lambda passage: passage.source):
            order = [passage.id for passage in store.by_source(connection, [source])]
            places = [order.index(passage.id) for passage in found]
            assert places == sorted(places), source
    sources = [source for source, _ in groupby(passage.source for passage in brief.passages)]
    assert len(sources) == len(set(sources)), "the passages of one source stand together"


def test_the_source_with_the_best_hit_comes_first(briefing):
    brief = briefing.brief(Request(DraftKind.SHARE, "yuecheng-vip", DAY, about="湿疹"))
    assert "湿疹" in brief.passages[0].source
    best: dict[str, float] = {}
    for passage in brief.passages:
        best[passage.source] = max(best.get(passage.source, 0.0), passage.score)
    assert list(best.values()) == sorted(best.values(), reverse=True)


def test_the_command_around_a_wish_is_not_searched_for(briefing):
    plain = briefing.brief(Request(DraftKind.SHARE, "yuecheng-vip", DAY, about="湿疹"))
    dressed = briefing.brief(
        Request(DraftKind.SHARE, "yuecheng-vip", DAY, about="帮我写一个关于湿疹的分享，语气轻松点")
    )
    assert dressed.passages == plain.passages


def test_a_topic_has_enough_to_choose_from(briefing):
    for group in briefing.groups:
        brief = briefing.brief(Request(DraftKind.TOPIC, group, DAY))
        assert 20 <= len(brief.passages) <= 60, group
        assert {passage.kind for passage in brief.passages} <= {PassageKind.FAQ, PassageKind.ARTICLE, PassageKind.STORY}


def test_a_promo_has_the_campaign_its_products_and_the_gift(briefing):
    brief = promo(briefing, "sleepbag-gift", "yuecheng-vip", date(2026, 12, 18))
    assert [product.name for product in brief.products] == ["小熊妈妈分腿睡袋 秋冬款", "小熊妈妈纱布包巾"]
    assert brief.passages[0].kind is PassageKind.CAMPAIGN
    rows = "".join(passage.text for passage in brief.passages if passage.kind is PassageKind.PRODUCT)
    for product in brief.products:
        assert product.name in rows
        assert product.sku in rows


def test_prizes_are_products_too(briefing):
    brief = promo(briefing, "reading-ranking", "reading", date(2027, 1, 16))
    names = {product.name for product in brief.products}
    assert {"找呀找 翻翻书套装", "晚安小熊 绘本套装"} & names


def test_what_is_for_one_group_reaches_no_other(copy_of):
    workspace: Workspace = copy_of("sample")
    text = "---\ngroups: [dads]\n---\n# 红屁股的暗号\n\n红屁股的时候记得说暗号，只在这个群里说，说完再擦护臀膏。\n"
    (workspace.knowledge / "articles" / "暗号.md").write_text(text, encoding="utf-8")
    briefing = Drafter(workspace).briefing
    for kind in (DraftKind.TOPIC, DraftKind.SHARE):
        for about in ("", "红屁股的暗号"):
            others = briefing.brief(Request(kind, "nurse-qa", DAY, about=about))
            assert not any("暗号" in passage.text for passage in others.passages)
        own = briefing.brief(Request(kind, "dads", DAY, about="红屁股的暗号"))
        assert any("暗号" in passage.text for passage in own.passages)


def test_a_campaign_of_other_groups_is_in_no_brief(briefing):
    for kind in (DraftKind.TOPIC, DraftKind.SHARE):
        brief = briefing.brief(Request(kind, "pregnancy", DAY, about="棉柔巾三人团"))
        assert not any("棉柔巾三人团" in passage.text for passage in brief.passages)


@pytest.mark.parametrize("kind", [DraftKind.TOPIC, DraftKind.SHARE])
@pytest.mark.parametrize(
    ("wish", "sku"), [("分腿睡袋", "SL-S01"), ("聊聊沐麦田面霜", "SK-C01"), ("恒温调奶器好用吗", "FT-W01")]
)
def test_a_product_named_in_a_wish_brings_its_facts(briefing, kind, wish, sku):
    brief = briefing.brief(Request(kind, "yuecheng-vip", DAY, about=wish))
    assert sku in {product.sku for product in brief.products}
    assert any(sku in passage.text for passage in brief.passages if passage.kind is PassageKind.PRODUCT)


@pytest.mark.parametrize("wish", ["宝宝不肯喝水", "孩子发烧怎么办", "老人带娃意见不合", "冬至", ""])
def test_a_wish_that_names_no_product_brings_none(briefing, wish):
    assert briefing.brief(Request(DraftKind.TOPIC, "yuecheng-vip", DAY, about=wish)).products == ()


GOODS = [
    Product(sku="1", name="婴儿面霜"),
    Product(sku="2", name="棉柔巾便携装"),
    Product(sku="3", name="棉柔巾"),
    Product(sku="4", name="可颂"),
    Product(sku="5", name="私教课 10 节"),
]


@pytest.mark.parametrize(
    ("wish", "skus"),
    [
        ("面霜怎么选", {"1"}),
        ("婴儿几个月会坐", set()),
        ("棉柔巾", {"2", "3"}),
        ("牛角包怎么热", {"4"}),
        ("私教课值吗", {"5"}),
    ],
)
def test_usual_names_of_goods(wish, skus):
    assert {product.sku for product in products_named(wish, GOODS, {"可颂": ("牛角包",)})} == skus


def test_a_longer_name_is_not_also_the_shorter_one(briefing):
    campaign = briefing.campaigns["november-cream-gift"].model_copy(
        update={"items": (), "buy": "", "gift": "棉柔巾便携装 1 提"}
    )
    assert [product.sku for product in products_of(campaign, GOODS)] == ["2"]


def test_reminders_of_the_group_are_in_the_brief(briefing):
    brief = briefing.brief(Request(DraftKind.TOPIC, "taigang", DAY))
    assert any("不寄臺灣" in clause for clause in brief.constraints.reminders)


@pytest.mark.parametrize("kind", list(DraftKind))
def test_a_group_may_be_called_by_its_name(briefing, kind):
    request = Request(kind, "小熊妈妈越城会员群", DAY)
    assert briefing.brief(request).group.id == "yuecheng-vip"


def test_unknown_names_are_told_what_there_is(briefing):
    with pytest.raises(InputError, match="yuecheng-vip"):
        briefing.brief(Request(DraftKind.TOPIC, "nobody", DAY))
    with pytest.raises(InputError, match="winter-coupon"):
        briefing.brief(Request(DraftKind.PROMO, "yuecheng-vip", DAY, campaign="nothing"))
    with pytest.raises(InputError, match="voice"):
        briefing.brief(Request(DraftKind.SHARE, "yuecheng-vip", DAY, format="song"))


@pytest.mark.parametrize("kind", [DraftKind.TOPIC, DraftKind.SHARE])
def test_along_with_a_campaign_it_is_about_the_kind_of_its_goods(briefing, kind):
    """And announces nothing: neither the campaign nor its terms are in the brief."""
    brief = briefing.brief(Request(kind, "newborn", DAY, campaign="sleepbag-gift"))
    article = briefing.campaigns["sleepbag-gift"].items[0]
    sold = next(product for product in briefing.products_on(DAY) if product.sku == article.sku)
    assert brief.about == sold.category
    assert brief.campaign is None
    asked = briefing.brief(Request(kind, "newborn", DAY, about="夜醒", campaign="sleepbag-gift"))
    assert asked.about == "夜醒"
    with pytest.raises(InputError, match="winter-coupon"):
        briefing.brief(Request(kind, "newborn", DAY, campaign="nothing"))


def test_left_to_the_assistant_a_sayable_campaign_is_chosen(briefing):
    """The group for newborns has no word of formula; the member day's terms have."""
    brief = briefing.brief(Request(DraftKind.PROMO, "newborn", date(2026, 11, 28)))
    assert brief.campaign is not None
    assert brief.campaign.id == "november-cream-gift"
    with pytest.raises(Refused, match="奶粉"):
        briefing.brief(Request(DraftKind.PROMO, "newborn", date(2026, 11, 28), time(11), campaign="friend-referral"))
