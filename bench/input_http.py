"""The figure `input.http`: every operation of the interface under invented requests, with two firms. Ends with one line:
name, requests, target, verdict."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

from permanence.adapters.postgres import access as doors
from permanence.adapters.postgres import migrate, place
from permanence.adapters.postgres.server import Server
from permanence.app.logs import configure
from tests.http.whole_api import Report, fuzz, running

NAME = "input.http"
EXAMPLES, EXAMPLES_QUICK = 30, 2
SHOWN = 20


def tell(report: Report) -> int:
    """Print what came of it; return the exit status."""
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(report.statuses.items()))
    print(f"{len(report.operations)} operations, answers {statuses}")
    for sort in report.cut:
        print(f"not invented to the end: {sort}")
    for sentence in [*report.broken, *report.leaks][:SHOWN]:
        print(sentence)
    wrong = len(report.broken) + len(report.leaks)
    print(f"{NAME} {report.requests} requests 0-broken-0-leaks {'fail' if wrong else 'pass'}")
    return 1 if wrong else 0


def main() -> int:
    """Set up a database and a web process of its own, try, tell."""
    warnings.simplefilter("ignore")
    configure()
    home = Path(tempfile.mkdtemp(prefix=f"pdb-{os.getpid()}-"))
    home.chmod(0o755)
    passwords = doors.load_passwords(home / "secrets")
    server = Server(place.find(home), passwords["postgres"], 0, home / "database.log", durable=False)
    examples = EXAMPLES_QUICK if os.environ.get("QUICK") else int(os.environ.get("EXAMPLES", EXAMPLES))
    if os.environ.get("QUICK"):
        print("quick: few requests for each operation")
    try:
        server.ensure_running()
        access = doors.provision(server.conninfo(), passwords, doors.DATABASE)
        migrate.upgrade(access.owner)
        with running(access, home) as web:
            return tell(fuzz(web, examples, seed=int(os.environ.get("SEED", "1"))))
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
