"""Does the text say what the advertising law forbids?

The question is asked of every text alike; what counts stands in ``assistant/checks/data/adlaw/*.yaml`` and in the
workspace's ``checks/adlaw.yaml``. A sentence in which no term finds anything is read once more by its likeness to
claims (:mod:`.claims`). Words that are only spoken of, as rules that forbid them do, are no claims (:mod:`.mentioned`),
nor is what others claim and the speaker turns down (:mod:`.reported`).
"""

from __future__ import annotations

from assistant.checks.adlaw import claims
from assistant.checks.adlaw.mentioned import said
from assistant.checks.adlaw.reported import not_reported
from assistant.checks.context import CheckContext
from assistant.checks.lexicon import lexicon
from assistant.schema.contracts import Finding

CHECK = "adlaw"


def check(text: str, context: CheckContext) -> list[Finding]:
    """Return what the law objects to, in order of place."""
    terms = lexicon(CHECK, context.extensions)
    found = terms.find(text, about=trade_of(context))
    if claims.NAME not in terms.off:
        found = [*found, *claims.claim_findings(text, found, terms.allowed)]
    return sorted(not_reported(text, said(text, found)), key=lambda each: (each.start, each.end))


def trade_of(context: CheckContext) -> str:
    """The words that say what the brand and the group are about."""
    brand = f"{context.brand.trade} {context.brand.about}" if context.brand else ""
    group = " ".join([context.group.name, *context.group.theme]) if context.group else ""
    return f"{brand} {group}".strip()
