"""`python -m bench.measure NAME [--quick]`: sets up what a figure needs, measures it, ends with one line a figure.

Exit status 0 where every target holds. `--list` names the figures, `--all` measures them all and writes the report.
"""

from __future__ import annotations

import importlib
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench import machine
from bench.figures import RESULTS, Outcome, Told, is_quick

ROOT = Path(__file__).parent.parent

# Which measure gives a figure: a function of ours, or a command whose exit status is the verdict.
OURS = {
    "calls.sustained": "bench.calls:throughput",
    "calls.latency": "bench.calls:throughput",
    "calls.cpu": "bench.calls:throughput",
    "calls.memory": "bench.calls:memory",
    "recording.concurrent": "bench.recording:concurrent",
    "kills.calls": "bench.kills:calls",
    "kills.switch": "bench.faults:switch",
    "kills.database": "bench.faults:database",
    "faults.disk": "bench.faults:disk",
    "matching.latency": "bench.matching:matching",
    "matching.scan": "bench.matching:matching",
    "floor.events": "bench.floor:events",
    "floor.commit": "bench.floor:commit",
    "floor.takeover": "bench.takeover:takeover",
    "faults.planted": "bench.planted:planted",
    "sim.theory": "bench.theory:theory",
    "sim.day": "bench.theory:day",
    "promise.late": "bench.promise:promise",
    "promise.vip": "bench.promise:promise",
    "promise.wait": "bench.promise:promise",
    "staffing.hours": "bench.staffing:hours",
    "sim.replay": "bench.replay:replay",
    "promise.forecast": "bench.expected:forecast",
    "receipts.tamper": "bench.tamper:tamper",
    "receipts.place": "bench.tamper:tamper",
    "receipts.month": "bench.tamper:tamper",
    "ledger.million": "bench.ledger:million",
    "ledger.concurrency": "bench.ledger:concurrency",
    "ledger.agree": "bench.agree:agree",
    "isolation.canaries": "bench.canaries:canaries",
    "isolation.aliases": "bench.canaries:canaries",
    "ledger.mutation": "bench.mutation:mutation",
    "cards.canaries": "bench.cards:canaries",
    "diversion.power": "bench.diversion:power",
    "diversion.alarms": "bench.diversion:power",
}
SCRIPTS = {
    "setup.answered_call": "bench.setup_answered_call",
    "input.sip": "bench.input_sip",
    "input.ari": "bench.input_ari",
    "input.http": "bench.input_http",
    "isolation.matrix": "bench.isolation_matrix",
    "pages.axe": "bench.pages_axe",
    "pages.keyboard": "bench.pages_keyboard",
}


def names() -> list[str]:
    """All figures."""
    return [*OURS, *SCRIPTS]


def measure(name: str) -> bool:
    """Measure one figure (and those that come with it); whether the targets hold."""
    if name in OURS:
        module, _, function = OURS[name].partition(":")
        outcome: Outcome = getattr(importlib.import_module(module), function)()
        path = outcome.save()
        if outcome.quick:
            print(f"quick: a smaller version of {outcome.name}; its figures say that it works, not how well")
        print(f"details: {path.relative_to(ROOT)}")
        for figure in outcome.figures:
            print(figure.line())
        return outcome.holds
    return _script(name)


def _script(name: str) -> bool:
    """Run a figure's own script, showing what it says; its last line is kept where it keeps nothing itself."""
    words, began = [sys.executable, "-m", SCRIPTS[name]], time.time()
    last = ""
    environment = os.environ | {"PYTHONPATH": "src", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line.strip() if line.startswith(f"{name} ") else last
    good = process.returncode == 0
    path = RESULTS / f"{name}.json"
    if last and not (path.exists() and path.stat().st_mtime >= began):
        outcome = Outcome(name, quick=is_quick())
        outcome.figures.append(Told(name, last.removeprefix(f"{name} "), good))
        outcome.save()
    return good


def main(arguments: list[str]) -> int:
    """Run the command."""
    if "--quick" in arguments:
        os.environ["QUICK"] = "1"
    wanted = [word for word in arguments if not word.startswith("--")]
    if "--list" in arguments or not (wanted or "--all" in arguments):
        print("\n".join(names()))
        return 0 if "--list" in arguments else 2
    unknown = [name for name in wanted if name not in names()]
    if unknown:
        print(f"No figure is called {unknown[0]}. The names: {', '.join(names())}")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is ended on the way out
    if machine.undisturbed():
        machine.go_first(os.getpid())
        print("all processes of this measure, the yardstick's too, go before all others of this machine")
    print(f"{machine.today()} UTC, {machine.describe()}", flush=True)
    good, done = True, set[str]()
    for name in wanted or names():
        key = OURS.get(name, name)
        if key not in done:
            done.add(key)
            print(f"{shlex.quote(name)}:", flush=True)
            good = measure(name) and good
    if "--all" in arguments:
        from bench import report

        report.write()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
