"""A process that settles what the journal tells, until it is killed: `python -m bench.agree_settle`, with the floor's door in DOOR.

It says "ready" when it is about to begin, so that who kills it knows that it works.
"""

from __future__ import annotations

import asyncio
import os

from permanence.adapters.postgres.pool import Database
from permanence.app.clerk import clerk_of


async def settle() -> None:
    """Settle all there is, again and again."""
    async with Database(os.environ["DOOR"], limit_s=60) as database:
        clerk = clerk_of(database)
        print("ready", flush=True)
        while True:
            await clerk.settler.catch_up()


if __name__ == "__main__":
    asyncio.run(settle())
