"""The way through an empty workspace: brand, groups, documents, rules, first draft; what is done is seen by itself."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from assistant.desk import Desk
from assistant.knowledge.brandfiles import load_brand, load_groups
from assistant.knowledge.scan import CONFIG_FILES
from assistant.resources import PACKAGE
from assistant.storage.database import get_state, set_state
from assistant.storage.tables import documents, drafts

STEPS = ("brand", "groups", "documents", "rules", "draft")
_TEMPLATES = PACKAGE / "templates" / "knowledge"
_SKIPPED = "desk.begun"


@dataclass(frozen=True)
class Way:
    """Which steps are done; ``left`` says that somebody chose to go on without."""

    done: frozenset[str]
    left: bool

    @property
    def wanted(self) -> bool:
        """Whether there is still something to lead through."""
        return not self.left and len(self.done) < len(STEPS)

    @property
    def next(self) -> str:
        """The first step that is not done; the last one where all are."""
        return next((step for step in STEPS if step not in self.done), STEPS[-1])


def way(desk: Desk) -> Way:
    """Return how far the workspace is. Raises :class:`StorageError`, and :class:`ConfigError` for a wrong file."""
    knowledge = desk.workspace.knowledge
    done = set()
    if load_brand(knowledge).name != load_brand(_TEMPLATES).name:
        done.add("brand")
    groups = load_groups(knowledge)
    if groups and groups != load_groups(_TEMPLATES):
        done.add("groups")
    if _differs(desk, "rules.yaml"):
        done.add("rules")
    with desk.database.read() as connection:
        left = bool(get_state(connection, _SKIPPED))
        sources = set(connection.execute(select(documents.c.source)).scalars())
        if connection.execute(select(func.count()).select_from(drafts)).scalar_one():
            done.add("draft")
    own = {source for source in sources - CONFIG_FILES if _differs(desk, source)}
    if own:
        done.add("documents")
    return Way(frozenset(done), left)


def leave(desk: Desk) -> None:
    """Go on without the rest; the way does not show again."""
    with desk.database.write() as connection:
        set_state(connection, _SKIPPED, desk.person.name)


def _differs(desk: Desk, name: str) -> bool:
    """Whether a file of the workspace is there and is not the template's."""
    mine, template = desk.workspace.knowledge / name, _TEMPLATES / name
    if not mine.is_file():
        return False
    return not template.is_file() or mine.read_bytes() != template.read_bytes()
