"""WeCom's door: callbacks opened, judged, answered in their own envelope; the operators told of the rest."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager

import pytest
import xmltodict
from loopback import listening, wait
from qq import ADVERT, QUESTION, event
from qq import post as post_qq
from test_wecom_crypto import OURS, THEIRS
from wechatpy.enterprise import parse_message

from assistant.server.bots.deedbook import DeedBook
from assistant.server.bots.wecom.crypto import Crypto

ROBOT = Crypto("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "")


def callback(doors, xml):
    """Send a message as WeCom does: wechatpy seals it."""
    envelope = xmltodict.parse(THEIRS.encrypt_message(xml, "nonce1", str(int(time.time()))))["xml"]
    query = {"msg_signature": envelope["MsgSignature"], "timestamp": envelope["TimeStamp"], "nonce": envelope["Nonce"]}
    body = f"<xml><ToUserName>wx5823</ToUserName><Encrypt><![CDATA[{envelope['Encrypt']}]]></Encrypt></xml>"
    return doors.client.post("/v1/bots/wecom", params=query, content=body.encode())


def opened(answer):
    """Open an answer with wechatpy."""
    envelope = xmltodict.parse(answer.content)["xml"]
    proof = (envelope["MsgSignature"], envelope["TimeStamp"], envelope["Nonce"])
    return THEIRS.decrypt_message({"Encrypt": envelope["Encrypt"]}, *proof)


def text(words, *, number=1, more=""):
    return (
        "<xml><ToUserName><![CDATA[wx5823]]></ToUserName><FromUserName><![CDATA[zhang]]></FromUserName>"
        f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{words}]]></Content><MsgId>{number}</MsgId><AgentID>1000002</AgentID>{more}</xml>"
    )


def test_the_address_is_verified(doors):
    stamp, echo = "1409659589", OURS.seal(b"1616140317555161061")
    query = {"msg_signature": OURS.sign(stamp, "n", echo), "timestamp": stamp, "nonce": "n", "echostr": echo}
    answer = doors.client.get("/v1/bots/wecom", params=query)
    assert (answer.status_code, answer.text) == (200, "1616140317555161061")
    assert doors.client.get("/v1/bots/wecom", params=query | {"nonce": "m"}).status_code == 401
    assert doors.client.get("/v1/bots/wecom").status_code == 401


def test_an_advert_is_answered_with_the_rule_in_an_envelope(doors):
    answer = callback(doors, text(ADVERT, more="<ChatId>wrkSFfCgAA</ChatId>"))
    assert answer.status_code == 200
    assert "只说面包蛋糕" in opened(answer)
    decided = doors.service.book.recent(1)[0]
    assert (decided.group, decided.message.sender.id) == ("wc-door", "zhang")


def test_an_answer_to_an_application_is_one_wechatpy_understands(doors):
    said = parse_message(opened(callback(doors, text(ADVERT, number=5))))
    assert (said.source, said.target, said.type) == ("wx5823", "zhang", "text")
    assert "只说面包蛋糕" in said.content


def test_what_breaks_no_rule_is_answered_with_nothing(doors):
    answer = callback(doors, text(QUESTION))
    assert (answer.status_code, answer.content) == (200, b"")
    event_ = "<xml><FromUserName>zhang</FromUserName><MsgType>event</MsgType><Event>subscribe</Event></xml>"
    assert callback(doors, event_).content == b""
    assert len(doors.service.book.recent(9)) == 1


@pytest.mark.parametrize(
    ("kind", "fields", "meta"),
    [
        ("image", "<PicUrl>http://p.example/1</PicUrl><MediaId>m</MediaId>", {"media": ["[图片]"]}),
        (
            "link", "<Title>砍一刀</Title><Description>免费拿</Description><Url>http://kan.example</Url>",
            {"title": "砍一刀", "description": "免费拿", "url": "http://kan.example"},
        ),
        ("location", "<Label>玉林路</Label>", {"description": "玉林路"}),
        ("file", "<FileName>价目表.xlsx</FileName>", {"file_name": "价目表.xlsx"}),
        ("voice", "<MediaId>m</MediaId>", {"media": ["[语音]"]}),
    ],
)  # fmt: skip
def test_other_kinds_are_mapped(doors, kind, fields, meta):
    xml = f"<xml><FromUserName>zhang</FromUserName><MsgType>{kind}</MsgType>{fields}<MsgId>9</MsgId></xml>"
    assert callback(doors, xml).status_code == 200
    assert doors.service.book.recent(1)[0].message.meta == {"platform": "wecom", **meta}


def test_a_robot_in_a_group_is_called_with_xml(doors):
    xml = (
        "<xml><WebhookUrl>http://w.example</WebhookUrl><ChatId>wrkSFfCgAA</ChatId><ChatType>group</ChatType>"
        "<From><UserId>T1</UserId><Name><![CDATA[小满妈]]></Name></From><MsgType>text</MsgType>"
        f"<Text><Content><![CDATA[@RobotA {ADVERT}]]></Content></Text><MsgId>77</MsgId></xml>"
    )
    found = xmltodict.parse(opened(callback(doors, xml)))["xml"]
    assert "只说面包蛋糕" in found["Text"]["Content"]
    decided = doors.service.book.recent(1)[0]
    assert (decided.group, decided.message.sender.name) == ("wc-door", "小满妈")


def test_a_newer_robot_is_called_with_json(open_doors):
    message = {
        "msgid": "CAIQ16HMjQ", "aibotid": "AIB", "chatid": "wrkSFfCgAA", "chattype": "group",
        "from": {"userid": "T1"}, "msgtype": "mixed",
        "mixed": {"msg_item": [{"msgtype": "text", "text": {"content": f"@机器人 {ADVERT}"}},
                               {"msgtype": "image", "image": {"url": "http://i.example"}}]},
        "quote": {"msgtype": "text", "text": {"content": "早上好"}},
    }  # fmt: skip
    encrypted = ROBOT.seal(json.dumps(message, ensure_ascii=False).encode())
    query = {"msg_signature": ROBOT.sign("1", "n", encrypted), "timestamp": "1", "nonce": "n"}
    with open_doors(receive_id="") as doors:
        answer = doors.client.post("/v1/bots/wecom", params=query, json={"encrypt": encrypted})
        assert answer.headers["content-type"] == "application/json"
        found = answer.json()
        inner = ROBOT.open(found["encrypt"], found["msgsignature"], str(found["timestamp"]), found["nonce"])
        stream = json.loads(inner)["stream"]
        assert stream["finish"]
        assert "只说面包蛋糕" in stream["content"]
        kept = doors.service.book.recent(1)[0]
        assert kept.message.meta == {"platform": "wecom", "media": ["[图片]"], "quote": {"text": "早上好"}}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<xml>", b"{", b"\xff\xfe", b"<xml/>", b"{}",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>',
        b"<xml>" + b"<a>" * 50_000, b'<xml><Encrypt>QUJD</Encrypt></xml>', b'{"encrypt": 5}',
    ],
)  # fmt: skip
def test_what_is_no_envelope_is_refused(doors, body):
    answer = doors.client.post("/v1/bots/wecom", content=body, params={"msg_signature": "x"})
    assert answer.status_code in (401, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("variable", ["ASSISTANT_WECOM_TOKEN", "ASSISTANT_WECOM_AES_KEY"])
def test_a_door_without_its_secrets_is_shut(open_doors, variable):
    with open_doors(shut=(variable,)) as doors:
        for answer in (doors.client.get("/v1/bots/wecom"), callback(doors, text(ADVERT))):
            assert (answer.status_code, answer.json()["code"]) == (404, "door_closed")


@contextmanager
def robot(codes):
    """The robot of the operators' group; it answers with these codes first."""
    told = []

    def answer(call):
        told.append(call.params)
        return 200, {"errcode": codes.pop(0) if codes else 0}

    with listening(answer) as base:
        yield f"{base}/cgi-bin/webhook/send?key=secret", told


