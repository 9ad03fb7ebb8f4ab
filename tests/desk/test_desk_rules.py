"""The rules at the desk: one clause changed, the file kept, nothing broken, two editors, tried before it acts."""

from __future__ import annotations

from datetime import datetime

import pytest
from decided import decided
from deskshop import DeskOf

from assistant.desk import rules
from assistant.desk.ladderwords import as_lines, from_lines
from assistant.errors import ConfigError, InputError, Refused
from assistant.jobs.model import JobStatus
from assistant.jobs.worker import Worker
from assistant.moderation.rules.loading import load_rules
from assistant.schema.moderation import Category, Verdict
from assistant.schema.rules import Clause
from assistant.storage.audit import entries
from assistant.workspace import Workspace


def test_one_field_changes_one_line_and_is_noted(sample: Workspace, desk: DeskOf) -> None:
    here = desk("reviewer")
    before = rules.standing(here)
    rules.edit(here, before, "default", "no-ads", {"clause": "群里不打广告: 也不拉人"})
    after = rules.standing(here)
    changed = set(before.text.splitlines()) ^ set(after.text.splitlines())
    assert len(changed) == 2
    assert load_rules(sample.knowledge).sets["default"].clauses[0].clause == "群里不打广告: 也不拉人"
    entry = entries(here.database)[0]
    assert (entry.who, entry.what, entry.target) == ("reviewer", "rules.edit", "default/no-ads")


def test_a_broken_edit_changes_nothing(sample: Workspace, desk: DeskOf) -> None:
    here = desk("admin")
    before = rules.standing(here)
    for changes in ({"clause": ""}, {"violates": ()}, {"allows": before.book.sets["default"].clauses[0].violates}):
        with pytest.raises(ConfigError):
            rules.edit(here, before, "default", "no-ads", changes)
    with pytest.raises(ConfigError):
        rules.replace_text(here, "sets: [", before.digest)
    assert rules.standing(here) == before
    assert not list(sample.knowledge.glob(".rules*"))


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(desk: DeskOf) -> None:
    here = desk("admin")
    before = rules.standing(here)
    rules.edit(here, before, "default", "be-kind", {"clause": "有话好好说。"})
    with pytest.raises(InputError, match="被别人改过"):
        rules.edit(here, before, "default", "no-ads", {"clause": "不发广告。"})
    assert "有话好好说。" in rules.written(here)


def test_who_may_what(desk: DeskOf) -> None:
    before = rules.standing(desk("admin"))
    with pytest.raises(Refused):
        rules.edit(desk("operator"), before, "default", "no-ads", {"clause": "不"})
    with pytest.raises(Refused):
        rules.switch(desk("reviewer"), before, "default", "no-ads", "off")
    with pytest.raises(Refused):
        rules.edit(desk("reviewer"), before, "default", "no-ads", {"mode": "shadow"})
    with pytest.raises(Refused):
        rules.remove(desk("reviewer"), before, "default", "no-links")
    assert rules.standing(desk("admin")) == before
    rules.switch(desk("admin"), before, "default", "no-ads", "shadow")
    assert rules.standing(desk("admin")).book.sets["default"].clauses[0].mode == "shadow"


def test_a_clause_comes_and_goes(desk: DeskOf) -> None:
    here = desk("reviewer")
    before = rules.standing(here)
    id_ = rules.add(here, before, "default", Clause(id="", category=Category.OTHER, clause="迟到说一声", mode="off"))
    rules.remove(here, rules.standing(here), "default", id_)
    assert rules.standing(here).book == before.book


def test_a_message_is_tried_by_rules_that_are_not_written_yet(desk: DeskOf) -> None:
    here = desk("operator")
    before = rules.standing(here)
    said = "厂家直销，一手货源，要的加我微信 bb8821"
    assert rules.tried(here, before.text, "newborn", said).verdict is Verdict.BLOCK
    without = rules.edited(before, "default", "no-ads", {"mode": "off"})
    assert rules.tried(here, without, "newborn", said).verdict is not Verdict.BLOCK
    assert rules.standing(here) == before
    with pytest.raises(InputError):
        rules.tried(here, before.text, "newborn", " ")


