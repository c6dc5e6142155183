"""A short busy minute with everything real: callers, telephones with sound, switch, database, floor; and a kill in the middle.

What the figures of bench/ measure at length is here only asked whether it holds at all.
"""

from __future__ import annotations

import asyncio
import time

from bench import firm as firms
from bench.installation import installed, open_to_callers
from bench.kills import Platform
from bench.phones import Phones
from bench.rush import Rush

AGENTS, CALLERS = 4, 7


async def test_a_kill_of_the_floor_harms_no_call_and_the_one_that_stood_by_serves() -> None:
    async with installed(rtp=200) as own:
        phones = await Phones.open("127.0.0.1", own.settings.sip_port)
        await open_to_callers(own, f"sip:127.0.0.1:{phones.port}")
        terms = firms.Terms(music="default")
        firm = firms.write(own.prepared.access.app, AGENTS + 1, phones.host, phones.port, terms, prefix="op")
        try:
            async with Platform(own, ("floor",)) as platform:
                await own.ready(firm.id, firm.agents[:-1])
                rush = Rush(own, phones, firm, CALLERS, seed=11)
                rush.start()
                assert await rush.full(AGENTS, 2)
                served: list[str | None] = []
                for _ in range(2):
                    killed = await platform.victim("floor")
                    served.append(platform.owner())
                    rush.outages.append((time.monotonic(), float("inf")))
                    recoveries = platform.recoveries()
                    platform.kill(killed)
                    await platform.control(firm, firm.agents[-1], recoveries, patience=60)
                    rush.outages[-1] = (rush.outages[-1][0], time.monotonic())
                    await asyncio.sleep(6)
                assert set(served) == {"floor", "floor-2"}
                await rush.finish(90)
                wrong = await rush.check_rows(30)
        finally:
            phones.close()
    found = rush.found
    assert (found.dropped, found.lost, found.refused, wrong) == ([], [], [], [])
    assert sum(visit.agent is not None for visit in rush.visits) >= AGENTS
