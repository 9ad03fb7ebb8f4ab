"""One question to an alias: retries with back-off, fallbacks, deadline, budget; every fault ends in a ModelError."""

from __future__ import annotations

import asyncio
import logging
import os
import random
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from assistant.errors import AssistantError, ProviderError
from assistant.llm import gateway, loop
from assistant.llm.config import ModelSettings, Policy, Target
from assistant.llm.deadline import Deadline
from assistant.llm.faults import Fault, fault_of
from assistant.llm.ledger import Ledger, MemoryLedger, Purse
from assistant.llm.policies import answer_text, options_for, simpler

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage, BaseMessage

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Question:
    """What to ask: the messages, the shape of the answer, and options that hold where the alias states none."""

    messages: Sequence[BaseMessage]
    schema: type[BaseModel]
    deadline: Deadline
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What came back: the text, who wrote it, what it cost in yuan, and what went wrong on the way."""

    text: str
    model: str
    cost: Decimal
    notes: tuple[str, ...] = ()


class Exchange:
    """Questions to one alias (or litellm model name). Make one and keep it; it is safe in threads."""

    def __init__(
        self, settings: ModelSettings, name: str, *, ledger: Ledger | None = None, today: Any = date.today
    ) -> None:
        self.targets = settings.targets(name)
        self._purse = Purse(ledger or MemoryLedger(), budget=settings.daily_budget, prices=settings.prices, today=today)
        # A provider that refused a way of asking refuses it again: remembered as long as the process.
        self._policies: dict[str, Policy] = {target.name: target.alias.structured for target in self.targets}

    @property
    def name(self) -> str:
        """Return the alias or model name as the caller wrote it."""
        return self.targets[0].name

    def deadline(self) -> Deadline:
        """Return a new deadline for one draft."""
        return Deadline(self.targets[0].alias.deadline)

    @cached_property
    def _chats(self) -> dict[str, BaseChatModel]:
        return gateway.open_chat(self.targets)

    # ------------------------------------------------------------------ whole answers

    def ask(self, question: Question) -> Reply:
        """Return the answer; raise ProviderError or BudgetExceeded."""
        self._open()
        return loop.run(self._ask(question))

    async def aask(self, question: Question) -> Reply:
        """Return the answer; raise ProviderError or BudgetExceeded."""
        await asyncio.to_thread(self._open)
        return await loop.arun(self._ask(question))

    def prepare(self) -> None:
        """Load what asking needs, seconds the first time in a process: whoever has less for an answer does it before.

        Raises SettingsError where a key is missing or a model's name is wrong.
        """
        self._open()
        _rehearsed()

    def _open(self) -> None:
        _ = self._chats

    async def _ask(self, question: Question) -> Reply:
        trail = _Trail(self._secrets())
        for target in self.targets:
            reply = await self._ask_target(target, question, trail)
            if reply is not None:
                return reply
        raise ProviderError(trail.summary())

    async def _ask_target(self, target: Target, question: Question, trail: _Trail) -> Reply | None:
        tries = 0
        while True:
            self._purse.ask(target.alias.model)
            try:
                message = await self._call(target, question)
                text = answer_text(message).strip()
                trail.cost += self._pay(target, message.usage_metadata, question, text)
                if text:
                    return Reply(text, target.name, trail.cost, trail.notes)
                fault = Fault("回答是空的", None, passing=True)
            except Exception as error:  # noqa: BLE001 - every fault of a provider becomes one of ours
                fault = trail.fault(error)
            if self._ask_simpler(target, fault):
                continue
            trail.add(target, fault)
            tries += 1
            if not await self._wait(target, fault, tries, question.deadline):
                return None

    async def _call(self, target: Target, question: Question) -> AIMessage:
        gateway.quiet()
        limit = min(target.alias.timeout, question.deadline.remaining())
        if limit <= 0:
            raise TimeoutError
        # The HTTP timeout starts anew with every byte; wait_for does not.
        return await asyncio.wait_for(
            self._chats[target.name].ainvoke(list(question.messages), **self._options(target, question, limit)), limit
        )

    # ------------------------------------------------------------------ streams

    async def astream(self, question: Question) -> AsyncIterator[str | Reply]:
        """Yield the answer as it comes and, last, the whole of it; raise ProviderError or BudgetExceeded.

        Once a piece has been yielded nothing is retried: the reader has seen it.
        """
        await asyncio.to_thread(self._open)
        async for piece in loop.astream(lambda: self._stream(question)):
            yield piece

    async def _stream(self, question: Question) -> AsyncIterator[str | Reply]:
        trail = _Trail(self._secrets())
        for target in self.targets:
            tries = 0
            while True:
                self._purse.ask(target.alias.model)
                text = ""
                try:
                    async for piece in self._stream_call(target, question, trail):
                        text += piece
                        yield piece
                    if text.strip():
                        yield Reply(text, target.name, trail.cost, trail.notes)
                        return
                    fault = Fault("回答是空的", None, passing=True)
                except Exception as error:
                    fault = trail.fault(error)
                    if text:
                        raise ProviderError(f"{target.name} 的回答中途断了：{fault.message}") from error
                if self._ask_simpler(target, fault):
                    continue
                trail.add(target, fault)
                tries += 1
                if not await self._wait(target, fault, tries, question.deadline):
                    break
        raise ProviderError(trail.summary())

    async def _stream_call(self, target: Target, question: Question, trail: _Trail) -> AsyncIterator[str]:
        gateway.quiet()
        limit = min(target.alias.timeout, question.deadline.remaining())
        chunks = self._chats[target.name].astream(list(question.messages), **self._options(target, question, limit))
        usage: Any = None
        text = ""
        try:
            while True:
                left = question.deadline.remaining()
                try:
                    # A pause is bounded by the timeout of one request, the whole by the deadline.
                    chunk = await asyncio.wait_for(anext(chunks), min(target.alias.timeout, left) if left else 0.001)
                except StopAsyncIteration:
                    break
                usage = getattr(chunk, "usage_metadata", None) or usage
                if piece := answer_text(chunk):
                    text += piece
                    yield piece
        finally:
            if usage or text:
                trail.cost += self._pay(target, usage, question, text)

    # ------------------------------------------------------------------ shared

    def _options(self, target: Target, question: Question, limit: float) -> dict[str, Any]:
        alias = target.alias
        stated = {"temperature": alias.temperature, "max_tokens": alias.max_tokens}
        # A prompt knows how long its answer may be, an alias how long any may be.
        if alias.max_tokens and (own := question.options.get("max_tokens")):
            stated["max_tokens"] = min(alias.max_tokens, own)
        return {
            **question.options,
            **{key: value for key, value in stated.items() if value is not None},
            **options_for(self._policies[target.name], question.schema),
            "timeout": limit,
        }

    def _ask_simpler(self, target: Target, fault: Fault) -> bool:
        """Step down to a simpler way of asking for JSON when the provider refuses this one."""
        following = simpler(self._policies[target.name]) if fault.refuses_format else None
        if following is None:
            return False
        log.info("%s refuses %s, asking with %s", target.name, self._policies[target.name], following)
        self._policies[target.name] = following
        return True

    async def _wait(self, target: Target, fault: Fault, tries: int, deadline: Deadline) -> bool:
        """Sleep before the next try; False when another try makes no sense."""
        if not fault.passing or tries > target.alias.retries:
            return False
        pause = target.alias.backoff * 2 ** (tries - 1) * random.uniform(0.8, 1.2)
        pause = max(pause, fault.retry_after or 0)
        if pause >= deadline.remaining():
            return False
        await asyncio.sleep(pause)
        return True

    def _pay(self, target: Target, usage: Any, question: Question, text: str) -> Decimal:
        if usage:
            return self._purse.pay(target.alias.model, usage["input_tokens"], usage["output_tokens"])
        # No usage on the wire (a cut stream, a plain server): one token a character is on the safe side.
        read = sum(len(str(message.content)) for message in question.messages)
        return self._purse.pay(target.alias.model, read, len(text))

    def _secrets(self) -> list[str]:
        variables = (target.alias.api_key_env for target in self.targets)
        return [key for name in variables if name and (key := os.environ.get(name, ""))]


@cache
def _rehearsed() -> None:
    loop.run(gateway.rehearse())


class _Trail:
    """The faults on the way to an answer, in words."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self.cost = Decimal(0)
        self._secrets = tuple(secrets)
        self._faults: dict[str, list[str]] = {}

    def fault(self, error: Exception) -> Fault:
        if isinstance(error, AssistantError):
            raise error  # ours, from the ledger: no provider's fault
        return fault_of(error, secrets=self._secrets)

    def add(self, target: Target, fault: Fault) -> None:
        self._faults.setdefault(target.name, []).append(fault.message)

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(f"模型 {name} 出错 {len(faults)} 次：{faults[-1]}" for name, faults in self._faults.items())

    def summary(self) -> str:
        return "；".join(self.notes) or "模型没有回答"
