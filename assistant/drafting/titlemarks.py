"""Title marks within title marks are single ones (GB/T 15834, 4.15): 《读〈边城〉》."""

from __future__ import annotations

from assistant.schema.brief import Written
from assistant.schema.wording import turned


def with_marks(written: Written) -> Written:
    """Return the text with every title inside a title in single marks; nothing moves."""
    return turned(written, nested)


def nested(text: str) -> str:
    """Return ``text`` with the marks of inner titles single; marks that do not pair on their line stay as they are."""
    return "\n".join(map(_nested, text.split("\n")))


def _nested(line: str) -> str:
    chars, opened = list(line), list[int]()
    closed: dict[int, int] = {}
    inside: dict[int, int] = {}
    for at, char in enumerate(line):
        if char == "《":
            opened.append(at)
        elif char == "》" and opened:
            begin = opened.pop()
            closed[begin] = at
            if opened:
                inside[begin] = opened[-1]
    for begin, outer in inside.items():
        if outer in closed:
            chars[begin], chars[closed[begin]] = "〈", "〉"
    return "".join(chars)
