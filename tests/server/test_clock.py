"""The clock jumps back by an hour and more: decisions, counts and what bots have to do go on."""

from __future__ import annotations

import datetime as real
import sys
import time

import pytest
from serving import running

from assistant.server.bots.deedbook import DeedBook
from assistant.server.bots.deeds import Deed
from assistant.storage.database import open_database

ADVERTS = (
    "自家熏的腊肠，六十一斤，要的加微信 lachang_cd05",
    "自家晒的柿饼，三十一斤，要的加微信 shibing_cd07",
    "招夜班打包的，日结两百，想干的加我 V dabao_2277",
)
SHOP = "全麦欧包今天几点出炉"


class Clock(real.datetime):
    """The time of day, ``off`` seconds away from the true one."""

    off = 0.0

    @classmethod
    def now(cls, tz=None):
        """The time as the machine would tell it."""
        return real.datetime.now(tz) + real.timedelta(seconds=cls.off)


@pytest.fixture
def clock(monkeypatch):
    """A clock that can be set, for the whole assistant."""
    # What asks for the time is loaded before its clock is changed.
    import assistant.server.app  # noqa: F401

    for name, module in list(sys.modules.items()):
        if name.startswith("assistant.") and getattr(module, "datetime", None) is real.datetime:
            monkeypatch.setattr(module, "datetime", Clock)
    true = time.time
    monkeypatch.setattr(time, "time", lambda: true() + Clock.off)
    monkeypatch.setattr(Clock, "off", 0.0)
    return Clock


@pytest.mark.parametrize("jump", [-2.0, -3600.0, -86_400.0, 3600.0])
def test_decisions_and_counts_go_on(make_workspace, clock, jump):
    with running(make_workspace()) as served:
        first = served.asked("m1", ADVERTS[0], group="yulin")
        shop = served.asked("m2", SHOP, group="yulin", sender={"id": "u2"})
        clock.off = jump
        assert served.asked("m1", ADVERTS[0], group="yulin") == first
        second = served.asked("m3", ADVERTS[1], group="yulin")
        third = served.asked("m4", ADVERTS[2], group="yulin")
        assert "第 2 次" in second["reason"]
        assert "第 3 次" in third["reason"]
        assert served.asked("m5", SHOP, group="yulin", sender={"id": "u3"})["verdict"] == "allow"
        assert shop["verdict"] == "allow"
        page = served.client.get("/v1/decisions").json()["decisions"]
        assert [each["decision"]["message_id"] for each in page] == ["m5", "m4", "m3", "m2", "m1"]
        assert served.client.get("/readyz").status_code == 200
        objection = {"decision_id": third["id"], "member": "u1"}
        assert served.client.post("/v1/appeals", json=objection).status_code == 201
        served.client.close()


def test_what_bots_have_to_do_does_not_wait_for_the_clock(make_workspace, clock):
    book = DeedBook(open_database(make_workspace()))

    def deed(key):
        return Deed(door="d", chat="1", doing="say", at=clock.now(), key=key)

    book.put([deed("new"), deed("tried"), deed("leased")])
    new, tried, leased = book.take(["d"])
    book.later([tried], 60)
    book.put([deed("newest")])
    clock.off = -86_400.0
    assert [each.deed.key for each in book.take(["d"])] == ["new", "tried", "leased", "newest"]
    del new, leased
