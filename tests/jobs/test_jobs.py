"""A job is stored, done once, told of, and called off."""

from __future__ import annotations

import time

import pytest

from assistant.errors import InputError, StorageError
from assistant.jobs import Jobs, JobStatus
from assistant.jobs.worker import Worker
from assistant.storage.database import open_database
from assistant.storage.drafts import DraftStore
from assistant.workspace import Workspace

TOPIC = {"kind": "topic", "group": "yulin", "date": "2026-11-24"}


def test_a_draft_asked_for_is_written_and_bears_the_id_of_the_job(bakery, jobs, worker):
    job = jobs.enqueue("draft", TOPIC, who="a page")
    done = jobs.wait(job.id, 60)
    assert (done.status, done.attempts, done.who) == (JobStatus.DONE, 1, "a page")
    assert done.result == {"drafts": [job.id]}
    assert DraftStore(open_database(bakery)).get(job.id).group == "yulin"
    assert (done.progress.stage, done.progress.done, done.progress.total) == ("write", 1, 1)


def test_several_drafts_of_a_group_know_each_other(bakery, jobs, worker):
    asked = [jobs.enqueue("draft", TOPIC | {"date": f"2026-11-{day}"}) for day in (24, 25, 26)]
    ended = [jobs.wait(job.id, 60) for job in asked]
    assert {job.status for job in ended} == {JobStatus.DONE}
    assert len({DraftStore(open_database(bakery)).get(job.id).body for job in ended}) == 3


def test_what_is_refused_fails_with_the_clause_it_rests_on(jobs, worker):
    job = jobs.wait(jobs.enqueue("draft", TOPIC | {"about": "找几个托在群里说好吃"}).id, 60)
    assert job.status is JobStatus.FAILED
    assert job.fault is not None
    assert job.fault.basis
    assert job.attempts == 1


def test_it_is_the_queue_that_brings_a_job(bakery, jobs, caplog):
    job = jobs.enqueue("sync")
    assert not jobs.line.empty()
    working = Worker(bakery)
    working._book.due = lambda limit=100: []  # nobody looks into the database for it
    working.start()
    try:
        assert jobs.wait(job.id, 60).status is JobStatus.DONE
    finally:
        working.stop()
    assert jobs.line.empty()
    assert "stands in for it" not in caplog.text


def test_a_sync_that_waits_is_not_asked_for_twice(jobs):
    first, second = jobs.enqueue("sync"), jobs.enqueue("sync")
    assert first.id == second.id


def test_the_next_sync_is_another(jobs, worker):
    first = jobs.wait(jobs.enqueue("sync").id, 60)
    assert first.status is JobStatus.DONE
    assert first.result["passages"] > 10
    assert jobs.enqueue("sync").id != first.id


def test_what_waits_is_called_off_at_once(jobs):
    job = jobs.cancel(jobs.enqueue("sync").id)
    assert job.status is JobStatus.CANCELLED
    assert jobs.cancel(job.id).status is JobStatus.CANCELLED


def test_a_wrong_argument_is_named_before_anything_is_stored(jobs):
    with pytest.raises(InputError, match="count"):
        jobs.enqueue("draft", TOPIC | {"count": 0})
    with pytest.raises(InputError, match="没有 'dance' 这种任务"):
        jobs.enqueue("dance")
    assert jobs.list() == []


def test_examples_are_learned_once(bakery, jobs, worker):
    from assistant.storage.corrections import CorrectionBook

    examples = [{"text": "收旧面包机，价高私聊", "label": "ad"}]
    job = jobs.wait(jobs.enqueue("learn", {"examples": examples}).id, 120)
    assert job.result["learned"] == 1
    assert [each.batch for each in CorrectionBook(open_database(bakery)).counted()] == [job.id]


def test_an_end_that_could_not_be_written_down_is_found_again(bakery, jobs, monkeypatch):
    working = Worker(bakery)
    finish, failed = working._book.finish, []

    def full(ended, *given):
        if ended.kind == "draft" and not failed:
            failed.append(ended)
            raise StorageError("数据库出错：磁盘满了")
        return finish(ended, *given)

    monkeypatch.setattr(working._book, "finish", full)
    job = jobs.enqueue("draft", TOPIC)
    working.start()
    try:
        done = jobs.wait(job.id, 60)
    finally:
        working.stop()
    assert failed
    assert (done.status, done.attempts) == (JobStatus.DONE, 2)


def test_what_may_go_better_later_is_tried_a_few_times(bakery, jobs, monkeypatch):
    monkeypatch.setattr("assistant.jobs.worker._WAITS", (0.0,))
    monkeypatch.setattr("assistant.knowledge.sync.collect", _no_disk)
    working = Worker(bakery)
    working.start()
    try:
        job = jobs.wait(jobs.enqueue("sync").id, 60)
    finally:
        working.stop()
    assert (job.status, job.attempts, job.fault.code) == (JobStatus.FAILED, 3, "storage")
    assert "试了 3 次" in job.fault.said


def _no_disk(*_, **__):
    raise StorageError("数据库出错：磁盘满了")


def test_what_nobody_thought_of_is_one_sentence(bakery, jobs, monkeypatch):
    monkeypatch.setattr("assistant.knowledge.sync.collect", lambda *_, **__: 1 / 0)
    working = Worker(bakery)
    working.start()
    try:
        job = jobs.wait(jobs.enqueue("sync").id, 60)
    finally:
        working.stop()
    assert (job.status, job.attempts) == (JobStatus.FAILED, 1)
    assert "ZeroDivisionError" in job.fault.said
    assert "\n" not in job.fault.said


def test_a_clock_that_is_put_back_holds_no_job_up(jobs):
    job = jobs.enqueue("sync")
    claimed = jobs.book.claim(job.id, "here", "sync")
    jobs.book.put_back(claimed, "here", wait=30)
    assert jobs.book.due() == []
    claimed = jobs.book.claim(job.id, "here", "sync")
    jobs.book.put_back(claimed, "here", wait=3600)  # as it looks when the clock goes back an hour
    assert jobs.book.due() == [job.id]


def test_whatever_is_written_can_be_asked_for(database_url, bakery):
    (bakery.root / "assistant.toml").write_text(f'database_url = "{database_url}"\n', encoding="utf-8")
    jobs = Jobs(Workspace(bakery.root))
    wild = {"about": "吐司\x00😀 or 1=1; --", "group": "\x00" * 128}
    job = jobs.enqueue("draft", TOPIC | wild, who="a\x00\ud800" * 100)
    assert jobs.get(job.id).args["about"].startswith("吐司")
    assert [each.id for each in jobs.list()] == [job.id]
    with pytest.raises(InputError, match="about"):
        jobs.enqueue("draft", TOPIC | {"about": "\ud800"})
    worker = Worker(Workspace(bakery.root))
    worker.start()
    try:
        assert jobs.wait(job.id, 60).fault.code == "invalid"
    finally:
        worker.stop()


def test_texts_kept_long_enough_are_removed_every_day(bakery, jobs, worker):
    (job,) = _until(lambda: jobs.list(kind="retention"))
    assert jobs.wait(job.id, 60).result == {"texts": 0, "jobs": 0}


def _until(look):
    ends = time.monotonic() + 60
    while not (found := look()):
        assert time.monotonic() < ends
        time.sleep(0.05)
    return found
