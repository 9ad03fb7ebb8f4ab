"""Bounds of a draft, taken from the contract and the brand's own files, not from what the writer was told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.schema.brand import EmojiPolicy
from assistant.schema.contracts import Draft, DraftKind
from assistant.schema.group import Group
from assistant.text.emoji import find_emoji, same_emoji
from assistant.text.normalize import to_traditional
from evals.cases import DraftCase
from evals.evaluators.base import place
from evals.evaluators.outcomes import Drafted, JudgingDrafts, sent, whole
from evals.results import Problem

TITLE_MAX = 20
TOPIC = (40, 150)
POSTER_MAX = 40
# A share of a group that states no bound; longer than this nobody reads in a chat.
SHARE_MAX = 900


@dataclass(repr=False)
class Bounds(JudgingDrafts):
    """Title and body keep the lengths of their kind and their group."""

    key = "bounds"
    title = "长短合适"

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield a title or body out of bounds."""
        group = outcome.stand.groups[case.group]
        for draft in outcome.told.drafts:
            if not 0 < len(draft.title) <= TITLE_MAX:
                yield self.problem(
                    f"标题 {len(draft.title)} 字", draft.title, (0, len(draft.title)), expected=f"最多 {TITLE_MAX} 字"
                )
            low, high = _bounds(draft, group)
            texts = [part.text for part in draft.parts] if draft.format in ("voice", "series") else [draft.body]
            for text in texts:
                if not low <= len(text) <= high:
                    yield self.problem(f"正文 {len(text)} 字", text, expected=f"{low} 到 {high} 字")


@dataclass(repr=False)
class OneQuestion(JudgingDrafts):
    """A topic asks exactly one question and gives the operator two or three lines to go on with."""

    key = "question"
    title = "正好一个问题"

    def applies(self, case: DraftCase, outcome: Drafted) -> bool:
        """Only topics."""
        return outcome.kind is DraftKind.TOPIC and bool(outcome.told.drafts)

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield another number of question marks or follow-ups."""
        for draft in outcome.told.drafts:
            marks = [match.start() for match in re.finditer("[？?]", draft.body)]
            if len(marks) != 1:
                span = (marks[-1], marks[-1] + 1) if marks else (0, 0)
                yield self.problem(f"正文有 {len(marks)} 个问号", draft.body, span, expected="正好一个问题")
            if not 2 <= len(draft.followups) <= 3:
                yield self.problem(f"接话备用有 {len(draft.followups)} 句", whole(draft), expected="两到三句")


@dataclass(repr=False)
class Voice(JudgingDrafts):
    """The draft sounds like the brand: no word it avoids, its emoji and no more, the script of the group."""

    key = "voice"
    title = "像这家店说话"

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield avoided words, emoji against the policy, and Simplified characters in a Traditional group."""
        brand, group = outcome.stand.brand, outcome.stand.groups[case.group]
        for draft in outcome.told.drafts:
            text = sent(draft)
            for word in (*brand.voice.avoid, *group.avoid):
                if word in text:
                    whose = (
                        "brand.yaml · voice.avoid" if word in brand.voice.avoid else f"groups.yaml · {group.id} · avoid"
                    )
                    yield self.problem(f"用了这家店不用的词“{word}”", text, place(word, text), basis=whose)
            body = draft.body if draft.format in ("series", "voice") else text
            yield from self._emoji(body, draft, group, brand.voice.emoji)
            if group.script == "traditional" and (wrong := _simplified(draft.body)) is not None:
                yield self.problem(
                    "这个群读繁体，正文里有简体字", draft.body, (wrong, wrong + 1), expected="全部用繁体"
                )

    def _emoji(self, text: str, draft: Draft, group: Group, policy: EmojiPolicy) -> Iterator[Problem]:
        found = find_emoji(text)
        most = policy.max if group.emoji_max is None else group.emoji_max
        # A draft in several messages may carry so many in each.
        if len(found) > most * max(1, len(draft.parts)):
            span = (found[-1].start, found[-1].end)
            yield self.problem(f"用了 {len(found)} 个表情", text, span, expected=f"每条最多 {most} 个")
        for emoji in found:
            if policy.allowed and not any(same_emoji(emoji.text, allowed) for allowed in policy.allowed):
                yield self.problem(
                    f"用了这家店不用的表情 {emoji.text}",
                    text,
                    (emoji.start, emoji.end),
                    expected=f"只用 {' '.join(policy.allowed)}",
                )


def _simplified(text: str) -> int | None:
    """Return where the first Simplified character stands, None where there is none."""
    pairs = enumerate(zip(text, to_traditional(text), strict=False))
    return next((at for at, (written, wanted) in pairs if written != wanted), None)


def _bounds(draft: Draft, group: Group) -> tuple[int, int]:
    own = {
        DraftKind.TOPIC: group.length.topic,
        DraftKind.SHARE: group.length.share,
        DraftKind.PROMO: group.length.promo,
    }
    stated = [length for length in (own[draft.kind], group.length.max) if length is not None]
    high = min(stated) if stated else SHARE_MAX
    if draft.kind is DraftKind.TOPIC:
        return TOPIC[0], min(TOPIC[1], high)
    if draft.format == "poster":
        return 1, POSTER_MAX
    # Every term has to stand in the message that opens a series and on a page: those may run longer than a post.
    return 1, max(high, SHARE_MAX) if draft.format in ("series", "landing") else high
