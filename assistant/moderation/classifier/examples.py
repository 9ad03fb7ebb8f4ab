"""Labelled messages: ours, in ``moderation/data/examples``, and those of the operator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.errors import ConfigError
from assistant.schema.moderation import Category

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = DATA / "examples"
#: How often somebody floods shows in how often, not in one text: the detectors' matter.
LEARNABLE = tuple(category for category in Category if category is not Category.FLOOD)


@dataclass(frozen=True)
class Example:
    """A text and what it is. ``origin`` says where it came from: a file of ours, or a correction's."""

    text: str
    label: Category
    origin: str = ""


@cache
def packaged_examples() -> tuple[Example, ...]:
    """Return our own lines, files in the order of their names, no text twice."""
    found = {each.text: each for path in sorted(EXAMPLES.glob("*.tsv")) for each in read_examples(path)}
    return tuple(found.values())


def read_examples(path: Path) -> Iterator[Example]:
    """Yield the lines of a file: label, tab, text; # begins a comment. Raises :class:`ConfigError`."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        label, tab, text = line.partition("\t")
        if not tab and (not line.strip() or line.startswith("#")):
            continue
        if not text.strip() or label not in LEARNABLE:
            raise ConfigError(
                f"{path.name} 第 {number} 行有误：{line!r}，应为“类别<Tab>内容”，类别是 {', '.join(LEARNABLE)}"
            )
        yield Example(text.strip(), Category(label), path.stem)
