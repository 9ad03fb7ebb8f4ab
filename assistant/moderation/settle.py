"""From what the stages found to the decision: the judge's word added, the policy asked, the reasons kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from assistant.moderation.doubts import Doubt, Judge, Judgement
from assistant.moderation.hits import ClauseHit, Hit
from assistant.moderation.own import Own
from assistant.moderation.policy import CLEAR, Outcome, judge_outcome
from assistant.moderation.stages import Look, stop_clock
from assistant.moderation.weighing import Heard
from assistant.schema.moderation import Category, Decision, EvidenceSpan, Message, Stage, Verdict
from assistant.schema.rules import Clause

#: From this confidence on the judge's word is enough to act on; below it a person decides.
SURE = 0.8
# How sure it is that what a message holds is only told of.
_SURE_OF_TOLD = 0.8
_TOLD = "像是在举报、提醒或打听，里面说的是别人的话，没有算在发的人头上"


def outcome_of(seen: Look, own: Own, now: datetime, offences: Callable[[Clause], int] = lambda _: 0) -> Outcome:
    """Ask the policy about what was found; ``offences`` is how often the sender broke a clause before."""
    return judge_outcome(
        seen.found,
        rules=seen.prepared.rules,
        message=seen.message,
        group=own.groups.get(seen.message.group),
        brand=own.brand,
        offences=offences,
        now=now,
        heard=Heard(_unit(seen.scores.allow), seen.scores.best) if seen.scores is not None else None,
    )


def clear(seen: Look, decision_id: str = "") -> Decision:
    """The decision about a message in which nothing was found, or that is exempt."""
    message = seen.message
    if seen.passed:
        return Decision(
            id=decision_id,
            message_id=message.id,
            group=message.group,
            stage=Stage.ALLOWLIST,
            reason=seen.passed,
            elapsed_ms=seen.elapsed,
        )
    if seen.judged:
        return decision_of(seen, CLEAR, decision_id)
    confidence = 1.0 if seen.scores is None else _unit(seen.scores.allow)
    if seen.told:  # the classifier speaks of words that are not hers
        confidence = max(confidence, _SURE_OF_TOLD)
    return Decision(
        id=decision_id,
        message_id=message.id,
        group=message.group,
        confidence=confidence,
        evidence=_told(seen),
        elapsed_ms=seen.elapsed,
        reason=_TOLD if seen.told else seen.remark,
        degraded=seen.degraded,
    )


def decision_of(seen: Look, outcome: Outcome, decision_id: str = "") -> Decision:
    """The decision that says what the policy made of the finds."""
    stage = outcome.stage or (Stage.JUDGE if seen.judged else Stage.CLASSIFIER)
    return Decision(
        id=decision_id,
        message_id=seen.message.id,
        group=seen.message.group,
        verdict=outcome.verdict,
        category=outcome.category,
        rule=outcome.rule,
        actions=list(outcome.actions),
        confidence=_unit(outcome.confidence),
        evidence=list(outcome.evidence) or _told(seen, outcome.verdict),
        stage=stage,
        reply=outcome.reply,
        shadow=list(outcome.shadow),
        elapsed_ms=seen.elapsed,
        reason=outcome.reason or seen.remark or (_TOLD if _told(seen, outcome.verdict) else ""),
        neighbours=list(seen.neighbours) if stage is Stage.CLASSIFIER else [],
        degraded=seen.degraded,
    )


def _told(seen: Look, verdict: Verdict = Verdict.ALLOW) -> list[EvidenceSpan]:
    """What a member who is let pass tells of others, as evidence against nobody."""
    if verdict is not Verdict.ALLOW:
        return []
    return [span.model_copy(update={"why": f"转述的：{span.why}"}) for span in seen.told]


def ask(judge: Judge, asked: Sequence[tuple[Look, tuple[Message, ...]]]) -> None:
    """Put looks that are in doubt to the judge, each with the messages before it, and add its word to what was found.

    Where it does not answer, the finds stand as they are and the decision is marked degraded.
    """
    doubts = [_doubt(seen, before) for seen, before in asked]
    for (seen, _), judgement in zip(asked, judge.judge(doubts), strict=True):
        _heard(seen, judgement)
        stop_clock(seen)


def _doubt(seen: Look, before: tuple[Message, ...]) -> Doubt:
    scores = seen.scores
    return Doubt(
        seen.message,
        seen.prepared.live,
        tuple(seen.views),
        before,
        scores.best if scores else Category.ALLOW,
        scores.chance if scores else 0.0,
        tuple(hit for one in seen.found for hit in one.hits if one.stage is Stage.DETECTOR),
    )


def _heard(seen: Look, judgement: Judgement | None) -> None:
    known = {clause.id: clause for clause in seen.prepared.live}
    if judgement is None or (judgement.clause is not None and judgement.clause not in known):
        seen.degraded = True
        return
    seen.judged = True
    seen.remark = judgement.reason
    hard = [one for one in seen.found if one.hard and one.stage is Stage.DETECTOR]
    shadow = [one for one in seen.found if one.clause.mode == "shadow"]
    if judgement.orders:
        _swayed(seen, judgement, known)
        return
    if judgement.clause is None:
        # It may free what was only suspected, never what a detector is certain of.
        seen.found = [one for one in seen.found if one in hard or one in shadow]
        return
    clause, confidence = known[judgement.clause], _unit(judgement.confidence)
    why = judgement.reason or "模型认为犯了这一条"
    hit = Hit("judge", (_quoted(seen, judgement.quote, why),), hard=confidence >= SURE, confidence=confidence)
    seen.found = [*hard, *shadow, ClauseHit(clause, (hit,), Stage.JUDGE, confidence)]


def _swayed(seen: Look, judgement: Judgement, known: Mapping[str, Clause]) -> None:
    """Hear a judge to whom the message gives orders: what was found stands, and a person hears what it said."""
    live = {one.clause.id: one.clause for one in seen.found if one.clause.mode == "live"}
    accused = known.get(judgement.clause or "")
    confidence = _unit(judgement.confidence) if accused else 0.0
    if accused is None:
        seen.remark = "消息里有对审核下的指令，模型替它开脱的话不作数"
    # Beside every clause that is open the orders are evidence, whichever of them the person is asked about.
    for clause in {**live, accused.id: accused}.values() if accused else live.values():
        certain = confidence if clause is accused else 0.0
        hit = Hit("judge", judgement.orders, hard=False, confidence=certain)
        seen.found = [*seen.found, ClauseHit(clause, (hit,), Stage.JUDGE, certain)]


def _quoted(seen: Look, quote: str, why: str) -> EvidenceSpan:
    """Where the judge's quotation stands in the message; the whole text where it quotes what is not there."""
    for view in seen.views:
        at = view.original.find(quote) if quote else -1
        if at >= 0:
            return EvidenceSpan(start=at, end=at + len(quote), text=quote, why=why, part=view.part)
    first = seen.views[0] if seen.views else None
    text = first.original if first else ""
    return EvidenceSpan(start=0, end=len(text), text=text, why=why, part=first.part if first else "text")


def trace_of(seen: Look) -> dict[str, Any]:
    """What explains a decision later, beyond its own words: finds, scores, how disguised parts were read."""
    trace: dict[str, Any] = {
        "hits": [
            {
                "clause": one.clause.id,
                "mode": one.clause.mode,
                "stage": one.stage.value,
                "detector": hit.detector,
                "hard": hit.hard,
                "confidence": round(hit.confidence, 4),
                "notes": list(hit.notes),
            }
            for one in seen.found
            for hit in one.hits
        ]
    }
    if seen.scores is not None:
        scores = seen.scores
        trace["scores"] = {
            "best": scores.best.value,
            "chance": round(float(scores.chance), 4),
            "allow": round(float(scores.allow), 4),
            "sure": bool(scores.sure),
        }
    read = {view.part: [reading.text for reading in view.readings[1:]] for view in seen.views if len(view.readings) > 1}
    if read:
        trace["readings"] = read
    return trace


def _unit(value: float) -> float:
    return min(max(float(value), 0.0), 1.0)
