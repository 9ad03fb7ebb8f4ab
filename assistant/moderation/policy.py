"""From what the stages found to what is done: verdict, clause, actions and the words for the member."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.moderation.hits import SOME, ClauseHit
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
    that ask, the likeliest. How often something was said is evidence beside what was said, and decides only where no
    other clause acts; what then is still in doubt goes to a person as well. Clauses in shadow are only recorded.
    ``offences`` is asked of clauses that block; ``heard`` is the classifier's word, None where it was not asked.
    """
    if not found:
        return CLEAR
    weighed = weigh(found, rules, heard)
    shadow = tuple(_shadow(one) for one in weighed if one.clause.mode == "shadow" and one.verdict is not Verdict.ALLOW)
    live = [one for one in weighed if one.clause.mode == "live"]
    blocking = [one for one in live if one.verdict is Verdict.BLOCK]
    asking = [one for one in live if one.verdict is Verdict.REVIEW]
    if blocking:
        made = _blocked(blocking, rules, message, group, brand, offences, now or datetime.now(), shadow)
        return _asked_as_well(made, asking) if made.category is Category.FLOOD and asking else made
    if asking:
        return _asked(_likeliest(asking), shadow)
    doubt = max((one.confidence for one in live), default=0.0)
    return Outcome(confidence=1 - doubt, shadow=shadow) if shadow or doubt else CLEAR


def _blocked(
    blocking: list[Weighed], rules: RuleSet, message: Message, group: Group | None, brand: Brand | None,
    offences: Offences, now: datetime, shadow: tuple[ShadowHit, ...],
) -> Outcome:  # fmt: skip
    counted = [(one, offences(one.clause) + 1) for one in blocking]
    of_matter = [
        each
        for each in counted
        if each[0].clause.category is not Category.FLOOD and gravity(_due(each[0].clause, each[1]))
    ]
    chosen, offence = max(of_matter or counted, key=lambda each: _weight(*each))
    evidence = (*chosen.evidence, *(span for one in blocking if _is_beside(one, chosen) for span in one.evidence))
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
        evidence=tuple(dict.fromkeys(evidence)),
        stage=chosen.stage,
        reply=reply,
        reason=f"{chosen.why}；{chosen.clause.window_days} 天内第 {offence} 次",
        offence=offence,
        shadow=shadow,
    )


def _is_of_matter(one: Weighed, offence: int) -> bool:
    """Whether a clause acts on what was said, not on how often."""
    return one.clause.category is not Category.FLOOD and bool(gravity(_due(one.clause, offence)))


def _is_beside(one: Weighed, chosen: Weighed) -> bool:
    """Whether it is flooding with what another clause forbids."""
    return one is not chosen and one.clause.category is Category.FLOOD


def _asked_as_well(made: Outcome, asking: Sequence[Weighed]) -> Outcome:
    """Flooding is dealt with; what may be graver in it a person decides."""
    doubt = _likeliest(asking)
    others = tuple(action for action in made.actions if action.kind != "human")
    asked = Action(kind="human", text=_advice(doubt), by="operator")
    return replace(made, actions=(*others, asked), evidence=tuple(dict.fromkeys((*made.evidence, *doubt.evidence))))


def _likeliest(asking: Sequence[Weighed]) -> Weighed:
    return max(asking, key=lambda one: (one.confidence, _GRAVE[one.clause.category]))


def _advice(one: Weighed) -> str:
    """What the operator is asked, and what would follow; where it is not clear which rule it is, that is said."""
    planned = "、".join(_DOING[action.kind] for action in _due(one.clause, 1) if action.kind != "human")
    if one.stage is Stage.CLASSIFIER and any(span.why == SOME for span in one.evidence):
        clause = one.clause.clause.strip().rstrip("。")
        asked = f"这条{SOME}，比较像的是“{clause}”，请看一眼。"
        return asked + (f"真是这一条的话，第一次的处理是{planned}；不是，放过就行" if planned else "没事的话放过就行")
    return f"拿不准，请看一眼：{one.why}。" + (f"如果确实犯规，第一次的处理是{planned}" if planned else "")


def _asked(one: Weighed, shadow: tuple[ShadowHit, ...]) -> Outcome:
    """Nothing is done and nothing said to the member until a person has looked."""
    return Outcome(
        verdict=Verdict.REVIEW,
        category=one.clause.category,
        clause=one.clause,
        actions=(Action(kind="human", text=_advice(one), by="operator"),),
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
