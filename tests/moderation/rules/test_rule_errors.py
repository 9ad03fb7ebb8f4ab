"""What an operator gets wrong by hand: each is one line that names file, line, clause and field."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rulefiles import CLAUSE, GROUPS, clause_with, write_rules

from assistant.errors import ConfigError
from assistant.moderation.rules.loading import load_rules


def one(clauses: str, tail: str = "") -> str:
    return f"sets:\n  default:\n    clauses:\n{clauses}{tail}"


def swapped(old: str, new: str) -> str:
    assert old in CLAUSE
    return one(CLAUSE.replace(old, new))


WRONG = {
    "unknown key of a clause": (one(clause_with("no-ads", "laddder: 1")), ["第 13 行", "no-ads", "laddder", "ladder"]),
    "unknown key of a set": ("sets:\n  default:\n    apeal: 找我\n", ["第 3 行", "规则集 default", "apeal", "appeal"]),
    "unknown key on top": ("sets: {}\nrules: {}\n", ["第 2 行", "rules", "sets", "overrides"]),
    "unknown key of the exemptions": (
        "sets:\n  default:\n    exempt:\n      role: admin\n",
        ["第 4 行", "exempt", "role", "roles"],
    ),
    "unknown key of an action": (
        swapped("minutes: 60", "minute: 60"),
        ["第 12 行", "no-ads", "ladder.actions", "minute", "minutes"],
    ),
    "unknown category": (
        swapped("category: ad", "category: spamm"),
        ["第 5 行", "no-ads", "category：“spamm”不认识", "广告"],
    ),
    "allow is no category of a clause": (swapped("category: ad", "category: allow"), ["第 5 行", "category", "allow"]),
    "unknown detector": (
        swapped("contact_bait", "contact_bate"),
        ["第 7 行", "no-ads", "detectors.contact_bate", "contact_bait"],
    ),
    "unknown parameter": (
        swapped("{contact_bait: {}}", "{contact_bait: {strength: 3}}"),
        ["第 7 行", "no-ads", "contact_bait", "strength"],
    ),
    "unknown parameter where one is missing": (
        swapped("{contact_bait: {}}", "{terms: {words: [网盘]}}"),
        ["第 7 行", "terms", "words 不认识", "list、extra、without"],
    ),
    "missing parameter": (
        swapped("{contact_bait: {}}", "{terms: {extra: [网盘]}}"),
        ["第 7 行", "terms", "list 没有写", "list、extra、without"],
    ),
    "unknown key in Chinese": (
        "sets:\n  default:\n    豁免:\n      豁免语句们: [鸡蛋]\n",
        ["第 4 行", "豁免语句们", "身份", "短语", "小程序"],
    ),
    "unknown action": (swapped("kind: remind", "kind: shout"), ["第 11 行", "no-ads", "kind", "shout", "提醒"]),
    "unknown mode": (one(clause_with("no-ads", "mode: maybe")), ["no-ads", "mode", "maybe", "shadow"]),
    "unknown role": ("sets:\n  default:\n    exempt: {roles: [老板]}\n", ["第 3 行", "roles", "老板", "admin"]),
    "a clause twice": (one(CLAUSE + CLAUSE), ["第 13 行", "no-ads", "id", "重名"]),
    "an offence twice": (
        swapped("offence: 3", "offence: 1"),
        ["第 12 行", "no-ads", "ladder.offence", "一级比一级大"],
    ),
    "offences that fall": (
        swapped("offence: 1, actions: [{kind: remind}]", "offence: 4, actions: [{kind: remind}]"),
        ["第 11 行", "no-ads", "offence", "第 1 次"],
    ),
    "consequences that fall": (
        swapped("[{kind: remind}]", "[{kind: remove}]"),
        ["第 12 行", "no-ads", "actions", "还轻"],
    ),
    "a shorter mute the second time": (
        swapped("[{kind: remind}]", "[{kind: mute, minutes: 120}]"),
        ["no-ads", "actions", "还轻"],
    ),
    "mute without minutes": (
        swapped("{kind: mute, minutes: 60}", "{kind: mute}"),
        ["第 12 行", "no-ads", "ladder", "minutes", "分钟"],
    ),
    "minutes of something else": (
        swapped("{kind: remind}", "{kind: remind, minutes: 3}"),
        ["第 11 行", "no-ads", "minutes", "remind"],
    ),
    "an action twice": (swapped("{kind: remind}", "{kind: remind}, {kind: remind}"), ["no-ads", "remind", "两次"]),
    "no action": (swapped("[{kind: remind}]", ""), ["第 11 行", "no-ads", "actions"]),
    "no examples that break it": (
        swapped("        violates: [加我微信 abc12345 拿货]\n", ""),
        ["第 4 行", "no-ads", "violates", "例子"],
    ),
    "no examples that must pass": (
        swapped("        allows: [多少钱一个]\n", ""),
        ["第 4 行", "no-ads", "allows", "例子"],
    ),
    "an example both ways": (
        swapped("[多少钱一个]", "[加我微信 abc12345 拿货]"),
        ["第 9 行", "no-ads", "allows", "violates"],
    ),
    "no ladder": (one(CLAUSE[: CLAUSE.index("        ladder")]), ["第 4 行", "no-ads", "ladder", "offence"]),
    "no category": (swapped("        category: ad\n", ""), ["第 4 行", "no-ads", "category", "类别"]),
    "no id": (swapped("- id: no-ads\n        category", "- category"), ["第 4 行", "第 1 条", "id"]),
    "no wording": (swapped("        clause: 群里不发广告。\n", ""), ["第 4 行", "no-ads", "clause"]),
    "a window that is none": (one(clause_with("no-ads", "window_days: 0")), ["第 13 行", "no-ads", "window_days", "1"]),
    "a chance above one": ("sets:\n  default:\n    unsure: {ad: 7}\n", ["第 3 行", "unsure.ad", "7", "review"]),
    "detectors that are no mapping": (swapped("{contact_bait: {}}", "{contact_bait: 3}"), ["第 7 行", "contact_bait"]),
    "a group that does not exist": (
        one(clause_with("no-ads", "groups: [aa]")),
        ["第 13 行", "no-ads", "groups", "aa", "写 a"],
    ),
    "changes for a group that does not exist": (
        one(CLAUSE, "overrides:\n  x:\n    no-ads: {mode: off}\n"),
        ["第 14 行", "群 x", "groups.yaml"],
    ),
    "changes to a clause that does not exist": (
        one(CLAUSE, "overrides:\n  a:\n    no-add: {mode: off}\n"),
        ["第 15 行", "群 a", "no-add", "no-ads"],
    ),
    "changes to the id": (one(CLAUSE, "overrides:\n  a:\n    no-ads: {id: x}\n"), ["第 15 行", "no-ads", "id"]),
    "changes that break the ladder": (
        one(CLAUSE, "overrides:\n  a:\n    no-ads:\n      ladder: [{offence: 2, actions: [remind]}]\n"),
        ["第 16 行", "群 a", "no-ads", "ladder", "offence"],
    ),
    "empty changes": (one(CLAUSE, "overrides:\n  a:\n    no-ads: {}\n"), ["第 15 行", "no-ads", "要改什么"]),
    "tabs": ("sets:\n\tdefault:\n", ["第 2 行", "Tab"]),
    "a full-width colon": ("sets:\n  default:\n    name：群规\n    appeal: 找我\n", ["第 3 行", "全角"]),
    "a list on top": ("- id: no-ads\n", ["最外层", "sets"]),
    "a key twice": (one(clause_with("no-ads", "category: ad")), ["第 13 行", "category", "两次"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG.keys())
def test_an_error_names_its_place_in_one_line(tmp_path, text, words):
    write_rules(tmp_path, text)
    with pytest.raises(ConfigError) as error:
        load_rules(tmp_path)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith("rules.yaml")
    for word in words:
        assert word in message, message


def test_a_group_that_takes_an_unknown_set_is_named_with_its_file(tmp_path):
    write_rules(tmp_path, one(CLAUSE), groups=GROUPS + "\n- {id: c, name: 茶群, rules: defualt}")
    with pytest.raises(ConfigError, match=r"groups\.yaml，群 c 的 rules：rules\.yaml 里没有 defualt .*default"):
        load_rules(tmp_path)


def test_a_clause_that_is_off_may_be_a_sketch(tmp_path):
    write_rules(tmp_path, one("      - {id: later, category: other, clause: 以后再说。, mode: off}\n"))
    assert load_rules(tmp_path).of("a").clauses == ()


def test_a_step_that_only_asks_a_person_may_follow_any(tmp_path):
    write_rules(tmp_path, swapped("actions: [{kind: delete}, {kind: mute, minutes: 60}]", "actions: [human]"))
    assert len(load_rules(tmp_path).of("a").clauses[0].ladder) == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_torn_file_loads_or_says_why(tmp_path, data):
    """Lines dropped, doubled or cut: never anything but rules or one line of explanation."""
    lines = one(CLAUSE, "overrides:\n  a:\n    no-ads: {mode: shadow}\n").split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "double", "cut", "twist"])):
            case "drop":
                lines[place : place + 1] = []
            case "double":
                lines.insert(place, lines[place])
            case "cut":
                lines[place] = lines[place][: data.draw(st.integers(0, 40))]
            case _:
                lines[place] = re.sub(r"[a-z]{3,}", "[x, {y: ~}]", lines[place], count=1)
        lines = lines or [""]
    write_rules(tmp_path, "\n".join(lines))
    try:
        book = load_rules(tmp_path)
    except ConfigError as error:
        told = str(error)
        assert "\n" not in told
    else:
        assert all(clause.ladder for clause in book.of("a").clauses)
