"""Parts a pasted 群规 into its clauses: numbers, bullets and headings go, what belongs together stays together."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_CHINESE = "一二三四五六七八九十百"
#: A number that begins a clause: 1. 1、 1） （1） 第一条 一、 ① 1️⃣ 【1】 01:
_NUMBER = (
    rf"(?:[{_CIRCLED}]|[0-9]\ufe0f?\u20e3|🔟"
    rf"|第\s*(?:[0-9]{{1,2}}|[{_CHINESE}]{{1,3}})\s*[条款项则点][:：、.．]?"
    rf"|[(（【\[]\s*(?:[0-9]{{1,2}}|[{_CHINESE}]{{1,3}})\s*[)）】\]][:：、.．]?"
    rf"|[{_CHINESE}]{{1,3}}[、.．:：]"
    r"|[0-9]{1,2}\s*(?:[、．)）]|[.:：](?![0-9])))"
)
_NUMBERED = re.compile(rf"^\s*(?:[*_#>]*\s*)?{_NUMBER}\s*")
_BULLET = re.compile(r"^\s*(?:[-*+•·●○◆◇■□▪▫►▶★☆✦✅❌🚫⛔❗❕‼️⚠️📌📍👉🔸🔹🔺🔴🟢🟡💥]\ufe0f?\s*)+")
# Several on one line: 1.… 2.… 3.…; a figure with a point in it (1.5 元) is none.
_INLINE = re.compile(rf"(?<![0-9.])(?={_NUMBER})")
_HEADING = re.compile(
    r"^[\W_]*(?:[^，。；！？,;!?]{0,16})(?:群规|群规则|群公告|公告|规则|规定|规矩|须知|公约|守则|说明|注意事项|规范)"
    r"(?:如下|（[^）]*）|\([^)]*\))?[\W_]*$"
)
_OPEN = tuple("，、：:,")
_ENDED = tuple("。！？；!?;~～…")


def lines_of(text: str) -> list[str]:
    """Return the clauses of a pasted text, each without its number, in order; a heading is none."""
    lines = [each for raw in text.replace("\r", "\n").split("\n") for each in _parted(raw)]
    numbered = sum(1 for each in lines if _NUMBERED.match(each)) > 1
    if not numbered and len([each for each in lines if each.strip()]) == 1:
        lines = _sentences(lines)
    found: list[str] = []
    open_ = False
    for raw in lines:
        begins = bool(_NUMBERED.match(raw))
        said = _bare(raw)
        if not said:
            open_ = False
        elif numbered and open_ and not begins and _goes_on(raw, found[-1]):
            found[-1] += ("" if found[-1].endswith(_OPEN) else "，") + said
        elif not _HEADING.match(said):
            found.append(said)
            open_ = begins
        else:
            open_ = False
    return list(dict.fromkeys(found))


def _parted(line: str) -> list[str]:
    """The clauses of one line, where it holds several with numbers of the same kind that follow one another."""
    starts = [match.start() for match in _INLINE.finditer(line)]
    starts = [start for start in starts if not start or line[start - 1] in " \t\u3000，。；！？,;!?）)：:]】"]
    if len(starts) < 2:
        return [line]
    cuts = [0, *(start for start in starts if start), len(line)]
    return [line[low:high] for low, high in pairwise(cuts) if line[low:high].strip()]


def _sentences(lines: list[str]) -> list[str]:
    return [part for line in lines for part in re.split(r"(?<=[。；！？;!?])", line) if part.strip()]


def _goes_on(raw: str, before: str) -> bool:
    """Whether a line without a number belongs to the clause before it: set in, or that one is not finished."""
    set_in = raw[:1].isspace() and not _BULLET.match(raw) and not before.endswith(_ENDED)
    return set_in or before.endswith(_OPEN)


def _bare(line: str) -> str:
    said = line
    while True:
        before = said
        said = _BULLET.sub("", _NUMBERED.sub("", said))
        if said == before:
            break
    # What cannot be seen is no part of a clause.
    said = "".join(letter for letter in said if unicodedata.category(letter) not in ("Cc", "Cf"))
    said = " ".join(said.split()).strip("*_ 　")
    return said if any(letter.isalnum() for letter in said) else ""
