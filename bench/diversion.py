"""`diversion.power`: how soon partners who divert callers are noticed; `diversion.alarms`: how often honest ones are accused.

An owner has three partners and his own agents. A caller's use and hour make how likely he comes back anyway (35 to 85 %, a tenth less in
some weeks), and who answers him: partners are asked more often at night and after long waits. A partner that diverts keeps a
part of the callers whom it answers from ever coming back. What is decided is decided by the product's own `findings`; the first
month says nothing, since callers have 30 days to come back.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import numpy as np

from bench.figures import Figure, Outcome, is_quick
from permanence.diversion.model import Bag, Kind, Measure, Subject, WeekTally
from permanence.diversion.watch import PER_MONTH, WINDOW, alarms, findings
from permanence.kernel.ids import FirmId

OWNER, START = FirmId("owner"), date(2026, 1, 5)
BACK = np.repeat([0.35, 0.5, 0.65, 0.85], 4)
"""How likely new callers, and those who called once, some times, often, come back."""
USE, HOURS = np.repeat([0.4, 0.2, 0.25, 0.15], 4), np.tile([0.6, 0.15, 0.2, 0.05], 4)
"""How callers are spread over use, and over day and night with short and long waits."""
LEANING = np.tile([0.5, 2.0, 1.5, 3.0], 4)
"""How much more often partners are asked then."""
CALLS, OWN_AGENTS, PARTNERS_AGENTS = 3000, 12, 4
SIZES, PARTS, MONTHS = (200, 600, 1500), (0.05, 0.1, 0.2, 0.4), (1, 2, 3, 6)
MONTH_DAYS = 365.25 / 12


def weeks_of(chance: np.random.Generator, sizes: Sequence[int], diverted: float, weeks: int, agents: bool) -> Iterator[WeekTally]:
    """Yield what each week tells of partners of these sizes, the first of whom diverts this part; of agents too, or only that they are
    there."""
    names = [*(f"partner {at}" for at in range(len(sizes))), *(f"own {at}" for at in range(OWN_AGENTS))]
    spread = USE * HOURS
    own = max(CALLS - sum(sizes), CALLS // 5) / OWN_AGENTS
    mean = np.array([(size * LEANING * spread / (LEANING * spread).sum()) for size in sizes] + [own * spread] * OWN_AGENTS) * 7 / MONTH_DAYS
    for week in range(weeks):
        back = BACK * chance.uniform(0.9, 1.0)
        shares = np.tile(1 - back, (len(names), 1))
        shares[0] = 1 - back * (1 - diverted)
        n = chance.poisson(mean)
        hits = chance.binomial(n, shares)
        totals, lost = n.sum(axis=0), hits.sum(axis=0)
        day = START + timedelta(weeks=week)
        for at, name in enumerate(names):
            is_partner = at < len(sizes)
            who = Subject(Kind.PARTNER if is_partner else Kind.OWN_AGENT, FirmId(name) if is_partner else OWNER, name)
            yield WeekTally(day, who, Measure.LOST, _bags(n[at], totals, hits[at], lost) if is_partner or agents else ())
            if not is_partner:
                continue
            yield WeekTally(day, who, Measure.SEEN, ())
            parts = chance.multinomial(n[at], [1 / PARTNERS_AGENTS] * PARTNERS_AGENTS)
            left_n, left_hits = n[at].copy(), hits[at].copy()
            for nth in range(PARTNERS_AGENTS):
                took = parts[:, nth]
                got = np.where(left_n > 0, chance.hypergeometric(left_hits, left_n - left_hits, np.minimum(took, left_n)), 0)
                left_n, left_hits = left_n - took, left_hits - got
                agent = Subject(Kind.PARTNERS_AGENT, FirmId(name), f"{name} agent {nth}")
                yield WeekTally(day, agent, Measure.LOST, _bags(took, totals, got, lost) if agents else ())
                yield WeekTally(day, agent, Measure.SEEN, ())


def _bags(n: np.ndarray, totals: np.ndarray, hits: np.ndarray, lost: np.ndarray) -> tuple[Bag, ...]:
    return tuple(Bag(int(a), int(b), int(c), int(d)) for a, b, c, d in zip(n, totals, hits, lost, strict=True) if a)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return the bounds of a share, 95 % (Wilson 1927)."""
    z, p = 1.96, hits / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return max(0.0, (middle - half) / (1 + z * z / of)), (middle + half) / (1 + z * z / of)


def noticed_in(weeks: Sequence[WeekTally]) -> int | None:
    """Return the first of `MONTHS` by the end of which the first partner has an alarm."""
    for month in MONTHS:
        known = START + timedelta(days=month * MONTH_DAYS) - WINDOW - timedelta(days=7)
        found = alarms(findings([each for each in weeks if each.week <= known], START))
        if any(each.subject.id == "partner 0" and each.measure is Measure.LOST for each in found):
            return month
    return None


def power() -> Outcome:
    """Play owners with a partner who diverts, then owners whose partners and agents are all honest."""
    outcome = Outcome("diversion.power", quick=is_quick())
    plays, years = (20, 12) if outcome.quick else (100, 120)
    chance = np.random.default_rng(7)
    table: dict[str, dict[str, float]] = {}
    told = (0.0, (0.0, 0.0))
    for size in SIZES:
        for part in PARTS:
            firsts = [noticed_in(list(weeks_of(chance, (size, 200, 60), part, 22, agents=False))) for _ in range(plays)]
            counts = [sum(first is not None and first <= month for first in firsts) for month in MONTHS]
            table[f"{size} a month, {part:.0%} diverted"] = {f"{month} months": n / plays for month, n in zip(MONTHS, counts, strict=True)}
            outcome.say(f"{size} callers a month, {part:.0%} diverted: noticed within " + ", ".join(
                f"{month} months {n / plays:.0%} [{wilson(n, plays)[0]:.0%}; {wilson(n, plays)[1]:.0%}]"
                for month, n in zip(MONTHS, counts, strict=True)
            ))  # fmt: skip
            if (size, part) == (600, 0.2):
                told = counts[2] / plays, wilson(counts[2], plays)
    accused = [len(alarms(findings(list(weeks_of(chance, (600, 200, 60), 0.0, 52, agents=True)), START))) for _ in range(years)]
    months, total = years * 12, sum(accused)
    low, high = wilson(total, months)
    outcome.say(f"{total} false alarms in {months} months of honest owners with 27 subjects each: {total / months:.4f} a month "
                f"[{low:.4f}; {high:.4f}], stated {PER_MONTH}")  # fmt: skip
    outcome.details = {"noticed": table, "owners_each": plays, "honest_years": years, "years_with_alarm": sum(map(bool, accused))}
    outcome.figures += [
        Figure("diversion.power", round(told[0], 3), "share", ">= 0.8", told[1], "600 callers a month, 20 % diverted, three months"),
        Figure("diversion.alarms", round(total / months, 4), "a_month", f"<= {PER_MONTH}", (low, high), "all partners and agents honest"),
    ]
    return outcome
