"""Who stands behind a queue when: by agreements in force, by local days, in the owner's order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.kernel.ids import AgreementId, FirmId, PersonId, VersionId
from permanence.synergy.coverage import standbys
from permanence.synergy.model import Agreement, Answer, Decision, Ending, Signature, Terms, Version
from permanence.synergy.overflow import Chosen, Overflow
from permanence.synergy.rules import day_of, in_force

OWNER = FirmId("frm_o")
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def agreed(name: str, starts_on: date, last_day: date | None = None, zone: str = "Europe/Paris") -> Agreement:
    partner = FirmId(f"frm_{name}")
    ours, theirs = (Signature(firm, PersonId("per_1"), "Ann Roy", LONG_AGO) for firm in (OWNER, partner))
    version = Version(VersionId(f"agv_{name}"), 1, Terms(zone=zone), starts_on, ours, Answer(Decision.ACCEPTED, theirs))
    ending = Ending(last_day, ours) if last_day else None
    return Agreement(AgreementId(f"agr_{name}"), OWNER, partner, "Ours", name, LONG_AGO, (version,), ending)


def asking(*names: str, **when: object) -> Overflow:
    return Overflow(partners=tuple(Chosen(AgreementId(f"agr_{name}")) for name in names), **when)


def test_an_agreement_stands_behind_a_queue_by_its_local_days() -> None:
    since, until = datetime(2026, 11, 22, 23, tzinfo=UTC), datetime(2026, 11, 29, 23, tzinfo=UTC)
    a, b = agreed("a", date(2026, 11, 25)), agreed("b", date(2026, 11, 1), date(2026, 11, 24))
    found = standbys(asking("b", "a"), [a, b], since, until)
    assert found == [("b", since, datetime(2026, 11, 24, 23, tzinfo=UTC), False), ("a", datetime(2026, 11, 24, 23, tzinfo=UTC), until, False)]
    assert standbys(asking("c"), [a, b], since, until) == []


def test_the_days_on_which_clocks_change_have_25_and_23_hours() -> None:
    for day, hours in ((date(2026, 10, 25), 25), (date(2027, 3, 28), 23)):
        around = datetime(day.year, day.month, day.day, tzinfo=UTC)
        ((_, starts, ends, _),) = standbys(asking("a"), [agreed("a", day, day)], around - 2 * DAY, around + 2 * DAY)
        assert ends - starts == timedelta(hours=hours)


def test_a_queue_that_asks_where_nobody_is_in_has_partners_then_alone_and_one_that_never_asks_has_none() -> None:
    a, since = agreed("a", date(2026, 11, 1)), datetime(2026, 11, 23, tzinfo=UTC)
    whens = ({"danger": False}, {"danger": False, "after_s": 30}, {"nobody": False, "danger": False})
    found = [[each.alone for each in standbys(asking("a", **when), [a], since, since + DAY)] for when in whens]
    assert found == [[True], [False], []]


days = st.dates(date(2026, 2, 1), date(2027, 12, 1))
zones = st.sampled_from(["Europe/Paris", "America/Montreal", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"])


@given(days, st.integers(-3, 40), zones, days, st.integers(0, 96 * 28))
@settings(max_examples=40, deadline=None)
def test_each_quarter_is_covered_where_the_agreement_is_in_force_on_its_local_day(
    starts_on: date, length: int, zone: str, first: date, quarters: int
) -> None:
    agreement = agreed("a", starts_on, starts_on + length * DAY, zone)
    since = datetime(first.year, first.month, first.day, tzinfo=UTC)
    until = since + quarters * timedelta(minutes=15)
    found = standbys(asking("a"), [agreement], since, until)
    for nth in range(0, quarters, 3):
        at = since + nth * timedelta(minutes=15)
        holds = in_force(agreement, day_of(agreement.versions[-1].terms, at)) is not None
        assert any(each.starts <= at < each.ends for each in found) is holds
    assert all(since <= each.starts < each.ends <= until for each in found)
