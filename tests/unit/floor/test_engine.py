"""The engine keeps serving: what cannot be written, shown, stored or set aside is told, and costs nobody else a call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec
import pytest

from permanence.floor import intents as i
from permanence.floor import machine
from permanence.floor.batch import Batch
from permanence.floor.engine import Engine
from permanence.floor.ports import Survey, Unsavable
from permanence.floor.protocol import Beat, Do, Reply
from permanence.floor.store import LeaseLost
from permanence.floor.views import Change
from permanence.floor.world import World
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.kernel.errors import Unavailable
from permanence.kernel.ids import CountedIds, FirmId
from permanence.routing.model import Device
from tests.unit.floor.floor_kit import NOW, small_firm

NUMBERS = ("+33162000100", "+33162000200")


class Noon:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time


class Ear:
    """A switch that carries nothing out and remembers what it was told to do."""

    def __init__(self) -> None:
        self.heard: list[c.SwitchCommand] = []
        self.tell: Callable[[s.SwitchSignal], None] = lambda _: None

    def attach(self, on_signal: Callable[[s.SwitchSignal], None], on_link: Callable[[bool], None]) -> None:
        self.tell = on_signal

    def send(self, commands: Sequence[c.SwitchCommand]) -> None:
        self.heard += commands

    async def survey(self) -> Survey:
        raise Unavailable

    def legs(self) -> set[str]:
        """Return the customers' legs that something was done with."""
        return {str(getattr(command, "channel", "")) for command in self.heard}


class Book:
    """A record that may be away, or refuse the rows of one firm."""

    def __init__(self) -> None:
        self.saved: list[Batch] = []
        self.away = False
        self.refuses = ""
        self.lease_lost = False
        self.slow: asyncio.Event | None = None

    async def save(self, batch: Batch) -> None:
        if self.slow is not None:
            await self.slow.wait()
        if self.lease_lost:
            raise LeaseLost
        if self.away:
            raise Unavailable
        if self.refuses in batch.firms():
            raise Unsavable("a row is wrong")
        self.saved.append(batch)

    def calls(self) -> set[str]:
        """Return the numbers whose calls are in the record."""
        return {row.dialled for batch in self.saved for row in batch.calls}


class Shelf:
    """A local backlog whose disk may be full; what it could not write waits in memory all the same."""

    def __init__(self) -> None:
        self.waiting: list[Batch] = []
        self.refused: list[Batch] = []
        self.full = False

    def append(self, batch: Batch) -> None:
        self.waiting.append(batch)
        if self.full:
            raise Unavailable

    def first(self) -> Batch | None:
        return self.waiting[0] if self.waiting else None

    def drop_first(self) -> None:
        self.waiting.pop(0)

    def set_aside(self, batch: Batch) -> None:
        if self.full:
            raise Unavailable
        self.refused.append(batch)


class Bench:
    """An engine with two firms of one number each, whose callers wait in a queue without agents."""

    def __init__(self) -> None:
        self.ids, self.world = CountedIds(), World()
        self.ear, self.book, self.shelf = Ear(), Book(), Shelf()
        self.firms = [self._firm(e164) for e164 in NUMBERS]
        self.clock = Noon()
        self.engine = Engine(self.world, self.ear, self.book, self.shelf, self.clock, self.ids, lambda _: None)

    def _firm(self, e164: str) -> FirmId:
        firm = small_firm(self.ids, e164)
        firm.opens_in(self.world, staffed=False)
        return firm.id

    def ring(self, leg: str, e164: str) -> None:
        """A customer calls."""
        self.engine.post(lambda now: machine.arrived(self.world, s.Arrived(leg, e164, None, "carrier"), now, self.ids))

    async def serve(self, until: Callable[[], bool]) -> None:
        """Let the engine run until something is so."""
        running = asyncio.ensure_future(self.engine.run())
        async with asyncio.timeout(5):
            while not until():
                assert not running.done(), running.exception()
                await asyncio.sleep(0.005)
        self.engine.stop()
        await running


async def test_a_call_that_cannot_be_written_costs_the_others_nothing() -> None:
    bench = Bench()
    bench.ring("sw-1", NUMBERS[0])
    bench.engine.post(lambda _: setattr(next(iter(bench.world.calls.values())), "path", [object()]))
    bench.ring("sw-2", NUMBERS[1])
    await bench.serve(lambda: NUMBERS[1] in bench.book.calls())
    assert bench.engine.faults >= 1
    assert {"sw-1", "sw-2"} <= bench.ear.legs()  # both callers are served


