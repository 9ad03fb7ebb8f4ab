"""The tables. Dates are ISO text so that both engines compare them alike; lists are JSON."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

state = Table(
    "state",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("source", String(1024), primary_key=True),
    Column("fingerprint", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("reader", String(200), nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("valid_from", String(10)),
    Column("valid_until", String(10)),
    Column("supersedes", JSON, nullable=False),
    Column("superseded_by", String(1024)),
    Column("superseded_from", String(10)),
    Column("sketch", JSON, nullable=False),
    Column("orders", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("modified_at", String(32), nullable=False),
    Column("synced_at", String(32), nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("source", String(1024), ForeignKey("documents.source", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("heading", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("valid_from", String(10)),
    Column("valid_until", String(10)),
    Column("superseded_from", String(10)),
    Column("groups", JSON, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("content", String(64), nullable=False),
    Column("question_content", String(64), nullable=False),
    Index("passages_by_source", "source"),
    Index("passages_by_content", "content"),
    Index("passages_by_question_content", "question_content"),
)

# A vector belongs to a text and an embedder, not to a passage: moved and renamed files cost nothing.
vectors = Table(
    "vectors",
    metadata,
    Column("content", String(64), primary_key=True),
    Column("embedder", String(128), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

products = Table(
    "products",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("source", String(1024), ForeignKey("documents.source", ondelete="CASCADE"), nullable=False),
    Column("sku", String(128), nullable=False),
    Column("name", Text, nullable=False),
    Column("data", JSON, nullable=False),
    Index("products_by_source", "source"),
)

rejected = Table(
    "rejected",
    metadata,
    Column("source", String(1024), primary_key=True),
    Column("reason", Text, nullable=False),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("older", String(1024), primary_key=True),
    Column("newer", String(1024), primary_key=True),
    Column("similarity", String(8), nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("group_id", String(128), nullable=False),
    Column("date", String(10), nullable=False),
    Column("status", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("data", JSON, nullable=False),
    Index("drafts_by_group", "group_id", "date"),
)

draft_versions = Table(
    "draft_versions",
    metadata,
    Column("draft_id", String(40), ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("created_at", String(32), nullable=False),
    Column("data", JSON, nullable=False),
)

model_calls = Table(
    "model_calls",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("day", String(10), nullable=False),
    Column("model", String(128), nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", String(32), nullable=False),
    Index("model_calls_by_day", "day"),
)

eval_runs = Table(
    "eval_runs",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("id", String(40), nullable=False, unique=True),
    Column("at", String(32), nullable=False),
    Column("data", JSON, nullable=False),
)

# A member is a keyed hash here; who it was stands in the message alone, which is forgotten after a set time.
decisions = Table(
    "decisions",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("message_id", String(256), nullable=False),
    Column("group_id", String(128), nullable=False),
    Column("member", String(32), nullable=False),
    Column("at", String(32), nullable=False),
    Column("decided_at", String(32), nullable=False),
    Column("verdict", String(8), nullable=False),
    Column("category", String(16), nullable=False),
    Column("rule", String(128), nullable=False),
    Column("rule_digest", String(32), nullable=False),
    Column("stage", String(16), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("rules", String(64), nullable=False),
    Column("classifier", String(64), nullable=False),
    Column("content", String(32), nullable=False),
    Column("should", String(16)),
    Column("data", JSON(none_as_null=True)),
    Column("message", JSON(none_as_null=True)),
    Index("decisions_by_content", "content"),
    Index("decisions_by_rule", "rule", "group_id", "pk"),
    Index("decisions_by_time", "decided_at"),
)

offences = Table(
    "offences",
    metadata,
    Column("group_id", String(128), primary_key=True),
    Column("member", String(32), primary_key=True),
    Column("clause", String(128), primary_key=True),
    Column("message_id", String(256), primary_key=True),
    Column("at", String(32), nullable=False),
    Column("decision_id", String(32), nullable=False),
    Column("void", Integer, nullable=False),
    Index("offences_by_decision", "decision_id"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("batch", String(32), nullable=False),
    Column("decision_id", String(32), nullable=False),
    Column("at", String(32), nullable=False),
    Column("origin", String(16), nullable=False),
    Column("group_id", String(128), nullable=False),
    Column("text", Text, nullable=False),
    Column("label", String(16), nullable=False),
    Column("was", String(16), nullable=False),
    Column("effect", String(8), nullable=False),
    Column("undone_at", String(32)),
    Index("corrections_by_decision", "decision_id"),
    Index("corrections_by_batch", "batch"),
)

# A rule that acts too often wrongly is put into shadow here; live again, what it did before no longer counts.
rule_states = Table(
    "rule_states",
    metadata,
    Column("group_id", String(128), primary_key=True),
    Column("clause", String(128), primary_key=True),
    Column("digest", String(32), primary_key=True),
    Column("mode", String(8), nullable=False),
    Column("since", String(32), nullable=False),
    Column("acted", Integer, nullable=False),
    Column("wrong", Integer, nullable=False),
)

# The service: who may ask, what members objected to, who changed what, and what is still to be delivered.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("groups", JSON, nullable=False),
    Column("verbs", JSON, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("used_at", String(32)),
    Column("until", String(32)),
)

appeals = Table(
    "appeals",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("decision_id", String(32), nullable=False),
    Column("member", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("settled_at", String(32)),
    Index("appeals_by_decision", "decision_id"),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("at", String(32), nullable=False),
    Column("who", String(128), nullable=False),
    Column("what", String(64), nullable=False),
    Column("target", String(256), nullable=False),
    Column("about", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("url", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", String(32), nullable=False),
    Index("outbox_by_time", "next_at"),
)

# Long work (assistant/jobs). Of what has the same ``active_key`` one waits or runs at a time, of what has the same
# ``lane`` one runs: both are null otherwise. ``beats`` grows while whoever does the job (``owner``) lives.
jobs = Table(
    "jobs",
    metadata,
    Column("pk", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("active_key", String(256), unique=True),
    Column("lane", String(256), unique=True),
    Column("who", String(128), nullable=False),
    Column("status", String(16), nullable=False),
    Column("args", JSON, nullable=False),
    Column("progress", JSON, nullable=False),
    Column("result", JSON(none_as_null=True)),
    Column("fault", JSON(none_as_null=True)),
    Column("attempts", Integer, nullable=False),
    Column("cancelling", Integer, nullable=False),
    Column("owner", String(128), nullable=False),
    Column("beats", Integer, nullable=False),
    Column("due_at", String(32), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("started_at", String(32)),
    Column("ended_at", String(32)),
    Index("jobs_by_status", "status", "due_at"),
)
