"""Ideas for what the operator asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.drafting.offline.choose import Chooser
from assistant.drafting.offline.excerpts import Excerpt, excerpts
from assistant.drafting.offline.frames import frames
from assistant.drafting.offline.health import is_medical, is_private
from assistant.drafting.offline.ideas import Idea, filled, general_ideas
from assistant.drafting.offline.passageideas import SERVICE, passage_ideas
from assistant.drafting.offline.seedideas import wished_seed_ideas
from assistant.drafting.offline.similarity import coverage
from assistant.drafting.offline.wish import Wish
from assistant.schema.brief import Brief
from assistant.schema.contracts import PassageKind

_AGAIN = ("再聊聊{wish}", "还是{wish}", "{wish}，接着聊")
_PLAIN_TITLES = (
    "今天想听你们说说",
    "这件事，你怎么看",
    "想听听你们的做法",
    "聊聊这件事",
    "这事你们怎么弄的",
    "今天的话题归你们",
)
_SEE_A_DOCTOR = "有人描述症状的，提醒先去看医生，不在群里判断。"
# Bodily complaints are not for voting, guessing or photographs.
_FOR_SERVICE = ("ask_experience", "poll")
_EARNEST = ("ask_experience", "story_hook", "myth_or_fact")


def wish_ideas(brief: Brief, wish: Wish, choose: Chooser) -> Iterator[list[Idea]]:
    """Lists of ideas, the better source first: seeds, files, then frames around the words themselves."""
    yield list(wished_seed_ideas(brief, wish.text))
    yield list(passage_ideas(brief, choose, wish.text))
    for ideas in _framed(brief, wish):
        yield list(_with_answer(_earnest(ideas, brief, wish), brief, wish))


def _framed(brief: Brief, wish: Wish) -> Iterator[list[Idea]]:
    if SERVICE.search(wish.text):
        short = wish.text[: min(20, brief.constraints.title_max)]
        section = "service_question" if wish.shape == "question" else "service_theme"
        yield [filled(frame, brief, wish=wish.text, short=short) for frame in frames("wishes", section)]
    if wish.shape == "theme":
        yield [filled(frame, brief, wish=wish.text) for frame in frames("wishes", "theme")]
        # The general frames speak of something one does; they fit a wish that is one of the group's own themes.
        if any(coverage(wish.text, theme) >= 0.5 for theme in brief.group.theme):
            yield [idea for idea in general_ideas(brief, wish.text) if wish.text in idea.body]
    section = "question" if wish.shape == "question" else "statement"
    for titles in _titles(wish.text, min(20, brief.constraints.title_max)):
        yield [
            filled(frame, brief, wish=wish.text, short=title) for title in titles for frame in frames("wishes", section)
        ]


def _titles(text: str, longest: int) -> Iterator[list[str]]:
    """Titles by preference: the words themselves or their first clause, the words again, none of them."""
    short = next((words for words in (text, text.split("，")[0]) if 2 <= len(words) <= longest), "")
    if short:
        yield [short]
        yield [title for frame in _AGAIN if len(title := frame.format(wish=short)) <= longest]
    yield list(_PLAIN_TITLES)


def _earnest(ideas: Iterable[Idea], brief: Brief, wish: Wish) -> Iterator[Idea]:
    festive = wish.text in (*brief.calendar.festivals, brief.calendar.solar_term) or any(
        wish.text == name for _, name in brief.calendar.upcoming
    )
    service = SERVICE.search(wish.text) is not None
    medical = is_medical([wish.text]) or "疼" in wish.text or "痛" in wish.text
    for idea in ideas:
        if not medical:
            # Most things asked for cannot be photographed; what the shop regulates has no stories.
            if idea.form == "photo_checkin" and not festive and wish.form != "photo_checkin":
                continue
            if service and idea.form not in _FOR_SERVICE and idea.form != wish.form:
                continue
            if idea.form != "photo_checkin" or not is_private(wish.text):
                yield idea
        elif idea.form in _EARNEST:
            yield replace(idea, followups=(*idea.followups, _SEE_A_DOCTOR))


def _with_answer(ideas: Iterable[Idea], brief: Brief, wish: Wish) -> Iterator[Idea]:
    """``ideas`` with what the files say on the matter as a prompt for later, where they say something."""
    answer = _answer(brief, wish.text)
    for idea in ideas:
        if answer is None:
            yield idea
            continue
        followup = f"聊得差不多了，发资料里的说法：“{answer.text}”"
        yield replace(idea, citations=(answer.citation,), followups=(followup, *idea.followups))


def _answer(brief: Brief, wish: str) -> Excerpt | None:
    kinds = (PassageKind.ARTICLE, PassageKind.FAQ)
    found = [excerpt for passage in brief.passages if passage.kind in kinds for excerpt in excerpts(passage)]
    scored = [(coverage(wish, f"{excerpt.passage.question}{excerpt.text}"), excerpt) for excerpt in found]
    best = max(scored, key=lambda entry: entry[0], default=None)
    return best[1] if best is not None and best[0] >= 0.5 else None
