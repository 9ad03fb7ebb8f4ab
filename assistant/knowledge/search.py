"""The one search function: writers, pages and evals all ask here.

Two legs look at once, words (:mod:`.lexical`) and meaning (:mod:`.dense`); their rankings are fused by reciprocal rank
(Cormack, Clarke and Büttcher, SIGIR 2009, k = 60). What is expired, superseded or out of scope is left out before
fusing. When nothing found is likely to answer (:mod:`.answerable`), the result is empty.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, select

from assistant.errors import StorageError
from assistant.knowledge import lexical, store
from assistant.knowledge.anchors import Nearness, load_anchors
from assistant.knowledge.answerable import Asked, Coverage, Evidence, gap_of, likelihood, unknown_of
from assistant.knowledge.brandfiles import BRAND_FILE
from assistant.knowledge.embedding import open_embedder
from assistant.knowledge.exact import SMALL, ExactScan
from assistant.knowledge.index import IndexAway, open_index
from assistant.knowledge.postings import Postings
from assistant.knowledge.remembered import Remembered
from assistant.knowledge.standing import Standing
from assistant.knowledge.synonyms import Synonyms, load_synonyms
from assistant.knowledge.terms import spelled_syllables
from assistant.schema.contracts import Passage, PassageKind
from assistant.storage.database import get_states, open_database
from assistant.storage.tables import documents, passages
from assistant.text.normalize import fold

if TYPE_CHECKING:
    from assistant.knowledge.embedding import Matrix
    from assistant.workspace import Workspace

log = logging.getLogger(__name__)

K = 60
# How deep each leg looks, and looks again where validity and scope leave too little.
DEPTHS = (60, 600)
ENOUGH = 20
# Characters of a query that the embedder reads; a whole document pasted in would take it half a minute.
ASKED = 400
# The first few passages must answer with this likelihood together, or nothing is returned; each further one must with
# this share of it.
THRESHOLD = 0.5
OTHERS = 0.3
JUDGED = 5
# So many are ranked once more, with so much weight on the share of the query's words they hold.
RERANKED = 20
COVERED = 0.1
TRUST, TRUST_GROWS, TRUSTED_RANKS = 0.5, 1.2, 3


@dataclass(frozen=True)
class Scope:
    """What a search may return: as things stand ``on`` a day, of these ``kinds`` (empty: all), for a ``group``."""

    on: date
    kinds: frozenset[PassageKind] = frozenset()
    group: str = ""
    expired: bool = False

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions of the database."""
        return _conditions(self.on, self.kinds, self.expired)

    def admits(self, groups: Sequence[str]) -> bool:
        """Tell whether a passage meant for ``groups`` (empty: all) may be returned."""
        return store.meant_for(self.group, groups)


@lru_cache(maxsize=64)
def _conditions(on: date, kinds: frozenset[PassageKind], expired: bool) -> tuple[ColumnElement[bool], ...]:
    """Built once for many queries: putting a condition together costs more than the database takes to meet it."""
    among = (passages.c.kind.in_(sorted(kind.value for kind in kinds)),) if kinds else ()
    return (*among,) if expired else (store.in_force(on), *among)


@dataclass(frozen=True)
class Hit:
    """A passage and why it was found.

    Ranks count from 1 in each leg (None: not found there); ``likelihood``, 0 to 1, says how likely the passage is to
    answer, ``evidence`` from what.
    """

    passage: Passage
    lexical_rank: int | None
    dense_rank: int | None
    evidence: Evidence
    likelihood: float


@dataclass
class Leg:
    """The order one leg found: key to rank from 1, and key to score."""

    ranks: dict[int, int] = field(default_factory=dict)
    scores: dict[int, float] = field(default_factory=dict)