async def test_a_row_that_cannot_be_drawn_costs_no_call(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()

    def blank(*_: object) -> dict[FirmId, list[Change]]:
        raise ValueError

    monkeypatch.setattr(bench.engine.gallery, "changes", blank)
    bench.ring("sw-1", NUMBERS[0])
    await bench.serve(lambda: NUMBERS[0] in bench.book.calls())
    assert bench.engine.faults >= 1
    assert "sw-1" in bench.ear.legs()


async def test_an_answer_that_fails_does_not_keep_the_next_from_being_given() -> None:
    bench, heard = Bench(), list[Reply]()

    def broken(_: Reply) -> None:
        raise RuntimeError

    bench.engine.ask(Do(1, bench.firms[0], "per_1", None, i.Ready()), broken)
    bench.engine.ask(Do(2, bench.firms[0], "per_1", None, i.Ready()), heard.append)
    await bench.serve(lambda: bool(heard))
    assert heard[0].id == 2


async def test_rows_refused_are_set_aside_firm_by_firm() -> None:
    bench = Bench()
    bench.book.refuses = bench.firms[0]
    bench.ring("sw-1", NUMBERS[0])
    bench.ring("sw-2", NUMBERS[1])
    await bench.serve(lambda: bool(bench.book.saved))
    assert bench.book.calls() == {NUMBERS[1]}
    assert [batch.firms() for batch in bench.shelf.refused] == [{bench.firms[0]}]


async def test_a_full_disk_beside_a_refusing_database_ends_nothing() -> None:
    bench = Bench()
    bench.book.refuses, bench.shelf.full = bench.firms[0], True
    bench.ring("sw-1", NUMBERS[0])
    bench.ring("sw-2", NUMBERS[1])
    await bench.serve(lambda: NUMBERS[1] in bench.book.calls())
    assert {"sw-1", "sw-2"} <= bench.ear.legs()


@pytest.mark.parametrize("full", [False, True], ids=["room on the disk", "disk full"])
async def test_calls_go_on_without_the_database_and_are_kept_when_it_is_back(full: bool) -> None:
    bench = Bench()
    bench.book.away, bench.shelf.full = True, full
    bench.ring("sw-1", NUMBERS[0])
    running = asyncio.ensure_future(bench.engine.run())
    async with asyncio.timeout(10):
        while "sw-1" not in bench.ear.legs():
            await asyncio.sleep(0.005)
        assert bench.world.degraded
        assert not bench.book.saved
        while ("disk_full" in bench.engine.gallery.notices) is not full:
            await asyncio.sleep(0.005)
        bench.book.away = False
        while bench.world.degraded:
            await asyncio.sleep(0.01)
    bench.engine.stop()
    await running
    assert bench.book.calls() == {NUMBERS[0]}
    assert not bench.shelf.waiting


async def test_a_page_that_falls_asleep_is_missed_though_the_clock_was_put_back() -> None:
    bench = Bench()
    firm = small_firm(bench.ids, "+33162000300")
    card = msgspec.structs.replace(firm.card, device=Device.BROWSER)
    bench.world.board.set_firm(firm.id, [card], [firm.queue_card], NOW)
    state = bench.world.board.agents[firm.agent]
    bench.engine.beat(Beat(firm.id, firm.agent))
    running = asyncio.ensure_future(bench.engine.run())
    async with asyncio.timeout(10):
        while not state.beating:
            await asyncio.sleep(0.005)
        bench.clock.time = NOW - timedelta(hours=1)
        await asyncio.sleep(1.1)  # it looks every second, by the clock of the machine
        bench.clock.time += timedelta(seconds=10)
        while state.beating:
            await asyncio.sleep(0.005)
    bench.engine.stop()
    await running


async def test_the_switch_hears_of_nothing_that_is_not_kept_yet() -> None:
    bench = Bench()
    bench.book.slow = asyncio.Event()
    bench.ring("sw-1", NUMBERS[0])
    running = asyncio.ensure_future(bench.engine.run())
    await asyncio.sleep(0.05)
    assert bench.world.calls
    assert not bench.ear.heard
    bench.book.slow.set()
    bench.engine.stop()
    await running
    assert bench.ear.legs() == {"sw-1"}


async def test_a_floor_that_was_replaced_stops_and_tells_the_switch_nothing() -> None:
    bench = Bench()
    bench.book.lease_lost = True
    bench.ring("sw-1", NUMBERS[0])
    with pytest.raises(LeaseLost):
        await asyncio.wait_for(bench.engine.run(), 5)
    assert not bench.ear.heard
    assert not bench.book.saved


async def test_what_comes_while_the_disk_is_emptied_does_not_overtake_it() -> None:
    bench = Bench()
    bench.book.away = True
    bench.ring("sw-1", NUMBERS[0])
    running = asyncio.ensure_future(bench.engine.run())
    async with asyncio.timeout(10):
        while not bench.world.degraded:
            await asyncio.sleep(0.005)
        bench.book.away = False  # it is tried again in a second
        bench.ring("sw-2", NUMBERS[1])
        while bench.world.degraded:
            await asyncio.sleep(0.005)
    bench.engine.stop()
    await running
    assert [row.dialled for batch in bench.book.saved for row in batch.calls] == list(NUMBERS)
