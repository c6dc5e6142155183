"""What was paid by bank and what came back, money that is paid ahead, and advertisements."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables of payments, of what is paid ahead, and of advertisements."""
    run_sql("v0015_payments.sql")
    run_sql("v0015_adverts.sql")
    run_sql("v0015_prepaid.sql")
