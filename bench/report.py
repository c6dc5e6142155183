"""`python -m bench.report`: writes docs/reference/measurements.md from the results that measures have kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.figures import RESULTS

PAGE = Path(__file__).parent.parent / "docs/reference/measurements.md"
HEAD = """# Measurements

Written by `python -m bench.report` from `bench/results`; do not edit. `make measure FIGURE=name` measures a figure again,
`make bench` all of them.

How calls are measured: SIPp callers and SIPp telephones write when each step of each call was taken, under the caller's
number. *Ring* is the time from the caller's INVITE to the INVITE at the agent's telephone, *talk* the time from the
agent's answer to the caller's. Asterisk's own `app_queue` does the same job with the same telephones on the same switch,
and the two take turns rate by rate; a rate is *sustained* with p99 of ring and talk below 150 ms and 99.9 % of the calls
bridged. A call of ours counts only with its row and journal committed. *Stolen* is what other processes of the machine
took meanwhile, in cores. With `UNDISTURBED=1` everything measured, the yardstick included, goes before all other processes
(`bench/machine.py` says why and how).

How faults are measured: telephones whose packets carry their own serial number, so that each end knows whom it heard,
who hung up, and how long it heard nothing; the platform's rows are held against what the telephones know. Zero failures
in N independent trials bound the rate of failure below 3/N with 95 % confidence, and no more than that is claimed.
"""

TAIL = """
## What the next 0.2 would take

At 80 calls a second, the highest rate that both measures of delay still held, a call cost the switch 12.1 ms, our Python 4.9 ms and
PostgreSQL 3.5 ms: with the telephones of the measurement beside them, two cores were full. `app_queue` spends as much in the switch
and nothing beside it, so the ratio is what we add. For 100 calls a second, p99 included, 8.5 ms of ours must become about 4:

* **Fewer, larger commits.** The slower the calls come, the fewer share a commit: 9.4 ms of Python a call at 20 a second, 7.7 at 40, 4.9 at 80. A longer
  pause between commits under load (10 ms now, up to 30 where the last one was slow) costs delay, of which 53 ms of 150 are used.
* **Fewer events.** What the switch tells and we do not use is decoded to be thrown away; its filter can be drawn narrower.
* **Smaller documents.** The open call is written whole at each commit, not what changed of it.

These are directions, not measurements: each is to be tried on its own, beside `app_queue`, before it is believed.

A third core should give the same without a change: the switch and the floor are processes of their own.
"""


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
        " PostgreSQL ms/call | stolen |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for cell in cells:
        kept = "" if cell["kept"] is None else f"{cell['kept']:g} %"
        lines.append(
            f"| {cell['system']} | {cell['rate']:g} | {cell['success']:g} % of {cell['calls']} | {kept} |"
            f" {cell['ring_p50']:g}/{cell['ring_p99']:g} | {cell['talk_p50']:g}/{cell['talk_p99']:g} | {cell['switch_ms']:g} |"
            f" {cell['python_ms']:g} | {cell['database_ms']:g} | {cell['others']:g} |"
        )
    return lines


def text(results: list[dict[str, Any]]) -> str:
    """The page."""
    lines = [HEAD, "| figure | value | target | spread | verdict |", "|---|---|---|---|---|"]
    lines += [_value(figure) for result in results for figure in result["figures"]]
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
    return "\n".join(lines) + "\n" + TAIL


def write() -> Path:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text(_load()))
    print(f"written: {PAGE}")
    return PAGE


if __name__ == "__main__":
    write()
