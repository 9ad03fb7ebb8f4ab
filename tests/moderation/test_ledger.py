"""Decisions on disk: counted once, counted right by several at a time, and there after a kill."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from bakery import ADVERT, MAYBE_ABUSE, NOON, Bench, Classed, make_bakery, message
from sqlalchemy import select

from assistant.errors import StorageError
from assistant.moderation.cascade import Moderator
from assistant.moderation.doubts import Judgement
from assistant.moderation.feedback import Feedback
from assistant.schema.moderation import Category, Stage, Verdict
from assistant.storage.database import open_database
from assistant.storage.decisions import DecisionBook
from assistant.storage.tables import decisions, offences

HERE = Path(__file__).parent


@pytest.fixture(params=["sqlite", "postgresql"])
def workspace(request, tmp_path, monkeypatch):
    if request.param == "postgresql":
        monkeypatch.setenv("ASSISTANT_DATABASE_URL", request.getfixturevalue("postgres_url"))
    return make_bakery(tmp_path)


def moderator(workspace, known=None, **given):
    return Moderator(workspace, classifier=Classed(known), **given)


def doing(decision):
    return [action.kind for action in decision.actions if action.kind != "post"]


def test_offences_climb_the_ladder(workspace):
    judge = moderator(workspace)
    steps = [doing(judge.decide(message(ADVERT, number=number))) for number in range(1, 5)]
    assert steps == [[], ["delete", "mute"], ["remove"], ["remove"]]


def test_offences_are_each_members_and_each_groups_own(workspace):
    judge = moderator(workspace)
    judge.decide(message(ADVERT, number=1))
    assert doing(judge.decide(message(ADVERT, number=2, sender={"id": "u2"}))) == []
    assert doing(judge.decide(message(ADVERT, number=3, group="quiet"))) == []
    assert doing(judge.decide(message(ADVERT, number=4))) == ["delete", "mute"]


def test_an_offence_outside_the_window_counts_no_more(workspace):
    judge = moderator(workspace)
    judge.decide(message(ADVERT, number=1, sent_at=NOON - timedelta(days=31)))
    assert doing(judge.decide(message(ADVERT, number=2, sent_at=NOON))) == []


def test_who_is_not_known_has_no_past(workspace):
    judge = moderator(workspace)
    for number in range(3):
        assert doing(judge.decide(message(ADVERT, number=number, sender={"id": ""}))) == []


def test_the_same_message_asked_again_gets_the_same_decision_and_counts_once(workspace):
    judge = moderator(workspace)
    first = judge.decide(message(ADVERT, number=1))
    assert judge.decide(message(ADVERT, number=1)) == first
    assert moderator(workspace).decide(message(ADVERT, number=1)) == first
    assert doing(judge.decide(message(ADVERT, number=2))) == ["delete", "mute"]
    assert len(judge.book.recent(10)) == 2


def test_an_edit_of_a_message_is_judged_anew_and_counts_once(workspace):
    judge = moderator(workspace)
    judge.decide(message("早", number=1))
    assert judge.decide(message(ADVERT, number=1, kind="edit")).verdict is Verdict.BLOCK
    assert judge.decide(message(f"{ADVERT}！", number=1, kind="edit")).verdict is Verdict.BLOCK
    assert doing(judge.decide(message(ADVERT, number=2))) == ["delete", "mute"]


def test_many_threads_count_every_offence_once(workspace):
    judge = moderator(workspace)
    judge.decide(message("热身", number=1000, sender={"id": "other"}))
    decisions = []

    def send(start):
        for number in range(start, start + 5):
            decisions.append(judge.decide(message(ADVERT, number=number, sent_at=NOON)))

    threads = [threading.Thread(target=send, args=(start,)) for start in range(0, 30, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = sorted(int(each.reason.rpartition("第 ")[2].split()[0]) for each in decisions)
    assert told == list(range(1, 31))


def test_many_in_one_transaction_count_one_after_the_other(workspace):
    messages = [message(ADVERT, number=number, sent_at=NOON) for number in range(4)]
    assert [doing(each) for each in moderator(workspace).decide_many(messages)] == [
        [],
        ["delete", "mute"],
        ["remove"],
        ["remove"],
    ]


def test_two_processes_do_not_count_one_offence_as_another(workspace):
    code = (
        "import sys; from pathlib import Path; from assistant.workspace import Workspace\n"
        "from assistant.moderation.cascade import Moderator; from bakery import ADVERT, NOON, Classed, message\n"
        "judge = Moderator(Workspace(Path(sys.argv[1])), classifier=Classed())\n"
        "for number in range(8):\n"
        "    print(judge.decide(message(ADVERT, number=int(sys.argv[2]) + number, sent_at=NOON)).reason)\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(workspace.root), str(start)],
            env=environment(),
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for start in (0, 100)
    ]
    said = "".join(process.communicate(timeout=120)[0] for process in running)
    assert sorted(int(line.rpartition("第 ")[2].split()[0]) for line in said.splitlines()) == list(range(1, 17))


def environment():
    import os

    places = [HERE, HERE.parent / "cli", HERE.parents[1]]
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, places)), "PYTHONIOENCODING": "utf-8"}


def test_what_was_answered_is_there_after_a_kill(workspace):
    """Killed without warning in the middle: every decision that was given out is in the database."""
    code = (
        "import sys; from pathlib import Path; from assistant.workspace import Workspace\n"
        "from assistant.moderation.cascade import Moderator; from bakery import ADVERT, Classed, message\n"
        "judge = Moderator(Workspace(Path(sys.argv[1])), classifier=Classed())\n"
        "for number in range(100000):\n"
        "    decision = judge.decide(message(ADVERT if number % 3 else '早上好', number=number))\n"
        "    print(decision.id, decision.verdict.value, flush=True)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(workspace.root)], env=environment(), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    given = [process.stdout.readline() for _ in range(40)]
    process.send_signal(signal.SIGKILL)
    given += process.stdout.readlines()
    process.stdout.close()
    process.wait(timeout=60)
    book = DecisionBook(open_database(workspace))
    told = [line.split() for line in given if line.endswith("\n")]
    assert len(told) >= 40
    assert [book.get(key).decision.verdict.value for key, _ in told] == [verdict for _, verdict in told]
    # And it goes on: the next message counts on from there.
    assert moderator(workspace).decide(message(ADVERT, number=10**6)).verdict is Verdict.BLOCK


def test_a_database_that_takes_nothing_is_an_error_and_not_a_decision(workspace, monkeypatch):
    judge = moderator(workspace)

    def refuse(*_args):
        raise StorageError("数据库出错：磁盘满了")

    monkeypatch.setattr(judge.book, "add", refuse)
    with pytest.raises(StorageError, match="磁盘满了"):
        judge.decide(message(ADVERT))
    monkeypatch.undo()
    assert doing(judge.decide(message(ADVERT))) == []


def test_what_explains_a_decision_is_kept(workspace):
    judge = moderator(workspace)
    given = judge.decide(message("家里有货，加我徽 信 abc88123"))
    stored = judge.book.get(given.id)
    assert stored.decision == given
    assert stored.message is not None
    assert stored.message.text == "家里有货，加我徽 信 abc88123"
    assert (stored.classifier, len(stored.rules), len(stored.rule_digest)) == ("test", 16, 16)
    assert stored.trace["hits"][0]["clause"] == "no-ads"
    assert stored.trace["readings"]["text"]


def test_a_member_is_a_hash_in_the_figures(workspace):
    judge = moderator(workspace)
    judge.decide(message(ADVERT, sender={"id": "13800000000", "name": "小林"}))
    with open_database(workspace).read() as connection:
        figures = [list(row) for row in connection.execute(select(offences))]
        member = connection.execute(select(decisions.c.member)).scalar_one()
    assert "13800000000" not in json.dumps(figures, ensure_ascii=False)
    assert "13800000000" not in member


def test_a_clear_message_keeps_no_more_than_its_figures_and_text(workspace):
    judge = moderator(workspace)
    given = judge.decide(message("早上好"))
    stored = judge.book.get(given.id)
    assert (stored.decision.verdict, stored.decision.stage) == (Verdict.ALLOW, Stage.CLASSIFIER)
    assert stored.trace == {}


def test_what_a_judge_frees_says_so_when_it_is_read_again(workspace):
    bench = Bench(lambda doubt: Judgement(None, 0.9, "玩笑话"))
    judge = moderator(workspace, {"你行不行": MAYBE_ABUSE}, judge=bench)
    given = judge.decide(message("你行不行"))
    stored = judge.book.get(given.id)
    assert (stored.decision.stage, stored.decision.reason) == (Stage.JUDGE, "玩笑话")


def test_half_a_character_is_stored_and_read(workspace):
    judge = moderator(workspace)
    given = judge.decide(message(f"{ADVERT}\ud83d", id="m\ud800", group="g\udfff"))
    assert given.verdict is Verdict.BLOCK
    assert judge.book.get(given.id).decision.verdict is Verdict.BLOCK


def test_what_a_person_called_wrong_does_not_count(workspace):
    judge = moderator(workspace)
    feedback = Feedback(judge)
    first = judge.decide(message(ADVERT, number=1))
    feedback.give(first.id, right=False, should=Category.ALLOW, effect="act")
    second = judge.decide(message(ADVERT, number=2))
    assert doing(second) == []
    feedback.undo(first.id)
    assert doing(judge.decide(message(ADVERT, number=3))) == ["remove"]


def test_a_message_that_two_processes_get_while_the_rules_change_is_decided_once(workspace):
    """One process holds it against the old rules, the other against the new: whoever writes first has decided."""
    judges = [moderator(workspace), moderator(workspace)]
    judges[1].classifier.version = "newer"
    judges[1].refresh()
    cases = [judge.examine(message(ADVERT)) for judge in judges]
    assert cases[0].ready.version != cases[1].ready.version
    given = [judge.land([case], once=True)[0] for judge, case in zip(judges, cases, strict=True)]
    assert given[0] == given[1]
    assert len(judges[0].book.recent(10)) == 1
