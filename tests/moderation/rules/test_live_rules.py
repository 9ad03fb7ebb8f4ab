"""Rules that change while a program runs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from rulefiles import CLAUSE, write_rules

from assistant.errors import ConfigError
from assistant.moderation.rules.live import LiveRules

TEXT = f"sets:\n  default:\n    clauses:\n{CLAUSE}"


@pytest.fixture
def live(tmp_path):
    write_rules(tmp_path, TEXT)
    return LiveRules(tmp_path)


def ids(live):
    return [clause.id for clause in live.current().of("a").clauses]


def test_the_same_rules_until_the_file_changes(live, tmp_path):
    assert live.current() is live.current()
    write_rules(tmp_path, TEXT.replace("no-ads", "no-adverts"))
    assert ids(live) == ["no-adverts"]
    assert live.problem == ""


def test_a_broken_file_keeps_the_last_good_rules_and_says_so(live, tmp_path):
    good = live.current()
    write_rules(tmp_path, TEXT.replace("category: ad", "category: spamm"))
    assert live.current() is good
    assert "rules.yaml 第 5 行" in live.problem
    assert "spamm" in live.problem
    assert "仍按上一次" in live.problem
    assert live.current() is good  # and does not forget
    assert live.problem
    write_rules(tmp_path, TEXT.replace("no-ads", "no-adverts"))
    assert ids(live) == ["no-adverts"]
    assert live.problem == ""


def test_a_file_that_is_gone_keeps_the_last_good_rules(live, tmp_path):
    (tmp_path / "rules.yaml").unlink()
    assert ids(live) == ["no-ads"]
    assert "不见了" in live.problem
    write_rules(tmp_path, TEXT)
    assert ids(live) == ["no-ads"]
    assert live.problem == ""


def test_a_groups_file_that_changes_counts_too(live, tmp_path):
    text = TEXT + TEXT.split("\n", 1)[1].replace("default", "other").replace("no-ads", "no-trade")
    write_rules(tmp_path, text, groups="- {id: a, name: 面包群, rules: other}")
    assert ids(live) == ["no-trade"]
    (tmp_path / "groups.yaml").write_text("groups:\n  - {id: a}\n", encoding="utf-8")
    assert ids(live) == ["no-trade"]
    assert "groups.yaml" in live.problem


def test_rules_that_come_later_replace_the_packaged_ones(tmp_path):
    live = LiveRules(tmp_path)
    assert len(ids(live)) > 9
    write_rules(tmp_path, TEXT)
    assert ids(live) == ["no-ads"]


def test_there_is_no_beginning_with_broken_rules(tmp_path):
    write_rules(tmp_path, "sets: 3\n")
    with pytest.raises(ConfigError, match=r"rules\.yaml"):
        LiveRules(tmp_path)


def test_many_threads_see_whole_books_while_the_file_changes(live, tmp_path):
    def ask(_):
        return len(ids(live))

    with ThreadPoolExecutor(4) as pool:
        for number in range(20):
            broken = number % 3 == 2
            write_rules(tmp_path, "sets: [" if broken else TEXT.replace("no-ads", f"no-{number}"))
            assert set(pool.map(ask, range(20))) == {1}
    assert ids(live) == ["no-19"]
