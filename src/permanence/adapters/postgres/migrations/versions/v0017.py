"""Consultations that callers pay by card."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the tables of cards."""
    run_sql("v0017_cards.sql")
