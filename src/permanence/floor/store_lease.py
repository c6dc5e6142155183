"""The right to be the one writer: a row in PostgreSQL with a holder, an end, and a number that grows with every change.

A floor whose process is known to be dead (same machine, no such process) is replaced at once; one that may still
live somewhere is replaced when its time has been over for a while.
"""

from __future__ import annotations

import os
import socket

from permanence.kernel.database import Connection, DatabaseAway, Transactions

LEASE_S = 6.0
RENEW_S = 2.0
GRACE_S = 3 * RENEW_S  # a renewal that is under way when the database comes back, and one more

LOOK = "select holder, fencing, until < now() from platform.lease where name = 'floor'"
LOCK = f"{LOOK} for update"
TAKE = """
insert into platform.lease (name, holder, fencing, until)
values ('floor', %(holder)s, 1, now() + make_interval(secs => %(seconds)s))
on conflict (name) do update set holder = excluded.holder, fencing = lease.fencing + 1, until = excluded.until
returning fencing
"""
RENEW = """
update platform.lease set until = now() + make_interval(secs => %(seconds)s)
where name = 'floor' and fencing = %(fencing)s
"""


def holder_name() -> str:
    """Return this process's name in the lease: machine, boot, process."""
    return f"{socket.gethostname()}/{_boot()}/{os.getpid()}"


def is_dead(holder: str) -> bool:
    """Say whether the holder was a process of this machine that no longer runs."""
    host, _, rest = holder.partition("/")
    boot, _, pid = rest.partition("/")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    if boot != _boot():
        return True
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return b"permanence" not in file.read()
    except OSError:
        return True


def _boot() -> str:
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            return file.read().strip()
    except OSError:
        return "unknown"


class Candidate:
    """Somebody who wants the lease. The lease of a process that is dead is taken at once. One that has run out is not: a
    database that was hung comes back with every lease run out and every holder alive, and a holder that is replaced
    while it serves loses what it just decided. So it must stay so for as long as a holder needs to renew it, with the
    database answering all the time."""

    def __init__(self) -> None:
        """Begin having seen nothing."""
        self._over_since: float | None = None

    async def take(self, database: Transactions, now_s: float) -> int | None:
        """Take the lease; return its fencing number, or None while another floor may hold it. `now_s` is a monotonic
        time. A look without a lock comes first: who stands by looks often, and must not be in the way of who writes."""
        try:
            async with database.nobody() as connection:
                for look in (LOOK, LOCK):
                    held = await (await connection.execute(look)).fetchone()
                    if held is not None and not self._is_free(held[0], now_s, over=held[2]):
                        return None
                return await _take(connection)
        except DatabaseAway:
            self._over_since = None
            raise

    def _is_free(self, holder: str, now_s: float, *, over: bool) -> bool:
        if is_dead(holder):
            return True
        if not over:
            self._over_since = None
            return False
        if self._over_since is None:
            self._over_since = now_s
        return now_s - self._over_since >= GRACE_S


async def _take(connection: Connection) -> int:
    row = await (
        await connection.execute(TAKE, {"holder": holder_name(), "seconds": LEASE_S})
    ).fetchone()
    assert row is not None
    return row[0]


async def renew(database: Transactions, fencing: int) -> bool:
    """Hold the lease longer; False when another floor has taken it."""
    async with database.nobody() as connection:
        done = await connection.execute(RENEW, {"seconds": LEASE_S, "fencing": fencing})
        return done.rowcount == 1
