"""What one click does about a finding: put the right words in, or take out what must not stand there.

Checks say in their suggestion what to do. Where that is exact (改成“会员价 53 元”) it is done; where it is advice, the
sentence can be taken out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.drafting.replaced import replaced
from assistant.schema.contracts import Draft, Finding
from assistant.schema.wording import turned

Deed = Literal["replace", "remove", "remove_sentence", "simplified", "traditional"]

_EXACT = re.compile(r"(?:改成|换成|写成)“([^“”…{}]+)”(?=$|[，,；;。])")
_WORDS = re.compile("(?:删掉|去掉)“[^”]+”")
_SENTENCE = re.compile("(?:整句|这句|这一句)")
_STOP = re.compile("改成(?:逗号或)?句号")
_SCRIPT = re.compile("转成(简体|繁体)字")
_ENDS = re.compile("[。！？!?…，,；;~～—\\s]+")


@dataclass(frozen=True)
class Rewrite:
    """``deed`` with ``text`` in place of what stands at ``start`` to ``end`` of the field."""

    deed: Deed
    start: int = 0
    end: int = 0
    text: str = ""


def rewrite_of(draft: Draft, finding: Finding) -> Rewrite | None:
    """Return what one click does about a finding; None where a person has to think."""
    if script := _SCRIPT.search(finding.suggestion):
        return Rewrite("simplified" if script[1] == "简体" else "traditional")
    field = draft.title if finding.field == "title" else draft.body
    start, end = finding.start, finding.end
    if not 0 <= start < end <= len(field):
        return None
    if exact := _EXACT.match(finding.suggestion):
        return Rewrite("replace", start, end, exact[1])
    if _STOP.search(finding.suggestion) and _ENDS.fullmatch(field[start:end]):
        return Rewrite("replace", start, end, "。")
    if _WORDS.match(finding.suggestion) and not _SENTENCE.search(finding.suggestion):
        return Rewrite("remove", start, end)
    return _without_sentence(field, start, end) if finding.field == "body" else None


def rewritten(draft: Draft, finding: Finding) -> Draft | None:
    """Return the draft with the rewrite in title or body, and in the part that the place belongs to."""
    rewrite = rewrite_of(draft, finding)
    if rewrite is None:
        return None
    if rewrite.deed in ("simplified", "traditional"):
        return _in_script(draft, traditional=rewrite.deed == "traditional")
    return replaced(draft, finding.field, rewrite.start, rewrite.end, rewrite.text)


def _without_sentence(field: str, start: int, end: int) -> Rewrite | None:
    from assistant.text.sentences import sentence_spans

    spans = [span for span in sentence_spans(field) if span[0] < end and start < span[1]]
    if not spans:
        return None
    first, last = spans[0][0], spans[-1][1]
    kept = field[:first].strip() + field[last:].strip()
    # The line breaks behind the sentence part what is before it on its line from what follows.
    sentence = field[first:last]
    tail = sentence[len(sentence.rstrip()) :]
    breaks = "\n" in tail and bool(field[:first].strip()) and not field[:first].endswith("\n")
    return Rewrite("remove_sentence", first, last, tail if breaks else "") if kept else None


def _in_script(draft: Draft, *, traditional: bool) -> Draft:
    from assistant.text.normalize import to_simplified, to_traditional

    return turned(draft, to_traditional if traditional else to_simplified)
