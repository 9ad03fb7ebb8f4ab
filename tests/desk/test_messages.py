"""Decisions looked through and put right at the desk; the classifier learns behind."""

from __future__ import annotations

import pytest
from decided import decided
from deskshop import DeskOf

from assistant.desk import appeals, messages
from assistant.desk.messages import Wanted
from assistant.errors import InputError, Refused
from assistant.jobs.model import JobStatus
from assistant.jobs.worker import Worker
from assistant.moderation.feedback import ManyFlips
from assistant.moderation.rules.loading import load_rules
from assistant.schema.moderation import Category
from assistant.storage.appeals import AppealBook
from assistant.storage.audit import entries
from assistant.storage.corrections import CorrectionBook
from assistant.storage.decisions import DecisionBook
from assistant.workspace import Workspace


def test_those_that_wait_for_a_person_come_first_and_pages_follow_one_another(sample: Workspace, desk: DeskOf) -> None:
    ids = decided(sample, 45)
    seen, after = [], ""
    while True:
        page = messages.listing(desk("operator"), Wanted("all"), after=after)
        assert len(page.decisions) <= messages.PAGE
        seen += [each.decision.id for each in page.decisions]
        if not (after := page.following):
            break
    assert sorted(seen) == sorted(ids)
    verdicts = [DecisionBook(desk("admin").database).get(each).decision.verdict.value for each in seen]
    assert verdicts == sorted(verdicts, key=lambda verdict: verdict != "review")
    counted = messages.counts(desk("operator"), Wanted("all"))
    assert counted == {"todo": 15, "block": 15, "allow": 15, "said": 0, "all": 45}
    assert [
        each.decision.id for each in messages.listing(desk("operator"), Wanted("todo", group="none")).decisions
    ] == []


def test_a_word_counts_at_once_and_is_learned_behind(sample: Workspace, desk: DeskOf) -> None:
    decided(sample, 6)
    here = desk("operator")
    first, second = messages.listing(here, Wanted("todo")).decisions
    messages.judge(here, first.decision.id)
    messages.judge(here, second.decision.id, should=Category.ALLOW)
    assert messages.counts(here, Wanted())["todo"] == 0
    assert messages.card(here, second.decision.id).stored.should is Category.ALLOW
    state = messages.teaching(here)
    assert (state.waiting, state.job and state.job.status) == (2, JobStatus.QUEUED)
    assert not any(each.teaches for each in CorrectionBook(here.database).counted())
    assert [(each.who, each.what) for each in entries(here.database, 2)] == [("operator", "feedback")] * 2


def test_the_job_teaches_all_that_waits_in_one_go(sample: Workspace, desk: DeskOf, worker: Worker) -> None:
    decided(sample, 6)
    here = desk("operator")
    first, second = messages.listing(here, Wanted("todo")).decisions
    messages.judge(here, first.decision.id)
    messages.teach_only(here, second.decision.id, Category.ALLOW)
    assert messages.card(here, second.decision.id).stored.should is None
    job = messages.teach(here, consent=True)
    assert here.jobs.wait(job.id, 60).status is JobStatus.DONE
    assert messages.teaching(here) == messages.Teaching()
    effects = {each.decision_id: each.effect for each in CorrectionBook(here.database).counted()}
    assert effects == {first.decision.id: "both", second.decision.id: "teach"}


def test_what_would_turn_many_waits_until_somebody_agrees(
    sample: Workspace, desk: DeskOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.moderation.feedback import Feedback, Flip

    decided(sample, 3)
    here = desk("operator")
    (only,) = messages.listing(here, Wanted("todo")).decisions
    messages.judge(here, only.decision.id, should=Category.ALLOW)
    turned = [Flip(f"第 {number} 条", Category.AD, Category.ALLOW) for number in range(9)]
    monkeypatch.setattr(Feedback, "_flips", lambda *_: turned)
    working = Worker(sample)
    working.start()
    try:
        job = messages.teaching(here).job
        assert job is not None
        assert here.jobs.wait(job.id, 60).status is JobStatus.FAILED
    finally:
        working.stop()
    state = messages.teaching(here)
    assert "9 条" in state.asks
    assert (state.waiting, state.job) == (1, None)
    assert messages.drop_teaching(here) == 1
    assert messages.teaching(here).waiting == 0
    assert messages.card(here, only.decision.id).stored.should is Category.ALLOW
    assert ManyFlips(turned, 5).code == "many_flips"


def test_taken_back_it_is_as_before(sample: Workspace, desk: DeskOf) -> None:
    decided(sample, 3)
    here = desk("operator")
    (only,) = messages.listing(here, Wanted("todo")).decisions
    messages.judge(here, only.decision.id, should=Category.ALLOW)
    messages.undo(here, only.decision.id)
    assert messages.counts(here, Wanted())["todo"] == 1
    assert messages.teaching(here).waiting == 0
    with pytest.raises(InputError):
        messages.undo(here, only.decision.id)


def test_a_phrase_is_let_pass_and_the_file_keeps_its_remarks(sample: Workspace, desk: DeskOf) -> None:
    decided(sample, 3)
    (only,) = messages.listing(desk("operator"), Wanted("block")).decisions
    before = (sample.knowledge / "rules.yaml").read_text("utf-8")
    with pytest.raises(Refused):
        messages.allow_phrase(desk("operator"), only.decision.id, "老客户专享价")
    messages.allow_phrase(desk("reviewer"), only.decision.id, " 老客户专享价 ")
    rules = load_rules(sample.knowledge)
    assert "老客户专享价" in rules.of(only.group).exempt.phrases
    after = (sample.knowledge / "rules.yaml").read_text("utf-8")
    assert len(set(before.splitlines()) - set(after.splitlines())) <= 1
    assert messages.card(desk("operator"), only.decision.id).stored.should is Category.ALLOW
    with pytest.raises(InputError):
        messages.allow_phrase(desk("reviewer"), only.decision.id, "老客户专享价")
    with pytest.raises(InputError):
        messages.allow_phrase(desk("reviewer"), only.decision.id, "的")


def test_a_card_tells_what_the_member_did_before(sample: Workspace, desk: DeskOf) -> None:
    decided(sample, 9, members=1)
    first, *_ = messages.listing(desk("operator"), Wanted("block")).decisions
    card = messages.card(desk("operator"), first.decision.id)
    assert len(card.history) == 5
    assert first.decision.id not in {each.decision.id for each in card.history}
    assert card.stored.message is not None
    assert messages.phrases_of(card.stored)


def test_an_appeal_upheld_puts_the_decision_right(sample: Workspace, desk: DeskOf) -> None:
    decided(sample, 3)
    (only,) = messages.listing(desk("operator"), Wanted("block")).decisions
    AppealBook(desk("admin").database).add(only.decision.id, only.member, "我是帮别人问的")
    (objection,) = appeals.waiting(desk("operator"))
    with pytest.raises(Refused):
        appeals.settle(desk("operator"), objection, upheld=True)
    appeals.settle(desk("reviewer"), objection, upheld=True)
    assert appeals.waiting(desk("operator")) == []
    assert messages.card(desk("operator"), only.decision.id).stored.should is Category.ALLOW
    with pytest.raises(InputError):
        appeals.settle(desk("reviewer"), objection, upheld=False)
