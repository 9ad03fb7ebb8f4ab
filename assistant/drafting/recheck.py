"""A stored draft held against its brief again: after an edit, or on the day somebody releases it."""

from __future__ import annotations

import re
from functools import cached_property

from assistant.checks.context import Embed
from assistant.checks.desk import Desk
from assistant.checks.drafts import draft_context
from assistant.checks.suite import run_checks
from assistant.drafting.briefing import Briefing, Request, as_written
from assistant.drafting.service import embed_of, verify
from assistant.errors import AssistantError, InputError, Refused
from assistant.schema.brief import Brief, Written
from assistant.schema.contracts import Draft, Finding
from assistant.schema.wording import turned
from assistant.workspace import Workspace

#: The check whose finding says that the draft would not be begun as things stand.
TERMS = "terms"
_VARIANT = re.compile(r"-\d+$")


class Recheck:
    """Checks drafts of one workspace as its files and its store stand now; make one for each round.

    Raises :class:`ConfigError` where the brand's files are wrong.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._briefing = Briefing(workspace)

    def findings(self, draft: Draft) -> list[Finding]:
        """Return what the checks say about the text as it stands.

        A draft that would be refused now (the campaign has ended) is held against what is known without a brief, with
        the refusal as an error.
        """
        try:
            brief = self._briefing.brief(request_of(draft))
        except (Refused, InputError) as no:
            return [_refusal(no), *self._without(draft)]
        context = draft_context(
            brief,
            others=tuple(self._briefing.campaigns.values()),
            extensions=self._workspace.root / "checks",
            embed=self._embed if brief.history else None,
        )
        return placed(verify(written_of(draft, brief), brief, context), draft)

    def _without(self, draft: Draft) -> list[Finding]:
        try:
            context = self._desk.context(group=draft.group, at=draft.send_at)
        except AssistantError:
            return []
        found = [f.model_copy(update={"field": "title"}) for f in run_checks(as_written(draft.title), context)]
        return placed([*found, *run_checks(as_written(draft.body), context)], draft)

    @cached_property
    def _embed(self) -> Embed | None:
        return embed_of(self._workspace)

    @cached_property
    def _desk(self) -> Desk:
        return Desk(self._workspace)


def request_of(draft: Draft) -> Request:
    """Return what was asked for when the draft was written; its variants (its id and a number) stand aside."""
    first = _VARIANT.sub("", draft.id)
    return Request(
        kind=draft.kind,
        group=draft.group,
        day=draft.date,
        time=draft.send_at.time() if draft.send_at else None,
        about=draft.about,
        campaign=draft.campaign or "",
        format=draft.format,
        draft_id=draft.id,
        tone=draft.tone,
        variants=(first, *(f"{first}-{number}" for number in range(2, 51))),
    )


def written_of(draft: Draft, brief: Brief) -> Written:
    """Return the text as writers write it and checks read it: in Simplified characters."""
    written = Written(
        title=draft.title,
        body=draft.body,
        form=draft.form,
        citations=draft.citations,
        followups=draft.followups,
        parts=draft.parts,
    )
    return turned(written, as_written) if brief.constraints.traditional else written


def placed(findings: list[Finding], draft: Draft) -> list[Finding]:
    """Return the findings with their places in the draft's own characters; where those are lost, without a place."""
    return [_placed(finding, draft.title if finding.field == "title" else draft.body) for finding in findings]


def _placed(finding: Finding, text: str) -> Finding:
    if finding.end <= finding.start:
        return finding
    if as_written(text[finding.start : finding.end]) == finding.text:
        return finding.model_copy(update={"text": text[finding.start : finding.end]})
    return finding.model_copy(update={"start": 0, "end": 0})


def _refusal(no: AssistantError) -> Finding:
    return Finding(
        check=TERMS,
        kind=no.code if isinstance(no, Refused) else "invalid",
        severity="error",
        start=0,
        end=0,
        text="",
        message=str(no),
        basis=no.basis if isinstance(no, Refused) else "",
    )
