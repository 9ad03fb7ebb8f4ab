"""Whether a draft says only what the brand's files say: sources, periods, figures, prices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.schema.brief import Brief
from assistant.schema.contracts import Citation, Draft, DraftKind
from assistant.text.normalize import to_traditional
from evals.cases import DraftCase
from evals.environment import Stored
from evals.evaluators.base import place
from evals.evaluators.outcomes import Drafted, JudgingDrafts, day_of, sent, whole
from evals.results import Problem

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
# Written for every campaign day: 24:00 and 24 hours stand for the end of a day.
_ALWAYS = {Decimal(24)}
_MONEY = r"[\s：:]*(?:只要|仅|是|为)?[\s：:]*[¥￥]?\s*(\d+(?:\.\d+)?)(?=\s*(?:元|块|/|$|[，。；、）)\s]))"
_LABELS = {
    "list": re.compile(rf"(?:日常售价|日常价|标价|原价|门市价|平时卖|平时)(?:都是)?{_MONEY}"),
    "member": re.compile(rf"会员价{_MONEY}"),
    "sale": re.compile(rf"(?:秒杀价|活动价|拼团价|成团价|团购价|团价|券后价?|到手价?|助力价|特价){_MONEY}"),
}
_NAMES = {"list": "平时的价", "member": "会员价", "sale": "活动价"}


@dataclass(repr=False)
class Citations(JudgingDrafts):
    """Every quote stands word for word in the file it names; a share has sources, and each point of it one of them."""

    key = "citations"
    title = "引文和原文一字不差"

    def applies(self, case: DraftCase, outcome: Drafted) -> bool:
        """Where nothing is cited there is nothing to compare, unless it is a share."""
        drafts = outcome.told.drafts
        return bool(drafts) and (outcome.kind is DraftKind.SHARE or any(draft.citations for draft in drafts))

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield quotes that stand nowhere and points without a source."""
        for draft in outcome.told.drafts:
            for citation in draft.citations:
                if not _places(citation, outcome.stand.stored):
                    yield self.problem(
                        f"引文“{citation.quote[:30]}”在 {citation.source} 里找不到",
                        whole(draft),
                        expected="逐字引用原文",
                    )
            if outcome.kind is DraftKind.SHARE:
                yield from self._points(draft, outcome)

    def _points(self, draft: Draft, outcome: Drafted) -> Iterator[Problem]:
        if not draft.citations:
            yield self.problem("干货没有一条出处", whole(draft), expected="每一点都有资料为证")
        quotes = "".join(citation.quote for citation in draft.citations)
        quotes = "".join((quotes + to_traditional(quotes)).split())
        for line in draft.body.splitlines():
            point = re.sub("^· (?:【[^】]*】)?", "", line).rstrip("。")
            if line.startswith("· ") and "".join(point.split()) not in quotes and draft.writer == "offline":
                yield self.problem("这一点不在引文里", draft.body, place(line, draft.body), expected="每一点都来自引文")


@dataclass(repr=False)
class InForce(JudgingDrafts):
    """Nothing that is over, replaced or not yet begun is quoted, nor anything meant for another group."""

    key = "in_force"
    title = "没有用过期的资料"

    def applies(self, case: DraftCase, outcome: Drafted) -> bool:
        """Only drafts that cite."""
        return any(draft.citations for draft in outcome.told.drafts)

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield each quote no passage in force holds on the day the draft is sent."""
        for draft in outcome.told.drafts:
            for citation in draft.citations:
                found = _places(citation, outcome.stand.stored)
                # A teaser comes before its campaign holds.
                alive = [one for one in found if one.in_force(day_of(draft)) or _upcoming(one, draft)]
                if found and not alive:
                    yield self.problem(
                        f"{citation.source} 的“{citation.quote[:30]}”在 {day_of(draft)} 已经不作数", whole(draft),
                        expected="只用当天有效的资料",
                    )  # fmt: skip
                elif alive and not any(not one.groups or case.group in one.groups for one in alive):
                    yield self.problem(f"{citation.source} 的这一段不是给这个群的", whole(draft))


@dataclass(repr=False)
class Figures(JudgingDrafts):
    """Each figure of the text stands somewhere in what the brand has on file: a naive second opinion."""

    key = "figures"
    title = "数字都有出处"

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield figures that stand in no file and in no fact."""
        for draft, brief in outcome.pairs:
            known = _ALWAYS | _figures(_given(brief))
            text = sent(draft)
            for match in _FIGURE.finditer(text):
                if Decimal(match.group()) not in known:
                    yield self.problem(
                        f"“{match.group()}”在资料里没有", text, match.span(), expected="只写资料里有的数字"
                    )


@dataclass(repr=False)
class Prices(JudgingDrafts):
    """A price called the campaign's is the campaign's, a list price a list price, a member's price a member's price."""

    key = "prices"
    title = "价格对得上"

    def applies(self, case: DraftCase, outcome: Drafted) -> bool:
        """Only promotions name prices."""
        return outcome.kind is DraftKind.PROMO and bool(outcome.told.drafts)

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield prices that are not of the kind their label says."""
        for draft, brief in outcome.pairs:
            right = _prices(brief, outcome)
            own = "".join(brief.campaign.model_dump_json().split()) if brief.campaign else ""
            text = sent(draft)
            for role, pattern in _LABELS.items():
                for match in pattern.finditer(text):
                    # The campaign's own words may name the price of a thing that is no article of its: a present.
                    if Decimal(match.group(1)) not in right[role] and "".join(match.group().split()) not in own:
                        known = "、".join(f"{value} 元" for value in sorted(right[role])) or "没有"
                        yield self.problem(
                            f"把 {match.group(1)} 元写成了{_NAMES[role]}",
                            text,
                            match.span(),
                            expected=f"{_NAMES[role]}：{known}",
                        )


def _prices(brief: Brief, outcome: Drafted) -> dict[str, set[Decimal]]:
    """The prices of the campaign's goods by what they are, the campaign as its file states it."""
    named = brief.campaign.id if brief.campaign else ""
    campaign = outcome.stand.campaigns.get(named)
    sale = {item.price for item in campaign.items if item.price is not None} if campaign else set()
    if campaign:
        sale |= {step.price for step in campaign.ladder} | ({campaign.floor_price} if campaign.floor_price else set())
    return {
        "sale": {price for price in sale if price is not None},
        "list": {product.price for product in brief.products if product.price is not None},
        "member": {product.member_price for product in brief.products if product.member_price is not None},
    }


def _given(brief: Brief) -> str:
    return brief.model_dump_json(include={"brand", "group", "campaign", "products", "passages", "seeds", "at"})


def _figures(text: str) -> set[Decimal]:
    return {Decimal(figure) for figure in _FIGURE.findall(text)}


def _places(citation: Citation, stored: list[Stored]) -> list[Stored]:
    quote = "".join(citation.quote.split())
    return [
        one
        for one in stored
        if one.source == citation.source and quote and quote in "".join(f"{one.question}\n{one.text}".split())
    ]


def _upcoming(one: Stored, draft: Draft) -> bool:
    over = one.valid_until is not None and one.valid_until < day_of(draft).isoformat()
    return draft.kind is DraftKind.PROMO and one.source == "campaigns.yaml" and not over
