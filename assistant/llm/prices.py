"""What a call costs, from a table of ours: litellm's own map is in dollars and does not know most Chinese models."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from assistant.llm.config import Price

_TABLE = Path(__file__).with_name("prices.yaml")
_MILLION = Decimal(1_000_000)


@cache
def price_table() -> dict[str, Price]:
    """Return the packaged prices by litellm model name, in yuan per million tokens."""
    table = yaml.safe_load(_TABLE.read_text("utf-8"))
    return {name: Price.model_validate(entry) for name, entry in table["models"].items()}


def price_of(model: str, overrides: Mapping[str, Price]) -> Price | None:
    """Return the price of a litellm model name, ``overrides`` first; None where nobody stated one.

    ``gpt-4o`` and ``openai/gpt-4o`` are the same model to litellm, so both find the entry.
    """
    for table in (overrides, price_table()):
        for name in (model, f"openai/{model}"):
            if name in table:
                return table[name]
    return None


def cost(price: Price | None, input_tokens: int, output_tokens: int) -> Decimal:
    """Return the cost of one call in yuan; 0 for a model without a price."""
    if price is None:
        return Decimal(0)
    return (price.input * input_tokens + price.output * output_tokens) / _MILLION
