"""Whether the group has had this before: in nearly the same words, under the same title, or in other words.

Words are compared by the character pairs two texts share, without numbers, emoji and what stands under every message
of the brand. Meanings are compared by centred vectors (:mod:`assistant.checks.meaning`), and only with the past
messages that share the most telling words, for an embedder needs milliseconds for each.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checks.context import CheckContext
from assistant.checks.meaning import MEANING, alike
from assistant.checks.wording import comparable, covered, pairs_of, shared
from assistant.schema.brief import PastDraft
from assistant.schema.contracts import DraftKind, Finding, Severity
from assistant.text.normalize import to_simplified

DAYS = 60
PROMO_DAYS = 7
#: Shared character pairs over all pairs: the same text with a word or two changed; the same frame filled anew.
IDENTICAL, CLOSE = 0.75, 0.5
#: A message that stands nearly whole inside an earlier, longer one.
INSIDE = 0.9
#: Texts below this many characters resemble one another by chance (收到, 早上好).
SHORTEST = 16
#: How many past messages are compared by meaning.
CANDIDATES = 6


@dataclass(frozen=True)
class _Past:
    draft: PastDraft
    words: str
    days: int

    @property
    def told(self) -> str:
        """How the operator is told which one: 11月20日发过的《标题》."""
        on = f"{self.draft.date.month}月{self.draft.date.day}日"
        return f"{on}{'发过' if self.days >= 0 else '要发'}的《{self.draft.title}》"


def check(text: str, context: CheckContext) -> list[Finding]:
    """Return at most one finding about the text and one about its title; nothing without a history."""
    boilerplate = _boilerplate(context)
    words = comparable(text, boilerplate)
    recent = _recent(context, boilerplate)
    if not recent or not words:
        return []
    found = [*_title(text, recent, context)]
    if len(words) >= SHORTEST:
        found += _same_words(words, recent, context) or _same_meaning(text, words, recent, context)
    return found


def _recent(context: CheckContext, boilerplate: tuple[str, ...]) -> list[_Past]:
    """What the group got in the last 60 days or is to get in the next ones, nearest day first."""
    today = context.at.date()
    past = [
        _Past(draft, comparable(draft.body, boilerplate), (today - draft.date).days)
        for draft in context.history
        if abs((today - draft.date).days) <= DAYS
        and _comparable_kinds(draft, context)
        # A text pasted on the day of a draft is most likely that draft.
        and not (context.constraints is None and draft.date == today)
    ]
    return sorted(past, key=lambda each: abs(each.days))


def _comparable_kinds(draft: PastDraft, context: CheckContext) -> bool:
    """A running campaign repeats its terms by its nature: a promotion is held against its own, of the last days."""
    if draft.kind is not DraftKind.PROMO:
        return context.kind is not DraftKind.PROMO
    if context.kind not in (DraftKind.PROMO, None):
        return False
    mine = context.campaign.id if context.campaign else None
    near = abs((context.at.date() - draft.date).days) <= PROMO_DAYS
    if context.format and draft.format and context.format != draft.format:
        return False  # A page and a series say the same by their nature.
    return near and (mine is None or draft.campaign is None or draft.campaign == mine)


def _same_words(words: str, recent: Sequence[_Past], context: CheckContext) -> list[Finding]:
    scored = [(max(shared(words, past.words), _inside(words, past)), past) for past in recent]
    score, past = max(scored, key=lambda each: each[0])
    if score >= IDENTICAL:
        severity: Severity = "error" if _is_talk_draft(context) and past.draft.kind is not DraftKind.PROMO else "warn"
        message = f"和{past.told}几乎一样，群里的人会看出来"
        return [_finding("same_text", severity, message, _instead(past, context))]
    if score >= CLOSE and past.draft.kind is not DraftKind.PROMO:
        message = f"和{past.told}有一大半句子相同"
        return [_finding("close_text", "warn", message, _instead(past, context))]
    return []


def _inside(words: str, past: _Past) -> float:
    """1.0 where the text stands nearly whole in a longer one; a poster or a page may quote a promotion's post."""
    if past.draft.kind is DraftKind.PROMO:
        return 0.0
    return 1.0 if covered(words, past.words) >= INSIDE else 0.0


