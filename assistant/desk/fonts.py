"""A font of this machine that has Chinese characters, for pictures. None is part of the package."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import InputError

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

#: What is asked of a font: characters that only a Chinese one has.
PROBE = "您這"
NONE_HERE = "这台电脑上没有中文字体，图片画不出来：装一个（例如免费的“思源黑体 Noto Sans CJK”），再回来点一次"
# File names of fonts that have Chinese, the best for a picture first.
_KNOWN = (
    r"notosans(mono)?cjk|sourcehansans|notosans(sc|tc|hans|hant)", r"pingfang", r"msyh|microsoftyahei",
    r"wqy|wenquanyi",
    r"hiraginosansgb|stheiti|heiti", r"simhei|dengxian|deng\.ttf", r"notoserifcjk|sourcehanserif", r"droidsansfallback",
    r"simsun|songti|uming|ukai|fandol|lxgw|arialunicode|arial unicode",
)  # fmt: skip
_BOLD = re.compile(r"bold|bd\.|heavy|black|medium|msyhbd", re.IGNORECASE)


@dataclass(frozen=True)
class Face:
    """A font file and which of its fonts."""

    path: Path
    index: int = 0

    def at(self, size: int) -> FreeTypeFont:
        """Return the font at a size in pixels."""
        from PIL import ImageFont

        return ImageFont.truetype(str(self.path), size, index=self.index)


@dataclass(frozen=True)
class Faces:
    """A font for the text and one for what stands out; they may be the same."""

    plain: Face
    bold: Face


def faces(*, traditional: bool = False) -> Faces:
    """Return the fonts of this machine. Raises :class:`InputError` where none has Chinese characters."""
    found = _faces(traditional)
    if found is None:
        raise InputError(NONE_HERE)
    return found


@cache
def _faces(traditional: bool) -> Faces | None:
    candidates = sorted(_candidates(), key=lambda each: (each[0], str(each[1])))
    plain = [path for _, path in candidates if not _BOLD.search(path.name)]
    bold = [path for _, path in candidates if _BOLD.search(path.name)]
    text = next(filter(None, (_face(path, traditional) for path in [*plain, *bold])), None)
    if text is None:
        return None
    strong = next(filter(None, (_face(path, traditional) for path in bold)), None)
    return Faces(text, strong or text)


def folders() -> list[Path]:
    """Where this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", local]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts"]


def _candidates() -> Iterator[tuple[int, Path]]:
    for folder in folders():
        if not folder.is_dir():
            continue
        for path in folder.rglob("*"):
            if path.suffix.lower() not in (".ttf", ".otf", ".ttc", ".otc"):
                continue
            bare = re.sub(r"[\s_-]", "", path.name.lower())
            rank = next((at for at, known in enumerate(_KNOWN) if re.search(known, bare)), None)
            if rank is not None:
                yield rank, path


def _face(path: Path, traditional: bool) -> Face | None:
    """The font of a file that has Chinese; of a collection the one for the script."""
    wanted = re.compile(r"\b(TC|TW|HK)\b" if traditional else r"\b(SC|CN|GB)\b")
    usable = []
    for index in range(12):
        face = Face(path, index)
        try:
            font = face.at(20)
        except OSError:
            break
        if has(face, PROBE):
            usable.append(face)
            if wanted.search(" ".join(filter(None, font.getname()))):
                return face
        if path.suffix.lower() not in (".ttc", ".otc"):
            break
    return usable[0] if usable else None


def has(face: Face, text: str) -> bool:
    """Whether a font has every character of a text."""
    return all(_has(face, char) for char in text)


@cache
def _has(face: Face, char: str) -> bool:
    if char.isspace():
        return True
    font = face.at(20)
    # A font draws what it lacks as it draws what no font has.
    nothing, drawn = font.getmask("\U0010fffd"), font.getmask(char)
    return drawn.getbbox() is not None and bytes(drawn) != bytes(nothing)
