"""How characters sound, without tones: for recognising a word that is written by its sound."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_SYLLABLES = Path(__file__).parent / "data" / "syllables.txt"
_MAIN = _SYLLABLES.parent / "mainsounds.txt"
_DATA = _SYLLABLES.parent / "substitutes.txt"


@cache
def syllables() -> dict[str, tuple[str, ...]]:
    """Each character of GB 2312 with its toneless syllables."""
    table: dict[str, tuple[str, ...]] = {}
    for line in _SYLLABLES.read_text(encoding="utf-8").splitlines():
        if line[0] != "#":
            syllable, characters = line.split()
            for character in characters:
                table[character] = (*table.get(character, ()), syllable)
    return table


@cache
def main_syllable() -> dict[str, str]:
    """Each character of GB 2312 with the toneless syllable it has when it stands alone."""
    table = {character: sounds[0] for character, sounds in syllables().items()}
    for line in _MAIN.read_text(encoding="utf-8").splitlines():
        if line[0] != "#":
            syllable, characters = line.split()
            table.update(dict.fromkeys(characters, syllable))
    return table


@cache
def is_rare(character: str) -> bool:
    """Whether ``character`` is Chinese and not of the 3,755 of the first level of GB 2312."""
    if not "\u3400" <= character <= "\u9fff":
        return False
    try:
        return character.encode("gb2312")[0] >= 0xD8
    except UnicodeEncodeError:
        return True


@cache
def rare_by_sound() -> dict[str, str]:
    """Each toneless syllable with the rare characters that sound so."""
    table: dict[str, str] = {}
    for character, sounds in syllables().items():
        if is_rare(character):
            for sound in sounds:
                table[sound] = table.get(sound, "") + character
    return table


@cache
def substitutes() -> dict[str, tuple[tuple[str, str, str], ...]]:
    """Each character written in place of another: the other, and after and before what it is a word of its own."""
    table: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line and line[0] != "#":
            character, written, after, before = line.split()
            for each in written:
                table[each] = (*table.get(each, ()), (character, after.strip("."), before.strip(".")))
    return table
