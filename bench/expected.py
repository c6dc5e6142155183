"""`promise.forecast`: what callers are told of their wait, held against what came.

Days are played by the production floor. Every fourth caller never gives up, so that his whole wait is seen; when he begins
to wait, and every 45 s as announcements come, the forecast is written down beside what he then waited. The figure is the
lowest part, over all cases, queues and moments, of those who were answered within what they were told.
"""

from __future__ import annotations

import math
import os
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.figures import Figure, Outcome, is_quick
from permanence.floor.world import Effects, World
from permanence.interaction import events as f
from permanence.kernel.ids import InteractionId
from permanence.routing.forecast import Forecast
from permanence.routing.rules import told_minutes
from permanence.sim.scenario import QueueScene, Scenario, TeamScene
from permanence.sim.shop import Customer, Shop

LOADS = (0.85, 0.95, 1.05)
HELD = 0.8
PATIENT = 4  # every so-manieth caller never gives up
EVERY_S = 45
FEWEST = 30  # forecasts from which on a part is judged
HOURS, RUNS = 10.0, 6
AGENTS = 12  # of the larger firm, for each of its two queues


@dataclass(frozen=True, slots=True)
class Said:
    """A forecast: of which queue, how many before it for this caller, what it said and how long the caller then waited."""

    queue: str
    number: int
    told: Forecast
    waited_s: float

    @property
    def held(self) -> bool | None:
        """Whether he was answered within what he is told; None where nothing is."""
        minutes = told_minutes(self.told.within_s)
        return self.waited_s <= 60 * minutes if minutes is not None else None


class Listening(Shop):
    """A day on which the forecasts of callers are written down."""

    def __init__(self, scenario: Scenario, seed: int, change: Callable[[World], None] | None = None) -> None:
        """Play as the production floor does."""
        super().__init__(scenario, seed, change)
        self.said: list[Said] = []
        self._open: defaultdict[InteractionId, list[tuple[datetime, Forecast]]] = defaultdict(list)

    def _call(self, place: int, customer: Customer) -> None:
        if customer.number % PATIENT == 0:
            customer.patience_s = math.inf
        super()._call(place, customer)

    def _look(self, effects: Effects) -> None:
        facts = [(line.call, line.fact, line.at) for line in effects.journal]
        super()._look(effects)
        for call, fact, at in facts:
            customer = self._by_call.get(call)
            if customer is None or customer.number % PATIENT or customer.came < self.counts_from:
                continue
            if isinstance(fact, f.CallQueued):
                self._ask(call)
            elif isinstance(fact, f.AgentAnswered):
                told = enumerate(self._open.pop(call, []))
                self.said += [Said(customer.queue.name, n, what, (at - then).total_seconds()) for n, (then, what) in told]

    def _ask(self, call: InteractionId) -> None:
        """Write down what is expected for a caller for whom nobody is rung, and again as long as he waits."""
        board = self.stage.world.board
        if call not in board.waits:
            return
        found = board.expected_wait(call) if not board.is_held(call) else None
        if found is not None:
            self._open[call].append((self.stage.now, found))
        if found is not None or call in self._open:
            self.stage.put(self.stage.now + timedelta(seconds=EVERY_S), lambda: self._ask(call))


def teams_that_share(load: float) -> Scenario:
    """Two queues with different promises, specialists of each and agents who serve both; rings missed, breaks."""
    per_hour = load * AGENTS * 3600 / 275
    queues = (
        QueueScene("sales", (per_hour,), 240.0, 0.8, patience_s=300.0, wrap_up_s=30),
        QueueScene("care", (1.1 * per_hour,), 220.0, 0.8, patience_s=240.0, wrap_up_s=20, target_s=60),
    )
    teams = (
        TeamScene(9, {"sales": 5}, "sales", 4.0, 0.02),
        TeamScene(9, {"care": 5}, "care", 4.0, 0.02, break_every_s=7200, break_s=600),
        TeamScene(6, {"sales": 5, "care": 3}, "both", 4.0, 0.02),
    )
    return Scenario(queues, teams, "teams that share", hours=HOURS, warm_up_h=1)


