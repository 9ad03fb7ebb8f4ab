"""A sync mends what was lost, cut or left behind in the index and the state."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_shop import again, assert_whole, found, generations

from assistant.knowledge.status import status
from assistant.knowledge.sync import rebuild
from assistant.workspace import Workspace


def test_rebuild_embeds_nothing_and_changes_the_generation(root: Path) -> None:
    before = generations(root)
    report = rebuild(Workspace(root))
    assert report.embedded == 0
    assert report.unchanged == report.documents
    assert generations(root) - before
    assert status(Workspace(root)).healthy


def test_a_deleted_index_heals(root: Path) -> None:
    shutil.rmtree(root / ".assistant" / "index")
    # A store this small is searched without the index; its loss shows in the status all the same.
    assert found(root, "多久能送到")
    assert not status(Workspace(root)).healthy
    assert again(root).embedded == 0
    assert status(Workspace(root)).healthy
    assert found(root, "多久能送到")[0] == "delivery.md"


@pytest.mark.parametrize("damage", ["cut", "lost", "unsigned"])
def test_a_broken_index_heals(root: Path, damage: str) -> None:
    (generation,) = generations(root)
    file = root / ".assistant" / "index" / generation / "chroma.sqlite3"
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif damage == "lost":
        file.unlink()
    else:
        (file.parent / "manifest.json").unlink()
    again(root)
    assert status(Workspace(root)).healthy
    assert_whole(Workspace(root))


def test_a_damage_that_does_not_show_heals_with_the_next_change(root: Path) -> None:
    (generation,) = generations(root)
    file = root / ".assistant" / "index" / generation / "chroma.sqlite3"
    file.write_bytes(b"\0" * file.stat().st_size)
    assert not status(Workspace(root)).healthy
    (root / "knowledge" / "cakes.md").unlink()
    again(root)
    assert status(Workspace(root)).healthy
    assert_whole(Workspace(root))


def test_a_deleted_state_is_made_anew(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    moved = tmp_path_factory.mktemp("moved") / "shop"
    (root / "knowledge").parent.rename(moved)
    shutil.rmtree(moved / ".assistant")
    report = again(moved)
    assert report.added == report.documents
    assert status(Workspace(moved)).healthy


def test_what_a_killed_sync_left_behind_is_swept(root: Path) -> None:
    junk = root / ".assistant" / "index" / "0123456789ab"
    junk.mkdir()
    (junk / "chroma.sqlite3").write_bytes(b"half")
    again(root)
    assert not junk.exists()
