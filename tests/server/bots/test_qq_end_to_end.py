"""A QQ on loopback and the service as a process: by HTTP and by WebSocket, from the advert to the mute."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from itertools import count

import httpx
import pytest
from loopback import wait
from openings import GROUPS, SECRETS
from processes import serving
from qq import ADVERTS, QUESTION, event, fake_qq, signed

PROMO = "周三下午四点到八点，店里吐司第二条半价，玉林店自取，要的直接在群里说"
STAFF = {"nickname": "店长", "role": "owner"}


class PostingQQ:
    """A QQ whose OneBot posts its events and carries out the quick operations it is answered with."""

    def __init__(self, base):
        self.client = httpx.Client(base_url=base, timeout=60)
        self.there, self.muted, self.gone, self.said = {}, {}, set(), []
        self._numbers = count(5001)

    def post(self, text, user=10001, **more):
        if self.muted.get(user, 0) > time.time() or user in self.gone:
            return 0
        number = next(self._numbers)
        self.there[number] = time.time()
        body = json.dumps(event(text, number=number, user_id=user, **more)).encode()
        answer = self.client.post("/v1/bots/onebot", content=body, headers=signed(body))
        assert answer.status_code in (200, 204), answer.text
        wanted = answer.json() if answer.content else {}
        if wanted.get("delete"):
            del self.there[number]
        if wanted.get("ban"):
            self.muted[user] = time.time() + wanted["ban_duration"]
        if wanted.get("kick"):
            self.gone.add(user)
        self.said += [wanted["reply"]] if "reply" in wanted else []
        return number


@contextmanager
def by_http(workspace):
    with serving(workspace, SECRETS) as base:
        qq = PostingQQ(base)
        yield qq
        qq.client.close()


@contextmanager
def by_socket(workspace):
    with fake_qq() as qq:
        settings = workspace.root / "assistant.toml"
        settings.write_text(f'[bots.onebot]\nws_url = "ws://127.0.0.1:{qq.port}/"\n', encoding="utf-8")
        with serving(workspace, SECRETS):
            yield qq


@pytest.mark.parametrize("way", [by_http, by_socket])
def test_an_advert_is_recalled_its_sender_muted_and_the_staff_left_alone(make_workspace, way):
    workspace = make_workspace()
    groups = workspace.knowledge / "groups.yaml"
    groups.write_text(f"{groups.read_text(encoding='utf-8').rstrip()}\n{GROUPS}", encoding="utf-8")
    with way(workspace) as qq:
        kept = [qq.post(QUESTION), qq.post(PROMO, user=10002, sender=STAFF)]
        kept.append(qq.post(ADVERTS[0], user=10002, sender=STAFF))
        first = qq.post(ADVERTS[0])
        wait(lambda: first not in qq.there)
        second = qq.post(ADVERTS[1])
        wait(lambda: second not in qq.there and 10001 in qq.muted)
        assert 719 * 60 < qq.muted[10001] - time.time() <= 720 * 60
        assert qq.post(QUESTION) == 0
        qq.muted.clear()
        qq.post(ADVERTS[2])
        wait(lambda: qq.gone == {10001})
        assert set(kept) <= set(qq.there)
        assert 10002 not in qq.muted
