"""The ways to break the product. Each patches one place for as long as its context lasts.

The evaluators do not go through what is patched here: what a mutation breaks is judged by something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from assistant.schema.brief import Constraints
from assistant.schema.contracts import Draft, DraftKind
from evals.mutations import moderating

Applied = Callable[[], Any]
_PRICE = re.compile(r"\d+(?:\.\d+)?(?= 元)")


@dataclass(frozen=True)
class Mutation:
    """One breakage. ``suites`` are those that must notice; ``apply`` gives a context in which the product is broken."""

    name: str
    title: str
    suites: tuple[str, ...]
    apply: Applied


def _without_check(name: str) -> Applied:
    """A check that finds nothing."""

    @contextmanager
    def apply() -> Iterator[None]:
        from assistant.checks import suite

        suite.load.cache_clear()
        true = suite.load.__wrapped__
        blind: Callable[..., list[Any]] = lambda _text, _context: []  # noqa: E731 - a check is a callable
        with patch.object(suite, "load", lambda wanted: blind if wanted == name else true(wanted)):
            yield

    return apply


def _drafts(change: Callable[[Draft], dict[str, Any]]) -> Applied:
    """Drafts that are changed after the checks have seen them."""

    @contextmanager
    def apply() -> Iterator[None]:
        from assistant.drafting import service

        true = service._as_draft

        def as_draft(*given: Any) -> Draft:
            draft = true(*given)
            return draft.model_copy(update=change(draft))

        with patch.object(service, "_as_draft", as_draft):
            yield

    return apply


def _replaced(name: str, value: Any) -> Applied:
    return lambda: patch(name, value)


def _swap_prices(draft: Draft) -> dict[str, Any]:
    prices = list(dict.fromkeys(_PRICE.findall(draft.body)))
    if draft.kind is not DraftKind.PROMO or len(prices) < 2:
        return {}
    one, other = prices[:2]
    swap = {one: other, other: one}
    return {"body": _PRICE.sub(lambda match: swap.get(match.group(), match.group()), draft.body)}


def _cite_elsewhere(draft: Draft) -> dict[str, Any]:
    sources = [citation.source for citation in draft.citations]
    other = "brand.yaml"
    return {"citations": [one.model_copy(update={"source": other}) for one in draft.citations]} if sources else {}


def _drop_terms(draft: Draft) -> dict[str, Any]:
    kept = [line for line in draft.body.splitlines() if not re.search("限|注意：|不发货", line)]
    return {"body": "\n".join(kept)} if draft.kind is DraftKind.PROMO else {}


def _invent(draft: Draft) -> dict[str, Any]:
    return {"body": f"{draft.body}\n已经有 3721 位群友说好。"}


def _ask_twice(draft: Draft) -> dict[str, Any]:
    return {"body": f"{draft.body}你呢？"} if draft.kind is DraftKind.TOPIC else {}


def _unbound(true: Callable[..., Constraints]) -> Callable[..., Constraints]:
    """Bounds without the voice: any emoji, any word."""

    def constraints(*given: Any) -> Constraints:
        return true(*given).model_copy(update={"emoji_max": 9, "emoji_allowed": ("🔥",), "avoid": (), "dont": ()})

    return constraints


@contextmanager
def _ignore_voice() -> Iterator[None]:
    """The writer adds an emoji of its own and the group's avoided words are not known to anybody."""
    from assistant.drafting import briefing, service
    from assistant.drafting.terms import constraints_for

    true = service._as_draft

    def as_draft(brief: Any, *rest: Any) -> Draft:
        draft = true(brief, *rest)
        words = [*brief.brand.voice.avoid, *brief.group.avoid]
        return draft.model_copy(update={"body": f"{draft.body}{words[0]}🔥" if words else f"{draft.body}🔥"})

    with (
        patch.object(briefing, "constraints_for", _unbound(constraints_for)),
        patch.object(service, "_as_draft", as_draft),
    ):
        yield


@contextmanager
def _return_expired() -> Iterator[None]:
    from sqlalchemy import true

    with patch("assistant.knowledge.store.in_force", lambda _on: true()):
        yield


