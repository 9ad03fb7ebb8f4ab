import codecs

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.errors import ReadError
from assistant.knowledge.readers.common_characters import COMMON
from assistant.knowledge.readers.decoding import decode
from assistant.text.normalize import to_simplified, to_traditional

SHORT = [
    "宝宝",
    "包邮",
    "会员日",
    "满99元包邮",
    "周二休息",
    "七天无理由退货。",
    "面包12元",
    "猫粮怎么选？",
    "价格：￥99",
    "健身私教",
    "年卡",
    "硬笔",
    "钢琴课",
    "瑜伽垫",
    "烘焙",
]
SHORT_TRADITIONAL = [
    "寶寶",
    "會員日",
    "滿99元免運",
    "週二公休",
    "價格：99元",
    "貓糧怎麼選？",
    "鋼琴課",
    "瑜珈墊",
    "麵包",
    "書法班",
    "寵物美容",
    "優惠券",
]


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_short_simplified(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", SHORT_TRADITIONAL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "big5"])
def test_short_traditional(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_gb18030_beyond_gbk() -> None:
    text = "会员𠮷野家面包店，生僻字也在"
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize("bom", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_both_ways(bom: bytes) -> None:
    encoding = "utf-16-le" if bom == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(bom + "退换货\n".encode(encoding)) == "退换货\n"


def test_utf16_without_bom() -> None:
    text = "Q: 几点关门?\r\nA: 21:00, 周二 18:00\r\n" * 3
    assert decode(text.encode("utf-16-le")) == text


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"MZ\x90\x00\x03\x00", bytes(range(256)) * 20, b"\x01\x02\x03\x04" * 50],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert "二进制" in caught.value.reason or "编码" in caught.value.reason


def test_a_cut_last_character_loses_only_itself() -> None:
    whole = "七天无理由退货，请保留小票和吊牌".encode("gbk")
    assert decode(whole[:-1]) == "七天无理由退货，请保留小票和吊"


def test_a_cut_utf8_file_too() -> None:
    assert decode("七天无理由退货，请保留小票".encode()[:-1]) == "七天无理由退货，请保留小"


COMMON_SIMPLIFIED = "".join(
    sorted(char for char in COMMON if to_simplified(char) == char and len(to_simplified(char)) == 1)
)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=COMMON_SIMPLIFIED + "，。！？：1234 abc\n", min_size=8, max_size=60))
def test_simplified_round_trip(text: str) -> None:
    assume(sum(not char.isascii() for char in text) >= 4)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        assert decode(text.encode(encoding)) == text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=COMMON_SIMPLIFIED + "，。！？：1234 abc\n", min_size=8, max_size=60))
def test_traditional_round_trip(text: str) -> None:
    text = to_traditional(text)
    try:
        data = text.encode("big5")
    except UnicodeEncodeError:
        return
    # A single character tells nothing, whoever reads it.
    assume(sum(not char.isascii() for char in text) >= 4)
    assert decode(data) == text
