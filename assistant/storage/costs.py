"""What model calls cost, so that a day's budget survives a restart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import insert, select

from assistant.storage.database import Database
from assistant.storage.tables import model_calls


class CostBook:
    """The ledger of model calls in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def spent(self, day: date) -> Decimal:
        """Return the yuan spent on ``day``."""
        query = select(model_calls.c.cost).where(model_calls.c.day == day.isoformat())
        with self._database.read() as connection:
            return sum((Decimal(cost) for cost in connection.execute(query).scalars()), Decimal(0))

    def add(self, day: date, amount: Decimal, *, model: str, input_tokens: int, output_tokens: int) -> None:
        """Record one call."""
        with self._database.write() as connection:
            connection.execute(
                insert(model_calls).values(
                    day=day.isoformat(),
                    model=model,
                    input_tokens=input_tokens,
                    output_tokens=output_tokens,
                    cost=str(amount),
                )
            )
