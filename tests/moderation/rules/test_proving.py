"""Clauses proved on their own examples, with a decider whose answers are known."""

from __future__ import annotations

from itertools import pairwise

from rulefiles import CLAUSE, clause_with, write_rules

from assistant.moderation.rules.loading import load_rules
from assistant.moderation.rules.proving import prove
from assistant.schema.moderation import Category, Decision, RuleRef, ShadowHit, Verdict


def decider(flags=(), shadows=()):
    seen = []

    def decide(message):
        seen.append(message)
        hit = message.text in flags
        return Decision(
            message_id=message.id,
            verdict=Verdict.REVIEW if hit else Verdict.ALLOW,
            rule=RuleRef(id="other-rule", clause="") if hit else None,
            shadow=[
                ShadowHit(rule=RuleRef(id="no-ads", clause=""), category=Category.AD, verdict=Verdict.BLOCK)
                for text in shadows
                if text == message.text
            ],
        )

    return decide, seen


def book(tmp_path, clauses=CLAUSE, tail=""):
    write_rules(tmp_path, f"sets:\n  default:\n    clauses:\n{clauses}{tail}")
    return load_rules(tmp_path)


def test_found_and_free_is_proved(tmp_path):
    decide, seen = decider(flags=["加我微信 abc12345 拿货"])
    (proof,) = prove(book(tmp_path), decide)
    assert proof.failed == []
    assert (proof.count("violates"), proof.count("allows")) == ((1, 1), (1, 1))
    assert proof.thin
    assert [message.group for message in seen] == ["a", "a"]
    assert len({message.sender.id for message in seen}) == 2
    gaps = [later.sent_at - earlier.sent_at for earlier, later in pairwise(seen)]
    assert all(gap.total_seconds() > 300 for gap in gaps)


def test_missed_and_wrongly_stopped_are_told_with_who_stopped_it(tmp_path):
    decide, _ = decider(flags=["多少钱一个"])
    (proof,) = prove(book(tmp_path), decide)
    assert [(trial.expected, trial.by) for trial in proof.failed] == [("violates", ""), ("allows", "other-rule")]


def test_a_clause_in_shadow_is_proved_by_what_it_records(tmp_path):
    shadow = CLAUSE + "        mode: shadow\n"
    assert not next(prove(book(tmp_path, shadow), decider(shadows=["加我微信 abc12345 拿货"])[0])).failed
    failed = next(prove(book(tmp_path, shadow), decider(shadows=["多少钱一个"])[0])).failed
    assert [(trial.expected, trial.by) for trial in failed] == [("violates", ""), ("allows", "no-ads")]


def test_changes_of_a_group_are_proved_there_and_the_set_elsewhere(tmp_path):
    tail = "overrides:\n  a:\n    no-ads: {violates: [拉人进群], clause: 不拉人。}\n"
    decide, seen = decider(flags=["加我微信 abc12345 拿货", "拉人进群"])
    proofs = list(prove(book(tmp_path, tail=tail), decide))
    assert [(proof.place.group, proof.place.changed, len(proof.failed)) for proof in proofs] == [
        ("b", False, 0),
        ("a", True, 0),
    ]
    assert [(message.group, message.text) for message in seen] == [
        ("b", "加我微信 abc12345 拿货"), ("b", "多少钱一个"), ("a", "拉人进群"), ("a", "多少钱一个"),
    ]  # fmt: skip


def test_what_is_off_or_held_by_nobody_is_listed_and_not_tried(tmp_path):
    text = clause_with("sleeping", "mode: off") + f"  spare:\n    clauses:\n{clause_with('spare', 'mode: live')}"
    decide, seen = decider()
    proofs = list(prove(book(tmp_path, text), decide))
    assert [(proof.place.clause.id, proof.trials, proof.failed) for proof in proofs] == [
        ("sleeping", (), []),
        ("spare", (), []),
    ]
    assert seen == []


def test_a_scoped_clause_is_tried_in_its_group(tmp_path):
    decide, seen = decider()
    list(prove(book(tmp_path, clause_with("only-b", "groups: [b]")), decide))
    assert {message.group for message in seen} == {"b"}
