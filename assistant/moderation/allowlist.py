"""Who and what the rules do not touch: it wins over every later stage, and frees no more than itself.

A member, a role or a system notice is let pass whole. A phrase, a domain, the brand's goods and its running campaigns
free the words they are: what was found inside them is no find, what stands around them is judged as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from assistant.moderation.detectors.surroundings import Surroundings
from assistant.moderation.hits import Hit, View
from assistant.moderation.hosts import is_code
from assistant.moderation.own import Own
from assistant.schema.facts import Campaign
from assistant.schema.moderation import EvidenceSpan, Message
from assistant.schema.rules import Exempt
from assistant.text.folding import fold_each

_LINK = re.compile(
    r"(?:(?<![a-z0-9])https?://|(?<![a-z0-9.@-]))(?P<host>(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,63})(?![a-z0-9@.-])"
    r"(?::\d{1,5})?(?:[/?#](?:(?!https?:|www\.)[!-~])*)?",
    re.IGNORECASE | re.ASCII,
)
_AMOUNT = re.compile(
    r"(?:(?:¥|￥|rmb)\s{0,2}(?P<before>\d{1,9}(?:\.\d{1,4})?))|(?<!\d)(?P<after>\d{1,9}(?:\.\d{1,4})?)\s{0,2}(?:元|块|rmb|米)"
)
# A campaign is recognised by a name that nothing else is called.
_TELLING = 4
#: Detectors of a price with an invitation: what a member does who passes on the shop's own campaign.
OF_OFFERS = frozenset({"price_invitation"})


class Allowlist:
    """The exemptions of one rule set. ``own`` are the brand's goods and campaigns, where the set exempts them."""

    def __init__(self, exempt: Exempt, own: Own, surroundings: Surroundings) -> None:
        self._roles = frozenset(exempt.roles)
        self._members = frozenset(exempt.members)
        self._own = own
        self._campaigns = exempt.own_campaigns
        self._surroundings = surroundings
        self._apps = surroundings.mini_programs
        phrases = [fold_each(phrase).strip() for phrase in exempt.phrases]
        phrases += [code for each in exempt.domains if is_code(code := fold_each(each).strip())]
        goods = [fold_each(name) for name in own.product_names] if exempt.own_products else []
        self._phrases = _any_of([*phrases, *goods])
        self._prices = {float(amount) for each in own.products for amount in each.amounts}

    def lets_pass(self, message: Message) -> str:
        """Return why the message is not looked at at all; empty where it is."""
        sender = message.sender
        if sender.role in self._roles:
            return "群规里写明不管的身份"
        if self._members and (sender.id in self._members or sender.name in self._members):
            return "群规里写明不管的成员"
        return "系统通知" if message.kind == "system" else ""

    def spans(self, view: View, at: datetime, group: str) -> list[tuple[int, int]]:
        """Return the places of a part that are exempt, in the original, in order."""
        written = view.readings[0]
        if view.part == "app" and written.text.strip() in self._apps:
            return [(0, len(view.original))]
        found = [match.span() for match in self._phrases.finditer(written.text)] if self._phrases else []
        for campaign in self._own.running(at, group) if self._campaigns else ():
            for words in _words_of(campaign):
                start = written.text.find(words)
                while start >= 0:
                    found.append((start, start + len(words)))
                    start = written.text.find(words, start + 1)
        places = [written.span(start, end) for start, end in found if end > start]
        # As written: folding makes ？ of the mark before a query.
        links = _LINK.finditer(view.original)
        places += [match.span() for match in links if self._surroundings.is_own_domain(match["host"].lower())]
        return sorted(places)

    def left(self, hits: Sequence[Hit], views: Sequence[View], at: datetime, group: str) -> list[Hit]:
        """Return the hits that are not freed: those with a word of evidence outside what is exempt."""
        exempt = {view.part: self.spans(view, at, group) for view in views}
        left = [hit for hit in hits if not hit.evidence or not all(_inside(span, exempt) for span in hit.evidence)]
        if left and all(hit.detector in OF_OFFERS for hit in left) and self.is_own_offer(views, at, group):
            return []
        return left

    def is_own_offer(self, views: Sequence[View], at: datetime, group: str) -> bool:
        """Whether the message names a running campaign and no price that is not the shop's own."""
        running = self._own.running(at, group) if self._campaigns else []
        text = "\n".join(view.readings[0].text for view in views if view.part != "joined")
        spoken = [each for each in running if len(each.name) >= _TELLING and fold_each(each.name) in text]
        if not spoken:
            return False
        known = self._prices.union(*map(_figures, spoken))
        return all(float(match["before"] or match["after"]) in known for match in _AMOUNT.finditer(text))

    def rest(self, view: View, at: datetime, group: str) -> str:
        """Return the original of a part without what is exempt; the same string where nothing is."""
        spans = self.spans(view, at, group)
        if not spans:
            return view.original
        kept, last = [], 0
        for start, end in spans:
            kept.append(view.original[last:start])
            last = max(last, end)
        kept.append(view.original[last:])
        return "".join(kept)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, known))) if known else None


def _inside(span: EvidenceSpan, exempt: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether exempt places together cover the span; blanks and signs between them do not count against it."""
    at = span.start
    for start, end in exempt.get(span.part, ()):
        if start >= span.end:
            break
        if start > at and any(letter.isalnum() for letter in span.text[at - span.start : start - span.start]):
            break
        at = max(at, end)
    return not any(letter.isalnum() for letter in span.text[max(at - span.start, 0) :]) and at > span.start


def _words_of(campaign: Campaign) -> list[str]:
    said = [campaign.name, campaign.how, campaign.note, *(item.name for item in campaign.items)]
    return [fold_each(each).strip() for each in said if len(each) > 1]


def _figures(campaign: Campaign) -> set[float]:
    """The amounts that the terms of a campaign name."""
    said = " ".join([campaign.name, campaign.how, campaign.note, campaign.rule, campaign.reward, *campaign.benefits])
    found = {float(match["before"] or match["after"]) for match in _AMOUNT.finditer(fold_each(said))}
    values = [campaign.amount, campaign.threshold, campaign.floor_price]
    values += [item.price for item in campaign.items] + [step.price for step in campaign.ladder]
    return found | {float(value) for value in values if value is not None}
