"""A text in which characters stand for others of the same sound, as the classifier may hear it (遮种任: 这种人).

Only what the classifier's lines hold can be heard: pairs and threes of characters, in places where the text as written
holds nothing that is known. So what somebody writes in ordinary words stays as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from assistant.text.sounds import main_syllable

#: So many pieces must be heard: one may sound like something known by chance.
LEAST = 2
_LONGEST, _SHORTEST = 3, 2

#: How pairs and threes of characters sound, with those meant.
Sounding = Mapping[tuple[str, ...], str]


def sounding(pieces: Iterable[str]) -> Sounding:
    """Return how those of ``pieces`` sound that are two or three Chinese characters; of equals the first is meant."""
    sounds = main_syllable()
    found: dict[tuple[str, ...], str] = {}
    for piece in pieces:
        if _SHORTEST <= len(piece) <= _LONGEST and all(letter in sounds for letter in piece):
            found.setdefault(tuple(sounds[letter] for letter in piece), piece)
    return found


def heard(line: str, known: Collection[str], table: Sounding) -> str | None:
    """Return ``line`` with unknown pieces as the known ones that sound so; None where too few can be heard."""
    sounds = main_syllable()
    said = [sounds.get(letter, "") for letter in line]
    # Which pairs of neighbours are known: those before the first and after the last are not.
    familiar = [False, *(line[at : at + 2] in known for at in range(len(line) - 1)), False, False]
    made = list(line)
    at = pieces = 0
    while at < len(line) - 1:
        if familiar[at + 1]:
            at += 1
            continue
        meant = None
        if not familiar[at + 2]:
            meant = table.get(tuple(said[at : at + _LONGEST])) if at + _LONGEST <= len(line) else None
            if meant is None and not familiar[at]:
                meant = table.get(tuple(said[at : at + _SHORTEST]))
        if meant is None:
            at += 1
            continue
        made[at : at + len(meant)] = meant
        pieces += 1
        at += len(meant)
    return "".join(made) if pieces >= LEAST else None
