from __future__ import annotations

from datetime import datetime

from assistant.moderation.detectors import build
from assistant.moderation.hits import Context
from assistant.moderation.views import views_of
from assistant.schema.moderation import Message, Sender

ADVERT = "周末画室免费试听，还有五个名额，加我微信 huashi88"


def told(detector, text, groups):
    found = []
    for number, group in enumerate(groups):
        message = Message(id=f"m{number}", text=f"{text} {number}")
        context = Context(group, Sender(id=f"u{number}"), datetime(2026, 11, 3, 10, number), "text", message.id)
        found.append([hit.hard for hit in detector.find(views_of(message), context)])
    return found


def test_one_advert_in_three_groups(bakery):
    assert told(build("campaigns", {}, bakery), ADVERT, ["a", "b", "c"]) == [[], [], [True]]


def test_one_group_is_one_group(bakery):
    assert told(build("campaigns", {}, bakery), ADVERT, ["a"] * 5) == [[]] * 5


def test_the_same_talk_without_an_offer_is_a_doubt(bakery):
    talk = "今天杭州的雨下得也太大了吧，路上堵得一动不动"
    assert told(build("campaigns", {"groups": 2}, bakery), talk, ["a", "b"]) == [[], [False]]
