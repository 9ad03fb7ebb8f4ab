"""Who works at the desk, what is planned, what colleagues note, what was asked in vain."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, MetaData, Table

from assistant.storage.columns import counting, long, word

revision = "0003"
down_revision = "0002"

_metadata = MetaData()
_drafts = Table("drafts", _metadata, Column("id", word(40), primary_key=True))
_people = Table(
    "people",
    _metadata,
    Column("name", word(64), primary_key=True),
    Column("role", word(16), nullable=False),
    Column("password", word(256), nullable=False),
    Column("session", Integer, nullable=False),
    Column("created_at", word(32), nullable=False),
    Column("seen_at", word(32)),
)
_sign_ins = Table(
    "sign_ins",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("name", word(64), nullable=False),
    Column("at", word(32), nullable=False),
    Index("sign_ins_by_name", "name", "at"),
)
_plans = Table(
    "plans",
    _metadata,
    Column("id", word(40), primary_key=True),
    Column("group_id", word(128), nullable=False),
    Column("date", word(10), nullable=False),
    Column("kind", word(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("data", JSON, nullable=False),
    Index("plans_by_date", "date", "group_id"),
)
_draft_notes = Table(
    "draft_notes",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("draft_id", word(40), ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("who", word(64), nullable=False),
    Column("at", word(32), nullable=False),
    Column("text", long(), nullable=False),
    Index("draft_notes_by_draft", "draft_id"),
)
_unanswered = Table(
    "unanswered",
    _metadata,
    Column("question", word(200), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", word(32), nullable=False),
)
_MINE = [_people, _sign_ins, _plans, _draft_notes, _unanswered]


def upgrade() -> None:
    """Add the tables."""
    _metadata.create_all(op.get_bind(), tables=_MINE, checkfirst=True)


def downgrade() -> None:
    """Take them away."""
    _metadata.drop_all(op.get_bind(), tables=_MINE)
