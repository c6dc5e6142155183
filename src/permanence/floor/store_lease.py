"""The right to be the one writer: a row in PostgreSQL with a holder, an end, and a number that grows with every change.

A floor whose process is known to be dead (same machine, no such process) is replaced at once; one that may still
live somewhere is replaced when its time is over.
"""

from __future__ import annotations

import os
import socket

from permanence.kernel.database import Connection, Transactions

LEASE_S = 6.0
RENEW_S = 2.0

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


async def take(database: Transactions) -> int | None:
    """Take the lease; return its fencing number, or None while another floor may hold it. A look without a lock comes
    first: who stands by looks often, and must not be in the way of who writes."""
    async with database.nobody() as connection:
        for look in (LOOK, LOCK):
            held = await (await connection.execute(look)).fetchone()
            if held is not None and not held[2] and not is_dead(held[0]):
                return None
        return await _take(connection)


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
