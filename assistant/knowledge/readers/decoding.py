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
    except UnicodeDecodeError:
        text = _double_byte(data)
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


def _double_byte(data: bytes) -> str:
    """Choose between the Chinese double-byte encodings by how common the characters are that they give."""
    best, best_score = "", 0.0
    for encoding in ("gb18030", "big5hkscs", "cp950"):
        text = _decode_whole(data, encoding)
        if text is None:
            continue
        score = _plausibility(text)
        if score > best_score + 1e-9:
            best, best_score = text, score
    if best_score >= 0.35:
        return best
    return _by_statistics(data, best)


def _decode_whole(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        # A file cut in the middle of its last character.
        if error.start >= len(data) - 3 and error.reason.startswith(("incomplete", "unexpected end")) and error.start:
            return data[: error.start].decode(encoding)
        return None


def _plausibility(text: str) -> float:
    """Return 0 to 1: how much of the non-ASCII text is of characters that Chinese texts are made of.

    Everyday characters count in full, other characters of the everyday plane a little, anything else not at all.
    """
    total = weight = 0.0
    for char in text:
        if char.isascii():
            continue
        total += 1
        if char in COMMON or char in _PUNCTUATION:
            weight += 1
        elif "\u4e00" <= char <= "\u9fff":
            weight += 0.25
        elif "\u3000" <= char <= "\u30ff" or "\uff00" <= char <= "\uffef":
            weight += 0.2
    return weight / total if total else 1.0


def _by_statistics(data: bytes, fallback: str) -> str:
    from charset_normalizer import from_bytes

    match = from_bytes(data).best()
    text = str(match) if match is not None else fallback
    if not text or _control_share(text) > 0.02:
        raise ReadError(_UNKNOWN)
    return text


def _control_share(text: str) -> float:
    controls = sum(1 for char in text if (char < " " and char not in "\t\n\r\x0c") or char == "\x7f")
    return controls / max(1, len(text))
