"""The watch over diverted callers: what weeks tell, the cases that follow, and their steps."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the tables of the watch."""
    run_sql("v0019_diversion.sql")
