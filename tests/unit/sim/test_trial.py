"""What trying a draft came to: all queues first, each by name, a change with its interval over the days, the line of a day."""

from __future__ import annotations

import msgspec
import pytest

from permanence.sim.replay import play
from permanence.sim.shop import DayReport
from permanence.sim.trial import STEP_S, Pair, line_of, outcomes
from tests.unit.sim.past_kit import kept_day, trace
from tests.unit.sim.test_history_day import DAY


def pair(seed: int) -> Pair:
    shop, _, past = kept_day(DAY, seed)
    found = trace(shop, past)
    first = [
        msgspec.structs.replace(card, terms=msgspec.structs.replace(card.terms, priority=20 if card.terms.name == "help" else 0))
        for card in found.queues
    ]
    return Pair(found, play(found), play(found, first))


def test_a_draft_that_favours_a_queue_is_told_with_what_it_costs_the_other() -> None:
    tried = [pair(seed) for seed in (1, 2, 3)]
    whole, favoured, other = outcomes(tried)
    assert (whole.queue, whole.name, favoured.name, other.name) == (None, "", "help", "sales")
    assert whole.calls == favoured.calls + other.calls
    assert favoured.mean_wait_change.mean < min(0, other.mean_wait_change.mean)
    assert favoured.mean_wait_change.mean == pytest.approx(favoured.mean_wait_s[2] - favoured.mean_wait_s[1])
    assert favoured.mean_wait_change.half_width is not None
    assert outcomes(tried[:1])[0].late_change.half_width is None


def test_the_line_has_every_quarter_of_an_hour_from_the_first_call_to_the_last() -> None:
    one = pair(1)
    line = line_of(one)
    assert [at for at, _, _ in line] == [STEP_S * step for step in range(12)]
    assert all(before is not None for _, before, _ in line)
    assert line_of(Pair(one.trace, DayReport(1), DayReport(1))) == []


def test_a_queue_in_which_nobody_waited_that_day_is_not_told() -> None:
    one = pair(1)
    quiet = [caller for caller in one.trace.callers if caller.queue == one.trace.queues[0].terms.queue]
    alone = Pair(type(one.trace)(**{**_fields(one.trace), "callers": tuple(quiet)}), one.before, one.after)
    assert [outcome.queue for outcome in outcomes([alone])] == [None, one.trace.queues[0].terms.queue]


def _fields(found: object) -> dict[str, object]:
    return {name: getattr(found, name) for name in found.__slots__}  # type: ignore[attr-defined]