def _same_meaning(text: str, words: str, recent: Sequence[_Past], context: CheckContext) -> list[Finding]:
    talk = [past for past in recent if past.draft.kind is not DraftKind.PROMO]
    if context.kind is not None:
        talk = [past for past in talk if past.draft.kind is context.kind]
    if context.embed is None or not talk or context.kind is DraftKind.PROMO:
        return []
    candidates = _most_telling(words, talk)
    bodies = [to_simplified(past.draft.body) for past in candidates]
    scores = alike(to_simplified(text), bodies, context.embed)
    score, past = max(zip(scores, candidates, strict=True), key=lambda each: each[0])
    if score < MEANING:
        return []
    return [_finding("same_meaning", "warn", f"和{past.told}说的是同一件事，只是换了说法", _instead(past, context))]


def _most_telling(words: str, past: Sequence[_Past]) -> list[_Past]:
    """The past messages that share the rarest pairs with the text: 安全座椅 tells more than 你家."""
    holders = Counter(pair for each in past for pair in pairs_of(each.words))
    own = pairs_of(words)

    def weight(each: _Past) -> float:
        theirs = pairs_of(each.words)
        common = sum(math.log((len(past) + 1) / holders[pair]) for pair in own & theirs)
        return common / math.sqrt(len(theirs) or 1)

    return sorted(past, key=weight, reverse=True)[:CANDIDATES]


def _title(text: str, recent: Sequence[_Past], context: CheckContext) -> list[Finding]:
    """A first line of its own, or a whole text, that is the title of something the group had."""
    if context.kind is DraftKind.PROMO:
        return []  # A campaign keeps its name.
    line = text.strip().split("\n", 1)[0].strip()
    bare = comparable(line.strip("【】#* "), ())
    for past in recent:
        if bare and past.draft.kind is not DraftKind.PROMO and bare == comparable(past.draft.title, ()):
            start = text.index(line)
            return [
                Finding(
                    check="repeat", kind="same_title", severity="warn", start=start, end=start + len(line), text=line,
                    message=f"标题和{past.told}一样", basis="同一个群 60 天内不重复",
                    suggestion="换一个标题，写出这次不一样的地方",
                )
            ]  # fmt: skip
    return []


def _is_talk_draft(context: CheckContext) -> bool:
    return context.constraints is not None and context.kind in (DraftKind.TOPIC, DraftKind.SHARE)


def _instead(past: _Past, context: CheckContext) -> str:
    # An operator checks her own words: what the draft said she may be writing anew, and it was never sent.
    unsent = f"；那条没发就先作废：assistant draft discard {past.draft.id}" if context.kind is None else ""
    return _otherwise(past) + (unsent if past.draft.id else "")


def _otherwise(past: _Past) -> str:
    if past.draft.kind is DraftKind.PROMO:
        return "同一条活动一周内不再原样发；要提醒，就只写还剩多久、怎么参加"
    if past.draft.kind is DraftKind.SHARE:
        return "换一个没讲过的要点，或者过两个月再发"
    return "换一个没聊过的话题，或者过两个月再发"


def _finding(kind: str, severity: Severity, message: str, suggestion: str) -> Finding:
    return Finding(
        check="repeat", kind=kind, severity=severity, start=0, end=0, text="",
        message=message, basis="同一个群 60 天内不重复", suggestion=suggestion,
    )  # fmt: skip


def _boilerplate(context: CheckContext) -> tuple[str, ...]:
    """What the brand puts under many messages: signature, disclaimers, where to ask."""
    brand = context.brand
    if brand is None:
        return ()
    voice = brand.voice
    lines = [voice.signature, brand.contact, *brand.disclaimers.values(), *voice.greetings, *voice.closings]
    return tuple(sorted({line for line in lines if len(line) >= 4}, key=len, reverse=True))
