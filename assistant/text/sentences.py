"""Chinese and English sentences."""

from __future__ import annotations

import re

from assistant.text.patterns import Pattern

_ENDS = "。！？!?；…"
_CLOSERS = "”’」』）)】》〉］]\"'"
_PAIRS = {
    "「": "」",
    "『": "』",
    "“": "”",
    "‘": "’",
    "（": "）",
    "(": ")",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "[": "]",
}
_LONGEST_QUOTE = 200
_URL = Pattern(r"(?:https?://|www\.)[\w\-./?%&=#:@~+!,;$*']*[\w/=#&%~+\-]", re.ASCII | re.IGNORECASE)
_SPEAKER = Pattern(r"[^，。！？；,\s]{0,6}(?:说|道|问|喊|叫|答|想|写|笑)")
_ABBREVIATION = Pattern(r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|No|Nos|vs|etc|e\.g|i\.e|approx|Inc|Ltd|Co|St|Fig|[A-Z])$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return ``(start, end)`` of each sentence; the spans cover ``text`` without a gap, white space at their ends.

    A sentence ends at 。！？；… and their ASCII forms, with the quotes and brackets that close on it, and at a newline.
    It does not end inside a quotation or bracket, a URL, a decimal number or a list marker.
    """
    spans: list[tuple[int, int]] = []
    start = position = 0
    links = {match.start(): match.end() for match in _URL.finditer(text)} if ("://" in text or "www." in text) else {}
    while position < len(text):
        if position in links:
            position = links[position]
            continue
        end = _end_at(text, position)
        if end is None:
            position = _past_quote(text, position)
            if position <= len(text) and text[position - 1] in _CLOSERS and _closes_sentence(text, position):
                end = position
        if end is not None:
            position = _past_space(text, end)
            spans.append((start, position))
            start = position
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def split_sentences(text: str) -> list[str]:
    """Return the sentences of ``text`` without the white space around them; nothing else is dropped."""
    return [piece for start, end in sentence_spans(text) if (piece := text[start:end].strip())]


def _end_at(text: str, position: int) -> int | None:
    """Return where the sentence ends if the character at ``position`` ends it."""
    char = text[position]
    if char == "\n":
        return position + 1
    if char in _ENDS:
        end = position + 1
        while end < len(text) and text[end] in _ENDS:
            end += 1
        return _past_closers(text, end)
    if char == ";" and (position + 1 == len(text) or text[position + 1].isspace()):
        return position + 1
    if char == "." and _is_full_stop(text, position):
        return _past_closers(text, position + 1)
    return None


def _is_full_stop(text: str, position: int) -> bool:
    before, after = text[:position][-12:], text[position + 1 : position + 3]
    if not before or not (before[-1].isalpha() or before[-1] in ")]\"'%") or not before[-1].isascii():
        return False
    if _ABBREVIATION.search(before):
        return False
    return not after or (after[0].isspace() and (len(after) == 1 or not after[1].islower()))


def _past_closers(text: str, end: int) -> int:
    while end < len(text) and text[end] in _CLOSERS:
        # A straight quote closes only where no new quotation begins.
        if text[end] in "\"'" and end + 1 < len(text) and text[end + 1].isalnum() and text[end - 1].isspace():
            break
        end += 1
    return end


def _past_quote(text: str, position: int) -> int:
    """Return the position after the quotation or bracket that opens at ``position``, else the next position."""
    closer = _PAIRS.get(text[position])
    if closer is None:
        return position + 1
    if text.find(closer, position + 1, position + _LONGEST_QUOTE) < 0:
        return position + 1
    opener, depth = text[position], 0
    for index in range(position, min(len(text), position + _LONGEST_QUOTE)):
        char = text[index]
        if char == "\n":
            break
        if char == opener:
            depth += 1
        elif char == closer:
            depth -= 1
            if depth == 0:
                return index + 1
    return position + 1


def _closes_sentence(text: str, position: int) -> bool:
    """Whether the closing quote before ``position`` also ends the sentence around it (他说：“好的。”)."""
    inner = position - 1
    while inner > 0 and text[inner] in _CLOSERS:
        inner -= 1
    if text[inner] not in _ENDS or text[inner] == "；" or text[position - 1] in "）)】》〉]］":
        return False
    return not (position < len(text) and (text[position] in "，,、：:的" or _SPEAKER.match(text, position)))


def _past_space(text: str, end: int) -> int:
    while end < len(text) and text[end].isspace():
        end += 1
    return end
