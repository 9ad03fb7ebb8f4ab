"""Browsers that stay signed in."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Index, Integer, MetaData, Table

from assistant.storage.columns import word

revision = "0004"
down_revision = "0003"

_sessions = Table(
    "desk_sessions",
    MetaData(),
    Column("id", word(32), primary_key=True),
    Column("name", word(64), nullable=False),
    Column("session", Integer, nullable=False),
    Column("stays", Integer, nullable=False),
    Column("ticket", word(64), unique=True),
    Column("token", word(64), unique=True),
    Column("begun_at", word(32), nullable=False),
    Column("until", word(32), nullable=False),
    Index("desk_sessions_by_name", "name"),
)


def upgrade() -> None:
    """Add the table."""
    _sessions.create(op.get_bind(), checkfirst=True)


def downgrade() -> None:
    """Take it away."""
    _sessions.drop(op.get_bind())
