"""Drafts that take longer than a caller waits: told of as far as they are, then had, or why they could not be."""

from __future__ import annotations

import time

import pytest
from serving import running

from assistant.jobs.worker import Worker

WANTED = {"kind": "topic", "group": "yulin", "date": "2026-11-23"}
REFUSED = {"kind": "promo", "group": "yulin", "date": "2026-11-23", "time": "22:30"}


@pytest.fixture
def nobody_writes(make_workspace, monkeypatch):
    """A service whose jobs are left to a worker that does not run."""
    monkeypatch.setattr("assistant.server.orders.PATIENCE", 0.1)
    with running(make_workspace("[jobs]", "embedded = false")) as served:
        yield served
        served.client.close()


def _until_told(served, draft_id):
    ends = time.monotonic() + 60
    while (answer := served.client.get(f"/v1/drafts/{draft_id}")).status_code == 202:
        assert time.monotonic() < ends
        time.sleep(0.05)
    return answer


def test_what_is_not_written_yet_is_had_later_by_its_id(nobody_writes):
    answer = nobody_writes.client.post("/v1/drafts", json=WANTED)
    assert (answer.status_code, answer.headers["Retry-After"]) == (202, "1")
    pending = answer.json()
    assert pending["status"] == "queued"
    assert nobody_writes.client.get(f"/v1/drafts/{pending['id']}").json() == pending
    worker = Worker(nobody_writes.workspace)
    worker.start()
    try:
        written = _until_told(nobody_writes, pending["id"])
    finally:
        worker.stop()
    assert written.status_code == 200
    assert written.json()["id"] == pending["id"]


def test_a_late_refusal_is_told_as_an_early_one(nobody_writes):
    pending = nobody_writes.client.post("/v1/drafts", json=REFUSED).json()
    worker = Worker(nobody_writes.workspace)
    worker.start()
    try:
        refused = _until_told(nobody_writes, pending["id"])
    finally:
        worker.stop()
    assert refused.status_code == 409
    assert refused.json()["basis"]


def test_what_was_called_off_is_said_to_be(nobody_writes):
    pending = nobody_writes.client.post("/v1/drafts", json=WANTED).json()
    nobody_writes.service.jobs.cancel(pending["id"])
    answer = nobody_writes.client.get(f"/v1/drafts/{pending['id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "cancelled")


def test_only_who_may_see_the_group_is_told(nobody_writes):
    pending = nobody_writes.client.post("/v1/drafts", json=WANTED).json()
    _, key = nobody_writes.keys.add("another group", groups=["cake"], verbs=["drafts"])
    nobody_writes.service.gate._looked = float("-inf")
    headers = {"Authorization": f"Bearer {key}"}
    assert nobody_writes.client.get(f"/v1/drafts/{pending['id']}", headers=headers).status_code == 403