class Search:
    """Search over one workspace; keep it for many queries. It always answers from the last sync of any process.

    :attr:`limited` says why search runs on words alone, and is empty where it does not; ``away`` where that is because
    the index of vectors could not be asked.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._database = open_database(workspace)
        self._index = open_index(workspace)
        self._exact = ExactScan()
        self._postings = Postings()
        self._standing = Standing()
        self.away = ""
        self._embedder, self._unembedded = open_embedder(workspace.settings.embedding)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="embed")
        self._knowledge = workspace.knowledge
        self._brand_stamp = -1
        self._synonyms: Synonyms
        self._words_of_today()

    @property
    def limited(self) -> str:
        """Why the last search ran on words alone."""
        return self._unembedded or self.away

    def look(self) -> str:
        """Return :attr:`away`, after another look where it says something."""
        if self.away:
            with self._database.read() as connection:
                (generation,) = get_states(connection, "generation")
            try:
                self._told(self.away if not self._index.sound(generation) else "")
            except StorageError as error:
                self._told(str(error))
        return self.away

    def _told(self, away: str) -> None:
        """Note that the index is away, or is not; say so when that changes."""
        if bool(away) != bool(self.away):
            log.warning("search runs on words alone: %s" if away else "search by meaning is back%s", away)
        self.away = away

    @property
    def empty(self) -> bool:
        """Whether the store holds no document at all, as before the first sync."""
        with self._database.read() as connection:
            return connection.execute(select(documents.c.source).limit(1)).first() is None

    def passages(self, query: str, *, limit: int = 5, on: date | None = None) -> list[Passage]:
        """Return up to ``limit`` passages that answer ``query`` as things stand ``on`` that day; see :meth:`hits`."""
        return [hit.passage for hit in self.hits(query, limit=limit, scope=Scope(on or date.today()))]

    def hits(
        self, query: str, *, scope: Scope, limit: int = 5, threshold: float = THRESHOLD, standing: bool = False
    ) -> list[Hit]:
        """Return up to ``limit`` hits, best first; empty when nothing in the store answers.

        ``threshold`` 0 returns whatever is nearest. A ``standing`` query is asked day after day, as a group's themes
        are: its vector is kept in the database. Raises :class:`StorageError`, and :class:`ProviderError` where a
        remote embedder fails.
        """
        # Half a surrogate pair, as a cut string or a foreign terminal leaves it, is nothing one can look for.
        query = query.encode("utf-8", errors="ignore").decode()
        folded = fold(query)
        if not folded or limit < 1:
            return []
        try:
            return self._hits(query, folded, scope, limit, threshold, standing)
        except StorageError:
            # A sync has replaced the index between our two looks at it: the next look sees the new one.
            return self._hits(query, folded, scope, limit, threshold, standing)

    def _hits(self, query: str, folded: str, scope: Scope, limit: int, threshold: float, standing: bool) -> list[Hit]:
        synonyms = self._words_of_today()
        same = synonyms.of(folded)
        formal = synonyms.in_shop_words(query, folded)
        # The two legs run side by side, unless the query is spelled in pinyin: then the words come first.
        vector = None if spelled_syllables(folded) else self._pool.submit(self._embed, formal, standing)
        with self._database.read() as connection:
            state, generation, embedder = get_states(connection, lexical.STATE, "generation", "embedder")
            others = [word for _, words in same for word in words]
            asked = lexical.parse_query(connection, folded, same=others, state=state)
            within = self._admitted(connection, scope, asked)
            by_words = _look_deep(lambda count: self._words_leg(connection, scope, asked, within, count))
            coverage = Coverage(folded, asked, same)
            first = [pk for pk, rank in by_words.ranks.items() if rank <= RERANKED // 2]
            held = self._standing.words(connection, state, first)
            covered = {pk: coverage.of(words) for pk, words in held.items()}
            unknown = unknown_of(folded, asked, same)
            embedded = vector.result() if vector else self._embed(_respelled(fold(formal), asked.respelled))
            near = self._pool.submit(self._nearness, embedded)
            # Vectors of two models do not compare: until the next sync words alone serve.
            comparable = generation and embedder == getattr(self._embedder, "name", "")
            meant = embedded if comparable else None
            by_meaning = self._dense_leg(connection, scope, asked, within, generation, meant)
            fused = fuse(by_words, by_meaning, trust=_trust(by_words, covered))[: max(2 * limit, RERANKED)]
            held |= self._standing.words(connection, state, [pk for pk, _ in fused if pk not in held])
            covered.update({pk: coverage.of(words) for pk, words in held.items() if pk not in covered})
            ranked = _by_coverage(fused, covered)
            whole = Asked(unknown, gap_of(list(by_meaning.scores.values())), near.result())

            @cache
            def evidence(pk: int) -> Evidence:
                what = held[pk]
                reach = covered[pk], coverage.characters(what), coverage.run(what)
                return _evidence(pk, by_words, by_meaning, *reach)

            if likelihood([evidence(pk) for pk, _ in ranked[:JUDGED]], whole) < threshold:
                return []
            # The first is the best guess of both legs together; of the others the unlikely ones are left out, and no
            # more of them are weighed than are asked for.
            kept: list[tuple[int, float, float]] = []
            for pk, score in ranked:
                likely = likelihood([evidence(pk)], whole)
                if not kept or likely >= threshold * OTHERS:
                    kept.append((pk, score, likely))
                if len(kept) == limit:
                    break
            found = store.by_pk(connection, [pk for pk, _, _ in kept])
        return [
            Hit(
                found[pk].model_copy(update={"score": round(score, 4)}),
                by_words.ranks.get(pk),
                by_meaning.ranks.get(pk),
                evidence(pk),
                likely,
            )
            for pk, score, likely in kept
        ]

    def _words_of_today(self) -> Synonyms:
        """The words that mean the same, read again when the brand's file has changed."""
        try:
            stamp = (self._knowledge / BRAND_FILE).stat().st_mtime_ns
        except OSError:
            stamp = 0
        if stamp != self._brand_stamp:
            self._synonyms, self._brand_stamp = load_synonyms(self._knowledge), stamp
        return self._synonyms

    def _embed(self, query: str, standing: bool = False) -> Matrix | None:
        if not self._embedder:
            return None
        embedder = Remembered(self._database, self._embedder) if standing else self._embedder
        return embedder.query(query[:ASKED])

    def _nearness(self, vector: Matrix | None) -> dict[str, Nearness]:
        anchors = load_anchors(self._embedder.name) if self._embedder and vector is not None else None
        return anchors.near(vector) if anchors and vector is not None else {}

    def _admitted(self, connection: Connection, scope: Scope, asked: lexical.LexicalQuery) -> frozenset[int] | None:
        """What the scope admits; None in a large store, which is asked about what was found."""
        if asked.total > SMALL:
            return None
        return self._standing.admitted(connection, asked.state, scope.group, scope.conditions(), scope)

    def _words_leg(
        self,
        connection: Connection,
        scope: Scope,
        asked: lexical.LexicalQuery,
        within: frozenset[int] | None,
        count: int,
    ) -> tuple[Leg, bool]:
        rows = lexical.match(connection, asked, count, self._postings)
        keys = [pk for pk, _ in rows]
        fit = store.admitted(connection, keys, scope.group, *scope.conditions()) if within is None else within
        return _leg_of([(pk, score) for pk, score in rows if pk in fit]), len(rows) < count

    def _dense_leg(
        self,
        connection: Connection,
        scope: Scope,
        asked: lexical.LexicalQuery,
        within: frozenset[int] | None,
        generation: str,
        vector: Matrix | None,
    ) -> Leg:
        if vector is None:
            return Leg()

        def nearest(count: int) -> tuple[Leg, bool]:
            contents = self._contents(connection, generation, vector, count, small=within is not None)
            best: dict[int, float] = {}
            standing: Mapping[str, Sequence[int]]
            if within is None:
                standing = store.pks_of_contents(connection, list(contents), scope.group, *scope.conditions())
            else:
                standing = self._standing.by_content(connection, asked.state)
            for content, similarity in contents.items():
                for pk in standing.get(content, ()):
                    if within is None or pk in within:
                        best[pk] = max(best.get(pk, -1.0), similarity)
            return _leg_of(sorted(best.items(), key=lambda item: (-item[1], item[0]))), len(contents) < count

        return _look_deep(nearest)

    def _contents(
        self, connection: Connection, generation: str, vector: Matrix, count: int, *, small: bool
    ) -> dict[str, float]:
        """The nearest contents and their similarity, by comparing every vector of a small store."""
        if small and self._embedder:
            return dict(self._exact.query(connection, generation, self._embedder.name, vector, count))
        try:
            found = dict(self._index.query(generation, vector, count))
        except IndexAway as error:
            self._told(str(error))
            return {}
        self._told("")
        return found


