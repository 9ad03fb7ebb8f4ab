"""Exit status and the one line on stderr: 0 done, 1 the answer is no, 2 bad input."""

from __future__ import annotations

import subprocess
import sys

import pytest
from shop import make_shop, run

from assistant import __version__

TOPIC = ("draft", "topic", "--group", "regulars", "--date", "2026-11-24")
PROMO = ("draft", "promo", "--group", "regulars", "--date", "2026-11-27")


def test_version_and_help():
    assert run("--version").out.strip() == __version__
    shown = run("--help")
    assert shown.status == 0
    assert all(command in shown.out for command in ("demo", "init", "knowledge", "draft"))


@pytest.mark.parametrize("bare", [(), ("knowledge",), ("draft",)])
def test_a_command_called_bare_shows_its_help(bare):
    result = run(*bare)
    assert result.status == 2
    assert "Commands:" in result.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("nosuch",), "nosuch"),
        (("draft", "topic"), "--group"),
        ((*TOPIC, "--bogus"), "--bogus"),
        ((*TOPIC, "--count", "0"), "--count"),
        (("knowledge", "search", "吐司", "--limit", "many"), "--limit"),
        ((*TOPIC[:-1], "2026-13-01"), "2026-13-01"),
        ((*TOPIC[:-1], "明天"), "明天"),
        ((*TOPIC, "--time", "25:00"), "25:00"),
        ((*TOPIC, "--time", "noon"), "noon"),
        (("knowledge", "search", "吐司", "--date", "11-24"), "11-24"),
        (("knowledge", "search"), "--file"),
        (("knowledge", "search", "吐司", "--file", "questions.jsonl"), "--file"),
        (("knowledge", "search", "--file", "questions.jsonl"), "questions.jsonl"),
        (("draft", "topic", "--group", "nobody"), "regulars（老客群）、quiet（烘焙交流群）"),
        ((*PROMO, "--campaign", "nothing"), "toast、incomplete"),
        (("draft", "share", "--group", "quiet", "--format", "song"), "post、voice"),
        ((*PROMO, "--format", "voice"), "poster"),
        (("knowledge", "status", "--workspace", "nowhere"), "nowhere"),
    ],
)
def test_bad_input_ends_with_2_and_names_what_is_wrong(shop, arguments, named):
    assert named in run(*arguments).refusal(2)


def test_wrong_usage_says_where_the_usage_stands(shop):
    assert "assistant draft topic -h" in run("draft", "topic").refusal(2)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("draft", "promo", "--group", "quiet", "--date", "2026-11-27", "--campaign", "toast"), "促销"),
        ((*PROMO, "--campaign", "incomplete"), "成团时限"),
        (("draft", "promo", "--group", "regulars", "--date", "2026-12-24", "--campaign", "toast"), "11月27日"),
        ((*TOPIC, "--about", "编几条假好评"), "假好评"),
    ],
)
def test_a_refusal_ends_with_1_and_gives_the_reason(shop, arguments, named):
    assert named in run(*arguments).refusal(1)


def test_without_a_workspace_every_command_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for arguments in (("knowledge", "sync"), ("knowledge", "status"), ("knowledge", "search", "x"), TOPIC):
        assert "assistant init" in run(*arguments).refusal(2)


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("assistant.toml", "[embeding]\n", "embeding"),
        ("assistant.toml", "writer = 3\n", "writer"),
        ("assistant.toml", "writer = [\n", "assistant.toml"),
        ("knowledge/brand.yaml", "nmae: 小店\n", "brand.yaml"),
        ("knowledge/groups.yaml", "groups:\n  - {id: a, name: 甲, quiet_hours: 晚上}\n", "quiet_hours"),
    ],
)
def test_a_wrong_file_is_named(shop, file, text, named):
    (shop / file).write_text(text, encoding="utf-8")
    assert named in run(*TOPIC).refusal(2)


def test_a_file_that_is_not_taken_in_makes_the_sync_end_with_1(shop):
    (shop / "knowledge" / "空.md").write_text("", encoding="utf-8")
    result = run("knowledge", "sync")
    assert result.status == 1
    assert "空.md" in result.out
    assert run("knowledge", "search", "吐司能放几天").status == 0


def test_init_makes_a_workspace_that_works_and_never_overwrites(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("init", "shop").status == 0
    assert (tmp_path / "shop" / "assistant.toml").is_file()
    assert run("knowledge", "sync", "--workspace", "shop").status == 0
    assert run("draft", "topic", "--group", "main", "--workspace", "shop").status == 0
    assert "shop" in run("init", "shop").refusal(2)


def test_the_program_itself_ends_with_the_same_status(tmp_path):
    """Through ``python -m assistant``: what the functions above call in this process is what a shell sees."""
    make_shop(tmp_path)
    arguments = [sys.executable, "-m", "assistant", "draft", "topic", "--group", "nobody", "--workspace", str(tmp_path)]
    ended = subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8", timeout=240)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1


def test_an_interruption_while_it_loads_is_one_line(tmp_path):
    """The finder of modules stands in for the moment at which Ctrl-C is pressed."""
    interrupted = (
        "import sys\n"
        "class Pressed:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'assistant.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Pressed())\n"
        "from assistant.__main__ import main\n"
        "main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", interrupted], capture_output=True, text=True, encoding="utf-8", timeout=240
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "已中断\n")


def test_a_search_before_the_first_sync_says_so(shop):
    (shop / "questions.jsonl").write_text('{"id": 1, "query": "吐司"}\n', encoding="utf-8")
    for asked in (("吐司能放几天",), ("吐司能放几天", "--json"), ("--file", "questions.jsonl")):
        assert "请先运行 assistant knowledge sync" in run("knowledge", "search", *asked).refusal(2)
    assert run("knowledge", "sync").status == 0
    assert run("knowledge", "search", "吐司能放几天").status == 0


@pytest.mark.parametrize("command", [("init", "/dev/null/shop"), ("knowledge", "search", "  ")])
def test_what_cannot_be_made_or_sought_is_one_line(shop, command):
    result = run(*command)
    assert (result.status, len(result.err.splitlines())) == (2, 1)
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (KeyboardInterrupt(), 130, "已中断"),
        (PermissionError(13, "Permission denied", "x/state.db"), 2, "x/state.db 出错：Permission denied"),
        (OSError(28, "No space left on device"), 2, "No space left on device"),
    ],
)
def test_an_interruption_and_a_full_disk_are_one_line(shop, monkeypatch, raised, status, said):
    def fails(*_given, **_named):
        raise raised

    monkeypatch.setattr("assistant.knowledge.status.status", fails)
    result = run("knowledge", "status")
    assert (result.status, len(result.err.splitlines())) == (status, 1)
    assert said in result.err
