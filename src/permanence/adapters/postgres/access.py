"""Who may enter the database: its roles, their passwords, and how each connects.

    permanence_owner   owns the schema, runs migrations, never serves a request
    permanence_app     web and worker: owns nothing, sees the one firm its transaction names
    permanence_floor   the floor: sees the list of firms its transaction names
    permanence_door    nobody can sign in as it; owns the three functions used before a firm is known

The passwords are made at the first start and kept in one file that only its owner can read.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

OWNER, APP, FLOOR, DOOR = "permanence_owner", "permanence_app", "permanence_floor", "permanence_door"
DATABASE = "permanence"
LOGINS = (OWNER, APP, FLOOR)


@dataclass(frozen=True, slots=True)
class Access:
    """How each role connects to one database; the values hold passwords, so they are never shown."""

    owner: str
    app: str
    floor: str

    def __repr__(self) -> str:
        """Show nothing."""
        return "Access(…)"


def load_passwords(folder: Path) -> dict[str, str]:
    """Return the passwords of all roles, after making them at the first start."""
    file = folder / "database.json"
    if file.exists():
        return json.loads(file.read_text())
    passwords = {role: secrets.token_urlsafe(32) for role in ("postgres", *LOGINS)}
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = folder / f".database.{os.getpid()}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as output:
        json.dump(passwords, output)
        output.flush()
        os.fsync(output.fileno())
    draft.rename(file)
    return passwords


def as_role(conninfo: str, user: str, password: str, database: str | None = None) -> str:
    """Return the same server as another role."""
    parts = conninfo_to_dict(conninfo) | {"user": user, "password": password}
    if database:
        parts["dbname"] = database
    return make_conninfo("", **{name: str(value) for name, value in parts.items()})


def provision(admin: str, passwords: dict[str, str], database: str | None = None) -> Access:
    """Make what is missing of roles, rights and database; `admin` may create roles. Safe to repeat.

    `database` names a database to create; without it the one that `admin` connects to is used.
    """
    with psycopg.connect(admin, autocommit=True, connect_timeout=10) as connection:
        _make_roles(connection, passwords)
        name = database or connection.info.dbname
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            connection.execute(
                sql.SQL("create database {} owner {}").format(sql.Identifier(name), sql.Identifier(OWNER))
            )
        target = sql.Identifier(name)
        connection.execute(sql.SQL("revoke all on database {} from public").format(target))
        connection.execute(
            sql.SQL("grant create, connect on database {} to {}").format(target, _names(OWNER))
        )
        connection.execute(sql.SQL("grant connect on database {} to {}").format(target, _names(APP, FLOOR)))
    return access(admin, passwords, name)


def access(admin: str, passwords: dict[str, str], database: str) -> Access:
    """Return how each role connects to `database` on the server of `admin`."""
    return Access(*(as_role(admin, role, passwords[role], database) for role in LOGINS))


def _names(*roles: str) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(role) for role in roles)


def _make_roles(connection: psycopg.Connection, passwords: dict[str, str]) -> None:
    present = {name for (name,) in connection.execute("select rolname from pg_roles").fetchall()}
    rights = sql.SQL("nosuperuser nocreatedb nocreaterole noreplication nobypassrls")
    for role in (*LOGINS, DOOR):
        if role not in present:
            connection.execute(sql.SQL("create role {} {}").format(sql.Identifier(role), rights))
    for role in LOGINS:
        # Only the scram verifier goes over the wire and into the server's log.
        verifier = connection.pgconn.encrypt_password(
            passwords[role].encode(), role.encode(), b"scram-sha-256"
        ).decode()
        connection.execute(
            sql.SQL("alter role {} login password {}").format(sql.Identifier(role), sql.Literal(verifier))
        )
    for role in (APP, FLOOR):
        for setting in ("statement_timeout = '15s'", "idle_in_transaction_session_timeout = '30s'"):
            # The parts are constants of this file.
            connection.execute(sql.SQL("alter role {} set ").format(sql.Identifier(role)) + sql.SQL(setting))
    # The owner hands the door's functions over to it; where we are no superuser, so must we.
    connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(DOOR), sql.Identifier(OWNER)))
    connection.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(OWNER)))
