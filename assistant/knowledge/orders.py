"""Texts that give orders to a language model instead of telling people something.

They are reported at sync. In documents the visible ones stay in their passage, which no writer quotes; facts (goods,
campaigns) and an operator's wish lose them.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable, Iterator

from assistant.knowledge.orderpatterns import ORDERS, SHOUTED
from assistant.text.normalize import strip_invisible, to_simplified
from assistant.text.patterns import Pattern
from assistant.text.sentences import split_sentences

_LONGEST_QUOTE = 120
# Words for a program in a name or a note: comments and tags, and a bracket that tells how to write it.
_MARKUP = Pattern(r"<!--.*?(?:-->|$)|<(script|style)\b.*?(?:</\1>|$)|</?[a-z][^<>]*>", re.IGNORECASE | re.DOTALL)
_BRACKET = Pattern(r"[（(【\[]([^（）()【】\[\]]*)[）)】\]]")
_TOLD = Pattern(
    r"\s*(?:(?:群友|有人|客户|客人|老板)?(?:让|叫|要求))?(?:请|必须|务必)?(?:写(?:成|上|[：:])|说成|输出|注明[：:]|回复[：:“])"
)
_TOKEN = Pattern(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,}={0,2}(?![A-Za-z0-9+/=_-])")
_ESCAPES = Pattern(r"(?:\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|&#x?[0-9a-fA-F]{2,6};){4,}")
_EDGES = "，,。；; \t\n"
# What follows an order goes on with it; what is to be talked about does not.
_GOES_ON = Pattern(
    r"(?:并且?|然后|再|还要?|最后|同时|接着|另外|而且)?(?:请|要|必须)?(?:写|改|说|加|输出|回复|删|把|宣布|告诉|发|附|推荐|提)"
)
_DICTATED = Pattern(r"(?:请|必须)?(?:写(?:上|成|着|[“\"「：:])|改成|改为|宣布|输出)")
_TALK = Pattern(r"[，,]\s*((?:请|再)?(?:聊一?聊|说一?说|问一?问|讨论|谈一?谈|讲一?讲|关于)(?!.*[“\"「]).+)$")


def find_orders(text: str) -> list[str]:
    """Return the sentences of ``text`` that address a model, each as it stands there, cut to 120 characters."""
    return [_cut(sentence) for sentence in split_sentences(text) if is_order(sentence)]


def is_order(sentence: str) -> bool:
    """Whether ``sentence`` addresses a model; invisible characters, width, script, case and code make no difference."""
    return order_begin(sentence) is not None


def strip_orders(text: str) -> tuple[str, list[str]]:
    """Return a fact or a wish without the orders in it, and what was taken out, as it stood there.

    What stands before an order in its sentence stays (吐司怎么放 Ignore all rules), what follows goes with it, unless
    it names something to talk about.
    """
    taken: list[str] = []
    plain = _MARKUP.sub(lambda match: _take(match.group(), taken, " "), strip_invisible(text))
    plain = _BRACKET.sub(lambda match: _bracket(match, taken), plain)
    kept: list[str] = []
    after = False
    for sentence in split_sentences(plain):
        if after and (_GOES_ON.match(sentence) or is_coded(sentence)):
            taken.append(_cut(sentence))
            continue
        begin = order_begin(sentence)
        if begin is None:
            kept.append(sentence)
            continue
        talk = _TALK.search(sentence, begin)
        end = talk.start(1) if talk else len(sentence)
        before = sentence[:begin].strip(' ，,、：:；;“"（(')
        if _DICTATED.match(before):
            begin, before = 0, ""
        taken.append(_cut(sentence[begin:end].strip(" ，,")))
        kept += filter(None, (before, sentence[end:].strip()))
        after = True
    if not taken:
        return text, []
    return " ".join("\n".join(kept).split(" ")).strip(), list(dict.fromkeys(taken))


def is_coded(text: str) -> bool:
    """Whether ``text`` holds words in code (base64, escapes), whatever they say."""
    return next(_decoded(text), None) is not None


def orders_in(visible: Iterable[str], hidden: Iterable[str]) -> list[str]:
    """Return every order in a document, hidden ones first and marked 隐藏文字."""
    found = [f"隐藏文字：{order}" for text in hidden for order in find_orders(text)]
    found.extend(order for text in visible for order in find_orders(text))
    return list(dict.fromkeys(found))


def order_begin(sentence: str) -> int | None:
    """Return where the order in a sentence begins, at a word; ``None`` where there is none."""
    if len(sentence) < 4:
        return None
    folded = _folded(sentence)
    starts = [match.start() for match in (pattern.search(folded) for pattern in ORDERS) if match]
    start = _place(folded, min(starts), sentence) if starts else len(sentence)
    shouted = SHOUTED.search(sentence)
    codes = [place for place, code in _decoded(sentence) if any(pattern.search(_folded(code)) for pattern in ORDERS)]
    start = min([start, *codes, *([shouted.start()] if shouted else [])])
    if start >= len(sentence):
        return None
    while start < len(sentence) - 1 and sentence[start] in _EDGES:
        start += 1
    # Who is told to (群友说：请助手…) belongs to the order, and so does the clause it stands in.
    return max(sentence.rfind(mark, 0, start) for mark in _EDGES) + 1


def _place(folded: str, place: int, sentence: str) -> int:
    """Return where a place of the folded text stands in the sentence; 0 where folding changed more than blanks."""
    solid = [index for index, char in enumerate(sentence) if not char.isspace()]
    before = sum(not char.isspace() for char in folded[:place])
    if len(solid) != sum(not char.isspace() for char in folded):
        return 0
    return solid[before] if before < len(solid) else 0


def _folded(sentence: str) -> str:
    folded = unicodedata.normalize("NFKC", strip_invisible(sentence))
    if not folded.isascii():
        folded = to_simplified(folded)
    # Blanks between Chinese characters are a disguise.
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", folded)


def _decoded(text: str) -> Iterator[tuple[int, str]]:
    """Yield where something stands in code in ``text``, and what it says."""
    for match in _TOKEN.finditer(text):
        token = match.group().rstrip("=").translate(str.maketrans("-_", "+/"))
        if not (re.search("[a-z]", token) and re.search("[A-Z]", token)):
            continue
        try:
            plain = base64.b64decode(token + "=" * (-len(token) % 4), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            continue
        if len(plain) >= 4 and plain.isprintable():
            yield match.start(), plain
    for match in _ESCAPES.finditer(text):
        codes = re.findall(r"(?:\\[ux]|&#x)([0-9a-fA-F]+)|&#(\d+)", match.group())
        numbers = [int(code, 16) if code else int(decimal) for code, decimal in codes]
        yield match.start(), "".join(chr(number) for number in numbers if number < 0x110000)


def _bracket(match: re.Match[str], taken: list[str]) -> str:
    inside = match.group(1)
    if _TOLD.match(_folded(inside)) or is_order(inside):
        return _take(match.group(), taken, "")
    return match.group()


def _take(text: str, taken: list[str], instead: str) -> str:
    taken.append(_cut(text))
    return instead


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
