"""The brand's files from the page: comments stay, two people do not overwrite each other, roles, odd ways to write."""

from __future__ import annotations

from pathlib import Path

import pytest
from deskshop import DeskOf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.desk import Desk
from assistant.desk.brandfile import (
    add_group,
    brand_form,
    groups_form,
    remove_group,
    save_brand,
    save_group,
)
from assistant.errors import AssistantError, ConfigError, InputError, Refused
from assistant.storage import audit
from assistant.workspace import Workspace


def test_a_field_is_changed_and_the_comments_stay(empty: Workspace) -> None:
    desk = Desk(empty)
    file = empty.knowledge / "brand.yaml"
    before = file.read_text(encoding="utf-8")
    found = save_brand(
        desk, {"name": "麦田面包", "voice.tone": "干脆", "voice.greetings": ["早", "来啦"]}, _digest(desk)
    )
    after = file.read_text(encoding="utf-8")
    assert (found.name, found.voice.tone, found.voice.greetings) == ("麦田面包", "干脆", ("早", "来啦"))
    assert after.count("#") == before.count("#")
    assert "（名称）店名，必填" in after
    assert [entry.what for entry in audit.entries(desk.database)] == ["brand.save"]


def test_what_somebody_saved_meanwhile_is_not_overwritten(empty: Workspace) -> None:
    desk = Desk(empty)
    first = second = _digest(desk)
    save_brand(desk, {"name": "先存的"}, first)
    with pytest.raises(InputError, match="刚被别人改过"):
        save_brand(desk, {"name": "后存的"}, second)
    assert brand_form(desk).brand.name == "先存的"


@pytest.mark.parametrize("role", ["operator", "reviewer"])
def test_only_an_admin_changes_the_brand(desk: DeskOf, role: str) -> None:
    at = desk(role)
    with pytest.raises(Refused):
        save_brand(at, {"name": "别家"}, _digest(at))
    with pytest.raises(Refused):
        add_group(at, "new", "新群", "wechat", groups_form(at).digest)


@pytest.mark.parametrize(
    "text",
    [
        "名称: 店\n语气: 亲切   # 就这样\n",
        "品牌:\n  名称: 店\n",
        "name: 店\nvoice: {tone: 亲切, emoji: 不用}\n",
        "name: 店\nvoice:\n  口吻: 亲切\n  开场:\n    - 早 # 早上用\n    - 晚\n",
        "name: 店\r\nvoice:\r\n  tone: 亲切\r\n",
    ],
)
def test_ways_in_which_owners_write(empty: Workspace, text: str) -> None:
    file = empty.knowledge / "brand.yaml"
    file.write_bytes(text.encode())
    desk = Desk(empty)
    try:
        found = save_brand(desk, {"voice.tone": "干脆", "voice.emoji.max": 1, "voice.greetings": ["早"]}, _digest(desk))
    except AssistantError:
        assert file.read_bytes() == text.encode()  # what the page cannot change it leaves alone
        assert text.startswith("品牌")
        return
    assert (found.name, found.voice.tone, found.voice.emoji.max) == ("店", "干脆", 1)
    assert found.voice.greetings == ("早",)
    assert ("早上用" in text) == ("早上用" in file.read_text(encoding="utf-8"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), words=st.lists(st.text(max_size=12), max_size=4))
def test_any_text_is_kept_or_refused(empty: Workspace, text: str, words: list[str]) -> None:
    desk = Desk(empty)
    try:
        saved = save_brand(desk, {"about": text, "voice.closings": words, "voice.avoid": words}, _digest(desk))
    except (ConfigError, InputError):
        return
    assert brand_form(desk).brand == saved
    assert saved.about.split() == "".join(c for c in text if c.isprintable() or c in "\n\u200d").split()


def test_a_group_is_added_changed_and_taken_away(empty: Workspace) -> None:
    desk = Desk(empty)
    add_group(desk, "vip", "老顾客群", "wecom", groups_form(desk).digest)
    changes = {"theme": ["新品", "搭配"], "rhythm.topic": (1, 3), "promo.per_week": 2, "quiet_hours": ["22:00-08:00"]}
    saved = save_group(desk, "vip", changes, groups_form(desk).digest)
    assert (saved.theme, saved.rhythm.topic, saved.promo.per_week) == (("新品", "搭配"), (1, 3), 2)
    assert list(groups_form(desk).groups) == ["main", "vip"]
    remove_group(desk, "main", groups_form(desk).digest)
    assert list(groups_form(desk).groups) == ["vip"]
    remove_group(desk, "vip", groups_form(desk).digest)
    assert not groups_form(desk).groups
    add_group(desk, "again", "又一个群", "qq", groups_form(desk).digest)
    assert groups_form(desk).groups["again"].platform == "qq"


@pytest.mark.parametrize("file", ["", "# 还没有群\n", "groups: []\n", "groups:\n", "- id: one\n  name: 甲\n"])
def test_the_first_group_of_any_file(empty: Workspace, file: str) -> None:
    (empty.knowledge / "groups.yaml").write_text(file, encoding="utf-8")
    desk = Desk(empty)
    made = add_group(desk, "vip", "老“顾客”: 群 #1", "wechat", groups_form(desk).digest)
    assert groups_form(desk).groups["vip"] == made


def test_a_group_that_a_campaign_names_stays(sample: Workspace) -> None:
    desk = Desk(sample)
    named = next(group for campaign in desk.campaigns.values() for group in campaign.groups)
    with pytest.raises(ConfigError, match=r"campaigns\.yaml"):
        remove_group(desk, named, groups_form(desk).digest)
    assert named in groups_form(desk).groups


@pytest.mark.parametrize("group_id", ["", "../x", "VIP", "有字", "a" * 40, "a b"])
def test_ids_that_are_none(empty: Workspace, group_id: str) -> None:
    with pytest.raises(InputError, match="编号"):
        add_group(Desk(empty), group_id, "群", "wechat", groups_form(Desk(empty)).digest)


def test_a_value_that_means_nothing_is_named(sample: Workspace) -> None:
    desk = Desk(sample)
    group = next(iter(desk.groups))
    with pytest.raises(ConfigError, match="25点"):
        save_group(desk, group, {"quiet_hours": ["25点到30点"]}, groups_form(desk).digest)
    with pytest.raises(InputError, match="店名"):
        save_brand(desk, {"name": "  "}, _digest(desk))


def test_a_file_that_cannot_be_written(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(empty)
    before = (empty.knowledge / "brand.yaml").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(AssistantError, match="写不进去"):
        save_brand(desk, {"name": "新名"}, _digest(desk))
    assert (empty.knowledge / "brand.yaml").read_bytes() == before
    assert not list(empty.knowledge.glob(".brand.yaml.*"))
    assert not audit.entries(desk.database)


def _digest(desk: Desk) -> str:
    return brand_form(desk).digest


def test_the_sample_keeps_every_comment(sample: Workspace) -> None:
    desk, file = Desk(sample), sample.knowledge / "groups.yaml"
    before = _comments(file)
    for group in desk.groups:
        save_group(desk, group, {"audience": f"{group} 的人", "terms": ["晚上十点后不打扰"]}, groups_form(desk).digest)
    assert len(_comments(file)) >= 0.6 * len(before)


def _comments(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if "#" in line]
