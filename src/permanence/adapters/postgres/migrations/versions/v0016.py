"""Webhooks: what firms want to be told, what there is to tell, what was sent. And keys by which programs sign in."""

from __future__ import annotations

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the tables of webhooks and of keys."""
    run_sql("v0016_access_keys.sql")
    run_sql("v0016_webhooks.sql")
