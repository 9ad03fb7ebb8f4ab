"""Whose violation it is: what a member reports, warns of or answers to is not held against her.

A report frees what it repeats: what stands in a quotation, in its own quotation marks or behind "somebody wrote:". What
its author offers in her own words goes to a person, for a cheat warns of others as well. What another member wrote was
judged when it was sent; a quotation whose author is not known, or is the sender, hides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.moderation.hits import ClauseHit, Hit, View
from assistant.moderation.reports import is_report
from assistant.schema.moderation import Category, EvidenceSpan, Message, Stage

#: How often and whose data: a report changes nothing about them.
_STANDS = frozenset({"flood", "repetition", "privacy"})
_OFFERS = frozenset({"contact_bait", "recruitment", "price_invitation", "mini_programs", "share_commands"})
_QUOTED = re.compile(r"“[^”]{3,}”|「[^」]{3,}」|『[^』]{3,}』|\"[^\"]{3,}\"|‘[^’]{3,}’|【[^】]{3,}】|《[^》]{3,}》")
_WROTE = re.compile(r"(?:发|说|写|问|内容|消息|短信|信息|私信|广告|如下|这条|这样|原话)[^：:，。！？\n]{0,4}[：:]")


def held(found: Sequence[ClauseHit], message: Message, views: Sequence[View]) -> list[ClauseHit]:
    """Return what is left of the finds, some of it less certain."""
    spoken = next((view for view in views if view.part == "text"), None)
    report = spoken is not None and is_report(spoken)
    others = _quotes_another(message)
    if not report and not others:
        return list(found)
    repeated = _repeated(spoken.original) if report and spoken is not None else []
    kept = []
    for one in found:
        weighed = (_weighed(hit, report, repeated) for hit in one.hits)
        hits = _one_question(one.hits, [hit for hit in weighed if hit is not None])
        if hits:
            kept.append(replace(one, hits=hits, confidence=max(hit.confidence for hit in hits)))
    return kept


def _weighed(hit: Hit, report: bool, repeated: Sequence[tuple[int, int]]) -> Hit | None:
    if hit.detector in _STANDS:
        return hit
    own = [span for span in hit.evidence if span.part in ("text", "joined")]
    if not report:
        # The words of somebody else alone: a person may want to see them, nobody is punished for them.
        return hit if own or any(span.part != "quote" for span in hit.evidence) else _softened(hit)
    if hit.detector == Stage.CLASSIFIER.value:
        return _softened(hit) if own and hit.hard else None
    said = [span for span in own if not _within(span, repeated)]
    # A curse in one's own words is no report, whatever is complained about; whose it is, a person sees.
    return _softened(hit) if said and (hit.detector in _OFFERS or hit.category is Category.ABUSE) else None


def _softened(hit: Hit) -> Hit:
    """The find as a question to a person."""
    return replace(hit, hard=False)


def _one_question(before: Sequence[Hit], after: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits with the strongest of those that were softened: several questions are no certainty."""
    softened = [hit for hit in after if hit not in before]
    strongest = max(softened, key=lambda hit: hit.confidence, default=None)
    return tuple(hit for hit in after if hit is strongest or hit in before)


def _repeated(text: str) -> list[tuple[int, int]]:
    """The places of a report that repeat what somebody else wrote."""
    places = [match.span() for match in _QUOTED.finditer(text)]
    wrote = _WROTE.search(text)
    return [*places, (wrote.end(), len(text))] if wrote else places


def _within(span: EvidenceSpan, places: Sequence[tuple[int, int]]) -> bool:
    return span.part == "text" and any(start <= span.start and span.end <= end for start, end in places)


def _quotes_another(message: Message) -> bool:
    """Whether the message answers to one whose author is known and is not its sender."""
    quote = message.meta.get("quote")
    if not isinstance(quote, Mapping):
        return False
    author = quote.get("sender")
    if isinstance(author, Mapping):
        author = author.get("id") or author.get("name")
    if not isinstance(author, str) or not author.strip():
        return False
    return author not in (message.sender.id, message.sender.name)
