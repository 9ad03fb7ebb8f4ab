"""Which sentences of the brand's files a share is made of: one article as the spine, others only to complete it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.drafting.offline.choose import Chooser
from assistant.drafting.offline.excerpts import Excerpt, excerpts, heading_of, title_of
from assistant.drafting.offline.fitting import Limits
from assistant.drafting.offline.passageideas import SERVICE
from assistant.drafting.offline.similarity import coverage, jaccard
from assistant.schema.brief import Brief
from assistant.schema.contracts import DraftKind, Passage, PassageKind
from assistant.text.emoji import without_emoji

FEWEST, MOST, SOURCES = 3, 5, 3
_ALIKE = 0.3
# The share of a wish that stands in the points, and the words in it that are not what it is about.
_NAMED = 0.3
_ASKING = re.compile(
    "怎么办|怎么样|怎么|怎样|如何|什么时候|什么|为什么|多久|多少|去?哪[儿里些个]?|能不能|要不要|可以|应该|[吗呢能]|一次"
)
_PER_SECTION = 2
_ADVICE = re.compile(r"不要|别|先|再|建议|可以|注意|避免|每次|每天|至少|如果|要|才|就|最多|不用|容易|更")
# What is told to be done; 如果, 就, 更 stand in descriptions as well.
_TO_DO = re.compile(
    r"不要|别(?![人的处家])|先|建议|可以|注意|避免|每次|每天|至少|(?<![主只重])要|最多|不用|不必|记得|尽量"
)
# What stands under such a heading describes; torn out of its list it would read as advice.
_SIGNS = re.compile("信号|症状|表现|征兆|迹象|特征|误区|原因")
_FIGURE = re.compile(
    r"[\d一二三四五六七八九十两半]+(?:[度天周月分小年岁次个克斤米厘片勺瓶杯层遍%℃cmkg]|毫升|公斤|左右)"
)

_SEASONS = {
    "春": "春[天季日]|开春|花粉|踏青",
    "夏": "夏|暑|防晒|晒伤|蚊|空调|高温",
    "秋": "秋[天季日]|入秋|秋冬|贴秋膘",
    "冬": "冬|雪|取暖|暖气|冻疮|羽绒",
}


@dataclass(frozen=True)
class Selection:
    """``points`` in the order of their sources, the spine's first. ``remember`` is not one of them if that could be."""

    spine: str
    points: tuple[Excerpt, ...]
    remember: Excerpt

    @property
    def title(self) -> str:
        """The title of the spine; of a list of questions, which has none worth reading, the question."""
        first = self.points[0].passage
        return first.question.rstrip("?？ ") or title_of(first)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that are cited, the spine's first."""
        return tuple(dict.fromkeys(excerpt.passage for excerpt in (*self.points, self.remember)))


def select(brief: Brief, query: str, limits: Limits, choose: Chooser, *, longest: int = 80) -> Selection | None:
    """The points of a share about ``query``, ``None`` when fewer than three sentences can stand on their own."""
    passages = usable(brief, query)
    query = _about(query)
    by_source: dict[str, list[Passage]] = {}
    for passage in passages:
        by_source.setdefault(passage.source, []).append(passage)
    candidates = {source: _candidates(group, limits, longest) for source, group in by_source.items()}
    if brief.about.strip():
        for source, group in by_source.items():
            # An article is about one thing; of a list of questions only those that were asked for.
            if _is_questions(group):
                candidates[source] = [excerpt for excerpt in candidates[source] if _answers(excerpt, query)]
    said = "\n".join(draft.body for draft in brief.history if draft.kind is DraftKind.SHARE)
    for spine in _spines(brief, query, by_source, candidates, choose):
        order = [spine, *_helpers(spine, query, by_source, candidates)]
        points = _points(order, candidates, query, said, MOST - choose.number(2, "points"))
        if len(points) >= FEWEST and _speaks_of(brief, query, spine, by_source, points):
            cited = {point.passage for point in points}
            nearby = [passage for passage in by_source[spine] if passage in cited or not passage.question]
            return _selection(spine, points, nearby, limits, said)
    return None


def _about(query: str) -> str:
    """What a question is about: 什么时候 stands in many articles and means none of them."""
    bare = _ASKING.sub("", query).strip("，。？? ")
    return bare if len(bare) >= 2 else query


