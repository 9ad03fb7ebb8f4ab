"""The parts of a message that the classifier hears: somebody's words, and what stands at the end of a long text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.moderation.foreign import is_foreign
from assistant.moderation.hits import View
from assistant.text.readings import as_written

#: Parts that are somebody's words; addresses are the detectors' matter.
WORDS = frozenset({"text", "title", "ocr", "forwarded", "quote", "joined"})
# From this length on a text may hide an offer behind a story; its end is read by itself.
_LONG, _END = 60, 48
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;\n]*")
# What firms send to their customers: all of it is one offer.
_NOTICE = re.compile("[【】]|https?:|www\\.|客服热线|退订")
_FILE = re.compile(r"\.[a-z0-9]{1,5}$", re.IGNORECASE)
_JOINTS = re.compile(r"[_\-.()（）\[\]【】]+")
_HAN = re.compile("[\u3400-\u9fff]")


def heard_parts(views: Sequence[View]) -> Iterator[View]:
    """Yield what the classifier reads of a message; sentences of another language are left out."""
    for view in views:
        if view.part in WORDS:
            if not is_foreign(view.original):
                yield view
            if view.part == "text" and not _NOTICE.search(view.original) and (end := end_of(view.original)):
                yield View("end", view.original, (as_written(end),), len(view.original) - len(end))
        elif view.part == "file_name" and (named := name_of(view.original)):
            yield View("file_name", named, (as_written(named),))


def end_of(text: str) -> str:
    """The last sentences of a long text, those that fit into 48 characters; empty where it is short."""
    if len(text) < _LONG:
        return ""
    taken = ""
    for match in reversed(list(_SENTENCE.finditer(text))):
        if len(match[0]) + len(taken) > _END:
            break
        taken = text[match.start() :]
    return taken if len(taken.strip()) >= 8 else ""


def name_of(file: str) -> str:
    """The words in the name of a file; empty where it has no Chinese ones."""
    words = _JOINTS.sub(" ", _FILE.sub("", file.strip())).strip()
    return words if len(_HAN.findall(words)) >= 4 else ""
