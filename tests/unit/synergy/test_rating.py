"""What a second is worth: vectors by hand, and what must hold of any terms and any call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from permanence.synergy.model import HOUR, Band, Rates, Terms
from permanence.synergy.rating import Charges, charges, rates_at, stretches

PARIS = ZoneInfo("Europe/Paris")
DAY = Rates(owner_per_hour=3_600_000, answering_per_hour=7_200_000, platform_per_hour=0)
NIGHT = Rates(owner_per_hour=0, answering_per_hour=36_000_000, platform_per_hour=3_600_000)
NIGHTS = Terms(rates=DAY, bands=(Band((1, 2, 3, 4, 5, 6, 7), "22:00", "24:00", NIGHT), Band((1, 2, 3, 4, 5, 6, 7), "00:00", "06:00", NIGHT)))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("seconds", "owner", "answering", "platform"),
    [
        (0, 0, 0, 0),
        (1, 1_389, 1_528, 139),  # 1,388.89, 1,527.78, 138.89
        (59, 81_944, 90_139, 8_194),  # 81,944.44, 90,138.89, 8,194.44
        (60, 83_333, 91_667, 8_333),  # 83,333.33, 91,666.67, 8,333.33
        (3_600, 5_000_000, 5_500_000, 500_000),
        (5_400, 7_500_000, 8_250_000, 750_000),
    ],
)
def test_the_trades_split_by_the_second(seconds: int, owner: int, answering: int, platform: int) -> None:
    assert charges(Terms(), at("2026-11-23 10:00"), seconds) == Charges(owner, answering, platform)


def test_half_a_millionth_goes_to_the_even_neighbour() -> None:
    terms = Terms(rates=Rates(owner_per_hour=1_800, answering_per_hour=5_400))
    assert charges(terms, at("2026-11-23 10:00"), 1) == Charges(0, 2, 0)  # 0.5 and 1.5


def test_a_call_across_the_beginning_of_the_night() -> None:
    # 100 s of day (1,000 and 2,000 millionths a second), 50 s of night (0, 10,000 and 1,000 a second)
    found = charges(NIGHTS, at("2026-11-23 21:58:20"), 150)
    assert found == Charges(100_000, 200_000 + 500_000, 50_000)
    assert found.total == 850_000


def test_midnight_and_the_end_of_a_month_change_nothing_within_a_night() -> None:
    assert list(stretches(NIGHTS, at("2026-11-30 23:59:00"), 120)) == [(NIGHT, 60), (NIGHT, 60)]
    assert charges(NIGHTS, at("2026-11-30 23:59:00"), 120) == Charges(0, 1_200_000, 120_000)


def test_a_second_has_the_rates_of_the_moment_at_which_it_begins() -> None:
    assert [(rates is NIGHT, n) for rates, n in stretches(NIGHTS, at("2026-11-23 21:59:58.400"), 4)] == [(False, 2), (True, 2)]


def test_the_night_of_25_hours_is_an_hour_longer() -> None:
    """On 25 October 2026 the clocks go back from 03:00 to 02:00: from 22:00 to 06:00 are nine hours."""
    found = charges(NIGHTS, at("2026-10-24 22:00"), 9 * 3600)
    assert found == Charges(0, 9 * 36_000_000, 9 * 3_600_000)
    assert charges(NIGHTS, at("2026-10-24 22:00"), 9 * 3600 + 1, 9 * 3600) == Charges(1_000, 2_000, 0)


def test_the_night_of_23_hours_is_an_hour_shorter() -> None:
    found = charges(NIGHTS, at("2026-03-28 22:00"), 7 * 3600 + 1, 7 * 3600)
    assert found == Charges(1_000, 2_000, 0)


def test_a_band_of_an_hour_that_comes_twice_counts_twice() -> None:
    terms = Terms(rates=DAY, bands=(Band((7,), "02:00", "03:00", NIGHT),))
    assert charges(terms, at("2026-10-25 01:00"), 4 * 3600).platform == 2 * 3_600_000
    assert charges(terms, at("2026-10-18 01:00"), 4 * 3600).platform == 3_600_000


def test_the_first_band_that_fits_counts() -> None:
    terms = Terms(rates=DAY, bands=(Band((1,), "08:00", "09:00", NIGHT), Band((1, 2), "08:00", "18:00", HOUR)))
    moments = [at("2026-11-23 08:30"), at("2026-11-23 09:00"), at("2026-11-24 08:30"), at("2026-11-23 18:00")]
    assert [rates_at(terms, moment, PARIS) for moment in moments] == [NIGHT, HOUR, HOUR, DAY]


def test_what_is_due_by_the_call_and_the_minimum_are_due_with_its_first_second() -> None:
    terms = Terms(rates=Rates(owner_per_hour=3_600_000, answering_per_call=150_000, platform_per_call=10_000), minimum_s=30)
    assert charges(terms, at("2026-11-23 10:00"), 1) == Charges(30_000, 150_000, 10_000)
    assert charges(terms, at("2026-11-23 10:00"), 31) == Charges(31_000, 150_000, 10_000)
    assert charges(terms, at("2026-11-23 10:00"), 31, 1) == Charges(1_000, 0, 0)
    assert charges(terms, at("2026-11-23 10:00"), 0) == Charges(0, 0, 0)


money = st.integers(0, 10**9)
rates = st.builds(Rates, owner_per_hour=money, answering_per_hour=money, platform_per_hour=money, answering_per_call=money)
clock = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
bands = st.builds(lambda days, clocks, worth: Band(tuple(days), *sorted(clocks), worth), st.sets(st.integers(1, 7), min_size=1),
                  st.sets(clock, min_size=2, max_size=2), rates)  # fmt: skip
zones = st.sampled_from(["Europe/Paris", "America/Montreal", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"])
terms_of = st.builds(lambda r, b, z, m: Terms(rates=r, bands=tuple(b), zone=z, minimum_s=m), rates, st.lists(bands, max_size=3), zones, st.integers(0, 90))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001 - zone follows


@given(terms_of, moments, st.lists(st.integers(0, 20_000), min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_however_a_call_is_cut_its_parts_add_up_to_the_whole(terms: Terms, begun: datetime, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts)]
    parts = [charges(terms, begun, until, since) for since, until in pairwise(edges)]
    assert Charges(*(sum(part[side] for part in parts) for side in range(3))) == charges(terms, begun, edges[-1])
    assert all(amount >= 0 for part in parts for amount in part)


@given(terms_of, moments, st.integers(1, 100_000))
@settings(max_examples=100, deadline=None)
def test_stretches_are_the_whole_call_and_have_the_rates_of_each_of_their_seconds(terms: Terms, begun: datetime, seconds: int) -> None:
    found = list(stretches(terms, begun, seconds))
    assert sum(part for _, part in found) == seconds
    assert all(part > 0 for _, part in found)
    zone, nth = ZoneInfo(terms.zone), 0
    for worth, part in found[:40]:
        for second in (nth, nth + part // 2, nth + part - 1):
            assert rates_at(terms, begun + timedelta(seconds=second), zone) == worth
        nth += part


def test_bands_at_odd_minutes_are_cut_to_the_second() -> None:
    base, dear = Rates(owner_per_hour=3_600_000, answering_per_hour=0, platform_per_hour=0), Rates(owner_per_hour=25_200_000, platform_per_call=9)
    terms = Terms(rates=base, bands=(Band((1,), "08:17", "08:43", dear),))
    # Monday, 08:10:30 in Paris: 390 s before the band, 1,560 s within, 450 s after.
    begun = datetime(2026, 11, 23, 7, 10, 30, tzinfo=UTC)
    assert charges(terms, begun, 2400) == (390_000 + 1_560 * 7_000 + 450_000, 0, 0)
    within = begun + timedelta(seconds=390)
    assert charges(terms, within, 1) == (7_000, 0, 9)
    assert charges(terms, within - timedelta(seconds=1), 2) == (1_000 + 7_000, 0, 0)
    late = Terms(rates=base, bands=(Band((2,), "00:00", "00:07", dear),))
    assert charges(late, datetime(2026, 11, 23, 22, 52, 10, tzinfo=UTC), 1200) == ((470 + 310) * 1_000 + 420 * 7_000, 0, 0)


def test_what_is_due_by_the_call_is_due_to_each_side() -> None:
    terms = Terms(rates=Rates(owner_per_call=5, answering_per_call=7, platform_per_call=11))
    assert charges(terms, datetime(2026, 11, 23, 7, tzinfo=UTC), 1) == (5, 7, 11)
