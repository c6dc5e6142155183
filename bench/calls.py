"""`calls.sustained`, `calls.latency`, `calls.cpu`: our queue beside Asterisk's own `app_queue`, same switch, same telephones.

Cells of the two alternate, rate by rate, so that what disturbs the machine disturbs both. A system that has clearly
failed at a rate is not tried at higher ones.
"""

from __future__ import annotations

import asyncio
import os
from collections import defaultdict
from dataclasses import asdict, dataclass

from bench import firm as firms
from bench import machine
from bench.figures import Figure, Outcome, is_quick, percentile
from bench.installation import Installation, installed, open_to_callers
from bench.sipp import Phones, Run
from permanence.adapters.asterisk import endpoints

AGENTS = 200
RATES = (20, 40, 60, 80, 100, 120, 140)
LATE_MS, BRIDGED = 150.0, 99.9
HOPELESS_MS = 1500.0
QUEUE, OURS = "app_queue", "permanence"


@dataclass(frozen=True, slots=True)
class Cell:
    """One system at one rate."""

    system: str
    rate: float
    calls: int
    success: float
    ring_p50: float
    ring_p99: float
    talk_p50: float
    talk_p99: float
    switch_ms: float
    python_ms: float
    database_ms: float
    others: float
    switch_mb: float
    python_mb: float
    kept: float | None = None  # part of the calls whose rows were complete afterwards, percent
    pace: float = 0.0  # of the machine just before: million additions a second

    @property
    def sustained(self) -> bool:
        """Whether this rate is held by the definition of the target."""
        return max(self.ring_p99, self.talk_p99) < LATE_MS and self.success >= BRIDGED

    @property
    def hopeless(self) -> bool:
        """Whether higher rates need not be tried."""
        return self.success < 97 or max(self.ring_p99, self.talk_p99) > HOPELESS_MS

    def line(self) -> str:
        """One line for the terminal."""
        kept = "" if self.kept is None else f", rows {self.kept:.2f} %"
        return (
            f"{self.system:10} {self.rate:4g}/s: {self.success:6.2f} % of {self.calls} bridged{kept}; ring {self.ring_p50:.0f}/"
            f"{self.ring_p99:.0f} ms, talk {self.talk_p50:.0f}/{self.talk_p99:.0f} ms; a call costs switch {self.switch_ms:.1f},"
            f" python {self.python_ms:.1f}, database {self.database_ms:.1f} ms; stolen {self.others:.2f} cores, pace {self.pace:g}"
        )


def _cell(
    system: str, run: Run, usage: machine.Usage, own: Installation, pace: float, kept: float | None = None
) -> Cell:
    floor = own.floor.pid if own.floor is not None else None
    each = {name: round(usage.each(name, run.dialled), 2) for name in usage.cores}
    return Cell(
        system, run.rate, run.dialled, round(run.success, 3),
        *(round(percentile(times, part), 1) for times in (run.to_ring_ms, run.to_talk_ms) for part in (50, 99)),
        each["switch"], each.get("python", 0.0), each.get("database", 0.0), round(usage.others, 2),
        round(machine.rss_mb(own.switch_pid)), round(machine.rss_mb(floor)) if floor else 0, kept, pace,
    )  # fmt: skip


async def queue_cell(own: Installation, phones: Phones, rate: float, seconds: float) -> Cell:
    """Asterisk's own queue at a rate; nothing of ours runs."""
    pace = machine.pace()
    meter = machine.Meter({"switch": [own.switch_pid], "phones": phones.pids})
    run = await phones.call("bench-queue", own.settings.sip_port, rate, seconds)
    return _cell(QUEUE, run, meter.read(), own, pace)


async def our_cell(own: Installation, firm: firms.Firm, phones: Phones, rate: float, seconds: float) -> Cell:
    """Ours at a rate, with rows and journal committed; the floor is started for it."""
    pace = machine.pace()
    own.start_floor()
    try:
        desk = await own.desk()
        await own.ready(firm.id, firm.agents, desk)
        desk.close()
        await asyncio.sleep(0.5)
        before = _answered(own, firm)
        assert own.floor is not None
        meter = machine.Meter(
            {"switch": [own.switch_pid], "phones": phones.pids, "python": [own.floor.pid], "database": [own.database_pid]}
        )
        run = await phones.call(firms.NUMBER, own.settings.sip_port, rate, seconds)
        usage = meter.read()
        await asyncio.sleep(0.5)
        kept = 100 * (_answered(own, firm) - before) / max(1, run.dialled)
        return _cell(OURS, run, usage, own, pace, round(kept, 3))
    finally:
        own.stop_floor()


def _answered(own: Installation, firm: firms.Firm) -> int:
    statement = (
        "select count(*) from interaction.call where outcome = 'answered' and phase = 'ended'"
        " and (select count(*) from interaction.journal where journal.firm_id = call.firm_id and"
        " journal.interaction_id = call.id and kind in ('interaction.call_arrived', 'interaction.agent_answered',"
        " 'interaction.call_ended')) = 3"
    )
    return own.rows(firm.id, statement)[0][0]


