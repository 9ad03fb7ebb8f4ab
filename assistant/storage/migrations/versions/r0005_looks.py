"""What the desk looks for at every look at a page."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

_INDEXES = (
    ("decisions_by_view", "decisions", ["verdict", "pk", "should", "group_id", "rule"]),
    ("decisions_by_member", "decisions", ["member", "group_id", "pk"]),
    ("drafts_by_status", "drafts", ["status", "date"]),
    ("audit_by_target", "audit_log", ["target", "pk"]),
)


def upgrade() -> None:
    """Add the indexes."""
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns, if_not_exists=True)


def downgrade() -> None:
    """Take them away."""
    for name, table, _ in _INDEXES:
        op.drop_index(name, table, if_exists=True)
