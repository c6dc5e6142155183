"""Callers who are offered to partner firms, and what their agents have answered."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables of overflow."""
    run_sql("v0011_overflow.sql")
