"""`sim.replay`: how near a past day that is played again comes to what was, and to what a change would have made of it.

The days are those of a scenario, so that the truth about the change is known: the same customers and the same people are
played with the changed rules. The replay is given the day's journal alone: it must find by itself who was there and when,
and what those would have done who were answered.
"""

from __future__ import annotations

from bench.figures import Figure, Outcome, is_quick
from permanence.interaction.past import read_past
from permanence.sim.history_day import happened, trace_of
from permanence.sim.replay import play
from permanence.sim.scenario import read
from permanence.sim.shop import OPENS, DayReport, Shop
from tests.unit.sim.past_kit import KeptShop

NEAR = 10.0  # percent of the mean wait, and of the change
DAY = """
hours = 5
[[queue]]
name = "sales"
per_hour = [50, 70, 80, 70, 50]
handling_s = 200
patience_s = 240
retry = 0.5
target_s = {target_s}
wrap_up_s = 20
teams = ["first"]
steps = [{{ after_s = {after_s}, teams = ["second"] }}]
[[queue]]
name = "help"
per_hour = [20, 30, 30, 30, 20]
handling_s = 260
handling_cv = 0.8
patience_s = 300
[[team]]
name = "first"
agents = 5
skills = {{ sales = 5, help = 3 }}
answers_after_s = 3
speed_cv = 0.1
break_every_s = 5400
[[team]]
name = "second"
agents = 3
skills = {{ sales = 4, help = 5 }}
answers_after_s = 4
misses = 0.02
starts_h = 1
"""


def _mean(report: DayReport) -> float:
    return sum(one.waited_s for one in report.seen) / len(report.seen)


def replay() -> Outcome:
    """Play days, play them again from their journal, and the same with a change."""
    outcome = Outcome("sim.replay", quick=is_quick())
    days = 6 if outcome.quick else 30
    as_it_was, otherwise = read(DAY.format(target_s=180, after_s=120)), read(DAY.format(target_s=90, after_s=15))
    sums = dict.fromkeys(("really", "played", "true", "told"), 0.0)
    for seed in range(1, days + 1):
        shop = KeptShop(as_it_was, seed)
        shop.play()
        board = shop.stage.world.board
        trace = trace_of(read_past(shop.told), list(board.cards.values()), list(board.queues.values()), OPENS, shop.closes)
        new = Shop(otherwise, seed)
        changed = new.play()
        really, played = _mean(happened(trace)), _mean(play(trace))
        told = _mean(play(trace, list(new.stage.world.board.queues.values()))) - played
        for name, value in (("really", really), ("played", played), ("true", _mean(changed) - really), ("told", told)):
            sums[name] += value / days
    outcome.say(f"{days} days: mean wait {sums['really']:.1f} s, played again {sums['played']:.1f} s")
    outcome.say(f"the change: {sums['true']:+.1f} s in truth, {sums['told']:+.1f} s told by the replay")
    outcome.details = {"days": days, **sums}
    off = 100 * abs(sums["played"] / sums["really"] - 1)
    change_off = 100 * abs(sums["told"] - sums["true"]) / sums["really"]
    outcome.figures += [
        Figure("sim.replay", round(off, 1), "percent_of_the_mean_wait", f"<= {NEAR}", None, f"{days} days played again from their journal"),
        Figure("sim.replay.change", round(change_off, 1), "percent_of_the_mean_wait", f"<= {NEAR}", None, "the change as told beside the change in truth"),
    ]
    return outcome
