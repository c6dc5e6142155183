"""`ledger.agree`: three months of calls that overflow among 40 firms, from a switch in memory through the production floor, the real
record, rating and ledger, with floor and settling killed all the while. The switch's own record, told once more by `agree_oracle`, must
agree with interactions, stretches and transfers, to the second and the millionth.

`CALLS` and `KILLS` in the environment ask for another size, `LIMIT_S` for an end after so many seconds; what is held against the switch
then is what there is by then, and the figure says how much that is.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

import psycopg

from bench.agree_compare import compare, for_another
from bench.agree_firms import COUNT, Firms, found
from bench.agree_oracle import EPOCH
from bench.agree_stage import INPUTS, Months
from bench.figures import Figure, Outcome, is_quick
from bench.ledger import Ground, empty_ground
from permanence.adapters.postgres.pool import Database
from permanence.app.clerk import clerk_of
from permanence.floor import store_lease
from permanence.floor.batch import Batch
from permanence.floor.recovery import restore
from permanence.floor.store import PostgresRecords
from permanence.floor.store_setup import Setup, load_setup, load_state, load_tallies
from permanence.floor.world import World
from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import RandomIds

CALLS, KILLS, DAYS = 100_000, 510, 91
KILLS_MIN = 500
"""Of those that are wanted; a floor that is to die at its next deed may find none to do before another kill comes."""
QUICK_CALLS, QUICK_KILLS = 1_000, 20
CHUNK = 2_000
BURST, BURST_S = 10, 90.0
PLANNED = 1.42
"""So many callers come for each who is to be answered by another firm: some give up, some are answered at home."""
PROCESSES = 0.06
"""So much of the kills are of a settling process as a whole, kill -9."""
T = TypeVar("T")


class Loop:
    """An event loop in a thread: the database works while the floor decides."""

    def __init__(self) -> None:
        """Begin."""
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def begin(self, work: Awaitable[T]) -> Future[T]:
        """Start work."""
        return asyncio.run_coroutine_threadsafe(_await(work), self.loop)

    def run(self, work: Awaitable[T]) -> T:
        """Start work and wait for what comes of it."""
        return self.begin(work).result()

    def end(self) -> None:
        """End the thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


async def _await(work: Awaitable[T]) -> T:
    return await work


@dataclass(slots=True)
class Kills:
    """How often what was killed."""

    between: int = 0
    deed: int = 0
    cancelled: int = 0
    connection: int = 0
    process: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.between + self.deed + self.cancelled + self.connection + self.process


