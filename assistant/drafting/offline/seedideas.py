"""Ideas from the brand's own topic seeds (``topics.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.drafting.offline.frames import FORMS
from assistant.drafting.offline.ideas import Idea, festivals_of, upcoming_of
from assistant.drafting.offline.similarity import bigrams, coverage
from assistant.schema.brief import Brief, TopicSeed
from assistant.text.emoji import without_emoji
from assistant.text.normalize import to_simplified
from assistant.text.sentences import split_sentences

# Themes this much alike are one: 喂养 and 母乳喂养; 皮肤护理 and 新生儿护理 are two.
_MET = 0.6
_LETTERS = "ABCDEF"
_LABELLED = re.compile(r"^[A-Fa-f][.、．:：)）]?\s*")


def seed_ideas(brief: Brief, *, festive: bool = False, near: bool = True) -> Iterator[Idea]:
    """Seeds that fit group, season and date; ``festive`` only those made for a festival that is near.

    ``near`` those whose theme meets one of the group's, else only the others, for when all that do are used.
    """
    for seed in brief.seeds:
        if (
            bool(seed.festival) is festive
            and in_time(seed, brief)
            and fits_group(seed, brief)
            and fits_theme(seed, brief)
            and (festive or meets_theme(seed, brief) is near)
        ):
            yield idea_of(seed, brief)


def wished_seed_ideas(brief: Brief, wish: str) -> Iterator[Idea]:
    """Seeds about ``wish``, the nearest first; the theme of the group does not matter then, the date does."""
    scored = []
    for seed in brief.seeds:
        text = f"{seed.title}\n{seed.text}\n{seed.question}\n{'/'.join(seed.theme)}"
        score = 1.0 if wish in text else coverage(wish, text)
        if score >= 0.6 and in_time(seed, brief) and fits_group(seed, brief):
            scored.append((-score, seed))
    for _, seed in sorted(scored, key=lambda entry: entry[0]):
        yield idea_of(seed, brief)


def in_time(seed: TopicSeed, brief: Brief) -> bool:
    """Whether season and festival of the seed fit the date; a solar term counts as a festival of its day."""
    day = brief.calendar
    if seed.season and day.season not in "".join(seed.season):
        return False
    near = {_plain(name) for name in (*festivals_of(brief), *upcoming_of(brief), day.solar_term) if name}
    return not seed.festival or any(_plain(name) in near for name in seed.festival)


def fits_group(seed: TopicSeed, brief: Brief) -> bool:
    """Whether the seed is for this group."""
    return not seed.groups or brief.group.id in seed.groups or brief.group.name in seed.groups


def fits_theme(seed: TopicSeed, brief: Brief) -> bool:
    """Whether one theme of the seed is one of the group's, or a word of it; a side without themes fits all."""
    if not seed.theme or not brief.group.theme or seed.groups:
        return True
    pairs = frozenset[str]().union(*map(bigrams, brief.group.theme))
    return any(bigrams(theme) & pairs for theme in seed.theme)


def meets_theme(seed: TopicSeed, brief: Brief) -> bool:
    """Whether the seed is about what the group is about: a theme of the group stands in it or is like one of its own.

    Written for one group it is about that group; a group or a seed without themes meets all.
    """
    if not seed.theme or not brief.group.theme or len(seed.groups) == 1:
        return True
    said = f"{seed.title}\n{seed.text}\n{seed.question}"
    themes = [to_simplified(theme) for theme in brief.group.theme]
    return any(theme in said or any(_likeness(theme, own) >= _MET for own in seed.theme) for theme in themes)


def _likeness(one: str, other: str) -> float:
    """The share of the pairs of the shorter theme that stand in the longer."""
    short, long = sorted((one, other), key=len)
    return coverage(short, long)


def idea_of(seed: TopicSeed, brief: Brief) -> Idea:
    """The seed as a chat message: its text, its options on lines of their own, its one question."""
    text = "".join(piece for piece in split_sentences(seed.text) if not re.search("[?？]$", piece)) or ""
    options = [f"{_LETTERS[i]}. {_LABELLED.sub('', option)}" for i, option in enumerate(seed.options[:6])]
    lines = [text, *options, _one_question(seed.question)]
    body = without_emoji("\n".join(line for line in lines if line), brief.constraints.emoji_max)
    form = seed.form if seed.form in FORMS else "ask_experience"
    return Idea(form, without_emoji(seed.title).strip(), body, seed.text or seed.question, followups=seed.followups)


def _one_question(text: str) -> str:
    parts = [part.strip() for part in re.split("[?？]", text) if part.strip(" 。")]
    if not parts:
        return ""
    if not re.search("[?？]", text):
        return f"{text.strip().rstrip('。')}？"
    # Words after the last question mark (说说看。) stay behind it.
    tail = "" if re.search(r"[?？]\s*$", text) else parts.pop() if len(parts) > 1 else ""
    return "，".join(part.rstrip("，。") for part in parts) + f"？{tail}"


def _plain(name: str) -> str:
    return name.removesuffix("节")
