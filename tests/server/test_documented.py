"""The pages on the service and its bots, followed word by word: what they tell to type works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from processes import ROOT, serving

from assistant.settings import Settings
from assistant.workspace import Workspace

SERVICE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
BOTS = (ROOT / "docs" / "bots.md").read_text(encoding="utf-8")
SECRET = "of-the-tests"


def blocks(page, language):
    return re.findall(rf"```{language}\n(.+?)```", page, flags=re.DOTALL)


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """The sample brand, which the pages speak of, and how commands are run in it."""
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    shutil.copytree(ROOT / "knowledge", tmp_path / "sample" / "knowledge")
    workspace = Workspace(tmp_path / "sample")
    command = f'{sys.executable} -m assistant keys add "QQ bot" --verb moderate --verb feedback'
    assert command.partition("assistant ")[2] in SERVICE
    made = subprocess.run(command, shell=True, cwd=workspace.root, capture_output=True, text=True, check=True)
    key = re.search(r"cak_\S+", made.stdout)
    assert key, made.stdout + made.stderr
    return workspace, key[0]


def typed(text, base, key):
    """A passage of a page with the reader's own key and address."""
    return text.replace("cak_...", key).replace("http://127.0.0.1:8420", base)


needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="the page uses curl")


@needs_curl
def test_the_first_question_is_answered_as_the_page_shows(sample):
    workspace, key = sample
    curl = re.search(r"^curl .+", blocks(SERVICE, "bash")[0], flags=re.DOTALL | re.MULTILINE)[0]
    with serving(workspace) as base:
        answer = json.loads(subprocess.check_output(["bash", "-c", typed(curl, base, key)]))
    (shown,) = (json.loads(each) for each in blocks(SERVICE, "json"))
    assert set(shown) <= set(answer)
    assert {name: answer[name] for name in ("message_id", "group", "verdict", "category", "degraded")} == {
        name: shown[name] for name in ("message_id", "group", "verdict", "category", "degraded")
    }
    assert set(shown["actions"][0]) == set(answer["actions"][0])


def test_the_python_of_the_page_runs(sample):
    workspace, key = sample
    (program,) = blocks(SERVICE, "python")
    with serving(workspace) as base:
        ran = subprocess.run(
            [sys.executable, "-c", typed(program, base, key)], capture_output=True, encoding="utf-8", timeout=120,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    kinds = [line.split()[0] for line in ran.stdout.splitlines() if line]
    assert kinds
    assert not kinds[0].isdigit()


@needs_curl
@pytest.mark.skipif(not shutil.which("openssl"), reason="the page uses openssl")
def test_the_signature_of_the_page_is_taken(sample, monkeypatch):
    workspace, key = sample
    monkeypatch.setenv("ASSISTANT_SIGNING_SECRET", SECRET)
    (signed,) = (each for each in blocks(SERVICE, "bash") if "openssl" in each)
    with serving(workspace) as base:
        for _ in range(2):
            answer = json.loads(subprocess.check_output(["bash", "-c", typed(signed, base, key)]))
            assert answer["message_id"] == "8833"


@pytest.mark.parametrize("page", [SERVICE, BOTS])
def test_the_settings_shown_are_those_there_are(page):
    for shown in blocks(page, "toml"):
        settings = Settings.model_validate(tomllib.loads(shown))
        if "server" in tomllib.loads(shown):
            given = tomllib.loads(shown)["server"]
            assert given == {name: getattr(settings.server, name) for name in given} | {"callback_hosts": []}


def test_every_code_of_an_error_is_on_the_page():
    from assistant.server.examples import PROBLEMS

    table = SERVICE[SERVICE.index("| status |") : SERVICE.index("## What a caller sees")]
    for status, codes in PROBLEMS.items():
        assert str(status) in table
        for code in codes:
            assert code == "refused" or f"`{code}`" in table, code


def test_every_route_is_on_a_page():
    from assistant.server.bots import routes as bots
    from assistant.server.routes import content, decisions, health, moderation

    for router in (content, decisions, health, moderation, bots):
        for route in router.router.routes:
            path = re.sub(r"\{\w+\}", "ID", route.path)
            assert path in SERVICE + BOTS, path


@pytest.mark.parametrize("page", ["service.md", "bots.md"])
def test_links_of_the_page_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / "docs" / page).read_text(encoding="utf-8")):
        assert Path(ROOT, "docs", target).exists(), target


def test_the_env_of_the_page_is_what_the_plugin_reads():
    plugin = (ROOT / "docs" / "examples" / "nonebot_moderation.py").read_text(encoding="utf-8")
    env = re.search(r"<<'END'\n(.+?)END", BOTS, flags=re.DOTALL)[1]
    for name in re.findall(r"^(MODERATION_\w+)=", env, flags=re.MULTILINE):
        assert f"{name.lower()}:" in plugin
