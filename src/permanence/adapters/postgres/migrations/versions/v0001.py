"""The first tables: platform, firms, interaction, routing, flows."""

from permanence.adapters.postgres.migrations.run_sql import run_sql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything, capability by capability from the ground up."""
    for capability in ("platform", "firms", "interaction", "routing", "flows"):
        run_sql(f"v0001_{capability}.sql")
