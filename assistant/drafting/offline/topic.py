"""Topics: a title, a message with one open question, and prompts that keep the talk going."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.drafting.offline.choose import Chooser, last_use
from assistant.drafting.offline.fitting import Limits, opening, read_allowed_wish
from assistant.drafting.offline.frames import FORMS, data
from assistant.drafting.offline.ideas import (
    Idea,
    day_ideas,
    festival_ideas,
    general_ideas,
    term_ideas,
    theme_of,
    trade_ideas,
    upcoming_ideas,
)
from assistant.drafting.offline.manner import address_of, emoji_for, in_manner, register_of
from assistant.drafting.offline.passageideas import passage_ideas
from assistant.drafting.offline.seedideas import seed_ideas
from assistant.drafting.offline.wish import Wish
from assistant.drafting.offline.wishideas import wish_ideas
from assistant.errors import Refused
from assistant.schema.brief import Brief, Written
from assistant.text.emoji import without_emoji

# (how many of the last topics had another form, how like a past body the new one may be); tried in this order.
_FRAME_RESTS = 14
_STRICTNESS = ((3, 0.45), (2, 0.5), (1, 0.58), (0, 0.6))


def write_topic(brief: Brief) -> Written:
    """A topic for the group and the day; raises ``Refused`` where the group's own terms leave no sentence over."""
    limits = Limits(brief)
    choose = _chooser(brief)
    wish = read_allowed_wish(brief, limits)
    tiers = list(_tiers(brief, wish, choose))
    for apart, likest in _STRICTNESS:
        for tier in tiers:
            idea = _take(tier, limits, choose, apart, likest, wish)
            if idea is not None:
                return _finish(idea, limits, choose)
    idea = _any(tiers, limits, choose)
    if idea is None:
        raise Refused(
            "这个群的字数、禁词和不聊的内容加在一起，写不出合适的话题；请放宽其中一条，或换个说法再试。",
            code="terms_leave_nothing",
            basis=f"groups.yaml：{brief.group.name}",
        )
    return _finish(idea, limits, choose)


def _tiers(brief: Brief, wish: Wish | None, choose: Chooser) -> Iterator[list[Idea]]:
    """Ideas by preference. Without a wish the brand's seeds come first on most days, its files on some, so that a
    group does not live on one of them."""
    if wish is not None and wish.text:
        yield from wish_ideas(brief, wish, choose)
        return
    said = "".join(draft.body + draft.title for draft in Limits(brief).past[:4])
    own = list(seed_ideas(brief, festive=True))
    # The day itself belongs to its festival, the week before now and then.
    yield own if brief.calendar.festivals or choose.number(3, "festive") == 0 else []
    yield list(festival_ideas(brief))
    seeds, files, general = (
        list(seed_ideas(brief)),
        list(passage_ideas(brief, choose)),
        list(general_ideas(brief, theme_of(brief))),
    )
    near = [*own, *upcoming_ideas(brief, said), *trade_ideas(brief), *day_ideas(brief)]
    # A term comes once in two weeks: half of them are worth a topic.
    yield list(term_ideas(brief)) if choose.number(2, "term") else []
    orders = (
        *[(seeds, files, near, general)] * 5,
        *[(files, seeds, near, general)] * 2,
        (near, seeds, general, files),
        *[(general, seeds, files, near)] * 2,
    )
    yield from orders[choose.number(len(orders), "source")]
    # What the brand wrote for many groups and is not about this one's themes comes when all that is has been used.
    yield list(seed_ideas(brief, near=False))


def _take(
    tier: Sequence[Idea], limits: Limits, choose: Chooser, apart: int, likest: float, wish: Wish | None
) -> Idea | None:
    recent = {draft.form for draft in limits.past[:apart]}
    bodies = [draft.body for draft in limits.past[:_FRAME_RESTS]]
    wanted = wish.form if wish is not None else ""
    for idea in _ordered(tier, limits, choose):
        if (idea.form in recent and idea.form != wanted) or (wanted and idea.form != wanted and apart):
            continue
        if apart and any(limits.is_quoted(citation.quote) for citation in idea.citations):
            continue
        if apart > 1 and last_use(idea.frame, bodies) < len(bodies):
            continue
        if limits.no_photos and idea.form == "photo_checkin":
            continue
        for body in _bodies(idea, limits, choose):
            if limits.allows(idea.title, body) and limits.is_new(idea.title, body, likest):
                return replace(idea, body=body)
    return None


