"""The table of what is spent of the deployment's key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table and its index."""
    op.create_table(
        "journal_spending",
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("spender", sa.Text, primary_key=True),
        sa.Column("expense", sa.Text, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", sa.Double, nullable=False),
    )
    op.create_index("ix_journal_spending_spender", "journal_spending", ["spender", "expense"])
