"""One week of a roster: kinds of people, the weeks that each could work, and the choice among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from permanence.kernel.ids import AgentId
from permanence.planning.breaks import APART, away_min
from permanence.planning.cover import SETS_OF, Cover, Need, Shortfall
from permanence.planning.model import Shift
from permanence.planning.quarters import QUARTER, Quarters
from permanence.planning.weeks import Terms, Week, best_week
from permanence.planning.working import HOUR, Worker, WorkRules, hours_of, long_rest, midnight, week_of

Array = npt.NDArray[np.float64]
Able = npt.NDArray[np.bool_]
UNEVEN = 0.05  # what hours beside the contract cost: times their square, by the contract
IDLE = 0.15  # what a slot of presence costs where nobody is asked for
WISHED = 0.04  # what a slot of presence is worth where it was wished for
ROUNDS = 12  # of making further weeks
ENOUGH = 0.05  # people times slots that a change must save
SWEEPS = 8  # of everybody choosing anew
NEAR = 0.005  # a cover this near to its bound is good enough, as a part of the work asked for


@dataclass(frozen=True, slots=True)
class Kind:
    """People who are the same to the solver."""

    people: tuple[Worker, ...]
    group: int
    terms: Terms
    may: Able  # slot, length
    extra: Array  # what presence is worth of itself, by slot
    hours: Array  # what a sum of hours is worth, by steps


class Grid:
    """A week cut into slots, with what is asked for in each, and a day's length beyond for the shifts that go over its end."""

    def __init__(self, monday: date, quarters: Quarters, rules: WorkRules, zone: ZoneInfo) -> None:
        """Lay it over those days of the week that are asked for."""
        self.rules, self.zone = rules, zone
        days = sorted({d for moment in quarters.starts if week_of(d := moment.astimezone(zone).date()) == monday})
        self.slot = timedelta(minutes=rules.start_every_min)
        self.base = midnight(days[0], zone).astimezone(UTC)
        self.dates = tuple(days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1))
        edges = [self.place(midnight(day, zone)) for day in (*self.dates, self.dates[-1] + timedelta(days=1))]
        self.days = tuple((first, after - first) for first, after in pairwise(edges))
        self.lengths = _lengths(rules)
        self.count = edges[-1] + max(self.lengths)
        self.first = self.place(quarters.starts[0])
        self.last = min(self.count, self.place(quarters.starts[-1] + QUARTER))
        self.required = self._required(quarters)

    def place(self, moment: datetime) -> int:
        """Return the slot of a moment (possibly outside)."""
        return (moment.astimezone(UTC) - self.base) // self.slot

    def moment(self, place: int) -> datetime:
        """Return when a slot begins."""
        return self.base + place * self.slot

    def slots(self, starts: datetime, ends: datetime) -> slice:
        """Return the slots that a time touches, of those there are."""
        after = -((self.base - ends.astimezone(UTC)) // self.slot)
        return slice(min(self.count, max(0, self.place(starts))), min(self.count, max(0, after)))

    def _required(self, quarters: Quarters) -> Array:
        table, needs = quarters.table(), np.zeros((len(quarters.queues), self.count))
        for at, moment in enumerate(quarters.starts):
            touched = self.slots(moment, moment + QUARTER)
            needs[:, touched] = np.maximum(needs[:, touched], table[:, at : at + 1])
        return needs


def _lengths(rules: WorkRules) -> tuple[int, ...]:
    step, slot = rules.length_every_min, rules.start_every_min
    least, most = -int(-rules.shortest_h * 60 // step), int(rules.longest_h * 60 // step)
    assert least <= most, "no length of shift keeps these rules"
    return tuple(count * step // slot for count in range(least, most + 1))


def plan_week(
    monday: date, quarters: Quarters, workers: Sequence[Worker], made: Mapping[AgentId, Sequence[Shift]], rules: WorkRules, zone: ZoneInfo,
    limit_s: float,
) -> tuple[dict[AgentId, tuple[Shift, ...]], float, float]:  # fmt: skip
    """Return each agent's shifts (without breaks) of this week, and by how many people times slots the cover may be dearer than
    the cheapest, beside the people times slots that were asked for."""
    grid = Grid(monday, quarters, rules, zone)
    known = {worker.agent: (*worker.already, *made[worker.agent]) for worker in workers}
    groups = tuple(sorted({group for worker in workers if (group := quarters.places(worker.queues))}))
    fixed = np.zeros((len(groups), grid.count))
    for worker in workers:
        if group := quarters.places(worker.queues):
            for shift in known[worker.agent]:
                fixed[groups.index(group), grid.slots(shift.starts, shift.ends)] += 1.0
    need = Need(grid.required, groups, fixed)
    kinds = _kinds(grid, quarters, workers, known, groups)
    planner = _Planner(grid, need, kinds)
    weeks, away = planner.plan(limit_s)
    found: dict[AgentId, tuple[Shift, ...]] = {}
    for worker, week in weeks:
        shifts = tuple(Shift(worker.agent, grid.moment(first), grid.moment(first + length)) for first, length in week)
        found[worker.agent] = shifts
    return found, away, float(need.required.sum())


def _kinds(
    grid: Grid, quarters: Quarters, workers: Sequence[Worker], known: Mapping[AgentId, Sequence[Shift]], groups: tuple[tuple[int, ...], ...]
) -> tuple[Kind, ...]:
    alike: dict[tuple[object, ...], list[Worker]] = {}
    made: dict[tuple[object, ...], Kind] = {}
    for worker in workers:
        group = quarters.places(worker.queues)
        if not group:
            continue
        kind = _kind(grid, worker, known[worker.agent], groups.index(group), group)
        key = (kind.group, kind.terms, kind.may.tobytes(), kind.extra.tobytes(), kind.hours.tobytes())
        alike.setdefault(key, []).append(worker)
        made.setdefault(key, kind)
    return tuple(Kind(tuple(alike[key]), k.group, k.terms, k.may, k.extra, k.hours) for key, k in made.items())


def _kind(grid: Grid, worker: Worker, known: Sequence[Shift], group: int, served: tuple[int, ...]) -> Kind:
    rules = grid.rules
    asked = np.asarray((grid.required[list(served)] > 0).any(axis=0))
    monday = week_of(grid.dates[0])
    of_week = [shift for shift in known if week_of(shift.starts.astimezone(grid.zone).date()) == monday]
    step, slots_an_hour = rules.length_every_min // rules.start_every_min, 60 / rules.start_every_min
    left = min(rules.week_h, worker.hours_a_week) - sum(map(hours_of, of_week))
    most = max(0, int(left * slots_an_hour)) // step * step
    worked = {shift.starts.astimezone(grid.zone).date() for shift in of_week}
    before = sorted((shift for shift in known if shift.starts.astimezone(UTC) < grid.base), key=lambda shift: shift.starts.astimezone(UTC))
    rested, free = long_rest(monday, before, rules, grid.zone)
    rest_over = -((grid.base - free - rules.weekly_rest_h * HOUR) // grid.slot)
    close = grid.place(midnight(monday + timedelta(days=7), grid.zone) + rules.rest_h * HOUR)
    too_late = not rested and rest_over > close  # those shifts leave no rest: nobody can mend that by further ones
    days_left = 0 if too_late else max(0, rules.days_a_week - len(worked))
    terms = Terms(
        grid.days, grid.lengths, step, most, days_left, _slots(rules.rest_h, rules),
        _slots(rules.weekly_rest_h, rules), rest_over, rested or too_late, close,
    )  # fmt: skip
    extra = np.where(asked, 0.0, -IDLE)
    for wish in worker.wishes:
        extra[grid.slots(wish.starts, wish.ends)] += WISHED if wish.works else -WISHED
    target = max(left * slots_an_hour * len(grid.dates) / 7, 0.0)
    sums = np.arange(most // step + 1, dtype=np.float64) * step
    hours: Array = -UNEVEN * (sums - target) ** 2 / max(target, 1.0)
    return Kind((worker,), group, terms, _may(grid, worker, known, asked), extra, hours)


def _slots(hours: float, rules: WorkRules) -> int:
    return -int(-hours * 60 // rules.start_every_min)


def _may(grid: Grid, worker: Worker, known: Sequence[Shift], asked: Able) -> Able:
    """Return which shifts the worker may begin where: begun and ended where he is asked for, when he can, rested on both sides."""
    able = np.zeros(grid.count, dtype=np.bool_)
    able[max(0, grid.first) : grid.last] = True
    for day in worker.absent:
        able[grid.slots(midnight(day, grid.zone), midnight(day + timedelta(days=1), grid.zone))] = False
    days_off: set[date] = set()
    for shift in known:
        able[grid.slots(shift.starts - grid.rules.rest_h * HOUR, shift.ends + grid.rules.rest_h * HOUR)] = False
        days_off.add(shift.starts.astimezone(grid.zone).date())
    may = np.zeros((grid.count, len(grid.lengths)), dtype=np.bool_)
    windows = [(0, grid.count)] if worker.available is None else [_inner(grid, *window) for window in worker.available]
    for opens, closes in windows:
        inside = able.copy()
        inside[:opens], inside[closes:] = False, False
        sums = np.concatenate([[0], np.cumsum(inside)])
        for place, length in enumerate(grid.lengths):
            whole = sums[length:] - sums[:-length] == length
            may[: len(whole), place] |= whole & asked[: len(whole)] & asked[length - 1 :]
    for (first, size), day in zip(grid.days, grid.dates, strict=True):
        if day in days_off:
            may[first : first + size] = False
    may[grid.days[-1][0] + grid.days[-1][1] :] = False
    return may


def _inner(grid: Grid, opens: datetime, closes: datetime) -> tuple[int, int]:
    """Return the slots that lie wholly within a window."""
    first = -((grid.base - opens.astimezone(UTC)) // grid.slot)
    return max(0, first), max(0, grid.place(closes))


class _Planner:
    """The cover of a week while its columns are made."""

    def __init__(self, grid: Grid, need: Need, kinds: tuple[Kind, ...]) -> None:
        self.grid, self.need, self.kinds = grid, need, kinds
        self.cover = Cover(need, [(len(kind.people), kind.group) for kind in kinds])
        self.weeks: list[Week] = []
        self._asked = float(need.required.sum())
        self._shortfall = Shortfall(need) if len(need.required) <= SETS_OF else None
        self._known: set[tuple[int, Week]] = set()
        self._shapes = {length: _shape(length, grid.rules) for length in grid.lengths}
        for place in range(len(kinds)):
            self._learn(place, ())

    def plan(self, limit_s: float) -> tuple[list[tuple[Worker, Week]], float]:
        """Return each person's week, and by how much all of them may cost more than the cheapest."""
        if not self.kinds:
            return [], 0.0
        weeks = self._polish(self._one_by_one())
        bound = self._generate(limit_s)
        counts = self.cover.choose(limit_s / 8, NEAR * self._asked, self._counts(weeks))
        if list(counts) != self._counts(weeks):
            chosen = [(kind, week) for kind, week, count in zip(self.cover.columns, self.weeks, counts, strict=True) for _ in range(count)]
            weeks = self._polish(chosen)
        waiting = [list(kind.people) for kind in self.kinds]
        return [(waiting[kind].pop(0), week) for kind, week in weeks], max(0.0, self._cost(weeks) - bound)

    def _one_by_one(self) -> list[tuple[int, Week]]:
        """Let everybody choose after the other what is still missing: the first columns, and a roster to fall back on."""
        left, weeks = self.need.required * 1.0, list[tuple[int, Week]]()
        for served, there in zip(self.need.groups, self.need.fixed, strict=True):
            _take(left, served, there)
        for place, kind in enumerate(self.kinds):
            served = self.need.groups[kind.group]
            for _ in kind.people:
                _, week = self._best(place, np.clip(left[list(served)].max(axis=0), 0.0, 1.0))
                self._learn(place, week)
                weeks.append((place, week))
                _take(left, served, self._presence(week))
        return weeks

    def _polish(self, weeks: list[tuple[int, Week]]) -> list[tuple[int, Week]]:
        """Let everybody in turn choose anew while the others stay, until nobody finds better."""
        if self._shortfall is None:
            return weeks
        there = self._there(weeks)
        settled: set[tuple[int, Week]] = set()
        for at in [*range(len(weeks))] * SWEEPS:
            if weeks[at] in settled:
                continue
            better = self._better(there, *weeks[at])
            if better is None:
                settled.add(weeks[at])
                continue
            group = self.kinds[better[0]].group
            there[group] += self._presence(better[1]) - self._presence(weeks[at][1])
            weeks[at] = better
            settled.clear()
            self._learn(*better)
        return weeks

    def _better(self, there: Array, place: int, week: Week) -> tuple[int, Week] | None:
        """Return a week that serves better than this one while all others stay, if there is one."""
        assert self._shortfall is not None, "asked for with many queues"
        group = self.kinds[place].group
        others = there.copy()
        others[group] -= self._presence(week)
        _, other = self._best(place, self._shortfall.worth(others, group))
        costs: list[float] = []
        for each in (week, other):
            with_it = others.copy()
            with_it[group] += self._presence(each)
            costs.append(float(self._shortfall.cost(with_it).sum()) + self._own_cost(place, each))
        return (place, other) if costs[1] < costs[0] - ENOUGH else None

    def _there(self, weeks: Sequence[tuple[int, Week]]) -> Array:
        there = self.need.fixed.copy()
        for place, week in weeks:
            there[self.kinds[place].group] += self._presence(week)
        return there

    def _counts(self, weeks: Sequence[tuple[int, Week]]) -> list[int]:
        return [weeks.count(column) for column in zip(self.cover.columns, self.weeks, strict=True)]

    def _cost(self, weeks: Sequence[tuple[int, Week]]) -> float:
        return self.cover.total(self._counts(weeks))

    def _generate(self, limit_s: float) -> float:
        """Add columns at the prices of the moment until none would help much; return what any roster costs at least."""
        bound = -np.inf
        for _ in range(ROUNDS):
            prices = self.cover.prices(limit_s / ROUNDS)
            lower, learnt = prices.total, False
            for place, kind in enumerate(self.kinds):
                value, week = self._best(place, prices.presence[kind.group])
                gain = value + prices.place[place]
                if gain > 1e-9:
                    lower -= gain * len(kind.people)
                    learnt = self._learn(place, week) or learnt
            bound = max(bound, lower)
            if not learnt or prices.total - bound <= NEAR / 2 * self._asked:
                break
        return float(bound)

    def _best(self, place: int, price: Array) -> tuple[float, Week]:
        kind = self.kinds[place]
        worth: dict[int, Array] = {}
        extras = np.concatenate([[0.0], np.cumsum(kind.extra)])
        for length in self.grid.lengths:
            one = np.correlate(price, self._shapes[length], "valid") + extras[length:] - extras[:-length]
            worth[length] = np.concatenate([one, np.zeros(self.grid.count - len(one))])
        return best_week(kind.terms, kind.may, worth, kind.hours)

    def _learn(self, place: int, week: Week) -> bool:
        """Add a week to the cover, if it is new."""
        if (place, week) in self._known:
            return False
        self._known.add((place, week))
        self.cover.add(place, self._own_cost(place, week), self._presence(week))
        self.weeks.append(week)
        return True

    def _own_cost(self, place: int, week: Week) -> float:
        """Return what a week costs beside what it covers."""
        kind = self.kinds[place]
        slots = sum(length for _, length in week)
        extra = sum(float(kind.extra[first : first + length].sum()) for first, length in week)
        return -extra - float(kind.hours[slots // kind.terms.step])

    def _presence(self, week: Week) -> Array:
        there = np.zeros(self.grid.count)
        for first, length in week:
            there[first : first + length] = self._shapes[length]
        return there


def _shape(length: int, rules: WorkRules) -> Array:
    """Return the presence in each slot of a shift: whole at both ends, where no break may be, and less by the breaks between."""
    edge = min(int(rules.break_after_h * APART * 60) // rules.start_every_min, (length - 1) // 2)
    inner = length - 2 * edge
    shape = np.ones(length)
    shape[edge : length - edge] -= away_min(length * rules.start_every_min, rules) / (inner * rules.start_every_min)
    return shape


def _take(left: Array, served: tuple[int, ...], there: Array) -> None:
    """Let people help where most is missing."""
    most = np.array(served)[left[list(served)].argmax(axis=0)]
    left[most, range(left.shape[1])] -= there
