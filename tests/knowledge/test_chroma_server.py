"""Knowledge whose vectors are on a Chroma server: published, changed, away, lost, and back."""

from __future__ import annotations

import shutil
from datetime import date

import httpx
import pytest
from small_shop import found, put, shop

from assistant.knowledge import search as searching
from assistant.knowledge.index import open_index
from assistant.knowledge.search import Scope, Search
from assistant.knowledge.status import status
from assistant.knowledge.sync import GENERATION, rebuild, sync
from assistant.knowledge.vectors import load_vectors
from assistant.storage.database import get_state, open_database
from assistant.storage.identity import identity_of
from assistant.storage.tables import passages
from assistant.workspace import Workspace


def generation_of(workspace):
    with open_database(workspace).read() as connection:
        return get_state(connection, GENERATION)


def contents_of(workspace):
    with open_database(workspace).read() as connection:
        rows = connection.execute(passages.select()).all()
    return {content for row in rows for content in (row.content, row.question_content) if content}


def mine(server, workspace):
    return [name for name in server.collections() if identity_of(open_database(workspace)) in name]


@pytest.fixture
def at(tmp_path, monkeypatch):
    """Make a synced shop with its vectors on a server; every store counts as large, so that the server is asked."""
    monkeypatch.setattr(searching, "SMALL", 0)

    def make(url, name="shop"):
        workspace = shop(tmp_path / name)
        (workspace.root / "assistant.toml").write_text(f'chroma_url = "{url}"\n', encoding="utf-8")
        workspace = Workspace(workspace.root)
        sync(workspace)
        return workspace

    return make


def whole(workspace):
    """The server holds just the vectors of the passages, and each finds itself."""
    told = status(workspace, sample=1000)
    index = open_index(workspace)
    try:
        return told.healthy and index.count(generation_of(workspace)) == len(contents_of(workspace))
    finally:
        index.close()


def test_what_is_synced_is_found_and_changes_follow(at, chroma_server):
    workspace = at(chroma_server.url)
    assert whole(workspace)
    assert not (workspace.state / "index").exists()
    before = generation_of(workspace)
    put(workspace.root, "parking.md", "# 停车\n\n门店后面有六个免费车位，凭小票停两小时。\n")
    sync(workspace)
    assert whole(workspace)
    assert generation_of(workspace) != before
    assert "parking.md" in found(workspace.root, "开车来停哪儿")
    (workspace.knowledge / "parking.md").unlink()
    sync(workspace)
    assert whole(workspace)
    assert "parking.md" not in found(workspace.root, "开车来停哪儿")
    assert len(mine(chroma_server, workspace)) == 1, "a patched collection, and no other"
    for _ in range(3):
        rebuild(workspace)
    assert whole(workspace)
    assert len(mine(chroma_server, workspace)) == 2, "the last one, and the one that readers may still hold"


def test_workspaces_share_a_server(at, chroma_server):
    one, other = at(chroma_server.url, "one"), at(chroma_server.url, "other")
    rebuild(one)
    assert whole(one)
    assert whole(other)


def test_a_copied_workspace_is_another(at, chroma_server, tmp_path):
    one = at(chroma_server.url, "one")
    copy = Workspace(shutil.copytree(one.root, tmp_path / "copy"))
    sync(copy)
    put(copy.root, "parking.md", "# 停车\n\n门店后面有六个免费车位，凭小票停两小时。\n")
    rebuild(copy)
    assert whole(copy)
    assert whole(one)


def test_a_reader_of_the_old_generation_still_finds(at, chroma_server):
    workspace = at(chroma_server.url)
    reader = Search(workspace)
    with open_database(workspace).read() as connection:
        state = get_state(connection, GENERATION)
        contents = sorted(contents_of(workspace))
        vectors = list(load_vectors(connection, get_state(connection, "embedder"), contents))
    put(workspace.root, "parking.md", "# 停车\n\n门店后面有六个免费车位，凭小票停两小时。\n")
    sync(workspace)
    ids, matrix = vectors[0]
    assert reader._index.query(state, matrix[0], 1)[0][0] == ids[0]


def test_a_killed_sync_leaves_what_the_next_puts_right(at, chroma_server, monkeypatch):
    workspace = at(chroma_server.url)
    put(workspace.root, "parking.md", "# 停车\n\n门店后面有六个免费车位，凭小票停两小时。\n")
    with monkeypatch.context() as patched:
        patched.setattr("assistant.knowledge.sync._store", _killed)
        with pytest.raises(KeyboardInterrupt):
            sync(workspace)
    assert status(workspace).healthy, "what was there is still found"
    sync(workspace)
    assert whole(workspace)


def _killed(*_):
    raise KeyboardInterrupt


def test_stopped_then_back_by_itself(at, own_chroma, caplog):
    workspace = at(own_chroma.url)
    searcher = Search(workspace)
    scope = Scope(date.today())
    ask = lambda: searcher.hits("面包可以放几天", scope=scope, threshold=0)  # noqa: E731
    assert any(hit.dense_rank for hit in ask())
    assert searcher.limited == ""
    own_chroma.stop()
    for _ in range(3):
        hits = ask()
        assert hits
        assert all(hit.dense_rank is None for hit in hits)
    assert own_chroma.url in searcher.limited
    assert len([each for each in caplog.records if "words alone" in each.message]) == 1, "said once"
    assert own_chroma.url in status(workspace).search
    put(workspace.root, "parking.md", "# 停车\n\n门店后面有六个免费车位，凭小票停两小时。\n")
    report = sync(workspace)
    assert [each for each in report.warnings if "向量等它回来再补" in each]
    assert "parking.md" in found(workspace.root, "免费车位停两小时")
    assert sync(workspace).warnings, "told as long as it holds"
    own_chroma.start()
    assert not [each for each in sync(workspace).warnings if "Chroma" in each]
    assert whole(workspace)
    searcher._index._silent = float("-inf")  # five seconds have passed
    assert any(hit.dense_rank for hit in ask())
    assert searcher.limited == ""


def test_one_that_hangs_holds_nobody_up_for_long(at, own_chroma, monkeypatch):
    workspace = at(own_chroma.url)
    monkeypatch.setattr("assistant.knowledge.chromaserver._ASK", 0.5)
    searcher = Search(workspace)
    own_chroma.hang()
    hits = searcher.hits("面包可以放几天", scope=Scope(date.today()), threshold=0)
    assert hits
    assert own_chroma.url in searcher.limited


def test_what_the_server_has_lost_is_made_anew(at, chroma_server):
    workspace = at(chroma_server.url)
    (name,) = mine(chroma_server, workspace)
    base = f"{chroma_server.url}/api/v2/tenants/default_tenant/databases/default_database"
    httpx.delete(f"{base}/collections/{name}").raise_for_status()
    assert found(workspace.root, "发票"), "words serve"
    sync(workspace)
    assert whole(workspace)


def test_a_password_in_the_address_is_never_shown(tmp_path):
    workspace = shop(tmp_path)
    (workspace.root / "assistant.toml").write_text('chroma_url = "http://op:secret@127.0.0.1:9"\n', encoding="utf-8")
    report = sync(Workspace(workspace.root))
    assert [each for each in report.warnings if "127.0.0.1:9" in each]
    assert "secret" not in "".join(report.warnings)
