"""Bytes to text: UTF-8, UTF-16 with BOM, GB18030, Big5; short files included."""

from __future__ import annotations

import codecs
from pathlib import Path

from assistant.errors import ReadError
from assistant.knowledge.readers.common_characters import COMMON

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNKNOWN = "认不出文字编码，请另存为 UTF-8 再放进来"
_BINARY = "不是文本文件，里面是二进制内容"
_PUNCTUATION = frozenset("，。！？、；：（）《》【】「」“”‘’—…·～￥％１２３４５６７８９０")


def read_text(path: Path) -> str:
    """Read a text file with ``\\n`` line ends.

    Raises:
        ReadError: it cannot be opened, is binary, or its encoding is not known.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError("没有权限读取这个文件") from error
    text = decode(data)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\u2028", "\n")


def decode(data: bytes) -> str:
    """Decode ``data``; raises :class:`ReadError` rather than guess a text that is not there."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ReadError(_UNKNOWN) from error
    if b"\x00" in data:
        return _without_bom(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        cut = error.start >= len(data) - 3 and error.start > 8 and error.reason == "unexpected end of data"
        text = data[: error.start].decode("utf-8") if cut else _double_byte(data)
    else:
        text = _not_by_chance(text, data)
    if _control_share(text) > 0.02:
        raise ReadError(_BINARY)
    return text


def _without_bom(data: bytes) -> str:
    """UTF-16 without BOM betrays itself by the zero bytes of its line ends and digits; all else is binary."""
    sample = data[:4000]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        others = sample[0::2] if encoding == "utf-16-le" else sample[1::2]
        if zeros.count(0) > 3 * others.count(0):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _control_share(text) < 0.01 and _plausibility(text) > 0.5:
                return text
    raise ReadError(_BINARY)


def _not_by_chance(text: str, data: bytes) -> str:
    """Return ``text``, or what GB18030 makes of ``data`` where a few Chinese characters happen to be valid UTF-8.

    Such bytes (联通, 为什么) come out as unrelated letters of Greek, Cyrillic and phonetic script, two bytes each.
    """
    foreign = [char for char in text if not char.isascii()]
    if not foreign or max(foreign) > "\u07ff" or not all(char.isalpha() or char >= "\u0100" for char in foreign):
        return text
    if sum(char >= "\u0100" for char in foreign) * 2 < len(foreign):
        return text
    chinese = _decode_whole(data, "gb18030")
    return chinese if chinese is not None and _plausibility(chinese) > 0.7 else text


def _double_byte(data: bytes) -> str:
    """Choose between the Chinese double-byte encodings by how common the characters are that they give."""
    best, best_score = "", 0.0
    for encoding in ("gb18030", "big5hkscs", "cp950"):
        text = _decode_whole(data, encoding)
        if text is None:
            continue
        score = _plausibility(text, encoding)
        if score > best_score + 1e-9:
            best, best_score = text, score
    if best_score >= 0.2:
        return best
    return _by_statistics(data)


def _decode_whole(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        # A file cut in the middle of its last character.
        if error.start >= len(data) - 3 and error.reason.startswith(("incomplete", "unexpected end")) and error.start:
            return data[: error.start].decode(encoding)
        return None


def _plausibility(text: str, encoding: str = "gb2312") -> float:
    """Return 0 to 1: how much of the non-ASCII text is of characters that Chinese texts are made of.

    Everyday characters count in full, others by the level on which ``encoding`` lists them: both standards put the
    frequent characters first.
    """
    total = weight = 0.0
    for char in text:
        if char.isascii():
            continue
        total += 1
        if char in COMMON or char in _PUNCTUATION:
            weight += 1
        elif "\u4e00" <= char <= "\u9fff":
            weight += _level_weight(char, encoding)
        elif "\ue000" <= char <= "\uf8ff":
            # No standard character: the bytes belong to another encoding.
            weight -= 1
        elif "\u3000" <= char <= "\u30ff" or "\uff00" <= char <= "\uffef":
            weight += 0.2
    return weight / total if total else 1.0


def _level_weight(char: str, encoding: str) -> float:
    try:
        lead = char.encode("gb2312" if encoding.startswith(("gb", "utf")) else "big5")[0]
    except UnicodeEncodeError:
        return 0.1
    if encoding.startswith("big5") or encoding == "cp950":
        return 0.5 if lead <= 0xC6 else 0.0
    return 0.6 if lead <= 0xD7 else 0.3


def _by_statistics(data: bytes) -> str:
    """Read other alphabets; an answer in Asian script that was not found above would be a wrong one."""
    from charset_normalizer import from_bytes

    match = from_bytes(data).best()
    text = str(match) if match is not None else ""
    if not text or max(text) > "\u2122" or _control_share(text) > 0.02:
        raise ReadError(_UNKNOWN)
    return text


def _control_share(text: str) -> float:
    controls = sum(1 for char in text if (char < " " and char not in "\t\n\r\x0c") or char == "\x7f")
    return controls / max(1, len(text))
