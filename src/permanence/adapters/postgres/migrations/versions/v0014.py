"""Tariffs of numbers, the calls that were charged by them, and what carriers confirm."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the tables of tariffs."""
    run_sql("v0014_tariffs.sql")
