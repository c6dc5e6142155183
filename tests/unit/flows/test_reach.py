"""When callers reach which queues: plans, menus, and numbers whose flow is gone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.flows.model import (
    DayException,
    Directory,
    EndNode,
    Flow,
    HoursNode,
    LanguageNode,
    MenuNode,
    MessageNode,
    NumberCard,
    OpeningPlan,
    QueueNode,
    Span,
)
from permanence.flows.reach import Reach, queues_reached, reaches
from permanence.flows.rules import is_open
from permanence.kernel.ids import BrandId, FirmId, FlowId, NumberId, QueueId

FIRM, QUOTES, HELP = FirmId("frm_1"), QueueId("que_quotes"), QueueId("que_help")
OFFICE = (Span("09:00", "12:00"), Span("14:00", "18:00"))
PLAN = OpeningPlan("pln", "Europe/Paris", (OFFICE,) * 5 + ((), ()), "FR")
FLOW = Flow(
    FlowId("flw_1"), "Accueil", "hours",
    {
        "hours": HoursNode("hours", "pln", "hello", "night"),
        "hello": MessageNode("hello", (), "tongue"),
        "tongue": LanguageNode("tongue", "fr", "menu"),
        "menu": MenuNode("menu", (), {"1": "quotes", "2": "hours"}, "end"),
        "quotes": QueueNode("quotes", QUOTES),
        "night": QueueNode("night", HELP),
        "end": EndNode("end"),
    },
)  # fmt: skip
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def number(flow: str = "flw_1") -> NumberCard:
    return NumberCard(
        NumberId("num_1"), FIRM, "+33199001010", BrandId("brd_1"), "Cabinet", "", "fr", "FR", FlowId(flow)
    )


def directory(plan: OpeningPlan = PLAN, flow: str = "flw_1") -> Directory:
    return Directory(FIRM, {"+33199001010": number(flow)}, {"flw_1": FLOW}, {"pln": plan})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_every_choice_of_a_menu_counts_and_a_circle_ends() -> None:
    assert queues_reached(FLOW, frozenset()) == {QUOTES}
    assert queues_reached(FLOW, frozenset({"pln"})) == {HELP}


def test_the_quotes_are_reached_in_office_hours_and_help_at_all_others() -> None:
    found = reaches(directory(), at("2026-11-23T00:00+01:00"), at("2026-11-24T00:00+01:00"))
    day = [
        (HELP, "00:00", "09:00"), (QUOTES, "09:00", "12:00"), (HELP, "12:00", "14:00"), (QUOTES, "14:00", "18:00"),
        (HELP, "18:00", None),
    ]  # fmt: skip
    midnight = at("2026-11-24T00:00+01:00")
    assert found == tuple(
        Reach(NumberId("num_1"), frozenset({queue}), at(f"2026-11-23T{a}+01:00"), at(f"2026-11-23T{b}+01:00") if b else midnight)
        for queue, a, b in day
    )


def test_a_number_without_its_flow_or_without_a_queue_leads_nowhere() -> None:
    assert reaches(directory(flow="flw_gone"), MONDAY, MONDAY + timedelta(days=1)) == ()
    shut = Directory(FIRM, {"+33199001010": number()}, {"flw_1": Flow(FlowId("flw_1"), "x", "end", {"end": EndNode("end")})})
    assert reaches(shut, MONDAY, MONDAY + timedelta(days=1)) == ()
    assert queues_reached(Flow(FlowId("flw_1"), "x", "nowhere", {}), frozenset()) == frozenset()


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-11-11", "2026-12-24"])
@given(minute=st.integers(0, 3 * 1440 - 1))
def test_at_every_minute_it_says_what_the_plan_says(day: str, minute: int) -> None:
    late = (Span("00:00", "02:30"), Span("22:15", "24:00"))
    plan = OpeningPlan(
        "pln", "Europe/Paris", (late,) * 7, "FR", exceptions=(DayException(date(2026, 12, 24), OFFICE),)
    )
    since = at(f"{day}T00:00+01:00") - timedelta(days=1)
    now = since + timedelta(minutes=minute)
    here = [r for r in reaches(directory(plan), since, since + timedelta(days=3)) if r.starts <= now < r.ends]
    assert [r.queues for r in here] == [frozenset({QUOTES if is_open(plan, now) else HELP})]
