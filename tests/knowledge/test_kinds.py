from collections.abc import Sequence

import pytest

from assistant.knowledge.documents import Section
from assistant.knowledge.kinds import guess_kind
from assistant.schema.contracts import PassageKind

PLAIN = [Section(text="正文。")]


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("policies/退货.md", "policy"),
        ("政策/a.md", "policy"),
        ("活动/a.txt", "campaign"),
        ("articles/a.md", "article"),
        ("文章/活动量怎么算.md", "article"),
        ("stories/a.md", "story"),
        ("常见问题.md", "faq"),
        ("价目表.docx", "product"),
        ("隐私条款.txt", "policy"),
        ("a.md", "article"),
        ("门店介绍.md", "brand"),
        ("通知/国庆营业.txt", "brand"),
        ("元旦放假通知.docx", "brand"),
        ("营业时间.txt", "brand"),
        ("通知/停车场改造.txt", "policy"),
        ("涨价公告.md", "policy"),
        ("活动/国庆.md", "campaign"),
        ("活动量怎么算.md", "article"),
        ("DEV_618.txt", "article"),
        ("618会场.txt", "campaign"),
        ("十周年店庆.md", "campaign"),
        ("articles/店庆回顾.md", "article"),
        ("退费办法.md", "policy"),
    ],
)
def test_by_name(source: str, kind: str) -> None:
    assert guess_kind(source, source, PLAIN, said=None) == kind


@pytest.mark.parametrize(
    ("sections", "kind"),
    [
        ([Section(text="能", question="能停车吗")], "faq"),
        ([Section(text="品名：a", row=2, kind=PassageKind.PRODUCT)], "product"),
        ([Section(text="活动时间：周五。限时立减 10 元。")], "campaign"),
        ([Section(text="活动时间：周五。")], "article"),
    ],
)
def test_by_shape(sections: Sequence[Section], kind: str) -> None:
    assert guess_kind("x.md", "x", sections, said=None) == kind


def test_what_is_said_wins() -> None:
    assert guess_kind("faq.md", "faq", PLAIN, said=PassageKind.STORY) is PassageKind.STORY


def test_a_notice_of_an_offer_is_a_campaign() -> None:
    offer = [Section(text="秒杀周五晚八点开始。")]
    assert guess_kind("通知/1.txt", "1", offer, said=None) is PassageKind.CAMPAIGN
