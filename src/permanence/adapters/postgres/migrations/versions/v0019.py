"""What was paid by bank and what came back, money that is paid ahead, and advertisements."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0019"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables of payments, of advertisements and of money paid ahead."""
    run_sql("v0019_payments.sql")
    run_sql("v0019_adverts.sql")
    run_sql("v0019_prepaid.sql")
