"""The figure `isolation.matrix`: every table, command, context and role tried against a fresh database, and every way
of weakening a policy tried against the guards. Ends with one line: name, probes, target, verdict."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from itertools import chain
from pathlib import Path

import psycopg

from permanence.adapters.postgres import access as doors
from permanence.adapters.postgres import migrate, place
from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.server import Server
from tests.integration.isolation.catalog import ROLES, findings
from tests.integration.isolation.conftest import OTHER, OWN
from tests.integration.isolation.matrix import Cell, Prober
from tests.integration.isolation.mutants import mutants
from tests.integration.isolation.seeds import Seeder

NAME = "isolation.matrix"


def cells(seeder: Seeder, access: Access) -> list[Cell]:
    """Try the whole matrix as each role."""
    found: list[Cell] = []
    for role, door in zip(ROLES, (access.app, access.floor), strict=True):
        with psycopg.connect(door, autocommit=True) as c, psycopg.connect(door, autocommit=True) as fresh:
            prober = Prober(seeder, role, c)
            for table in seeder.tables:
                found += chain(prober.table(table, OWN, OTHER), prober.never_set(table, OWN, fresh))
    return found


def survivors(seeder: Seeder) -> tuple[int, list[str]]:
    """Weaken every policy in every way; return how many ways there are and which ones nothing noticed."""
    tried, missed = 0, list[str]()
    for mutant in mutants(seeder.tables):
        tried += 1
        with seeder.c.transaction(force_rollback=True):
            for statement in mutant.statements:
                seeder.c.execute(statement.encode())
            prober = Prober(seeder, mutant.role, seeder.c, acting=True)
            felt = not mutant.felt or any(
                not cell.holds for cell in prober.table(mutant.table, OWN, OTHER, ("own", "other", "empty"))
            )
            if not (felt and findings(seeder.c)):
                missed.append(str(mutant))
    return tried, missed


def main() -> int:
    """Set up a database of its own, measure, tell."""
    home = Path(tempfile.mkdtemp(prefix=f"pdb-{os.getpid()}-"))
    home.chmod(0o755)
    passwords = doors.load_passwords(home / "secrets")
    server = Server(place.find(home), passwords["postgres"], 0, home / "database.log", durable=False)
    try:
        server.ensure_running()
        access = doors.provision(server.conninfo(), passwords, doors.DATABASE)
        migrate.upgrade(access.owner)
        with psycopg.connect(server.conninfo(doors.DATABASE), autocommit=True) as admin:
            return tell(admin, access)
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


def tell(admin: psycopg.Connection, access: Access) -> int:
    """Print what was found; return the exit status."""
    seeder = Seeder(admin)
    seeder.seed(OWN)
    seeder.seed(OTHER)
    wrong = findings(admin)
    tried = cells(seeder, access)
    wrong += [str(cell) for cell in tried if not cell.holds]
    quick = bool(os.environ.get("QUICK"))
    ways, missed = (0, list[str]()) if quick else survivors(seeder)
    wrong += [f"not noticed: {name}" for name in missed]
    print(f"{len(seeder.tables)} tables, {len(tried)} probes, {len(ROLES)} roles; ", end="")
    print("quick: policies were not weakened" if quick else f"{ways} weakened policies, {len(missed)} not noticed")
    for sentence in wrong:
        print(sentence)
    print(f"{NAME} {len(tried)} probes 0-wrong {'fail' if wrong else 'pass'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
