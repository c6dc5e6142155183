"""`python -m bench.report`: writes docs/reference/measurements.md from the results that measures have kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.calls import OURS, Cell
from bench.figures import RESULTS, percentile

PAGE = Path(__file__).parent.parent / "docs/reference/measurements.md"
HEAD = """# Measurements

Written by `python -m bench.report` from `bench/results`; do not edit. `make measure FIGURE=name` measures a figure again,
`make bench` all of them.

How calls are measured: SIPp callers and SIPp telephones write when each step of each call was taken, under the caller's
number. *Ring* is the time from the caller's INVITE to the INVITE at the agent's telephone, *talk* the time from the
agent's answer to the caller's. Asterisk's own `app_queue` does the same job with the same telephones on the same switch,
and the two take turns rate by rate; a rate is *sustained* with p99 of ring and talk below 150 ms and 99.9 % of the calls
bridged. A call of ours counts only with its row and journal committed. *Stolen* is what other processes of the machine
took meanwhile, in cores; *pace* is how fast one core was just before (million additions of Python a second), since the
machine is shared by others who cannot be seen. With `UNDISTURBED=1` everything measured, the yardstick included, goes before all other processes
(`bench/machine.py` says why and how).

How faults are measured: telephones whose packets carry their own serial number, so that each end knows whom it heard,
who hung up, and how long it heard nothing; the platform's rows are held against what the telephones know. Zero failures
in N independent trials bound the rate of failure below 3/N with 95 % confidence, and no more than that is claimed.

How promises are measured: days played by the production floor, the same callers and the same other work under every policy;
differences are of days, with 95 % intervals ([simulation.md](simulation.md) says more).
"""

TAIL = """
## What the next 0.2 would take

At {rate:g} calls a second, the highest rate that both measures of delay still held, a call cost the switch {switch:.1f} ms, our Python
{python:.1f} ms and PostgreSQL {database:.1f} ms: with the telephones of the measurement beside them, two cores were full. `app_queue`
spends as much in the switch and nothing beside it, so the ratio is what we add: {ours:.1f} ms.

* **Fewer events.** What the switch tells and we do not use is decoded to be thrown away; its filter can be drawn narrower.
* **Smaller documents.** The open call is written whole at each commit, not what changed of it.

These are directions, not measurements: each is to be tried on its own, beside `app_queue`, before it is believed.

A third core should give the same without a change: the switch and the floor are processes of their own.
"""


def _next_steps(cells: list[dict[str, Any]]) -> str:
    """What a call costs at the highest rate that ours held, the middle of the repeats, and what could be saved."""
    ours = [Cell(**cell) for cell in cells if cell["system"] == OURS]
    highest = max((cell.rate for cell in ours if cell.sustained), default=None)
    if highest is None:
        return ""
    held = [cell for cell in ours if cell.rate == highest]
    switch, python, database = (
        percentile([getattr(cell, part) for cell in held], 50) for part in ("switch_ms", "python_ms", "database_ms")
    )
    return TAIL.format(rate=highest, switch=switch, python=python, database=database, ours=python + database)


def _load() -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted(RESULTS.glob("*.json"))]


def _value(figure: dict[str, Any]) -> str:
    if "words" in figure:
        return f"| {figure['name']} | {figure['words']} | | | {'holds' if figure['holds'] else '**missed**'} |"
    spread = figure.get("spread")
    shown = f"{spread[0]:g} to {spread[1]:g}" if spread else ""
    verdict = ("holds" if figure["holds"] else "**missed**") if figure["target"] else "told"
    unit = figure["unit"].replace("_", " ")
    return f"| {figure['name']} | {figure['value']:g} {unit} | {figure['target']} | {shown} | {verdict} |"


def _cells(cells: list[dict[str, Any]]) -> list[str]:
    lines = [
        "| system | calls/s | bridged | rows | ring p50/p99 ms | talk p50/p99 ms | switch ms/call | Python ms/call |"
        " PostgreSQL ms/call | switch/floor MB | stolen | pace |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for cell in cells:
        kept = "" if cell["kept"] is None else f"{cell['kept']:g} %"
        lines.append(
            f"| {cell['system']} | {cell['rate']:g} | {cell['success']:g} % of {cell['calls']} | {kept} |"
            f" {cell['ring_p50']:g}/{cell['ring_p99']:g} | {cell['talk_p50']:g}/{cell['talk_p99']:g} | {cell['switch_ms']:g} |"
            f" {cell['python_ms']:g} | {cell['database_ms']:g} |"
            f" {cell['switch_mb']:g}/{cell['python_mb']:g} | {cell['others']:g} | {cell.get('pace') or ''} |"
        )
    return lines


def text(results: list[dict[str, Any]]) -> str:
    """The page."""
    lines = [HEAD, "| figure | value | target | spread | verdict |", "|---|---|---|---|---|"]
    lines += [_value(figure) for result in results for figure in result["figures"]]
    steps = ""
    for result in results:
        machine = result["machine"]
        size = "a smaller run; " if result["quick"] else ""
        size += "before all other processes; " if result.get("undisturbed") else ""
        lines += [
            "", f"## {result['name']}", "",
            f"{result['date']} UTC, revision {result['revision']}; {size}{machine['cores']} cores {machine['processor']},"
            f" {machine['memory_mb'] // 1024} GB, Linux {machine['kernel']}, Python {machine['python']}.",
        ]  # fmt: skip
        notes = [f"* {figure['name']}: {figure['note']}." for figure in result["figures"] if figure.get("note")]
        lines += ["", *notes] if notes else []
        cells = result["details"].get("cells") if isinstance(result["details"], dict) else None
        if cells:
            lines += ["", *_cells(cells)]
        elif result["remarks"]:
            lines += ["", *(f"* {remark}" for remark in result["remarks"])]
        if result["name"] == "calls.throughput":
            steps = _next_steps(cells or [])
    return "\n".join(lines) + "\n" + steps


def write() -> Path:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text(_load()))
    print(f"written: {PAGE}")
    return PAGE


if __name__ == "__main__":
    write()
