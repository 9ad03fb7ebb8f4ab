"""What an operator's corrections change, for whom, and what they leave alone."""

from __future__ import annotations

import pytest

from assistant.moderation.classifier import Classifier, Example
from assistant.schema.moderation import Category

AD, ALLOW, ABUSE = Category.AD, Category.ALLOW, Category.ABUSE
BARTER = ["出一个闲置的烤箱，两百自提", "闲置面包机转让，八成新，私我", "多买了一套模具，半价出"]
TALK = ["今天的欧包烤得真好", "周六的课几点开始", "谢谢老板，孩子很喜欢"]


@pytest.fixture(scope="module")
def packaged():
    return Classifier.packaged()


def taught(texts, label):
    return [Example(text, label) for text in texts]


def test_what_was_corrected_is_decided_so_however_it_is_spaced(packaged):
    scorer = packaged.with_corrections(taught(BARTER, ALLOW))
    for text in BARTER:
        scores = scorer.scores(" ".join(text))
        assert scores.best is ALLOW
        assert scores.sure


def test_the_last_word_on_a_text_holds(packaged):
    scorer = packaged.with_corrections([Example(BARTER[0], ALLOW), Example(BARTER[0], AD)])
    assert scorer.scores(BARTER[0]).best is AD


def test_a_correction_moves_what_is_like_it(packaged):
    text = "出一个闲置的烤箱，一百五自提"
    before = packaged.scores(text).allow
    assert packaged.with_corrections(taught(BARTER, ALLOW)).scores(text).allow > before
    assert packaged.with_corrections(taught(BARTER, AD)).scores(text).allow < before


def test_a_few_corrections_do_not_turn_everything(packaged):
    scorer = packaged.with_corrections(taught(BARTER * 4, AD))
    for text in TALK:
        assert scorer.scores(text).best is ALLOW
    freed = packaged.with_corrections(taught(TALK, ALLOW))
    assert freed.scores("真人荷官在线发牌，首充一百送八十八，秒提现").best is Category.GAMBLING


def test_a_group_learns_for_itself_and_from_all(packaged):
    scorer = packaged.with_corrections([Example(BARTER[0], AD), Example(TALK[0], ALLOW)])
    scorer = scorer.with_corrections([Example(BARTER[0], ALLOW)], "moms")
    assert scorer.scores(BARTER[0]).best is AD
    assert scorer.scores(BARTER[0], "moms").best is ALLOW
    assert scorer.scores(BARTER[0], "elsewhere").best is AD
    later = scorer.with_corrections([Example(BARTER[1], AD)])  # what is for all takes the place of what was
    assert later.scores(BARTER[0], "moms").best is ALLOW
    assert later.scores(BARTER[1], "moms").best is AD


def test_the_packaged_one_stays_as_it_was(packaged):
    before = [packaged.scores(text) for text in (*BARTER, *TALK)]
    packaged.with_corrections(taught(BARTER, ABUSE))
    assert [packaged.scores(text) for text in (*BARTER, *TALK)] == before


def test_corrections_are_shown_as_reasons(packaged):
    scorer = packaged.with_corrections(taught(BARTER, ALLOW))
    assert scorer.nearest("闲置面包机转让", 1)[0].text == BARTER[1]


def test_the_same_corrections_teach_the_same(packaged):
    given = [*taught(BARTER, AD), *taught(TALK, ALLOW)]
    one, other = packaged.with_corrections(given), packaged.with_corrections(given)
    for text in (*BARTER, *TALK, "出闲置"):
        assert one.scores(text) == other.scores(text)


def test_without_corrections_nothing_changes(packaged):
    scorer = packaged.with_corrections([])
    assert [scorer.scores(text) for text in BARTER] == [packaged.scores(text) for text in BARTER]


def test_what_a_person_said_of_a_text_holds_however_it_is_written(packaged):
    hidden = "你们👨人没一个好东西，都是废物"
    assert packaged.scores(hidden).best is ABUSE
    assert packaged.with_corrections([Example(hidden, ALLOW)]).scores(hidden).best is ALLOW
