"""Complaints of callers, tied to their calls, and how partners stand by them."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the tables of quality."""
    run_sql("v0018_quality.sql")
