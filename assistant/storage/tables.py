"""The tables. Dates are ISO text so that both engines compare them alike; lists are JSON."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table

from assistant.storage.columns import counting, long, word

metadata = MetaData()

state = Table(
    "state",
    metadata,
    Column("key", word(64), primary_key=True),
    Column("value", long(), nullable=False),
)

documents = Table(
    "documents",
    metadata,
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

passages = Table(
    "passages",
    metadata,
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

# A vector belongs to a text and an embedder, not to a passage: moved and renamed files cost nothing.
vectors = Table(
    "vectors",
    metadata,
    Column("content", word(64), primary_key=True),
    Column("embedder", word(128), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

products = Table(
    "products",
    metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("source", word(1024), ForeignKey("documents.source", ondelete="CASCADE"), nullable=False),
    Column("sku", word(128), nullable=False),
    Column("name", long(), nullable=False),
    Column("data", JSON, nullable=False),
    Index("products_by_source", "source"),
)

rejected = Table(
    "rejected",
    metadata,
    Column("source", word(1024), primary_key=True),
    Column("reason", long(), nullable=False),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("older", word(1024), primary_key=True),
    Column("newer", word(1024), primary_key=True),
    Column("similarity", word(8), nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", word(40), primary_key=True),
    Column("kind", word(16), nullable=False),
    Column("group_id", word(128), nullable=False),
    Column("date", word(10), nullable=False),
    Column("status", word(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", word(32), nullable=False),
    Column("data", JSON, nullable=False),
    Index("drafts_by_group", "group_id", "date"),
    Index("drafts_by_status", "status", "date"),
)

draft_versions = Table(
    "draft_versions",
    metadata,
    Column("draft_id", word(40), ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("created_at", word(32), nullable=False),
    Column("data", JSON, nullable=False),
)

model_calls = Table(
    "model_calls",
    metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("day", word(10), nullable=False),
    Column("model", word(128), nullable=False),
    Column("input_tokens", Integer, nullable=False),
    Column("output_tokens", Integer, nullable=False),
    Column("cost", word(32), nullable=False),
    Index("model_calls_by_day", "day"),
)

eval_runs = Table(
    "eval_runs",
    metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("id", word(40), nullable=False, unique=True),
    Column("at", word(32), nullable=False),
    Column("data", JSON, nullable=False),
)

# A member is a keyed hash here; who it was stands in the message alone, which is forgotten after a set time.
decisions = Table(
    "decisions",
    metadata,
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
    # A view of them is counted and put in order without reading them: they are long.
    Index("decisions_by_view", "verdict", "pk", "should", "group_id", "rule"),
    Index("decisions_by_member", "member", "group_id", "pk"),
)

offences = Table(
    "offences",
    metadata,
    Column("group_id", word(128), primary_key=True),
    Column("member", word(32), primary_key=True),
    Column("clause", word(128), primary_key=True),
    Column("message_id", word(256), primary_key=True),
    Column("at", word(32), nullable=False),
    Column("decision_id", word(32), nullable=False),
    Column("void", Integer, nullable=False),
    Index("offences_by_decision", "decision_id"),
)

corrections = Table(
    "corrections",
    metadata,
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

# A rule that acts too often wrongly is put into shadow here; live again, what it did before no longer counts.
rule_states = Table(
    "rule_states",
    metadata,
    Column("group_id", word(128), primary_key=True),
    Column("clause", word(128), primary_key=True),
    Column("digest", word(32), primary_key=True),
    Column("mode", word(8), nullable=False),
    Column("since", word(32), nullable=False),
    Column("acted", Integer, nullable=False),
    Column("wrong", Integer, nullable=False),
)

# The service: who may ask, what members objected to, who changed what, and what is still to be delivered.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", word(16), primary_key=True),
    Column("name", long(), nullable=False),
    Column("digest", word(64), nullable=False),
    Column("groups", JSON, nullable=False),
    Column("verbs", JSON, nullable=False),
    Column("created_at", word(32), nullable=False),
    Column("used_at", word(32)),
    Column("until", word(32)),
)

appeals = Table(
    "appeals",
    metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("id", word(32), nullable=False, unique=True),
    Column("decision_id", word(32), nullable=False),
    Column("member", word(32), nullable=False),
    Column("text", long(), nullable=False),
    Column("at", word(32), nullable=False),
    Column("settled_at", word(32)),
    Index("appeals_by_decision", "decision_id"),
    # Of one decision a member appeals once.
    Index("appeals_once", "decision_id", "member", unique=True),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("at", word(32), nullable=False),
    Column("who", word(128), nullable=False),
    Column("what", word(64), nullable=False),
    Column("target", word(256), nullable=False),
    Column("about", long(), nullable=False),
    Index("audit_by_target", "target", "pk"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("url", long(), nullable=False),
    Column("body", long(), nullable=False),
    Column("at", word(32), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at", word(32), nullable=False),
    Index("outbox_by_time", "next_at"),
)

# Long work (assistant/jobs). Of what has the same ``active_key`` one waits or runs at a time, of what has the same
# ``lane`` one runs: both are null otherwise. ``beats`` grows while whoever does the job (``owner``) lives.
jobs = Table(
    "jobs",
    metadata,
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

# What bots are to do, by its key, so that a message delivered again is not acted on again (assistant/server/bots).
bot_deeds = Table(
    "bot_deeds",
    metadata,
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

# Who works at the desk (assistant/people). ``session`` grows when all signed in are to sign in again.
people = Table(
    "people",
    metadata,
    Column("name", word(64), primary_key=True),
    Column("role", word(16), nullable=False),
    Column("password", word(256), nullable=False),
    Column("session", Integer, nullable=False),
    Column("created_at", word(32), nullable=False),
    Column("seen_at", word(32)),
)

# Wrong passwords, by name and by minute, for as long as they slow the next one.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("name", word(64), nullable=False),
    Column("at", word(32), nullable=False),
    Index("sign_ins_by_name", "name", "at"),
)

# A browser that somebody has signed in with, by the hashes of what it was given: the ``ticket`` is traded for the
# ``token`` of its cookie once. Who signs out is taken from here.
desk_sessions = Table(
    "desk_sessions",
    metadata,
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

# What a group is to get on a day, before it is drafted; ``draft_id`` once it is.
plans = Table(
    "plans",
    metadata,
    Column("id", word(40), primary_key=True),
    Column("group_id", word(128), nullable=False),
    Column("date", word(10), nullable=False),
    Column("kind", word(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("data", JSON, nullable=False),
    Index("plans_by_date", "date", "group_id"),
)

# Notes of colleagues on a draft, which members never see.
draft_notes = Table(
    "draft_notes",
    metadata,
    Column("pk", counting(), primary_key=True, autoincrement=True),
    Column("draft_id", word(40), ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("who", word(64), nullable=False),
    Column("at", word(32), nullable=False),
    Column("text", long(), nullable=False),
    Index("draft_notes_by_draft", "draft_id"),
)

# Questions for which search found nothing, by what was asked: what to write next.
unanswered = Table(
    "unanswered",
    metadata,
    Column("question", word(200), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last_at", word(32), nullable=False),
)
