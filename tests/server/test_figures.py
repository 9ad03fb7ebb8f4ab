"""Figures that whoever asks cannot make more of, and what is noted beside an answer is in nobody's way."""

from __future__ import annotations

import re

from assistant.errors import StorageError
from assistant.server import gate


def test_made_up_groups_make_no_more_figures(served):
    batch = [{"id": str(number), "group": f"made-up-{number}", "text": "早上好"} for number in range(150)]
    headers = served.client.headers
    assert served.client.post("/v1/moderate/batch", json=batch, headers=headers).status_code == 200
    served.asked("known", "早上好", group="yulin")
    figures = served.client.get("/metrics").text
    assert set(re.findall(r'assistant_decisions_total\{group="([^"]*)"', figures)) == {"others", "yulin"}


def test_a_key_whose_use_cannot_be_noted_opens_all_the_same(served, monkeypatch):
    noted, failing = [], [StorageError("full")]

    def used(moments):
        if failing:
            raise failing.pop()
        noted.append(set(moments))

    monkeypatch.setattr(served.service.gate._book, "used", used)
    monkeypatch.setattr(gate, "NOTED", -1.0)
    (key,) = (each.id for each in served.keys.all())
    assert [served.client.get("/v1/decisions").status_code for _ in range(2)] == [200, 200]
    assert failing == []
    assert noted[0] == {key}
