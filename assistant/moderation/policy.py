"""From what the stages found to what is done: verdict, clause, actions and the words for the member."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.moderation.hits import ClauseHit
from assistant.moderation.platforms import feasible, platform_of
from assistant.moderation.replies import reply_to
from assistant.moderation.rules.ladder import gravity
from assistant.moderation.weighing import Heard, Weighed, weigh
from assistant.schema.brand import Brand
from assistant.schema.group import Group
from assistant.schema.moderation import Action, Category, EvidenceSpan, Message, RuleRef, ShadowHit, Stage, Verdict
from assistant.schema.rules import Clause, RuleSet

#: How grave a category is where the consequences are the same.
GRAVITY = (
    Category.OTHER, Category.FLOOD, Category.LINK, Category.AD, Category.MEDICAL, Category.ABUSE, Category.PRIVACY,
    Category.GAMBLING, Category.PORN, Category.FRAUD,
)  # fmt: skip
_GRAVE = {category: place for place, category in enumerate(GRAVITY)}
_DOING = {
    "remind": "提醒",
    "delete": "删除",
    "mute": "禁言",
    "remove": "移出",
    "human": "交给人看",
    "post": "在群里说一声",
}

#: How often the sender broke a clause before, within its window.
Offences = Callable[[Clause], int]


@dataclass(frozen=True)
class Outcome:
    """What becomes of a message; ``offence`` counts this one, 0 where nothing is held against the sender."""

    verdict: Verdict = Verdict.ALLOW
    category: Category = Category.ALLOW
    clause: Clause | None = None
    actions: tuple[Action, ...] = ()
    confidence: float = 1.0
    evidence: tuple[EvidenceSpan, ...] = ()
    stage: Stage | None = None
    reply: str = ""
    reason: str = ""
    offence: int = 0
    shadow: tuple[ShadowHit, ...] = ()

    @property
    def rule(self) -> RuleRef | None:
        """The clause as a decision names it."""
        return self.clause.ref if self.clause else None


CLEAR = Outcome()


def judge_outcome(
    found: Sequence[ClauseHit],
    *,
    rules: RuleSet,
    message: Message,
    group: Group | None = None,
    brand: Brand | None = None,
    offences: Offences = lambda _: 0,
    now: datetime | None = None,
    heard: Heard | None = None,
) -> Outcome:
    """Return what becomes of ``message`` by the clauses that the stages found broken.

    A certain find blocks, an uncertain one asks for a person (:mod:`assistant.moderation.weighing`). Of several clauses
    that block, the one with the gravest consequences for this sender decides, then the gravest category; of several
    that ask, the likeliest. Clauses in shadow are only recorded. ``offences`` is asked of clauses that block;
    ``heard`` is the classifier's word, None where it was not asked.
    """
    if not found:
        return CLEAR
    weighed = weigh(found, rules, heard)
    shadow = tuple(_shadow(one) for one in weighed if one.clause.mode == "shadow" and one.verdict is not Verdict.ALLOW)
    live = [one for one in weighed if one.clause.mode == "live"]
    blocking = [one for one in live if one.verdict is Verdict.BLOCK]
    if blocking:
        return _blocked(blocking, rules, message, group, brand, offences, now or datetime.now(), shadow)
    asking = [one for one in live if one.verdict is Verdict.REVIEW]
    if asking:
        return _asked(max(asking, key=lambda one: (one.confidence, _GRAVE[one.clause.category])), shadow)
    doubt = max((one.confidence for one in live), default=0.0)
    return Outcome(confidence=1 - doubt, shadow=shadow) if shadow or doubt else CLEAR


def _blocked(
    blocking: list[Weighed], rules: RuleSet, message: Message, group: Group | None, brand: Brand | None,
    offences: Offences, now: datetime, shadow: tuple[ShadowHit, ...],
) -> Outcome:  # fmt: skip
    counted = [(one, offences(one.clause) + 1) for one in blocking]
    chosen, offence = max(counted, key=lambda each: _weight(*each))
    platform = platform_of(message, group)
    actions = feasible(_due(chosen.clause, offence), message, platform, now)
    reply = reply_to(
        chosen.clause, actions, evidence=chosen.evidence, sender=message.sender, appeal=rules.appeal,
        brand=brand, group=group, own_words=_own_words(chosen.clause, offence),
    )  # fmt: skip
    spoken = tuple(
        action.model_copy(update={"text": reply}) if action.kind in ("remind", "post") else action for action in actions
    )
    return Outcome(
        verdict=Verdict.BLOCK,
        category=chosen.clause.category,
        clause=chosen.clause,
        actions=spoken,
        confidence=chosen.confidence,
        evidence=chosen.evidence,
        stage=chosen.stage,
        reply=reply,
        reason=f"{chosen.why}；{chosen.clause.window_days} 天内第 {offence} 次",
        offence=offence,
        shadow=shadow,
    )


def _asked(one: Weighed, shadow: tuple[ShadowHit, ...]) -> Outcome:
    """Nothing is done and nothing said to the member until a person has looked."""
    planned = "、".join(_DOING[action.kind] for action in _due(one.clause, 1) if action.kind != "human")
    advice = f"拿不准，请看一眼：{one.why}。" + (f"如果确实犯规，第一次的处理是{planned}" if planned else "")
    return Outcome(
        verdict=Verdict.REVIEW,
        category=one.clause.category,
        clause=one.clause,
        actions=(Action(kind="human", text=advice, by="operator"),),
        confidence=one.confidence,
        evidence=one.evidence,
        stage=one.stage,
        reason=one.why,
        shadow=shadow,
    )


def _weight(one: Weighed, offence: int) -> tuple[tuple[int, ...], int, float]:
    return gravity(_due(one.clause, offence)), _GRAVE[one.clause.category], one.confidence


def _due(clause: Clause, offence: int) -> tuple[Action, ...]:
    """What the ladder has for the ``offence``-th time; a clause without a ladder asks a person."""
    step = clause.step(offence)
    return step.actions if step else (Action(kind="human"),)


def _own_words(clause: Clause, offence: int) -> str:
    return next((action.text for action in _due(clause, offence) if action.kind == "remind"), "")


def _shadow(one: Weighed) -> ShadowHit:
    return ShadowHit(
        rule=one.clause.ref, category=one.clause.category, verdict=one.verdict, evidence=list(one.evidence)
    )
