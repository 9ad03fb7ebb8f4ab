"""What every reader gives: a title, sections under headings, facts, and what was hidden."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.knowledge.documents import Section
from assistant.schema.facts import Product


@dataclass
class Reading:
    """The content of one file before metadata, kind and validity are settled.

    ``front`` is the file's own front matter, ``hidden`` text a reader of the file would not see (it never becomes a
    passage), ``warnings`` Chinese sentences about what was read only in part.
    """

    title: str = ""
    sections: list[Section] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    front: dict[str, object] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass
class Outline:
    """Collects text under headings, in the order of the file.

    A heading that gets no text of its own and no sub-heading is kept as text, so that nothing is lost.
    """

    sections: list[Section] = field(default_factory=list)
    _path: list[tuple[int, str]] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _used: bool = True

    def heading(self, level: int, text: str) -> None:
        """Open the heading ``text``; a lower ``level`` stands above a higher one. Empty text only closes the others."""
        self._close()
        if not self._used and self._path and self._path[-1][0] >= level:
            self._keep_bare_heading()
        self._path = [entry for entry in self._path if entry[0] < level]
        if text:
            self._path.append((level, text))
        self._used = not text

    def paragraph(self, text: str) -> None:
        """Add running text under the current heading."""
        if text.strip():
            self._lines.append(text.strip())
            self._used = True

    def add(self, section: Section) -> None:
        """Add a finished section under the current heading, before which its own heading path is set."""
        self._close()
        self._used = True
        self.sections.append(section.model_copy(update={"heading": self.path + section.heading}))

    def question(self, question: str, answer: str) -> None:
        """Add a FAQ entry."""
        self.add(Section(question=question, text=answer, atomic=True))

    @property
    def path(self) -> tuple[str, ...]:
        """The current heading path."""
        return tuple(text for _, text in self._path)

    def finish(self) -> list[Section]:
        """Return all sections."""
        self._close()
        if not self._used and self._path:
            self._keep_bare_heading()
        self._used = True
        return self.sections

    def _close(self) -> None:
        if self._lines:
            self.sections.append(Section(heading=self.path, text="\n".join(self._lines)))
            self._lines = []

    def _keep_bare_heading(self) -> None:
        *parents, (_, text) = self._path
        self.sections.append(Section(heading=tuple(name for _, name in parents), text=text))
