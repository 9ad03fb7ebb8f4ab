"""Words that are only spoken of claim nothing; with a wink they do."""

from datetime import datetime

import pytest

from assistant.checks.adlaw import check
from assistant.checks.context import CheckContext

CONTEXT = CheckContext(at=datetime(2026, 11, 27, 10))


@pytest.mark.parametrize(
    "text",
    [
        '"史上最低价"这种话咱们不说，标多少就是多少',
        "不得发布“月入过万”“躺赚”之类内容",
        '店员话术里别出现"全国第一"，客人问起就说开了多少年',
        '"包瘦""七天见效"，看到这种词的海报请拍给我，我去撕',
        "不要在朋友圈写“全市第一”，写“开了十二年”就好",
        "违规示例：药到病除、根治糖尿病",
        "群里禁止发布稳赚不赔的项目",
        "看到“内部名额、保录取”的直接拉黑",
    ],
)
def test_rules_that_quote_what_they_forbid_claim_nothing(text: str) -> None:
    assert check(text, CONTEXT) == []


@pytest.mark.parametrize(
    "text",
    [
        "不让说“全网最低”，你懂的",
        "“全城第一火锅”不要错过",
        "别用别家的“万能胶”了，来买“全国第一”的我们",
        "老客都说“药到病除”，快来",
        "不许说我吹牛，我家就是全城第一",
        "“全网最低价”不是吹的",
        "禁止砍价，全网最低",
        "“这种话”我们不说。全网最低价，今天就来",
    ],
)
def test_what_is_claimed_beside_a_denial_is_found(text: str) -> None:
    assert check(text, CONTEXT)


@pytest.mark.parametrize("text", ["全网日取低价", "禾急贝兼不赔的项目", "氵台愈脚气的泡脚包", "讠正书包拿，包过"])
def test_characters_written_as_their_halves_are_read(text: str) -> None:
    assert check(text, CONTEXT)


@pytest.mark.parametrize("text", ["生日取好礼物记得带券", "这是女子好友群", "日取件两次，下午四点截止"])
def test_halves_that_are_words_stay_words(text: str) -> None:
    assert check(text, CONTEXT) == []
