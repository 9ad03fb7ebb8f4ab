"""Which sentences of the brand's files a share is made of: one article as the spine, others only to complete it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.drafting.disagreements import BINDING, contradicted
from assistant.drafting.offline.asked import covered
from assistant.drafting.offline.choose import Chooser
from assistant.drafting.offline.excerpts import Excerpt, excerpts, heading_of, is_step, row_excerpts, step_of, title_of
from assistant.drafting.offline.fitting import Limits
from assistant.drafting.offline.passageideas import SERVICE
from assistant.drafting.offline.sections import Sections, section_of_excerpt
from assistant.drafting.offline.similarity import jaccard
from assistant.drafting.offline.spines import is_questions, spines
from assistant.schema.brief import Brief
from assistant.schema.contracts import DraftKind, Passage, PassageKind
from assistant.text.emoji import without_emoji
from assistant.text.numerals import parse_numeral

FEWEST, MOST, SOURCES = 3, 5, 3
# What was asked for may be told in two points, where they say enough; an answer in shorter sentences.
LEAST, SUBSTANCE, SHORT = 2, 30, 8
_ALIKE = 0.3
# The share of a wish that stands in the points; and in a question that asks for it.
_NAMED, _ANSWERED = 0.3, 0.7
_PER_SECTION, _PER_SECTION_ASKED = 2, 4
_ADVICE = re.compile(r"不要|别|先|再|建议|可以|注意|避免|每次|每天|至少|如果|要|才|就|最多|不用|容易|更")
# What is told to be done; 如果, 就, 更 stand in descriptions as well.
_TO_DO = re.compile(
    r"不要|别(?![人的处家])|先|建议|可以|注意|避免|每次|每天|至少|(?<![主只重])要|最多|不用|不必|记得|尽量"
)
# What stands under such a heading describes; torn out of its list it would read as advice.
_SIGNS = re.compile("信号|症状|表现|征兆|迹象|特征|误区|原因")
_FIGURE = re.compile(
    r"[\d一二三四五六七八九十两半]+ ?"
    r"(?:[度天周月分小年岁次个克斤米厘寸片勺瓶杯层遍顿组圈倍元%℃cmkg]|毫升|公斤|公里|左右)"
)

# A heading that says how many: 五个动作够了, 洗笔三步.
_COUNTED = re.compile(
    r"(?<![第每一二两三四五六七八九十\d])(?P<count>[二两三四五六七八九十]|\d{1,2}) ?[个种步样条件点类招]"
)
_ITEMS = re.compile("[，、；,;]")


@dataclass(frozen=True)
class Selection:
    """``points`` in the order of their sources, the spine's first. ``remember`` is not one of them if that could be."""

    spine: str
    points: tuple[Excerpt, ...]
    remember: Excerpt | None

    @property
    def title(self) -> str:
        """The title of the spine; of a list of questions, which has none worth reading, the question."""
        first = self.points[0].passage
        return first.question.rstrip("?？ ") or title_of(first)

    @property
    def cited(self) -> tuple[Excerpt, ...]:
        """Everything that is quoted."""
        return (*self.points, self.remember) if self.remember else self.points

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The passages that are cited, the spine's first."""
        return tuple(dict.fromkeys(excerpt.passage for excerpt in self.cited))


def select(brief: Brief, query: str, limits: Limits, choose: Chooser, *, longest: int = 80) -> Selection | None:
    """The points of a share about ``query``, ``None`` when too few sentences can stand on their own.

    Unasked a share has three points; what was asked for may be one section or one question, told in two.
    """
    asked = bool(brief.about.strip())
    by_source: dict[str, list[Passage]] = {}
    for passage in usable(brief, query):
        by_source.setdefault(passage.source, []).append(passage)
    candidates = {source: _candidates(group, limits, longest, asked) for source, group in by_source.items()}
    if asked:
        for source, group in by_source.items():
            # An article is about one thing; of a list of questions only those that were asked for.
            if is_questions(group):
                candidates[source] = [excerpt for excerpt in candidates[source] if _answers(excerpt, query)]
    said = "\n".join(draft.body for draft in brief.history if draft.kind is DraftKind.SHARE)
    most = MOST - choose.number(2, "points")
    for spine in spines(brief, query, by_source, {source: len(found) for source, found in candidates.items()}, choose):
        steps = _whole_method(by_source[spine], limits, longest)
        if steps and _speaks_of(brief, query, spine, by_source, steps):
            return Selection(spine, tuple(steps), None)
        order = [spine, *_helpers(spine, query, by_source, candidates)]
        candidates = {**candidates, **_agreeing(spine, order[1:], by_source, candidates)}
        sections = Sections(query if asked else "", by_source, candidates)
        points = _points(order, candidates, sections, said, most)
        if _enough(points, asked) and _speaks_of(brief, query, spine, by_source, points):
            cited = {point.passage for point in points}
            nearby = [passage for passage in by_source[spine] if passage in cited or not passage.question]
            return _selection(spine, points, nearby, limits, said, sections)
    return None