def _any(tiers: Iterable[Sequence[Idea]], limits: Limits, choose: Chooser) -> Idea | None:
    """Whatever keeps the group's bounds, when the group has had everything else."""
    for tier in tiers:
        for idea in _ordered(tier, limits, choose):
            for body in _bodies(idea, limits, choose):
                if limits.allows(idea.title, body):
                    return replace(idea, body=body)
    return None


def _ordered(tier: Sequence[Idea], limits: Limits, choose: Chooser) -> list[Idea]:
    """The form the group has not had for longest first, then the frame it has not had for longest."""
    bodies, forms = [draft.body for draft in limits.past], [draft.form for draft in limits.past]
    age = {form: forms.index(form) if form in forms else len(forms) for form in FORMS}
    turns = {form: place for place, form in enumerate(choose.shuffled(FORMS, "form"))}
    shuffled = choose.shuffled(tier, "idea")
    return sorted(shuffled, key=lambda idea: (-age[idea.form], turns[idea.form], -last_use(idea.frame, bodies)))


def _bodies(idea: Idea, limits: Limits, choose: Chooser) -> Iterator[str]:
    """The body bare and with an opening or a closing phrase, in an order chosen for the day."""
    brief, phrases = limits.brief, data("phrases")
    register = register_of(brief)
    hello = in_manner(_hello(limits, choose), brief)
    past = [draft.body for draft in limits.past[:7]]
    close = in_manner(choose.pick_fresh(phrases["close"][register], past, "close"), brief)
    opened = f"{hello}\n{idea.body}" if hello else idea.body
    closed = idea.body if "\n" in idea.body.rsplit("？", 1)[-1] else f"{idea.body}\n{close}"
    # Bare most days: a greeting before every message is what machines do.
    orders = ((idea.body, closed, opened),) * 4 + ((closed, idea.body, opened),) * 3 + ((opened, idea.body, closed),)
    mark = emoji_for(brief, choose)
    for body in (*orders[choose.number(len(orders), "body")], f"{opened}\n{close}"):
        for text in (_marked(body, mark), body):
            yield without_emoji(text, brief.constraints.emoji_max)


def _hello(limits: Limits, choose: Chooser) -> str:
    """An opening phrase of the register that none of the last thirty topics began with; empty when all did."""
    brief = limits.brief
    slots = {"address": address_of(brief), "weekday": brief.calendar.weekday_name}
    phrases = data("phrases")
    offered = [phrase.format(**slots) for phrase in (*phrases["hello"][register_of(brief)], *phrases["hello_day"])]
    used = [opening(draft.body) for draft in limits.past[:30]]
    free = [phrase for phrase in offered if not any(old.startswith(opening(phrase)[:4]) for old in used)]
    return choose.pick(free, "hello") if free else ""


def _marked(body: str, mark: str) -> str:
    """``body`` with ``mark`` at its end, unless it already carries one of its own."""
    return body if not mark or without_emoji(body) != body else f"{body}{mark}"


def _finish(idea: Idea, limits: Limits, choose: Chooser) -> Written:
    own = [line for line in idea.followups if line.strip()][:3]
    more = followups_for(idea.form, limits.brief)[: max(0, 2 + choose.number(2, "how many") - len(own))]
    return Written(
        title=idea.title, body=idea.body, form=idea.form, citations=list(idea.citations), followups=[*own, *more][:3]
    )


def followups_for(form: str, brief: Brief) -> list[str]:
    """What may be asked on when a topic of ``form`` falls silent; the words fit any subject."""
    limits = Limits(brief)
    pool = [line for line in data("phrases")["followups"][form] if limits.allows_words(line)]
    return [in_manner(line, brief) for line in _chooser(brief).shuffled(pool, "followups")]


def question_for(brief: Brief) -> str:
    """A question that fits any scene, one the group has not been asked lately."""
    past = [draft.body for draft in Limits(brief).past[:7]]
    return in_manner(_chooser(brief).pick_fresh(data("phrases")["topic_ask"], past, "ask"), brief)


def dressed(body: str, brief: Brief) -> Iterator[str]:
    """Yield ``body`` with an opening or a closing phrase of the brand's manner, then with both."""
    yield from _bodies(Idea(form="ask_experience", title="", body=body, frame=""), Limits(brief), _chooser(brief))


def _chooser(brief: Brief) -> Chooser:
    return Chooser(brief.seed, brief.group.id, brief.at.date().isoformat(), "topic")
