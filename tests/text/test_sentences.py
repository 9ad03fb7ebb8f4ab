from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.text.sentences import sentence_spans, split_sentences

TEXT = st.text(alphabet="你好的吗。！？；…，、“”「」（）()\"'.;:!? \n\t1234aBhttps://w.x%", max_size=200)


def test_chinese_ends() -> None:
    assert split_sentences("满99元包邮。能退吗？能！先付款；后发货") == [
        "满99元包邮。",
        "能退吗？",
        "能！",
        "先付款；",
        "后发货",
    ]


def test_decimals_links_and_list_markers_stay_whole() -> None:
    assert split_sentences("1. 售价 3.5 元，详情见 https://a.com/x?y=1&z=2.5 这里。") == [
        "1. 售价 3.5 元，详情见 https://a.com/x?y=1&z=2.5 这里。"
    ]


def test_a_link_ends_where_chinese_begins() -> None:
    assert split_sentences("看https://a.com/b。下一句") == ["看https://a.com/b。", "下一句"]


def test_quotes_keep_their_sentence() -> None:
    assert split_sentences("店长说：“今天不营业。明天来。”大家散了。") == [
        "店长说：“今天不营业。明天来。”",
        "大家散了。",
    ]
    assert split_sentences("「真的吗？」她问。") == ["「真的吗？」她问。"]
    assert split_sentences("“来吧！”他喊。") == ["“来吧！”他喊。"]


def test_brackets_do_not_end() -> None:
    assert split_sentences("退货（七天内。不含生鲜）需小票。好") == ["退货（七天内。不含生鲜）需小票。", "好"]


def test_unbalanced_quote_does_not_swallow_the_text() -> None:
    assert split_sentences("他说“好。走吧。\n到了。") == ["他说“好。", "走吧。", "到了。"]


def test_runs_of_ends_stay_together() -> None:
    assert split_sentences("真的？！太好了……走") == ["真的？！", "太好了……", "走"]


def test_english() -> None:
    assert split_sentences("We ship daily. Ask Mr. Li first. It costs 3.50.") == [
        "We ship daily.",
        "Ask Mr. Li first.",
        "It costs 3.50.",
    ]


def test_newlines_end() -> None:
    assert split_sentences("第一行\n\n第二行") == ["第一行", "第二行"]


@settings(deadline=None)
@given(TEXT)
def test_spans_cover_the_text(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)


@settings(deadline=None)
@given(TEXT)
def test_nothing_but_space_is_lost(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