async def ladder(outcome: Outcome, rates: tuple[int, ...], seconds: float) -> list[Cell]:
    """All cells of both systems, on a switch and a database of their own: a switch grows and slows down with the calls
    that it has had, so that each repeat begins with a new one."""
    cells: list[Cell] = []
    phones = Phones()
    phones.start()
    try:
        async with installed() as own:
            await open_to_callers(own)
            endpoints.write_bench(own.plan.etc, AGENTS, phones.host, phones.port)
            firm = firms.write(own.prepared.access.app, AGENTS, phones.host, phones.port, prefix="op")
            for module in ("res_pjsip.so", "app_queue.so", "pbx_config.so"):
                await own.switch.reload(module)
            await phones.call("bench-queue", own.settings.sip_port, 20, 3)  # what is slow only the first time
            hopeless: set[str] = set()
            for rate in rates:
                for system in (QUEUE, OURS):
                    if system in hopeless:
                        continue
                    cell = await (
                        queue_cell(own, phones, rate, seconds) if system == QUEUE
                        else our_cell(own, firm, phones, rate, seconds)
                    )  # fmt: skip
                    cells.append(cell)
                    outcome.say(cell.line())
                    if cell.hopeless:
                        hopeless.add(system)
                    await asyncio.sleep(1)
    finally:
        phones.close()
    return cells


def sustained(cells: list[Cell], system: str) -> list[float]:
    """The highest sustained rate of each repeat."""
    rounds: list[float] = []
    last = float("inf")
    for cell in cells:
        if cell.system != system:
            continue
        if cell.rate <= last:
            rounds.append(0.0)
        last = cell.rate
        if cell.sustained:
            rounds[-1] = max(rounds[-1], cell.rate)
    return rounds


def throughput() -> Outcome:
    """Measure the rates of both."""
    quick = is_quick()
    seconds = float(os.environ.get("SECONDS_EACH", "5" if quick else "60"))
    repeats = int(os.environ.get("REPEATS", "1"))
    rates = (20, 60) if quick else RATES
    chosen = os.environ.get("RATES")
    outcome = Outcome("calls.throughput", quick=quick)
    rates = tuple(map(int, chosen.split(","))) if chosen else rates
    cells = [cell for _ in range(repeats) for cell in asyncio.run(ladder(outcome, rates, seconds))]
    outcome.details = {"seconds_each": seconds, "repeats": repeats, "agents": AGENTS, "cells": [asdict(c) for c in cells]}
    _figures(outcome, cells)
    return outcome


def _figures(outcome: Outcome, cells: list[Cell]) -> None:
    theirs, ours = sustained(cells, QUEUE), sustained(cells, OURS)
    ratios = [mine / other if other else 0.0 for mine, other in zip(ours, theirs, strict=False)]
    middle = percentile(ratios, 50)
    note = f"sustained {max(ours, default=0):g}/s of app_queue's {max(theirs, default=0):g}/s in the same run"
    outcome.figures.append(
        Figure("calls.sustained", round(middle, 2), "x_app_queue", ">= 0.6", (min(ratios), max(ratios)), note)
    )
    by_rate: dict[float, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.system == OURS:
            by_rate[cell.rate].append(cell)
    held = [rate for rate in by_rate if rate <= max(ours, default=0)] or [min(by_rate)]
    worst = [max(c.ring_p99, c.talk_p99) for c in by_rate[max(held)]]
    outcome.figures.append(
        Figure(
            "calls.latency", percentile(worst, 50), "ms_p99", f"< {LATE_MS:g}", (min(worst), max(worst)),
            f"the worse of ring and talk at {max(held):g}/s, the highest rate sustained",
        )
    )  # fmt: skip
    python = [cell.python_ms for rate in held for cell in by_rate[rate]]
    highest = [c.python_ms for c in by_rate[max(held)]]
    outcome.figures.append(
        Figure(
            "calls.cpu", percentile(highest, 50), "ms_python_per_call", "<= 6", (min(python), max(python)),
            f"at {max(held):g}/s; the spread is over all sustained rates, the idle floor included",
        )
    )  # fmt: skip


async def _grow(outcome: Outcome, calls: int, rate: float) -> None:
    """Keep one floor busy and watch its memory."""
    phones = Phones()
    phones.start()
    try:
        async with installed() as own:
            await open_to_callers(own)
            firm = firms.write(own.prepared.access.app, AGENTS, phones.host, phones.port, prefix="op")
            own.start_floor()
            desk = await own.desk()
            await own.ready(firm.id, firm.agents, desk)
            desk.close()
            assert own.floor is not None
            points: list[tuple[int, float, float, float]] = []
            done, step = 0, calls // 10
            while done < calls:
                run = await phones.call(firms.NUMBER, own.settings.sip_port, rate, step / rate)
                done += run.dialled
                database = sum(machine.rss_mb(pid) for pid in machine.family(own.database_pid)[1:2])
                points.append((done, machine.rss_mb(own.floor.pid), machine.rss_mb(own.switch_pid), database))
                outcome.say(
                    f"{done} calls: floor {points[-1][1]:.1f} MB, switch {points[-1][2]:.0f} MB, {run.success:.2f} % bridged"
                )
            outcome.details = {"points": points, "rate": rate}
            warm = points[1][1]
            outcome.figures.append(
                Figure(
                    "calls.memory", round(points[-1][1] - warm, 1), "MB_growth", "<= 5", None,
                    f"floor's memory from {points[1][0]} to {points[-1][0]} calls: {warm:.1f} to {points[-1][1]:.1f} MB",
                )
            )  # fmt: skip
    finally:
        phones.close()


def memory() -> Outcome:
    """Measure the growth of the floor's memory."""
    outcome = Outcome("calls.memory", quick=is_quick())
    calls = int(os.environ.get("CALLS", "1500" if outcome.quick else "20000"))
    asyncio.run(_grow(outcome, calls, float(os.environ.get("RATE", "40"))))
    return outcome
