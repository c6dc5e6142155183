"""Versions of the rules of distribution."""

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table."""
    run_sql("v0007_policy.sql")
