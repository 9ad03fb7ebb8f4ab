"""FAQ entries in the spellings people use: Q: / A:, 问：/ 答：, Q1., **问题？**, numbered questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3}"
_LEAD = r"^\s*(?:>\s*)?(?:[-*•·+]\s+)?(?:#{1,6}\s+)?(?:\*\*|__)?\s*"
_QUESTION = re.compile(
    _LEAD
    + rf"(?:【?(?:[QＱ]|Question|问题|問題|提问|提問|问|問)】?\s*(?:{_NUMBER})?\s*(?:\*\*|__)?\s*[:：.．、)）]"
    + rf"|【(?:[QＱ]|问题?|問題?)(?:{_NUMBER})?】|[QＱ](?:{_NUMBER})\s)\s*(?P<text>.*)$",
    re.IGNORECASE,
)
_ANSWER = re.compile(
    _LEAD
    + rf"(?:【?(?:Answer|答案|回答|解答|答复|答覆|答|回复|回覆)】?\s*(?:{_NUMBER})?\s*(?:\*\*|__)?\s*[:：.．、)）]"
    # A bare letter needs the colon: "A. 选项一" is a choice, not an answer.
    + rf"|[AＡ]\s*(?:\*\*|__)?\s*[:：]|[AＡ](?:{_NUMBER})\s*(?:\*\*|__)?\s*[:：.．、)）]"
    + rf"|【(?:[AＡ]|答案?)(?:{_NUMBER})?】|[AＡ](?:{_NUMBER})\s)\s*(?P<text>.*)$",
    re.IGNORECASE,
)
_SAME_LINE = re.compile(r"(?<=[？?。！!\s])\s*(?:\*\*)?(?:[AＡ]|答案?|回答)\s*(?:\*\*)?[:：]\s*")
_NUMBERED = re.compile(rf"^\s*(?:\*\*)?\s*(?:(?:{_NUMBER})\s*[.．、)）:：]|[（(](?:{_NUMBER})[)）])\s*(?P<text>.+)$")
_BOLD = re.compile(r"^\s*(?:[-*+]\s+)?(?:\*\*|__)\s*(?P<text>.+?)\s*(?:\*\*|__)\s*$")
_ENDS_ASKING = re.compile(r"[？?吗嗎呢][”」』)）\s*_]*$")


@dataclass(frozen=True)
class Asked:
    """A line that asks: the question, and the start of its answer where that stands on the same line."""

    question: str
    answer: str = ""


def asked(line: str) -> Asked | None:
    """Return the question if ``line`` is marked as one (Q：, 问：, 【问】, Q1.)."""
    match = _QUESTION.match(line)
    if match is None:
        return None
    text = _unbold(match["text"])
    if not text:
        return None
    parts = _SAME_LINE.split(text, maxsplit=1)
    if len(parts) == 2 and parts[0].strip():
        return Asked(_unbold(parts[0]), _unbold(parts[1]))
    return Asked(text)


def answered(line: str) -> str | None:
    """Return the start of the answer if ``line`` is marked as one (A：, 答：); may be empty."""
    match = _ANSWER.match(line)
    return _unbold(match["text"]) if match else None


def numbered_question(line: str) -> str | None:
    """Return the question of a numbered or bold line that ends as a question does."""
    bold = _BOLD.match(line)
    plain = bold["text"] if bold else line
    match = _NUMBERED.match(plain)
    text = _unbold(match["text"] if match else plain) if (bold or match) else ""
    return text if text and is_question(text) else None


def is_question(text: str) -> bool:
    """Whether ``text`` is one question and not a sentence that ends with one."""
    text = text.strip()
    return len(text) <= 80 and bool(re.search(r"[？?][”」』)）\s*_]*$", text)) and "。" not in text


def heading_question(text: str) -> str | None:
    """Return the question a heading asks, without its marker or number; ``None`` if it asks none."""
    if marked := asked(text):
        return marked.question if not marked.answer else None
    match = _NUMBERED.match(text)
    bare = match["text"] if match else text
    if is_question(bare) or (len(bare) <= 40 and _ENDS_ASKING.search(bare)):
        return bare.strip()
    return None


def _unbold(text: str) -> str:
    return re.sub(r"\*\*|__", "", text).strip()
