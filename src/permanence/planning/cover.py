"""Which weeks together cover the need best: a set cover solved by HiGHS.

A column is a week for one kind of people (same queues, same terms); how often it is worked is to be found. In each slot the
people who can do the same queues are divided among them as a flow. What is missing costs most, a little more than is asked is
worth a little. The solver runs on one thread with a fixed seed, so that equal questions have equal answers unless time runs out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
SHORT, SPARE = 1.0, 0.1  # what a missing person costs in a slot; what is lost where nobody is to spare
DIRE = ((0.5, 0.5), (0.25, 0.5))
"""Of the people asked for, a part without which each one missing costs so much besides: few everywhere is better than nobody somewhere."""
NODES = 20  # of the tree that is searched; a limit that does not depend on the machine, as time does
SETS_OF = 8  # queues whose sets are counted out
TO_SPARE = 0.15  # people to spare, as a part of those asked for
MISSING = ((SHORT, 1 - DIRE[0][0]), (SHORT + DIRE[0][1], DIRE[0][0] - DIRE[1][0]), (SHORT + DIRE[0][1] + DIRE[1][1], DIRE[1][0]))
"""What a person missing costs, and for which part of those asked for, cheapest first."""


@dataclass(frozen=True, slots=True)
class Need:
    """People asked for in each slot by each queue, the groups of people by the queues they can do, and who is there anyhow."""

    required: Array  # queue, slot
    groups: tuple[tuple[int, ...], ...]
    fixed: Array  # group, slot


@dataclass(frozen=True, slots=True)
class Prices:
    """What the relaxed cover comes to, what presence of each group in each slot is worth to it, and a place of each kind."""

    total: float
    presence: Array  # group, slot
    place: tuple[float, ...]


class Cover:
    """The cover of one week, which learns of columns and is solved again."""

    def __init__(self, need: Need, kinds: Sequence[tuple[int, int]]) -> None:
        """Take the need, and of each kind the number of people and their group."""
        self.need, self.kinds = need, kinds
        self.columns: list[int] = []  # the kind of each
        self._lp, self._rows = _flows(need)
        self._first_column = self._lp.num_col_
        self._first_kind = self._lp.num_row_
        lower, upper = list(self._lp.row_lower_), list(self._lp.row_upper_)
        self._lp.row_lower_ = np.array(lower + [float(count) for count, _ in kinds])
        self._lp.row_upper_ = np.array(upper + [float(count) for count, _ in kinds])
        self._lp.num_row_ += len(kinds)
        self._solver = _quiet(solver="ipm", run_crossover="off")  # prices from within: they settle sooner than a corner's
        self._lp.a_matrix_.num_row_ = self._lp.num_row_
        self._solver.passModel(self._lp)

    def add(self, kind: int, cost: float, presence: Array) -> None:
        """Add a week of this kind: what it costs of itself, and its presence in each slot."""
        rows = self._rows[self.kinds[kind][1]]
        slots = np.flatnonzero((presence > 0) & (rows >= 0))
        index = np.append(rows[slots], self._first_kind + kind).astype(np.int32)
        values = np.append(presence[slots], 1.0)
        self._solver.addCol(cost, 0.0, highspy.kHighsInf, len(index), index, values)
        self.columns.append(kind)

    def prices(self, limit_s: float) -> Prices:
        """Solve the cover with parts of weeks; its prices say which further week would help."""
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + limit_s)
        self._solver.run()
        dual = np.asarray(self._solver.getSolution().row_dual)
        presence = np.where(self._rows >= 0, dual[np.maximum(self._rows, 0)], 0.0)
        places = tuple(float(price) for price in dual[self._first_kind :])
        return Prices(float(self._solver.getInfo().objective_function_value), presence, places)

    def choose(self, limit_s: float, gap: float, known: Sequence[int]) -> tuple[int, ...]:
        """Return how often each week is worked, at most `gap` dearer than the best choice where time suffices, and never dearer
        than the choice that is `known`."""
        places = np.arange(self._first_column, self._first_column + len(self.columns), dtype=np.int32)
        whole = _quiet(mip_rel_gap=0.0, mip_abs_gap=gap, mip_max_nodes=NODES, time_limit=limit_s)
        whole.passModel(self._solver.getLp())
        whole.changeColsIntegrality(len(places), places, np.full(len(places), highspy.HighsVarType.kInteger))
        whole.setSolution(len(places), places, np.array(known, dtype=np.float64))
        whole.run()
        values = np.asarray(whole.getSolution().col_value)
        if whole.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return tuple(known)  # the time was over before it had begun
        return tuple(round(value) for value in values[self._first_column :])

    def total(self, counts: Sequence[int]) -> float:
        """Return what it costs to work the weeks so often."""
        fixed = _quiet()
        fixed.passModel(self._solver.getLp())
        places = np.arange(self._first_column, self._first_column + len(counts), dtype=np.int32)
        values = np.array(counts, dtype=np.float64)
        fixed.changeColsBounds(len(places), places, values, values)
        fixed.run()
        return float(fixed.getInfo().objective_function_value)


def _quiet(**options: bool | int | float | str) -> highspy.Highs:
    """Return a solver that prints nothing, on one thread, with its chance fixed."""
    solver = highspy.Highs()
    for name, value in {"output_flag": False, "threads": 1, "random_seed": 0, **options}.items():
        solver.setOptionValue(name, value)
    return solver


class Shortfall:
    """What is missing with whole people, exactly: by the sets of queues that ask for more than those who can do any of them.

    The largest such lack is what the best division leaves open (Hall, 1935, in its form for flows). The sets are counted
    out, which is for few queues.
    """

    def __init__(self, need: Need) -> None:
        """Take the need of at most `SETS_OF` queues."""
        queues = len(need.required)
        sets = [tuple(q for q in range(queues) if mask >> q & 1) for mask in range(1, 1 << queues)]
        self._asked = np.array([need.required[list(each)].sum(axis=0) for each in sets])
        self._touch = np.array([[float(bool(set(each) & set(group))) for group in need.groups] for each in sets])

    def cost(self, there: Array) -> Array:
        """Return the cost of each slot with these people there, by group and slot."""
        reach = self._touch @ there
        cost = np.zeros(self._asked.shape[1])
        for part, price in (*DIRE, (1.0, SHORT - SPARE), (1.0 + TO_SPARE, SPARE)):
            cost += price * np.maximum((self._asked * part - reach).max(axis=0), 0.0)
        return cost

    def worth(self, there: Array, group: int) -> Array:
        """Return what one more of this group would be worth in each slot."""
        more = there.copy()
        more[group] += 1.0
        return self.cost(there) - self.cost(more)


def shortage(need: Need) -> Array:
    """Return the people that each queue misses in each slot when those who are there are divided in the best way."""
    lp, _ = _flows(need, to_spare=0.0)
    solver = _quiet()
    solver.passModel(lp)
    solver.run()
    values, short = np.asarray(solver.getSolution().col_value), np.zeros(need.required.shape)
    asked = need.required > 0
    short[asked] = values[: (len(MISSING) + 1) * int(asked.sum())].reshape(-1, len(MISSING) + 1)[:, :-1].sum(axis=1)
    return short


def _flows(need: Need, to_spare: float = TO_SPARE) -> tuple[highspy.HighsLp, npt.NDArray[np.int64]]:
    """Return the programme without weeks, and in which row each group's presence in each slot counts (-1: nowhere).

    A group of one queue counts in that queue's row at once; a wider one fills a row of its own, which its flows empty.
    """
    queues, slots = need.required.shape
    asked = need.required > 0
    cover = np.full((queues, slots), -1, dtype=np.int64)
    cover[asked] = np.arange(int(asked.sum()))
    lower = [float(value) * (1 + to_spare) for value in need.required[asked]]
    where = np.full((len(need.groups), slots), -1, dtype=np.int64)
    columns: list[tuple[float, float, list[tuple[int, float]]]] = []
    for queue, slot in np.argwhere(asked):
        row = int(cover[queue, slot])
        asked_for = float(need.required[queue, slot])
        columns += [(price, asked_for * part, [(row, 1.0)]) for price, part in MISSING]
        columns.append((SPARE, asked_for * to_spare, [(row, 1.0)]))
    for group, served in enumerate(need.groups):
        for slot in range(slots):
            open_rows = [int(cover[queue, slot]) for queue in served if cover[queue, slot] >= 0]
            if len(open_rows) == 1:
                where[group, slot] = open_rows[0]
                lower[open_rows[0]] -= float(need.fixed[group, slot])
            elif open_rows:
                where[group, slot] = len(lower)
                columns += [(0.0, highspy.kHighsInf, [(row, 1.0), (len(lower), -1.0)]) for row in open_rows]
                lower.append(-float(need.fixed[group, slot]))
    return _programme(columns, lower), where


def _programme(columns: Sequence[tuple[float, float, list[tuple[int, float]]]], lower: Sequence[float]) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(columns), len(lower)
    lp.col_cost_ = np.array([column[0] for column in columns])
    lp.col_lower_ = np.zeros(len(columns))
    lp.col_upper_ = np.array([column[1] for column in columns])
    lp.row_lower_, lp.row_upper_ = np.array(lower), np.full(len(lower), highspy.kHighsInf)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(column[2]) for column in columns)]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([row for column in columns for row, _ in column[2]], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([value for column in columns for _, value in column[2]])
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    return lp
