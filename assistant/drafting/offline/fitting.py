"""What a topic must keep: the group's bounds, and distance from what the group got."""

from __future__ import annotations

import re
from functools import cached_property

from assistant.drafting.offline.similarity import jaccard
from assistant.drafting.offline.wish import PRICE, Wish, read_wish
from assistant.errors import Refused
from assistant.schema.brief import Brief, PastDraft
from assistant.schema.contracts import DraftKind

TOPIC_MIN, TOPIC_MAX = 40, 150
OPENING = 10
"""Characters by which two bodies are said to open alike."""
_REFUSING = re.compile(
    r"^(?:请|本群|群里|这个群|尽量|一律|坚决)*(?:不要|不能|不许|不准|不得|不宜|不|别|勿|禁止|避免|少|拒绝)+"
    r"(?:在群里)?(?:聊|谈|讨论|议论|发|提到|提|推荐|推|说|问|写|讲|用|出现|涉及|比较|评价|攀比|晒)*(?:起|到|任何|跟|和|与|关于|有关)*"
)
_PHOTOS = re.compile("照片|晒|拍照|图片|发图|露脸")


class Limits:
    """The bounds of one brief; built once, asked for every candidate."""

    def __init__(self, brief: Brief) -> None:
        self.brief = brief
        limits = brief.constraints
        # A group may want less than the usual least; its bounds then say so.
        self.shortest = limits.min_length or TOPIC_MIN
        self.longest = max(min(TOPIC_MAX, limits.max_length), 1)
        self.title_max = min(20, limits.title_max)
        self.no_photos = any(_PHOTOS.search(subject) for subject in limits.dont)

    @cached_property
    def past(self) -> list[PastDraft]:
        """The topics the group got, newest first."""
        topics = [draft for draft in self.brief.history if draft.kind is DraftKind.TOPIC]
        # Of one day the later one stands later in the history, which is oldest first.
        return sorted(topics, key=lambda draft: draft.date)[::-1]

    @cached_property
    def titles(self) -> set[str]:
        """All titles the group got, of any kind."""
        return {draft.title.strip() for draft in self.brief.history}

    @cached_property
    def openings(self) -> set[str]:
        """How the topics of the group began."""
        return {opening(draft.body) for draft in self.past}

    def allows(self, title: str, body: str) -> bool:
        """Whether length, number of questions, words to avoid and unwanted subjects are kept."""
        if not (0 < len(title) <= self.title_max and self.shortest <= len(body) <= self.longest):
            return False
        return body.count("？") + body.count("?") == 1 and self.allows_words(title + body)

    def refused_by(self, text: str) -> str:
        """The clause of the group that ``text`` touches, or the word to avoid in it; empty when there is none."""
        for clause in self.brief.constraints.dont:
            if touches(subject_of(clause), text):
                return clause
        return next((word for word in self.brief.constraints.avoid if word and word in text), "")

    def allows_words(self, text: str) -> bool:
        """Whether ``text`` holds no word to avoid and touches no subject the group does not want."""
        return not self.refused_by(text)

    def is_quoted(self, quote: str) -> bool:
        """Whether a topic of the group held this sentence already."""
        return any(quote.rstrip("。！") in draft.body for draft in self.past)

    def is_new(self, title: str, body: str, likest: float) -> bool:
        """Whether the group had neither this title nor this opening nor a body more than ``likest`` like this one."""
        if title in self.titles or opening(body) in self.openings:
            return False
        return all(jaccard(body, draft.body) <= likest for draft in self.past)


def read_allowed_wish(brief: Brief, limits: Limits) -> Wish | None:
    """The operator's wish; raises ``Refused`` with the clause where the group does not want the subject."""
    wish = read_wish(brief.about) if brief.about.strip() else None
    if brief.kind is DraftKind.TOPIC and wish is None and PRICE.search(brief.about):
        raise Refused(
            f"“{brief.about.strip()}”里只有价格和优惠，没有能聊的题目；要发促销，请写成活动再用 draft promo。",
            code="price_in_topic",
            basis="话题不写价格",
        )
    clause = limits.refused_by(wish.text) if wish is not None else ""
    if clause:
        raise Refused(
            f"“{brief.about.strip()}”碰到了这个群不聊的内容（{clause}），请换个题目。", code="group_terms", basis=clause
        )
    return wish


def opening(body: str) -> str:
    """The first characters of a body, without punctuation, as readers remember it."""
    return re.sub(r"[\W_]+", "", body)[:OPENING]


def subject_of(clause: str) -> str:
    """What a don't clause is about: 不讨论别家店的价格 is about 别家店的价格.

    >>> subject_of("不要聊政治")
    '政治'
    """
    return _REFUSING.sub("", clause.strip()).strip("，。 “”\"'")


def touches(subject: str, text: str) -> bool:
    """Whether ``text`` touches ``subject``: it holds it, or for a longer subject nearly all of its character pairs."""
    if len(subject) < 2:
        return False
    if subject in text:
        return True
    if len(subject) == 4 and re.search(f"{re.escape(subject[:2])}.{{0,6}}{re.escape(subject[2:])}", text):
        # 孩子成绩 is touched by 孩子的期末成绩.
        return True
    pairs = [subject[i : i + 2] for i in range(len(subject) - 1)]
    return len(pairs) >= 4 and sum(pair in text for pair in pairs) >= 0.75 * len(pairs)
