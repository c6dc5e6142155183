"""Recordings: keys, the plain files' names, tries; who listened to what first; corrections after the call."""

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what sealing, listening and correcting need."""
    run_sql("v0002_recordings.sql")
