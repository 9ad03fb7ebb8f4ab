"""What an operator does in a day comes out the same on either engine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from shop import Result, run

BAKERY = Path(__file__).parents[2] / "evals" / "brands" / "bakery" / "knowledge"
DAY = ("--date", "2026-11-20")
MESSAGES = [
    {"id": "1", "group": "yulin", "sender": {"id": "u1"}, "text": "几点关门"},
    {"id": "2", "group": "yulin", "sender": {"id": "u2"}, "text": "家政保洁开荒，擦玻璃，电话 13990002201，街坊喊我"},
    {"id": "3", "group": "yulin", "sender": {"id": "u2"}, "text": "家政保洁开荒，擦玻璃，电话 13990002201，喊我一声"},
    {"id": "2", "group": "yulin", "sender": {"id": "u2"}, "text": "家政保洁开荒，擦玻璃，电话 13990002201，街坊喊我"},
]
#: What differs from run to run.
FLEETING = {"id", "elapsed_ms", "created_at", "at", "commit"}


def plain(value: object) -> object:
    """Without what is never the same twice."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if key not in FLEETING}
    return [plain(each) for each in value] if isinstance(value, list) else value


@pytest.fixture
def said(tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Result]]:
    """Run a command in a shop on each engine; return how it ended in either."""
    (tmp_path / "messages.jsonl").write_text("\n".join(map(json.dumps, MESSAGES)), encoding="utf-8")
    addresses = {"local": "", "server": postgres_url}
    for name in addresses:
        shutil.copytree(BAKERY, tmp_path / name / "knowledge")
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    monkeypatch.chdir(tmp_path)

    def ended(*arguments: str) -> list[Result]:
        found = []
        for name, address in addresses.items():
            monkeypatch.setenv("ASSISTANT_DATABASE_URL", address)
            found.append(run(*arguments, "--workspace", str(tmp_path / name)))
        return found

    return ended


def test_a_day(said, tmp_path):
    commands = [
        ("knowledge", "sync", "--json"),
        ("knowledge", "status", "--json"),
        ("knowledge", "search", "面包能放几天", *DAY, "--json"),
        ("draft", "topic", "--group", "yulin", *DAY, "--json"),
        ("draft", "share", "--group", "yulin", *DAY, "--json"),
        ("moderate", "--file", "messages.jsonl", "--json"),
        ("moderate", "list", "--json"),
        ("keys", "list", "--json"),
        ("rules", "check", "--json"),
    ]
    for arguments in commands:
        local, server = said(*arguments)
        assert (local.status, plain(local.objects), local.err) == (server.status, plain(server.objects), server.err)
        assert local.status in (0, 1), local
    assert not (tmp_path / "server" / ".assistant" / "state.db").exists()
