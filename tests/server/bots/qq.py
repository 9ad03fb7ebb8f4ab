"""Events as a OneBot sends them, and a OneBot one can connect to."""

from __future__ import annotations

import contextlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from loopback import wait
from serving import Served
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from assistant.moderation.doubts import Judgement

ADVERT = "自家熏的腊肠，六十一斤，要的加微信 lachang_cd05"
ADVERTS = (ADVERT, "自家晒的柿饼，三十一斤，要的加微信 shibing_cd07", "招夜班打包的，日结两百，想干的加我 V dabao_2277")
QUESTION = "全麦欧包今天几点出炉"


def event(text: Any = "", *, number: int = 1, **more: Any) -> dict[str, Any]:
    """A message of a member in the QQ group 7001."""
    message = [{"type": "text", "data": {"text": text}}] if isinstance(text, str) else text
    return {
        "time": int(time.time()), "self_id": 90001, "post_type": "message", "message_type": "group",
        "sub_type": "normal", "message_id": number, "group_id": 7001, "user_id": 10001, "anonymous": None,
        "message": message, "raw_message": "", "font": 0,
        "sender": {"user_id": 10001, "nickname": "小满妈", "card": "", "role": "member"},
    } | more  # fmt: skip


def signed(body: bytes, secret: str = "quack") -> dict[str, str]:
    """The headers of an event, signed as the standard says."""
    digest = hmac.new(secret.encode(), body, "sha1").hexdigest()
    return {"X-Signature": f"sha1={digest}", "X-Self-ID": "90001", "Content-Type": "application/json"}


def post(served: Served, what: Any, secret: str = "quack") -> Any:
    """Send an event as a OneBot does."""
    body = json.dumps(what, ensure_ascii=False).encode()
    return served.client.post("/v1/bots/onebot", content=body, headers=signed(body, secret))


class FakeQQ:
    """A OneBot with a WebSocket on loopback: it tells of messages and does what it is called to."""

    def __init__(self, port: int = 0) -> None:
        self.calls: list[dict[str, Any]] = []
        self.lines: list[ServerConnection] = []
        self.tokens: list[str | None] = []
        self.failing: dict[str, list[dict[str, Any]]] = {}
        self.data: dict[str, Any] = {}
        #: Is told of a call that has been carried out and is not answered yet.
        self.answering: Callable[[dict[str, Any]], object] | None = None
        #: What stands in the group, by number, with its time; who may not write until when; who was removed.
        self.there: dict[int, float] = {}
        self.muted: dict[int, float] = {}
        self.gone: set[int] = set()
        self._numbers = count(5001)
        self._server = serve(self._serve, "127.0.0.1", port)
        self.port = self._server.socket.getsockname()[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def _serve(self, line: ServerConnection) -> None:
        assert line.request is not None
        self.tokens.append(line.request.headers.get("Authorization"))
        self.lines.append(line)
        lifecycle = {"post_type": "meta_event", "meta_event_type": "lifecycle", "sub_type": "connect"}
        line.send(json.dumps(lifecycle | {"time": int(time.time()), "self_id": 90001}))
        with contextlib.suppress(ConnectionClosed):
            for raw in line:
                self._answer(line, json.loads(raw))

    def _answer(self, line: ServerConnection, call: dict[str, Any]) -> None:
        self.calls.append(call)
        failing = self.failing.get(call["action"])
        answer = failing.pop(0) if failing else self._do(call)
        if self.answering is not None:
            self.answering(call)
        if answer:
            line.send(json.dumps(answer | {"echo": call["echo"]}))

    def post(self, text: Any, user: int = 10001, **more: Any) -> int:
        """Let a member say something: the bot hears of it. Returns the message's number, 0 for one who is muted."""
        if self.muted.get(user, 0) > time.time() or user in self.gone:
            return 0
        number = next(self._numbers)
        self.there[number] = time.time()
        self.tell(event(text, number=number, user_id=user, **more))
        return number

    def _do(self, call: dict[str, Any]) -> dict[str, Any]:
        """Do what is called for, by QQ's own rules: what stood longer than two minutes cannot be recalled."""
        action, params = call["action"], call["params"]
        if action == "delete_msg":
            posted = self.there.get(params["message_id"])
            if posted is not None and posted < time.time() - 120:
                return {"status": "failed", "retcode": 1200, "wording": "消息已超过可撤回时间"}
            self.there.pop(params["message_id"], None)
        elif action == "set_group_ban":
            self.muted[params["user_id"]] = time.time() + params["duration"]
        elif action == "set_group_kick":
            self.gone.add(params["user_id"])
        elif action in ("send_group_msg", "send_private_msg", "send_msg"):
            return {"status": "ok", "retcode": 0, "data": {"message_id": next(self._numbers)}}
        return {"status": "ok", "retcode": 0, "data": self.data.get(action)}

    def tell(self, what: Any) -> None:
        """Send an event to whoever is connected."""
        wait(lambda: self.lines)
        self.lines[-1].send(json.dumps(what))

    def called(self, action: str) -> list[dict[str, Any]]:
        """The parameters of the calls of an action so far."""
        return [call["params"] for call in self.calls if call["action"] == action]

    def hang_up(self) -> None:
        """Break the connections, as a restarted bot does."""
        for line in self.lines:
            line.socket.close()

    def close(self) -> None:
        """Be gone."""
        self._server.shutdown()
        for line in self.lines:
            line.close()
        self._thread.join(timeout=10)


@contextmanager
def fake_qq(port: int = 0) -> Iterator[FakeQQ]:
    """A OneBot while the block runs."""
    qq = FakeQQ(port)
    try:
        yield qq
    finally:
        qq.close()


class Late:
    """A judge that answers when it is let."""

    name = "late"

    def __init__(self) -> None:
        self.let = threading.Event()

    def judge(self, doubts: Any) -> Any:
        """Name the first clause, once it is let."""
        self.let.wait(60)
        return [Judgement(doubt.clauses[0].id, 0.95, "替店外的生意拉客", "") for doubt in doubts]
