"""`permanence simulate --day` and `permanence replay --from --to`: a past day on the floor, as it was and with a change."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from rich.console import Console
from rich.table import Table

from permanence.adapters.postgres.pool import Database
from permanence.app import database as databases
from permanence.app.past import PastDays, bounds, check_span, read_day, read_moment
from permanence.app.settings import Settings
from permanence.app.simulate import WORDS
from permanence.routing.model import QueueCard
from permanence.sim.change import ChangeUnfit, Names, read_change, read_less
from permanence.sim.history_day import Trace, counted, happened, without_agents
from permanence.sim.replay import play
from permanence.sim.shop import DayReport
from permanence.sim.summary import DayFigures, Figures, Mean, figures_by, mean_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What shall be played. `since` and `until` None: the whole `day`. `first` is the first seed, `seeds` how many."""

    day: str | None = None
    since: str | None = None
    until: str | None = None
    firm: str | None = None
    without: tuple[str, ...] = ()
    change: Path | None = None
    seeds: int = 5
    first: int = 1


@dataclass(frozen=True, slots=True)
class Played:
    """What came of it: what really happened, the plays with the rules and people of that time, those with the change."""

    trace: Trace
    real: DayFigures
    as_it_was: list[DayFigures]
    changed: list[DayFigures] | None


def simulate_past(settings: Settings, asked: Asked, *, as_json: bool) -> None:
    """Read, play, and tell what came of it."""
    trace, names = asyncio.run(_read(settings, asked))
    changed = _changed(trace, asked, names)
    played = play_both(trace, changed, range(asked.first, asked.first + asked.seeds))
    if as_json:
        sys.stdout.write(json.dumps(_for_programs(played), indent=1) + "\n")
        return
    tell(played, asked.day or f"{asked.since} to {asked.until}", Console())


async def _read(settings: Settings, asked: Asked) -> tuple[Trace, Names]:
    async with databases.standing(settings), Database(databases.floor_door(settings), size_max=2, limit_s=60.0) as database:
        past = PastDays(database)
        firm = await past.firm(asked.firm)
        zone = ZoneInfo(firm.time_zone)
        if asked.day is not None:
            since, until = bounds(read_day(asked.day), zone)
        else:
            since, until = read_moment(asked.since or "", zone), read_moment(asked.until or "", zone)
            check_span(since, until)
        return await past.trace(firm.id, since, until), await past.names(firm.id)


def _changed(trace: Trace, asked: Asked, names: Names) -> tuple[Trace, list[QueueCard]] | None:
    """Return who is there and by which rules after the change, None where nothing changes."""
    if not asked.without and asked.change is None:
        return None
    less = [read_less(text, names) for text in asked.without]
    people = reduce(lambda those, one: without_agents(those, *one), less, trace)
    if asked.change is None:
        return people, list(trace.queues)
    try:
        text = asked.change.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise ChangeUnfit(reason=f"{asked.change} cannot be read: {error}.") from error
    return people, read_change(text, trace.queues, names)


def _one(given: tuple[Trace, list[QueueCard], int]) -> DayReport:
    return play(*given)


def play_both(trace: Trace, changed: tuple[Trace, list[QueueCard]] | None, seeds: range) -> Played:
    """Play the stretch as it was and with the change, on every core; the promises are those in force."""
    jobs = [(trace, list(trace.queues), seed) for seed in seeds]
    jobs += [(*changed, seed) for seed in seeds] if changed is not None else []
    targets: dict[str, int] = {card.terms.queue: card.target_s for card in trace.queues}
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(jobs))) as pool:
        figures = [figures_by(report, targets) for report in pool.map(_one, jobs)]
    both = figures[: len(seeds)], figures[len(seeds) :]
    return Played(trace, figures_by(happened(trace), targets), both[0], both[1] if changed is not None else None)


def _cell(mean: Mean, factor: int) -> str:
    width = f" ± {factor * mean.half_width:.1f}" if mean.half_width not in (0.0, float("inf")) else ""
    return f"{factor * mean.mean:.1f}{width}"


def tell(played: Played, title: str, console: Console) -> None:
    """Print who waited how long, really and as played, and what the change makes of it."""
    there = len(played.trace.agents)
    console.print(_table(played, f"{title}: {len(counted(played.trace))} waits, {there} agents", None))
    for card in played.trace.queues:
        if played.real.queues[card.terms.queue].calls:
            console.print(_table(played, card.terms.name, card.terms.queue))
    if played.trace.left_out:
        console.print(f"{played.trace.left_out} waits in queues that are no longer there are left out.")
    if len(played.as_it_was) > 1:
        console.print("± is over the plays, which differ in what callers never showed: how long those would have waited who")
        console.print("were answered. It is not the error over days: another day has other callers.")


def _table(played: Played, title: str, queue: str | None) -> Table:
    table = Table(title=title)
    heads = ["", "really", "played", *(["with the change", "difference"] if played.changed is not None else [])]
    for head in heads:
        table.add_column(head, justify="right" if head else "left")

    def of(day: DayFigures, name: str) -> float:
        if name == "occupancy":
            return day.occupancy
        value: float = getattr(day.whole if queue is None else day.queues[queue], name)
        return value

    for name in (*Figures.__struct_fields__, *(("occupancy",) if queue is None else ())):
        word, factor = WORDS[name]
        was = [of(day, name) for day in played.as_it_was]
        cells = [f"{factor * of(played.real, name):.1f}", _cell(mean_of(was), factor)]
        if played.changed is not None:
            new = [of(day, name) for day in played.changed]
            cells += [_cell(mean_of(new), factor), _cell(mean_of([b - a for a, b in zip(was, new, strict=True)]), factor)]
        table.add_row(word, *cells)
    return table


def _for_programs(played: Played) -> dict[str, object]:
    names = {card.terms.queue: card.terms.name for card in played.trace.queues}
    return {
        "opens": played.trace.opens.isoformat(),
        "length_s": played.trace.length_s,
        "queues": names,
        "agents": len(played.trace.agents),
        "left_out": played.trace.left_out,
        "really": msgspec.to_builtins(played.real),
        "played": msgspec.to_builtins(played.as_it_was),
        "changed": msgspec.to_builtins(played.changed),
    }