def _respelled(query: str, words: Mapping[str, str]) -> str:
    """Return a folded query with what its pinyin most likely means in the place of the pinyin."""
    for run, meant in words.items():
        query = query.replace(run, meant, 1)
    return query


def _leg_of(order: Sequence[tuple[int, float]]) -> Leg:
    return Leg({pk: rank for rank, (pk, _) in enumerate(order, start=1)}, dict(order))


def _look_deep(look: Callable[[int], tuple[Leg, bool]]) -> Leg:
    """Look as deep as it takes to find enough that the scope admits; ``look`` tells whether there is no more."""
    leg = Leg()
    for depth in DEPTHS:
        leg, exhausted = look(depth)
        if len(leg.ranks) >= ENOUGH or exhausted:
            break
    return leg


def fuse(by_words: Leg, by_meaning: Leg, *, trust: float = 1.0) -> list[tuple[int, float]]:
    """Fuse two rankings by reciprocal rank; scores are scaled so that first in every leg gives 1.

    ``trust``, 0 to 1, weighs the words. Ranks alone often tie, and a rank says nothing of how clear it was: each score
    also loses a little for its distance to the best of its leg. Tuned on two public corpora, on a wide plateau.
    """
    scores: dict[int, float] = {}
    legs = [leg for leg in (by_words, by_meaning) if leg.ranks]
    weights = {id(by_words): trust if by_meaning.ranks else 1.0, id(by_meaning): 1.0}
    whole = sum(weights[id(leg)] for leg in legs)
    for leg in legs:
        best = max(leg.scores.values())
        margin = 0.003 / best if leg is by_words else 0.03
        for key, rank in leg.ranks.items():
            share = (1 / (K + rank) + margin * (leg.scores[key] - best)) * (K + 1) * weights[id(leg)] / whole
            scores[key] = scores.get(key, 0.0) + share
    return sorted(((key, max(score, 0.0)) for key, score in scores.items()), key=lambda item: (-item[1], item[0]))


