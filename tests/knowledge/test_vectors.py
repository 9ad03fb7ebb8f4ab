from pathlib import Path

import numpy as np
import pytest
from small_shop import again, assert_whole, kept_vectors, put, shop

from assistant.errors import ProviderError
from assistant.knowledge import sync as syncing
from assistant.knowledge import vectors
from assistant.knowledge.dense import DenseIndex
from assistant.knowledge.sync import sync
from assistant.storage.database import open_database
from assistant.workspace import Workspace

MANY = {"faq.md": "# 问答\n\n" + "\n".join(f"## 第{n}种面包叫什么？\n\n叫{n}号面包，{n}点出炉。\n" for n in range(40))}


class Failing:
    """An embedder that fails from its ``good``-th batch on."""

    name = "far/away"

    def __init__(self, good: int) -> None:
        self.good = good
        self.texts: list[str] = []

    def passages(self, texts: list[str]) -> np.ndarray:
        if self.good == 0:
            raise ProviderError("服务商返回 503")
        self.good -= 1
        self.texts += texts
        rows = np.array([np.random.default_rng(abs(hash(text))).normal(size=8) for text in texts], dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def query(self, text: str) -> np.ndarray:
        return self.passages([text])[0]


def test_what_a_failing_provider_gave_is_kept_and_later_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = shop(tmp_path, MANY)
    failing = Failing(1)
    monkeypatch.setattr(syncing, "open_embedder", lambda _settings: (failing, ""))
    with pytest.raises(ProviderError):
        sync(workspace)
    assert kept_vectors(workspace) == vectors.BATCH
    assert assert_whole(workspace) == 0
    healthy = Failing(100)
    monkeypatch.setattr(syncing, "open_embedder", lambda _settings: (healthy, ""))
    report = sync(workspace)
    assert not set(failing.texts) & set(healthy.texts)
    assert report.embedded == len(healthy.texts)
    assert kept_vectors(workspace) == len(healthy.texts) + vectors.BATCH
    # Half of a change is embedded, then the change is withdrawn: with the next landing its vectors go.
    put(tmp_path, "extra.md", MANY["faq.md"].replace("面包", "蛋糕"))
    healthy.good = 1
    with pytest.raises(ProviderError):
        again(tmp_path)
    assert kept_vectors(workspace) > report.embedded + vectors.BATCH
    (tmp_path / "knowledge" / "extra.md").unlink()
    healthy.good = 100
    put(tmp_path, "other.md", "# 停车\n\n店门口可以停三辆车。\n")
    assert again(tmp_path).embedded == 1
    assert kept_vectors(workspace) == report.embedded + vectors.BATCH + 1
    assert_whole(workspace)


def test_vectors_come_back_as_they_went_in(tmp_path: Path) -> None:
    database = open_database(Workspace(tmp_path))
    embedder = Failing(100)
    texts = {f"c{number}": f"第{number}句" for number in range(70)}
    steps: list[tuple[int, int]] = []
    assert vectors.embed_missing(database, embedder, texts, progress=lambda *step: steps.append(step)) == 70
    assert steps[0] == (0, 70)
    assert steps[-1] == (70, 70)
    assert vectors.embed_missing(database, embedder, texts, progress=lambda *step: steps.append(step)) == 0
    with database.read() as connection:
        loaded = {
            content: row
            for contents, matrix in vectors.load_vectors(connection, embedder.name, [*texts, "unknown"])
            for content, row in zip(contents, matrix, strict=True)
        }
        assert list(vectors.load_vectors(connection, "another", list(texts))) == []
    assert loaded.keys() == texts.keys()
    assert np.array_equal(loaded["c7"], embedder.passages(["第7句"])[0])


def test_generations_of_the_index(tmp_path: Path) -> None:
    index = DenseIndex(tmp_path / "index")
    axes = np.eye(4, dtype=np.float32)
    first = index.publish("", remove=[], add=[(["a", "b"], axes[:2])], fresh=True, total=2)
    second = index.publish(first, remove=["a"], add=[(["c"], axes[2:3])], fresh=False, total=2)
    assert index.query(first, axes[0], 5)[0] == ("a", pytest.approx(1))
    assert {key for key, _ in index.query(second, axes[0], 5)} == {"b", "c"}
    assert (index.count(first), index.count(second)) == (2, 2)
    assert index.sound(first)
    assert not index.sound("")
    index.sweep([second])
    assert [path.name for path in (tmp_path / "index").iterdir()] == [second]
    index.close()
    assert index.count(second) == 2
    index.close()
