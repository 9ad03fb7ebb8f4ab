"""Drafts that were tried out and not sent must not stand in the way of the next."""

from __future__ import annotations

import json

from shop import run

PROMO = ("draft", "promo", "--group", "regulars", "--date", "2026-11-27", "--time", "10:30", "--json")
TOPIC = ("draft", "topic", "--group", "regulars", "--date", "2026-11-24", "--json")


def test_a_discarded_draft_frees_the_quota(shop):
    groups = shop / "knowledge" / "groups.yaml"
    groups.write_text(
        groups.read_text(encoding="utf-8").replace("附近的老顾客}", "附近的老顾客, promo: {per_day: 1}}"),
        encoding="utf-8",
    )
    campaigns = shop / "knowledge" / "campaigns.yaml"
    text = campaigns.read_text(encoding="utf-8")
    bagel = text[text.index("  - id: toast") : text.index("  - id: incomplete")]
    for old, new in (
        ("id: toast", "id: bagel"),
        ("吐司", "贝果"),
        ("A001", "A002"),
        ("原味", "海盐"),
        ("stock: 30", "stock: 20"),
    ):
        bagel = bagel.replace(old, new)
    campaigns.write_text(text + bagel, encoding="utf-8")
    first = run(*PROMO, "--campaign", "toast").objects[0]
    refused = run(*PROMO, "--campaign", "bagel").refusal(1)
    assert f"assistant draft discard {first['id']}" in refused
    told = run("draft", "discard", first["id"])
    assert (told.status, first["id"] in told.out, first["title"] in told.out) == (0, True, True)
    assert run(*PROMO, "--campaign", "bagel").status == 0


def test_a_discarded_draft_is_no_repeat(shop):
    (draft,) = run(*TOPIC).objects
    asked = ("check", draft["body"], "--group", "regulars", "--date", "2026-11-25", "--only", "repeat", "--json")
    (found,) = json.loads(run(*asked).out)["findings"]
    assert f"assistant draft discard {draft['id']}" in found["suggestion"]
    (gone,) = run("draft", "discard", draft["id"], "--json").objects
    assert (gone["status"], gone["version"]) == ("rejected", 2)
    assert run("draft", "discard", draft["id"], "--json").objects == [gone]
    assert json.loads(run(*asked).out)["findings"] == []


def test_one_unknown_draft_discards_none(shop):
    (draft,) = run(*TOPIC).objects
    assert "nothing" in run("draft", "discard", draft["id"], "nothing").refusal(2)
    (gone,) = run("draft", "discard", draft["id"], "--json").objects
    assert gone["version"] == 2


def test_a_line_of_many_is_checked_as_of_its_own_day(shop):
    said = "周五吐司秒杀 9.9 元一条，原味吐司，到店报手机号，共 30 条每人 2 条，11月27日 10:00 到 20:00"
    lines = [
        {"id": 1, "text": said},
        {"id": 2, "text": said, "date": "2026-11-28"},
        {"id": 3, "text": said, "date": "2026-11-27T21:00"},
        {"id": 4, "text": said, "date": "2026-11-27", "time": "09:30"},
        {"id": 5, "text": said, "time": "23:00"},
    ]
    (shop / "in.jsonl").write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in lines), encoding="utf-8")
    result = run("check", "--file", "in.jsonl", "--group", "regulars", "--date", "2026-11-27", "--time", "09:00")
    kinds = [{finding["kind"] for finding in each["findings"]} for each in result.objects]
    assert ["ended" in each for each in kinds] == [False, True, True, False, True]


def test_a_wrong_day_of_a_line_is_named(shop):
    (shop / "in.jsonl").write_text('{"id": 1, "text": "好", "date": "周五"}\n', encoding="utf-8")
    told = run("check", "--file", "in.jsonl").refusal(2)
    assert "in.jsonl 第 1 行" in told
    assert "'date' '周五'" in told
