"""Messages of WeCom's archive, type by type, from a file."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.server.bots.wecom.archive import message_of, messages_of


def record(kind, **body):
    return {
        "msgid": "7641013324900139991_1603875608", "action": "send", "from": "kens", "tolist": ["a", "b"],
        "roomid": "wrw7OSCQAA", "msgtime": 1603875608000, "msgtype": kind,
    } | body  # fmt: skip


def item(kind, **content):
    return {"type": kind, "msgtime": 1603875610, "content": json.dumps(content, ensure_ascii=False)}


@pytest.mark.parametrize(
    ("sent", "text", "kind", "meta"),
    [
        (record("text", text={"content": "早上好"}), "早上好", "text", {}),
        (record("markdown", info={"content": "**早**"}), "**早**", "text", {}),
        (record("image", image={"md5sum": "x"}), "", "image", {"media": ["[图片]"]}),
        (record("voice", voice={"play_length": 3}), "", "file", {"media": ["[语音]"]}),
        (record("file", file={"filename": "价目表.docx"}), "", "file", {"file_name": "价目表.docx"}),
        (
            record("link", link={"title": "砍", "description": "免费", "link_url": "http://k.example"}),
            "", "link", {"title": "砍", "description": "免费", "urls": ["http://k.example"]},
        ),
        (
            record("weapp", weapp={"title": "今天的面包", "description": "点单", "displayname": "麦垛烘焙"}),
            "", "mini_program", {"title": "今天的面包", "description": "点单", "app": "麦垛烘焙"},
        ),
        (record("card", card={"corpname": "微信", "userid": "wmGAg"}), "", "card",
         {"title": "微信", "description": "wmGAg"}),
        (record("location", location={"title": "店", "address": "玉林路"}), "", "card",
         {"title": "店", "description": "玉林路"}),
        (record("docmsg", doc={"title": "表", "link_url": "https://doc.example"}), "", "link",
         {"title": "表", "urls": ["https://doc.example"]}),
        (record("vote", vote={"votetitle": "吃啥", "voteitem": ["吐司", "贝果"]}), "", "card",
         {"title": "吃啥", "description": "吐司\n贝果"}),
        (record("news", info={"item": [{"title": "文", "description": "述", "url": "http://n.example"}]}), "", "link",
         {"title": "文", "description": "述", "urls": ["http://n.example"]}),
        (
            record("chatrecord", chatrecord={"title": "群聊", "item": [
                item("ChatRecordText", content="加我微信"), item("ChatRecordLink", title="砍", link_url="http://k.example"),
            ]}),
            "", "forward",
            {"title": "群聊", "forwarded": [{"sender": "", "text": "加我微信"},
                                          {"sender": "", "text": "砍\nhttp://k.example"}]},
        ),
        (
            record("mixed", mixed={"item": [item("text", content="看图"), item("image", md5sum="x"),
                                            item("link", title="砍", link_url="http://k.example")]}),
            "看图\n砍\nhttp://k.example", "text", {"media": ["[图片]"]},
        ),
        (record("sphfeed", sphfeed={"sph_name": "号", "feed_desc": "述"}), "", "card",
         {"title": "号", "description": "述"}),
        (record("revoke", revoke={"pre_msgid": "1"}), "", "system", {}),
        (record("unheard-of", thing={"x": 1}), "", "text", {}),
    ],
)  # fmt: skip
def test_records_are_mapped(sent, text, kind, meta):
    found = message_of(sent, lambda chat: f"group of {chat}")
    assert (found.text, found.kind, found.meta) == (text, kind, {"platform": "wecom"} | meta)
    assert (found.group, found.sender.id) == ("group of wrw7OSCQAA", "kens")
    assert found.sent_at == datetime(2020, 10, 28, 9, 0, 8, tzinfo=UTC)


def test_a_file_is_read_in_order_and_what_is_no_message_of_a_group_is_left_out():
    lines = [
        json.dumps(record("text", text={"content": "一"})), "", "{", "[]", "[" * 99_999,
        json.dumps({"msgid": "s", "action": "switch", "time": 1, "user": "x"}),
        json.dumps(record("text", text={"content": "单聊"}, roomid="")),
        json.dumps(record("text", text={"content": "二"}, action="recall")),
    ]  # fmt: skip
    assert [message.text for message in messages_of(lines)] == ["一", "二"]


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KINDS = st.sampled_from(["text", "mixed", "chatrecord", "news", "vote", "weapp", "link", "todo", "docmsg"])


@given(KINDS, json_like, json_like)
def test_whatever_is_in_it_nothing_breaks(kind, body, info):
    found = message_of(record(kind, **{kind: body, "info": info}))
    assert found is None or isinstance(found.text, str)
