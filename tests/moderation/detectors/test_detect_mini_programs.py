from __future__ import annotations

import pytest

from assistant.schema.moderation import Message


def card(app: str) -> Message:
    return Message(id="1", kind="mini_program", meta={"app": app, "title": "今日特价"})


def test_a_foreign_card_is_found(finds):
    (hit,) = finds("mini_programs", card("邻里拼团"))
    assert hit.hard
    assert (hit.evidence[0].part, hit.evidence[0].text) == ("app", "邻里拼团")


@pytest.mark.parametrize("app", ["麦子家订蛋糕", "麦子家"])
def test_the_shops_own_passes(app, finds):
    assert finds("mini_programs", card(app)) == []


def test_a_card_without_a_name_is_a_doubt(finds):
    (hit,) = finds("mini_programs", Message(id="1", kind="mini_program", text="[小程序]"))
    assert not hit.hard
    assert hit.evidence == ()


def test_named_in_a_text(finds):
    assert finds("mini_programs", "#小程序://邻里拼团/aBcD123")[0].hard
    assert finds("mini_programs", "#小程序://麦子家订蛋糕/aBcD123") == []
    assert not finds("mini_programs", "搜小程序 邻里拼团")[0].hard
    assert finds("mini_programs", "小程序里在哪里下单") == []
