"""``assistant moderate`` in a workspace that has a model for its judge."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from provider import SERVER_ERROR
from shop import make_shop, run

from assistant.storage.costs import CostBook
from assistant.storage.database import open_database
from assistant.workspace import Workspace

CLEAN = "原味吐司多少钱一袋"
SETTINGS = """\
[embedding]
model = "none"
[moderation]
judge = "always"
judge_ms = 30000
[models]
daily_budget = 1
[models.prices."openai/local"]
input = 2
output = 8
[models.judge]
model = "openai/local"
api_base = "{url}"
retries = 0
"""


@pytest.fixture
def shop(tmp_path, provider, monkeypatch):
    root = make_shop(tmp_path)
    (root / "assistant.toml").write_text(SETTINGS.format(url=provider.url), encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def unkind(request):
    ids = re.findall(r"^## (m\d+)$", request["messages"][-1]["content"], re.MULTILINE)
    rows = [{"id": each, "clause": "be-kind", "confidence": 0.95, "reason": "取笑人"} for each in ids]
    return json.dumps({"answers": rows}, ensure_ascii=False)


def test_the_model_is_asked_and_paid_for(shop, provider):
    provider.script(unkind)
    shown = run("moderate", CLEAN, "--group", "regulars", "--json")
    assert shown.status == 1
    decision = shown.objects[0]
    assert (decision["verdict"], decision["stage"], decision["rule"]["id"]) == ("block", "judge", "be-kind")
    assert "取笑人" in json.dumps(decision, ensure_ascii=False)
    # 1000 read at 2, 200 written at 8 yuan a million
    assert CostBook(open_database(Workspace(shop))).spent(date.today()) == Decimal("0.0036")


def test_the_messages_of_a_file_share_a_call(shop, provider):
    provider.script(unkind)
    texts = ["吐司几点出炉", "欧包有没有", "这个怎么保存", "明天开门吗"]
    rows = [json.dumps({"id": str(n), "text": text, "group": "regulars"}) for n, text in enumerate(texts)]
    (shop / "many.jsonl").write_text("\n".join(rows), encoding="utf-8")
    shown = run("moderate", "--file", "many.jsonl")
    assert [each["stage"] for each in shown.objects] == ["judge"] * 4
    assert len(provider.requests) == 1


def test_a_model_in_trouble_leaves_the_rest_as_it_was(shop, provider):
    provider.script(SERVER_ERROR)
    shown = run("moderate", CLEAN, "--group", "regulars", "--json")
    assert shown.status == 0
    assert shown.objects[0]["verdict"] == "allow"
    assert shown.objects[0]["degraded"] is True
