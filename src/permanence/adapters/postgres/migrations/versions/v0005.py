"""Planning: what came in the past, special days, and the terms of the plan."""

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the schema of planning."""
    run_sql("v0005_planning.sql")
