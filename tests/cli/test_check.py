"""``assistant check``: findings with the place marked, exit status, files of many, and bad input in one line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from shop import make_shop, run

from assistant.checks.suite import CHECKS
from assistant.cli.findings import finding_lines, marked
from assistant.schema.contracts import Finding

DAY = ("--date", "2026-11-24")
BAD = "原味吐司 15 元一袋，全网最低价"


def test_a_clean_text_ends_with_0_and_says_what_was_looked_at(shop):
    result = run("check", "早，今天第一炉七点出，聊3个小办法", *DAY)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("没有发现问题")
    assert "广告法" in result.out


def test_findings_mark_the_place_and_end_with_1(shop):
    result = run("check", BAD, *DAY)
    assert result.status == 1
    assert "【15 元】" in result.out
    assert "18 元" in result.out
    assert "《广告法》第九条第（三）项" in result.out
    assert "怎么改：" in result.out
    assert "\x1b[" not in result.out


def test_a_warning_alone_ends_with_0(shop):
    result = run("check", "加微信 lily_8866 领配方", *DAY)
    assert result.status == 0
    assert "建议改" in result.out


def test_json_is_one_object_with_findings_of_the_contract(shop):
    result = run("check", BAD, *DAY, "--json")
    (answer,) = result.objects
    findings = [Finding.model_validate(each) for each in answer["findings"]]
    assert result.status == 1
    assert {each.check for each in findings} == {"facts", "adlaw"}
    assert all(BAD[each.start : each.end] == each.text for each in findings)


def test_only_some_checks(shop):
    assert {each["check"] for each in run("check", BAD, *DAY, "--json", "--only", "adlaw").objects[0]["findings"]} == {
        "adlaw"
    }
    assert "adlaw" in run("check", BAD, "--only", "laws").refusal(2)


def test_the_group_and_the_campaign_count(shop):
    told = run("check", "周五吐司秒杀 9.9 元，来店里买", *DAY, "--group", "regulars", "--campaign", "toast")
    assert told.status == 1
    assert "必写条款" in told.out
    assert "每人限购" in told.out
    assert "toast、incomplete" in run("check", "x", "--campaign", "nothing").refusal(2)
    assert "regulars、quiet" in run("check", "x", "--group", "nobody").refusal(2)
    assert run("check", "今天聊面包", "--group", "老客群").status == 0


def test_the_day_decides_what_is_over(shop):
    text = "周五吐司秒杀 9.9 元，共 30 袋，每人限 2 袋，11月27日 10:00 到 20:00 到店报手机号购买"
    assert run("check", text, "--date", "2026-11-26").status == 0
    assert "已经结束" in run("check", text, "--date", "2026-11-28").out
    assert "2026-13-01" in run("check", text, "--date", "2026-13-01").refusal(2)
    assert "25:00" in run("check", text, "--time", "25:00").refusal(2)


def test_files_of_text(shop):
    (shop / "帖子.md").write_text(f"第一行没事\n{BAD}\n", encoding="utf-8")
    result = run("check", "--file", "帖子.md", *DAY)
    assert result.status == 1
    assert "第 2 行" in result.out
    (shop / "gb.txt").write_bytes("今天聊聊面包怎么保存，大家平时放哪里。".encode("gb18030"))
    assert run("check", "--file", "gb.txt", *DAY).status == 0


def test_standard_input(shop, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(BAD.encode())))
    assert run("check", "-", *DAY).status == 1


def test_a_file_of_many_is_answered_line_by_line(shop):
    asked = [
        {"id": 7, "text": BAD},
        {"id": "b", "text": "早，今天第一炉七点出"},
        {"id": "c", "text": "周五吐司秒杀 9.9 元", "group": "regulars", "campaign": "toast"},
        {"id": "d", "text": "", "group": None},
    ]
    (shop / "in.jsonl").write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in asked), encoding="utf-8")
    result = run("check", "--file", "in.jsonl", *DAY)
    assert result.status == 1
    assert [each["id"] for each in result.objects] == [7, "b", "c", "d"]
    assert [bool(each["findings"]) for each in result.objects] == [True, False, True, False]
    assert {each["check"] for each in result.objects[2]["findings"]} == {"required"}


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{oops", "不是 JSON"),
        ("[1]", "JSON 对象"),
        ('{"id": 1}', "text"),
        ('{"text": "x"}', "id"),
        ('{"id": 1, "text": 3}', "text"),
        ('{"id": 1, "text": null}', "None"),
        ('{"id": 1, "text": 0}', "text"),
        ('{"id": ' + "1" * 5000 + ', "text": "x"}', "数字太长"),
        ("[" * 100_000, "嵌套太深"),
        ('{"id": 1, "text": "x", "group": "nobody"}', "regulars、quiet"),
        ('{"id": 1, "text": "x", "campaign": "nothing"}', "toast、incomplete"),
    ],
)
def test_a_bad_line_names_file_and_line_and_nothing_is_answered(shop, line, named):
    (shop / "in.jsonl").write_text('{"id": 0, "text": "好"}\n\n' + line + "\n", encoding="utf-8")
    told = run("check", "--file", "in.jsonl", *DAY).refusal(2)
    assert named in told
    assert "in.jsonl 第 3 行" in told


@pytest.mark.parametrize(
    ("arguments", "named"),
    [((), "--file"), (("x", "--file", "y.txt"), "--file"), (("--file", "none.txt"), "none.txt"), (("",), "空"),
     (("字" * 100_001,), "100001"), (("x", "--date", "9999-12-31"), "9999-12-31")],
)  # fmt: skip
def test_bad_input_is_one_line(shop, arguments, named):
    assert named in run("check", *arguments).refusal(2)


def test_lines_end_at_line_feeds_alone_and_half_characters_come_back_escaped(shop):
    lines = '\ufeff{"id": 1, "text": "早\u2028上\u0085好"}\r\n\r\n{"id": "\\ud800", "text": "全网最低价\\ud800"}\r\n'
    (shop / "in.jsonl").write_bytes(lines.encode())
    command = [sys.executable, "-m", "assistant", "check", "--file", "in.jsonl", *DAY]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    first, second = map(json.loads, done.stdout.decode().splitlines())
    assert done.returncode == 1, done.stderr.decode()
    assert first == {"id": 1, "findings": []}
    assert second["id"] == "\ud800"
    assert second["findings"]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 20, b"abc\x00def"])
def test_binary_input_is_one_line(shop, data):
    (shop / "photo.txt").write_bytes(data)
    assert "photo.txt" in run("check", "--file", "photo.txt").refusal(2)


def test_outside_a_workspace_the_checks_that_need_none_are_run_and_this_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("check", "全网最低价，王小明同学都说好")
    assert result.status == 1
    assert "没有工作区" in result.err
    assert len(result.err.splitlines()) == 1
    assert "广告法" in result.out
    assert "隐私" in result.out
    assert "--workspace" in run("check", "x", "--only", "facts").refusal(2)
    assert "--group" in run("check", "x", "--group", "a").refusal(2)
    assert "nowhere" in run("check", "x", "--workspace", "nowhere").refusal(2)


def test_a_price_changed_in_the_file_holds_at_once(shop):
    assert run("check", "原味吐司 18 元一袋", *DAY).status == 0
    assert run("knowledge", "sync").status == 0
    file = shop / "knowledge" / "products.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",18,", ",21,"), encoding="utf-8")
    told = run("check", "原味吐司 18 元一袋", *DAY)
    assert told.status == 1
    assert "21 元" in told.out


def test_a_draft_once_written_is_not_to_be_sent_again(shop):
    first = run("draft", "topic", "--group", "regulars", *DAY, "--json").objects[0]
    told = run("check", first["body"], "--group", "regulars", "--date", "2026-11-25")
    assert "重复" in told.out
    assert run("check", first["body"], "--date", "2026-11-25").status == 0


def test_the_workspace_adds_its_own_terms_and_a_wrong_file_names_itself(shop):
    (shop / "checks").mkdir()
    own = shop / "checks" / "adlaw.yaml"
    own.write_text("allow:\n  - {phrase: 全网最低价听听, why: 歌名}\n", encoding="utf-8")
    assert run("check", "点一首全网最低价听听", *DAY, "--only", "adlaw").status == 0
    own.write_text("entries:\n  - {id: mine, kind: x, severity: fatal}\n", encoding="utf-8")
    told = run("check", "你好", *DAY).refusal(2)
    assert "adlaw.yaml" in told
    assert "mine" in told


def test_a_long_line_is_cut_around_the_place_and_colour_replaces_brackets():
    text = "前" * 100 + "坏词" + "后" * 100
    finding = Finding(check="adlaw", kind="k", severity="error", start=100, end=102, text="坏词", message="m")
    shown = marked(text, finding, colour=False)
    assert shown == "…" + "前" * 24 + "【坏词】" + "后" * 24 + "…"
    assert "\x1b[1;31m坏词\x1b[0m" in marked(text, finding, colour=True)
    lines = list(finding_lines(text, [finding], colour=False, asked=CHECKS))
    assert lines[-1] == "1 处不能发"


def test_two_thousand_lines_are_seconds_of_work(tmp_path, monkeypatch):
    """No timing is asserted; that it ends well within the limit of a test is enough to tell seconds from minutes."""
    root = make_shop(tmp_path / "many")
    monkeypatch.chdir(root)
    lines = [json.dumps({"id": n, "text": f"{BAD}，今天第 {n} 条"}, ensure_ascii=False) for n in range(2000)]
    (root / "many.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert len(run("check", "--file", "many.jsonl", *DAY).objects) == 2000
