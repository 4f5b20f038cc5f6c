"""Runs the revisions in the transaction that is handed in as ``attributes["connection"]``."""

from __future__ import annotations

from alembic import context

from pages.model.journal.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
