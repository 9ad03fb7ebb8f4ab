"""Deliveries that cross: the same message waits once, one that only looks the same is looked at by itself."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

CARD = {"title": "自家熏的腊肠，六十一斤，要的加微信 lachang_cd05"}


def test_only_the_same_message_waits_once(served, monkeypatch):
    let, examined = threading.Event(), []
    examine = served.service.moderator.examine

    def waiting(message, *more):
        let.wait(60)
        examined.append(message)
        return examine(message, *more)

    monkeypatch.setattr(served.service.moderator, "examine", waiting)
    # The same number and words; the last two have a card with them, or are somebody else's.
    sent = [{}, {}, {"meta": CARD}, {"meta": CARD, "sender": {"id": "u2"}}, {"meta": CARD, "sender": {"id": "u2"}}]
    with ThreadPoolExecutor(5) as pool:
        asked = [pool.submit(served.asked, "7", "看看这个", **more) for more in sent]
        while served.service.intake.waiting < 3:
            time.sleep(0.01)
        let.set()
        plain, again, card, other, twice = (each.result() for each in asked)
    assert len(examined) == 3
    assert (plain["verdict"], card["verdict"], other["verdict"]) == ("allow", "block", "block")
    assert plain["id"] == again["id"]
    assert other["id"] == twice["id"] != card["id"]
