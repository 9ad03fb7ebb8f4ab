"""The passages a draft may rest on: which of the store, in which order, for a topic, a share or a promo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from assistant.drafting.offline.wish import read_wish
from assistant.knowledge import store
from assistant.knowledge.orders import find_orders
from assistant.knowledge.search import Hit, Scope
from assistant.schema.contracts import Passage, PassageKind
from assistant.schema.facts import Campaign, Product
from assistant.storage.tables import passages

if TYPE_CHECKING:
    from datetime import date

    from assistant.knowledge.search import Search
    from assistant.schema.group import Group
    from assistant.storage.database import Database

TALK = frozenset({PassageKind.FAQ, PassageKind.ARTICLE, PassageKind.STORY})
ADVICE = frozenset({PassageKind.ARTICLE, PassageKind.FAQ, PassageKind.POLICY})
PROOF = frozenset({PassageKind.PRODUCT, PassageKind.FAQ, PassageKind.ARTICLE, PassageKind.POLICY})
# A topic is chosen from a few dozen passages, a share from as many documents.
TALKED_OF, FEW, DOCUMENTS = 60, 20, 40
# What a theme is only loosely about still serves a topic; below this it is about something else.
LOOSELY = 0.15


class Material:
    """Finds passages in one store."""

    def __init__(self, database: Database, search: Search) -> None:
        self._database = database
        self._search = search

    def for_topic(self, day: date, group: Group, themes: Sequence[str], about: str) -> list[Passage]:
        """Passages to talk about, the nearest first: those about the wish, else those about the group's themes."""
        scope = Scope(day, TALK, group.id)
        if about:
            return self._told(_unique(self._search.hits(_plain(about), scope=scope, limit=24)))
        found = self._told(_unique(self._of_themes(themes, scope, LOOSELY)))
        if len(found) < FEW:
            known = {passage.id for passage in found}
            found += [
                passage for passage in self._told(_unique(self._of_themes(themes, scope, 0))) if passage.id not in known
            ]
        return found[: max(FEW, min(len(found), TALKED_OF))]

    def for_share(self, day: date, group: Group, themes: Sequence[str], about: str) -> list[Passage]:
        """Whole documents, each in its own order, the one with the best hit first; of lists of questions the hits.

        Without a wish every valid article for the group is within reach, up to :data:`DOCUMENTS`.
        """
        scope = Scope(day, ADVICE, group.id)
        hits = self._of_wish(_plain(about), scope) if about else self._of_themes(themes, scope, 0)
        best = {passage.id: passage for passage in self._told(_unique(hits))}
        order = list(dict.fromkeys(passage.source for passage in best.values()))
        articles = {passage.source for passage in best.values() if passage.kind is not PassageKind.FAQ}
        if not about:
            articles |= set(self._articles(scope))
            order += sorted(articles - set(order))
        return self._in_document_order(order[:DOCUMENTS], articles, best, scope)

    def for_promo(self, day: date, group: Group, campaign: Campaign, products: Sequence[Product]) -> list[Passage]:
        """The campaign's own terms, the rows of its products, then what the files say about them."""
        scope = Scope(day, PROOF, group.id)
        names = list(dict.fromkeys([item.name for item in campaign.items if item.name] + [p.name for p in products]))
        hits: list[Hit] = []
        for name in names[:4] or [campaign.name]:
            hits += self._search.hits(name, scope=scope, limit=6, standing=True)
        with self._database.read() as connection:
            # A teaser comes before the campaign holds: its own terms are in the brief all the same.
            own = store.by_source(connection, [campaign.source])
        own = [p for p in own if scope.admits(p.groups) and (campaign.name in p.heading or campaign.name in p.text)]
        return _each_once([*own, *self.rows(products, scope), *self._told(_unique(hits))])

    def rows(self, products: Sequence[Product], scope: Scope) -> list[Passage]:
        """The passages that hold the rows of ``products``."""
        if not products:
            return []
        holds = or_(*[passages.c.text.icontains(product.name, autoescape=True) for product in products])
        with self._database.read() as connection:
            found = store.by_source(connection, sorted({product.source for product in products}), holds)
        return [passage for passage in found if passage.kind is PassageKind.PRODUCT and scope.admits(passage.groups)]

    def _of_wish(self, wish: str, scope: Scope) -> list[Hit]:
        """What search finds; what it is not sure of where it finds nothing, for the writer weighs the words again."""
        found = self._search.hits(wish, scope=scope, limit=16)
        return found or self._search.hits(wish, scope=scope, limit=16, threshold=LOOSELY)

    def _of_themes(self, themes: Sequence[str], scope: Scope, threshold: float) -> list[Hit]:
        return [
            hit
            for theme in themes
            for hit in self._search.hits(theme, scope=scope, limit=FEW, threshold=threshold, standing=True)
        ]

    def _told(self, found: Iterable[Passage]) -> list[Passage]:
        """Without the passages that give orders to a model: none of their sentences may come before a group."""
        with self._database.read() as connection:
            suspected = store.sources_with_orders(connection)
        return [p for p in found if p.source not in suspected or not find_orders(p.text)]

    def _articles(self, scope: Scope) -> list[str]:
        query = select(passages.c.source).where(passages.c.kind == PassageKind.ARTICLE.value, *scope.conditions())
        with self._database.read() as connection:
            return list(connection.execute(query.distinct().order_by(passages.c.source)).scalars())

    def _in_document_order(
        self, sources: Sequence[str], whole: set[str], best: dict[str, Passage], scope: Scope
    ) -> list[Passage]:
        with self._database.read() as connection:
            stored = store.by_source(connection, sources, *scope.conditions()) if sources else []
        place = {source: number for number, source in enumerate(sources)}
        wanted = [
            best.get(passage.id, passage)
            for passage in stored
            if scope.admits(passage.groups) and (passage.source in whole or passage.id in best)
        ]
        return sorted(self._told(wanted), key=lambda passage: place[passage.source])


def _plain(about: str) -> str:
    """The wish without the command around it (帮我写一个关于…的话题): the store knows nothing of commands."""
    wish = read_wish(about)
    return wish.text if wish is not None and wish.text else about


def _unique(hits: Iterable[Hit]) -> list[Passage]:
    """Each passage once with its best score, best first."""
    best: dict[str, Passage] = {}
    for hit in hits:
        known = best.get(hit.passage.id)
        if known is None or known.score < hit.passage.score:
            best[hit.passage.id] = hit.passage
    return sorted(best.values(), key=lambda passage: (-passage.score, passage.id))


def _each_once(found: Iterable[Passage]) -> list[Passage]:
    return list({passage.id: passage for passage in reversed(list(found))}.values())[::-1]
