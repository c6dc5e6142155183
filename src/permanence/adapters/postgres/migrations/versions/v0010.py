"""The ledger: transfers between firms' accounts, months and how they are closed, statements, disputes."""

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the schema of the ledger."""
    run_sql("v0010_ledger.sql")
