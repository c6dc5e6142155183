"""`permanence simulate`: days of a scenario on every core, with figures, a picture, and two policies on the same days."""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from permanence.sim.picture import draw
from permanence.sim.scenario import Scenario, ScenarioUnfit, read
from permanence.sim.shop import DayReport, Shop
from permanence.sim.summary import DayFigures, Figures, Mean, differences, figures_of, mean_of

WORDS = {
    "calls": ("calls", 1), "answered": ("answered %", 100), "gave_up": ("gave up %", 100),
    "late": ("longer than promised %", 100), "within_20_s": ("answered within 20 s %", 100), "mean_wait_s": ("mean wait s", 1),
    "wait_90_s": ("nine in ten wait at most s", 1), "longest_wait_s": ("longest wait s", 1), "occupancy": ("agents busy %", 100),
}  # fmt: skip


def load(path: Path) -> Scenario:
    """Read a scenario's file; raise `ScenarioUnfit`."""
    try:
        return read(path.read_text())
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioUnfit(f"{path} cannot be read: {error}.") from error


def _day(given: tuple[Scenario, int]) -> DayReport:
    scenario, seed = given
    return Shop(scenario, seed).play()


def play(scenarios: list[Scenario], seeds: range, console: Console) -> list[list[DayReport]]:
    """Play each scenario on each day, on every core, telling how far it is."""
    jobs = [(scenario, seed) for scenario in scenarios for seed in seeds]
    told = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()]
    reports: list[DayReport] = []
    with Progress(*told, console=console, transient=True) as progress, ProcessPoolExecutor(os.cpu_count()) as pool:
        days = progress.add_task("days", total=len(jobs))
        for report in pool.map(_day, jobs):
            reports.append(report)
            progress.advance(days)
    return [reports[at : at + len(seeds)] for at in range(0, len(reports), len(seeds))]


def _shown(mean: Mean, factor: int) -> str:
    width = f" ± {factor * mean.half_width:.2f}" if mean.half_width != float("inf") else ""
    return f"{factor * mean.mean:.2f}{width}"


def _table(title: str, days: list[DayFigures]) -> Table:
    table = Table(title=title)
    table.add_column("")
    for name in ("whole day", *days[0].queues):
        table.add_column(name, justify="right")
    for name in Figures.__struct_fields__:
        word, factor = WORDS[name]
        cells = [mean_of([getattr(day.whole, name) for day in days])]
        cells += [mean_of([getattr(day.queues[queue], name) for day in days]) for queue in days[0].queues]
        table.add_row(word, *(_shown(cell, factor) for cell in cells))
    busy = mean_of([day.occupancy for day in days])
    table.add_row(WORDS["occupancy"][0], _shown(busy, 100))
    return table


def _compared(found: dict[str, Mean]) -> Table:
    table = Table(title="second minus first, on the same days (95 %)")
    table.add_column("")
    table.add_column("difference", justify="right")
    table.add_column("")
    for name, mean in found.items():
        word, factor = WORDS[name]
        clear = abs(mean.mean) > mean.half_width
        table.add_row(word, _shown(mean, factor), "" if clear else "no clear difference")
    return table


def simulate(paths: list[Path], seeds: int, first: int, picture: Path | None, as_json: bool) -> None:
    """Play, and tell what came of it; with two scenarios also what is between them."""
    scenarios = [load(path) for path in paths]
    console = Console(stderr=as_json)
    played = play(scenarios, range(first, first + seeds), console)
    days = [[figures_of(report, scenario) for report in reports] for scenario, reports in zip(scenarios, played, strict=True)]
    found = differences(days[0], days[1]) if len(days) == 2 and seeds > 1 else None
    if picture is not None:
        promise = max(queue.target_s for queue in scenarios[-1].queue)
        picture.write_text(draw(scenarios[-1].name, played[-1], promise))
    if as_json:
        told = {
            "scenarios": [{"name": s.name, "days": msgspec.to_builtins(d)} for s, d in zip(scenarios, days, strict=True)],
            "differences": msgspec.to_builtins(found) if found is not None else None,
        }
        sys.stdout.write(json.dumps(told, indent=1) + "\n")
        return
    for scenario, figures in zip(scenarios, days, strict=True):
        console.print(_table(f"{scenario.name}: {seeds} days", figures))
    if found is not None:
        console.print(_compared(found))
    if picture is not None:
        console.print(f"picture: {picture}")
