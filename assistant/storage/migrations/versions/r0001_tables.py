"""The tables as they were before there were migrations; what a workspace of that time has of them is taken over.

Such a workspace may lack the tables of moderation, of the service or of the bots, which came one after the other.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table

from assistant.storage.columns import counting, long, word

revision = "0001"
down_revision = None

_FTS5 = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS passages_fts "
    'USING fts5(heading, question, body, single, tokenize = "unicode61 remove_diacritics 0")',
    "CREATE TABLE IF NOT EXISTS passages_df "
    "(term TEXT PRIMARY KEY, passages INTEGER NOT NULL, sound TEXT) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS passages_df_by_sound ON passages_df (sound)",
)
# The same words for PostgreSQL. ``size`` counts them; a tsvector holds no more than 255 places of a word, so how often
# the words stand in a passage that have more is in ``crowded``.
_TSVECTOR = (
    'CREATE TABLE passages_fts (pk bigint PRIMARY KEY, heading text COLLATE "C" NOT NULL, '
    'question text COLLATE "C" NOT NULL, body text COLLATE "C" NOT NULL, single text COLLATE "C" NOT NULL, '
    "size integer NOT NULL, crowded json, terms tsvector NOT NULL)",
    # In the row itself, where it fits: fetched from elsewhere it takes three times as long to rank by.
    "ALTER TABLE passages_fts ALTER COLUMN terms SET STORAGE MAIN",
    "CREATE INDEX passages_fts_by_terms ON passages_fts USING gin (terms)",
    'CREATE TABLE passages_df (term text COLLATE "C" PRIMARY KEY, passages integer NOT NULL, sound text COLLATE "C")',
    "CREATE INDEX passages_df_by_sound ON passages_df (sound)",
)

_metadata = MetaData()
Table(
    "state",
    _metadata,
    Column("key", word(64), primary_key=True),
    Column("value", long(), nullable=False),
)
Table(
    "documents",
    _metadata,
    Column("source", word(1024), primary_key=True),
    Column("fingerprint", word(200), nullable=False),
    Column("sha256", word(64), nullable=False),
    Column("reader", word(200), nullable=False),
    Column("title", long(), nullable=False),
    Column("kind", word(16), nullable=False),
    Column("valid_from", word(10)),
    Column("valid_until", word(10)),
    Column("supersedes", JSON, nullable=False),
    Column("superseded_by", word(1024)),
    Column("superseded_from", word(10)),
    Column("sketch", JSON, nullable=False),
    Column("orders", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("modified_at", word(32), nullable=False),
    Column("synced_at", word(32), nullable=False),
)
Table(
    "passages",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("id", word(32), nullable=False, unique=True),
    Column("source", word(1024), ForeignKey("documents.source", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("heading", long(), nullable=False),
    Column("question", long(), nullable=False),
    Column("text", long(), nullable=False),
    Column("kind", word(16), nullable=False),
    Column("valid_from", word(10)),
    Column("valid_until", word(10)),
    Column("superseded_from", word(10)),
    Column("groups", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("content", word(64), nullable=False),
    Column("question_content", word(64), nullable=False),
    Index("passages_by_source", "source"),
    Index("passages_by_content", "content"),
    Index("passages_by_question_content", "question_content"),
)
Table(
    "vectors",
    _metadata,
    Column("content", word(64), primary_key=True),
    Column("embedder", word(128), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
Table(
    "products",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("source", word(1024), ForeignKey("documents.source", ondelete="CASCADE"), nullable=False),
    Column("sku", word(128), nullable=False),
    Column("name", long(), nullable=False),
    Column("data", JSON, nullable=False),
    Index("products_by_source", "source"),
)
Table(
    "rejected",
    _metadata,
    Column("source", word(1024), primary_key=True),
    Column("reason", long(), nullable=False),
)
Table(
    "conflicts",
    _metadata,
    Column("older", word(1024), primary_key=True),
    Column("newer", word(1024), primary_key=True),
    Column("similarity", word(8), nullable=False),
)
Table(
    "drafts",
    _metadata,
    Column("id", word(40), primary_key=True),
    Column("kind", word(16), nullable=False),
    Column("group_id", word(128), nullable=False),
    Column("date", word(10), nullable=False),
    Column("status", word(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", word(32), nullable=False),
    Column("data", JSON, nullable=False),
    Index("drafts_by_group", "group_id", "date"),
)
Table(
    "draft_versions",
    _metadata,
    Column("draft_id", word(40), ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("created_at", word(32), nullable=False),
    Column("data", JSON, nullable=False),
)
Table(
    "model_calls",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("day", word(10), nullable=False),
    Column("model", word(128), nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", word(32), nullable=False),
    Index("model_calls_by_day", "day"),
)
Table(
    "eval_runs",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("id", word(40), nullable=False, unique=True),
    Column("at", word(32), nullable=False),
    Column("data", JSON, nullable=False),
)
Table(
    "decisions",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("id", word(32), nullable=False, unique=True),
    Column("message_id", word(256), nullable=False),
    Column("group_id", word(128), nullable=False),
    Column("member", word(32), nullable=False),
    Column("at", word(32), nullable=False),
    Column("decided_at", word(32), nullable=False),
    Column("verdict", word(8), nullable=False),
    Column("category", word(16), nullable=False),
    Column("rule", word(128), nullable=False),
    Column("rule_digest", word(32), nullable=False),
    Column("stage", word(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("rules", word(64), nullable=False),
    Column("classifier", word(64), nullable=False),
    Column("content", word(32), nullable=False),
    Column("should", word(16)),
    Column("data", JSON(none_as_null=True)),
    Column("message", JSON(none_as_null=True)),
    Index("decisions_by_content", "content"),
    Index("decisions_by_rule", "rule", "group_id", "pk"),
    Index("decisions_by_time", "decided_at"),
)
Table(
    "offences",
    _metadata,
    Column("group_id", word(128), primary_key=True),
    Column("member", word(32), primary_key=True),
    Column("clause", word(128), primary_key=True),
    Column("message_id", word(256), primary_key=True),
    Column("at", word(32), nullable=False),
    Column("decision_id", word(32), nullable=False),
    Column("void", Integer, nullable=False),
    Index("offences_by_decision", "decision_id"),
)
Table(
    "corrections",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("id", word(32), nullable=False, unique=True),
    Column("batch", word(32), nullable=False),
    Column("decision_id", word(32), nullable=False),
    Column("at", word(32), nullable=False),
    Column("origin", word(16), nullable=False),
    Column("group_id", word(128), nullable=False),
    Column("text", long(), nullable=False),
    Column("label", word(16), nullable=False),
    Column("was", word(16), nullable=False),
    Column("effect", word(8), nullable=False),
    Column("undone_at", word(32)),
    Index("corrections_by_decision", "decision_id"),
    Index("corrections_by_batch", "batch"),
)
Table(
    "rule_states",
    _metadata,
    Column("group_id", word(128), primary_key=True),
    Column("clause", word(128), primary_key=True),
    Column("digest", word(32), primary_key=True),
    Column("mode", word(8), nullable=False),
    Column("since", word(32), nullable=False),
    Column("acted", Integer, nullable=False),
    Column("wrong", Integer, nullable=False),
)
Table(
    "api_keys",
    _metadata,
    Column("id", word(16), primary_key=True),
    Column("name", long(), nullable=False),
    Column("digest", word(64), nullable=False),
    Column("groups", JSON, nullable=False),
    Column("verbs", JSON, nullable=False),
    Column("created_at", word(32), nullable=False),
    Column("used_at", word(32)),
    Column("until", word(32)),
)
Table(
    "appeals",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("id", word(32), nullable=False, unique=True),
    Column("decision_id", word(32), nullable=False),
    Column("member", word(32), nullable=False),
    Column("text", long(), nullable=False),
    Column("at", word(32), nullable=False),
    Column("settled_at", word(32)),
    Index("appeals_by_decision", "decision_id"),
)
Table(
    "audit_log",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("at", word(32), nullable=False),
    Column("who", word(128), nullable=False),
    Column("what", word(64), nullable=False),
    Column("target", word(256), nullable=False),
    Column("about", long(), nullable=False),
)
Table(
    "outbox",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("url", long(), nullable=False),
    Column("body", long(), nullable=False),
    Column("at", word(32), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", word(32), nullable=False),
    Index("outbox_by_time", "next_at"),
)
Table(
    "bot_deeds",
    _metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("key", word(32), nullable=False, unique=True),
    Column("door", word(32), nullable=False),
    Column("chat", word(128), nullable=False),
    Column("body", long(), nullable=False),
    Column("at", word(32), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("next_at", word(32), nullable=False),
    Index("bot_deeds_by_time", "door", "done", "next_at"),
)


def upgrade() -> None:
    """Make what is not there."""
    connection = op.get_bind()
    before = connection.dialect.name == "sqlite"
    # On a server there is nothing of ours yet: a table of such a name is somebody else's, and this fails.
    _metadata.create_all(connection, checkfirst=before)
    for statement in _FTS5 if before else _TSVECTOR:
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Leave nothing."""
    connection = op.get_bind()
    for table in ("passages_fts", "passages_df"):
        connection.exec_driver_sql(f"DROP TABLE {table}")
    _metadata.drop_all(connection)
