"""Questions every draft has to answer well, whoever wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.schema.contracts import DraftStatus
from assistant.text.normalize import to_simplified
from evals.cases import DraftCase
from evals.evaluators.base import Judging, place
from evals.evaluators.outcomes import Drafted, JudgingDrafts, sent, whole
from evals.results import Problem


@dataclass(repr=False)
class Answered(Judging[DraftCase, Drafted]):
    """The request was answered as expected: with every draft asked for, or refused where that is right."""

    key = "answered"
    title = "该写的写了，该拒的拒了"

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield a wrong refusal, a refusal that did not come, and drafts that are missing."""
        told = outcome.told
        if told.refused and not case.expect.refused:
            yield self.problem(f"被拒绝了：{told.reason}", basis=told.basis, expected="应当写出来")
        elif case.expect.refused and not told.refused:
            yield self.problem("没有拒绝", outcome.shown, expected="应当拒绝，并说明理由")
        elif not told.refused and len(told.drafts) != case.count:
            yield self.problem(f"要 {case.count} 篇，只写了 {len(told.drafts)} 篇")


@dataclass(repr=False)
class Clean(JudgingDrafts):
    """No check of the product has an error finding: the draft may go out as it is."""

    key = "clean"
    title = "检查没有发现错误"

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield each error finding, and a draft that calls for an edit without saying why."""
        for draft in outcome.told.drafts:
            errors = [finding for finding in draft.findings if finding.severity == "error"]
            for finding in errors:
                text = draft.title if finding.field == "title" else draft.body
                yield self.problem(
                    finding.message,
                    text,
                    (finding.start, finding.end),
                    basis=finding.basis,
                    suggestion=finding.suggestion,
                )
            if draft.status is DraftStatus.NEEDS_EDIT and not errors:
                yield self.problem("标成了“需要改”，却没有说哪里要改", whole(draft))


@dataclass(repr=False)
class Phrases(JudgingDrafts):
    """The text says what the case demands, says nothing it forbids, and cites one of the files it names."""

    key = "phrases"
    title = "要说的都说了，不该说的没说"

    def applies(self, case: DraftCase, outcome: Drafted) -> bool:
        """Only cases that name phrases or sources."""
        expect = case.expect
        return bool(outcome.told.drafts) and bool(
            expect.contains or expect.contains_any or expect.absent or expect.sources
        )

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield what is missing and what should not be there."""
        expect = case.expect
        for draft in outcome.told.drafts:
            text = sent(draft)
            for phrase in expect.contains:
                if not said(phrase, text):
                    yield self.problem(f"没有写“{phrase}”", text, expected=phrase)
            if expect.contains_any and not any(said(phrase, text) for phrase in expect.contains_any):
                wanted = "、".join(f"“{phrase}”" for phrase in expect.contains_any)
                yield self.problem(f"{wanted} 一个也没有写", text, expected=f"写到其中一个：{wanted}")
            for phrase in expect.absent:
                # To the letter: a Traditional group must not read the Simplified word, and may read the other.
                if "".join(phrase.split()) in "".join(text.split()):
                    yield self.problem(f"写了不该写的“{phrase}”", text, place(phrase, text), expected=f"不写“{phrase}”")
            cited = {citation.source for citation in draft.citations}
            if expect.sources and not cited & set(expect.sources):
                wanted = "、".join(expect.sources)
                told = "、".join(sorted(cited)) or "什么也没有"
                yield self.problem(f"应当引用 {wanted}，引用的是 {told}", text, expected=f"引用 {wanted}")


@dataclass(repr=False)
class FreshTitle(JudgingDrafts):
    """No title comes twice in a group, and no body either."""

    key = "fresh"
    title = "标题和正文不重复"

    def applies(self, case: DraftCase, outcome: Drafted) -> bool:
        """Only where the group got, or gets, more than one draft."""
        return bool(outcome.told.drafts) and (case.count > 1 or bool(case.before))

    def problems(self, case: DraftCase, outcome: Drafted) -> Iterator[Problem]:
        """Yield titles and bodies that the group has seen."""
        drafts = outcome.told.drafts
        titles = Counter(draft.title for draft in (*outcome.told.earlier, *drafts))
        bodies = Counter(draft.body for draft in (*outcome.told.earlier, *drafts))
        for draft in drafts:
            if titles[draft.title] > 1:
                yield self.problem(f"标题“{draft.title}”这个群见过了", whole(draft), (0, len(draft.title)))
            elif bodies[draft.body] > 1:
                yield self.problem("正文和发过的一篇一模一样", whole(draft))


def said(phrase: str, text: str) -> bool:
    """Whether a text says a phrase, in Simplified or Traditional characters, with or without spaces around figures."""
    squeezed = "".join(text.split())
    needle = "".join(phrase.split())
    return needle in squeezed or needle in to_simplified(squeezed)
