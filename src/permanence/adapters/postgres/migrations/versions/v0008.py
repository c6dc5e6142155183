"""What a queue says to offer its callers a call back."""

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column."""
    run_sql("v0008_call_back.sql")