def test_what_the_bot_cannot_do_is_told_to_the_operators_once(open_doors, monkeypatch):
    with robot([-1]) as (url, told):
        monkeypatch.setenv("ASSISTANT_WECOM_NOTICE_URL", url)
        with open_doors() as doors:
            for _ in range(3):
                callback(doors, text(f"[点我](http://x) {ADVERT}", more="<ChatId>wrkSFfCgAA</ChatId>"))
            wait(lambda: DeedBook(doors.service.book.database).waiting() == 0 and len(told) == 2)
            time.sleep(0.3)
            assert told[0] == told[1]
            said = told[1]["markdown"]["content"]
            assert "麦垛企微群" in said
            assert "企业微信不让程序删消息" in said
            assert "zhang" in said
            assert doors.service.book.recent(1)[0].decision.id in said
            assert "](http" not in said
            # Nothing of it is kept, and the address of the robot never was.
            with doors.service.book.database.read() as connection:
                rows = connection.exec_driver_sql("SELECT body FROM bot_deeds").scalars().all()
            assert set(rows) == {""}
            for file in doors.workspace.state.rglob("*"):
                assert not file.is_file() or b"key=secret" not in file.read_bytes()


def test_many_words_to_the_operators_go_together(open_doors, monkeypatch):
    with robot([]) as (url, told):
        monkeypatch.setenv("ASSISTANT_WECOM_NOTICE_URL", url)
        with open_doors() as doors:
            old = int(time.time()) - 3600  # too old for a bot to recall
            book = DeedBook(doors.service.book.database)
            monkeypatch.setattr("assistant.server.bots.runner._LOOK", 0.01)
            for number in range(12):
                assert post_qq(doors, event(ADVERT, number=number, user_id=20000 + number, time=old)).status_code == 200
            wait(lambda: book.waiting() == 0)
            together = "\n".join(each["markdown"]["content"] for each in told)
            assert together.count("要做：撤回这条") == 12
            assert "QQ 机器人撤不回了" in together
            assert all(len(each["markdown"]["content"].encode()) <= 4096 for each in told)


def test_a_deed_that_was_given_up_is_told(open_doors, monkeypatch):
    from telegrams import bot_api, message
    from telegrams import post as post_telegram

    with robot([]) as (url, told), bot_api() as api:
        monkeypatch.setenv("ASSISTANT_WECOM_NOTICE_URL", url)
        with open_doors("[bots.telegram]", f'api_base = "{api.base}"') as doors:
            refused = {"ok": False, "description": "Bad Request: message can't be deleted"}
            api.answers["deleteMessage"] = [(400, refused)]
            post_telegram(doors, "message", message(ADVERT))
            wait(lambda: told)
            said = told[0]["markdown"]["content"]
            assert "没做成：撤回这条" in said
            assert "can't be deleted" in said
            assert "小满妈" in said
