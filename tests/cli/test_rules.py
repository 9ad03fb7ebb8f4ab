"""``assistant rules check`` as an operator runs it."""

from __future__ import annotations

import json

from shop import run

RULES = """\
sets:
  default:
    name: 面包房群规
    clauses:
      - id: no-ads
        category: ad
        clause: 群里不发广告。
        detectors: {contact_bait: {}}
        violates: [厂家直销一手货源，要的加我微信 bb8821]
        allows: [这个多少钱一份]
        ladder:
          - {offence: 1, actions: [{kind: remind}]}
      - {id: later, category: other, clause: 以后再说。, mode: off}
overrides:
  quiet:
    no-ads: {clause: 交流群不发广告。}
"""


def write(shop, text):
    (shop / "knowledge" / "rules.yaml").write_text(text, encoding="utf-8")


def test_rules_that_hold_are_told_in_a_table(shop):
    write(shop, RULES)
    result = run("rules", "check")
    assert result.status == 0, result.out + result.err
    assert "规则集 default　面包房群规" in result.out
    assert "群 quiet 的改动" in result.out
    row = next(line for line in result.out.splitlines() if "no-ads" in line)
    assert row.split()[1:5] == ["广告", "生效", "1/1", "1/1"]
    assert "例子少" in row
    assert next(line for line in result.out.splitlines() if "later" in line).split()[-1] == "没有试"
    assert "4 个例子都对得上" in result.out


def test_an_example_that_is_missed_or_wrongly_stopped_ends_with_one(shop):
    write(
        shop,
        RULES.replace("这个多少钱一份", "拿货加我微信 abc12345").replace(
            "厂家直销一手货源，要的加我微信 bb8821", "早上好"
        ),
    )
    result = run("rules", "check")
    assert result.status == 1
    assert "✗ no-ads：该查出来却放过了　“早上好”" in result.out
    assert "✗ no-ads：没事的话被" in result.out
    assert "4 个例子里有 4 个和写的不一样" in result.out


def test_json_has_an_object_a_clause(shop):
    write(shop, RULES.replace("这个多少钱一份", "拿货加我微信 abc12345"))
    result = run("rules", "check", "--json")
    assert result.status == 1
    first, later, changed = result.objects
    assert (first["set"], first["group"], first["clause"], first["mode"]) == ("default", "", "no-ads", "live")
    assert first["violates"] == {"passed": 1, "total": 1}
    assert first["allows"] == {"passed": 0, "total": 1}
    assert [(one["text"], one["expected"], one["by"]) for one in first["failures"]] == [
        ("拿货加我微信 abc12345", "allows", "no-ads")
    ]
    assert later["failures"] == []
    assert changed["group"] == "quiet"
    assert "多少钱" not in json.dumps(changed, ensure_ascii=False)


def test_a_broken_file_is_one_line_and_two(shop):
    write(shop, RULES.replace("kind: remind", "kind: mute"))
    line = run("rules", "check").refusal(2)
    assert line.startswith("rules.yaml 第 12 行，规则集 default 的条款 no-ads 的 ladder.actions.minutes：")


def test_the_packaged_rules_are_proved_where_there_are_none(shop):
    result = run("rules", "check")
    assert "用的是自带的" in result.out
    assert result.status == 0, result.out


def put_into_shadow(shop, groups=("regulars",), clause="no-ads"):
    """Let the database say that the clause was wrong too often."""
    from datetime import datetime

    from assistant.moderation.precision import _PUT
    from assistant.moderation.prepared import digest_of
    from assistant.moderation.rules.loading import load_rules
    from assistant.storage.database import open_database
    from assistant.storage.decisions import stamp
    from assistant.workspace import find_workspace

    here = find_workspace(shop)
    book = load_rules(here.knowledge)
    digest = digest_of(next(each for each in book.of("regulars").clauses if each.id == clause))
    with open_database(here).write() as connection:
        for group in groups:
            key = {"group_id": group, "clause": clause, "digest": digest}
            connection.execute(_PUT, key | {"mode": "shadow", "since": stamp(datetime.now()), "acted": 30, "wrong": 9})


def verdict(group="regulars"):
    """What becomes of an advert, by the rules and what the database says of them."""
    return run("moderate", "拿货加我微信 abc12345，厂家直销", "--group", group, "--json").objects[0]["verdict"]


def test_a_clause_that_only_records_is_let_act_again(shop):
    write(shop, RULES)
    put_into_shadow(shop)
    assert verdict() == "allow"
    shown = run("rules", "restore", "no-ads", "--group", "老客群")
    assert (shown.status, shown.out) == (0, "群规 no-ads 在群 regulars里重新生效，以前判错的不再算\n")
    assert verdict() == "block"


def test_without_a_group_it_is_restored_wherever_it_only_records(shop):
    write(shop, RULES)
    put_into_shadow(shop, ("", "regulars"))
    assert "去掉 --group" in run("rules", "restore", "no-ads", "--group", "regulars").refusal(2)
    shown = run("rules", "restore", "no-ads", "--json")
    assert shown.objects == [{"group": group, "clause": "no-ads", "mode": "live"} for group in ("", "regulars")]
    assert "没有因为判错被改成只记录" in run("rules", "restore", "no-ads").refusal(2)


def test_what_cannot_be_restored_is_said(shop):
    write(shop, RULES)
    put_into_shadow(shop)
    assert "有：no-ads、later" in run("rules", "restore", "nothing").refusal(2)
    known = "regulars（老客群）、quiet（烘焙交流群）"
    assert known in run("rules", "restore", "no-ads", "--group", "nobody").refusal(2)
    assert "写的就是 off" in run("rules", "restore", "later").refusal(2)