def test_the_last_days_are_replayed_as_a_job(sample: Workspace, desk: DeskOf, worker: Worker) -> None:
    decided(sample, 30)
    here = desk("reviewer")
    before = rules.standing(here)
    text = rules.edited(before, "default", "no-ads", {"mode": "off"})
    job = here.jobs.wait(rules.backtest(here, text, 7).id, 120)
    assert job.status is JobStatus.DONE
    assert job.result is not None
    assert job.result["messages"] == 30
    assert job.result["changed"]["freed"] >= 10
    assert "加我微信" not in str(job.result)
    shown = rules.samples(here, job.result)
    assert any(each.message and "加我微信" in each.message.text for each in shown.values())
    with pytest.raises(ConfigError):
        rules.backtest(here, "sets: [", 7)


def test_how_often_it_was_right_is_told_by_day(sample: Workspace, desk: DeskOf) -> None:
    from assistant.desk.messages import Wanted, judge, listing

    decided(sample, 30)
    here = desk("operator")
    first, second, *_ = listing(here, Wanted("block")).decisions
    judge(here, first.decision.id, should=Category.ALLOW, teach=False)
    judge(here, second.decision.id, teach=False)
    found = rules.trend(here, now=datetime.now())
    assert sum(each.acted for each in found) == 10
    assert sum(each.wrong for each in found) == 1
    assert {each.clause for each in found} == {"no-ads"}
    assert rules.shares(here, rules.standing(here).book)["no-ads"].wrong == 1


def test_steps_are_written_as_one_says_them() -> None:
    text = "第1次：删除、提醒\n第2次：删除、禁言 1天\n第三次 移出"
    steps = from_lines(text)
    assert as_lines(steps) == "第1次：删除、提醒\n第2次：删除、禁言 1天\n第3次：移出"
    assert as_lines(from_lines(as_lines(steps))) == as_lines(steps)
    for wrong in ("删了它", "第1次：打一顿", "第1次：移出\n第2次：提醒"):
        with pytest.raises(InputError):
            from_lines(wrong)


def test_a_clause_in_her_words_begins_by_only_recording(sample: Workspace, desk: DeskOf) -> None:
    here = desk("reviewer")
    id_ = rules.begin(here, rules.standing(here), "default", "群里不发拼单链接，也不发优惠口令")
    made = load_rules(sample.knowledge).sets["default"].clauses[-1]
    assert (made.id, made.mode, made.category) == (id_, "shadow", Category.LINK)
    assert made.detectors
    other = rules.begin(here, rules.standing(here), "default", "周三闭店")
    assert load_rules(sample.knowledge).sets["default"].clauses[-1].mode == "off"
    assert other != id_
    with pytest.raises(InputError, match="先写一句"):
        rules.begin(here, rules.standing(here), "default", "  ")
    with pytest.raises(Refused):
        rules.begin(desk("operator"), rules.standing(here), "default", "不发广告")


def test_what_is_left_alone_is_changed_and_colleagues_lines_stay(sample: Workspace, desk: DeskOf) -> None:
    here = desk("reviewer")
    before = rules.standing(here)
    rules.exempt(here, before, "default", {"phrases": (*before.book.sets["default"].exempt.phrases, "同事放行的")})
    mine = ("申请售后", "我放行的")
    rules.exempt(here, before, "default", {"phrases": mine, "domains": ()})
    held = load_rules(sample.knowledge).sets["default"].exempt
    assert held.phrases == ("申请售后", "同事放行的", "我放行的")
    assert held.domains == ()
    assert held.mini_programs == before.book.sets["default"].exempt.mini_programs
    with pytest.raises(Refused):
        rules.exempt(desk("operator"), before, "default", {"phrases": ()})
