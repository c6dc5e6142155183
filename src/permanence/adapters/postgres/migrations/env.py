"""How alembic runs our steps: one connection as the owner, one transaction for all steps, one runner at a time."""

from alembic import context
from sqlalchemy import create_engine, pool
from sqlalchemy.engine import Connection

LOCK = 7_301_114


def run() -> None:
    """Apply the steps over the connection that `migrate.py` describes."""
    connect = context.config.attributes["connect"]
    engine = create_engine("postgresql+psycopg://", creator=connect, poolclass=pool.NullPool)
    with engine.connect() as connection:
        _apply(connection)


def _apply(connection: Connection) -> None:
    connection.exec_driver_sql("create schema if not exists platform")
    connection.exec_driver_sql(f"select pg_advisory_xact_lock({LOCK})")
    context.configure(connection=connection, version_table="version", version_table_schema="platform")
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()


run()
