"""The script of a pasted text: Simplified or Traditional, as the group reads it. Drafts are converted when written."""

from __future__ import annotations

from assistant.checks.context import CheckContext
from assistant.checks.voice.findings import finding
from assistant.schema.contracts import Finding
from assistant.schema.group import Group
from assistant.text.folding import simplify_each
from assistant.text.patterns import Pattern

_ASKS_TRADITIONAL = Pattern("(?:用|发|發|写|寫|以|只)[^，。；]{0,3}(?:繁体|繁體|正体字|正體字)")
_HAN = Pattern("[\u4e00-\u9fff]")
# Titles and quoted words keep the script they have: a copybook is called 《蘭亭序》 everywhere.
_TITLE = Pattern("《[^》\n]*》|[“「『][^”」』\n]*[”」』]")
# A single letter is a slip, a name or shared by both scripts (后, 台, 只); a text in the other script has one in three.
_FEWEST, _SHARE = 3, 0.15


def script_findings(text: str, context: CheckContext) -> list[Finding]:
    """Return one warning for a pasted text in the script that the group does not read."""
    group = context.group
    if group is None or context.constraints is not None:
        return []
    own = _TITLE.sub(lambda match: " " * len(match[0]), text)
    traditional = _is_traditional(group)
    other = _traditional_of(own) if traditional else simplify_each(own)
    if other == own or len(other) != len(own):
        return []
    wrong = [at for at, (one, read) in enumerate(zip(own, other, strict=True)) if one != read and one not in _VARIANTS]
    if len({own[at] for at in wrong}) < _FEWEST or len(wrong) < _SHARE * len(_HAN.findall(own)):
        return []
    have, want = ("简体", "繁体") if traditional else ("繁体", "简体")
    return [
        finding(
            "script", "warn", text, (wrong[0], wrong[-1] + 1), f"这个群用{want}字，这条里有 {len(wrong)} 个{have}字",
            basis="groups.yaml · script", suggestion=f"转成{want}字再发",
        )
    ]  # fmt: skip


#: Written alike by people of both scripts.
_VARIANTS = frozenset("妳牠祂佢臺週妝妆粧裡里着著啰囉")


def _is_traditional(group: Group) -> bool:
    return group.script == "traditional" or any(_ASKS_TRADITIONAL.search(clause) for clause in group.terms)


def _traditional_of(text: str) -> str:
    from assistant.text.normalize import to_traditional

    return to_traditional(text)
