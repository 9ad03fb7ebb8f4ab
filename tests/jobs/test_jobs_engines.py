"""Jobs where the engines are shared: PostgreSQL for what is known, Redis for the queue; and while Redis is away."""

from __future__ import annotations

import time

import pytest

from assistant.errors import StorageError
from assistant.jobs import Jobs, JobStatus
from assistant.jobs.worker import Worker
from assistant.workspace import Workspace


def _with(workspace, **settings):
    lines = [f'{name} = "{value}"' for name, value in settings.items()]
    (workspace.root / "assistant.toml").write_text("\n".join(lines), encoding="utf-8")
    return Workspace(workspace.root)


def test_two_workers_share_the_jobs_of_postgres_and_redis(bakery, postgres_url, redis_url, caplog):
    workspace = _with(bakery, database_url=postgres_url, redis_url=redis_url)
    jobs = Jobs(workspace)
    workers = [Worker(workspace, threads=2), Worker(workspace, threads=2)]
    for worker in workers:
        worker.start()
    try:
        wanted = [
            jobs.enqueue("draft", {"kind": "topic", "group": group, "date": f"2026-11-{day}"})
            for day in (24, 25, 26)
            for group in ("yulin", "cake")
        ]
        ended = [jobs.wait(job.id, 120) for job in wanted]
    finally:
        for worker in workers:
            worker.stop()
    assert [(job.status, job.attempts, job.fault) for job in ended] == [(JobStatus.DONE, 1, None)] * 6
    assert "stands in for it" not in caplog.text


@pytest.mark.parametrize("away", ["stopped", "hung"])
def test_without_redis_jobs_are_taken_and_done(bakery, own_redis, away, caplog):
    workspace = _with(bakery, redis_url=own_redis.url())
    jobs, worker = Jobs(workspace), Worker(workspace)
    worker.start()
    try:
        assert jobs.wait(jobs.enqueue("sync").id, 60).status is JobStatus.DONE
        own_redis.stop() if away == "stopped" else own_redis.hang()
        assert jobs.wait(jobs.enqueue("sync").id, 120).status is JobStatus.DONE
        assert [each for each in caplog.records if "the database stands in for it" in each.message]
        own_redis.start() if away == "stopped" else own_redis.go_on()
        assert jobs.wait(jobs.enqueue("sync").id, 120).status is JobStatus.DONE
    finally:
        worker.stop()


def test_what_redis_forgot_is_done_all_the_same(bakery, own_redis):
    workspace = _with(bakery, redis_url=own_redis.url())
    jobs = Jobs(workspace)
    job = jobs.enqueue("sync")
    own_redis.stop()
    own_redis.start()
    worker = Worker(workspace)
    worker.start()
    try:
        assert jobs.wait(job.id, 60).status is JobStatus.DONE
    finally:
        worker.stop()


def test_what_somebody_else_puts_into_the_queue_is_never_run(bakery, redis_url):
    import pickle

    import redis

    workspace = _with(bakery, redis_url=redis_url)
    jobs, worker = Jobs(workspace), Worker(workspace)
    with redis.Redis.from_url(redis_url) as client:
        for foreign in (pickle.dumps(print), b"\xff\x00", b'{"a": 1}', b"null", b'"no such job"'):
            client.lpush(f"huey.redis.{jobs.queue_name()}", foreign)
    job = jobs.enqueue("sync")
    worker.start()
    try:
        assert jobs.wait(job.id, 60).status is JobStatus.DONE
    finally:
        worker.stop()


def test_while_postgres_is_away_nothing_is_taken_and_nothing_lost(bakery, postgres_server, caplog):
    with postgres_server.database() as url:
        workspace = _with(bakery, database_url=url)
        jobs, worker = Jobs(workspace), Worker(workspace)
        worker.start()
        try:
            many = jobs.enqueue("draft", {"kind": "topic", "group": "yulin", "date": "2026-11-24", "count": 12})
            while jobs.get(many.id).progress.stage != "write":
                time.sleep(0.02)
            postgres_server.stop("immediate")
            try:
                with pytest.raises(StorageError):
                    jobs.enqueue("sync")
                time.sleep(3)
            finally:
                postgres_server.start()
            ended = jobs.wait(many.id, 120)
            assert jobs.wait(jobs.enqueue("sync").id, 120).status is JobStatus.DONE
        finally:
            worker.stop()
        assert (ended.status, len(ended.result["drafts"])) == (JobStatus.DONE, 12)
        said = [each for each in caplog.records if "cannot be looked after" in each.message]
        assert len(said) <= 4, "not every second"
