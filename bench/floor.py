"""`floor.events`: how many events the pure floor takes in a second; `floor.commit`: what keeping the record first costs.

For the first, everything that reached the floor on a played day is written down and played again to a new floor, with nothing
around it; every call must end there too. For the second, the engine runs with its real database; telephones are played in real
time, and each input's delay until its record is kept and its commands are out is measured.
"""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bench import firm as firms
from bench.figures import Figure, Outcome, is_quick, percentile
from bench.theory import large_day
from permanence.adapters.postgres import access as doors
from permanence.adapters.postgres import migrate, place
from permanence.adapters.postgres.pool import Database
from permanence.adapters.postgres.server import Server
from permanence.floor import intents as i
from permanence.floor import machine, store_lease
from permanence.floor.asks import Made, do
from permanence.floor.engine import Engine
from permanence.floor.ports import Survey
from permanence.floor.store import FileBacklog, PostgresRecords
from permanence.floor.store_setup import load_setup
from permanence.floor.world import World
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.interaction.events import CallEnded
from permanence.kernel.ids import AgentId, CountedIds, IdSource, RandomIds
from permanence.sim.played import PlayedSwitch
from permanence.sim.shop import Shop, build
from permanence.sim.stage import Stage

EVENTS_S, COMMIT_MS, COMMIT_99_MS = 20_000, 3, 15
AGENTS, CALLS_S, TALK_S = 400, 200.0, 1.0  # some five events a call: the thousand a second of the target

Deed = Callable[[World, datetime, IdSource], object]


class Tape(Stage):
    """A stage that writes down what reaches the floor."""

    tape: list[tuple[datetime, Deed]]

    def __init__(self, *given: object) -> None:
        """Begin with an empty tape."""
        self.tape, self.arrived = [], 0
        super().__init__(*given)  # type: ignore[arg-type]

    def hear(self, signal: s.SwitchSignal) -> None:
        """A signal of the switch."""
        self.arrived += isinstance(signal, s.Arrived)
        self.tape.append((self.now, lambda world, now, ids: machine.receive(world, signal, now, ids)))
        super().hear(signal)

    def wish(self, agent: AgentId, intent: i.AnyIntent) -> Made:
        """A wish of an agent."""
        self.tape.append((self.now, lambda world, now, ids: do(world, agent, intent, now, ids)))
        return super().wish(agent, intent)

    def time_up(self, name: str, what: str) -> None:
        """A deadline."""
        self.tape.append((self.now, lambda world, now, _: machine.time_up(world, name, what, now)))
        super().time_up(name, what)


class TapedShop(Shop):
    """A day that is written down. Looking ahead happens between events and is no event."""

    stage_kind = Tape


def events() -> Outcome:
    """Measure the pure floor."""
    outcome = Outcome("floor.events", quick=is_quick())
    scenario = large_day()
    shop = TapedShop(scenario, 1)
    shop.play()
    assert isinstance(shop.stage, Tape)
    tape = shop.stage.tape[: 20_000 if outcome.quick else None]
    rates: list[float] = []
    for _ in range(1 if outcome.quick else 3):
        world, _, _ = build(scenario, CountedIds())
        ids, facts, over = CountedIds(), 0, 0
        gc.collect()
        began = time.perf_counter()
        for at, deed in tape:
            deed(world, at, ids)
            journal = world.take_effects().journal
            facts += len(journal)
            over += sum(isinstance(line.fact, CallEnded) for line in journal)
        rates.append(len(tape) / (time.perf_counter() - began))
        assert outcome.quick or (over == shop.stage.arrived and not world.calls), "the day did not end as it was played"
        outcome.say(f"{len(tape)} events, {facts} facts: {rates[-1]:.0f} events/s")
    outcome.figures.append(
        Figure("floor.events", round(percentile(rates, 50)), "events_per_s", f">= {EVENTS_S}", (min(rates), max(rates)),
               "of a day of 20,000 calls and 200 agents, one core, one event at a time")
    )  # fmt: skip
    return outcome


class Wall:
    """The time of day."""

    def now(self) -> datetime:
        """Return it."""
        return datetime.now(UTC)