def few_agents(load: float) -> Scenario:
    """One queue with four agents, whose calls are much alike."""
    queue = QueueScene("few", (load * 4 * 3600 / 275,), 240.0, 0.5, patience_s=300.0, wrap_up_s=30)
    return Scenario((queue,), (TeamScene(4, {"few": 5}, "few", 4.0, 0.02),), "few agents", hours=HOURS, warm_up_h=1)


def patient_callers(load: float) -> Scenario:
    """One queue whose callers hardly give up: long lines. Work above the agents' comes in waves, or nobody could be answered."""
    wave = tuple(part * load * 20 * 3600 / 215 for part in (0.7, 1.15, 0.8, 1.2, 0.6))
    queue = QueueScene("patient", wave, 180.0, 0.8, patience_s=3000.0, wrap_up_s=30, swing=0.05)
    return Scenario((queue,), (TeamScene(20, {"patient": 5}, "all", 4.0, 0.02),), "patient callers", hours=HOURS, warm_up_h=1)


CASES: dict[str, Callable[[float], Scenario]] = {
    "teams that share": teams_that_share, "few agents": few_agents, "patient callers": patient_callers,
}  # fmt: skip


def play(given: tuple[str, float, int]) -> list[Said]:
    """One day of a case."""
    case, load, seed = given
    day = Listening(CASES[case](load), seed)
    day.play()
    return day.said


def judge(said: list[Said]) -> dict[str, float]:
    """Return what is to be told of some forecasts: how many, how far off on average, and the part that held."""
    held = [one.held for one in said if one.held is not None]
    expected, waited = (sum(values) / len(said) for values in ([s.told.expected_s for s in said], [s.waited_s for s in said]))
    return {
        "forecasts": len(said), "told": len(held), "expected_s": round(expected, 1), "waited_s": round(waited, 1),
        "within_s": round(sum(one.told.within_s for one in said) / len(said), 1),
        "held": round(sum(held) / len(held), 4) if held else 1.0,
        "held_unrounded": round(sum(one.waited_s <= one.told.within_s for one in said) / len(said), 4),
    }  # fmt: skip


def forecast() -> Outcome:
    """Play all cases."""
    outcome = Outcome("promise.forecast", quick=is_quick())
    runs = 1 if outcome.quick else int(os.environ.get("RUNS", RUNS))
    rows: list[dict[str, object]] = []
    lowest, plain, off = 1.0, 1.0, 0.0
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for case in CASES:
            for load in LOADS:
                days = pool.map(play, [(case, load, seed) for seed in range(1, runs + 1)])
                said = [one for day in days for one in day]
                for queue in sorted({one.queue for one in said}):
                    for moment, later in (("at first", False), ("later", True)):
                        some = [one for one in said if one.queue == queue and (one.number > 0) is later]
                        if len(some) < FEWEST:
                            continue
                        seen = judge(some)
                        rows.append({"case": case, "load": load, "queue": queue, "moment": moment, **seen})
                        outcome.say(
                            f"{case} at {load}, {queue} {moment}: {len(some)} forecasts, mean {seen['expected_s']:g} s for"
                            f" {seen['waited_s']:g} s, within {seen['within_s']:g} s: {seen['held_unrounded']:.0%},"
                            f" as told: {seen['held']:.0%} of {seen['told']:g}"
                        )
                        lowest, plain = min(lowest, seen["held"]), min(plain, seen["held_unrounded"])
                        off = max(off, abs(seen["expected_s"] / seen["waited_s"] - 1))
    outcome.details = {"rows": rows, "runs": runs}
    note = f"the least of {len(rows)} sorts of forecasts (case, load, queue, at first or later), {runs} days each"
    outcome.figures += [
        Figure("promise.forecast", round(lowest, 3), "part_answered_within_what_was_told", f">= {HELD}", None, note),
        Figure("promise.forecast.unrounded", round(plain, 3), "part_at_least", f">= {HELD}", None, "before it is rounded up to minutes"),
        Figure("promise.forecast.mean_off", round(off, 3), "part_at_most", "", None, "how far the mean is off, of the same sorts"),
    ]
    return outcome
