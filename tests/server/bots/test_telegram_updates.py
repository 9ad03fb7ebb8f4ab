"""Every kind of message Telegram sends says what a member would read, and where it leads."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegrams import MEMBER, message

from assistant.server.bots.recent import Recent
from assistant.server.bots.telegram.updates import incoming_of, message_in, sender_of


def read(kind="message", recent=None, **more):
    found = message_in({"update_id": 1, kind: message(**more)})
    assert found is not None
    return incoming_of(*found, lambda chat, title: f"{chat}|{title}", Recent() if recent is None else recent)


@pytest.mark.parametrize(
    ("sent", "text", "kind", "meta"),
    [
        ({"text": "早上好"}, "早上好", "text", {}),
        (
            {"text": "点这里 ok", "entities": [{"type": "text_link", "offset": 0, "length": 3, "url": "http://x.example"},
                                           {"type": "bold", "offset": 0, "length": 1}]},
            "点这里 ok", "text", {"urls": ["http://x.example"]},
        ),
        (
            {"text": None, "photo": [{"file_id": "1"}], "caption": "看",
             "caption_entities": [{"type": "text_link", "url": "http://y.example"}]},
            "看", "image", {"urls": ["http://y.example"], "media": ["[图片]"]},
        ),
        (
            {"text": None, "document": {"file_name": "价目表.pdf"}, "caption": "自取"},
            "自取", "file", {"file_name": "价目表.pdf"},
        ),
        (
            {"text": None, "contact": {"phone_number": "13900000000", "first_name": "阿强"}},
            "", "card", {"title": "推荐名片", "description": "阿强\n13900000000"},
        ),
        (
            {"text": "抢", "reply_markup": {"inline_keyboard": [
                [{"text": "领券", "url": "http://z.example"}, {"text": "开", "web_app": {"url": "https://w.example"}}],
                [{"text": "登", "login_url": {"url": "https://l.example"}}, {"text": "抄", "copy_text": {"text": "V"}}],
            ]}},
            "抢", "text",
            {"urls": ["http://z.example", "https://w.example", "https://l.example"],
             "description": "领券\n开\n登\n抄\nV"},
        ),
        (
            {"text": "转的", "forward_origin": {"type": "channel", "chat": {"title": "货源频道"}}},
            "转的", "forward", {"origin": "货源频道"},
        ),
        ({"text": "转的", "forward_from": {"first_name": "阿强"}, "forward_date": 1}, "转的", "forward",
         {"origin": "阿强"}),
        ({"text": None, "sticker": {"emoji": "🙂"}}, "", "image", {"media": ["[贴纸]"]}),
        ({"text": None, "voice": {"file_id": "1"}}, "", "file", {"media": ["[语音]"]}),
        (
            {"text": None, "poll": {"question": "吃啥", "options": [{"text": "吐司"}, {"text": "贝果"}]}},
            "", "card", {"title": "吃啥", "description": "吐司\n贝果"},
        ),
        (
            {"text": None, "venue": {"title": "店里", "address": "玉林路", "location": {}}, "location": {}},
            "", "card", {"title": "店里", "description": "玉林路"},
        ),
        (
            {"text": "对", "reply_to_message": message("在哪", number=7, **{"from": {"id": 9, "first_name": "李"}})},
            "对", "quote", {"quote": {"id": "7", "sender": "9", "text": "在哪"}},
        ),
        ({"text": "对", "reply_to_message": {"message_id": 3, "forum_topic_created": {}}}, "对", "text", {}),
        ({"text": "看", "external_reply": {"origin": {}}, "quote": {"text": "别处的话"}}, "看", "quote",
         {"quote": {"text": "别处的话"}}),
        ({"text": "看", "link_preview_options": {"url": "http://p.example"}}, "看", "text",
         {"urls": ["http://p.example"]}),
        ({"text": "x", "via_bot": {"username": "gif"}}, "x", "text", {"via": "gif"}),
    ],
)  # fmt: skip
def test_messages_are_read(sent, text, kind, meta):
    found = read(**sent).message
    assert (found.text, found.kind, found.meta) == (text, kind, {"platform": "telegram", **meta})
    assert (found.id, found.group, found.sender.id, found.sender.name) == (
        "-1007001:1",
        "-1007001|麦垛电报群",
        "501",
        "小满妈",
    )


def test_an_edit_knows_what_stood_there_and_knows_it_again():
    recent = Recent()
    before = read(recent=recent, text="早")
    edit = {"text": "加我微信", "date": 1700000000, "edit_date": 1700000100}
    edits = [read("edited_message", recent, **edit) for _ in range(2)]
    assert edits[0] == edits[1]
    assert edits[0].message.kind == "edit"
    assert edits[0].message.meta["edited"] == "早"
    assert edits[0].version != before.version
    later = read("edited_message", recent, text="晚安", edit_date=1700000200)
    assert later.message.meta["edited"] == "加我微信"


def test_who_speaks_for_the_group_or_its_channel_runs_it():
    group = message()["chat"]
    assert sender_of(message(sender_chat=group)).role == "admin"
    channel = {"id": -1009, "type": "channel", "title": "麦垛"}
    assert sender_of(message(sender_chat=channel, is_automatic_forward=True)).role == "owner"
    foreign = sender_of(message(sender_chat=channel))
    assert (foreign.role, foreign.id, foreign.name) == ("member", "-1009", "麦垛")
    assert sender_of(message(), {"501": "admin"}.get).role == "admin"
    assert sender_of({"chat": {"type": "channel", "id": 1}, "from": MEMBER}).role == "admin"
    post = read("channel_post", text="周五到货", sender_chat=group | {"type": "channel"}, **{"from": None})
    assert post.message.sender.role == "admin"


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"message": message(chat={"id": 5, "type": "private"})},
        {"message": message(new_chat_members=[MEMBER])},
        {"message": message(pinned_message={})},
        {"message": message(chat={"id": "x", "type": "group"})},
        {"message": {"chat": None}},
        {"callback_query": {"message": message()}},
        {"my_chat_member": {}},
    ],
)
def test_other_updates_are_none_of_our_business(update):
    assert message_in({"update_id": 1} | update) is None


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = (
    "text", "caption", "entities", "caption_entities", "from", "sender_chat", "reply_to_message", "quote", "contact",
    "document", "photo", "poll", "venue", "reply_markup", "forward_origin", "via_bot", "date", "external_reply",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), json_like, max_size=6))
def test_whatever_is_sent_nothing_breaks(fields):
    found = message_in({"message": message() | fields})
    if found is not None:
        made = incoming_of(*found, lambda chat, _: chat, Recent())
        json.dumps([made.message.model_dump(mode="json"), dict(made.place)])
