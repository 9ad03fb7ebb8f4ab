"""Every kind of segment of OneBot v11, as implementations send it, says what a member would read."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.server.bots.onebot.cqcode import segments_of
from assistant.server.bots.onebot.segments import read


def segment(kind, **data):
    return {"type": kind, "data": data}


@pytest.mark.parametrize(
    ("sent", "text", "kind", "meta"),
    [
        ([segment("text", text="早上好")], "早上好", "text", {}),
        ([segment("face", id="178")], "", "text", {"media": ["[表情]"]}),
        (
            [segment("image", file="A1.image", url="https://gchat.qpic.example/1", summary="[动画表情]")],
            "", "image", {"media": ["[动画表情]"]},
        ),
        ([segment("text", text="看图"), segment("image", file="a.jpg")], "看图", "image", {"media": ["[图片]"]}),
        ([segment("mface", summary="[抱抱]", emoji_id="1")], "", "image", {"media": ["[抱抱]"]}),
        ([segment("record", file="a.amr")], "", "text", {"media": ["[语音]"]}),
        ([segment("video", file="a.mp4")], "", "text", {"media": ["[视频]"]}),
        (
            [segment("at", qq="10012345678", name="@小满妈"), segment("text", text=" 面包到了")],
            "@小满妈  面包到了", "text", {"mentions": ["10012345678"]},
        ),
        ([segment("at", qq=10012345678)], "@群友", "text", {"mentions": ["10012345678"]}),
        ([segment("at", qq="all")], "@全体成员", "text", {"mentions": ["all"]}),
        (
            [segment("share", url="http://a.example/x", title="好物", content="一起看看", image="http://i.example")],
            "", "link", {"title": "好物", "description": "一起看看", "urls": ["http://a.example/x"]},
        ),
        (
            [segment("music", type="custom", url="http://m.example", audio="x", title="歌", content="歌手")],
            "", "link", {"title": "歌", "description": "歌手", "urls": ["http://m.example"]},
        ),
        ([segment("music", type="163", id="28949129")], "", "card", {"title": "网易云音乐"}),
        ([segment("contact", type="group", id="100100")], "", "card",
         {"title": "推荐群聊", "description": "QQ 100100"}),
        ([segment("contact", type="qq", id=10001)], "", "card", {"title": "推荐好友", "description": "QQ 10001"}),
        (
            [segment("location", lat="39.8", lon="116.4", title="店里", content="玉林路 1 号")],
            "", "card", {"title": "店里", "description": "玉林路 1 号"},
        ),
        ([segment("file", file="9f.bin", name="价目表.xlsx", size="1")], "", "file", {"file_name": "价目表.xlsx"}),
        ([segment("markdown", content="# 活动\n[点我](https://x.example)")], "# 活动\n[点我](https://x.example)",
         "text", {}),
        ([segment("poke", type="126", id="2003", name="戳一戳")], "", "text", {"media": ["[戳一戳]"]}),
        ([segment("dice"), segment("rps"), segment("anonymous")], "", "text",
         {"media": ["[骰子]", "[猜拳]", "[匿名]"]}),
        ([segment("reply", id="-123"), segment("text", text="是的")], "是的", "quote", {}),
        ([segment("unheard-of", text="x")], "", "text", {}),
    ],
)  # fmt: skip
def test_segments_are_read(sent, text, kind, meta):
    found = read(sent)
    assert (found.text, found.kind, found.meta) == (text, kind, meta)


def ark(**card):
    return read([segment("json", data=json.dumps(card, ensure_ascii=False))])


def test_a_mini_program_is_named_and_leads_somewhere():
    found = ark(
        app="com.tencent.miniapp_01", prompt="[QQ小程序]麦垛烘焙",
        meta={"detail_1": {
            "appid": "1109937557", "title": "麦垛烘焙", "desc": "今天的面包", "icon": "http://i.example/a.png",
            "preview": "p.example/x", "url": "m.q.qq.com/a/s/1", "qqdocurl": "https://b23.example/1",
            "host": {"uin": 1, "nick": "小满妈"},
        }},
    )  # fmt: skip
    assert found.kind == "mini_program"
    assert found.meta == {
        "title": "麦垛烘焙", "description": "今天的面包", "app": "麦垛烘焙",
        "urls": ["m.q.qq.com/a/s/1", "https://b23.example/1"],
    }  # fmt: skip


def test_a_shared_page_is_read_wherever_its_keys_stand():
    found = ark(
        app="com.tencent.structmsg", prompt="[分享]低价批发",
        meta={"news": {"title": "低价批发", "desc": "一手货源", "jumpUrl": "http://bad.example", "tag": "微商城"}},
    )  # fmt: skip
    assert found.kind == "card"
    assert found.meta["title"] == "低价批发"
    assert found.meta["description"] == "一手货源\n微商城"
    assert found.meta["urls"] == ["http://bad.example"]


def test_a_recommended_group_a_notice_and_a_card_of_nothing_but_a_prompt():
    group = ark(app="com.tencent.troopsharecard", meta={"contact": {"nickname": "兼职群", "contact": "推荐群聊：1"}})
    assert (group.meta["title"], group.meta["description"]) == ("兼职群", "推荐群聊：1")
    coded = {"encode": 1, "title": base64.b64encode("群公告".encode()).decode(),
             "text": base64.b64encode("周五见".encode()).decode()}  # fmt: skip
    notice = ark(app="com.tencent.mannounce", meta={"mannounce": coded})
    assert (notice.meta["title"], notice.meta["description"]) == ("群公告", "周五见")
    assert ark(app="com.tencent.qun", prompt="[群活动]").meta["title"] == "[群活动]"
    assert read([segment("json", data="not json")]).meta["description"] == "not json"


def test_an_xml_card_is_read_whole_or_torn():
    xml = (
        '<?xml version="1.0"?><msg serviceID="1" brief="[分享] 兼职" url="http://job.example/?a=1&amp;b=2">'
        "<item><title>日结兼职</title><summary><![CDATA[一天三百]]></summary></item>"
    )
    found = read([segment("xml", data=xml)])
    assert found.kind == "card"
    assert found.meta == {
        "title": "[分享] 兼职\n日结兼职", "description": "一天三百", "urls": ["http://job.example/?a=1&b=2"],
    }  # fmt: skip


INSIDE = [
    segment("node", user_id="1", nickname="阿强", content=[segment("text", text="加我微信 abc88123")]),
    segment("node", user_id="2", nickname="小李", content="[CQ:share,url=http://x.example,title=货源]"),
]


def test_a_forwarded_conversation_is_read_where_it_is_inline():
    nested = segment("node", nickname="外", content=[segment("forward", content=INSIDE[:1])])
    found = read([segment("forward", id="f1", content=[*INSIDE, nested])])
    assert found.kind == "forward"
    assert found.meta["forwarded"] == [
        {"sender": "阿强", "text": "加我微信 abc88123"},
        {"sender": "小李", "text": "货源\nhttp://x.example"},
        {"sender": "阿强", "text": "加我微信 abc88123"},
    ]
    as_event = {"sender": {"nickname": "阿强", "user_id": 1}, "message": [segment("text", text="早")]}
    assert read([segment("forward", content=[as_event])]).meta["forwarded"] == [{"sender": "阿强", "text": "早"}]
    assert read(INSIDE).meta["forwarded"] == found.meta["forwarded"][:2]
    assert read([segment("forward", id="f1")]).forwards == ["f1"]


def test_a_forwarded_card_is_read_by_its_lines():
    lines = [{"text": "阿强: 加我微信"}, {"text": "图片"}]
    found = ark(app="com.tencent.multimsg", meta={"detail": {"news": lines, "summary": "查看2条"}})
    assert found.kind == "forward"
    assert {"sender": "阿强", "text": "加我微信"} in found.meta["forwarded"]


def test_conversations_within_conversations_have_an_end():
    inner = [segment("text", text="底")]
    for _ in range(50):
        inner = [segment("forward", content=[segment("node", nickname="n", content=inner)])]
    assert read(inner).kind == "forward"


def test_a_string_with_cq_codes_is_the_same_message():
    text = (
        "早[CQ:at,qq=10001]&#91;不是码&#93; &amp;amp; [CQ:image,file=a&#44;b.jpg,url=http://i.example/?a=1&amp;b=2]晚"
    )
    assert segments_of(text) == [
        segment("text", text="早"), segment("at", qq="10001"), segment("text", text="[不是码] &amp; "),
        segment("image", file="a,b.jpg", url="http://i.example/?a=1&b=2"), segment("text", text="晚"),
    ]  # fmt: skip
    assert read("[CQ:reply,id=5]好").quote == "5"


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(["text", "at", "json", "xml", "forward", "node", "share", "reply", "file", "music", "markdown"])
KEYS = st.sampled_from(["text", "qq", "data", "content", "id", "url", "title", "name", "type", "file", "message"])
odd = st.fixed_dictionaries({"type": KINDS | json_like, "data": st.dictionaries(KEYS, json_like, max_size=4)})


@given(st.lists(odd | json_like, max_size=4) | json_like)
def test_whatever_is_sent_nothing_breaks(sent):
    found = read(sent)
    assert isinstance(found.text, str)
    json.dumps(found.meta)


@given(st.text(alphabet="[]CQ:at,=qq&#91;amp; 早", max_size=60))
def test_any_string_is_read(text):
    assert isinstance(read(text).text, str)
