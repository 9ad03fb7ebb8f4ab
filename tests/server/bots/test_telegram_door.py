"""Telegram's door: proof of the secret, a quick 200, and deeds through the Bot API that are done in the end."""

from __future__ import annotations

import logging
import time

import pytest
from loopback import wait
from qq import ADVERT, ADVERTS, QUESTION
from telegrams import bot_api, message, post

from assistant.server.bots.deedbook import DeedBook


@pytest.fixture
def connected(open_doors):
    """A Bot API and the bakery that calls it."""
    with bot_api() as api, open_doors("[bots.telegram]", f'api_base = "{api.base}"') as doors:
        yield api, doors


def waiting(doors):
    return DeedBook(doors.service.book.database).waiting()


def figures(doors):
    return doors.client.get("/metrics", headers={"Authorization": f"Bearer {doors.key}"}).text


def test_an_advert_is_deleted_and_its_sender_told(connected):
    api, doors = connected
    assert post(doors, "message", message(ADVERT, number=7)).status_code == 200
    wait(lambda: api.called("sendMessage"))
    assert api.called("deleteMessage") == [{"chat_id": -1007001, "message_id": 7}]
    (said,) = api.called("sendMessage")
    assert said["text"].startswith("@小满妈 ")
    assert said["entities"][0] | {"user": 501} == {"type": "text_mention", "offset": 0, "length": 4, "user": 501}
    assert "reply_parameters" not in said
    decided = doors.service.book.recent(1)[0]
    assert (decided.group, decided.decision.message_id) == ("tg-door", "-1007001:7")


def test_who_goes_on_is_muted_for_a_time_and_then_removed(connected):
    api, doors = connected
    for number, advert in enumerate(ADVERTS, start=1):
        post(doors, "message", message(advert, number=number))
    # Each is done by itself: none waits for another of the same member.
    wait(lambda: api.called("banChatMember") and api.called("restrictChatMember"))
    (muted,) = api.called("restrictChatMember")
    assert (muted["user_id"], muted["permissions"]["can_send_messages"]) == (501, False)
    assert abs(muted["until_date"] - time.time() - 720 * 60) < 120
    assert api.called("banChatMember") == [{"chat_id": -1007001, "user_id": 501}]


def test_what_breaks_no_rule_and_who_runs_the_group_are_left_alone(connected):
    api, doors = connected
    post(doors, "message", message(QUESTION, number=1))
    for number, user in ((2, 500), (3, 502)):
        post(doors, "message", message(ADVERT, number=number, **{"from": {"id": user, "first_name": "店长"}}))
    post(doors, "channel_post", message(ADVERT, number=4, sender_chat={"id": -1007001, "type": "supergroup"}))
    assert [each.decision.verdict.value for each in doors.service.book.recent(9)] == ["allow"] * 4
    assert {name for name, _ in api.calls} == {"getChatAdministrators"}
    assert len(api.calls) == 1
    assert waiting(doors) == 0


def test_an_update_sent_again_is_acted_on_once(connected):
    api, doors = connected
    for _ in range(10):
        assert post(doors, "message", message(ADVERT, number=7, date=1795000000)).status_code == 200
    post(doors, "message", message(ADVERTS[1], number=8))
    wait(lambda: api.called("restrictChatMember"))
    assert len(api.called("deleteMessage")) <= 2
    assert len(doors.service.book.recent(9)) == 2


def test_an_advert_slipped_in_by_an_edit_is_found(connected):
    api, doors = connected
    post(doors, "message", message(QUESTION, number=7))
    post(doors, "edited_message", message(ADVERT, number=7, edit_date=int(time.time())))
    wait(lambda: api.called("deleteMessage"))
    assert doors.service.book.recent(1)[0].message.meta["edited"] == QUESTION


def test_a_channel_is_removed_as_a_channel(connected):
    api, doors = connected
    channel = {"id": -100222, "type": "channel", "title": "货源"}
    for number, advert in enumerate(ADVERTS, start=1):
        post(doors, "message", message(advert, number=number, sender_chat=channel))
    wait(lambda: api.called("banChatSenderChat"))
    assert api.called("banChatSenderChat") == [{"chat_id": -1007001, "sender_chat_id": -100222}]
    wait(lambda: waiting(doors) == 0)
    assert api.called("restrictChatMember") == []


def test_calls_are_made_again_while_telegram_is_busy(connected):
    api, doors = connected
    busy = {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 1}}
    api.answers["deleteMessage"] = [(429, busy), (502, "bad gateway"), (200, {"ok": True, "result": True})]
    api.answers["sendMessage"] = [(403, {"ok": False, "description": "Forbidden: bot was kicked"})]
    post(doors, "message", message(ADVERT, number=7))
    wait(lambda: waiting(doors) == 0)
    assert "assistant_bot_deeds 0.0" in figures(doors)
    assert 'assistant_bot_given_up_total{door="telegram"} 1.0' in figures(doors)
    assert len(api.called("deleteMessage")) == 3
    assert len(api.called("sendMessage")) == 1


def test_the_answer_does_not_wait_for_telegram(connected):
    api, doors = connected
    post(doors, "message", message(QUESTION, number=1))  # the administrators are known from here on
    api.answers["deleteMessage"] = [(500, {})] * 3
    for number in range(2, 12):
        user = {"id": 600 + number, "first_name": "甲"}
        assert post(doors, "message", message(ADVERT, number=number, **{"from": user})).status_code == 200
    assert len(doors.service.book.recent(20)) == 11
    wait(lambda: waiting(doors) == 0)


def test_without_administrators_known_members_are_members(connected):
    api, doors = connected
    api.answers["getChatAdministrators"] = [(500, {})]
    post(doors, "message", message(ADVERT, number=7))
    wait(lambda: api.called("deleteMessage"))


@pytest.mark.parametrize("secret", ["", "tg-secre", "tg-secret2", "秘密"])
def test_the_wrong_secret_is_refused(connected, secret):
    _, doors = connected
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret.encode("latin-1", "replace")}
    answer = doors.client.post("/v1/bots/telegram", json={"message": message(ADVERT)}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature")


def test_a_door_without_its_secret_is_shut(open_doors):
    with open_doors(shut=("ASSISTANT_TELEGRAM_SECRET",)) as doors:
        answer = post(doors, "message", message(ADVERT), secret="")
        assert (answer.status_code, answer.json()["code"]) == (404, "door_closed")


def test_without_a_token_it_is_kept_what_is_to_be_done(open_doors):
    with open_doors(shut=("ASSISTANT_TELEGRAM_TOKEN",)) as doors:
        assert post(doors, "message", message(ADVERT)).status_code == 200
        assert waiting(doors) == 2


def test_neither_messages_nor_tokens_are_in_the_logs(connected, caplog):
    api, doors = connected
    caplog.set_level(logging.DEBUG, "assistant")
    logging.getLogger("httpcore").setLevel(logging.INFO)
    caplog.set_level(logging.INFO)
    api.answers["sendMessage"] = [(403, {"ok": False, "description": "Forbidden"})]
    post(doors, "message", message(ADVERT, number=7))
    wait(lambda: waiting(doors) == 0)
    assert "given up at the door telegram" in caplog.text
    assert "tg-token" not in caplog.text
    assert "13880001133" not in caplog.text
