"""What is covered by whom: quarters of an hour, opening hours, breaks, holes and how many people are wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import AgentId
from permanence.planning.duty import at_work
from permanence.planning.duty_coverage import Backing, Demand, cover
from permanence.planning.model import Break, Shift

ANN, BOB, EVE = AgentId("agt_ann"), AgentId("agt_bob"), AgentId("agt_eve")
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return MIDNIGHT + timedelta(hours=int(hours), minutes=int(minutes))


def shift(agent: AgentId, starts: str, ends: str, *breaks: tuple[str, str]) -> Shift:
    return Shift(agent, at(starts), at(ends), tuple(Break(at(a), at(b)) for a, b in breaks))


def demand(wanted: int = 1, *times: tuple[str, str]) -> Demand:
    spans = tuple((at(a), at(b)) for a, b in times or (("09:00", "18:00"),))
    return Demand(kind="queue", id="que_1", name="Devis", serves=frozenset({ANN, BOB}), open=spans, wanted=wanted)


def holes(wanted: int, *shifts: Shift) -> list[str]:
    found = cover(demand(wanted), shifts, MIDNIGHT, MIDNIGHT + timedelta(days=1)).holes
    return [f"{h.starts:%H:%M}-{h.ends:%H:%M} {h.people}/{h.wanted}" for h in found]


def test_the_only_one_is_at_lunch() -> None:
    assert holes(1, shift(ANN, "08:00", "18:00", ("12:30", "14:00"))) == ["12:30-14:00 0/1"]


def test_two_relieve_one_another() -> None:
    assert holes(1, shift(ANN, "09:00", "13:00"), shift(BOB, "13:00", "18:00")) == []
    assert holes(1, shift(ANN, "09:00", "13:07"), shift(BOB, "13:07", "18:00")) == []
    assert holes(1, shift(ANN, "09:00", "13:07"), shift(BOB, "13:09", "18:00")) == ["13:00-13:15 0/1"]


def test_too_few_is_a_hole_too_and_says_how_many_are_there() -> None:
    assert holes(2, shift(ANN, "09:00", "18:00"), shift(BOB, "10:00", "12:00")) == ["09:00-10:00 1/2", "12:00-18:00 1/2"]
    assert holes(2) == ["09:00-18:00 0/2"]
    assert holes(0) == []


def test_who_cannot_serve_covers_nothing() -> None:
    assert holes(1, shift(EVE, "09:00", "18:00")) == ["09:00-18:00 0/1"]


def test_closed_quarters_are_no_holes_and_a_half_open_one_counts_its_open_minutes() -> None:
    found = cover(demand(1, ("09:10", "09:30")), [shift(ANN, "09:10", "09:20")], at("09:00"), at("09:45"))
    assert found.people == (1, 0, None)
    assert [(h.starts, h.ends) for h in found.holes] == [(at("09:15"), at("09:30"))]


def test_seconds_do_not_count_as_a_minute() -> None:
    late = Shift(ANN, at("09:00") + timedelta(seconds=30), at("18:00"))
    assert cover(demand(), [late], at("09:00"), at("09:30")).people == (0, 1)


SHIFTS = st.lists(
    st.tuples(st.sampled_from([ANN, BOB, EVE]), st.integers(-60, 300), st.integers(1, 200)).map(
        lambda p: Shift(p[0], MIDNIGHT + p[1] * MINUTE, MIDNIGHT + (p[1] + p[2]) * MINUTE)
    ),
    max_size=6,
)


@given(SHIFTS, st.integers(0, 120), st.integers(1, 200), st.integers(0, 3))
def test_each_quarter_has_the_fewest_of_its_open_minutes(shifts: list[Shift], opens: int, long: int, wanted: int) -> None:
    spans = ((MIDNIGHT + opens * MINUTE, MIDNIGHT + (opens + long) * MINUTE),)
    asked = Demand(kind="number", id="num_1", name="x", serves=frozenset({ANN, BOB}), open=spans, wanted=wanted)
    found = cover(asked, shifts, MIDNIGHT, MIDNIGHT + timedelta(hours=5))
    short = 0
    for number, people in enumerate(found.people):
        counts = [
            sum(s.agent != EVE and any(a <= now < b for a, b in at_work(s)) for s in shifts)
            for minute in range(number * 15, number * 15 + 15)
            if opens <= minute < opens + long
            for now in [MIDNIGHT + minute * MINUTE]
        ]
        assert people == (min(counts) if counts else None)
        short += people is not None and people < wanted
    assert sum((h.ends - h.starts for h in found.holes), timedelta()) == short * timedelta(minutes=15)


def test_a_hole_says_which_partners_stand_behind_all_of_it() -> None:
    day = (MIDNIGHT, MIDNIGHT + timedelta(days=1))
    behind = (Backing("Sud", at("00:00"), at("13:10"), False), Backing("Nuit", *day, True), Backing("Sud", *day, True))
    wanted = msgspec.structs.replace(demand(2, ("09:00", "18:00")), backing=behind)
    found = cover(wanted, [shift(ANN, "09:00", "15:00")], *day).holes
    assert [(f"{h.starts:%H:%M}-{h.ends:%H:%M}", h.people, h.partners) for h in found] == [
        ("09:00-13:00", 1, ("Sud",)), ("13:00-15:00", 1, ()), ("15:00-18:00", 0, ("Nuit", "Sud")),
    ]  # fmt: skip
