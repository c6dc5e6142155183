"""Who stands out, who does not, and what makes callers comparable."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from permanence.diversion.model import Bag, Kind, Measure, Served, Subject, WeekTally
from permanence.diversion.watch import PER_MONTH, alarms, findings, stratum, tally, threshold, week_of
from permanence.kernel.ids import FirmId

PARIS = ZoneInfo("Europe/Paris")
OWNER, NORD, SUD = FirmId("owner"), FirmId("nord"), FirmId("sud")
MONDAY = date(2026, 6, 1)
NOON = datetime(2026, 6, 3, 10, tzinfo=UTC)


def caller(partner: FirmId | None, agent: str, **other: object) -> Served:
    values = {"alias": "K", "call": "c", "arrived_at": NOON, "earlier": 0, "wait_s": 5.0, "is_back": True}
    return Served(partner, agent, **{**values, **other})  # type: ignore[arg-type]


def week(nth: int, subject: Subject, *bags: Bag, measure: Measure = Measure.LOST) -> WeekTally:
    return WeekTally(MONDAY + timedelta(weeks=nth), subject, measure, bags)


def test_callers_are_compared_with_those_of_the_same_hour_use_and_wait() -> None:
    assert stratum(caller(None, "a"), PARIS) == "new day short"
    assert stratum(caller(None, "a", earlier=1, wait_s=60.0), PARIS) == "once day long"
    night = datetime(2026, 6, 3, 17, 30, tzinfo=UTC)
    assert stratum(caller(None, "a", earlier=9, arrived_at=night), PARIS) == "often off short"
    assert stratum(caller(None, "a", earlier=4, arrived_at=NOON + timedelta(days=3)), PARIS) == "some off short"


def test_a_week_is_told_for_firms_and_agents_against_all_callers_of_the_owner() -> None:
    served = [
        caller(NORD, "n1", is_back=False, call="lost"), caller(NORD, "n2"), caller(None, "own"), caller(None, "own", is_back=False),
        caller(None, "own", earlier=7),
    ]  # fmt: skip
    told = {(each.measure, each.subject.id): each for each in tally(MONDAY, served, OWNER, [], PARIS)}
    assert told[Measure.LOST, "nord"].bags == (Bag(2, 4, 1, 2),)
    assert told[Measure.LOST, "nord"].cases == ("lost",)
    assert told[Measure.LOST, "n2"].bags == (Bag(1, 4, 0, 2),)
    assert told[Measure.LOST, "own"].bags == (Bag(2, 4, 1, 2), Bag(1, 1, 0, 0)) or told[Measure.LOST, "own"].bags == (
        Bag(2, 4, 1, 2), Bag(1, 1, 0, 0))[::-1]  # fmt: skip
    assert len(told) == 4


def test_callers_seen_at_a_partner_count_against_that_partner_alone_and_its_old_customers_do_not() -> None:
    served = [
        caller(NORD, "n1", seen_at=(NORD,)), caller(NORD, "n1", known_at=(NORD,)), caller(SUD, "s1", seen_at=(NORD,)),
        caller(None, "own"),
    ]  # fmt: skip
    told = [each for each in tally(MONDAY, served, OWNER, [NORD, SUD], PARIS) if each.measure is Measure.SEEN]
    assert {(each.subject.id, each.bags) for each in told} == {
        ("nord", (Bag(1, 3, 1, 2),)), ("n1", (Bag(1, 3, 1, 2),)), ("sud", (Bag(1, 4, 0, 0),)), ("s1", (Bag(1, 4, 0, 0),)),
    }  # fmt: skip


def test_a_partner_that_loses_many_callers_stands_out_and_the_others_do_not() -> None:
    cheat, honest = Subject(Kind.PARTNER, NORD, NORD), Subject(Kind.PARTNER, SUD, SUD)
    weeks = [each for n in range(12) for each in (week(n, cheat, Bag(60, 400, 38, 170)), week(n, honest, Bag(60, 400, 24, 170)))]
    found = findings(weeks, MONDAY)
    assert [each.subject for each in found] == [cheat, honest]
    assert [each.subject for each in alarms(found)] == [cheat]
    assert found[0].low < found[0].expected < found[0].high < found[0].hits


def test_equal_weeks_say_the_same_in_any_order_and_few_callers_say_nothing() -> None:
    one = Subject(Kind.OWN_AGENT, OWNER, "a")
    weeks = [week(n, one, Bag(10, 100, 4, 40)) for n in range(6)]
    assert findings(weeks, MONDAY) == findings(weeks[::-1], MONDAY) != []
    assert findings(weeks[:4], MONDAY) == []


def test_two_honest_years_do_not_hide_a_partner_that_begins_to_divert() -> None:
    one = Subject(Kind.PARTNER, NORD, NORD)
    honest = [week(n, one, Bag(60, 400, 25, 170)) for n in range(104)]
    later = [week(104 + n, one, Bag(60, 400, 38, 170)) for n in range(10)]
    assert alarms(findings(honest, MONDAY)) == []
    told = alarms(findings(honest + later, MONDAY))
    assert [each.since >= MONDAY + timedelta(weeks=96) for each in told] == [True]


def test_the_allowance_is_divided_between_groups_and_within_them() -> None:
    sizes = {(Measure.LOST, Kind.PARTNER): 3, (Measure.LOST, Kind.OWN_AGENT): 12}
    share = sum(size / math.exp(threshold(sizes, group)) for group, size in sizes.items())
    assert math.isclose(share, PER_MONTH)


def test_a_week_is_looked_at_when_its_last_caller_has_had_his_time() -> None:
    last_moment = datetime(2026, 6, 7, 23, 59, tzinfo=PARIS)
    assert week_of(last_moment + timedelta(days=30, minutes=2), PARIS) == MONDAY
    assert week_of(last_moment + timedelta(days=30), PARIS) == MONDAY - timedelta(weeks=1)
