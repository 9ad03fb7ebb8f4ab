"""A draft as a picture in the brand's colours, drawn on this machine."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.desk.fonts import Face, Faces, faces, has

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

    from assistant.schema.brand import Brand
    from assistant.schema.contracts import Draft

#: Pixels: as wide as phones show pictures, at least square.
WIDTH = 1080
_MARGIN, _BAND, _FOOT = 84, 148, 132
_TITLE, _BODY, _SMALL = 68, 42, 32
_LEADING = 1.62
# What may not begin a line, and what may not end one.
_NOT_FIRST = "，。！？；：、）》】」』”’…—～,.!?;:)]}%℃"
_NOT_LAST = "（《【「『“‘([{¥$"


@dataclass(frozen=True)
class Card:
    """A PNG picture. ``left_out`` are the characters (emoji mostly) that the font of this machine lacks."""

    png: bytes
    width: int
    height: int
    left_out: str = ""


def card(draft: Draft, brand: Brand, *, traditional: bool = False) -> Card:
    """Draw a draft. Raises :class:`~assistant.errors.InputError` where this machine has no Chinese font."""
    from PIL import Image, ImageDraw

    found = faces(traditional=traditional)
    missing: dict[str, None] = {}
    title = wrapped(_drawable(draft.title, found.bold, missing), found.bold, _TITLE)
    body = wrapped(_drawable(draft.body, found.plain, missing), found.plain, _BODY)
    foot = wrapped(_drawable(brand.voice.signature or brand.name, found.plain, missing), found.plain, _SMALL)[:2]
    height = _BAND + 72 + _tall(title, _TITLE) + 40 + _tall(body, _BODY) + 72 + _FOOT
    picture = Image.new("RGB", (WIDTH, max(WIDTH, height)), brand.look.ground)
    pen = ImageDraw.Draw(picture)
    _frame(pen, _drawable(brand.name, found.bold, missing), brand, found, picture.height)
    top = _lines(pen, title, _BAND + 72, found.bold, _TITLE, brand.look.main)
    _lines(pen, body, top + 40, found.plain, _BODY, brand.look.ink)
    _lines(pen, foot, picture.height - _FOOT + 44, found.plain, _SMALL, brand.look.ink)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return Card(out.getvalue(), WIDTH, picture.height, "".join(missing))


def wrapped(text: str, face: Face, size: int, width: int = WIDTH - 2 * _MARGIN) -> list[str]:
    """Return the lines of a text that are no wider than ``width`` pixels, broken where Chinese may be broken."""
    font = face.at(size)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _words(paragraph):
            if line and font.getlength(line + word) > width:
                lines.append(line.rstrip())
                line = ""
            line += word if line else word.lstrip()
            while font.getlength(line) > width and len(line) > 1:
                cut = _longest(line, width, font.getlength)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line.rstrip())
    return lines


def ink_on(colour: str) -> str:
    """Black or white, whichever is read better on a colour (WCAG's relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if luminance < 0.36 else "#1f1f1f"


def _words(paragraph: str) -> list[str]:
    """What is not broken: a character with the marks that cling to it, a number, a Latin word."""
    words: list[str] = []
    for char in paragraph:
        last = words[-1] if words else ""
        joins = bool(last) and (
            char in _NOT_FIRST
            or last[-1] in _NOT_LAST
            or (char.isascii() and not char.isspace() and last[-1].isascii() and not last[-1].isspace())
        )
        if joins:
            words[-1] += char
        else:
            words.append(char)
    return words


def _longest(line: str, width: int, length: Callable[[str], float]) -> int:
    return next((cut for cut in range(len(line) - 1, 0, -1) if length(line[:cut]) <= width), 1)


def _drawable(text: str, face: Face, missing: dict[str, None]) -> str:
    kept = []
    for char in text.replace("\r", ""):
        if char == "\n" or has(face, char):
            kept.append(char)
        elif char not in "\ufe0f\u200d":
            missing[char] = None
    return "".join(kept)


def _frame(pen: ImageDraw, name: str, brand: Brand, found: Faces, height: int) -> None:
    pen.rectangle((0, 0, WIDTH, _BAND), fill=brand.look.main)
    pen.text((_MARGIN, _BAND // 2), name, font=found.bold.at(44), fill=ink_on(brand.look.main), anchor="lm")
    rule = height - _FOOT
    pen.rectangle((_MARGIN, rule, _MARGIN + 120, rule + 6), fill=brand.look.main)


def _tall(lines: list[str], size: int) -> int:
    return sum(_step(line, size) for line in lines)


def _step(line: str, size: int) -> int:
    return round(size * (_LEADING if line else 0.7))


def _lines(pen: ImageDraw, lines: list[str], top: int, face: Face, size: int, colour: str) -> int:
    font = face.at(size)
    for line in lines:
        pen.text((_MARGIN, top), line, font=font, fill=colour)
        top += _step(line, size)
    return top
