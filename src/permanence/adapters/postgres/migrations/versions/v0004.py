"""Keeping the floor's batches: one function for all that belongs together."""

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the functions."""
    run_sql("v0004_keeping.sql")
