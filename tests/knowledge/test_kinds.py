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
    ],
)
def test_by_shape(sections: Sequence[Section], kind: str) -> None:
    assert guess_kind("x.md", "x", sections, said=None) == kind


def test_what_is_said_wins() -> None:
    assert guess_kind("faq.md", "faq", PLAIN, said=PassageKind.STORY) is PassageKind.STORY
