"""What a decision asks of a bot, what is left to people, and which group a chat is."""

from __future__ import annotations

import pytest
from qq import ADVERT, ADVERTS, event, post

from assistant.schema.group import Group
from assistant.schema.moderation import Action, Decision, Message, Sender
from assistant.server.bots.chats import group_of
from assistant.server.bots.deeds import addressed, deeds_of, key_of, left_to_people
from assistant.server.bots.incoming import Incoming, called, moment, said

INCOMING = Incoming(Message(id="7", sender=Sender(id="1", name="小满妈")), "7001", {"message_id": 7})


def decision(*actions, reply="@小满妈 请看群规"):
    return Decision(id="d1", message_id="7", actions=list(actions), reply=reply)


def doings(*actions, **more):
    return [deed.doing for deed in deeds_of(decision(*actions), INCOMING, "onebot", **more)]


def test_deeds_are_the_bots_actions_in_the_order_that_helps_the_group():
    said_ = Action(kind="remind", text="@小满妈 请看群规")
    mute, delete, remove = Action(kind="mute", minutes=60), Action(kind="delete"), Action(kind="remove")
    assert doings(said_, mute, delete) == ["delete", "mute", "say"]
    assert doings(remove, said_, said_) == ["remove", "say"]
    assert doings(Action(kind="human", by="operator"), Action(kind="delete", by="operator")) == []
    assert doings(Action(kind="remind"), mute) == ["mute", "say"]
    spoken = deeds_of(decision(said_), INCOMING, "onebot")[0]
    assert (spoken.quote, spoken.text) == (True, "@小满妈 请看群规")
    assert not deeds_of(decision(said_, delete), INCOMING, "onebot")[1].quote


def test_a_door_that_cannot_do_it_does_not_say_it_has():
    actions = (Action(kind="remove"), Action(kind="remind", text="这位朋友已请出群"))
    assert doings(*actions, able=("say",)) == []
    assert [each.kind for each in left_to_people(decision(*actions), ("say",))] == ["remove", "remind"]
    told = (Action(kind="delete", by="operator"), Action(kind="remind", text="请撤回"))
    assert doings(*told, able=("say",)) == ["say"]
    assert [each.kind for each in left_to_people(decision(*told), ("say",))] == ["delete"]


def test_the_same_message_makes_the_same_key_and_an_edit_another():
    edited = Incoming(INCOMING.message, "7001", version="1700000000")
    keys = {key_of("onebot", INCOMING, "delete"), key_of("onebot", edited, "delete"), key_of("x", INCOMING, "delete")}
    assert len(keys | {key_of("onebot", INCOMING, "delete")}) == 3


def test_a_member_is_addressed_where_the_reply_does_so():
    assert addressed("@小满妈 请看", "小满妈") == (True, "请看")
    assert addressed("请看", "小满妈") == (False, "请看")
    assert addressed("@小满妈 请看", "") == (False, "@小满妈 请看")


def test_a_chat_is_found_by_number_id_or_title():
    groups = {
        each.id: each
        for each in (
            Group(id="a", name="甲群", platform="telegram", chat=("7001",)),
            Group(id="b", name="乙群", platform="qq", chat=("7001", "7002")),
            Group(id="7003", name="丙群", platform="qq"),
            Group(id="d", name="丁群", platform="qq"),
        )
    }
    assert group_of(groups, "qq", "7001") == "b"
    assert group_of(groups, "telegram", "7001") == "a"
    assert group_of(groups, "qq", "7003") == "7003"
    assert group_of(groups, "qq", "9", title="丁群") == "d"
    assert group_of(groups, "telegram", "9", title="丁群") == "9"
    assert group_of(groups, "qq", "9", default="a") == "a"


@pytest.mark.parametrize(
    ("value", "seen"),
    [(5, "5"), (-5, "-5"), (" x ", "x"), (True, ""), (None, ""), (10**30, ""), (1.5, ""), ("\ud800", "?"), ([], "")],
)
def test_ids_are_numbers_or_text(value, seen):
    assert called(value) == seen


def test_texts_and_times_of_strangers_are_taken_with_care():
    assert said("a\x00\udfffb") == "a?b"
    assert said(5) == ""
    assert [moment(odd) for odd in (float("nan"), float("inf"), 10**30, -5, 0, "x", True, None)] == [None] * 8
    assert moment("1700000000") == moment(1700000000000, per_second=1000) != None  # noqa: E711


def test_half_a_character_in_a_name_stops_nothing(doors):
    sender = {"user_id": 10001, "nickname": "\ud83d", "role": "member"}
    body = event("", sender=sender) | {"message": f"{ADVERTS[1]}\ud83d"}
    import json

    from qq import signed

    raw = json.dumps(body).encode()
    assert doors.client.post("/v1/bots/onebot", content=raw, headers=signed(raw)).json()["delete"]
    assert post(doors, event(ADVERT, number=2)).status_code == 200
