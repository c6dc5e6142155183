"""Agreements between firms, and the firms that offer to answer for others."""

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the schema of synergy."""
    run_sql("v0009_synergy.sql")
