"""Who looked at whose callers."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the table of looks."""
    run_sql("v0020_access.sql")
