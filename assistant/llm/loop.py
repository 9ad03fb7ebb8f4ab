"""One event loop in a thread of its own, on which every call to a provider runs.

litellm keeps HTTP clients bound to the loop that made them; callers come from plain threads, from Streamlit and from
the server's own loop. With one loop for all of them a client never outlives its loop, a deadline can cut any call
short (a synchronous read cannot be interrupted), and a batch shares connections.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="assistant-llm", daemon=True).start()
    return loop


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` on the loop and wait for it in this thread."""
    return asyncio.run_coroutine_threadsafe(work, _loop()).result()


async def arun(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` on the loop and await it on the caller's own; cancelling the caller cancels the work."""
    return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, _loop()))


async def astream(make: Callable[[], AsyncIterator[T]]) -> AsyncIterator[T]:
    """Run the asynchronous iterator ``make()`` on the loop and yield its items on the caller's own."""
    here = asyncio.get_running_loop()
    items: asyncio.Queue[tuple[T | None, BaseException | None, bool]] = asyncio.Queue()

    def put(item: T | None, error: BaseException | None = None, last: bool = False) -> None:
        here.call_soon_threadsafe(items.put_nowait, (item, error, last))

    async def pump() -> None:
        try:
            async for item in make():
                put(item)
        except Exception as error:  # noqa: BLE001 - handed to the caller, who raises it
            put(None, error)
        else:
            put(None, last=True)

    pumping = asyncio.run_coroutine_threadsafe(pump(), _loop())
    try:
        while True:
            item, error, last = await items.get()
            if error is not None:
                raise error
            if last:
                return
            yield item  # type: ignore[misc]
    finally:
        pumping.cancel()
