"""What people say of decisions: it is put right, taught, asked about where it reaches far, and can be taken back."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from bakery import ADVERT, RULES, SURE_ABUSE, Classed, Said, make_bakery, message, rewrite

from assistant.errors import InputError
from assistant.moderation import feedback as feedback_module
from assistant.moderation.cascade import Moderator
from assistant.moderation.classifier.examples import packaged_examples
from assistant.moderation.evalcases import CASES
from assistant.moderation.feedback import Feedback, ManyFlips
from assistant.moderation.precision import precisions, restore_rule
from assistant.schema.moderation import Category, Verdict
from assistant.storage.corrections import CorrectionBook

ALLOW, AD, ABUSE = Category.ALLOW, Category.AD, Category.ABUSE


@pytest.fixture
def workspace(tmp_path):
    return make_bakery(tmp_path)


@pytest.fixture
def judge(workspace):
    return Moderator(workspace, classifier=Classed({"脑子有坑": SURE_ABUSE}))


def cases(workspace):
    file = workspace.root / CASES
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def said(judge, decision):
    return judge.book.get(decision.id).should


def test_a_wrong_decision_is_put_right_kept_as_a_case_and_taken_back(workspace, judge):
    feedback, decision = Feedback(judge), judge.decide(message(ADVERT))
    told = feedback.give(decision.id, right=False, should=ALLOW, origin="ui")
    assert said(judge, decision) is ALLOW
    (case,) = cases(workspace)
    assert (case["text"], case["label"], case["was"], case["origin"]) == (ADVERT, "allow", "ad", "ui")
    (kept,) = CorrectionBook(judge.book.database).counted()
    assert (kept.id, kept.effect, kept.decision_id) == (told.corrections[0].id, "both", decision.id)
    feedback.undo(decision.id)
    assert said(judge, decision) is None
    assert cases(workspace) == []
    assert CorrectionBook(judge.book.database).counted() == []


def test_cases_written_by_hand_stay(workspace, judge):
    file = workspace.root / CASES
    file.parent.mkdir()
    file.write_text('{"id": "mine", "text": "早", "label": "allow"}\nnot json\n', encoding="utf-8")
    decision = judge.decide(message(ADVERT))
    Feedback(judge).give(decision.id, right=True)
    Feedback(judge).undo(decision.id)
    assert file.read_text(encoding="utf-8").splitlines() == [
        '{"id": "mine", "text": "早", "label": "allow"}',
        "not json",
    ]


def test_a_second_word_on_a_decision_replaces_the_first(workspace, judge):
    feedback, decision = Feedback(judge), judge.decide(message(ADVERT))
    feedback.give(decision.id, right=False, should=ALLOW)
    feedback.give(decision.id, right=True)
    assert said(judge, decision) is AD
    assert [case["label"] for case in cases(workspace)] == ["ad"]
    assert len(CorrectionBook(judge.book.database).counted()) == 1


def test_teach_only_leaves_the_decision_and_act_only_the_classifier(judge):
    feedback = Feedback(judge)
    taught, acted = judge.decide(message(ADVERT, number=1)), judge.decide(message(ADVERT, number=2))
    feedback.give(taught.id, right=False, should=ALLOW, effect="teach")
    feedback.give(acted.id, right=False, should=ALLOW, effect="act")
    assert (said(judge, taught), said(judge, acted)) == (None, ALLOW)
    counted = CorrectionBook(judge.book.database).counted()
    assert [each.teaches for each in counted] == [True, False]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"right": False}, "--should"),
        ({"right": False, "should": AD}, "correct"),
        ({"right": True, "should": ALLOW}, "correct"),
        ({"right": False, "should": Category.FLOOD, "effect": "teach"}, "flood"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(judge, given, named):
    decision = judge.decide(message(ADVERT))
    with pytest.raises(InputError, match=named):
        Feedback(judge).give(decision.id, **given)
    assert said(judge, decision) is None


def test_an_unknown_decision_and_one_never_spoken_of_are_named(judge):
    decision = judge.decide(message(ADVERT))
    with pytest.raises(InputError, match="nosuch"):
        Feedback(judge).give("nosuch", right=True)
    with pytest.raises(InputError, match=decision.id):
        Feedback(judge).undo(decision.id)


def test_without_a_store_there_is_nothing_to_put_right(workspace):
    with pytest.raises(InputError):
        Feedback(Moderator(workspace, store=False, classifier=Classed()))


def test_what_would_turn_many_recent_messages_is_asked_about_first(judge, monkeypatch):
    for number in range(8):
        judge.decide(message(f"面包真好吃{number}", number=number))
    decision = judge.decide(message(ADVERT, number=100))
    turned = Classed({"面包": Said(AD, 0.99, 0.0)})
    monkeypatch.setattr(feedback_module, "learned_from", lambda _corrections: turned)
    with pytest.raises(ManyFlips, match="--yes") as asked:
        Feedback(judge).give(decision.id, right=False, should=ALLOW)
    assert len(asked.value.flips) == 8
    assert said(judge, decision) is None
    told = Feedback(judge).give(decision.id, right=False, should=ALLOW, consent=True)
    assert {(flip.before, flip.after) for flip in told.flips} == {(ALLOW, AD)}
    assert said(judge, decision) is ALLOW


def test_labels_that_contradict_or_repeat_are_shown(judge):
    feedback = Feedback(judge)
    feedback.learn([("周末店里做活动，欢迎来玩呀", ALLOW), ("厂家直发面包机，要的私我拿货", AD)])
    told = feedback.learn(
        [("周末店里做活动，欢迎来玩呀！", AD), ("厂家直发面包机，要的私我拿货。", AD), ("别的话", ALLOW)]
    )
    assert [(each.new.text, each.known.label) for each in told.conflicts] == [("周末店里做活动，欢迎来玩呀！", ALLOW)]
    assert len(told.alike) == 2


def test_a_label_that_contradicts_a_packaged_example_is_shown(judge):
    example = next(each for each in packaged_examples() if each.label is AD)
    (told,) = Feedback(judge).learn([(example.text, ALLOW)]).conflicts
    assert (told.known.text, told.known.label, told.known.source) == (example.text, AD, "packaged")


def test_feedback_through_the_moderator(judge):
    decision = judge.decide(message(ADVERT))
    (kept,) = judge.feedback(decision.id, right=False, should=ALLOW).corrections
    assert (kept.origin, kept.label) == ("api", ALLOW)


def test_what_was_taught_together_is_taken_back_together(judge):
    feedback = Feedback(judge)
    told = feedback.learn([("甲乙丙丁", AD), ("戊己庚辛", ALLOW), ("刷刷刷刷", Category.FLOOD)])
    assert told.unlearned == ("刷刷刷刷",)
    (batch,) = {each.batch for each in told.corrections}
    assert len(feedback.forget(batch).corrections) == 2
    assert CorrectionBook(judge.book.database).counted() == []
    with pytest.raises(InputError, match=batch):
        feedback.forget(batch)


def test_the_words_in_another_part_are_what_is_taught(workspace):
    judge = Moderator(workspace, classifier=Classed({"坑": SURE_ABUSE}))
    decision = judge.decide(message("看图", meta={"ocr": "你脑子有坑"}))
    assert decision.verdict is Verdict.BLOCK
    Feedback(judge).give(decision.id, right=False, should=ALLOW)
    assert [case["text"] for case in cases(workspace)] == ["你脑子有坑"]


class TestPrecision:
    def called_wrong(self, judge, count, start=0, group="regulars"):
        feedback = Feedback(judge)
        told = None
        for number in range(start, start + count):
            decision = judge.decide(message(ADVERT, number=number, group=group, sender={"id": f"w{number}"}))
            assert decision.verdict is Verdict.BLOCK
            told = feedback.give(decision.id, right=False, should=ALLOW, effect="act")
        return told

    def test_a_rule_that_is_wrong_too_often_only_records_and_says_so(self, workspace, judge):
        for number in range(100, 110):
            judge.decide(message(ADVERT, number=number, sender={"id": f"r{number}"}))
        self.called_wrong(judge, 3)
        told = self.called_wrong(judge, 1, start=3)
        assert [(each.group, each.clause, each.shadow) for each in told.rules] == [("regulars", "no-ads", True)]
        decision = judge.decide(message(ADVERT, number=500, sender={"id": "later"}))
        assert decision.verdict is Verdict.ALLOW
        assert [hit.rule.id for hit in decision.shadow] == ["no-ads"]
        # Another process, and another group: there it still acts.
        fresh = Moderator(workspace, classifier=Classed())
        assert fresh.decide(message(ADVERT, number=501, sender={"id": "x"})).verdict is Verdict.ALLOW
        assert fresh.decide(message(ADVERT, number=502, group="quiet")).verdict is Verdict.BLOCK
        found = {each.group: each for each in precisions(judge.book.database) if each.clause == "no-ads"}
        assert (found["regulars"].acted, found["regulars"].wrong, found["regulars"].shadow) == (14, 4, True)

    def test_wrongs_spread_over_the_groups_put_it_into_shadow_everywhere(self, judge):
        self.called_wrong(judge, 2, group="regulars")
        told = self.called_wrong(judge, 2, start=50, group="quiet")
        assert [(each.group, each.shadow) for each in told.rules] == [("", True)]
        assert judge.decide(message(ADVERT, number=900)).verdict is Verdict.ALLOW

    def test_old_wrongs_are_outlived(self, judge):
        self.called_wrong(judge, 3)
        for number in range(100, 140):
            judge.decide(message(ADVERT, number=number, sender={"id": f"r{number}"}))
        assert self.called_wrong(judge, 1, start=200).rules == ()

    def test_taking_one_back_lets_it_act_again(self, judge):
        self.called_wrong(judge, 3)
        decision = judge.decide(message(ADVERT, number=77, sender={"id": "last"}))
        Feedback(judge).give(decision.id, right=False, should=ALLOW, effect="act")
        assert judge.decide(message(ADVERT, number=901)).verdict is Verdict.ALLOW
        told = Feedback(judge).undo(decision.id)
        assert [(each.clause, each.shadow) for each in told.rules] == [("no-ads", False)]
        assert judge.decide(message(ADVERT, number=902)).verdict is Verdict.BLOCK

    def test_a_clause_written_anew_begins_anew(self, workspace, judge):
        self.called_wrong(judge, 4)
        assert judge.decide(message(ADVERT, number=901)).verdict is Verdict.ALLOW
        rewrite(workspace, RULES.replace("群里不发广告", "群里不发任何广告"))
        assert judge.decide(message(ADVERT, number=902)).verdict is Verdict.BLOCK

    def test_a_rule_can_be_let_act_again_by_hand(self, judge):
        self.called_wrong(judge, 4)
        stored = judge.book.recent(1, rule="no-ads")[0]
        with judge.book.database.write() as connection:
            restore_rule(connection, "regulars", "no-ads", stored.rule_digest, now=datetime.now())
        judge.refresh()
        assert judge.decide(message(ADVERT, number=903)).verdict is Verdict.BLOCK
