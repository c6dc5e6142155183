"""Work beside callers on a played day: how much of it is done, and what becomes of it when callers need the agents."""

from __future__ import annotations

import pytest

from permanence.sim.beside import Done
from permanence.sim.scenario import ScenarioUnfit, read
from permanence.sim.shop import DayReport, Shop

DAY = """
hours = {hours}
[[queue]]
name = "sales"
per_hour = [{calls}]
handling_s = 180
[[team]]
agents = 10
name = "all"
skills = {{ sales = 5 }}
[[work]]
kind = "{kind}"
seconds = 120
share = {share}
teams = ["all"]
"""


def day(kind: str = "text", calls: int = 60, share: float = 0.2, hours: int = 3, shop: type[Shop] = Shop) -> DayReport:
    return shop(read(DAY.format(kind=kind, calls=calls, share=share, hours=hours)), 1).play()


class Careless(Shop):
    """A day on which nothing is done for queues in danger."""

    def look_ahead(self) -> None:
        pass


def test_work_takes_its_share_of_the_agents_time() -> None:
    report = day()
    assert report.beside.done_s / report.there_s == pytest.approx(0.2, rel=0.15)
    assert report.beside.done_s == pytest.approx(report.beside.due_s, rel=0.02)
    assert report.beside.pieces > 150


def test_it_is_the_same_work_whatever_the_callers_do() -> None:
    assert day(calls=10).beside.due_s == pytest.approx(day(calls=150).beside.due_s)


@pytest.mark.parametrize("kind", ["outbound", "preview", "text"])
def test_in_danger_it_waits_and_callers_do_not(kind: str) -> None:
    careless, careful = day(kind, calls=155, shop=Careless), day(kind, calls=155)
    late = [sum(one.waited_s > 180 for one in report.seen) for report in (careless, careful)]
    assert late[1] < late[0] / 3
    assert careful.beside.delay_s / careful.beside.pieces > careless.beside.delay_s / careless.beside.pieces
    assert careful.beside.done_s <= careful.beside.due_s


def test_agents_without_any_are_as_before() -> None:
    assert day(share=0).beside == Done()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (DAY.format(kind="chat", calls=1, share=0.1, hours=1), "kind"),
        (DAY.format(kind="text", calls=1, share=0.1, hours=1).replace('["all"]', '["night"]'), "names the team night"),
        (DAY.format(kind="text", calls=1, share=1, hours=1), "no time left for callers"),
    ],
)
def test_work_that_cannot_be_says_why(text: str, says: str) -> None:
    with pytest.raises(ScenarioUnfit, match=says):
        read(text)
