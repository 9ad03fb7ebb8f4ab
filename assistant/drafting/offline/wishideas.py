"""Ideas for what the operator asked for."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.drafting.offline.frames import frames
from assistant.drafting.offline.ideas import Idea, filled, general_ideas
from assistant.drafting.offline.passageideas import passage_ideas
from assistant.drafting.offline.seedideas import wished_seed_ideas
from assistant.drafting.offline.wish import Wish
from assistant.schema.brief import Brief

_PLAIN_TITLES = (
    "今天想听你们说说",
    "这件事，你怎么看",
    "想听听你们的做法",
    "聊聊这件事",
    "这事你们怎么弄的",
    "今天的话题归你们",
)


def wish_ideas(brief: Brief, wish: Wish) -> Iterator[list[Idea]]:
    """Lists of ideas, the better source first: seeds, files, then frames around the words themselves."""
    yield list(wished_seed_ideas(brief, wish.text))
    yield list(passage_ideas(brief, wish.text))
    if wish.shape == "theme":
        # Only frames that name it: a frame without the words would not be about the wish.
        yield [idea for idea in general_ideas(brief, wish.text) if wish.text in idea.body]
    yield list(_spoken(brief, wish))


def _spoken(brief: Brief, wish: Wish) -> Iterator[Idea]:
    section = "question" if wish.shape == "question" else "statement"
    short = short_title(wish.text, brief.constraints.title_max)
    for title in (short, *_PLAIN_TITLES) if short else _PLAIN_TITLES:
        for frame in frames("wishes", section):
            yield filled(frame, brief, wish=wish.text, short=title)


def short_title(text: str, limit: int) -> str:
    """``text`` if it is short enough for a title, else its first clause, else nothing."""
    limit = min(20, limit)
    for candidate in (text, text.split("，")[0]):
        if 2 <= len(candidate) <= limit:
            return candidate
    return ""
