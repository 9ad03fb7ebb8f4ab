"""Sentences of a passage that can stand on their own when they are taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.schema.contracts import HEADING_SEPARATOR, Citation, Passage
from assistant.text.patterns import Pattern
from assistant.text.sentences import split_sentences

_MARKER = Pattern(
    r"^(?:[-*+•·●○◦▪>#]+\s*|[(（]?\d{1,2}[)）.、．]\s*|[①-⑳]\s*|[(（]?[一二三四五六七八九十]{1,2}[)）、.]\s*)"
)
# Words that only say "one more": without them the sentence still says the same.
_CONNECTIVE = Pattern(
    r"^(?:首先|其次|再次|最后|另外|此外|同时|还有|再就是|再者|除此之外|除此以外|当然|其实|总的来说|一般来说|需要注意的是|要注意的是|"
    r"值得注意的是|请注意|注意)[，,：:、]\s*"
)
# A first word that points back to a sentence which is not there.
_DANGLING = Pattern(
    r"^(?:它|他|她|这(?!样的情况)|那|其(?!他|余|实)|此|该|上述|如上|以上|前者|后者|前面|后面|所以|因此|因而|于是|但|可是|不过|然而|而|"
    r"并且|况且|否则|不然|反之|相反|同样|同理|例如|比如|譬如|像|即|也|又|还|就|才|则|再|接着|然后|随后|之后|之前|这时|与此|总之|可见|"
    r"换句话说|换言之|也就是|或者|以及|甚至|尤其|特别是|具体|原因|答案|对[，。]|是的|不是|可以[，。]|不可以|会[，。]|不会[，。]|能[，。]|不能[，。]|"
    r"有[，。]|没有[，。]|第[一二三四五六七八九十\d]+[，、步点条种]|第[二三四五六七八九十]个|[一二三四五六七八九]是|两者|两种|三者|都|均|主要有|包括|[，、）)”])"
)
_POINTS_AWAY = Pattern(
    r"如下|如图|见下|见图|上表|下表|上文|下文|上图|下图|前文|后文|本文|这篇|本篇|本节|附图|附表|https?:|www\.|点击|扫码|[：:]$|[?？]|"
    r"^.{0,6}(?:这[种些个类两三]|它们?)|(?:这|那|下面|以下|上面|以上)的?[几两三四五][条点步样个种件项]|下面[的是]|以下[的是]"
)
_SHORTEST_STEP = 6
_GOES_ON = Pattern("、[^、，。]+，[^、]+[。！]$")
_ROW = Pattern("(?:[^：；，。\\n]{1,14}：[^；\\n]+；)+[^：；，。\\n]{1,14}：[^；\\n]+")
_HEADING = Pattern(r"[^，。！？；：:、,.|\t]{2,14}")
_BRACKETS = (("（", "）"), ("(", ")"), ("“", "”"), ("「", "」"), ("《", "》"), ("【", "】"))


@dataclass(frozen=True)
class Excerpt:
    """``quote`` is a verbatim part of ``passage.text``, ``text`` the same without a leading connective.

    ``leads`` is true for the first sentence of a paragraph, which leans least on what stands before it, ``row`` for a
    row of a table.
    """

    passage: Passage
    quote: str
    text: str
    position: int
    leads: bool = False
    row: bool = False

    @property
    def citation(self) -> Citation:
        """Where the excerpt stands."""
        return Citation(source=self.passage.source, heading=self.passage.heading, quote=self.quote)


def excerpts(passage: Passage, *, shortest: int = 20, longest: int = 80, sentences: int = 2) -> Iterator[Excerpt]:
    """Self-contained runs of 1 to ``sentences`` neighbouring sentences with ``shortest`` to ``longest`` characters.

    A short sentence takes the next ones along until the run is long enough; a list fragment, a question, a
    sentence that points to something outside the run is left out. Ordered as in the passage.
    """
    for line in passage.text.splitlines():
        start = passage.text.find(line)
        pieces = _sentences(_MARKER.sub("", line.strip()).strip())
        for index, first in enumerate(pieces):
            if not _stands_alone(first):
                continue
            for count in range(1, sentences + 1):
                quote = _span(line, pieces[index : index + count])
                text = _CONNECTIVE.sub("", quote.strip())
                if index + count > len(pieces) or len(text) > longest:
                    break
                if len(text) >= shortest and _complete(text) and not any(map(_points_away, pieces[index:][:count])):
                    yield Excerpt(passage, quote, text, start + line.find(quote), leads=index == 0)
                    break


def row_excerpts(passage: Passage, *, shortest: int = 12, longest: int = 80) -> Iterator[Excerpt]:
    """The rows of a table, each without the name of its first column: 取货前两天；改期：免费；取消：定金全退."""
    for match in re.finditer(f"(?m)^{_ROW.pattern}$", passage.text):
        begin = match.start() + match.group().find("：") + 1
        text = passage.text[begin : match.end()].strip()
        if shortest <= len(text) <= longest and all(text.count(left) == text.count(right) for left, right in _BRACKETS):
            yield Excerpt(passage, text, text, begin, leads=True, row=True)


def step_of(line: str) -> str:
    """A line without its bullet or number."""
    return _MARKER.sub("", line.strip()).strip()


def is_step(line: str) -> bool:
    """Whether a line may stand among the steps of a method: a whole sentence that points to nothing outside of them."""
    return len(line) >= _SHORTEST_STEP and not _points_away(line) and not _ROW.fullmatch(line) and _complete(line)


def title_of(passage: Passage) -> str:
    """The title of the document: the first part of the heading path, else the file's name."""
    head = passage.heading.split(HEADING_SEPARATOR)[0].strip()
    return head or passage.source.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def section_of(passage: Passage) -> str:
    """The last part of the heading path; empty for the document's own opening."""
    parts = [part.strip() for part in passage.heading.split(HEADING_SEPARATOR)]
    return parts[-1] if len(parts) > 1 else ""