def _enough(points: Sequence[Excerpt], asked: bool) -> bool:
    if len(points) >= FEWEST:
        return True
    return asked and len(points) >= LEAST and sum(len(point.text) for point in points) >= SUBSTANCE


def _speaks_of(
    brief: Brief, query: str, spine: str, by_source: dict[str, list[Passage]], points: Sequence[Excerpt]
) -> bool:
    """Whether what was asked for is what the points are about: in their words, or as the article search put first."""
    if not brief.about.strip():
        return True
    if _is_answered_elsewhere(query, spine, by_source):
        return False
    own = [point for point in points if point.passage.source == spine]
    said = "".join(f"{title_of(p.passage)}{p.passage.heading}{heading_of(p)}{p.passage.question}{p.text}" for p in own)
    if covered(query, said) >= _NAMED:
        return True
    best = max(by_source, key=lambda source: max(passage.score for passage in by_source[source]))
    # 睡整觉 in other words: 每一觉. Nothing in common is what search found for want of better.
    alike = sum(char in said for char in query) >= 0.5 * len(query)
    return spine == best and by_source[spine][0].kind is PassageKind.ARTICLE and alike


def _is_answered_elsewhere(query: str, spine: str, by_source: dict[str, list[Passage]]) -> bool:
    """Whether a question of another file asks for it and the spine only mentions it: 化冻前验货 is not how to thaw."""
    asked = (passage.question for source, group in by_source.items() if source != spine for passage in group)
    heads = "".join(f"{title_of(passage)}{passage.heading}{passage.question}" for passage in by_source[spine])
    return max((covered(query, question) for question in asked if question), default=0.0) >= max(
        _ANSWERED, 2 * covered(query, heads)
    )


def _whole_method(passages: Sequence[Passage], limits: Limits, longest: int) -> list[Excerpt]:
    """The lines of an article that is as short as a share: a recipe without its second step is none."""
    told = [passage for passage in passages if not passage.question]
    if len(told) != 1 or told[0].kind is not PassageKind.ARTICLE:
        return []
    passage, place, found = told[0], 0, []
    for line in passage.text.splitlines():
        quote = step_of(line)
        place = passage.text.find(line, place)
        if quote:
            found.append(Excerpt(passage, quote, quote, place + line.find(quote), leads=True))
    texts = [title_of(passage) + excerpt.text for excerpt in found]
    fits = all(len(each.text) <= longest and each.text == without_emoji(each.text) for each in found)
    steps = all(is_step(excerpt.text) for excerpt in found)
    return found if FEWEST <= len(found) <= MOST and fits and steps and all(map(limits.allows_words, texts)) else []


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


def _candidates(passages: Sequence[Passage], limits: Limits, longest: int, asked: bool) -> list[Excerpt]:
    found: list[Excerpt] = []
    for passage in passages:
        if asked and passage.question:
            own = list(excerpts(passage, shortest=SHORT, longest=longest, sentences=1))
        else:
            own = list(excerpts(passage, longest=longest))
        if asked and passage.kind is not PassageKind.PRODUCT:
            own += row_excerpts(passage, longest=longest)
        found += [
            excerpt
            for excerpt in own
            if limits.allows_words(title_of(passage) + excerpt.text) and without_emoji(excerpt.text) == excerpt.text
        ]
    return found


def _answers(excerpt: Excerpt, query: str) -> bool:
    return covered(query, f"{heading_of(excerpt)}{excerpt.passage.question}{excerpt.text}") >= _NAMED


def _helpers(
    spine: str, query: str, by_source: dict[str, list[Passage]], candidates: dict[str, list[Excerpt]]
) -> list[str]:
    """Sources that may complete the spine: those about the same thing."""
    subject = query or title_of(by_source[spine][0])

    def near(source: str) -> float:
        return max(covered(subject, f"{passage.heading}{passage.question}") for passage in by_source[source])

    others = [source for source in by_source if source != spine and candidates[source]]
    return sorted((source for source in others if near(source) >= 0.3), key=lambda source: -near(source))


def _agreeing(
    spine: str, others: Sequence[str], by_source: dict[str, list[Passage]], candidates: dict[str, list[Excerpt]]
) -> dict[str, list[Excerpt]]:
    """The candidates of the other sources without rules that the spine puts in other figures."""
    rules = [passage for passage in by_source[spine] if passage.kind in BINDING]
    return {
        source: [
            one for one in candidates[source] if one.passage.kind not in BINDING or not contradicted(one.quote, rules)
        ]
        for source in others
    }


