"""Deterministic mends of an answer before it is judged: what is said stays, what is missing comes from code.

A weak model's answer mostly fails on form: a title too long, a wrong passage number, a term left out. Asking again
costs a call and seldom helps it, and a strong model's one slip costs a call as well. No check is relaxed here: what a
mend gives is judged like anything else, and every mend stands in the notes.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.drafting.model import answers
from assistant.drafting.model.answers import Answer
from assistant.drafting.model.mending import promo, share, topic
from assistant.drafting.model.mending.desk import Desk, Fields

_MENDS: dict[type[Answer], Callable[[Fields, Desk], Fields]] = {
    answers.TopicAnswer: topic.mend_topic,
    answers.SharePostAnswer: share.mend_post,
    answers.ShareVoiceAnswer: share.mend_voice,
    answers.PromoPostAnswer: promo.mend_post,
    answers.PromoPosterAnswer: promo.mend_poster,
    answers.PromoPartsAnswer: promo.mend_series,
    answers.PromoPageAnswer: promo.mend_page,
}


def mend(fields: Fields, schema: type[Answer], desk: Desk) -> Fields:
    """Return the fields of an answer mended as far as its sense allows; ``desk.notes`` say what was done."""
    return _MENDS[schema](fields, desk)
