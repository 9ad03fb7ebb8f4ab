"""The numbered passages one draft may cite."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.schema.contracts import Citation, Passage

_LOOSE = re.compile(r"[\s，。！？、；：,.!?;:“”\"'‘’（）()《》【】\-—…·]+")


class Sheet:
    """Passages by the number the model sees, from 1; ``shown`` are as many as it is given to read, None for all."""

    def __init__(self, passages: Sequence[Passage], shown: int | None = None) -> None:
        self._passages = list(passages)
        self._shown = len(self._passages) if shown is None else min(shown, len(self._passages))

    def __len__(self) -> int:
        """Return how many the model is shown."""
        return self._shown

    def numbered(self) -> list[tuple[int, Passage]]:
        """Return (number, passage) of those the model is shown, in order."""
        return self.all()[: self._shown]

    def all(self) -> list[tuple[int, Passage]]:
        """Return (number, passage) of all there are, in order."""
        return list(enumerate(self._passages, 1))

    def number(self, passage: Passage) -> int:
        """Return the number of ``passage``; 0 where it is not of this sheet."""
        return self._passages.index(passage) + 1 if passage in self._passages else 0

    def passage(self, number: int) -> Passage | None:
        """Return the passage of that number, None where the model made one up."""
        return self._passages[number - 1] if 0 < number <= len(self._passages) else None

    def cite(self, number: int, quote: str) -> Citation | None:
        """Return the citation with the verbatim words of the passage; None unless they stand there.

        A model may drop punctuation or spaces while it copies; what is stored is what the passage says.
        """
        passage = self.passage(number)
        words = _verbatim(passage.text, quote) if passage else None
        if passage is None or words is None:
            return None
        return Citation(source=passage.source, heading=passage.heading, quote=words)


def _verbatim(text: str, quote: str) -> str | None:
    quote = quote.strip().strip("“”\"'")
    if not _LOOSE.sub("", quote):
        return None
    if quote in text:
        return quote
    kept = [(index, char) for index, char in enumerate(text) if not _LOOSE.match(char)]
    bare = "".join(char for _, char in kept)
    wanted = _LOOSE.sub("", quote)
    start = bare.find(wanted)
    if start < 0:
        return None
    return text[kept[start][0] : kept[start + len(wanted) - 1][0] + 1]
