"""Matching: the promise of a queue, levels, teams, and how the search for an agent widens."""

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what decides who gets whom."""
    run_sql("v0003_matching.sql")
