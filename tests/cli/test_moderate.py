"""``assistant moderate`` as an operator and a bot's author use it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from shop import run

from assistant.resources import PACKAGE

ADVERT = "加我微信 abc88123，厂家直发面包机"
CLEAN = "原味吐司多少钱一袋"


def lines(path: Path, *objects: object) -> str:
    path.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in objects), "utf-8")
    return str(path)


def judged(text=ADVERT, group="regulars"):
    return run("moderate", text, "--group", group, "--json").objects[0]


def test_a_clean_message_is_let_pass_with_0(shop):
    shown = run("moderate", CLEAN, "--group", "regulars")
    assert shown.status == 0
    assert shown.out.startswith("✓ 放行")


def test_an_advert_ends_with_1_and_says_clause_words_and_what_to_do(shop):
    shown = run("moderate", ADVERT, "--group", "regulars")
    assert shown.status == 1
    assert "✗ 违规  广告" in shown.out
    assert "abc88123" in shown.out
    assert "群规 no-ads：" in shown.out
    assert "assistant moderate feedback " in shown.out


def test_json_is_a_decision(shop):
    value = judged()
    assert {"message_id", "group", "verdict", "category", "rule", "actions", "confidence", "evidence", "stage", "reply",
            "shadow", "elapsed_ms"} <= value.keys()  # fmt: skip
    assert (value["group"], value["verdict"], value["category"]) == ("regulars", "block", "ad")


def test_a_group_may_be_called_by_its_name_and_a_role_given(shop):
    assert run("moderate", ADVERT, "--group", "老客群", "--json").objects[0]["group"] == "regulars"
    assert run("moderate", ADVERT, "--group", "regulars", "--role", "staff").status == 0


def test_a_file_is_answered_in_order(shop, tmp_path):
    file = lines(
        tmp_path / "m.jsonl",
        {"id": "a", "text": CLEAN},
        {"id": 7, "text": ADVERT, "group": "quiet", "sender": None},
        {"id": "c", "text": CLEAN, "sent_at": "2026-11-27T12:00:00+08:00"},
    )
    result = run("moderate", "--file", file, "--group", "regulars")
    assert result.status == 1
    assert [(each["message_id"], each["group"], each["verdict"]) for each in result.objects] == [
        ("a", "regulars", "allow"),
        ("7", "quiet", "block"),
        ("c", "regulars", "allow"),
    ]


def test_a_wrong_line_is_named_and_the_rest_is_answered(shop, tmp_path):
    file = lines(
        tmp_path / "m.jsonl",
        {"id": "a", "text": CLEAN},
        "not json",
        "[1]",
        {"id": "no text"},
        {"id": "b", "text": 5},
        {"id": "c", "text": CLEAN, "sender": {"role": "boss"}},
        "",
        {"id": "z", "text": ADVERT},
    )
    result = run("moderate", "--file", file)
    assert result.status == 2
    assert [each["message_id"] for each in result.objects] == ["a", "z"]
    told = result.err.splitlines()
    assert [line.split("第 ")[1].split(" 行")[0] for line in told] == ["2", "3", "4", "5", "6"]
    assert "sender.role" in told[-1]


def test_out_takes_the_decisions_and_leaves_the_screen_alone(shop, tmp_path):
    file = lines(tmp_path / "m.jsonl", *({"id": str(number), "text": CLEAN} for number in range(450)))
    out = tmp_path / "d.jsonl"
    result = run("moderate", "--file", file, "--out", str(out))
    assert (result.status, result.out) == (0, "")
    answered = [json.loads(line)["message_id"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert answered == [str(number) for number in range(450)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_as_windows_saves_it(shop, tmp_path, encoding):
    file = tmp_path / "m.jsonl"
    file.write_text(json.dumps({"id": "a", "text": ADVERT}, ensure_ascii=False) + "\r\n", encoding=encoding)
    assert [each["verdict"] for each in run("moderate", "--file", str(file)).objects] == ["block"]


def test_what_can_be_tried_without_keeping_it(shop):
    assert run("moderate", ADVERT, "--group", "regulars", "--no-store", "--json").objects[0]["id"] == ""
    assert "还没有判定" in run("moderate", "list").out


def test_feedback_and_list(shop):
    key = judged()["id"]
    assert "应是没问题" in run("moderate", "feedback", key, "wrong", "--should", "allow").out
    shown = run("moderate", "list").out
    assert key in shown
    assert "有人看过：应是没问题" in shown
    assert "no-ads（群 regulars）：最近 1 次里错了 1 次" in shown
    (case,) = (shop / "evals" / "moderation.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(case)["label"] == "allow"
    assert "已撤回 1 条" in run("moderate", "feedback", key, "--undo").out
    listed = run("moderate", "list", "--json").objects
    assert [(each["id"], each["should"], each["text"]) for each in listed] == [(key, None, ADVERT)]


def test_a_rule_that_fell_is_reported_by_rules_check_and_list(shop):
    for number in range(4):
        key = judged(f"{ADVERT}{number}")["id"]
        shown = run("moderate", "feedback", key, "wrong", "--should", "allow", "--act-only")
    assert "改为只记录" in shown.out
    assert judged(f"{ADVERT}！")["verdict"] == "allow"
    assert "! no-ads（群 regulars）：最近 4 次里错了 4 次，现在只记录不动手" in run("rules", "check").out
    assert "已改为只记录" in run("moderate", "list").out
    # Written anew, it begins anew.
    rules = (PACKAGE / "moderation" / "data" / "default_rules.yaml").read_text(encoding="utf-8")
    (shop / "knowledge" / "rules.yaml").write_text(
        rules.replace("群里不发广告，", "群里谁都不发广告，"), encoding="utf-8"
    )
    assert "只记录不动手" not in run("rules", "check").out
    assert judged(f"{ADVERT}？")["verdict"] == "block"


def test_a_sync_forgets_old_texts(shop):
    import sqlite3

    judged()
    with sqlite3.connect(shop / ".assistant" / "state.db") as connection:
        connection.execute("UPDATE decisions SET decided_at = '2020-01-01T00:00:00.000000'")
        connection.execute("DELETE FROM state WHERE key = 'moderation.forgotten'")
    connection.close()
    run("knowledge", "sync")
    assert [each["text"] for each in run("moderate", "list", "--json").objects] == [None]


def test_learning_shows_what_it_took_and_how_to_take_it_back(shop, tmp_path):
    file = lines(
        tmp_path / "l.jsonl", {"text": "面包机厂家直发要的私我", "label": "ad"}, {"text": "吐司真香", "label": "放行"}
    )
    shown = run("moderate", "learn", "--file", file)
    assert shown.status == 0
    assert "学了 2 条" in shown.out
    batch = shown.out.split("--undo ")[1].split("）")[0]
    assert run("moderate", "learn", "--undo", batch, "--json").objects[0]["corrections"][0]["batch"] == batch


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("moderate", "--group", "regulars"), "--file"),
        (("moderate", CLEAN, "--file", "m.jsonl"), "--file"),
        (("moderate", CLEAN, "--out", "d.jsonl"), "--out"),
        (("moderate", CLEAN, "--group", "nobody"), "regulars（老客群）、quiet（烘焙交流群）"),
        (("moderate", CLEAN, "--role", "boss"), "sender.role"),
        (("moderate", "--file", "nosuch.jsonl"), "nosuch.jsonl"),
        (("moderate", "x" * 100_001), "100000"),
        (("moderate", "learn"), "--file"),
        (("moderate", "learn", "--file", "nosuch.jsonl"), "nosuch.jsonl"),
        (("moderate", "learn", "--undo", "nosuch"), "nosuch"),
        (("moderate", "feedback", "nosuch", "correct"), "nosuch"),
        (("moderate", "feedback", "nosuch", "maybe"), "maybe"),
        (("moderate", "feedback", "nosuch"), "correct"),
        (("moderate", "feedback", "nosuch", "wrong", "--should", "rude"), "rude"),
        (("moderate", "feedback", "nosuch", "wrong", "--teach-only", "--act-only"), "--teach-only"),
    ],
)
def test_bad_input_ends_with_2_and_names_what_is_wrong(shop, arguments, named):
    assert named in run(*arguments).refusal(2)


@pytest.mark.parametrize(
    ("line", "named"),
    [({"text": "早", "label": "rude"}, "rude"), ({"text": "早"}, "label"), ({"text": "", "label": "ad"}, "text")],
)
def test_nothing_is_learned_from_a_file_with_a_wrong_line(shop, tmp_path, line, named):
    file = lines(tmp_path / "l.jsonl", {"text": "好", "label": "allow"}, line)
    refused = run("moderate", "learn", "--file", file).refusal(2)
    assert "第 2 行" in refused
    assert named in refused


def test_a_workspace_of_an_earlier_version_gets_what_is_new(shop):
    import sqlite3

    judged()
    database = shop / ".assistant" / "state.db"
    with sqlite3.connect(database) as connection:
        for table in ("decisions", "offences", "corrections", "rule_states"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP TABLE alembic_version")
        connection.execute("UPDATE state SET value = '1' WHERE key = 'schema'")
    connection.close()
    # As the next command finds it: in a process of its own.
    arguments = [sys.executable, "-m", "assistant", "moderate", ADVERT, "--group", "regulars", "--workspace", str(shop)]
    ended = subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8", timeout=240)
    assert ended.returncode == 1, ended.stderr
    with sqlite3.connect(database) as connection:
        assert connection.execute("SELECT COUNT(*) FROM decisions").fetchone() == (1,)
    connection.close()
