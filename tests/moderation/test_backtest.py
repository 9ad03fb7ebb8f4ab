"""New rules on old messages: who would be hit, who freed, and the same whoever shares the work."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta

import pytest
from bakery import ADVERT, NOON, RULES, Classed, make_bakery, message
from shop import run

from assistant.moderation import backtest as trying
from assistant.moderation.backtest import SAMPLES, backtest
from assistant.moderation.cascade import Moderator
from assistant.moderation.rules.loading import load_rules

LINK = "看 http://elsewhere.example/a"
SHOP_TALK = "原味吐司多少钱一袋"
NO_LINKS_OFF = RULES.replace("category: link\n", "category: link\n        mode: 'off'\n")
NO_LINKS_SHADOW = RULES.replace("category: link\n", "category: link\n        mode: shadow\n")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return make_bakery(tmp_path_factory.mktemp("bakery"))


@pytest.fixture
def rules(workspace, tmp_path):
    def load(text):
        file = tmp_path / "new.yaml"
        file.write_text(text, encoding="utf-8")
        return load_rules(workspace.knowledge, file=file)

    return load


def plain(found):
    return asdict(found) | {"clauses": {id_: asdict(tally) for id_, tally in sorted(found.clauses.items())}}


def test_the_same_rules_change_nothing(workspace, rules):
    found = backtest(workspace, [message(ADVERT, number=1), message(SHOP_TALK, number=2)], new=rules(RULES))
    assert found.messages == 2
    assert found.stopped_before == found.stopped_after == found.clauses["no-ads"].after == 1
    assert not any(found.changed.values())


def test_a_clause_that_is_off_frees_and_one_that_is_new_hits(workspace, rules):
    said = [message(LINK, number=1), message(SHOP_TALK, number=2), message(LINK + "b", number=3)]
    freed = backtest(workspace, said, new=rules(NO_LINKS_OFF))
    assert freed.changed == {"hit": 0, "freed": 2, "other": 0}
    tally = freed.clauses["no-links"]
    assert (tally.before, tally.after, tally.changed["freed"]) == (2, 0, 2)
    assert [sample.text for sample in tally.samples["freed"]] == [LINK, LINK + "b"]

    hit = backtest(workspace, said, new=rules(RULES), present=rules(NO_LINKS_OFF))
    assert hit.changed == {"hit": 2, "freed": 0, "other": 0}
    assert hit.clauses["no-links"].changed["hit"] == 2
    assert len(hit.clauses["no-links"].members) == 1


def test_a_clause_in_shadow_says_how_many_it_would_stop(workspace, rules):
    found = backtest(workspace, [message(LINK)], new=rules(NO_LINKS_SHADOW))
    assert found.clauses["no-links"].shadowed == 1
    assert found.changed["freed"] == 1


def test_another_ladder_is_another_treatment(workspace, rules):
    harder = RULES.replace(
        "{offence: 1, actions: [{kind: remind}]}\n          - {offence: 2",
        "{offence: 1, actions: [{kind: delete}]}\n          - {offence: 2",
    )
    assert harder != RULES
    found = backtest(workspace, [message(ADVERT)], new=rules(harder))
    assert found.changed == {"hit": 0, "freed": 0, "other": 1}
    (sample,) = found.clauses["no-ads"].samples["other"]
    assert (sample.before.clause, sample.after.clause) == ("no-ads", "no-ads")
    assert sample.before.actions != sample.after.actions


def test_samples_are_few_and_the_first(workspace, rules):
    said = [message(f"{LINK}{number}", number=number, sender={"id": f"u{number}"}) for number in range(20)]
    tally = backtest(workspace, said, new=rules(NO_LINKS_OFF)).clauses["no-links"]
    assert tally.changed["freed"] == 20
    assert [sample.id for sample in tally.samples["freed"]] == [f"m{number}" for number in range(SAMPLES)]


def test_what_was_cut_at_the_end_of_a_chunk_is_still_read_as_one(workspace, rules, monkeypatch):
    def cut(number):
        texts = [SHOP_TALK, "加我微", "信 abc88123 拿货"]
        return [
            message(text, number=3 * number + place).model_copy(
                update={"sent_at": NOON + timedelta(minutes=5 * number, seconds=5 * place)}
            )
            for place, text in enumerate(texts)
        ]

    said = [each for number in range(4) for each in cut(number)]
    whole = backtest(workspace, said, new=rules(RULES))
    assert whole.stopped_after
    monkeypatch.setattr(trying, "CHUNK", 5)
    monkeypatch.setattr(trying, "WARM", 3)
    assert plain(backtest(workspace, said, new=rules(RULES))) == plain(whole)


def test_one_process_and_two_give_the_same(workspace, rules, monkeypatch):
    monkeypatch.setattr(trying, "CHUNK", 4)
    texts = [LINK, SHOP_TALK, ADVERT, "气死我了"]
    said = [message(texts[number % 4], number=number, sender={"id": f"u{number % 3}"}) for number in range(18)]
    one, two = (backtest(workspace, said, new=rules(NO_LINKS_OFF), jobs=jobs) for jobs in (1, 2))
    assert one.messages == 18
    assert one.changed["freed"]
    assert plain(one) == plain(two)


def test_the_classifier_reads_a_message_once_for_both_rules(workspace, rules, monkeypatch):
    classifier = Classed()
    monkeypatch.setattr(trying, "learned", lambda book: classifier)
    backtest(workspace, [message(SHOP_TALK, number=1), message("几点关门", number=2)], new=rules(NO_LINKS_OFF))
    assert classifier.asked == [SHOP_TALK, "几点关门"]


def test_messages_without_a_time_are_no_flood(workspace, rules):
    said = [message("收到", number=number, sent_at=None) for number in range(30)]
    found = backtest(workspace, said, new=rules(RULES))
    assert (found.messages, found.stopped_after) == (30, 0)


def test_nothing_is_stored_and_progress_is_told(workspace, rules, monkeypatch):
    monkeypatch.setattr(trying, "CHUNK", 2)
    told: list[int] = []
    backtest(workspace, [message(LINK, number=n) for n in range(5)], new=rules(RULES), progress=told.append)
    assert told == [2, 4, 5]
    book = Moderator(workspace).book
    assert book is not None
    assert book.recent() == []


# ---------------------------------------------------------------- on the command line


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "none")
    workspace = make_bakery(tmp_path / "shop")
    monkeypatch.chdir(workspace.root)
    (tmp_path / "new.yaml").write_text(NO_LINKS_OFF, encoding="utf-8")
    return workspace


def test_stored_messages_are_replayed(here, tmp_path):
    run("moderate", LINK, "--group", "regulars")
    run("moderate", SHOP_TALK, "--group", "regulars")
    shown = run("moderate", "backtest", "--rules", str(tmp_path / "new.yaml"), "--jobs", "1", "--json")
    (found,) = shown.objects
    assert (shown.status, found["messages"], found["changed"]["freed"]) == (0, 2, 1)
    assert found["clauses"]["no-links"]["samples"][0]["text"] == LINK
    late = run("moderate", "backtest", "--rules", str(tmp_path / "new.yaml"), "--since", "2999-01-01", "--json")
    assert late.objects[0]["messages"] == 0


def test_a_file_is_replayed_and_a_bad_line_told(here, tmp_path):
    file = tmp_path / "messages.jsonl"
    file.write_text(json.dumps({"id": 1, "group": "regulars", "text": LINK}) + "\n{nonsense\n", encoding="utf-8")
    shown = run("moderate", "backtest", "--rules", str(tmp_path / "new.yaml"), "--file", str(file), "--jobs", "1")
    assert shown.status == 2
    assert "第 2 行" in shown.err
    assert "no-links：1 → 0，放过了 1" in shown.out
    assert LINK in shown.out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--since", "gestern"], "'gestern'"),
        (["--since", "2026-01-01", "--file", "x"], "二者选一"),
        (["--file", "nowhere.jsonl"], "没有文件 nowhere.jsonl"),
    ],
)
def test_bad_input_is_one_line(here, tmp_path, given, said):
    assert said in run("moderate", "backtest", "--rules", str(tmp_path / "new.yaml"), *given).refusal(2)


def test_rules_that_are_not_there_or_wrong_are_one_line(here, tmp_path):
    assert "没有文件" in run("moderate", "backtest", "--rules", "nowhere.yaml").refusal(2)
    (tmp_path / "new.yaml").write_text("sets:\n  default:\n    clauses: [{id: a}]\n", encoding="utf-8")
    assert "new.yaml" in run("moderate", "backtest", "--rules", str(tmp_path / "new.yaml")).refusal(2)
