"""What of a brief a prompt shows: the offline writer chooses from hundreds of sentences, a model reads by the token."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting.model.sheet import Sheet
from assistant.drafting.offline.choose import Chooser
from assistant.drafting.offline.seedideas import fits_group, fits_theme, in_time
from assistant.schema.brief import Brief, TopicSeed
from assistant.schema.contracts import DraftKind, Passage, PassageKind

# A topic leans on one passage, a share on one article, a promotion on its facts.
_MOST = {DraftKind.TOPIC: 4, DraftKind.SHARE: 10, DraftKind.PROMO: 6}
# Among so many of the nearest a topic, and so many of the nearest documents a share, may begin with any.
_NEAR, _NEAR_DOCUMENTS = 16, 4
_SEEDS = 4


def sheet_for(brief: Brief, most: int | None = None) -> Sheet:
    """Return the passages of ``brief``, those in front that the prompt shows: at most ``most``, fewer by kind.

    With a wish the order is the one search found. Without one, what the group has not had comes first, begun at another
    place for each day and seed, or every topic of a group would rest on the same few passages.
    """
    shown = min(_MOST[brief.kind], most) if most else _MOST[brief.kind]
    return Sheet(_ordered(brief), shown)


def seeds_for(brief: Brief) -> list[TopicSeed]:
    """Return a few of the brand's topics that fit the group and the day, others each day."""
    fitting = [seed for seed in brief.seeds if in_time(seed, brief) and fits_group(seed, brief)]
    near = [seed for seed in fitting if fits_theme(seed, brief)] or fitting
    return _chooser(brief).shuffled(near, "seeds")[:_SEEDS]


def _ordered(brief: Brief) -> Sequence[Passage]:
    if brief.about.strip() or brief.kind is DraftKind.PROMO:
        return brief.passages
    had = {source for draft in brief.history if draft.kind is brief.kind for source in draft.sources}
    fresh = [passage for passage in brief.passages if passage.source not in had]
    rest = [passage for passage in brief.passages if passage.source in had]
    if brief.kind is DraftKind.TOPIC:
        return [*_chooser(brief).shuffled(fresh[:_NEAR], "passages"), *fresh[_NEAR:], *rest]
    articles = [passage for passage in fresh if passage.kind is PassageKind.ARTICLE]
    sources = list(dict.fromkeys(passage.source for passage in articles or fresh))
    if not sources:
        return rest
    first = _chooser(brief).pick(sources[:_NEAR_DOCUMENTS], "document")
    return [*sorted(fresh, key=lambda passage: passage.source != first), *rest]


def _chooser(brief: Brief) -> Chooser:
    return Chooser(brief.seed, "model", brief.group.id, brief.at.date().isoformat(), brief.kind)
