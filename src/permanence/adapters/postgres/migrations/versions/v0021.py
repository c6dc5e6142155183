"""Notices of the market: capacity that firms offer, and holes for which they seek somebody."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make the table of notices and its door."""
    run_sql("v0021_market.sql")
