"""The thread that serves everybody never waits for the database: one that hangs would silence even ``/healthz``."""

from __future__ import annotations

import threading

from loopback import listening, wait
from qq import ADVERT, ADVERTS, QUESTION, event, post
from sqlalchemy import event as sql
from telegrams import message
from test_wecom_crypto import OURS

from assistant.moderation import cascade


def test_nothing_in_the_loop_asks_the_database(open_doors, monkeypatch):
    monkeypatch.setattr(cascade, "_FRESH", 0.0)  # changes are looked for whenever somebody asks
    asking, told = [], []
    with (
        listening(lambda call: (told.append(call.params), (200, {"errcode": 0}))[1]) as others,
        listening(lambda call: (200, {"ok": True, "result": []})) as telegram,
    ):
        monkeypatch.setenv("ASSISTANT_WECOM_NOTICE_URL", f"{others}/send?key=k")
        monkeypatch.setenv("ASSISTANT_SERVER__CALLBACK_HOSTS", '["127.0.0.1"]')
        with open_doors("[bots.telegram]", f'api_base = "{telegram}"') as doors:
            engine = doors.service.book.database.engine
            (loop,) = (each for each in threading.enumerate() if each.name.endswith("(run)"))
            noted = lambda *_: asking.append(threading.current_thread())  # noqa: E731
            sql.listen(engine, "checkout", noted)
            _everything(doors, others, told)
            sql.remove(engine, "checkout", noted)
    assert asking
    assert loop not in asking


def _everything(doors, others, told):
    headers = {"Authorization": f"Bearer {doors.key}"}
    for key in ({}, headers):
        for path in ("/healthz", "/readyz", "/metrics", "/v1/decisions", "/openapi.json"):
            doors.client.get(path, headers=key)
    for number, text in enumerate((QUESTION, *ADVERTS)):
        body = {"id": str(number), "group": "yulin", "text": text, "sender": {"id": "u"}}
        assert doors.client.post("/v1/moderate", json=body, headers=headers).status_code == 200
        assert doors.client.post("/v1/moderate/batch", json=[body], headers=headers).status_code == 200
        assert post(doors, event(text, number=100 + number)).status_code in (200, 204)
        update = {"message": message(text, number=number)}
        secret = {"X-Telegram-Bot-Api-Secret-Token": "tg-secret"}
        assert doors.client.post("/v1/bots/telegram", json=update, headers=secret).status_code == 200
        inner = f"<xml><MsgType>text</MsgType><MsgId>{number}</MsgId><Content>{text}</Content></xml>"
        encrypted = OURS.seal(inner.encode())
        query = {"msg_signature": OURS.sign("1", "n", encrypted), "timestamp": "1", "nonce": "n"}
        envelope = f"<xml><Encrypt>{encrypted}</Encrypt></xml>"
        assert doors.client.post("/v1/bots/wecom", params=query, content=envelope).status_code == 200
    # Answered before it was looked at: what it turns out to be is delivered.
    let, examine = threading.Event(), doors.service.moderator.examine
    doors.service.moderator.examine = lambda *args: (let.wait(60), examine(*args))[1]
    late = {"id": "late", "group": "yulin", "text": ADVERT, "deadline_ms": 20, "callback": f"{others}/changed"}
    assert doors.client.post("/v1/moderate", json=late, headers=headers).json()["degraded"]
    let.set()
    wait(lambda: any(each.get("message_id") == "late" for each in told))
