"""Receipts of what firms answered for one another, and the signed days under which they stand."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables of receipts."""
    run_sql("v0012_receipts.sql")
