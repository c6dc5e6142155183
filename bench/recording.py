"""`recording.concurrent`: how many conversations at once with both sides kept and 98 % of all packets in time."""

from __future__ import annotations

import asyncio
import os
import time
import wave
from dataclasses import dataclass
from pathlib import Path

from bench import firm as firms
from bench import machine
from bench.figures import Figure, Outcome, is_quick, percentile
from bench.installation import Installation, installed, open_to_callers
from bench.phones import FRAME_S, Leg, Phones

TARGET, IN_TIME = 90, 98.0
MISSING_S = 1.0  # files begin when the switch listens in, a moment after the answer


@dataclass(frozen=True, slots=True)
class Level:
    """So many calls at once."""

    calls: int
    in_time: float
    worst_leg: float
    switch: float
    python: float
    others: float


async def _up(phones: Phones, calls: int, patience: float) -> list[Leg]:
    """Have so many calls up: callers and agents."""
    last = time.monotonic() + patience
    while len(legs := [leg for leg in phones.up() if leg.sound.heard]) < 2 * calls:
        if time.monotonic() > last:
            raise TimeoutError(f"{len(legs)} of {2 * calls} ends hear each other")
        await asyncio.sleep(0.05)
    return legs


async def _level(own: Installation, phones: Phones, calls: int, seconds: float) -> Level:
    legs = await _up(phones, calls, 40)
    await asyncio.sleep(2)
    assert own.floor is not None
    meter = machine.Meter({"switch": [own.switch_pid], "python": [own.floor.pid]})
    before = {leg.id: (leg.sound.got, leg.sound.late) for leg in legs}
    began = time.monotonic()
    await asyncio.sleep(seconds)
    expected = (time.monotonic() - began) / FRAME_S
    parts = [
        min(1.0, (leg.sound.got - before[leg.id][0] - (leg.sound.late - before[leg.id][1])) / expected) for leg in legs
    ]
    usage = meter.read()
    return Level(
        calls, round(100 * sum(parts) / len(parts), 2), round(100 * min(parts), 2),
        round(usage.cores["switch"], 2), round(usage.cores["python"], 2), round(usage.others, 2),
    )  # fmt: skip


async def _run(outcome: Outcome, levels: tuple[int, ...], seconds: float) -> None:
    async with installed(rtp=1200) as own:
        phones = await Phones.open("127.0.0.1", own.settings.sip_port)
        await open_to_callers(own, f"sip:127.0.0.1:{phones.port}")
        terms = firms.Terms(record=True)
        firm = firms.write(own.prepared.access.app, max(levels), phones.host, phones.port, terms, prefix="op")
        own.start_floor()
        await own.ready(firm.id, firm.agents)
        results: list[Level] = []
        callers: list[Leg] = []
        try:
            for calls in levels:
                while len(callers) < calls:
                    callers.append(phones.dial(f"+{33630000000 + len(callers)}", firms.NUMBER))
                    await asyncio.sleep(0.12)
                results.append(await _level(own, phones, calls, seconds))
                level = results[-1]
                outcome.say(
                    f"{calls} recorded calls: {level.in_time} % of packets in time, the worst leg {level.worst_leg} %;"
                    f" switch {level.switch} cores, floor {level.python}, stolen {level.others}"
                )
                if level.in_time < 90:
                    break
            lengths = await _hang_up(own, phones, firm.id, callers)
        finally:
            phones.close()
        whole = sum(missing <= MISSING_S for missing in lengths)
        outcome.say(
            f"both sides kept: {whole} of {2 * len(callers)} files miss at most {MISSING_S:g} s of their conversation;"
            f" half miss less than {percentile(lengths, 50):.2f} s, the worst {max(lengths, default=0):.2f} s"
        )
        held = max((level.calls for level in results if level.in_time >= IN_TIME), default=0)
        outcome.details = {"levels": [[*_row(level)] for level in results], "files": len(lengths), "whole": whole}
        note = "; ".join(f"{level.calls}: {level.in_time} %" for level in results)
        target = f">= {TARGET}" if not outcome.quick else f">= {max(levels)}"
        outcome.figures += [
            Figure("recording.concurrent", held, "calls", target, None, note),
            Figure("recording.whole", round(100 * whole / (2 * len(callers)), 1), "%_of_files", ">= 100", None, "both sides"),
        ]  # fmt: skip


def _row(level: Level) -> tuple[float, ...]:
    return level.calls, level.in_time, level.worst_leg, level.switch, level.python, level.others


async def _hang_up(own: Installation, phones: Phones, firm: str, callers: list[Leg]) -> list[float]:
    """End all; how many seconds of its conversation each file misses."""
    for leg in callers:
        phones.hang_up(leg)
        await asyncio.sleep(0.03)
    await asyncio.sleep(6)
    talked = dict(own.rows(firm, "select id, talk_s from interaction.call where outcome = 'answered'"))
    lengths: list[float] = []
    for file in own.plan.recording.glob("*.wav"):
        talk = talked.get(file.name.partition(".")[0])
        if talk:
            lengths.append(talk - _seconds(file))
    return lengths


def _seconds(file: Path) -> float:
    try:
        with wave.open(str(file)) as sound:
            return sound.getnframes() / sound.getframerate()
    except (wave.Error, EOFError):
        return 0.0


def concurrent() -> Outcome:
    """Measure it."""
    outcome = Outcome("recording.concurrent", quick=is_quick())
    chosen = os.environ.get("LEVELS", "10" if outcome.quick else "60,80,90,100,110,120")
    seconds = float(os.environ.get("SECONDS_EACH", "5" if outcome.quick else "20"))
    asyncio.run(_run(outcome, tuple(map(int, chosen.split(","))), seconds))
    return outcome
