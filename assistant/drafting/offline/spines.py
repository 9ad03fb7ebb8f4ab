"""In which order the files are tried as the spine of a share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.drafting.offline.asked import covered
from assistant.drafting.offline.choose import Chooser
from assistant.drafting.offline.excerpts import title_of
from assistant.drafting.offline.similarity import coverage
from assistant.schema.brief import Brief
from assistant.schema.contracts import DraftKind, Passage, PassageKind

_FULL = 3
# A list of questions tells less of a thing than an article on it, where both are near.
_QUESTIONS = 0.85

_SEASONS = {
    "春": "春[天季日]|开春|花粉|踏青",
    "夏": "夏|暑|防晒|晒伤|蚊|空调|高温",
    "秋": "秋[天季日]|入秋|秋冬|贴秋膘",
    "冬": "冬|雪|取暖|暖气|冻疮|羽绒",
}


def spines(
    brief: Brief, query: str, by_source: Mapping[str, Sequence[Passage]], carried: Mapping[str, int], choose: Chooser
) -> list[str]:
    """Return the sources in the order in which they are tried: near to the query, then not used before, then long ago.

    ``carried`` is how many sentences of each source can stand on their own.
    """
    shares = sorted((draft for draft in brief.history if draft.kind is DraftKind.SHARE), key=lambda draft: draft.date)
    last = {source: place for place, source in enumerate(draft.sources[0] for draft in shares if draft.sources)}
    near = _nearness(query, by_source)
    if brief.about.strip():
        offered = [source for source in by_source if carried[source]]
        # Asked for, a far source may not replace a near one only because it is fresh.
        floor = 0.75 * max((near[source] for source in offered), default=0.0)
        return sorted(offered, key=lambda source: (near[source] < floor, source in last, -near[source]))
    full = [source for source in by_source if carried[source] >= _FULL and not is_questions(by_source[source])]
    rest = [source for source in by_source if source not in full and carried[source]]
    ranks = {source: _fit(brief, by_source[source]) for source in full}
    turns = sorted(choose.shuffled(full, "spine"), key=lambda source: (last.get(source, -1), ranks[source]))
    return turns + sorted(rest, key=lambda source: -near[source])


def is_questions(passages: Sequence[Passage]) -> bool:
    """Whether a file is nothing but questions and answers."""
    return all(passage.kind is PassageKind.FAQ for passage in passages)


def _nearness(query: str, by_source: Mapping[str, Sequence[Passage]]) -> dict[str, float]:
    best = max((passage.score for group in by_source.values() for passage in group), default=0.0) or 1.0
    return {
        source: (
            0.6 * max(passage.score for passage in group) / best
            + 0.4 * max(covered(query, f"{passage.heading}{passage.question}{passage.text}") for passage in group)
        )
        * (_QUESTIONS if is_questions(group) else 1.0)
        for source, group in by_source.items()
    }


def _fit(brief: Brief, passages: Sequence[Passage]) -> tuple[bool, bool]:
    """(out of season, far from the group's themes): an article unasked for is better neither."""
    about = "/".join({title_of(passage) for passage in passages} | {tag for p in passages for tag in p.tags})
    far = not any(coverage(theme, about) >= 0.5 for theme in brief.group.theme)
    return out_of_season("".join(passage.heading for passage in passages), brief.calendar.season), far


def out_of_season(text: str, season: str) -> bool:
    """Whether ``text`` names things of another season and none of this one."""
    named = {name for name, words in _SEASONS.items() if re.search(words, text)}
    return bool(season) and bool(named) and season not in named
