"""`ledger.million`: a month of a million answered calls, rated, posted and closed, beside plainly inserting the same rows into a
table with the same columns and indexes. `ledger.concurrency`: many writers on the same accounts, and a reader who adds everything up.

Both work on a database of their own, through the doors that the platform uses.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import resource
import shutil
import tempfile
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import psycopg

from bench.figures import Figure, Outcome, is_quick, percentile
from permanence.adapters.postgres import access as doors
from permanence.adapters.postgres import migrate, place
from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.server import Server
from permanence.firms.model import RIGHTS, Language, Person, PersonStatus, Role, Visitor
from permanence.firms.service_shelf import Tools
from permanence.firms.store import PostgresFirms
from permanence.kernel.ids import FirmId, PersonId, RandomIds
from permanence.ledger.model import Billing, Parties, Stretch, Transfer
from permanence.ledger.posting import answered
from permanence.ledger.service import Books
from permanence.ledger.service_month import Settlement
from permanence.ledger.store import PostgresLedger
from permanence.synergy.model import Terms
from permanence.synergy.rating import charges

HALF = 0.5
CALLS_AT_ONCE = 10_000
PAIRS = 20
MONTH = date(2026, 10, 1)
BEGIN = datetime(2026, 10, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
WRITERS, POSTS = 64, 40
COLUMNS = (
    "owner_firm_id, answering_firm_id, operator_firm_id, id, cause, part, debit_firm_id, debit_kind, credit_firm_id, credit_kind, amount,"
    " currency, calls, seconds, booked_on, posted_at, note"
)


class NoFloor:
    """Nobody is told."""

    async def reload(self, firm: FirmId) -> None:
        """Do nothing."""


@dataclass(frozen=True)
class Ground:
    """A fresh database: its doors, its firms, its services."""

    admin: str
    access: Access
    books: Books
    settlement: Settlement
    operator: FirmId
    pairs: list[Parties]

    def visitor(self, nth: int, firm: FirmId | None = None) -> Visitor:
        """Return a person of the operator, or a director of a firm."""
        role = Role.OPERATOR if firm is None else Role.DIRECTOR
        person = Person(PersonId(f"per_{nth:026}"), f"p{nth}@x.example", f"P{nth}", (role,), Language.EN, PersonStatus.ACTIVE, False)
        return Visitor(firm or self.operator, person, "sgn", RIGHTS[role], NOW)


@asynccontextmanager
async def empty_ground(size: int = 4) -> AsyncGenerator[Ground]:
    """Lend an installation without a firm."""
    home = Path(tempfile.mkdtemp(prefix=f"pdb-{os.getpid()}-"))
    home.chmod(0o755)
    passwords = doors.load_passwords(home / "secrets")
    server = Server(place.find(home), passwords["postgres"], 0, home / "database.log", durable=True)
    try:
        server.ensure_running()
        access = doors.provision(server.conninfo(), passwords, doors.DATABASE)
        migrate.upgrade(access.owner)
        ids = RandomIds()
        async with Database(access.app, limit_s=60) as app, Database(access.floor, size_max=size, limit_s=900) as floor:
            settlement = Settlement(Tools(app, PostgresFirms(), ids, NoFloor()), PostgresLedger())
            books = Books(floor, PostgresLedger(), ids, lambda day, *_: (day + timedelta(days=30), ""))
            yield Ground(server.conninfo(doors.DATABASE), access, books, settlement, FirmId(""), [])
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


@asynccontextmanager
async def ground(size: int = 4) -> AsyncGenerator[Ground]:
    """Lend an installation of `PAIRS` pairs of firms."""
    async with empty_ground(size) as empty:
        operator, *firms = [FirmId(empty.books.ids.new("frm")) for _ in range(PAIRS + 2)]
        made = replace(empty, operator=operator, pairs=[Parties(firms[n], firms[n + 1], operator) for n in range(PAIRS)])
        for firm in (operator, *firms):
            async with made.settlement.tools.database.firm(firm) as c:
                await c.execute(
                    "insert into firms.firm (id, name, language, country, time_zone, status, created_at)"
                    " values (%s, %s, 'fr', 'FR', 'Europe/Paris', 'open', %s)", [firm, firm, NOW],
                )  # fmt: skip
            await made.settlement.keep_billing(made.visitor(9, firm), Billing(name=firm, vat_rate=2000), NOW)
        async with made.books.database.nobody() as c:
            await c.execute("insert into platform.operator (firm_id) values (%s)", [operator])
        yield made


def calls(on: Ground, count: int) -> Iterator[list[Transfer]]:
    """Rate calls of a month, and return the transfers of each."""
    chance, terms, ids = random.Random(1), Terms(), on.books.ids
    for n in range(count):
        at = BEGIN + timedelta(seconds=n * 2_600_000 / count)
        seconds = chance.randrange(1, 1800)
        worth = charges(terms, at, seconds)
        stretch = Stretch(
            ids.new("ans"), on.pairs[n % PAIRS], True, worth.owner, worth.answering, worth.platform, "EUR", seconds, at.date()
        )
        yield answered(stretch, NOW, ids)


def batches(on: Ground, count: int) -> Iterator[list[Transfer]]:
    """The same by the batch."""
    each = calls(on, count)
    while batch := [transfer for call in islice(each, CALLS_AT_ONCE) for transfer in call]:
        yield batch


async def month(on: Ground, count: int) -> tuple[float, float]:
    """Rate, post and close; return the seconds of both."""
    began = time.perf_counter()
    assert await on.books.post_all(batches(on, count)) == 3 * count
    posted = time.perf_counter()
    seen = await on.settlement.preview(on.visitor(1), MONTH)
    await on.settlement.propose(on.visitor(1), MONTH, seen.digest, NOW)
    await on.settlement.approve(on.visitor(2), MONTH, NOW)
    assert await on.books.close_approved(NOW) == [MONTH]
    closed = time.perf_counter()
    assert await on.books.check(MONTH) == [], "the books do not add up"
    return posted - began, closed - posted


def plain(on: Ground, count: int, *, copied: bool = False) -> float:
    """Insert the same rows into a table with the same columns and indexes, with nothing around it: no row security (which refuses
    copying), no sums, no rules. Return the seconds of inserting (or copying) alone, without those of making the rows."""
    took = 0.0
    insert = f"insert into public.plain ({COLUMNS}) values ({', '.join(['%s'] * 17)})"
    with psycopg.connect(on.admin) as c, c.cursor() as cursor:
        c.execute("create table public.plain (like ledger.transfer including defaults including generated including indexes)")
        c.commit()
        for batch in batches(on, count):
            rows = [
                (*t.parties, t.id, t.cause, t.part, t.debit.firm, t.debit.kind.value, t.credit.firm, t.credit.kind.value, t.amount,
                 t.currency, t.calls, t.seconds, t.booked_on, t.posted_at, t.note)
                for t in batch
            ]  # fmt: skip
            began = time.perf_counter()
            if copied:
                with cursor.copy(f"copy public.plain ({COLUMNS}) from stdin") as copy:  # type: ignore[arg-type]
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany(insert, rows)  # type: ignore[arg-type]
            c.commit()
            took += time.perf_counter() - began
        c.execute("drop table public.plain")
        c.commit()
    return took


def peak_mb() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _million(outcome: Outcome) -> None:
    sizes = [20_000, 60_000] if outcome.quick else [100_000, 300_000, 1_000_000]
    ratios, each_us = list[float](), list[float]()
    for size in sizes:
        async with ground() as on:
            gc.collect()
            posting, closing = await month(on, size)
            yardstick = await asyncio.to_thread(plain, on, size)
            copied = await asyncio.to_thread(lambda on=on, size=size: plain(on, size, copied=True)) if size == sizes[0] else None
        total = posting + closing
        if copied is not None:
            outcome.say(f"copying, which row security refuses, would take {copied:.1f} s for the rows of {size} calls: {copied / total:.2f}")
        ratios.append(yardstick / total)
        each_us.append(total / size * 1e6)
        outcome.say(
            f"{size} calls: rated and posted in {posting:.1f} s, closed in {closing:.2f} s; the same {3 * size} rows plainly in"
            f" {yardstick:.1f} s; {ratios[-1]:.2f} of that speed; peak memory {peak_mb():.0f} MB"
        )
        outcome.details[f"{size}"] = {"posting_s": posting, "closing_s": closing, "plain_s": yardstick, "peak_mb": peak_mb()}
    outcome.figures += [
        Figure("ledger.million", round(ratios[-1], 2), "x plain insertion", f">= {HALF}", (min(ratios), max(ratios)),
               f"{sizes[-1]} calls rated, posted as {3 * sizes[-1]} transfers, and the month closed"),
        Figure("ledger.million.growth", round(each_us[-1] / each_us[0], 2), "x per call of the smallest", "<= 1.5"),
        Figure("ledger.million.memory", round(peak_mb()), "MB peak", "<= 500"),
    ]  # fmt: skip


def million() -> Outcome:
    """Measure a month of a million calls."""
    outcome = Outcome("ledger.million", quick=is_quick())
    asyncio.run(_million(outcome))
    return outcome


async def _write(on: Ground, nth: int, posts: int, waits: list[float]) -> int:
    """Post as one of many; half of what is posted another posts as well. Return how many transfers were new."""
    new = 0
    for n in range(posts):
        cause = f"ans_{nth // 2 if n % 2 else nth + WRITERS}_{n}"
        stretch = Stretch(cause, on.pairs[n % 2], True, 5_000_000, 5_500_000, 500_000, "EUR", 3600, MONTH)
        began = time.perf_counter()
        new += len(await on.books.post(answered(stretch, NOW, on.books.ids)))
        waits.append(1000 * (time.perf_counter() - began))
    return new


async def _watch(on: Ground, stop: asyncio.Event) -> tuple[int, int]:
    """Add up all accounts again and again; return how often, and how often something was missing."""
    reads = wrong = 0
    while not stop.is_set():
        wrong += bool(await on.books.check())
        reads += 1
        await asyncio.sleep(0.01)
    return reads, wrong


async def _concurrency(outcome: Outcome) -> None:
    posts = 8 if outcome.quick else POSTS
    async with ground(WRITERS + 2) as on:
        stop, waits = asyncio.Event(), list[float]()
        watching = asyncio.create_task(_watch(on, stop))
        began = time.perf_counter()
        new = await asyncio.gather(*(_write(on, nth, posts, waits) for nth in range(WRITERS)))
        took = time.perf_counter() - began
        stop.set()
        reads, wrong = await watching
        left = await on.books.check(MONTH)
        with psycopg.connect(on.admin) as c:
            row = c.execute("select count(*), count(distinct (owner_firm_id, answering_firm_id, cause, part)) from ledger.transfer").fetchone()
    assert row is not None
    causes = {(n % 2, f"{nth // 2 if n % 2 else nth + WRITERS}_{n}") for nth in range(WRITERS) for n in range(posts)}
    doubled, lost = abs(sum(new) - row[0]) + row[0] - row[1], abs(3 * len(causes) - row[0])
    outcome.say(
        f"{WRITERS} writers, {len(waits)} postings in {took:.1f} s ({len(waits) / took:.0f}/s), p50 {percentile(waits, 50):.0f} ms, p99"
        f" {percentile(waits, 99):.0f} ms; {reads} readings meanwhile, {wrong} not zero; {len(left)} differences at the end"
    )
    outcome.figures += [
        Figure("ledger.concurrency", lost + doubled, "lost or doubled", "= 0", None, f"{len(waits)} postings of {WRITERS} writers"),
        Figure("ledger.concurrency.zero", wrong + len(left), "readings that do not add up", "= 0", None, f"{reads} readings"),
    ]


def concurrency() -> Outcome:
    """Measure many writers on the same accounts."""
    outcome = Outcome("ledger.concurrency", quick=is_quick())
    asyncio.run(_concurrency(outcome))
    return outcome
