"""Ways to lay out terms: labelled lines, short sentences, a list; and again with the time first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.checks.termlines import Line

Layout = Callable[[Sequence[Line]], str]

_PARAGRAPHS: tuple[tuple[str, ...], ...] = (
    ("offer", "amount"),
    ("time", "how"),
    ("rule",),
    ("place", "ship"),
    ("note",),
)


def labelled(lines: Sequence[Line]) -> str:
    """One line a term: its label, then its value."""
    return "\n".join(line.labelled for line in lines)


def listed(lines: Sequence[Line]) -> str:
    """One line a term, led by a dot."""
    return "\n".join(f"· {line.spoken}" for line in lines)


def prose(lines: Sequence[Line]) -> str:
    """Short sentences, those that belong together in one line."""
    rows = []
    for parts in _PARAGRAPHS:
        said = [f"{line.spoken}。" for line in lines if line.part in parts]
        # Several articles, prizes or benefits are found more easily one under the other.
        rows.append(("\n" if len(said) > 2 else "").join(said))
    return "\n".join(row for row in rows if row)


def _time_first(layout: Layout) -> Layout:
    def laid(lines: Sequence[Line]) -> str:
        return layout(sorted(lines, key=lambda line: line.part not in ("time", "how")))

    return laid


LAYOUTS: tuple[Layout, ...] = (labelled, prose, listed, _time_first(labelled), _time_first(listed))
