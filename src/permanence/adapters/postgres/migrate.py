"""Brings a database's schema to the newest version; forward only, safe to repeat and to run from two places."""

from __future__ import annotations

from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

FOLDER = Path(__file__).parent / "migrations"


def _config(owner: str | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    if owner is not None:
        config.attributes["connect"] = lambda: psycopg.connect(owner, connect_timeout=10)
    return config


def upgrade(owner: str) -> None:
    """Apply every step that is missing, connected as the schema's owner."""
    if current(owner) != newest():
        command.upgrade(_config(owner), "head")


def newest() -> str | None:
    """Return the newest version that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current(conninfo: str) -> str | None:
    """Return the version of the database's schema, or None where it has none."""
    with psycopg.connect(conninfo, connect_timeout=10) as connection:
        if connection.execute("select to_regclass('platform.version')").fetchone() == (None,):
            return None
        row = connection.execute("select version_num from platform.version").fetchone()
        return row[0] if row else None
