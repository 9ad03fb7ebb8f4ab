"""Settings, questions without an answer, the way through an empty workspace, voices that are tried."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from deskshop import DeskOf

from assistant.desk import Desk
from assistant.desk.begin import suggested_id, way
from assistant.desk.brandfile import brand_form
from assistant.desk.keys import add_key, keys
from assistant.desk.sample import voice_sample
from assistant.desk.settings import begin_test, models, save_settings, settings_form, with_setting
from assistant.errors import ConfigError, InputError, Refused, SettingsError
from assistant.knowledge.unanswered import LONGEST, list_unanswered, note_unanswered
from assistant.settings import load_settings
from assistant.workspace import Workspace


def test_a_setting_is_changed_and_the_comments_stay(empty: Workspace) -> None:
    desk, file = Desk(empty), empty.root / "assistant.toml"
    before = file.read_text(encoding="utf-8")
    changes = {"moderation.keep_days": 7, "models.daily_budget": Decimal("2.5"), "writer": "draft"}
    save_settings(desk, changes, settings_form(desk).digest)
    found = load_settings(empty.root)
    assert (found.moderation.keep_days, found.models.daily_budget, found.writer) == (7, Decimal("2.5"), "draft")
    assert [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")] == [
        line for line in before.splitlines() if line.startswith("#")
    ]
    save_settings(desk, {"models.daily_budget": None}, settings_form(desk).digest)
    assert load_settings(empty.root).models.daily_budget is None


@pytest.mark.parametrize(
    "text",
    ["", "# nothing\n", "[moderation]\nkeep_days=3 # three\n", 'writer="x"\n[jobs]\n', "[models.draft]\nmodel='m'"],
)
def test_settings_of_any_file(text: str) -> None:
    changed = with_setting(with_setting(text, "moderation.keep_days", 9), "writer", 'a"b\\c')
    read = tomllib.loads(changed)
    assert (read["moderation"]["keep_days"], read["writer"]) == (9, 'a"b\\c')
    left = {key for key in tomllib.loads(text) if key not in ("moderation", "writer")}
    assert {key: tomllib.loads(text)[key] for key in left} == {key: read[key] for key in left}


def test_what_cannot_be_changed_is_left_alone() -> None:
    with pytest.raises(ConfigError, match="直接在文件里改"):
        with_setting("moderation = {keep_days = 3}\n", "moderation.keep_days", 9)


def test_values_roles_and_the_environment(desk: DeskOf, monkeypatch: pytest.MonkeyPatch) -> None:
    at = desk("admin")
    digest = settings_form(at).digest
    with pytest.raises(SettingsError, match="keep_days"):
        save_settings(at, {"moderation.keep_days": -1}, digest)
    with pytest.raises(InputError, match="不能在页面上改"):
        save_settings(at, {"database_url": "sqlite:////etc/x"}, digest)
    with pytest.raises(Refused):
        save_settings(desk("reviewer"), {"history.days": 9}, digest)
    with pytest.raises(Refused):
        begin_test(desk("reviewer"), "draft")
    with pytest.raises(InputError, match="没有配置模型"):
        begin_test(at, "draft")
    save_settings(at, {"history.days": 9}, digest)
    with pytest.raises(InputError, match="刚被别人改过"):
        save_settings(at, {"history.days": 10}, digest)
    monkeypatch.setenv("ASSISTANT_HISTORY__DAYS", "30")
    assert settings_form(at).fixed == {"history.days": "ASSISTANT_HISTORY__DAYS"}
    with pytest.raises(InputError, match="ASSISTANT_HISTORY__DAYS"):
        save_settings(at, {"history.days": 11}, settings_form(at).digest)


def test_a_models_address_and_key_are_not_told(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_KEY", "sk-secret")
    toml = '[models.draft]\nmodel = "m"\napi_key_env = "SHOP_KEY"\napi_base = "http://me:pw@host:1/v1?token=t"\n'
    (empty.root / "assistant.toml").write_text(toml, encoding="utf-8")
    (found,) = models(Desk(Workspace(empty.root)))
    assert (found.host, found.key_set) == ("host", True)
    assert not {"sk-secret", "pw", "token"} & set(str(found).replace("'", " ").split())


def test_keys_are_an_admins(desk: DeskOf) -> None:
    with pytest.raises(Refused):
        keys(desk("reviewer"))
    with pytest.raises(Refused):
        add_key(desk("operator"), "bot", groups=[], verbs=["moderate"])
    with pytest.raises(InputError, match="给谁用"):
        add_key(desk("admin"), " ", groups=[], verbs=["moderate"])
    with pytest.raises(InputError, match="没有群"):
        add_key(desk("admin"), "bot", groups=["nobody"], verbs=["moderate"])


def test_questions_are_masked_counted_and_bounded(empty: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Desk(empty).database
    note_unanswered(database, "  我的电话 13800138000 能改吗\n")
    note_unanswered(database, "我的电话 13800138000 能改吗")
    note_unanswered(database, "x" * (LONGEST + 1))
    note_unanswered(database, "？")
    (found,) = list_unanswered(database)
    assert found.times == 2
    assert "13800138000" not in found.question
    monkeypatch.setattr("assistant.knowledge.unanswered.MOST", 3)
    now = datetime.now()
    for number in range(6):
        note_unanswered(database, f"问题 {number}", now=now + timedelta(minutes=number + 1))
    assert {each.question for each in list_unanswered(database)} == {"问题 3", "问题 4", "问题 5"}


def test_the_way_and_the_sample_at_their_end(empty: Workspace, sample: Workspace) -> None:
    assert way(Desk(empty)).next == "brand"
    found = way(Desk(sample))
    assert found.done >= {"brand", "groups", "documents", "rules"}
    assert [suggested_id(name, {"vip"}) for name in ("老顾客群", "VIP", "🎉")] == ["lgkq", "vip2", "group"]


def test_a_voice_is_heard_and_not_stored(desk: DeskOf) -> None:
    at = desk("operator")
    before = brand_form(at)
    assert voice_sample(at, {"voice.address": "各位街坊"}).body
    assert brand_form(at) == before
