"""Duty rosters: patterns, published shifts, absences, requests, calendars, and what agents were seen doing."""

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables."""
    run_sql("v0006_duty.sql")
