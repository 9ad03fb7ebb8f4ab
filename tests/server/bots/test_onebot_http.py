"""QQ's events by HTTP POST: signed, mapped, answered with quick operations."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from loopback import listening, wait
from qq import ADVERT, ADVERTS, QUESTION, Late, event, post, signed


def test_an_advert_is_recalled_and_its_sender_told(doors):
    answer = post(doors, event(ADVERT))
    assert answer.status_code == 200
    wanted = answer.json()
    assert (wanted["delete"], wanted["at_sender"], wanted["auto_escape"]) == (True, True, True)
    assert "只说面包蛋糕" in wanted["reply"]
    assert "@" not in wanted["reply"]
    assert "13880001133" not in wanted["reply"]


def test_offences_are_counted_up_to_the_door(doors):
    first, second, third = (post(doors, event(advert, number=n)).json() for n, advert in enumerate(ADVERTS))
    assert first["delete"]
    assert "ban" not in first
    assert second == {"delete": True, "ban": True, "ban_duration": 720 * 60}
    assert third == {"kick": True}


def test_what_breaks_no_rule_is_left_alone(doors):
    for number, harmless in enumerate((QUESTION, [{"type": "image", "data": {"file": "a.jpg"}}], [])):
        answer = post(doors, event(harmless, number=number + 1))
        assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_who_runs_the_group_may(doors, role):
    sender = {"user_id": 10001, "nickname": "店长", "role": role}
    assert post(doors, event(ADVERT, sender=sender)).status_code == 204


def test_other_events_are_not_answered(doors):
    others = [
        {"post_type": "meta_event", "meta_event_type": "heartbeat"},
        {"post_type": "notice", "notice_type": "group_increase", "group_id": 7001, "user_id": 1},
        {"post_type": "request", "request_type": "group", "group_id": 7001, "comment": ADVERT},
        event(ADVERT, message_type="private"),
        event(ADVERT, post_type="message_sent"),
        event(ADVERT, user_id=90001),
        event(ADVERT, group_id=None),
        {},
    ]
    assert {post(doors, other).status_code for other in others} == {204}
    assert doors.service.book.recent(10) == []


def test_an_event_sent_again_gets_the_same_answer_and_counts_once(doors):
    what = event(ADVERT)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: post(doors, what).json(), range(50)))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["delete"]
    assert "ban" not in answers[0]
    assert len(doors.service.book.recent(10)) == 1


def test_the_group_is_found_by_its_number_else_by_the_number_itself(doors):
    post(doors, event(QUESTION))
    post(doors, event(QUESTION, number=2, group_id=998877))
    assert [each.group for each in doors.service.book.recent(2)] == ["998877", "qq-door"]


def test_a_chat_nobody_knows_may_have_the_rules_of_a_group(open_doors):
    with open_doors("[bots]", 'default_group = "麦垛玉林街坊群"') as doors:
        post(doors, event(QUESTION, group_id=998877))
        assert doors.service.book.recent(1)[0].group == "yulin"


def test_cards_forwards_and_cq_codes_are_judged_as_what_they_say(doors):
    card = json.dumps(
        {"app": "com.tencent.structmsg", "meta": {"news": {"title": "领券", "jumpUrl": "http://kan.example"}}}
    )
    node = {"type": "node", "data": {"nickname": "阿强", "content": [{"type": "text", "data": {"text": ADVERT}}]}}
    sent = [
        [{"type": "json", "data": {"data": card}}],
        [{"type": "forward", "data": {"id": "1", "content": [node]}}],
        f"[CQ:face,id=1]{ADVERT}",
        [{"type": "share", "data": {"url": "http://kan.example/8k", "title": "砍一刀"}}],
    ]
    for number, message in enumerate(sent, start=1):
        answer = post(doors, event(number=number, user_id=10000 + number) | {"message": message})
        assert answer.status_code == 200, message
        assert answer.json()["delete"], message
    kinds = [each.message.kind for each in doors.service.book.recent(4, with_message=True)]
    assert kinds == ["link", "text", "forward", "card"]


def test_who_quotes_an_advert_to_report_it_is_not_punished(doors):
    post(doors, event(ADVERT, number=51))
    quoting = [{"type": "reply", "data": {"id": "51"}}, {"type": "text", "data": {"text": "管理员，有人发广告"}}]
    answer = post(doors, event(quoting, number=52, user_id=10002, sender={"nickname": "小李", "role": "member"}))
    assert answer.status_code == 204
    (reported,) = doors.service.book.recent(1)
    assert reported.message.meta["quote"] == {"id": "51", "sender": "10001", "text": ADVERT}


def test_an_anonymous_member_is_known_by_the_mask(doors):
    anonymous = {"id": 55, "name": "大熊猫", "flag": "f|1"}
    answer = post(doors, event(ADVERT, sub_type="anonymous", anonymous=anonymous, user_id=80000000))
    assert answer.json()["delete"]
    assert doors.service.book.recent(1)[0].message.sender.id == "anonymous:55"


def test_what_is_not_signed_right_is_refused(doors):
    body = json.dumps(event(ADVERT)).encode()
    good = signed(body)["X-Signature"]
    for header in (
        "",
        "sha1=",
        good[:-1] + ("0" if good[-1] != "0" else "1"),
        good[5:],
        signed(body, "other")["X-Signature"],
        "sha1=é",
    ):
        answer = doors.client.post("/v1/bots/onebot", content=body, headers={"X-Signature": header.encode("latin-1")})
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature")
        assert answer.headers["content-type"] == "application/problem+json"
    assert doors.client.post("/v1/bots/onebot", content=body + b" ", headers=signed(body)).status_code == 401
    assert doors.service.book.recent(1) == []


def test_an_api_key_is_no_signature(doors):
    answer = doors.client.post("/v1/bots/onebot", json=event(), headers={"Authorization": f"Bearer {doors.key}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"\xff", b"[" * 100_000, b'{"post_type":' * 9000])
def test_what_is_no_event_is_refused(doors, body):
    answer = doors.client.post("/v1/bots/onebot", content=body, headers=signed(body))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_too_large_an_event_is_refused(doors):
    assert post(doors, event("长" * 200_000)).status_code == 413


def test_a_door_without_its_secret_is_shut(open_doors):
    with open_doors(shut=("ASSISTANT_ONEBOT_SECRET",)) as doors:
        answer = post(doors, event(ADVERT), secret="")
        assert (answer.status_code, answer.json()["code"]) == (404, "door_closed")
        assert "ASSISTANT_ONEBOT_SECRET" in answer.json()["detail"]


def test_the_services_own_signature_is_not_asked_for_here(open_doors, monkeypatch):
    monkeypatch.setenv("ASSISTANT_SIGNING_SECRET", "another")
    with open_doors() as doors:
        assert post(doors, event(ADVERT)).status_code == 200
        assert doors.client.post("/v1/moderate", json={}).status_code == 401


def test_a_full_queue_says_when_to_come_again(open_doors):
    with open_doors(queue=1) as doors:
        doors.service.intake._waiting = 1
        answer = post(doors, event(ADVERT))
        doors.service.intake._waiting = 0
    assert answer.status_code == 429
    assert answer.headers["Retry-After"]


def test_a_late_judgement_is_acted_on_through_the_http_api(open_doors, doubtful):
    judge = Late()
    with (
        bot_http() as (base, calls),
        open_doors("[bots.onebot]", f'api_base = "{base}"', judge=judge, deadline_ms=400) as doors,
    ):
        assert post(doors, event(QUESTION, number=7)).status_code == 204
        judge.let.set()
        wait(lambda: len(calls) == 2)
    assert [(call.path, call.token) for call in calls] == [
        ("/delete_msg", "Bearer ob-token"), ("/send_group_msg", "Bearer ob-token"),
    ]  # fmt: skip
    assert calls[0].params == {"message_id": 7}


def test_a_late_judgement_without_a_way_to_act_is_the_operators(open_doors, doubtful, monkeypatch):
    judge = Late()
    with bot_http() as (base, calls):
        monkeypatch.setenv("ASSISTANT_WECOM_NOTICE_URL", f"{base}/send?key=k")
        with open_doors(judge=judge, deadline_ms=400) as doors:
            assert post(doors, event(QUESTION, number=7)).status_code == 204
            judge.let.set()
            wait(lambda: calls)
    said = calls[0].params["markdown"]["content"]
    assert "撤回这条（判得晚了，机器人来不及做）" in said
    assert "麦垛QQ群" in said


@contextmanager
def bot_http():
    """A OneBot's HTTP API, or a robot of WeCom, that remembers the calls it gets."""
    calls = []

    def answer(call):
        calls.append(call)
        return 200, {"status": "ok", "retcode": 0, "data": None, "errcode": 0}

    with listening(answer) as base:
        yield base, calls
