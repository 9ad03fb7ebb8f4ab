"""The phrases of ``data/voice``: which of them hold for this brand and group, and how much several together weigh."""

from __future__ import annotations

from assistant.checks.context import CheckContext
from assistant.checks.lexicon import lexicon
from assistant.checks.voice.tone import asked, is_lively
from assistant.schema.contracts import Finding

_QUOTES = {"“": "”", "「": "」", "『": "』", "《": "》"}
#: In this many characters two weak marks of machine prose are one too many; each further so many allow one more.
_STRETCH = 200


def phrase_findings(text: str, context: CheckContext) -> list[Finding]:
    """Return the phrases that are off-voice. Raises ConfigError for a wrong file of the workspace."""
    found = lexicon("voice", context.extensions).find(text)
    if not found:
        return []
    own = own_words(context)
    kept = [
        fitted
        for finding in found
        if not quoted(text, finding.start, finding.end)
        and not any(_inside(text, finding, words) for words in own)
        and (fitted := _fitted(finding, context)) is not None
    ]
    return _weighed(kept, len(text))


def _fitted(finding: Finding, context: CheckContext) -> Finding | None:
    """The finding as it holds for this brand, None where it does not hold."""
    if finding.kind.startswith("tone-"):
        return (
            finding.model_copy(update={"kind": "tone"}) if asked(finding.kind, context.brand, context.group) else None
        )
    if finding.kind == "praise":
        free = is_lively(context.group) or asked("tone-slang", context.brand, context.group)
        return None if free else finding.model_copy(update={"kind": "machine"})
    if finding.kind not in ("address", "self_name"):
        return finding
    voice = context.brand.voice if context.brand else None
    if voice is None:
        return None
    address = context.group.address if context.group and context.group.address else voice.address
    mine = address if finding.kind == "address" else voice.self_name
    bare = finding.text.strip("，。！？：~～ ")
    if mine and (mine in bare or bare in mine):
        return None
    how = finding.suggestion.replace("{address}", address or "大家").replace("{self_name}", voice.self_name)
    return finding.model_copy(update={"suggestion": how})


def _weighed(found: list[Finding], length: int) -> list[Finding]:
    """Weak marks of machine prose weigh as warnings where several stand together."""
    weak = {finding.text for finding in found if finding.kind == "machine" and finding.severity == "info"}
    strong = any(finding.kind == "machine" and finding.severity != "info" for finding in found)
    if len(weak) + strong < 2 + length // _STRETCH:
        return found
    return [
        finding.model_copy(update={"severity": "warn"})
        if finding.kind == "machine" and finding.severity == "info"
        else finding
        for finding in found
    ]


def quoted(text: str, start: int, end: int) -> bool:
    """Whether the span lies in quotation marks: other people's words, a title."""
    for opener, closer in _QUOTES.items():
        begin = text.rfind(opener, 0, start + 1)
        if begin >= 0 and text.find(closer, begin, start) < 0 and text.find(closer, end - 1) >= 0:
            return True
    return False


def own_words(context: CheckContext) -> list[str]:
    """Names and lines that the brand itself has laid down."""
    brand, campaign = context.brand, context.campaign
    words = [campaign.name] if campaign else []
    words += [product.name for product in context.products]
    if brand is not None:
        voice = brand.voice
        words += [brand.name, voice.signature, *voice.greetings, *voice.closings, *brand.disclaimers.values()]
    if context.group is not None:
        words.append(context.group.name)
    return [word for word in words if len(word) >= 2]


def _inside(text: str, finding: Finding, words: str) -> bool:
    if finding.text.strip("，。！？：~～ ") not in words:
        return False
    start = text.find(words)
    while start >= 0:
        if start <= finding.start and finding.end <= start + len(words) + 1:
            return True
        start = text.find(words, start + 1)
    return False
