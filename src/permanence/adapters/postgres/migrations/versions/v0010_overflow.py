"""Callers who are offered to partner firms, and what their agents have answered."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables of overflow."""
    run_sql("v0010_overflow.sql")
