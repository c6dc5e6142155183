"""`sim.theory`: the production floor on a virtual clock beside the formulas; `sim.day`: how long a large day takes to play.

Six lines: three sizes, with and without patience. Of each the part that waits, the mean wait, the part answered within
20 s and the part that gives up are held against Erlang C and Erlang A, in standard errors over independent runs.
"""

from __future__ import annotations

import math
import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from bench.figures import Figure, Outcome, is_quick
from permanence.planning.erlang import Line, erlang_a, erlang_c
from permanence.sim.scenario import QueueScene, Scenario, TeamScene
from permanence.sim.shop import DayReport, Shop

SIZES = ((8, 12), (40, 45), (120, 128))  # erlang, agents
HANDLING_S, PATIENCE_S, WITHIN_S = 180.0, 180.0, 20.0
ERRORS = 3
CALLS_EACH = 6_000
RUNS = 24
DAY_CALLS, DAY_AGENTS, DAY_S = 20_000, 200, 20


@dataclass(frozen=True, slots=True)
class Case:
    """A line to be played."""

    load: int
    agents: int
    patience_s: float | None

    @property
    def name(self) -> str:
        """How it is called."""
        return f"M/M/{self.agents}{'+M' if self.patience_s else ''} at {self.load} erlang"

    def theory(self) -> Line:
        """What the formula says."""
        rate = self.load / HANDLING_S
        if self.patience_s is None:
            return erlang_c(rate, HANDLING_S, self.agents, WITHIN_S)
        return erlang_a(rate, HANDLING_S, self.agents, self.patience_s, WITHIN_S)

    def scenario(self, calls: int) -> Scenario:
        """The same as a day, after as long as it takes to forget the empty beginning."""
        per_hour = self.load * 3600 / HANDLING_S
        warm_up = 2 + 40 * HANDLING_S / 3600
        queue = QueueScene("q", (per_hour,), HANDLING_S, patience_s=self.patience_s)
        return Scenario((queue,), (TeamScene(self.agents, {"q": 1}),), hours=warm_up + calls / per_hour, warm_up_h=warm_up)


CASES = [Case(load, agents, patience) for load, agents in SIZES for patience in (None, PATIENCE_S)]


def play(given: tuple[Case, int, int]) -> dict[str, float]:
    """One run of a case: the four figures."""
    case, seed, calls = given
    seen = Shop(case.scenario(calls), seed).play().seen
    all_of_them = len(seen)
    return {
        "waits": sum(one.waited_s > 1e-6 for one in seen) / all_of_them,
        "wait_s": sum(one.waited_s for one in seen) / all_of_them,
        "quick": sum(one.answered and one.waited_s <= WITHIN_S for one in seen) / all_of_them,
        "gives_up": sum(not one.answered for one in seen) / all_of_them,
    }


def mean_and_error(values: list[float]) -> tuple[float, float]:
    """Return the mean and its standard error."""
    mean = sum(values) / len(values)
    return mean, math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1) / len(values))


def theory() -> Outcome:
    """Play all cases."""
    quick = is_quick()
    outcome = Outcome("sim.theory", quick=quick)
    runs, calls = (8, 800) if quick else (int(os.environ.get("RUNS", RUNS)), CALLS_EACH)
    worst, rows = 0.0, list[dict[str, object]]()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for case in CASES:
            played = list(pool.map(play, [(case, seed, calls) for seed in range(1, runs + 1)]))
            formula, told = case.theory(), list[str]()
            for name in ("waits", "wait_s", "quick", "gives_up"):
                mean, error = mean_and_error([run[name] for run in played])
                expected = getattr(formula, name)
                off = abs(mean - expected) / error if error else (0.0 if mean == expected else math.inf)
                worst = max(worst, off)
                told.append(f"{name} {mean:.4g} ± {error:.2g} ({expected:.4g}, {off:.1f} errors)")
                rows.append({"case": case.name, "what": name, "played": mean, "error": error, "theory": expected})
            outcome.say(f"{case.name}: {', '.join(told)}")
    outcome.details = {"rows": rows, "runs": runs, "calls_each": calls}
    outcome.figures.append(
        Figure("sim.theory", round(worst, 2), "standard_errors_at_most", f"<= {ERRORS}", None,
               f"{len(rows)} comparisons, {runs} runs of {calls} calls each")
    )  # fmt: skip
    return outcome


def large_day() -> Scenario:
    """Return a day of 200 agents and 20,000 calls in six queues."""
    shape = (0.5, 0.9, 1.2, 1.2, 0.8, 1.0, 1.2, 1.0, 0.7, 0.5)
    each = DAY_CALLS / 6 / sum(shape)
    queues = tuple(
        QueueScene(f"q{n}", tuple(each * hour for hour in shape), 230.0, 0.8, patience_s=300.0, retry=0.3, wrap_up_s=20)
        for n in range(6)
    )
    teams = tuple(TeamScene(DAY_AGENTS // 6 + (n < DAY_AGENTS % 6), {f"q{n}": 5, f"q{(n + 1) % 6}": 3}, f"t{n}", 3.0) for n in range(6))
    return Scenario(queues, teams, "a large day", hours=len(shape))


def day() -> Outcome:
    """Play a large day."""
    outcome = Outcome("sim.day", quick=is_quick())
    times: list[float] = []
    report = DayReport(0)
    for seed in range(1 if outcome.quick else 3):
        began = time.perf_counter()
        report = Shop(large_day(), seed).play()
        times.append(time.perf_counter() - began)
        outcome.say(f"seed {seed}: {len(report.seen)} calls played in {times[-1]:.1f} s")
    middle = sorted(times)[len(times) // 2]
    outcome.figures.append(
        Figure("sim.day", round(middle, 1), "s", f"<= {DAY_S}", (min(times), max(times)), f"{len(report.seen)} calls, {DAY_AGENTS} agents, one core")
    )
    return outcome
