"""The WebSocket to QQ's bot: heard, acted on by calls, connected again when it breaks."""

from __future__ import annotations

import contextlib
import json
import logging
import threading
import time

import pytest
from loopback import listening, wait
from qq import ADVERT, ADVERTS, QUESTION, Late, event, fake_qq


@pytest.fixture
def connected(open_doors):
    """A QQ and the bakery connected to it; the lines given are settings."""

    @contextlib.contextmanager
    def made(**more):
        with fake_qq() as qq, open_doors("[bots.onebot]", f'ws_url = "ws://127.0.0.1:{qq.port}/"', **more) as doors:
            yield qq, doors

    return made


def test_an_advert_is_recalled_and_its_sender_told(connected):
    with connected() as (qq, _):
        qq.tell(event(QUESTION, number=6))
        qq.tell(event(ADVERT, number=7))
        wait(lambda: len(qq.calls) == 2)
        assert qq.tokens == ["Bearer ob-token"]
        assert qq.called("delete_msg") == [{"message_id": 7}]
        (said,) = qq.called("send_group_msg")
        assert said["group_id"] == 7001
        assert said["message"][0] == {"type": "at", "data": {"qq": "10001"}}
        assert "只说面包蛋糕" in said["message"][1]["data"]["text"]


def test_who_goes_on_is_muted_and_then_removed(connected):
    with connected() as (qq, _):
        for number, advert in enumerate(ADVERTS):
            qq.tell(event(advert, number=number))
            wait(lambda number=number: len(qq.calls) == (2, 4, 5)[number])
        (muted,) = qq.called("set_group_ban")
        assert muted == {"group_id": 7001, "user_id": 10001, "duration": muted["duration"]}
        assert 719 * 60 <= muted["duration"] <= 720 * 60
        assert qq.called("set_group_kick") == [{"group_id": 7001, "user_id": 10001, "reject_add_request": False}]


def test_an_event_that_comes_again_is_acted_on_once(connected):
    with connected() as (qq, _):
        for _ in range(20):
            qq.tell(event(ADVERT, number=7))
        qq.tell(event(ADVERTS[1], number=8, user_id=10002))
        wait(lambda: qq.called("delete_msg")[-1:] == [{"message_id": 8}] and len(qq.calls) >= 4)
        assert len(qq.calls) == 4


def test_a_call_that_fails_is_made_again_and_one_that_is_refused_is_not(connected):
    failed = {"status": "failed", "retcode": 1200, "message": "busy"}
    with connected() as (qq, doors):
        qq.failing["delete_msg"] = [failed]
        qq.failing["send_group_msg"] = [{"status": "failed", "retcode": 1403}]
        qq.tell(event(ADVERT, number=7))
        wait(lambda: qq.called("send_group_msg") and _waiting(doors) == 0)
        assert len(qq.called("delete_msg")) == 2
        assert len(qq.called("send_group_msg")) == 1


def test_what_a_quotation_and_a_forwarded_conversation_say_is_asked_for(connected):
    with connected() as (qq, doors):
        words = [{"type": "text", "data": {"text": ADVERT}}]
        qq.data["get_msg"] = {"message_id": 51, "sender": {"user_id": 10009, "nickname": "阿强"}, "message": words}
        qq.data["get_forward_msg"] = {"messages": [{"sender": {"nickname": "阿强"}, "message": words}]}
        qq.tell(event([{"type": "reply", "data": {"id": "51"}}, {"type": "text", "data": {"text": "谢谢提醒"}}]))
        wait(lambda: doors.service.book.recent(1))
        qq.tell(event([{"type": "forward", "data": {"id": "res-1"}}], number=2, user_id=10003))
        wait(lambda: qq.called("delete_msg"))
        forwarded, quoted = doors.service.book.recent(2)
        assert quoted.message.meta["quote"] == {"id": "51", "sender": "10009", "text": ADVERT}
        assert quoted.decision.verdict.value != "block"
        assert forwarded.message.meta["forwarded"] == [{"sender": "阿强", "text": ADVERT}]
        assert qq.called("get_forward_msg")[0]["id"] == "res-1"


def test_a_broken_line_is_made_anew_and_what_was_to_be_done_is_done(connected):
    with connected() as (qq, doors):
        # The answer never comes: the line breaks while the call is under way.
        qq.failing["delete_msg"] = [{}]
        qq.tell(event(ADVERT, number=7))
        wait(lambda: qq.called("delete_msg"))
        qq.hang_up()
        wait(lambda: len(qq.lines) == 2)
        wait(lambda: _waiting(doors) == 0)
        assert qq.called("delete_msg") == [{"message_id": 7}] * 2
        qq.tell(event(ADVERTS[1], number=8))
        wait(lambda: qq.called("set_group_ban"))


