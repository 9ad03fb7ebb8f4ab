"""What the drafting suites look at: the drafts of one case beside the brand they were written for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.schema.brief import Brief
from assistant.schema.contracts import Draft, DraftKind
from evals.cases import DraftCase
from evals.environment import Stand, Told
from evals.evaluators.base import Judging


@dataclass
class Drafted:
    """The outcome of one drafting case."""

    kind: DraftKind
    told: Told
    stand: Stand

    @property
    def pairs(self) -> Iterator[tuple[Draft, Brief]]:
        """Each draft with the brief it was written from."""
        return zip(self.told.drafts, self.told.briefs, strict=False)

    @property
    def shown(self) -> str:
        """The first draft as the report shows it, or the refusal."""
        if self.told.drafts:
            return whole(self.told.drafts[0])
        return f"没有写：{self.told.reason}" if self.told.refused else ""


@dataclass(repr=False)
class JudgingDrafts(Judging[DraftCase, Drafted]):
    """A question that only a written draft can answer: a refusal does not count for it."""

    def applies(self, case: DraftCase, outcome: Drafted) -> bool:
        """Whether anything was written."""
        return bool(outcome.told.drafts)


def whole(draft: Draft) -> str:
    """Title and body, as they are copied out."""
    return f"{draft.title}\n\n{draft.body}"


def everything(draft: Draft) -> str:
    """Every word of a draft that anybody reads: what is sent, and what is written for the operator beside it."""
    parts = [part.text for part in draft.parts if part.text not in draft.body]
    quotes = [citation.quote for citation in draft.citations]
    return "\n".join([draft.title, "", draft.body, *parts, *draft.followups, *draft.notes, *quotes])


def sent(draft: Draft) -> str:
    """Every word that members read."""
    return "\n".join([draft.title, "", draft.body, *(part.text for part in draft.parts if part.text not in draft.body)])


def day_of(draft: Draft) -> date:
    """The day the draft is sent."""
    return draft.send_at.date() if draft.send_at else draft.date
