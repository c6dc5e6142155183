"""What a partner's agent hears before the caller, for each number."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Let a number have one more prompt."""
    run_sql("v0013_whisper.sql")
