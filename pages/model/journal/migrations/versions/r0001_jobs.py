"""The table of jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the table and its indexes."""
    op.create_table(
        "journal_jobs",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("base_url", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("standing", sa.Text, nullable=False),
        sa.Column("remote_id", sa.Text),
        sa.Column("is_adopted", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("ended_at", sa.Double),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("lease_holder", sa.Text),
        sa.Column("lease_until", sa.Double),
        sa.Column("record", sa.Text, nullable=False),
    )
    for name, columns in (
        ("owner", ["owner", "created_at"]),
        ("remote_id", ["remote_id"]),
        ("created_at", ["created_at"]),
        ("lease_holder", ["lease_holder"]),
    ):
        op.create_index(f"ix_journal_jobs_{name}", "journal_jobs", columns)
