"""What a bot can do where, and what becomes the operator's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.moderation.platforms import POWERS, feasible, platform_of
from assistant.schema.group import Group
from assistant.schema.moderation import Action, Message, Sender

NOW = datetime(2026, 11, 24, 15, 0)
LADDER = [Action(kind="remind"), Action(kind="delete"), Action(kind="mute", minutes=60), Action(kind="remove")]


def message(seconds=10.0, **changes):
    values = {"id": "m", "text": "…", "sender": Sender(id="u"), "sent_at": NOW - timedelta(seconds=seconds)}
    return Message(**{**values, **changes})


def able(platform, ladder=LADDER, **changes):
    """What the bot does itself, kind by kind."""
    return [action.kind for action in feasible(ladder, message(**changes), platform, NOW) if action.by == "bot"]


def test_what_a_bot_can_do_by_platform():
    assert able("qq") == able("telegram") == able("home-made") == ["remind", "delete", "mute", "remove"]
    assert able("wecom") == ["remind", "remove"]
    assert able("wechat") == []


@pytest.mark.parametrize(("platform", "within"), [("qq", 120), ("telegram", 48 * 3600)])
def test_a_message_can_be_taken_back_for_so_long(platform, within):
    for seconds, can in ((within - 1, True), (within, True), (within + 1, False)):
        assert ("delete" in able(platform, seconds=seconds)) is can
    late = feasible([Action(kind="delete")], message(seconds=within + 1), platform, NOW)[0]
    assert late.by == "operator"
    assert "超过" in late.text


def test_a_message_of_unknown_age_is_taken_for_new():
    assert "delete" in able("qq", sent_at=None)


def test_times_with_a_zone_are_compared_with_local_ones():
    fresh = (NOW - timedelta(seconds=30)).astimezone(UTC)
    assert "delete" in able("qq", sent_at=fresh)
    assert "delete" not in able("qq", sent_at=fresh - timedelta(minutes=5))


@pytest.mark.parametrize(
    ("platform", "asked", "given"),
    [
        ("qq", 1, 1),
        ("qq", 30 * 1440, 30 * 1440),
        ("qq", 90 * 1440, 30 * 1440),
        ("telegram", 1, 1),
        ("telegram", 400 * 1440, 366 * 1440 - 1),
    ],
)
def test_a_mute_stays_in_the_bounds_of_the_platform(platform, asked, given):
    mute = feasible([Action(kind="mute", minutes=asked)], message(), platform, NOW)[0]
    assert (mute.by, mute.minutes) == ("bot", given)


def test_on_wechat_there_is_always_one_text_to_post():
    for ladder in (LADDER, LADDER[1:], [Action(kind="human")], []):
        made = feasible(ladder, message(), "wechat", NOW)
        assert {action.by for action in made} == {"operator"}
        assert [action.kind for action in made].count("post") == 1
        assert "remind" not in [action.kind for action in made]
    told = {action.kind: action.text for action in feasible(LADDER, message(), "wechat", NOW)}
    assert all(told[kind] for kind in ("delete", "mute", "remove"))


def test_a_bot_does_not_touch_owner_and_admins_nor_a_sender_it_does_not_know():
    for sender in (Sender(id="u", role="owner"), Sender(id="u", role="admin"), Sender()):
        assert able("qq", sender=sender) == ["remind", "delete"]
        assert able("telegram", sender=sender) == ["remind", "delete"]


def test_a_notice_of_the_system_has_nobody_to_warn():
    assert able("qq", kind="system") == ["delete"]


def test_a_person_is_always_the_operator():
    for platform in (*POWERS, ""):
        assert feasible([Action(kind="human")], message(), platform, NOW)[0].by == "operator"


def test_the_bot_knows_the_platform_better_than_the_file():
    group = Group(id="g", name="群", platform="wecom")
    assert platform_of(message(), group) == "wecom"
    assert platform_of(message(meta={"platform": "QQ"}), group) == "qq"
    assert platform_of(message(meta={"platform": 3}), None) == ""
