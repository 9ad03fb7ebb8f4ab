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
