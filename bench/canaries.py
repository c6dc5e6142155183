"""`isolation.canaries`: everything that a platform tells anybody, searched for what is another's: every reading operation of the contract
as every role of every firm about everybody's things, what a stranger's writes are answered, live messages, tables, logs and files.

A small table (`tests/integration/isolation/canary_oracle.py`) says which sort of thing is open to whom; QUICK=1 has each ask about
fewer things.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import psycopg
import structlog
from psycopg import sql

from bench.figures import Figure, Outcome, is_quick
from permanence.adapters.postgres import access as doors
from permanence.adapters.postgres import migrate, place
from permanence.adapters.postgres.server import Server
from tests.integration.isolation import canary_walk
from tests.integration.isolation.canary_life import platform
from tests.integration.isolation.canary_oracle import of, wrong
from tests.integration.isolation.canary_platform import FIRMS, OWNER, SECOND, Platform
from tests.integration.isolation.canary_walk import Walk
from tests.integration.isolation.catalog import tables


def canaries() -> Outcome:
    """Set up a database of its own, live through a month, look everywhere."""
    outcome = Outcome("isolation.canaries", quick=is_quick())
    home = Path(tempfile.mkdtemp(prefix=f"pdb-{os.getpid()}-"))
    home.chmod(0o755)
    passwords = doors.load_passwords(home / "secrets")
    server = Server(place.find(home), passwords["postgres"], 0, home / "database.log", durable=False)
    try:
        server.ensure_running()
        access = doors.provision(server.conninfo(), passwords, doors.DATABASE)
        migrate.upgrade(access.owner)
        asyncio.run(_look(outcome, access, server))
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
    return outcome


async def _look(outcome: Outcome, access: doors.Access, server: Server) -> None:
    with structlog.testing.capture_logs() as said:
        async with platform(access) as made:
            walk, planted = Walk(), len(made.aviary.out)
            await canary_walk.answers(made, walk, made.people, most=1 if outcome.quick else 3)
            asked = walk.looked
            for about in FIRMS[: 1 if outcome.quick else len(FIRMS)]:
                await canary_walk.foreign_writes(made, walk, about)
            canary_walk.live(made, walk)
            count = canary_walk.rows(made, walk)
            canary_walk.files(made, walk)
            canary_walk.logs(made, walk, said)
            database = server.conninfo(doors.DATABASE)
            linked, bare = await asyncio.to_thread(_aliases, made, database), await asyncio.to_thread(_bare, made, database)
    leaks = wrong(made.aviary, walk.sights)
    for sentence in [*leaks, *walk.broken][:30]:
        outcome.say(sentence)
    seen = {token for sight in walk.sights for token in sight.tokens}
    kinds = {sentence[0] for sentence in made.written if sentence[1] < 300}
    messages = sum(len(each.live) for each in made.people)
    outcome.say(
        f"{planted} canaries of {len({each.sort for each in made.aviary.out.values()})} sorts in {len(FIRMS)} firms, {len(seen)} of them seen by somebody;"
        f" {len(kinds)} further sorts of requests wrote some"
    )
    outcome.say(
        f"{asked} answers to {len(made.people)} people of {len(walk.operations)} reading operations, {walk.looked - asked} other texts:"
        f" {messages} live messages, {count} tables for each firm, {len(said)} lines of logs, files, answers to a stranger's writes"
    )
    outcome.say(f"tables in which no canary was planted: {', '.join(bare) or 'none'}")
    rules = Counter(of(each).sort or "otherwise" for each in made.aviary.out.values())
    outcome.details = {"wrong": leaks, "broken": walk.broken[:50], "by_rule": dict(rules), "bare_tables": bare, "refused": sorted({f"{what} {status}" for what, status in made.written if status >= 300})}
    outcome.figures += [
        Figure("isolation.canaries", len(leaks), f"out_of_place_in_{walk.looked}_texts", "= 0", None, "by a table of who may see what, written apart"),
        Figure("isolation.canaries.broken", len(walk.broken), f"answers_of_{asked}_were_faults", "= 0"),
        Figure("isolation.aliases", linked, "callers_whose_aliases_link_two_owners_or_change", "= 0"),
    ]  # fmt: skip


def _aliases(made: Platform, database: str) -> int:
    """Return how many aliases are wrong: one caller of one owner has one; the same person at another owner has another."""
    with psycopg.connect(database) as c:
        rows = c.execute("select owner_firm_id, caller from synergy.answered").fetchall()
    one = [alias for owner, alias in rows if owner == made.ids[OWNER]]
    two = [alias for owner, alias in rows if owner == made.ids[SECOND]]
    assert len(one) == 2 and len(two) == 1, "somebody was not answered"
    return len(set(one)) - 1 + (two[0] in one)


def _bare(made: Platform, database: str) -> list[str]:
    """Return the tables of the catalogue whose rows hold no canary at all."""
    with psycopg.connect(database) as c:
        names = sorted({table.full for table in tables(c)})
        texts = {name: c.execute(sql.SQL("select t::text from {} t").format(sql.Identifier(*name.split(".")))).fetchall() for name in names}
    return [name for name, rows in texts.items() if not made.aviary.seen("\n".join(row for (row,) in rows))]
