"""Consultations that callers pay by card."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables of cards."""
    run_sql("v0014_cards.sql")
