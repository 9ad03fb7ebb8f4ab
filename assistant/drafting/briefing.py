"""The brief: everything one draft needs, gathered from the brand's files, the store and the group's history."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from assistant.checks.mechanics import available
from assistant.drafting.calendar import calendar_day
from assistant.drafting.campaigns import choose_campaign, refuse_by_facts, refuse_wrong_group
from assistant.drafting.material import Material
from assistant.drafting.refusals import refuse_by_wish
from assistant.drafting.sizes import settled
from assistant.drafting.subjects import of_other_groups
from assistant.drafting.terms import constraints_for, refuse_by_terms, suggest_time
from assistant.drafting.wishes import honest_wish
from assistant.drafting.words import refuse_by_words
from assistant.errors import InputError, Refused
from assistant.knowledge import store
from assistant.knowledge.brandfiles import load_brand, load_campaigns, load_groups, load_topics
from assistant.knowledge.collect import named
from assistant.knowledge.goods import products_named, products_of
from assistant.knowledge.search import Scope, Search
from assistant.knowledge.shelf import Shelf, shelf_of
from assistant.schema.brief import Brief, Constraints, PastDraft
from assistant.schema.contracts import DraftKind, Passage
from assistant.schema.facts import Campaign, Product
from assistant.schema.group import Group
from assistant.storage.database import open_database
from assistant.storage.drafts import DraftStore
from assistant.text.normalize import to_simplified
from assistant.workspace import Workspace

_ZHE = re.compile("(?<![显名原专编论土巨])著(?![名作称者])")
FORMATS: dict[DraftKind, tuple[str, ...]] = {
    DraftKind.TOPIC: ("",),
    DraftKind.SHARE: ("post", "voice"),
    DraftKind.PROMO: ("post", "series", "landing", "poster"),
}


@dataclass(frozen=True)
class Request:
    """What the operator asks for; empty fields leave the choice to the assistant. ``seed`` varies the offline text.

    ``draft_id`` is the id the draft is to get, where who asks has to know it beforehand; a draft of that id is no
    history of itself, nor are ``variants``, the ids of drafts of the same wish of which one is sent. ``tone`` stands
    for the group's, this once.
    """

    kind: DraftKind
    group: str
    day: date
    time: time | None = None
    about: str = ""
    campaign: str = ""
    format: str = ""
    seed: int = 0
    draft_id: str = ""
    tone: str = ""
    variants: tuple[str, ...] = ()


class Briefing:
    """Makes briefs for one workspace. Raises :class:`ConfigError` where the brand's files are wrong."""

    def __init__(self, workspace: Workspace) -> None:
        self._database = open_database(workspace)
        self.drafts = DraftStore(self._database)
        self._days = workspace.settings.history.days
        self.brand = load_brand(workspace.knowledge)
        self.groups = load_groups(workspace.knowledge)
        self._topics = load_topics(workspace.knowledge)
        with self._database.read() as connection:
            by_source = store.products_by_source(connection)
        self._shelves: dict[date, Shelf] = {}
        names = {product.sku: product.name for found in by_source.values() for product in found}
        campaigns = load_campaigns(workspace.knowledge)
        self.campaigns = {key: named(campaign, names) for key, campaign in campaigns.items()}
        self._material = Material(self._database, Search(workspace))

    def products_on(self, day: date) -> list[Product]:
        """The goods as the price lists valid on ``day`` state them; where two name the same, the newer counts."""
        return self._shelf(day).products

    def _shelf(self, day: date) -> Shelf:
        if day not in self._shelves:
            with self._database.read() as connection:
                by_source = store.products_by_source(connection, on=day)
            self._shelves[day] = shelf_of(by_source)
        return self._shelves[day]

    def brief(self, request: Request) -> Brief:
        """Return the brief for a request.

        Raises :class:`InputError` for an unknown group, format or campaign, :class:`Refused` for what
        the group, the facts or the law forbid.
        """
        # Writers, search and rules read Simplified characters: a wish in the others is taken over into them.
        request = replace(request, about=as_written(request.about))
        # What the wish asks for is judged whole; what a writer reads of it holds no orders to a program.
        refuse_by_wish(request.about, None)
        about, notes = honest_wish(request.about)
        group = self._group(request.group)
        group = group.model_copy(update={"tone": request.tone}) if request.tone else group
        format_ = self._format(request)
        request = replace(request, about=about or self._goods_of_campaign(request))
        own = {request.draft_id, *request.variants}
        history = [past for past in self._history(group, request.day) if past.id not in own]
        if request.kind is DraftKind.PROMO:
            campaign, at = self._campaign(request, group, format_, history)
        else:
            campaign, at = None, self._moment(request, group, None)
            self._refuse(request, group, at, history, None)
        products = self._products_for(request, campaign)
        shelf = self._shelf(request.day)
        passages = self._passages(request, group, campaign, products)
        return Brief(
            kind=request.kind,
            format=format_,
            brand=self.brand,
            group=group,
            at=at,
            time_given=request.time is not None,
            calendar=calendar_day(request.day),
            about=request.about,
            passages=tuple(passage for passage in passages if shelf.counts(passage)),
            products=tuple(products),
            campaign=available(campaign, settled(campaign, shelf.products)) if campaign else None,
            seeds=tuple(self._topics) if request.kind is DraftKind.TOPIC else (),
            history=tuple(history),
            constraints=self._constraints(request, group, format_),
            seed=_seed(request),
            notes=(*notes, *shelf.doubts(products)),
        )

    def _constraints(self, request: Request, group: Group, format_: str) -> Constraints:
        return constraints_for(self.brand, group, request.kind, format_)

    def _group(self, name: str) -> Group:
        if name in self.groups:
            return self.groups[name]
        same = [group for group in self.groups.values() if group.name == name]
        if same:
            return same[0]
        named = "、".join(f"{group.id}（{group.name}）" for group in self.groups.values())
        known = named or "一个也没有，请先写 groups.yaml"
        raise InputError(f"没有群 {name!r}；groups.yaml 里有：{known}")

    def _format(self, request: Request) -> str:
        known = FORMATS[request.kind]
        if not request.format:
            return known[0]
        if request.format not in known:
            choices = "、".join(one for one in known if one) or "（话题没有格式可选）"
            raise InputError(f"--format {request.format!r} 不认识，{request.kind.value} 可选：{choices}")
        return request.format

    def _history(self, group: Group, day: date) -> list[PastDraft]:
        # What is already planned counts as well: the group will have got it by then.
        span = timedelta(days=self._days)
        found = self.drafts.history(group.id, since=day - span, until=day + span)
        if not self._constraints(Request(DraftKind.TOPIC, group.id, day), group, "").traditional:
            return found
        # Writers write Simplified characters: what they compare with has to be in them too.
        return [
            past.model_copy(update={"title": as_written(past.title), "body": as_written(past.body)}) for past in found
        ]

    @staticmethod
    def _moment(request: Request, group: Group, campaign: Campaign | None) -> datetime:
        if request.time is not None:
            return datetime.combine(request.day, request.time)
        return suggest_time(group=group, kind=request.kind, day=request.day, campaign=campaign)

    def _campaign(
        self, request: Request, group: Group, format_: str, history: Sequence[PastDraft]
    ) -> tuple[Campaign, datetime]:
        """Return the campaign asked for, or the best one for the group on the day, with the moment to announce it."""
        if request.campaign:
            campaign = self._named_campaign(request.campaign)
            refuse_by_wish("", campaign)
            refuse_wrong_group(campaign, group)
            at = self._moment(request, group, campaign)
            refuse_by_facts(campaign, self.products_on(request.day), at=at, format=format_)
            refuse_by_words(campaign, group, self._constraints(request, group, format_))
        else:
            campaign, at = self._best_campaign(request, group, format_, history)
        self._refuse(request, group, at, history, campaign)
        return campaign, at

    def _named_campaign(self, name: str) -> Campaign:
        campaign = self.campaigns.get(name)
        if campaign is None:
            known = "、".join(self.campaigns) or "一个也没有"
            raise InputError(f"没有活动 {name!r}；campaigns.yaml 里有：{known}")
        return campaign

    def _goods_of_campaign(self, request: Request) -> str:
        """What a topic or share that goes along with a campaign is about: the kind of its goods, not its terms."""
        if request.kind is DraftKind.PROMO or not request.campaign:
            return ""
        campaign = self._named_campaign(request.campaign)
        goods = products_of(campaign, self.products_on(request.day))
        return next((product.category or product.name for product in goods), campaign.name)

    def _best_campaign(
        self, request: Request, group: Group, format_: str, history: Sequence[PastDraft]
    ) -> tuple[Campaign, datetime]:
        at = self._moment(request, group, None)
        # What the group's terms forbid whatever the campaign is said first, unless a campaign is exempt from it.
        try:
            chosen = self._choose(list(self.campaigns.values()), request, group, format_, history, at)
        except Refused:
            later = self._later_that_day(request, group, format_, history)
            if later is None:
                self._refuse(request, group, at, history, None)
                raise
            chosen = later
        refuse_by_wish("", chosen)
        return chosen, self._moment(request, group, chosen)

    def _refuse(
        self, request: Request, group: Group, at: datetime, history: Sequence[PastDraft], campaign: Campaign | None
    ) -> None:
        refuse_by_terms(
            brand=self.brand,
            group=group,
            kind=request.kind,
            at=at,
            time_given=request.time is not None,
            history=history,
            campaign=campaign,
        )

    def _choose(
        self,
        campaigns: Sequence[Campaign],
        request: Request,
        group: Group,
        format_: str,
        history: Sequence[PastDraft],
        at: datetime,
    ) -> Campaign:
        sayable, first = [], None
        for campaign in campaigns:
            try:
                refuse_by_words(campaign, group, self._constraints(request, group, format_))
            except Refused as refused:
                first = first or refused
            else:
                sayable.append(campaign)
        if first is not None and not sayable:
            raise first
        return choose_campaign(
            sayable,
            group=group,
            at=at,
            about=request.about,
            history=history,
            products=self.products_on(request.day),
            format=format_,
        )

    def _later_that_day(
        self, request: Request, group: Group, format_: str, history: Sequence[PastDraft]
    ) -> Campaign | None:
        """A campaign that begins after the usual hour of the day is announced when it begins."""
        if request.time is not None:
            return None
        for campaign in self.campaigns.values():
            if campaign.start and campaign.start.date() == request.day:
                at = self._moment(request, group, campaign)
                try:
                    return self._choose([campaign], request, group, format_, history, at)
                except Refused:
                    continue
        return None

    def _passages(
        self, request: Request, group: Group, campaign: Campaign | None, products: Sequence[Product]
    ) -> list[Passage]:
        if campaign is not None:
            return self._material.for_promo(request.day, group, campaign, products)
        themes = group.theme or (self.brand.trade or self.brand.name,)
        about = request.about.strip()
        if request.kind is DraftKind.TOPIC:
            found = self._material.for_topic(request.day, group, themes, about)
            if not about:
                others = of_other_groups(found, group, self.groups.values())
                found = [passage for passage in found if passage.id not in others]
        else:
            found = self._material.for_share(request.day, group, themes, about)
        known = {passage.id for passage in found}
        rows = self._material.rows(products, Scope(request.day, group=group.id))
        return found + [passage for passage in rows if passage.id not in known]

    def _products_for(self, request: Request, campaign: Campaign | None) -> list[Product]:
        if campaign is not None:
            return products_of(campaign, settled(campaign, self.products_on(request.day)))
        return (
            products_named(request.about, self.products_on(request.day), self.brand.synonyms)
            if request.about.strip()
            else []
        )


def as_written(text: str) -> str:
    """Return a text of ours in the Simplified characters it was written in; 著 has two meanings, ours is 着."""
    return _ZHE.sub("着", to_simplified(text))


def _seed(request: Request) -> int:
    parts = (request.kind, request.group, request.day, request.format, request.about, request.campaign, request.seed)
    key = "|".join(map(str, parts))
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big")
