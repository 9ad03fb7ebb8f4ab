"""Judging decisions: is what breaks a rule stopped, what breaks none let pass, by the right rule, for words there are.

None of them asks the product where a part of a message stands: evidence is looked up in the message as it was sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.schema.moderation import Decision, Verdict
from evals.evaluators.base import Judging, place
from evals.messages import MessageCase, said
from evals.results import Problem


@dataclass(repr=False)
class Stopped(Judging[MessageCase, Decision]):
    """What breaks a rule was blocked or shown to a person."""

    key = "stopped"
    title = "该拦的拦了"

    def applies(self, case: MessageCase, outcome: Decision) -> bool:
        """Only messages that break a rule."""
        return not case.harmless

    def problems(self, case: MessageCase, outcome: Decision) -> Iterator[Problem]:
        """Yield that it was let pass."""
        if outcome.verdict is Verdict.ALLOW:
            yield self.problem(f"放过了（{case.family}）", said(case.message), expected=case.category.value)


@dataclass(repr=False)
class LetPass(Judging[MessageCase, Decision]):
    """What breaks no rule was let pass: a person's look is a false alarm as well."""

    key = "allowed"
    title = "没有误伤"

    def applies(self, case: MessageCase, outcome: Decision) -> bool:
        """Only messages that break none."""
        return case.harmless

    def problems(self, case: MessageCase, outcome: Decision) -> Iterator[Problem]:
        """Yield what it was stopped for."""
        if outcome.verdict is not Verdict.ALLOW:
            words = outcome.evidence[0].text if outcome.evidence else ""
            text = said(case.message)
            yield self.problem(
                f"误伤（{case.family}）：{outcome.verdict.value} {outcome.category.value}，{outcome.stage.value}",
                text,
                place(words, text),
                basis=outcome.rule.clause if outcome.rule else "",
                expected="allow",
            )


@dataclass(repr=False)
class Spared(Judging[MessageCase, Decision]):
    """Nobody is silenced for nothing: what breaks no rule may at worst be shown to a person."""

    key = "spared"
    title = "没有错拦"

    def applies(self, case: MessageCase, outcome: Decision) -> bool:
        """Only messages that break no rule."""
        return case.harmless

    def problems(self, case: MessageCase, outcome: Decision) -> Iterator[Problem]:
        """Yield a block."""
        if outcome.verdict is Verdict.BLOCK:
            yield self.problem(f"错拦了（{case.family}）", said(case.message), expected="allow")


@dataclass(repr=False)
class Firm(Judging[MessageCase, Decision]):
    """The verdict is one of those that will do: what is beyond doubt is blocked, not only shown to a person."""

    key = "verdict"
    title = "处理得当"

    def problems(self, case: MessageCase, outcome: Decision) -> Iterator[Problem]:
        """Yield another verdict."""
        if outcome.verdict not in case.expect.verdict:
            expected = "、".join(verdict.value for verdict in case.expect.verdict)
            yield self.problem(f"判成了 {outcome.verdict.value}", said(case.message), expected=expected)


@dataclass(repr=False)
class RightCategory(Judging[MessageCase, Decision]):
    """What was stopped was stopped for what it is."""

    key = "category"
    title = "类别对"

    def applies(self, case: MessageCase, outcome: Decision) -> bool:
        """Only messages that break a rule and were stopped."""
        return not case.harmless and outcome.verdict is not Verdict.ALLOW

    def problems(self, case: MessageCase, outcome: Decision) -> Iterator[Problem]:
        """Yield another category."""
        if outcome.category not in case.expect.category:
            expected = "、".join(category.value for category in case.expect.category)
            yield self.problem(f"类别 {outcome.category.value} 不对", said(case.message), expected=expected)


@dataclass(repr=False)
class SoundEvidence(Judging[MessageCase, Decision]):
    """What is stopped says for which words; they stand in the message, and those expected are among them."""

    key = "evidence"
    title = "依据在原文里"

    def applies(self, case: MessageCase, outcome: Decision) -> bool:
        """Only decisions that stop something."""
        return outcome.verdict is not Verdict.ALLOW

    def problems(self, case: MessageCase, outcome: Decision) -> Iterator[Problem]:
        """Yield missing words, and words that are not where they are said to be."""
        text = said(case.message)
        if not outcome.evidence:
            yield self.problem("没有依据", text)
        everything = _plain("\n".join([*(each.text for each in case.before), text]))
        for span in outcome.evidence:
            inside = (
                case.message.text[span.start : span.end] == span.text
                if span.part == "text"
                else span.text != "" and _plain(span.text) in everything
            )
            if not inside:
                yield self.problem(f"依据 {span.text!r} 不在 {span.part} 里", text)
        wanted = _plain(case.expect.evidence)
        shown = [_plain(span.text) for span in outcome.evidence]
        if wanted and not case.harmless and not any(wanted in each or each in wanted for each in shown if each):
            yield self.problem("依据不是那几个字", text, place(case.expect.evidence, text), expected=wanted)


@dataclass(repr=False)
class Pointed(Judging[MessageCase, Decision]):
    """Words in disguise are seen through: they are named, the message is not only taken for one of a kind."""

    key = "pointed"
    title = "认得出变体写法"

    def applies(self, case: MessageCase, outcome: Decision) -> bool:
        """Only messages whose words are written in disguise."""
        return case.way == "disguise"

    def problems(self, case: MessageCase, outcome: Decision) -> Iterator[Problem]:
        """Yield that no words, or all of them, are named."""
        text = said(case.message)
        if all(_plain(span.text) == _plain(text) for span in outcome.evidence):
            yield self.problem("说不出是哪几个字", text)


@dataclass(repr=False)
class RightActions(Judging[MessageCase, Decision]):
    """The ladder's step for this offence is what is done."""

    key = "actions"
    title = "第几次怎么办"

    def applies(self, case: MessageCase, outcome: Decision) -> bool:
        """Only cases that expect actions."""
        return bool(case.expect.actions)

    def problems(self, case: MessageCase, outcome: Decision) -> Iterator[Problem]:
        """Yield what is not done."""
        done = {action.kind for action in outcome.actions}
        for kind in case.expect.actions:
            if kind not in done:
                yield self.problem(f"没有 {kind}，只有 {'、'.join(sorted(done)) or '什么也没做'}", said(case.message))


def _plain(text: str) -> str:
    return "".join(text.split())
