"""What the operators' desk does, function by function: the pages of the UI only show it.

Every function takes the :class:`Desk` of who is signed in and asks for her role before it changes anything; the pages
check nothing themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.people.roles import LOCAL, Person, require

if TYPE_CHECKING:
    from assistant.jobs import Jobs
    from assistant.schema.brand import Brand
    from assistant.schema.facts import Campaign
    from assistant.schema.group import Group
    from assistant.storage.database import Database
    from assistant.workspace import Workspace


@dataclass(frozen=True)
class Desk:
    """A workspace and who sits at it. What is read from files is read once: make one for each look at a page."""

    workspace: Workspace
    person: Person = LOCAL

    def require(self, deed: str) -> None:
        """Raise :class:`~assistant.errors.Refused` where the role is not enough for a deed of ``people.roles``."""
        require(self.person, deed)

    @cached_property
    def database(self) -> Database:
        """The workspace's database. Raises :class:`~assistant.errors.StorageError`."""
        from assistant.storage.database import open_database

        return open_database(self.workspace)

    @cached_property
    def jobs(self) -> Jobs:
        """Long work. Raises :class:`~assistant.errors.StorageError`."""
        from assistant.jobs import Jobs

        return Jobs(self.workspace)

    @cached_property
    def brand(self) -> Brand:
        """The brand. Raises :class:`~assistant.errors.ConfigError`."""
        from assistant.knowledge.brandfiles import load_brand

        return load_brand(self.workspace.knowledge)

    @cached_property
    def groups(self) -> dict[str, Group]:
        """The groups by id. Raises :class:`~assistant.errors.ConfigError`."""
        from assistant.knowledge.brandfiles import load_groups

        return load_groups(self.workspace.knowledge)

    @cached_property
    def campaigns(self) -> dict[str, Campaign]:
        """The campaigns by id. Raises :class:`~assistant.errors.ConfigError`."""
        from assistant.knowledge.brandfiles import load_campaigns

        return load_campaigns(self.workspace.knowledge)