@dataclass
class Play:
    """The floor, its database and the clerk, and what is under way between them."""

    ground: Ground
    firms: Firms
    loop: Loop
    chance: Random
    setup: Setup
    database: Database
    records: PostgresRecords
    kills: Kills = field(default_factory=Kills)
    saving: list[Future[None]] = field(default_factory=list[Future[None]])
    stage: Months | None = None
    catch_up_s: float = 0.3
    floor_s: float = 0.0
    settling_s: float = 0.0

    # -- the record ----------------------------------------------------------------------------------------

    def save(self, batch: Batch) -> None:
        """Have a batch kept, behind the one before it."""
        self.wait()
        self.saving.append(self.loop.begin(self.records.save(batch)))

    def wait(self) -> None:
        """Wait until all is kept."""
        while self.saving:
            self.saving.pop().result()

    def reborn(self) -> World:
        """Return the floor that the rows tell of."""
        self.wait()
        assert self.stage is not None
        return self.loop.run(self._load(self.stage.now))

    async def _load(self, now: datetime) -> World:
        world = World()
        world.partners.key = b"a key of the installation"
        calls, states = await load_state(self.database, self.setup.firms)
        self.setup.apply(world, now)
        await load_tallies(self.database, self.setup, world, now.date())
        restore(world, calls, states)
        return world

    # -- the floor -----------------------------------------------------------------------------------------

    def begin(self) -> Months:
        """Open the floor on the first day."""
        world = World()
        world.partners.key = b"a key of the installation"
        self.setup.apply(world, EPOCH)
        self.stage = Months(world, EPOCH, RandomIds(), 7, self.save, self.reborn)
        self.stage.open([card.id for card in self.setup.agents])
        return self.stage

    def play(self, arrivals: list[datetime], first: int, kills: int) -> None:
        """Let callers come, and kill the floor so often among them."""
        stage = self.stage
        assert stage is not None
        strikes = Counter(self.chance.randrange(len(arrivals)) for _ in range(kills))
        for nth, at in enumerate(arrivals):
            owner = self.chance.choice(self.firms.owners)
            stage.until(at)
            stage.caller(f"in-{first + nth}", self.firms.numbers[owner], number_of(first + nth))
            for _ in range(strikes[nth]):
                if self.chance.random() < 0.5:
                    self.kills.between += 1
                    stage.put(at + timedelta(seconds=self.chance.uniform(0, 120)), stage.kill)
                else:
                    self.kills.deed += 1
                    stage.put(at + timedelta(seconds=self.chance.uniform(0, 60)), stage.kill_at_next_deed)

    # -- the clerk -----------------------------------------------------------------------------------------

    async def settle(self, kills: int) -> None:
        """Settle all that the journal tells, with so many kills on the way; a new clerk begins after each."""
        for _ in range(kills):
            clerk = clerk_of(self.database)
            if self.chance.random() < 0.5:
                self.kills.cancelled += 1
                await self._cancelled(clerk)
            else:
                self.kills.connection += 1
                await self._cut_off(clerk)
        clerk = clerk_of(self.database)
        began = time.perf_counter()
        read = await clerk.settler.catch_up()
        if read:
            self.catch_up_s = time.perf_counter() - began
        while read:
            read = await clerk.settler.catch_up()

    async def _cancelled(self, clerk: Any) -> None:
        task = asyncio.ensure_future(clerk.settler.catch_up())
        await asyncio.sleep(self.chance.uniform(0, self.catch_up_s))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _cut_off(self, clerk: Any) -> None:
        """The server ends the connection in the middle of the transaction."""
        task = asyncio.ensure_future(clerk.settler.catch_up())
        await asyncio.sleep(self.chance.uniform(0, self.catch_up_s))
        async with await psycopg.AsyncConnection.connect(self.ground.admin, autocommit=True) as admin:
            await admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'permanence_floor' and state <> 'idle'"
            )
        with suppress(Unavailable):  # what was under way is undone by the server
            await task

    def settle_apart(self, kills: int) -> None:
        """Have a process of its own settle, and kill it -9 so often."""
        for _ in range(kills):
            self.kills.process += 1
            environment = os.environ | {"DOOR": self.ground.access.floor}
            with subprocess.Popen([sys.executable, "-m", "bench.agree_settle"], env=environment, stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                process.stdout.readline()
                time.sleep(self.chance.uniform(0, 2 * self.catch_up_s))
                process.kill()


def number_of(nth: int) -> str:
    """Return a caller's number; each calls once, so that calls are found by it."""
    return f"+336{nth:08}"


def arrivals(count: int, chance: Random) -> list[datetime]:
    """Return when callers come: in bursts, at every hour of three months."""
    found: list[datetime] = []
    while len(found) < count:
        at = EPOCH + timedelta(seconds=chance.uniform(60, DAYS * 86400))
        found += [at + timedelta(seconds=chance.uniform(0, BURST_S)) for _ in range(min(BURST, count - len(found)))]
    return sorted(found)


# -- the measure ---------------------------------------------------------------------------------------------


def agree() -> Outcome:
    """Play, settle, compare."""
    outcome = Outcome("ledger.agree", quick=is_quick())
    wanted = int(os.environ.get("CALLS", QUICK_CALLS if outcome.quick else CALLS))
    kills = int(os.environ.get("KILLS", QUICK_KILLS if outcome.quick else KILLS))
    loop = Loop()
    try:
        loop.run(_agree(outcome, loop, wanted, kills))
    finally:
        loop.end()
    return outcome


async def _agree(outcome: Outcome, loop: Loop, wanted: int, kills: int) -> None:
    async with empty_ground(size=6) as ground:
        firms = await found(ground)
        async with Database(ground.access.floor, size_max=4, limit_s=120) as database:
            fencing = await store_lease.Candidate().take(database, 0.0)
            assert fencing is not None
            setup = await load_setup(database)
            play = Play(ground, firms, loop, Random(11), setup, database, PostgresRecords(database, fencing))
            await asyncio.to_thread(_run, play, outcome, wanted, kills)


def _run(play: Play, outcome: Outcome, wanted: int, kills: int) -> None:
    began = time.perf_counter()
    came = _months(play, outcome, wanted, kills)
    assert play.stage is not None
    play.stage.wait(7200)
    play.stage.flush()
    play.wait()
    play.loop.run(play.settle(0))
    counted, wrong = compare(play.ground.admin, play.firms, play.stage, came)
    wrong += [f"the books differ: {each}" for each in play.loop.run(play.ground.books.check())]
    wrong += [f"{call} is still open" for call in play.stage.world.calls]
    for sentence in wrong[:20]:
        outcome.say(sentence)
    outcome.say(
        f"{came} calls of {DAYS} days among {COUNT} firms, {counted['stretches']} stretches answered for other firms: {counted['seconds']} s,"
        f" {counted['millionths'] / 1e6:.2f} EUR in {counted['transfers']} transfers; {len(play.stage.switch.complaints)} complaints of the switch"
    )
    outcome.say(
        f"{time.perf_counter() - began:.0f} s: floor and record {play.floor_s:.0f} s in {play.stage.commits} commits of at most {INPUTS} inputs,"
        f" settling {play.settling_s:.0f} s; a floor's restart takes no time on the virtual clock"
    )
    _figures(outcome, play, counted, wrong)


def _months(play: Play, outcome: Outcome, wanted: int, kills: int) -> int:
    """Play until so many stretches were answered for others, settling after each part; return how many callers came."""
    stage, first, overflowed = play.begin(), 0, 0
    processes = max(1, round(kills * PROCESSES))
    floor_kills, settle_kills = kills // 2, kills - kills // 2 - processes
    moments = arrivals(round(wanted * PLANNED), Random(13))
    limit = time.perf_counter() + float(os.environ.get("LIMIT_S", "inf"))
    while overflowed < wanted and first < len(moments) and time.perf_counter() < limit:
        chunk = moments[first : first + CHUNK]
        ahead = min(1.0, (overflowed + CHUNK) / wanted)
        started = time.perf_counter()
        play.play(chunk, first, round(floor_kills * ahead) - play.kills.between - play.kills.deed)
        stage.flush()
        play.wait()
        play.floor_s += time.perf_counter() - started
        first += len(chunk)
        started = time.perf_counter()
        play.settle_apart(round(processes * ahead) - play.kills.process)
        play.loop.run(play.settle(round(settle_kills * ahead) - play.kills.cancelled - play.kills.connection))
        play.settling_s += time.perf_counter() - started
        overflowed = sum(for_another(play.firms, stage, each) for each in stage.switch.bridged)
        if not outcome.quick:
            print(f"  {first} calls, {overflowed} answered for others, {play.kills.total} kills", flush=True)
    return first


def _figures(outcome: Outcome, play: Play, counted: Counter[str], wrong: list[str]) -> None:
    assert play.stage is not None
    kinds = play.kills
    outcome.say(
        f"kills: the floor {kinds.between} times between two inputs and {kinds.deed} times between record and deed ({play.stage.kills} came"
        f" about); settling {kinds.cancelled} times cancelled at a wait, {kinds.connection} times its connection cut, {kinds.process} times its"
        " process kill -9"
    )
    outcome.details = {"wrong": wrong[:200], "counted": dict(counted), "kills": {name: getattr(kinds, name) for name in Kills.__slots__}}
    done = play.stage.kills + kinds.cancelled + kinds.connection + kinds.process
    outcome.figures += [
        Figure("ledger.agree", len(wrong), f"disagreements_in_{counted['at_the_switch']}_stretches", "= 0", None,
               "calls, stretches and transfers against the switch's own record, to the second and the millionth"),
        Figure("ledger.agree.calls", counted["stretches"], "stretches_answered_for_others", "" if outcome.quick else f">= {CALLS}"),
        Figure("ledger.agree.kills", done, "kills", "" if outcome.quick else f">= {KILLS_MIN}"),
    ]  # fmt: skip
