"""`promise.late`, `promise.vip`, `promise.wait`: what keeps the promise on busy days, played by the production floor.

Six queues, forty agents who can do different things, a fifth of their time in work that can wait, at four loads
(bench/scenarios/six-queues.toml; load 1: in the busiest half hours callers fill exactly the time which that work leaves).
Every policy meets the same callers and the same other work on the same days; differences are of days, with 95 % intervals.

First come and strict priority are settings of the same floor: one promise for all queues, no priority, or the one queue
before everything. Without pulls nobody looks ahead: other work is done when it falls due, as a fixed blend does it.
The frontier sets what callers gain against what the other work loses: pulls come at other parts of the promise.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bench.figures import Figure, Outcome, is_quick
from permanence.routing import promise as rules
from permanence.sim.scenario import QueueScene, Scenario, read
from permanence.sim.shop import Shop
from permanence.sim.summary import Mean, mean_of

SCENARIO = Path(__file__).parent / "scenarios/six-queues.toml"
PICTURE = Path(__file__).parent.parent / "build/promise.svg"
LOADS, BUSY = (0.85, 0.95, 1.05, 1.20), 1.05
DAYS, DAYS_FRONTIER = 60, 20
FIRST_SEED = 1001  # none of those on which the queues' set-up was chosen
LATE_S, VIP, VIP_S = 180, "gold", 60
FIRST, STRICT, BARE, OURS, FIRST_PULLED = "first come", "strict priority", "ours without pulls", "ours", "first come with pulls"
POLICIES = (FIRST, STRICT, BARE, OURS, FIRST_PULLED)
HOLDS = (0.05, 0.15, 0.25, 0.5, 1.0)  # of the promise: the points of the frontier beside no pulls at all


class NobodyLooks(Shop):
    """A day on which nothing is done for queues in danger."""

    def look_ahead(self) -> None:
        """Look at nothing."""


class Day(msgspec.Struct, frozen=True):
    """What came of a day: parts of all callers, mean waits in seconds; `lost` is the part of the other work not done when the
    doors closed, `delay_s` how late a piece of it was finished."""

    late: float
    vip_late: float
    gave_up: float
    longest_s: float
    lost: float
    delay_s: float
    calls: dict[str, int]
    waits_s: dict[str, float]  # of all callers of a queue together


@dataclass(frozen=True, slots=True)
class Job:
    """A day to be played: `hold` is the part of the promise at which other work is held."""

    policy: str
    load: float
    seed: int
    hold: float = rules.HOLD_PART


def scenario(policy: str, load: float) -> Scenario:
    """Return the day under a policy, with so many callers."""
    given = read(SCENARIO.read_text())
    return msgspec.structs.replace(given, queue=tuple(_queue(queue, policy, load) for queue in given.queue))


def _queue(queue: QueueScene, policy: str, load: float) -> QueueScene:
    scaled = msgspec.structs.replace(queue, per_hour=tuple(load * calls for calls in queue.per_hour))
    if policy in (BARE, OURS):
        return scaled
    priority = 10 if policy == STRICT and queue.name == VIP else 0
    return msgspec.structs.replace(scaled, target_s=LATE_S, priority=priority)


def play(job: Job) -> Day:
    """Play a day."""
    rules.HOLD_PART = job.hold  # a process of its own plays one day at a time
    shop = (Shop if job.policy in (OURS, FIRST_PULLED) else NobodyLooks)(scenario(job.policy, job.load), job.seed)
    report = shop.play()
    seen, vips = report.seen, [one for one in report.seen if one.queue == VIP]
    waits: Counter[str] = Counter()
    for one in seen:
        waits[one.queue] += one.waited_s  # type: ignore[assignment]  # a counter of seconds
    return Day(
        sum(one.waited_s > LATE_S for one in seen) / len(seen),
        sum(one.waited_s > VIP_S for one in vips) / max(1, len(vips)),
        sum(not one.answered for one in seen) / len(seen),
        max(one.waited_s for one in seen),
        1 - report.beside.done_s / report.beside.due_s,
        report.beside.delay_s / max(1, report.beside.pieces),
        dict(Counter(one.queue for one in seen)), dict(waits),
    )  # fmt: skip


def _percent(mean: Mean) -> str:
    return f"{100 * mean.mean:.2f} ± {100 * mean.half_width:.2f} %"


def _wait_s(days: Sequence[Day], queue: str) -> float:
    return sum(day.waits_s.get(queue, 0.0) for day in days) / max(1, sum(day.calls.get(queue, 0) for day in days))


def _told(outcome: Outcome, played: dict[tuple[str, float], list[Day]]) -> None:
    """Say what each policy comes to at each load, and what lies between them, day by day."""
    rows: list[dict[str, object]] = []
    for (policy, load), days in played.items():
        late, vip = mean_of([day.late for day in days]), mean_of([day.vip_late for day in days])
        lost, delay = mean_of([day.lost for day in days]), mean_of([day.delay_s for day in days])
        waits = {queue: round(_wait_s(days, queue), 1) for queue in sorted(days[0].calls)}
        outcome.say(
            f"load {load:g}, {policy}: over {LATE_S} s {_percent(late)}, {VIP} over {VIP_S} s {_percent(vip)}, longest wait"
            f" {sum(day.longest_s for day in days) / len(days):.0f} s, gave up {_percent(mean_of([day.gave_up for day in days]))},"
            f" other work not done {_percent(lost)}, {delay.mean:.0f} s late; mean waits {waits}"
        )
        rows.append({"policy": policy, "load": load, "late": [late.mean, late.half_width], "vip": [vip.mean, vip.half_width],
                     "lost": [lost.mean, lost.half_width], "delay_s": delay.mean, "waits_s": waits})  # fmt: skip
    for load in LOADS:
        for other in (BARE, FIRST, STRICT, FIRST_PULLED):
            pairs = zip(played[OURS, load], played[other, load], strict=True)
            outcome.say(f"load {load:g}, over {LATE_S} s, ours minus {other}: {_percent(mean_of([a.late - b.late for a, b in pairs]))}")
    outcome.details["rows"] = rows


def _figures(outcome: Outcome, played: dict[tuple[str, float], list[Day]]) -> None:
    """Hold the busy load against its targets."""
    ours, bare, first = (played[policy, BUSY] for policy in (OURS, BARE, FIRST_PULLED))
    late = [sum(day.late for day in days) / len(days) for days in (ours, bare)]
    gain = mean_of([a.late - b.late for a, b in zip(ours, bare, strict=True)])
    gap = mean_of([a.late - b.late for a, b in zip(ours, first, strict=True)])
    vip = [sum(day.vip_late for day in days) / len(days) for days in (ours, first)]
    slower = {queue: _wait_s(ours, queue) / max(1e-9, _wait_s(first, queue)) for queue in ours[0].calls}
    worst = max(slower, key=lambda queue: slower[queue])
    outcome.figures += [
        Figure("promise.late", round(late[0] / late[1], 3) if late[1] else 0.0, "x without pulls", "<= 0.333", None,
               f"part of the callers who waited over {LATE_S} s at load {BUSY}: {100 * late[0]:.3f} % with pulls, {100 * late[1]:.2f} % without;"
               f" day by day {_percent(gain)}, {len(ours)} days"),
        Figure("promise.late.first", round(100 * (gap.mean - gap.half_width), 3), "points at least", "<= 0", None,
               f"ours minus first come with the same pulls, the lower end of the 95 % interval: {_percent(gap)}"),
        Figure("promise.vip", round(vip[0] / vip[1], 3) if vip[1] else 0.0, "x first come", "<= 0.2", None,
               f"part of the callers of {VIP} who waited over {VIP_S} s, both with pulls: {100 * vip[0]:.2f} % and {100 * vip[1]:.2f} %"),
        Figure("promise.wait", round(slower[worst], 2), "x first come", "<= 1.2", None,
               f"mean wait of the queue that fares worst beside first come, both with pulls: {worst}"),
    ]  # fmt: skip


def frontier(points: list[tuple[str, float, float]]) -> str:
    """Return the picture: late callers against other work lost, in percent; a point for each place where pulls come."""
    wide, high, margin = 640, 360, 56
    right, top = max(x for _, x, _ in points) * 1.15 or 1.0, max(y for _, _, y in points) * 1.15 or 1.0
    across, up = (wide - 2 * margin) / right, (high - 2 * margin) / top
    place = [(name, margin + x * across, high - margin - y * up) for name, x, y in points]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="12" fill="#1b2a33">',
        f'<rect width="{wide}" height="{high}" fill="white"/>',
        f'<path d="M{margin},{margin} V{high - margin} H{wide - margin}" fill="none" stroke="#1b2a33"/>',
        f'<text x="{margin}" y="{margin - 14}">callers who waited over {LATE_S} s, % (up to {top:.2f})</text>',
        f'<text x="{wide - margin}" y="{high - margin + 34}" text-anchor="end">other work not done on the day, % (up to {right:.1f})</text>',
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for _, x, y in place)}" fill="none" stroke="#0b5c8a" stroke-width="1.5"/>',
    ]
    for at, (name, x, y) in enumerate(place):
        lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#0b5c8a"/>')
        lines.append(f'<text x="{x + 8:.1f}" y="{y - 6 - 14 * (at % 2):.1f}">{name}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def promise() -> Outcome:
    """Play all days."""
    outcome = Outcome("promise", quick=is_quick())
    days = 2 if outcome.quick else int(os.environ.get("DAYS", DAYS))
    seeds, few = range(FIRST_SEED, FIRST_SEED + days), min(days, DAYS_FRONTIER)
    jobs = [Job(policy, load, seed) for load in LOADS for policy in POLICIES for seed in seeds]
    jobs += [Job(OURS, BUSY, seed, hold) for hold in HOLDS if hold != rules.HOLD_PART for seed in seeds[:few]]
    began = time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = dict(zip(jobs, pool.map(play, jobs, chunksize=4), strict=True))
    played = {(policy, load): [found[Job(policy, load, seed)] for seed in seeds] for load in LOADS for policy in POLICIES}
    _told(outcome, played)
    points = [("no pulls", [found[Job(BARE, BUSY, seed)] for seed in seeds[:few]])]
    points += [(f"held at {hold:g}", [found[Job(OURS, BUSY, seed, hold)] for seed in seeds[:few]]) for hold in reversed(HOLDS)]
    at = [(name, 100 * mean_of([d.lost for d in some]).mean, 100 * mean_of([d.late for d in some]).mean) for name, some in points]
    outcome.details |= {"days": days, "frontier": at, "took_s": round(time.perf_counter() - began)}
    for name, lost, late in at:
        outcome.say(f"frontier at load {BUSY}, {few} days, {name}: {late:.3f} % over {LATE_S} s, {lost:.2f} % of the other work not done")
    if not outcome.quick:
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_text(frontier(at))
    _figures(outcome, played)
    return outcome