def _by_coverage(fused: Sequence[tuple[int, float]], covered: Mapping[int, float]) -> list[tuple[int, float]]:
    """Rank once more: of passages that stand close together, the one that covers more of the query goes first."""
    bonus = [(pk, (score + COVERED * covered[pk]) / (1 + COVERED)) for pk, score in fused]
    return sorted(bonus, key=lambda item: (-item[1], item[0]))


def _evidence(pk: int, by_words: Leg, by_meaning: Leg, covered: float, characters: float, run: float) -> Evidence:
    # A passage that meaning did not find is at least no nearer than the last one it did.
    similarity = by_meaning.scores.get(pk, min(by_meaning.scores.values(), default=0.0)) if by_meaning.scores else None
    both = pk in by_words.ranks and pk in by_meaning.ranks
    agreement = 1 / (by_words.ranks[pk] + by_meaning.ranks[pk]) if both else 0.0
    return Evidence(similarity, covered, agreement, characters, run)


def _trust(by_words: Leg, covered: Mapping[int, float]) -> float:
    """How far the ranking by words can be trusted: little, when even its best hold few of the query's words."""
    best = [share for pk, share in covered.items() if by_words.ranks[pk] <= TRUSTED_RANKS]
    return min(1.0, TRUST + TRUST_GROWS * max(best, default=0.0))
