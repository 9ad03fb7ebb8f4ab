"""A Chroma server that was away gets its vectors as soon as it is back, without anybody's doing."""

from __future__ import annotations

import time

from assistant.jobs import upkeep
from assistant.jobs.worker import Worker
from assistant.knowledge.index import open_index
from assistant.knowledge.sync import GENERATION, sync
from assistant.storage.database import get_state, open_database
from assistant.workspace import Workspace


def test_vectors_that_wait_are_written_when_the_server_is_back(tmp_path, own_chroma, monkeypatch):
    monkeypatch.setattr(upkeep, "LOOK", 0.2)
    (tmp_path / "knowledge").mkdir()
    (tmp_path / "knowledge" / "brand.yaml").write_text("name: 麦垛面包房\n", encoding="utf-8")
    (tmp_path / "knowledge" / "parking.md").write_text("# 停车\n\n店后面有六个车位，停两小时。\n", encoding="utf-8")
    (tmp_path / "assistant.toml").write_text(f'chroma_url = "{own_chroma.url}"\n', encoding="utf-8")
    workspace = Workspace(tmp_path)
    own_chroma.stop()
    assert [each for each in sync(workspace).warnings if "向量等它回来再补" in each]
    worker = Worker(workspace)
    worker.start()
    try:
        time.sleep(1)
        own_chroma.start()
        ends = time.monotonic() + 60
        while not _sound(workspace):
            assert time.monotonic() < ends
            time.sleep(0.1)
    finally:
        worker.stop()


def _sound(workspace):
    with open_database(workspace).read() as connection:
        generation = get_state(connection, GENERATION)
    index = open_index(workspace)
    try:
        return index.sound(generation)
    finally:
        index.close()
