"""The question sets of evals/datasets/retrieval, and the brands they are asked of."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.knowledge.sync import sync
from assistant.schema.contracts import Passage
from assistant.workspace import Workspace
from evals.paths import ASKED, DATASETS
from evals.paths import BRANDS as FIXTURES

SETS = DATASETS / "retrieval"
#: The sample brand is asked twice: by its author, and by somebody who saw neither the search nor the first questions.
BRANDS = {"heldout": FIXTURES["sample"], **FIXTURES}


@dataclass(frozen=True)
class Question:
    """A customer's question; ``accept`` are (source, part of heading, question or text) of passages that answer."""

    text: str
    on: date
    accept: tuple[tuple[str, str], ...] = ()

    def answered_by(self, passage: Passage) -> bool:
        """Tell whether a passage answers."""
        written = f"{passage.heading}|{passage.question}|{passage.text}"
        return any(passage.source == source and part in written for source, part in self.accept)


def load(name: str, kind: str) -> list[Question]:
    """Return the questions of a set; ``kind`` is answerable or unanswerable."""
    found = []
    for line in (SETS / f"{name}_{kind}.jsonl").read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        accept = tuple((one["source"], one.get("heading", "")) for one in data.get("accept", ()))
        accept = accept or tuple((source, "") for source in data.get("sources", ()))
        found.append(Question(data["query"], date.fromisoformat(data.get("date", ASKED.isoformat())), accept))
    return found


@contextmanager
def synced(knowledge: Path, folder: Path) -> Iterator[Workspace]:
    """Yield a synced copy of a brand in ``folder``; a copy that is there already is brought in step."""
    shutil.copytree(knowledge, folder / "knowledge", dirs_exist_ok=True)
    workspace = Workspace(folder)
    sync(workspace)
    yield workspace
