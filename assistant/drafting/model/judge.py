"""From the text of an answer to a draft and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from assistant.drafting.model.answers import Answer, SharePostAnswer
from assistant.drafting.model.compose import compose
from assistant.drafting.model.echoes import echo_findings
from assistant.drafting.model.grounding import grounding_findings
from assistant.drafting.model.job import Job, Verdict
from assistant.drafting.model.mending import mend
from assistant.drafting.model.mending.desk import Desk, Fields
from assistant.drafting.model.mending.share import FEWEST
from assistant.drafting.model.mending.spare import Spare
from assistant.drafting.model.mending.trimming import trimmed
from assistant.drafting.model.sheet import Sheet
from assistant.drafting.shape import shape_findings
from assistant.llm.extract import find_object
from assistant.llm.salvage import salvage
from assistant.schema.contracts import Finding

_PROBLEMS = 12
_CUT = "模型的回答写到一半断了，只用写完的部分"


@dataclass(frozen=True)
class Judge:
    """Judges the answers to one job."""

    job: Job
    sheet: Sheet
    schema: type[Answer]

    @cached_property
    def _spare(self) -> Spare:
        return Spare(self.job.brief)

    def as_it_came(self, text: str, turn: int) -> Verdict:
        """Return the verdict on an answer that nobody mended: what the model did by itself."""
        try:
            return self._verdict(find_object(text), turn, ())
        except ValueError as error:
            return Verdict(turn, None, (_answer_finding("json", str(error)),))

    def mended(self, text: str, turn: int) -> Verdict:
        """Return the verdict on an answer after its mends."""
        try:
            fields, cut = salvage(text)
        except ValueError as error:
            return Verdict(turn, None, (_answer_finding("json", str(error)),))
        return self._mended(fields, turn, (_CUT,) if cut else ())

    def trimmed(self, verdict: Verdict) -> Verdict | None:
        """Return the verdict without the sentences that are objected to, mended anew; None where nothing can go."""
        if verdict.written is None:
            return None
        fields, gone = trimmed(dict(verdict.fields), verdict.written, verdict.errors)
        if not gone:
            return None
        note = f"去掉了 {gone} 处检查不通过的句子"
        return self._mended(fields, verdict.turn, (*verdict.mended, note))

    def _mended(self, fields: Fields, turn: int, notes: Sequence[str]) -> Verdict:
        desk = Desk(self.job.brief, self.sheet, self._spare)
        mended = mend(fields, self.schema, desk)
        mended = self._shortened(mended, desk)
        verdict = self._verdict(mended, turn, tuple(dict.fromkeys((*notes, *desk.notes))))
        return self._with_plain_opening(verdict)

    def _with_plain_opening(self, verdict: Verdict) -> Verdict:
        """Return a share with the offline writer's opening where the voice check objects to the model's own.

        An opening states nothing: nothing is lost, and it is what a reader sees first.
        """
        if self.schema is not SharePostAnswer or verdict.written is None:
            return verdict
        spare = self._spare.of(citation.source for citation in verdict.written.citations).share
        hook = str(verdict.fields.get("hook", ""))
        said = [f for f in verdict.findings if f.check == "voice" and f.field == "body" and f.start < len(hook)]
        if spare is None or not said:
            return verdict
        other = self._verdict(
            {**verdict.fields, "hook": spare.hook}, verdict.turn, (*verdict.mended, "开头不像人话，用了系统的开头")
        )
        return other if len(other.findings) < len(verdict.findings) else verdict

    def _shortened(self, fields: Fields, desk: Desk) -> Fields:
        """Return a share whose last points went where it was too long, as long as three remain."""
        if self.schema is not SharePostAnswer:
            return fields
        try:
            answer = self.schema.model_validate(fields)
        except ValidationError:
            return fields
        most = self.job.brief.constraints.max_length
        points = list(fields["points"])
        while len(points) > FEWEST and len(compose(answer, self.job.brief, self.sheet)[0].body) > most:
            points.pop()
            answer = self.schema.model_validate({**fields, "points": points})
            desk.note("正文太长，去掉了末尾的要点")
        return {**fields, "points": points}

    def _verdict(self, fields: Fields, turn: int, notes: tuple[str, ...]) -> Verdict:
        try:
            answer = self.schema.model_validate(fields)
        except ValidationError as error:
            found = tuple(_answer_finding("schema", _sentence(problem)) for problem in error.errors()[:_PROBLEMS])
            return Verdict(turn, None, found, notes, fields)
        written, findings = compose(answer, self.job.brief, self.sheet)
        findings += grounding_findings(answer, self.sheet, written.body)
        findings += echo_findings(written, self.job.brief)
        findings += shape_findings(written, self.job.brief)
        findings += self.job.verify(written)
        return Verdict(turn, written, _each_once(findings), notes, fields)


def problems(findings: Sequence[Finding]) -> list[str]:
    """Return what is wrong and what to do about it, a sentence or two each, as the repair turn quotes it."""
    return list(dict.fromkeys(map(_problem, findings)))[:_PROBLEMS]


def _problem(finding: Finding) -> str:
    said = finding.message
    if finding.text and finding.text not in said:
        said += f"（原文：{finding.text}）"
    return f"{said}。怎么改：{finding.suggestion}" if finding.suggestion else said


def _each_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings without what two checks say in the same words, the one with a suggestion first."""
    best: dict[tuple[str, str, int], Finding] = {}
    for finding in findings:
        key = (finding.message, finding.field, finding.start)
        if key not in best or (finding.suggestion and not best[key].suggestion):
            best[key] = finding
    return tuple(best.values())


def _answer_finding(kind: str, message: str) -> Finding:
    return Finding(check="answer", kind=kind, severity="error", start=0, end=0, text="", message=message)


def _sentence(problem: Any) -> str:
    where = ".".join(str(step) for step in problem["loc"]) or "整个回答"
    return f"字段 {where}：{problem['msg']}"
