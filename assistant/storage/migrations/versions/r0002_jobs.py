"""The jobs, and appeals that only one of two processes can make."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Index, Integer, MetaData, Table

from assistant.storage.columns import counting, word

revision = "0002"
down_revision = "0001"

_jobs = Table(
    "jobs",
    MetaData(),
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("id", word(32), nullable=False, unique=True),
    Column("kind", word(32), nullable=False),
    Column("active_key", word(256), unique=True),
    Column("lane", word(256), unique=True),
    Column("who", word(128), nullable=False),
    Column("status", word(16), nullable=False),
    Column("args", JSON, nullable=False),
    Column("progress", JSON, nullable=False),
    Column("result", JSON(none_as_null=True)),
    Column("fault", JSON(none_as_null=True)),
    Column("attempts", Integer, nullable=False),
    Column("cancelling", Integer, nullable=False),
    Column("owner", word(128), nullable=False),
    Column("beats", Integer, nullable=False),
    Column("due_at", word(32), nullable=False),
    Column("created_at", word(32), nullable=False),
    Column("started_at", word(32)),
    Column("ended_at", word(32)),
    Index("jobs_by_status", "status", "due_at"),
)


def upgrade() -> None:
    """Add the table and the key."""
    _jobs.create(op.get_bind(), checkfirst=True)
    op.create_index("appeals_once", "appeals", ["decision_id", "member"], unique=True, if_not_exists=True)


def downgrade() -> None:
    """Take them away."""
    op.drop_index("appeals_once", "appeals")
    _jobs.drop(op.get_bind())
