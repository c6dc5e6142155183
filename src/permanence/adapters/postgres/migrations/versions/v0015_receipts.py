"""Receipts of what firms answered for one another, and the signed days under which they stand."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0015"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables of receipts."""
    run_sql("v0015_receipts.sql")
