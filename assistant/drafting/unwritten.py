"""What the operator's wish states and the draft could not repeat: a price, a discount, a last few places."""

from __future__ import annotations

from assistant.checks.briefsheet import sheet_of
from assistant.checks.factlock import lock_text
from assistant.checks.quantities import find_quantities
from assistant.checks.quantity import Kind
from assistant.schema.brief import Brief, Written
from assistant.text.patterns import Pattern

_CLAIMS = (Kind.MONEY, Kind.DISCOUNT, Kind.PERCENT)
# Other figures of a wish (三条, 100 字以内, 3 岁) are about the text or its subject; a scarce few are a claim.
_SCARCE = Pattern(r"(?:最后|仅剩|只剩|还剩|就剩|仅限|限量|只有|剩)\s*$")
_WHAT = Pattern(r"\s*(?:名额|席位?|位置|库存)")


def unwritten_notes(written: Written, brief: Brief) -> list[str]:
    """A note for each price, discount or scarcity of ``brief.about`` that no fact bears and the draft leaves out."""
    about = brief.about
    if not about.strip():
        return []
    today = brief.at.date()
    text = "\n".join([written.title, written.body, *(part.text for part in written.parts), *written.followups])
    said = {(each.kind, each.readings) for each in find_quantities(text, today=today)}
    missing = {finding.start for finding in lock_text(about, sheet_of(brief, written.citations))}
    notes = []
    for each in find_quantities(about, today=today):
        if each.start not in missing or (each.kind, each.readings) in said:
            continue
        scarce = _SCARCE.search(about[: each.start])
        if each.kind in _CLAIMS or scarce:
            what = _WHAT.match(about, each.end)
            shown = about[scarce.start() if scarce else each.start : what.end() if scarce and what else each.end]
            notes.append(f"没有照写“{shown}”：资料里没有")
    return list(dict.fromkeys(notes))
