"""`staffing.hours`: people found by playing days, against Erlang C, on days that neither was chosen on.

Ten small centres, four with one queue. For each, people are sought by `permanence.planning.search` on some days, played by the
production floor; then fresh days are played with them. Beside them stands Erlang C as it is mostly used: each queue for
itself, at its mean rate, and of all its sizings (from lenient to strict) the cheapest that keeps the promise on those very
fresh days, which nobody could know beforehand. The promise: on all but a fifth of the days, in every queue, at most 5 % of
callers wait longer than three minutes.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

from bench.figures import Figure, Outcome, is_quick
from permanence.planning.erlang import longer_c
from permanence.planning.requirement import Aim, Interval
from permanence.planning.search import Crew, Sizes, allowed, search, start
from permanence.sim.promise import late_with
from permanence.sim.scenario import QueueScene, Scenario, TeamScene

HOURS = 2.0
AIM = Aim(within_s=180, late=0.05, risk=0.2)
CHOSEN_ON, FRESH, FIRST_FRESH = 40, 50, 1_000
STRICT = [0.9 * 0.75**n for n in range(34)]  # parts late that Erlang C is sized for, the last below a ten-thousandth


@dataclass(slots=True)
class Centre:
    """A centre: its queues, its kinds of people, and of each the hour from which they are there."""

    name: str
    queues: tuple[QueueScene, ...]
    crews: tuple[Crew, ...]
    played: dict[tuple[Sizes, int], float] = field(default_factory=dict[tuple[Sizes, int], float])

    def play(self, sizes: Sizes, day: int) -> float:
        """Play a day, once."""
        if (sizes, day) not in self.played:
            self.played[sizes, day] = late_with(self.scenario(), sizes, day, AIM.within_s)
        return self.played[sizes, day]

    def scenario(self) -> Scenario:
        """As the floor plays it; who is there for a part of the day comes at the end."""
        teams = tuple(TeamScene(0, dict.fromkeys(crew.queues, 1), f"t{n}", starts_h=HOURS - crew.hours) for n, crew in enumerate(self.crews))
        return Scenario(self.queues, teams, self.name, hours=HOURS)

    def begin(self) -> Sizes:
        """Where the search begins."""
        mean = {q.name: Interval(sum(q.per_hour) / len(q.per_hour) * HOURS, q.handling_s, q.swing) for q in self.queues}
        patience = self.queues[0].patience_s
        return start(mean, self.crews, Aim(AIM.within_s, AIM.late, patience, AIM.risk), HOURS * 3600)

    def erlang(self) -> list[Sizes]:
        """Each queue for itself and each hour for itself, from lenient to strict: people of one queue, all day or the last hour."""
        found: list[Sizes] = []
        for late in STRICT:
            sizes = [0] * len(self.crews)
            for queue in self.queues:
                by_hour = [_erlang_c(rate / 3600, queue.handling_s, late) for rate in queue.per_hour]
                own = [n for n, crew in enumerate(self.crews) if crew.queues == (queue.name,)]
                whole = next(n for n in own if self.crews[n].hours == HOURS)
                short = [n for n in own if self.crews[n].hours < HOURS]
                sizes[whole] = by_hour[0] if short else max(by_hour)
                if short:
                    sizes[short[0]] = max(0, by_hour[-1] - by_hour[0])
            if tuple(sizes) not in found:
                found.append(tuple(sizes))
        return found

    def hours(self, sizes: Sizes) -> float:
        """Agent-hours of a day."""
        return sum(size * crew.hours for size, crew in zip(sizes, self.crews, strict=True))


def _erlang_c(rate: float, handling_s: float, late: float) -> int:
    agents = 1
    while longer_c(rate, handling_s, agents, AIM.within_s) > late:
        agents += 1
    return agents


def _queue(name: str, *per_hour: float, handling_s: float = 240.0, **more: float) -> QueueScene:
    return QueueScene(name, per_hour, handling_s, swing=more.pop("swing", 0.15), **more)  # type: ignore[arg-type]


def _crews(*kinds: str, most: int = 1_000) -> tuple[Crew, ...]:
    """Return kinds of people by the letters of their queues; `most` bounds those with several."""
    return tuple(Crew(tuple(kind), HOURS, most if len(kind) > 1 else 1_000) for kind in kinds)


CENTRES = (
    Centre("small", (_queue("a", 30),), _crews("a")),
    Centre("uncertain", (_queue("a", 60, swing=0.3),), _crews("a")),
    Centre("impatient", (_queue("a", 70, patience_s=300.0),), _crews("a")),
    Centre("long tails", (_queue("a", 70, handling_cv=1.2),), _crews("a")),
    Centre("two, a few do both", (_queue("a", 40), _queue("b", 40)), _crews("a", "b", "ab", most=4)),
    Centre("large and small", (_queue("a", 60), _queue("b", 10)), _crews("a", "b", "ab", most=4)),
    Centre("three small", (_queue("a", 15), _queue("b", 15), _queue("c", 15, handling_s=360.0)), _crews("a", "b", "c", "abc", most=5)),
    Centre("a chain", (_queue("a", 25), _queue("b", 25), _queue("c", 25)), _crews("a", "b", "c", "ab", "bc", "ca", most=2)),
    Centre("four, two of them rare", (_queue("a", 30), _queue("b", 20), _queue("c", 8), _queue("d", 5)), _crews("a", "b", "c", "d", "ab", "abcd", most=4)),
    Centre("a late peak", (_queue("a", 20, 50), _queue("b", 30, 15)),
           (*_crews("a", "b", "ab", most=3), Crew(("a",), 1.0, covers=0.5), Crew(("b",), 1.0, covers=0.5))),
)  # fmt: skip


def significantly_above(broken: int, days: int, risk: float) -> bool:
    """Whether so many broken days are hardly (one chance in twenty) those of a choice that keeps its risk."""
    at_least = sum(math.comb(days, k) * risk**k * (1 - risk) ** (days - k) for k in range(broken, days + 1))
    return at_least < 0.05


def cheapest(centre: Centre, fresh: list[int]) -> tuple[Sizes, int] | None:
    """Return the cheapest Erlang C sizing that keeps the promise on these days, and how many days it breaks; by halving, since
    a stricter sizing has no fewer people in any queue."""
    spare = int(AIM.risk * len(fresh))

    def broken(sizes: Sizes) -> int:
        count = 0
        for day in fresh:
            count += centre.play(sizes, day) > AIM.late
            if count > spare:
                break
        return count

    choices = centre.erlang()
    low, high = 0, len(choices)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if broken(choices[middle]) <= spare else (middle + 1, high)
    return (choices[low], broken(choices[low])) if low < len(choices) else None


def hours() -> Outcome:
    """Find people for all centres and try them."""
    outcome = Outcome("staffing.hours", quick=is_quick())
    chosen_on, count = (10, 10) if outcome.quick else (CHOSEN_ON, FRESH)
    centres = (CENTRES[0], CENTRES[5]) if outcome.quick else CENTRES
    fresh = list(range(FIRST_FRESH, FIRST_FRESH + count))
    rows: list[dict[str, object]] = []
    ratios, differences, above, all_broken = list[float](), list[float](), list[str](), 0
    for centre in centres:
        began = time.perf_counter()
        found = search(centre.begin(), centre.crews, centre.play, range(chosen_on), AIM)
        broken = sum(centre.play(found.sizes, day) > AIM.late for day in fresh)
        all_broken += broken
        if significantly_above(broken, count, AIM.risk):
            above.append(centre.name)
        peer = cheapest(centre, fresh)
        assert peer is not None, "Erlang C was not asked to be strict enough"
        ours, theirs = centre.hours(found.sizes), centre.hours(peer[0])
        (ratios.append(ours / theirs) if len(centre.queues) > 1 else differences.append((ours - theirs) / HOURS))
        outcome.say(
            f"{centre.name}: begun with {centre.begin()}, found {found.sizes}, {ours:g} h, broken on {found.broken} of {chosen_on} days it was "
            f"chosen on ({allowed(chosen_on, AIM.risk)} may be) and on {broken} of {count} fresh ones; Erlang C in hindsight {peer[0]}, {theirs:g} h, "
            f"{peer[1]} broken; {time.perf_counter() - began:.0f} s, {len(centre.played)} days played"
        )
        rows.append({
            "centre": centre.name, "sizes": found.sizes, "hours": ours, "broken": broken, "days": count, "erlang": peer[0], "erlang_hours": theirs,
            "erlang_broken": peer[1], "plays": found.plays, "begun": centre.begin(),
        })  # fmt: skip
    outcome.details = {"rows": rows, "chosen_on": chosen_on, "fresh": count, "risk": AIM.risk, "late": AIM.late, "within_s": AIM.within_s}
    if above:
        outcome.say(f"significantly more broken days than promised: {', '.join(above)}")
    outcome.figures += [
        Figure("staffing.hours", round(max(ratios), 3), "of_erlang_c_at_most", "< 1", (min(ratios), max(ratios)),
               f"agent-hours in the {len(ratios)} centres with several queues, mean {sum(ratios) / len(ratios):.3f}; the worst counts"),
        Figure("staffing.one_queue", round(max(differences), 2), "agents_more_at_most", "<= 1", None,
               f"{len(differences)} centres with one queue: {', '.join(f'{d:+g}' for d in differences)}"),
        Figure("staffing.promise", round(all_broken / (len(centres) * count), 3), "of_fresh_days_broken", f"<= {AIM.risk}", None, "all centres together"),
        Figure("staffing.broken", len(above), "centres", "= 0", None, "where significantly more fresh days were broken than promised"),
    ]  # fmt: skip
    return outcome
