"""What an operator does in a day comes out the same on either engine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
def shops(tmp_path: Path, postgres_url: str) -> list[tuple[Path, dict[str, str]]]:
    (tmp_path / "messages.jsonl").write_text("\n".join(map(json.dumps, MESSAGES)), encoding="utf-8")
    found = []
    for name, address in (("local", ""), ("server", postgres_url)):
        shutil.copytree(BAKERY, tmp_path / name / "knowledge")
        more = {"ASSISTANT_EMBEDDING__MODEL": "none", "ASSISTANT_DATABASE_URL": address}
        found.append((tmp_path / name, os.environ | more))
    return found


def said(shop: tuple[Path, dict[str, str]], *arguments: str) -> tuple[int, list[object], str]:
    """Run a command; return its status, what it printed as JSON, and what it said of errors."""
    command = [sys.executable, "-m", "assistant", *arguments, "--workspace", str(shop[0])]
    ended = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=shop[1], cwd=shop[0].parent, timeout=240
    )
    printed = [plain(json.loads(line)) for line in ended.stdout.splitlines() if line.startswith(("{", "["))]
    return ended.returncode, printed, ended.stderr


def test_a_day(shops):
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
        local, server = (said(shop, *arguments) for shop in shops)
        assert local == server, arguments
        assert "数据库" not in server[2]
        assert local[0] in (0, 1), local
    assert not (shops[1][0] / ".assistant" / "state.db").exists()
