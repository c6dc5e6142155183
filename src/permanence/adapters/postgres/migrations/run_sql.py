"""Runs one SQL file of a migration step as it stands (no parameters, so per cent signs mean themselves)."""

from pathlib import Path

from alembic import op

FOLDER = Path(__file__).parent / "versions"


def run_sql(name: str) -> None:
    """Execute all statements of `versions/<name>`."""
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((FOLDER / name).read_text())
