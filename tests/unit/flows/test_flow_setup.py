"""What a firm may write into its opening plans and flows, and the sentence where it may not."""

from __future__ import annotations

from datetime import date

import pytest

from permanence.flows.model import AnyNode, DayException, EndNode, MenuNode, Span
from permanence.flows.setup import NODES_MAX, PROMPTS_MAX, SPANS_MAX, Plan, limit_problems, plan_problem

WEEK: tuple[tuple[Span, ...], ...] = ((Span("09:00", "12:00"), Span("14:00", "24:00")),) * 7


def plan(**changes: object) -> Plan:
    return Plan(**({"id": "pln_1", "name": "Office", "time_zone": "Europe/Paris", "weekly": WEEK} | changes))  # type: ignore[arg-type]


def week(*spans: tuple[str, str]) -> tuple[tuple[Span, ...], ...]:
    return (tuple(Span(*span) for span in spans),) + ((),) * 6


@pytest.mark.parametrize(
    "changes",
    [{}, {"holiday_country": "FR"}, {"holiday_country": "FR", "holiday_subdivision": "57"}, {"weekly": week(("00:00", "24:00"))},
     {"exceptions": (DayException(date(2026, 12, 24), (Span("09:00", "12:00"),), "Réveillon"),)}],
)  # fmt: skip
def test_a_sensible_plan_is_taken(changes: dict[str, object]) -> None:
    assert plan_problem(plan(**changes)) is None


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"time_zone": "Europe/Atlantis"}, "no time zone"),
        ({"weekly": week(("9:00", "12:00"))}, "not a pair of times"),
        ({"weekly": week(("09:00", "25:00"))}, "not a pair of times"),
        ({"weekly": week(("12:00", "09:00"))}, "closes before it opens"),
        ({"weekly": week(("09:00", "12:00"), ("11:00", "13:00"))}, "begins before"),
        ({"weekly": week(*[(f"{n:02}:00", f"{n:02}:30") for n in range(SPANS_MAX + 1)])}, "at most"),
        ({"exceptions": (DayException(date(2026, 1, 2)), DayException(date(2026, 1, 2)))}, "two exceptions"),
        ({"exceptions": (DayException(date(2026, 1, 2), (), "x" * 121),)}, "too long"),
        ({"holiday_subdivision": "57"}, "needs its country"),
        ({"holiday_country": "ZZ"}, "not known"),
        ({"holiday_country": "FR", "holiday_subdivision": "Atlantis"}, "no region"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused_with_its_reason(changes: dict[str, object], part: str) -> None:
    problem = plan_problem(plan(**changes))
    assert problem is not None
    assert part in problem


def test_flows_have_limits() -> None:
    many: dict[str, AnyNode] = {f"n{n}": EndNode(f"n{n}") for n in range(NODES_MAX + 1)}
    assert "at most" in limit_problems(many)[0]
    assert limit_problems({"end": EndNode("end")}) == []
    assert "calls itself" in limit_problems({"end": EndNode("other")})[0]
    assert "plays too much" in limit_problems({"end": EndNode("end", ("x",) * (PROMPTS_MAX + 1))})[0]


@pytest.mark.parametrize(
    ("menu", "part"),
    [
        (MenuNode("m", (), {}, "end", timeout_s=0.5), "between 1 and 60"),
        (MenuNode("m", (), {}, "end", tries=11), "between 1 and 10"),
        (MenuNode("m", (), {"12": "end"}, "end"), "telephones have not"),
        (MenuNode("m", (), {"a": "end"}, "end"), "telephones have not"),
    ],
)
def test_menus_have_limits(menu: MenuNode, part: str) -> None:
    assert part in limit_problems({"m": menu})[0]
    assert limit_problems({"m": MenuNode("m", (), {"1": "end", "*": "end", "#": "end"}, "end")}) == []