class Telephones:
    """A switch in memory, in real time: agents pick up after 50 ms, customers hang up after a second."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.memory = PlayedSwitch()
        self.tell: Callable[[s.SwitchSignal], None] = lambda _: None
        self.talks = 0

    def attach(self, on_signal: Callable[[s.SwitchSignal], None], on_link: Callable[[bool], None]) -> None:
        """Hear signals through the meter that is put between."""
        del on_link
        self.tell = on_signal

    def send(self, commands: Sequence[c.SwitchCommand]) -> None:
        """Carry out."""
        loop = asyncio.get_running_loop()
        for command in commands:
            for after, signal in self.memory.carry_out(command):
                loop.call_later(after, self._say, signal)
            if isinstance(command, c.Ring):
                loop.call_later(0.05, self._pick_up, command.channel)
            if isinstance(command, c.Join) and len(command.channels) > 1:
                self.talks += 1
                caller = next((name for name in command.channels if name.startswith("pstn")), "")
                loop.call_later(TALK_S, self._hang_up, caller)

    def _say(self, signal: s.SwitchSignal) -> None:
        if isinstance(signal, s.Played):
            self.memory.played(signal.playback)
        self.tell(signal)

    def _pick_up(self, channel: str) -> None:
        leg = self.memory.legs.get(channel)
        if leg is not None and not leg.up:
            self.memory.answer(channel)
            self.tell(s.Up(channel))

    def _hang_up(self, channel: str) -> None:
        for after, signal in self.memory.end(channel, 16):
            asyncio.get_running_loop().call_later(after, self._say, signal)

    async def survey(self) -> Survey:
        """Return what is alive: nobody asks."""
        return Survey({}, {}, frozenset(), {})


class Meter:
    """Times each input from the mailbox to the moment after its record is kept."""

    def __init__(self, engine: Engine, phones: Telephones) -> None:
        """Stand between telephones and mailbox."""
        self.engine, self.times, self.counting = engine, list[float](), False
        phones.tell = self.hear

    def hear(self, signal: s.SwitchSignal) -> None:
        """Post a signal, and note when it is through."""
        loop = asyncio.get_running_loop()
        came = loop.time()

        def apply(now: datetime) -> None:
            machine.receive(self.engine.world, signal, now, self.engine.ids)
            self.engine.after_kept(lambda: self.times.append(1000 * (loop.time() - came)) if self.counting else None)

        self.engine.post(apply)


async def _run(door: str, firm: firms.Firm, seconds: float, home: Path) -> tuple[list[float], float, int]:
    """Run the engine under calls; the delays, the events a second, the conversations."""
    database = Database(door, size_min=1, size_max=4)
    await database.open()
    fencing = await store_lease.Candidate().take(database, 0.0)
    assert fencing is not None
    world, phones = World(), Telephones()
    (await load_setup(database)).apply(world, datetime.now(UTC))
    records = PostgresRecords(database, fencing)
    engine = Engine(world, phones, records, FileBacklog(home / "backlog"), Wall(), RandomIds(), lambda _: None)
    meter = Meter(engine, phones)
    for agent in firm.agents:
        do(world, AgentId(agent), i.Ready(), datetime.now(UTC), engine.ids)
    running = asyncio.create_task(engine.run())
    loop = asyncio.get_running_loop()
    began, number = loop.time(), 0
    while (passed := loop.time() - began) < seconds + 2:
        meter.counting = passed > 2
        number += 1
        phones.memory.arrive(f"pstn-{number}", "caller")
        meter.hear(s.Arrived(f"pstn-{number}", firms.NUMBER, None))
        await asyncio.sleep(max(0.0, began + number / CALLS_S - loop.time()))
    times, talks = list(meter.times), phones.talks
    await asyncio.sleep(TALK_S + 1)
    engine.stop()
    with suppress(asyncio.CancelledError):
        await running
    await database.close()
    return times, len(times) / seconds, talks


def commit() -> Outcome:
    """Measure the engine with its database."""
    outcome = Outcome("floor.commit", quick=is_quick())
    home = Path(os.environ.get("TMPDIR", "/tmp")) / f"pdb-{os.getpid()}-commit"
    home.mkdir()
    home.chmod(0o755)
    passwords = doors.load_passwords(home / "secrets")
    server = Server(place.find(home), passwords["postgres"], 0, home / "database.log", durable=True)
    middles, lates = list[float](), list[float]()
    try:
        server.ensure_running()
        access = doors.provision(server.conninfo(), passwords, doors.DATABASE)
        migrate.upgrade(access.owner)
        firm = firms.write(access.app, AGENTS, "127.0.0.1", 9)
        for _ in range(1 if outcome.quick else 3):
            with psycopg.connect(access.owner, autocommit=True) as connection:
                connection.execute("delete from platform.lease")
            times, rate, talks = asyncio.run(_run(access.floor, firm, 5 if outcome.quick else 20, home))
            middles.append(percentile(times, 50))
            lates.append(percentile(times, 99))
            outcome.say(f"{rate:.0f} events/s, {talks} conversations: p50 {middles[-1]:.1f} ms, p99 {lates[-1]:.1f} ms")
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)
    outcome.figures += [
        Figure("floor.commit", round(percentile(middles, 50), 2), "ms_p50", f"<= {COMMIT_MS}", (min(middles), max(middles)),
               "from the mailbox until the record is kept and the commands are out, synchronous commits"),
        Figure("floor.commit.late", round(percentile(lates, 50), 1), "ms_p99", f"<= {COMMIT_99_MS}", (min(lates), max(lates))),
    ]  # fmt: skip
    return outcome
