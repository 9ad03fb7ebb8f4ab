"""Vectors from an embedding model behind litellm, for workspaces that set one instead of the built-in embedder."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from assistant.errors import ProviderError
from assistant.llm import gateway, loop
from assistant.llm.faults import fault_of

# Providers take 10 to 2048 texts a call; DashScope the fewest.
BATCH = 10
AT_ONCE = 4
BACKOFF = 1.0


def embed(
    texts: Sequence[str],
    *,
    model: str,
    api_base: str = "",
    api_key: str = "",
    timeout: float = 60,
    retries: int = 2,
    backoff: float = BACKOFF,
) -> list[list[float]]:
    """Return one vector a text, in order. ``timeout`` in seconds holds for each call of up to 10 texts.

    Raises ProviderError after ``retries`` more tries, SettingsError for a name that is no litellm model.
    """
    if not texts:
        return []
    call = gateway.open_embedding(model, api_base=api_base, api_key=api_key)
    batches = [list(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]

    async def one(batch: list[str], gate: asyncio.Semaphore) -> list[list[float]]:
        for tried in range(retries + 1):
            async with gate:
                try:
                    gateway.quiet()
                    return _rows(await asyncio.wait_for(call(batch, timeout), timeout), len(batch))
                except Exception as error:
                    fault = fault_of(error, secrets=[api_key])
                    if not fault.passing or tried == retries:
                        raise ProviderError(f"向量模型 {model} 出错：{fault.message}") from error
            await asyncio.sleep(max(backoff * 2**tried, fault.retry_after or 0))
        raise AssertionError("unreachable")

    async def every() -> list[list[float]]:
        gate = asyncio.Semaphore(AT_ONCE)
        return [row for rows in await asyncio.gather(*(one(batch, gate) for batch in batches)) for row in rows]

    return loop.run(every())


def _rows(items: Sequence[tuple[int, list[float]]], wanted: int) -> list[list[float]]:
    """Put the vectors in order; a provider that leaves one out would shift all that follow."""
    rows = [vector for _, vector in sorted(items)]
    if len(rows) != wanted or len({len(row) for row in rows}) != 1 or not rows[0]:
        raise ValueError(f"要 {wanted} 个向量，得到 {len(rows)} 个")
    return rows
