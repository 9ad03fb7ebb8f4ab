"""Whatever comes through an open door, the service answers and goes on."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from qq import event, signed
from telegrams import message
from test_wecom_crypto import OURS

json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
EVENT = st.sampled_from([*event(), "self_id", "sub_type"])
MESSAGE = st.sampled_from([*message(), "sender_chat", "caption", "reply_to_message", "contact", "entities"])
WECOM = st.sampled_from(["msgid", "msgtype", "text", "from", "chatid", "mixed", "quote", "file", "create_time"])


def odd(base, keys):
    """Something like ``base``, with some of it replaced."""
    return st.dictionaries(keys, json_like, max_size=4).map(lambda other: base | other) | json_like


def test_every_door_survives(open_doors):
    with open_doors(receive_id="wx5823bf96d3bd56c7", shut=("ASSISTANT_TELEGRAM_TOKEN",)) as doors:

        @settings(max_examples=60)
        @given(odd(event(), EVENT))
        def onebot(what):
            body = json.dumps(what).encode()
            answer = doors.client.post("/v1/bots/onebot", content=body, headers=signed(body))
            assert answer.status_code in (200, 204, 422), answer.text

        @settings(max_examples=60)
        @given(st.sampled_from(["message", "edited_message", "channel_post"]), odd(message(), MESSAGE))
        def telegram(kind, what):
            headers = {"X-Telegram-Bot-Api-Secret-Token": "tg-secret"}
            body = json.dumps({"update_id": 1, kind: what}).encode()
            answer = doors.client.post("/v1/bots/telegram", content=body, headers=headers)
            assert answer.status_code == 200, answer.text

        @settings(max_examples=60)
        @given(odd({"msgid": "1", "msgtype": "text", "text": {"content": "早"}, "chatid": "c"}, WECOM) | st.text())
        def wecom(what):
            inner = what if isinstance(what, str) else json.dumps(what)
            encrypted = OURS.seal(inner.encode("utf-8", "replace"))
            query = {"msg_signature": OURS.sign("1", "n", encrypted), "timestamp": "1", "nonce": "n"}
            body = f"<xml><Encrypt>{encrypted}</Encrypt></xml>"
            answer = doors.client.post("/v1/bots/wecom", params=query, content=body)
            assert answer.status_code in (200, 422), answer.text

        for door in (onebot, telegram, wecom):
            door()
        assert doors.client.get("/readyz").status_code == 200