def _speaks_of(
    brief: Brief, query: str, spine: str, by_source: dict[str, list[Passage]], points: Sequence[Excerpt]
) -> bool:
    """Whether what was asked for is what the points are about: in their words, or as the article search put first."""
    if not brief.about.strip():
        return True
    own = [point for point in points if point.passage.source == spine]
    said = "".join(f"{title_of(p.passage)}{heading_of(p)}{p.passage.question}{p.text}" for p in own)
    if coverage(query, said) >= _NAMED:
        return True
    best = max(by_source, key=lambda source: max(passage.score for passage in by_source[source]))
    # 睡整觉 in other words: 每一觉. Nothing in common is what search found for want of better.
    alike = sum(char in said for char in query) >= 0.5 * len(query)
    return spine == best and by_source[spine][0].kind is PassageKind.ARTICLE and alike


def usable(brief: Brief, query: str) -> list[Passage]:
    """Articles, frequent questions and policies for this group; goods and campaigns only when they are asked for.

    Unasked, questions about the shop's service and its policies are left out as long as there are articles.
    """
    fit = [passage for passage in brief.passages if not passage.groups or brief.group.id in passage.groups]
    asked = bool(brief.about.strip())
    plain = [passage for passage in fit if passage.kind in (PassageKind.ARTICLE, PassageKind.FAQ, PassageKind.POLICY)]
    if asked:
        goods = (PassageKind.PRODUCT, PassageKind.CAMPAIGN)
        return plain + [passage for passage in fit if passage.kind in goods and query in passage.text]
    useful = [passage for passage in plain if passage.kind is PassageKind.ARTICLE or _is_useful_question(passage)]
    return useful or plain


def _is_useful_question(passage: Passage) -> bool:
    return passage.kind is PassageKind.FAQ and not SERVICE.search(passage.question)


def _candidates(passages: Sequence[Passage], limits: Limits, longest: int) -> list[Excerpt]:
    found: list[Excerpt] = []
    for passage in passages:
        found += [
            excerpt
            for excerpt in excerpts(passage, longest=longest)
            if limits.allows_words(title_of(passage) + excerpt.text) and without_emoji(excerpt.text) == excerpt.text
        ]
    return found


def _spines(
    brief: Brief,
    query: str,
    by_source: dict[str, list[Passage]],
    candidates: dict[str, list[Excerpt]],
    choose: Chooser,
) -> list[str]:
    """Sources in the order in which they are tried: near to the query, then not used before, then used long ago."""
    best = max((passage.score for group in by_source.values() for passage in group), default=0.0) or 1.0
    nearness = {
        source: 0.6 * max(passage.score for passage in group) / best
        + 0.4 * max(coverage(query, f"{passage.heading}{passage.question}{passage.text}") for passage in group)
        for source, group in by_source.items()
    }
    shares = sorted((draft for draft in brief.history if draft.kind is DraftKind.SHARE), key=lambda draft: draft.date)
    used = [draft.sources[0] for draft in shares if draft.sources]
    last = {source: place for place, source in enumerate(used)}
    full = [
        source for source in by_source if len(candidates[source]) >= FEWEST and not _is_questions(by_source[source])
    ]
    rest = [source for source in by_source if source not in full and candidates[source]]
    # Asked for, a far source may not replace a near one only because it is fresh.
    floor = 0.75 * max((nearness[source] for source in full), default=0.0) if brief.about.strip() else 0.0
    if brief.about.strip():
        full.sort(key=lambda source: (nearness[source] < floor, source in last, -nearness[source]))
    else:
        ranks = {source: _fit(brief, by_source[source]) for source in full}
        full = sorted(choose.shuffled(full, "spine"), key=lambda source: (last.get(source, -1), ranks[source]))
    return full + sorted(rest, key=lambda source: -nearness[source])


def _fit(brief: Brief, passages: Sequence[Passage]) -> tuple[bool, bool]:
    """(out of season, far from the group's themes): an article unasked for is better neither."""
    about = "/".join({title_of(passage) for passage in passages} | {tag for p in passages for tag in p.tags})
    far = not any(coverage(theme, about) >= 0.5 for theme in brief.group.theme)
    return out_of_season("".join(passage.heading for passage in passages), brief.calendar.season), far


def out_of_season(text: str, season: str) -> bool:
    """Whether ``text`` names things of another season and none of this one."""
    named = {name for name, words in _SEASONS.items() if re.search(words, text)}
    return bool(season) and bool(named) and season not in named


def _answers(excerpt: Excerpt, query: str) -> bool:
    return coverage(query, f"{excerpt.passage.question}{excerpt.text}") >= 0.3


def _is_questions(passages: Sequence[Passage]) -> bool:
    return all(passage.kind is PassageKind.FAQ for passage in passages)