def heading_of(excerpt: Excerpt) -> str:
    """The heading an excerpt stands under: a short line above it in a passage of several sections, else the passage's.

    Short sections share a passage, their headings being lines of its text.
    """
    passage = excerpt.passage
    above = passage.text[: passage.text.rfind("\n", 0, excerpt.position) + 1].splitlines()
    inline = next((line.strip() for line in reversed(above) if _HEADING.fullmatch(line.strip())), "")
    return inline or section_of(passage)


def _sentences(line: str) -> list[str]:
    """The sentences of a line; what a semicolon divides belongs together, its second half seldom stands alone."""
    joined: list[str] = []
    for piece in split_sentences(line):
        if joined and joined[-1].endswith(("；", ";")):
            joined[-1] = line[line.find(joined[-1]) : line.find(piece, line.find(joined[-1])) + len(piece)]
        else:
            joined.append(piece)
    return joined


def _span(line: str, pieces: list[str]) -> str:
    begin = line.find(pieces[0]) if pieces else 0
    end = begin
    for piece in pieces:
        end = line.find(piece, end) + len(piece)
    return line[begin:end]


def _stands_alone(sentence: str) -> bool:
    bare = _CONNECTIVE.sub("", sentence)
    return bool(bare) and not _DANGLING.match(bare)


def _points_away(sentence: str) -> bool:
    return _POINTS_AWAY.search(sentence) is not None


def _complete(text: str) -> bool:
    """Whether ``text`` is a sentence and not a fragment of a list or a table row."""
    if any(text.count(left) != text.count(right) for left, right in _BRACKETS):
        return False
    # A table row comes as 码数：L；体重：9～14 公斤.
    if "|" in text or "\t" in text or len(re.findall("[：:]", text)) > 1:
        return False
    # A long list is one that says nothing of what it lists, unless it goes on as a sentence: …，吃了都会中毒。
    if text.count("、") > 5 and not _GOES_ON.search(text):
        return False
    if text[-1] in "。！!”」…":
        return True
    # A bullet without a full stop counts when it is built like a sentence.
    return text[-1].isalnum() and "，" in text and len(text) >= 24
