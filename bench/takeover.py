"""`floor.takeover`: how long nobody serves when the floor is killed under 2,000 open calls.

Real callers (SIPp) wait on a real switch; two floors run, one holds the lease. The one that serves is killed with -9, again
and again: from then until the other carries out an agent's wish, has loaded every open call, and has gone through the switch.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import firm as firms
from bench.figures import Figure, Outcome, is_quick, percentile
from bench.installation import Installation, free_port, installed, open_to_callers
from bench.kills import Platform
from bench.sipp import FIRST_CALLER, ORDINARY, SCENARIOS
from permanence.app import switch as wiring

OPEN, OPEN_QUICK = 2000, 300
KILLS, KILLS_QUICK = 20, 3
CALLS_S = 40
ALLOWED_S = 5
STATES = "select phase, count(*) from interaction.call group by 1 order by 1"


@contextmanager
def waiting(own: Installation, count: int) -> Iterator[subprocess.Popen[bytes]]:
    """Have this many callers dial in and stay."""
    folder = Path(tempfile.mkdtemp(prefix=f"sipp-{os.getpid()}-"))
    numbers = folder / "numbers.csv"
    numbers.write_text("SEQUENTIAL\n" + "".join(f"+{FIRST_CALLER + n}\n" for n in range(count)))
    words = [
        f"127.0.0.1:{own.settings.sip_port}", "-sf", str(SCENARIOS / "waiting.xml"), "-inf", str(numbers), "-s", firms.NUMBER,
        "-p", str(free_port()), "-r", str(CALLS_S), "-m", str(count), "-l", str(count), "-mp", str(free_port(4)),
        "-i", "127.0.0.1", "-mi", "127.0.0.1", "-nostdin", "-default_behaviors", "all,-bye",
    ]  # fmt: skip
    with (folder / "callers.out").open("wb") as output:
        process = subprocess.Popen(
            [*ORDINARY, *wiring.fetch_sipp(lambda _: None), *words],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=folder, env=os.environ | {"TERM": "dumb"},
        )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


async def _all_wait(own: Installation, firm: firms.Firm, count: int) -> None:
    last = time.monotonic() + count / CALLS_S + 60
    while (there := own.rows(firm.id, "select count(*) from interaction.open_call")[0][0]) < count:
        if time.monotonic() > last:
            raise TimeoutError(f"only {there} of {count} callers wait\n{own.floor_log()}")
        await asyncio.sleep(0.5)


async def _measure(outcome: Outcome, count: int, kills: int) -> tuple[list[float], int]:
    """Return the seconds of each take-over, and how many of the calls were not kept through all of them."""
    async with installed(rtp=2 * count + 200) as own:
        await open_to_callers(own)
        firm = firms.write(own.prepared.access.app, 1, "127.0.0.1", 9)
        spare, backs = firm.agents[0], list[float]()
        async with Platform(own, ("floor",)) as platform:
            desk = await own.desk()
            await desk.do(firm.id, spare, {"type": "sign_in"})
            desk.close()
            with waiting(own, count) as callers:
                await _all_wait(own, firm, count)
                for _ in range(kills):
                    victim, recoveries = await platform.victim("floor"), platform.recoveries()
                    platform.kill(victim)
                    backs.append(await platform.control(firm, spare, recoveries))
                    await asyncio.sleep(3.0)  # the next one stands by again
                assert callers.poll() is None, "the callers ended before the measure did"
                states = dict(own.rows(firm.id, STATES))
        outcome.say(f"{count} open calls, {kills} kills: {', '.join(f'{back:.2f}' for back in backs)} s; calls afterwards {states}")
        return backs, count - states.get("queued", 0)


def takeover() -> Outcome:
    """Measure it."""
    outcome = Outcome("floor.takeover", quick=is_quick())
    count, kills = (OPEN_QUICK, KILLS_QUICK) if outcome.quick else (OPEN, KILLS)
    backs, gone = asyncio.run(_measure(outcome, count, kills))
    outcome.details = {"open": count, "seconds": backs}
    outcome.figures += [
        Figure("floor.takeover", round(max(backs), 2), "s_at_worst", f"<= {ALLOWED_S}", (min(backs), max(backs)),
               f"{kills} kills of the floor that serves, {count} open calls, half within {percentile(backs, 50):.2f} s"),
        Figure("floor.takeover.kept", gone, "calls_not_kept", "= 0"),
    ]  # fmt: skip
    return outcome