def test_what_was_left_undone_is_done_after_a_restart(make_workspace, open_doors):
    with fake_qq() as qq:
        port = qq.port
        with open_doors("[bots.onebot]", f'ws_url = "ws://127.0.0.1:{port}/"') as doors:
            qq.failing["delete_msg"] = [{}] * 9
            qq.tell(event(ADVERT, number=7))
            wait(lambda: qq.called("delete_msg"))
            workspace = doors.workspace
        assert _waiting(doors) == 2
    from serving import running

    with fake_qq(port) as qq, running(workspace) as doors:
        with doors.service.book.database.write() as connection:  # what is leased is free after a minute
            connection.exec_driver_sql("UPDATE bot_deeds SET next_at = '2000-01-01T00:00:00'")
        wait(lambda: len(qq.calls) == 2)
        assert qq.called("delete_msg") == [{"message_id": 7}]


@pytest.fixture
def cut_off(open_doors, monkeypatch):
    """An advert is decided about while the line is down: what is to be done waits. Yields the QQ's port and the doors.

    The operators have a robot; what it is told is in ``told``.
    """
    told = []
    with listening(lambda call: (told.append(call.params), (200, {"errcode": 0}))[1]) as robot, fake_qq() as qq:
        monkeypatch.setenv("ASSISTANT_WECOM_NOTICE_URL", f"{robot}/send?key=k")
        with open_doors("[bots.onebot]", f'ws_url = "ws://127.0.0.1:{qq.port}/"') as doors:
            let, examine = threading.Event(), doors.service.moderator.examine
            doors.service.moderator.examine = lambda *args, **more: (let.wait(60), examine(*args, **more))[1]
            qq.tell(event(ADVERT, number=7))
            wait(lambda: doors.service.intake.waiting)
            qq.close()
            let.set()
            wait(lambda: _waiting(doors) == 2)
            yield qq.port, doors, told


def test_what_was_decided_while_the_line_was_down_is_done_when_it_is_back(cut_off):
    port, doors, told = cut_off
    with fake_qq(port) as qq:
        wait(lambda: _waiting(doors) == 0)
        assert [call["action"] for call in qq.calls] == ["delete_msg", "send_group_msg"]
    assert told == []


def test_what_the_platform_lets_nobody_do_by_then_is_the_operators(cut_off):
    port, doors, told = cut_off
    with fake_qq(port) as qq:
        qq.there[7] = time.time() - 121
        wait(lambda: _waiting(doors) == 0)
        # That it was taken back is not said, for it was not.
        assert {call["action"] for call in qq.calls} == {"delete_msg"}
    wait(lambda: told)
    said = told[0]["markdown"]["content"]
    assert "撤回这条" in said
    assert "可撤回时间" in said
    (kept,) = doors.service.book.recent(1)
    left = [action for action in kept.decision.actions if action.kind == "delete"]
    assert [action.by for action in left] == ["operator"]
    assert "可撤回时间" in left[0].text


def test_past_the_platforms_limit_a_call_is_made_once(cut_off):
    port, doors, _ = cut_off
    with doors.service.book.database.write() as connection:
        (body,) = connection.exec_driver_sql("SELECT body FROM bot_deeds ORDER BY pk LIMIT 1").scalars()
        late = json.dumps(json.loads(body) | {"until": "2020-01-01T00:00:00"})
        connection.exec_driver_sql("UPDATE bot_deeds SET body = ? WHERE body = ?", (late, body))
    with fake_qq(port) as qq:
        qq.there[7] = time.time() - 121
        wait(lambda: _waiting(doors) == 0)
        assert len(qq.called("delete_msg")) == 1


def test_nonsense_on_the_line_is_passed_over(connected, caplog):
    with connected() as (qq, _):
        wait(lambda: qq.lines)
        for nonsense in ("", "{", "[1]", "[" * 50_000, json.dumps({"echo": "x"}), json.dumps({"post_type": 1})):
            qq.lines[-1].send(nonsense)
        qq.tell(event(ADVERT, number=7))
        wait(lambda: qq.called("delete_msg"))
        assert len(qq.lines) == 1


def test_neither_messages_nor_tokens_are_in_the_logs(connected, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("websockets.server").setLevel(logging.INFO)  # the other side's
    with connected() as (qq, doors):
        qq.failing["send_group_msg"] = [{"status": "failed", "retcode": 1403}]
        qq.tell(event(ADVERT, number=7))
        wait(lambda: qq.called("send_group_msg") and _waiting(doors) == 0)
        qq.hang_up()
        wait(lambda: len(qq.lines) == 2)
    assert "given up at the door onebot" in caplog.text
    assert "13880001133" not in caplog.text
    assert "ob-token" not in caplog.text


def test_a_late_judgement_is_still_acted_on(connected, doubtful):
    judge = Late()
    with connected(judge=judge, deadline_ms=400) as (qq, doors):
        qq.tell(event(QUESTION, number=7))
        wait(lambda: doors.service.book.recent(1))
        time.sleep(0.2)
        assert qq.calls == []
        judge.let.set()
        wait(lambda: qq.called("delete_msg"))
        assert qq.called("delete_msg") == [{"message_id": 7}]


def _waiting(doors):
    from assistant.server.bots.deedbook import DeedBook

    return DeedBook(doors.service.book.database).waiting()