def _helpers(
    spine: str, query: str, by_source: dict[str, list[Passage]], candidates: dict[str, list[Excerpt]]
) -> list[str]:
    """Sources that may complete the spine: those about the same thing."""
    subject = query or title_of(by_source[spine][0])

    def near(source: str) -> float:
        return max(coverage(subject, f"{passage.heading}{passage.question}") for passage in by_source[source])

    others = [source for source in by_source if source != spine and candidates[source]]
    return sorted((source for source in others if near(source) >= 0.3), key=lambda source: -near(source))


def _points(
    order: Sequence[str], candidates: dict[str, list[Excerpt]], query: str, said: str, most: int
) -> list[Excerpt]:
    """The best sentences of the spine; where there are fewer than three, the best of the next sources too."""
    points: list[Excerpt] = []
    for place, source in enumerate(order[:SOURCES]):
        wanted = most if place == 0 else FEWEST
        ranked = sorted(candidates[source], key=lambda excerpt: -worth(excerpt, query, said))
        for excerpt in ranked:
            if len(points) >= wanted:
                break
            if place and coverage(query, f"{excerpt.passage.question}{excerpt.text}") < 0.3:
                continue
            if _is_other(excerpt, points):
                points.append(excerpt)
    positions = {id(excerpt): place for source in order for place, excerpt in enumerate(candidates[source])}
    places = {source: place for place, source in enumerate(order)}
    return sorted(points, key=lambda excerpt: (places[excerpt.passage.source], positions[id(excerpt)]))


def _is_other(excerpt: Excerpt, points: Iterable[Excerpt]) -> bool:
    chosen = list(points)
    if any(excerpt.quote in other.quote or other.quote in excerpt.quote for other in chosen):
        return False
    # A joined pair of sentences shares its second one with the next candidate.
    if any(_overlap(excerpt, other) or jaccard(excerpt.text, other.text) > _ALIKE for other in chosen):
        return False
    sections = Counter(_section(other) for other in chosen if not other.passage.question)
    return sections[_section(excerpt)] < _PER_SECTION


def _section(excerpt: Excerpt) -> tuple[str, str, str]:
    return excerpt.passage.source, excerpt.passage.heading, heading_of(excerpt)


def _overlap(first: Excerpt, second: Excerpt) -> bool:
    if first.passage != second.passage:
        return False
    return first.position < second.position + len(second.quote) and second.position < first.position + len(first.quote)


def worth(excerpt: Excerpt, query: str, said: str) -> float:
    """How much a sentence gives the reader: says what to do, carries a figure, is about the query, is new here."""
    text = excerpt.text
    value = 0.5 * min(2, len(_ADVICE.findall(text))) + 0.4 * (_FIGURE.search(text) is not None)
    value += 1.5 * coverage(query, f"{excerpt.passage.question}{heading_of(excerpt)}{text}")
    value += 0.3 if 25 <= len(text) <= 60 else 0.0
    value += 0.6 if excerpt.leads else 0.0
    # The lines above the first heading lead in; they seldom say what to do.
    value -= 0.8 if not heading_of(excerpt) and not excerpt.passage.question else 0.0
    return value - (3.0 if text in said else 0.0)


def _selection(spine: str, points: list[Excerpt], passages: Sequence[Passage], limits: Limits, said: str) -> Selection:
    short = [
        excerpt
        for passage in passages
        for excerpt in excerpts(passage, shortest=10, longest=36, sentences=1)
        if _advises(excerpt)
        and limits.allows_words(excerpt.text)
        and not any(_overlap(excerpt, point) for point in points)
    ]
    if short:
        return Selection(
            spine, tuple(points), max(short, key=lambda excerpt: _memorable(excerpt.text) - 5 * (excerpt.text in said))
        )
    briefest = min(filter(_advises, points), key=lambda excerpt: len(excerpt.text), default=points[0])
    if len(points) > FEWEST:
        points = [point for point in points if point is not briefest]
    return Selection(spine, tuple(points), briefest)


def _advises(excerpt: Excerpt) -> bool:
    """Whether a sentence is worth remembering by itself: it says what to do, or it is a rule of the shop."""
    if excerpt.passage.kind is PassageKind.POLICY:
        return True
    return _TO_DO.search(excerpt.text) is not None and not _SIGNS.search(excerpt.passage.question + heading_of(excerpt))


def _memorable(text: str) -> float:
    return len(_ADVICE.findall(text)) + (text.count("，") == 1) - 0.03 * len(text)