def _points(
    order: Sequence[str], candidates: dict[str, list[Excerpt]], sections: Sections, said: str, most: int
) -> list[Excerpt]:
    """The best sentences of the spine; where there are fewer than three, the best of the next sources too."""
    asked = bool(sections.query)
    ranked = {source: sorted(candidates[source], key=lambda one: -worth(one, sections, said)) for source in order}
    points = _taken(filter(sections.is_meant, ranked[order[0]]), [], sections, most)
    for source in order[1:SOURCES]:
        points = _taken((one for one in ranked[source] if sections.says(one) >= _NAMED), points, sections, FEWEST)
    if asked and not _enough(points, asked):
        points = _taken((one for one in ranked[order[0]] if not one.passage.question), points, sections, most)
    positions = {id(excerpt): place for source in order for place, excerpt in enumerate(candidates[source])}
    places = {source: place for place, source in enumerate(order)}
    return sorted(points, key=lambda excerpt: (places[excerpt.passage.source], positions[id(excerpt)]))


def _taken(ranked: Iterable[Excerpt], points: list[Excerpt], sections: Sections, most: int) -> list[Excerpt]:
    chosen = list(points)
    for excerpt in ranked:
        if len(chosen) < most and _is_other(excerpt, chosen, sections):
            chosen.append(excerpt)
    return chosen


def _is_other(excerpt: Excerpt, chosen: Sequence[Excerpt], sections: Sections) -> bool:
    if any(excerpt.quote in other.quote or other.quote in excerpt.quote for other in chosen):
        return False
    # A joined pair of sentences shares its second one with the next candidate; rows of one table are alike.
    bound = 0.8 if excerpt.row else _ALIKE
    if any(_overlap(excerpt, other) or jaccard(excerpt.text, other.text) > bound for other in chosen):
        return False
    if excerpt.passage.question:
        return True
    counts = Counter(section_of_excerpt(other) for other in chosen if not other.passage.question)
    most = _PER_SECTION_ASKED if sections.is_best(excerpt) else _PER_SECTION
    return counts[section_of_excerpt(excerpt)] < most


def _overlap(first: Excerpt, second: Excerpt) -> bool:
    if first.passage != second.passage:
        return False
    return first.position < second.position + len(second.quote) and second.position < first.position + len(first.quote)


def worth(excerpt: Excerpt, sections: Sections, said: str) -> float:
    """How much a sentence gives the reader: is what was asked for, says what to do, carries a figure, is new here."""
    text = excerpt.text
    value = 0.5 * min(2, len(_ADVICE.findall(text))) + 0.2 * min(3, 2 * len(_FIGURE.findall(text)))
    # Where the whole file is meant, its sentences need not say so once more.
    asked = (0.8, 0.7) if sections.is_whole(excerpt) else (1.5, 1.5)
    value += asked[0] * sections.says(excerpt) + asked[1] * sections.nearness(excerpt) ** 2
    value += 0.3 if 25 <= len(text) <= 60 else 0.0
    value += 0.6 if excerpt.leads else 0.0
    value += 2.0 if lists_what_is_counted(heading_of(excerpt), text) else 0.0
    # The lines above the first heading lead in; they seldom say what to do.
    value -= 0.8 if not heading_of(excerpt) and not excerpt.passage.question else 0.0
    return value - (3.0 if text in said else 0.0)


def lists_what_is_counted(heading: str, text: str) -> bool:
    """Whether ``heading`` says how many there are (五个动作) and ``text`` names as many."""
    said = _COUNTED.search(heading)
    count = parse_numeral(said["count"]) if said else None
    return count is not None and count >= 2 and len(_ITEMS.split(text.rstrip("。！；"))) == count


def _selection(
    spine: str, points: list[Excerpt], passages: Sequence[Passage], limits: Limits, said: str, sections: Sections
) -> Selection:
    short = [
        excerpt
        for passage in passages
        for excerpt in excerpts(passage, shortest=10, longest=36, sentences=1)
        if _advises(excerpt)
        and sections.is_meant(excerpt)
        and limits.allows_words(excerpt.text)
        and not any(_overlap(excerpt, point) for point in points)
    ]
    if short:
        return Selection(
            spine, tuple(points), max(short, key=lambda excerpt: _memorable(excerpt.text) - 5 * (excerpt.text in said))
        )
    if len(points) < FEWEST or (sections.query and len(points) == FEWEST):
        # Said twice it would not be worth more.
        return Selection(spine, tuple(points), None)
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
