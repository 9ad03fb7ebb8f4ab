"""Whether a text sounds like this brand in this group: its words, emoji, length, tone and address, and no machine.

What a pattern can say stands in ``assistant/checks/data/voice/*.yaml`` and may be extended in the workspace
(``checks/voice.yaml``); what a pattern cannot say (counts, rows of three, layout) is code beside this module.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.context import CheckContext
from assistant.checks.voice.avoided import avoided_findings
from assistant.checks.voice.emoji import emoji_findings
from assistant.checks.voice.layout import layout_findings
from assistant.checks.voice.length import length_findings
from assistant.checks.voice.lyrical import lyrical_findings
from assistant.checks.voice.phrases import phrase_findings
from assistant.checks.voice.rows import row_findings
from assistant.checks.voice.script import script_findings
from assistant.checks.voice.tone import tone_findings
from assistant.schema.contracts import Finding
from assistant.text.folding import fold_each
from assistant.text.readings import as_written

_OF_WORDS = frozenset({"avoid", "address", "self_name", "machine", "parallel", "tone"})
_WEIGHT = {"error": 0, "warn": 1, "info": 2}


def check(text: str, context: CheckContext) -> list[Finding]:
    """Return what is off-voice in ``text``, in order of place. Raises ConfigError for a wrong ``checks/voice.yaml``."""
    if not text.strip():
        return []
    written = as_written(text)
    view = written.text if written.starts is None else fold_each(text)
    emoji = emoji_findings(text, context)
    layout = layout_findings(text, context)
    if emoji:  # The bounds of the brand say it already.
        layout = [one for one in layout if one.kind != "emoji_flood"]
    found = [
        *avoided_findings(text, context),
        *phrase_findings(text, context),
        *row_findings(text, view),
        *tone_findings(text, context),
        *script_findings(text, context),
        *layout,
        *emoji,
        *length_findings(text, context),
    ]
    # What has a name of its own is called by it.
    for prose in lyrical_findings(text, context):
        if not any(_says(one, prose) for one in found):
            found.append(prose)
    return sorted(_once(found), key=lambda finding: (finding.start, finding.end))


def _says(one: Finding, prose: Finding) -> bool:
    """Whether a finding of its own name stands where the prose was found."""
    near = one.start < prose.end and prose.start < one.end
    return near and one.kind in _OF_WORDS and one.severity != "info"


def _once(found: list[Finding]) -> Iterator[Finding]:
    """What is said about words that a longer or graver finding holds is said there."""
    ranked = sorted(found, key=lambda finding: (_WEIGHT[finding.severity], finding.start - finding.end))
    kept: list[Finding] = []
    for one in ranked:
        if one.kind in _OF_WORDS and any(other.start <= one.start and one.end <= other.end for other in kept):
            continue
        if one.kind in _OF_WORDS:
            kept.append(one)
        yield one