@contextmanager
def _answer_everything() -> Iterator[None]:
    with patch("assistant.knowledge.search.likelihood", lambda *_given: 1.0):
        yield


@contextmanager
def _no_exemptions() -> Iterator[None]:
    from assistant.checks.lexicon import _Rule

    with patch.object(_Rule, "unless", None), patch.object(_Rule, "without", None):
        yield


@contextmanager
def _words_as_they_stand() -> Iterator[None]:
    from assistant.checks import lexicon
    from assistant.text import readings

    with patch.object(lexicon, "readings", lambda text, _vocabulary=None: [readings.as_written(text)]):
        yield


@contextmanager
def _forget_history() -> Iterator[None]:
    from assistant.drafting.briefing import Briefing

    with patch.object(Briefing, "_history", lambda *_given: []):
        yield


def _allow(name: str) -> Applied:
    return _replaced(f"assistant.drafting.briefing.{name}", lambda *_given, **_more: None)


_SEARCH, _SERVICE, _MATERIAL = "assistant.knowledge.search", "assistant.drafting.service", "assistant.drafting.material"
MUTATIONS: tuple[Mutation, ...] = (
    Mutation("drop-fact-lock", "不再核对事实", ("checks",), _without_check("facts")),
    Mutation("drop-adlaw", "不再查广告法", ("checks",), _without_check("adlaw")),
    Mutation("drop-privacy", "不再查隐私", ("checks",), _without_check("privacy")),
    Mutation("drop-voice", "不再查语气", ("checks",), _without_check("voice")),
    Mutation("drop-required", "不再查必写条款", ("checks",), _without_check("required")),
    Mutation("no-exemptions", "豁免不作数", ("checks",), _no_exemptions),
    Mutation("no-evasions", "认不出变体写法", ("checks",), _words_as_they_stand),
    Mutation("return-expired", "检索给出过期资料", ("retrieval",), _return_expired),
    Mutation("answer-everything", "答不了也答", ("retrieval",), _answer_everything),
    Mutation("no-meaning", "检索只看字面", ("retrieval",), _replaced(f"{_SEARCH}.Search._embed", lambda *_: None)),
    Mutation("ignore-voice", "不管店家的语气和忌词", ("topic",), _ignore_voice),
    Mutation("forget-history", "忘了发过什么", ("topic",), _forget_history),
    Mutation("ask-twice", "话题问两个问题", ("topic",), _drafts(_ask_twice)),
    Mutation("simplified-only", "繁体群发简体", ("topic",), _replaced(f"{_SERVICE}.in_script", lambda text: text)),
    Mutation("invent-figures", "编数字", ("share",), _drafts(_invent)),
    Mutation("cite-elsewhere", "引文张冠李戴", ("share",), _drafts(_cite_elsewhere)),
    Mutation("swap-prices", "两个价格对调", ("promo",), _drafts(_swap_prices)),
    Mutation("drop-terms", "漏写限购和说明", ("promo",), _drafts(_drop_terms)),
    Mutation("obey-documents", "照抄资料里的指令", ("injection",), _replaced(f"{_MATERIAL}.find_orders", lambda _: [])),
    Mutation("skip-terms", "不管群约定", ("refusals",), _allow("refuse_by_terms")),
    Mutation("skip-facts", "活动结束了也写", ("refusals",), _allow("refuse_by_facts")),
    Mutation("skip-wishes", "违法的要求也照写", ("refusals",), _allow("refuse_by_wish")),
    Mutation("allowlist-loses", "豁免的人和话也拦", ("moderation",), moderating.allowlist_loses),
    Mutation("hold-reports", "举报的人反被拦", ("moderation",), moderating.hold_reports),
    Mutation("read-as-written", "认不出消息里的变体写法", ("moderation",), moderating.read_as_written),
    Mutation("always-sure", "分类器从不说拿不准", ("moderation",), moderating.always_sure),
    Mutation("forget-offences", "不记第几次", ("moderation",), moderating.forget_offences),
    Mutation("image-hides-text", "带图的不看文字", ("moderation",), moderating.image_hides_text),
    Mutation("judge-pieces", "拆开发的不连着看", ("moderation",), moderating.judge_pieces),
)
"""Every breakage the suites must notice."""
