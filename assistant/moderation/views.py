"""The parts of a message and how each may be read; the text as written is always the first reading.

Further readings are made only where a part gives cause: words of the rules' vocabulary in disguise, gaps inside words,
characters taken apart. Ordinary text keeps one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from assistant.moderation.hits import View
from assistant.moderation.splits import put_together
from assistant.moderation.squeezed import squeezed
from assistant.moderation.vocabulary import RuleWords
from assistant.schema.moderation import Message
from assistant.text.disguise import Vocabulary
from assistant.text.readings import Reading, as_written, seen_through

#: Messages of one member are joined that lie within this time, and so many of them with the last.
JOINED_WITHIN = timedelta(seconds=60)
JOINED_MESSAGES = 5
# A name that may hold an account; all others are only names.
_ACCOUNT = re.compile(r"[A-Za-z0-9_-]{5,}")
#: What is longer than this was not cut to pieces to get past.
LONGEST_JOINED = 400
# Where in ``meta`` a part stands: its name, and the keys it is put together from.
_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("title", ("title", "description")),
    ("url", ("url", "urls")),
    ("ocr", ("ocr",)),
    ("qr", ("qr",)),
    ("app", ("app",)),
    ("file_name", ("file_name",)),
    ("forwarded", ("forwarded",)),
    ("quote", ("quote",)),
)


def views_of(message: Message, vocabulary: Vocabulary | None = None, earlier: Sequence[Message] = ()) -> list[View]:
    """Return the parts of ``message`` that hold something, read.

    ``vocabulary`` holds the words of the rules that are recognised in disguise. ``earlier`` are messages before this
    one, the oldest first; those of the same member within 60 seconds are also read together with it (``joined``).
    A sender's name that may hold an account is a part as well (``name``).
    """
    views = [View("text", message.text, _readings(message.text, vocabulary))] if message.text else []
    if message.meta:
        views += [View(part, text, _readings(text, vocabulary)) for part, text in parts_of(message.meta)]
    if _ACCOUNT.search(message.sender.name):
        views.append(View("name", message.sender.name, _readings(message.sender.name, vocabulary)))
    if earlier and (joined := _joined(message, earlier, vocabulary)) is not None:
        views.append(joined)
    return views


def parts_of(meta: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a message besides its text: their name and what they say, whatever shape a bot gave them."""
    for part, keys in _PARTS:
        said = "\n".join(each for key in keys for each in _texts(meta.get(key)))
        if said:
            yield part, said


def _texts(value: object) -> Iterator[str]:
    """The texts in a value of ``meta``; of a quoted or forwarded message what it says, not who."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, Mapping):
        for key in ("text", "title", "description", "url", "content"):
            yield from _texts(value.get(key))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _joined(message: Message, earlier: Sequence[Message], vocabulary: Vocabulary | None) -> View | None:
    if not message.text or not message.sender.id:
        return None
    before = [each.text for each in earlier if each.text and _belongs(each, message)][1 - JOINED_MESSAGES :]
    original = "\n".join([*before, message.text])
    if not before or len(original) > LONGEST_JOINED:
        return None
    written = as_written(original)
    readings = [written]
    drawn = squeezed(written, lines=True)
    for base in (written, drawn):
        if base is not None and (seen := _further(base, vocabulary)):
            readings += [each for each in seen if each.text != base.text]
    if drawn is not None:
        readings.insert(1, drawn)
    return View("joined", original, tuple(readings), len(original) - len(message.text))


def _belongs(other: Message, message: Message) -> bool:
    if other.id == message.id or other.sender.id != message.sender.id or other.group != message.group:
        return False
    if other.sent_at is None or message.sent_at is None:
        return True
    if (other.sent_at.tzinfo is None) != (message.sent_at.tzinfo is None):
        return False
    return timedelta(0) <= message.sent_at - other.sent_at <= JOINED_WITHIN


@lru_cache(maxsize=64)
def _readings(text: str, vocabulary: Vocabulary | None) -> tuple[Reading, ...]:
    written = as_written(text)
    if isinstance(vocabulary, RuleWords) and vocabulary.is_absent(written.letters):
        return (written,)
    further = _further(written, vocabulary)
    drawn = _drawn(text)
    if drawn is None:
        return (written, *further) if further else (written,)
    seen = {written.text, *(each.text for each in further)}
    plain = isinstance(vocabulary, RuleWords) and vocabulary.is_absent(drawn.letters)
    more = [each for each in (drawn, *(() if plain else _further(drawn, vocabulary))) if each.text not in seen]
    return (written, *further, *more)


@lru_cache(maxsize=32)
def _drawn(text: str) -> Reading | None:
    """What a text is drawn together to; kept, for several rule sets may read it."""
    return squeezed(as_written(text))


def _further(base: Reading, vocabulary: Vocabulary | None) -> list[Reading]:
    """What else ``base`` may say: with characters put together, and with the vocabulary's words put right."""
    whole = put_together(base, vocabulary)
    found = [] if whole is None else [whole]
    if vocabulary is not None and (seen := seen_through(whole or base, vocabulary)) is not None:
        found.append(seen)
    return found
