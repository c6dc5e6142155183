"""Where a caller goes next: opening hours at the edges of days, holidays, menus; and what may be published."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.flows import rules
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
    Prompt,
    QueueNode,
    Span,
)
from permanence.interaction.model import QueueTerms
from permanence.interaction.steps import EnterQueue, Finish, Gather, Say
from permanence.kernel.ids import BrandId, FirmId, FlowId, NumberId, PromptId, QueueId

FIRM, QUEUE, FLOW = FirmId("frm_1"), QueueId("que_1"), FlowId("flw_1")
OFFICE = (Span("09:00", "12:00"), Span("14:00", "18:00"))
WEEK = (OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, (), ())
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def plan(**changes: object) -> OpeningPlan:
    return OpeningPlan(**({"id": "p", "time_zone": "Europe/Paris", "weekly": WEEK, "holiday_country": "FR"} | changes))  # type: ignore[arg-type]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        ("2026-11-23T08:59:59+01:00", False),
        ("2026-11-23T09:00:00+01:00", True),
        ("2026-11-23T11:59:59+01:00", True),
        ("2026-11-23T12:00:00+01:00", False),
        ("2026-11-23T17:59:59+01:00", True),
        ("2026-11-23T18:00:00+01:00", False),
        ("2026-11-22T10:00:00+01:00", False),  # a Sunday
        ("2026-11-11T10:00:00+01:00", False),  # Armistice
        ("2026-07-14T10:00:00+02:00", False),
        ("2026-07-15T09:00:00+02:00", True),
    ],
)
def test_hours_holidays_and_weekends(moment: str, opened: bool) -> None:
    assert rules.is_open(plan(), at(moment)) is opened


def test_the_callers_moment_is_told_in_the_plans_own_zone() -> None:
    assert rules.is_open(plan(), datetime(2026, 1, 5, 8, 30, tzinfo=UTC))  # 09:30 in Paris
    assert not rules.is_open(plan(time_zone="America/Guadeloupe"), datetime(2026, 1, 5, 8, 30, tzinfo=UTC))


def test_good_friday_is_a_holiday_in_alsace_and_moselle_alone() -> None:
    friday, second_of_christmas = date(2026, 4, 3), date(2026, 12, 26)
    for day in (friday, second_of_christmas):
        assert rules.holiday_name(plan(), day) is None
        for subdivision in ("57", "6AE", "Alsace", "Moselle"):
            assert rules.holiday_name(plan(holiday_subdivision=subdivision), day) is not None


def test_a_region_or_country_that_nobody_knows_costs_no_caller_the_answer() -> None:
    assert rules.holiday_name(plan(holiday_subdivision="Atlantis"), date(2026, 12, 25)) is not None
    assert rules.holiday_name(plan(holiday_country="ZZ"), date(2026, 12, 25)) is None


def test_without_a_country_no_day_is_a_holiday() -> None:
    assert rules.holiday_name(plan(holiday_country=None), date(2026, 12, 25)) is None


def test_an_exception_comes_before_holiday_and_week() -> None:
    special = plan(exceptions=(DayException(date(2026, 11, 11), (Span("10:00", "11:00"),)), DayException(date(2026, 11, 23))))
    assert rules.is_open(special, at("2026-11-11T10:30:00+01:00"))
    assert not rules.is_open(special, at("2026-11-23T10:30:00+01:00"))


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_days_of_23_and_25_hours_open_by_the_clock_on_the_wall(day: str) -> None:
    always_sunday = plan(weekly=((), (), (), (), (), (), (Span("03:00", "04:00"),)), holiday_country=None)
    zone = rules.ZoneInfo("Europe/Paris")
    for hour, opened in ((1, False), (3, True), (4, False)):
        assert rules.is_open(always_sunday, datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=zone)) is opened


def test_both_hours_of_the_doubled_hour_are_open() -> None:
    night = plan(weekly=((), (), (), (), (), (), (Span("02:00", "03:00"),)), holiday_country=None)
    assert rules.is_open(night, datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert rules.is_open(night, datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert not rules.is_open(night, datetime(2026, 10, 25, 2, 0, tzinfo=UTC))


def test_a_night_shift_is_two_spans_that_meet_at_midnight() -> None:
    nights = plan(weekly=((Span("00:00", "06:00"), Span("22:00", "24:00")),) * 7, holiday_country=None)
    for moment, opened in (("21:59:59", False), ("22:00:00", True), ("23:59:59", True), ("00:00:00", True), ("06:00:00", False)):
        assert rules.is_open(nights, at(f"2026-11-23T{moment}+01:00")) is opened


def test_a_plan_with_fewer_days_than_a_week_is_closed_on_the_others() -> None:
    assert not rules.is_open(plan(weekly=(OFFICE,)), at("2026-11-24T10:00:00+01:00"))


@given(st.integers(0, 190_000_000).map(lambda s: NOW + timedelta(seconds=s)))
def test_a_plan_of_all_day_every_day_is_never_closed(moment: datetime) -> None:
    assert rules.is_open(plan(weekly=((Span("00:00", "24:00"),),) * 7, holiday_country=None), moment)


# -- flows ---------------------------------------------------------------------------------------------------------

NODES = {
    "hours": HoursNode("hours", "p", "hello", "closed"),
    "hello": MessageNode("hello", ("hello",), "english"),
    "english": LanguageNode("english", "en", "menu"),
    "menu": MenuNode("menu", ("menu",), {"1": "queue", "2": "bye"}, "queue", ("wrong",), 5.0, 2, {"1": "Orders"}),
    "queue": QueueNode("queue", QUEUE),
    "bye": EndNode("bye", ("sound:goodbye",)),
    "closed": EndNode("closed", ("closed",), closed=True),
}
CARD = NumberCard(NumberId("num_1"), FIRM, "+33162000001", BrandId("brd_1"), "Dupont", "", "fr", "FR", FLOW)


def directory(nodes: dict[str, object] | None = None, start: str = "hours", **changes: object) -> Directory:
    parts = {
        "numbers": {CARD.e164: CARD},
        "flows": {FLOW: Flow(FLOW, "main", start, NODES if nodes is None else nodes)},  # type: ignore[arg-type]
        "plans": {"p": plan()},
        "prompts": {name: Prompt(PromptId(name), f"sound:{name}") for name in ("hello", "menu", "wrong", "closed", "notice")},
        "queues": {QUEUE: QueueTerms(QUEUE, "orders")},
    }
    return Directory(FIRM, **(parts | changes))  # type: ignore[arg-type]


def step(node: str | None, outcome: str, tries: int = 0, **changes: object) -> rules.Choice:
    return rules.next_step(directory(**changes), CARD, node, outcome, tries, "fr", NOW)  # type: ignore[arg-type]


def test_a_call_walks_from_hours_to_queue() -> None:
    assert step(None, "start").step == Say("hello", ("sound:hello",))
    asked = step("hello", "done")
    assert (asked.step, asked.language) == (Gather("menu", ("sound:menu",), 5.0), "en")
    chosen = step("menu", "1")
    assert isinstance(chosen.step, EnterQueue)
    assert chosen.label == "Orders"
    assert step("menu", "2").label == "2"


def test_a_closed_firm_says_so() -> None:
    night = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    assert rules.first_step(directory(), CARD, night).step == Finish("closed", ("sound:closed",), closed=True)


def test_an_opening_plan_that_is_gone_counts_as_open() -> None:
    assert step(None, "start", plans={}).step == Say("hello", ("sound:hello",))


def test_wrong_keys_are_told_and_missing_ones_are_not_then_the_menu_gives_in() -> None:
    assert step("menu", "7").step == Gather("menu", ("sound:wrong", "sound:menu"), 5.0)
    assert step("menu", "timeout").step == Gather("menu", ("sound:menu",), 5.0)
    assert isinstance(step("menu", "7", tries=1).step, EnterQueue)
    assert step("menu", "7").tries == 1


def test_a_recorded_number_says_so_first_where_it_has_the_notice() -> None:
    recorded = NumberCard(
        CARD.id, FIRM, CARD.e164, CARD.brand, "Dupont", "", "fr", "FR", FLOW, purpose="quality", notice="notice"
    )
    first = rules.first_step(directory(), recorded, NOW)
    assert first.step == Say(rules.NOTICE, ("sound:notice",))
    assert rules.next_step(directory(), recorded, rules.NOTICE, "done", 0, "fr", NOW).step == Say("hello", ("sound:hello",))
    assert rules.first_step(directory(prompts={}), recorded, NOW).step == Say("hello", ())


def test_what_decides_by_itself_is_walked_again_after_a_restart() -> None:
    assert step("queue", "again").step == EnterQueue("queue", QueueTerms(QUEUE, "orders"))


@pytest.mark.parametrize(
    "changes",
    [{"flows": {}}, {"queues": {}, "start": "queue"}, {"start": "nowhere"}],
)
def test_a_broken_flow_ends_the_call_instead_of_leaving_silence(changes: dict[str, object]) -> None:
    found = rules.first_step(directory(**changes), CARD, NOW)  # type: ignore[arg-type]
    assert found.step == Finish("missing", ())


def test_a_place_that_is_gone_ends_the_call() -> None:
    assert step("removed", "done").step == Finish("missing", ())


def test_a_flow_that_runs_in_a_circle_ends_the_call() -> None:
    circle = {"a": LanguageNode("a", "fr", "b"), "b": LanguageNode("b", "en", "a")}
    assert rules.first_step(directory(circle, "a"), CARD, NOW).step == Finish("missing", ())  # type: ignore[arg-type]


def test_a_sound_flow_has_no_problems() -> None:
    assert rules.problems(Flow(FLOW, "main", "hours", NODES), directory()) == []  # type: ignore[arg-type]


def test_every_problem_is_a_sentence() -> None:
    nodes = {
        "a": MessageNode("a", ("unknown",), "nowhere"),
        "b": LanguageNode("b", "fr", "b"),
        "c": QueueNode("c", QueueId("que_x")),
        "d": HoursNode("d", "no-plan", "c", "c"),
        "e": MenuNode("e", ("menu",), {"1": "c"}, "c", ("unknown",)),
    }
    found = rules.problems(Flow(FLOW, "main", "start", nodes), directory())  # type: ignore[arg-type]
    for part in ("starts at 'start'", "'a' leads to 'nowhere'", "'a' plays 'unknown'", "'e' plays 'unknown'", "'c' leads to a queue",
                 "'d' uses an opening plan", "From 'a'", "From 'b'"):  # fmt: skip
        assert any(part in sentence for sentence in found), part
    assert all(sentence.endswith(".") for sentence in found)
