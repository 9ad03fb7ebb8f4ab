"""Texts are forgotten after their time; what was decided and how sure stays."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

import pytest
from bakery import ADVERT, SURE_ABUSE, Classed, make_bakery, message

from assistant.errors import InputError
from assistant.moderation.cascade import Moderator
from assistant.moderation.feedback import Feedback
from assistant.moderation.retention import forget_texts
from assistant.schema.moderation import Category, Verdict

SECRET = "abc88123"


@pytest.fixture
def judge(tmp_path):
    return Moderator(make_bakery(tmp_path), classifier=Classed({"脑子有坑": SURE_ABUSE}))


def everything(judge):
    with sqlite3.connect(judge.workspace.state / "state.db") as connection:
        held = [str(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in ("decisions", "offences")]
    connection.close()
    return "".join(held)


def test_after_their_time_no_word_of_a_message_is_left(judge):
    given = [
        judge.decide(message(ADVERT, number=1, sender={"id": "13800138000", "name": "小林"})),
        judge.decide(message("你脑子有坑", number=2)),
        judge.decide(message("招兼职，日结两百，要的私我，加我微信 abc88123", number=3)),
        judge.decide(message("早上好", number=4)),
    ]
    assert SECRET in everything(judge)
    assert forget_texts(judge.book.database, 30) == 0
    assert forget_texts(judge.book.database, 30, now=datetime.now() + timedelta(days=31)) == 4
    left = everything(judge)
    assert not any(word in left for word in (SECRET, "微信", "脑子", "兼职", "早上好", "13800138000", "小林"))
    for decision in given:
        stored = judge.book.get(decision.id)
        assert stored.message is None
        assert stored.decision.verdict is decision.verdict
        assert stored.decision.rule == decision.rule
        assert [(span.start, span.end) for span in stored.decision.evidence] == [
            (span.start, span.end) for span in decision.evidence
        ]
    assert judge.book.get(given[0].id).trace["hits"][0]["detector"] == "contact_bait"


def test_offences_still_count_after_that(judge):
    judge.decide(message(ADVERT, number=1))
    forget_texts(judge.book.database, 0, now=datetime.now() + timedelta(seconds=1))
    again = judge.decide(message(ADVERT, number=2))
    assert "第 2 次" in again.reason


def test_what_is_forgotten_teaches_nothing_but_can_be_put_right(judge):
    decision = judge.decide(message(ADVERT))
    forget_texts(judge.book.database, 0, now=datetime.now() + timedelta(seconds=1))
    with pytest.raises(InputError, match="--act-only"):
        Feedback(judge).give(decision.id, right=False, should=Category.ALLOW)
    Feedback(judge).give(decision.id, right=False, should=Category.ALLOW, effect="act")
    assert judge.book.get(decision.id).should is Category.ALLOW


def test_a_moderator_forgets_by_itself_once_a_day(tmp_path):
    workspace = make_bakery(tmp_path)
    (tmp_path / "assistant.toml").write_text("[moderation]\nkeep_days = 0\n", encoding="utf-8")
    given = Moderator(workspace, classifier=Classed()).decide(message(ADVERT))
    book = Moderator(workspace, classifier=Classed()).book
    assert book.get(given.id).message is not None
    with book.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM state WHERE key = 'moderation.forgotten'")
    later = Moderator(workspace, classifier=Classed())
    assert later.book.get(given.id).message is None
    assert later.book.get(given.id).decision.verdict is Verdict.BLOCK
