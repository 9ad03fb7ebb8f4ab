"""Prose that names nothing: several words of the soft kind in one sentence, with no thing, day or figure beside them.

Each such word may be said by anybody; three of them in one breath (唤醒沉睡的味蕾) are said by a brochure.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.checks.context import CheckContext
from assistant.checks.voice.findings import finding
from assistant.checks.voice.phrases import own_words, quoted
from assistant.schema.contracts import Finding
from assistant.text.patterns import Pattern
from assistant.text.readings import as_written

_SOFT = Path(__file__).parents[1] / "data" / "voice" / "soft.txt"
_SENTENCE = Pattern(r"[^。！？；\n]+")
_HAN = Pattern("[\u4e00-\u9fff]")
# What a sentence of the day speaks of: figures, days, prices, where to come, what to do about it.
_PLAIN = Pattern(
    r"\d|[一二三四五六七八九十两半几][点块元号克斤个只把家条本盒袋杯瓶次节天周月年岁层楼寸份]|周[一二三四五六日末]|今[天晚早]|明[天早晚]|昨[天晚]|后天|上午|下午|"
    r"到货|补货|报名|预约|取货|自提|关门|开门|打烊|停课|请假|登记|排队|快递|优惠|会员价|怎么办|多少|[吗呢吧嘛啦哈哦]$"
)
# Weight from which a sentence is taken for such prose: alone, and beside something plain.
_ALONE, _BESIDE = 3, 4
# Two words in three letters of a short sentence, and a long one may hold them by the way.
_LONGEST = 12


class _Words(NamedTuple):
    weights: dict[str, int]
    pairs: frozenset[str]
    found: Pattern


@cache
def _words() -> _Words:
    blocks = [line for line in _SOFT.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    weights = {word: weight for weight, block in ((1, blocks[1]), (2, blocks[0])) for word in block.split()}
    longest = sorted(weights, key=len, reverse=True)
    return _Words(weights, frozenset(word[:2] for word in weights), Pattern("|".join(longest)))


def lyrical_findings(text: str, context: CheckContext) -> list[Finding]:
    """Return one warning for each sentence that is made of soft words; names and lines of the brand's own are not."""
    words, written = _words(), as_written(text)
    if len(words.pairs & written.letters) < 2:
        return []
    found: list[Finding] = []
    for sentence in _SENTENCE.finditer(written.text):
        hits = list(words.found.finditer(written.text, *sentence.span()))
        distinct = list(dict.fromkeys(hit[0] for hit in hits))
        weight = sum(words.weights[word] for word in distinct)
        if len(distinct) < 2 or weight < _ALONE:
            continue
        length = len(_HAN.findall(sentence[0]))
        if weight < (_BESIDE if _PLAIN.search(sentence[0]) else _ALONE) or weight * _LONGEST < length:
            continue
        start, end = written.span(hits[0].start(), hits[-1].end())
        if quoted(text, start, end) or any(text[start:end] in line for line in own_words(context)):
            continue
        named = "、".join(f"“{word}”" for word in distinct[:3])
        found.append(
            finding(
                "machine",
                "warn",
                text,
                (start, end),
                f"{named}挤在一句里，像散文，不像群消息",
                basis="像机器写的：抒情",
                suggestion="换成一件看得见的事：谁、什么、几点、多少",
            )
        )
    return found
