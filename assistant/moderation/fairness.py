"""Whose violation it is: what a member reports, warns of or answers to is not held against her.

A report frees what it tells of, in a quotation, in quotation marks, behind "somebody wrote:" or in its author's words.
Where these lead somewhere (an account, a link, "write to me") it goes to a person, for a cheat warns of others as well.
What another member wrote was judged when it was sent; a quotation whose author is not known, or is the sender, hides
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.moderation.hits import ClauseHit, Hit, View
from assistant.moderation.reports import is_report, is_told, takes_sides
from assistant.schema.moderation import Category, EvidenceSpan, Message, Stage

#: How often and whose data: a report changes nothing about them.
_STANDS = frozenset({"flood", "repetition", "privacy"})
# What leads out of the group.
_LEADING = frozenset({"contact_bait", "links", "mini_programs", "share_commands"})
_QUOTED = re.compile(r"“[^”]{3,}”|「[^」]{3,}」|『[^』]{3,}』|\"[^\"]{3,}\"|‘[^’]{3,}’|【[^】]{3,}】|《[^》]{3,}》")
_WROTE = re.compile(r"(?:发|说|写|问|内容|消息|短信|信息|私信|广告|如下|这条|这样|原话)[^：:，。！？\n]{0,4}[：:]")


# Who answers an advert so passes it on: 👆 需要的看这个.
_SHOWS = re.compile(
    "顶|需要的|想要的|要的看|有要的|加他|加她|找他|找她|联系[他她]|靠谱|亲测|真的?不错|有用|看(?:这|上)[个条面里]?|👆|⬆|☝|同上|推荐|转(?:给|发)|分享|不错的|戳|冲"
)


@dataclass(frozen=True)
class Held:
    """What is held against the sender, and what is only told of: reported, warned of, answered to."""

    found: list[ClauseHit]
    told: tuple[EvidenceSpan, ...] = ()


def held(found: Sequence[ClauseHit], message: Message, views: Sequence[View]) -> Held:
    """Part what is held against the sender, some of it less certain, from what she only tells of."""
    spoken = next((view for view in views if view.part == "text"), None)
    report = spoken is not None and is_report(spoken)
    others = _quotes_another(message)
    if not report and not others:
        return Held(list(found))
    shows = spoken is None or _SHOWS.search(spoken.original) is not None or sum(map(str.isalnum, spoken.original)) < 3
    account = _Account.of(spoken, found) if report and spoken is not None else None
    kept: list[ClauseHit] = []
    told: list[EvidenceSpan] = []
    for one in found:
        weighed = (_weighed(hit, account, shows) for hit in one.hits)
        hits = _one_question(one.hits, [hit for hit in weighed if hit is not None])
        if hits:
            kept.append(replace(one, hits=hits, confidence=max(hit.confidence for hit in hits)))
        elif one.clause.mode == "live":
            told += [span for hit in one.hits for span in hit.evidence]
    return Held(kept, tuple(dict.fromkeys(told)))


@dataclass(frozen=True)
class _Account:
    """A report: which places repeat the words of others, and whether its author offers anything herself.

    ``own`` are the places of what leads anywhere (a number, an account, a link, a call to write to the author) and is
    not told of others. Who offers nothing of the kind only describes what she reports.
    """

    repeated: tuple[tuple[int, int], ...]
    own: tuple[EvidenceSpan, ...]

    @classmethod
    def of(cls, view: View, found: Sequence[ClauseHit]) -> _Account:
        text = view.original
        repeated = _repeated(text)
        # Words in quotation marks alone, with no word on what one makes of them, may be the author's own.
        marked = repeated if takes_sides(_without(text, repeated)) else []
        hits = [hit for one in found for hit in one.hits if hit.detector in _LEADING]
        own = [
            span
            for hit in hits
            for span in hit.evidence
            if span.part in ("text", "joined")
            and not (_within(span, marked if _leads(hit) else repeated))
            and (_leads(hit) or span.part != "text" or not is_told(text[: _begin(span)]))
        ]
        return cls(tuple(repeated), tuple(own))


def _begin(span: EvidenceSpan) -> int:
    """Where the first letter of a span stands."""
    return span.start + next((at for at, char in enumerate(span.text) if char.isalnum()), 0)


def _leads(hit: Hit) -> bool:
    """Whether a find is a way to somebody: an account, a number, a link."""
    return hit.detector != "contact_bait" or bool(hit.notes)


def _weighed(hit: Hit, account: _Account | None, shows: bool) -> Hit | None:
    if hit.detector in _STANDS:
        return hit
    own = [span for span in hit.evidence if span.part in ("text", "joined")]
    if account is None:
        # The words of somebody else alone: nobody is punished for them; where they are shown around, a person looks.
        if own or any(span.part != "quote" for span in hit.evidence):
            return hit
        return _softened(hit, asks=True) if shows else None
    if hit.detector == Stage.CLASSIFIER.value:
        return _softened(hit) if own and hit.hard and account.own else None
    said = [span for span in own if not _within(span, account.repeated)]
    # A curse in one's own words is no report, whatever is complained about; whose it is, a person sees.
    if said and hit.category is Category.ABUSE:
        return _softened(hit)
    return _softened(hit, asks=True) if account.own and own and (said or hit.detector in _LEADING) else None


def _softened(hit: Hit, *, asks: bool = False) -> Hit:
    """The find as a question to a person; where it ``asks`` for one, the classifier does not answer it."""
    return replace(hit, hard=False, firm=False, asks=asks)


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


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    """A text without these places."""
    kept, last = [], 0
    for start, end in sorted(places):
        kept.append(text[last:start])
        last = max(last, end)
    return "".join([*kept, text[last:]])


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
