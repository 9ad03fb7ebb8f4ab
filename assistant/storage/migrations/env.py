"""What Alembic runs: the connection and its transaction are the caller's."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection, inspect, text

from assistant.storage.schema import KEY


def _noted(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:  # noqa: ARG001 - as Alembic calls it
    """Write down the version where the program looks for it, in the same transaction."""
    connection: Connection = ctx.connection
    if not inspect(connection).has_table("state"):  # the first migration was taken back
        return
    connection.execute(text("DELETE FROM state WHERE key = :key"), {"key": KEY})
    values = [{"key": KEY, "value": head} for head in heads]
    if values:
        connection.execute(text("INSERT INTO state (key, value) VALUES (:key, :value)"), values)


context.configure(connection=context.config.attributes["connection"], on_version_apply=_noted)
context.run_migrations()
