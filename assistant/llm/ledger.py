"""What the models cost today, and the budget that stops them."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from assistant.errors import BudgetExceeded, SettingsError
from assistant.llm.config import Price
from assistant.llm.prices import cost, price_of


class Ledger(Protocol):
    """Where costs are written down so that a restart does not forget them. Must be safe to call from any thread."""

    def spent(self, day: date) -> Decimal:
        """Return the yuan spent on ``day``."""

    def add(self, day: date, amount: Decimal, *, model: str, input_tokens: int, output_tokens: int) -> None:
        """Record one call."""


class MemoryLedger:
    """A ledger that lasts as long as the process; for tests and benchmarks."""

    def __init__(self) -> None:
        self._spent: defaultdict[date, Decimal] = defaultdict(Decimal)
        self._lock = threading.Lock()
        self.calls: list[tuple[str, int, int]] = []

    def spent(self, day: date) -> Decimal:
        """Return the yuan spent on ``day``."""
        with self._lock:
            return self._spent[day]

    def add(self, day: date, amount: Decimal, *, model: str, input_tokens: int, output_tokens: int) -> None:
        """Record one call."""
        with self._lock:
            self._spent[day] += amount
            self.calls.append((model, input_tokens, output_tokens))


class Purse:
    """The day's budget over a ledger: ask before a call, pay after it. A call under way may overshoot by its cost."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        budget: Decimal | None = None,
        prices: Mapping[str, Price] | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._ledger = ledger
        self._budget = budget
        self._prices = prices or {}
        self._today = today

    def ask(self, model: str) -> None:
        """Raise BudgetExceeded when the day's budget is spent, SettingsError when there is a budget and no price."""
        if self._budget is None:
            return
        if price_of(model, self._prices) is None:
            raise SettingsError(
                f"设了 models.daily_budget，却没有模型 {model!r} 的价格：请在 assistant.toml 写 "
                f'[models.prices."{model}"] input = ... output = ...（元/百万 token）'
            )
        spent = self._ledger.spent(self._today())
        if spent >= self._budget:
            raise BudgetExceeded(f"今天的模型预算 {self._budget} 元已经用完（已花 {spent:.2f} 元），明天恢复")

    def pay(self, model: str, input_tokens: int, output_tokens: int) -> Decimal:
        """Record one call and return its cost in yuan."""
        amount = cost(price_of(model, self._prices), input_tokens, output_tokens)
        self._ledger.add(self._today(), amount, model=model, input_tokens=input_tokens, output_tokens=output_tokens)
        return amount
