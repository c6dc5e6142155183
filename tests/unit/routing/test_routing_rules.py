"""Who gets the next call, and what a waiting caller is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId, QueueId, SkillId, TeamId
from permanence.routing import rules
from permanence.routing.model import (
    AgentCard,
    AgentState,
    Device,
    Presence,
    QueueCard,
    Widening,
    is_reachable,
    presence_of,
)

FIRM, CALL, T0 = FirmId("frm_1"), InteractionId("int_1"), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FRENCH, ORDERS = SkillId("french"), SkillId("orders")
QUEUE = QueueCard(QueueTerms(QueueId("que_1"), "orders"), FIRM, {ORDERS: 1, FRENCH: 1})


def agent(name: str, idle_s: int = 0, skills: tuple[SkillId, ...] = (ORDERS, FRENCH), **state: object) -> tuple[AgentCard, AgentState]:
    card = AgentCard(AgentId(name), FIRM, PersonId("per"), name, f"PJSIP/{name}", Device.FIXED, dict.fromkeys(skills, 1))
    given = {"signed_in": True, "idle_since": T0 - timedelta(seconds=idle_s)} | state
    return card, AgentState(AgentId(name), FIRM, T0, **given)  # type: ignore[arg-type]


STEPS = (Widening(30, lower=2), Widening(60, lower=2, teams=(TeamId("reserve"),)))
PICKY = msgspec.structs.replace(QUEUE, skills={FRENCH: 4}, teams=(TeamId("day"),), steps=STEPS)


def ability(level: int, *teams: str) -> rules.Ability:
    return rules.Ability(((FRENCH, level),), tuple(TeamId(team) for team in teams))


@pytest.mark.parametrize(
    ("who", "from_step"),
    [
        (ability(4, "day"), 0),
        (ability(9, "day", "reserve"), 0),
        (ability(2, "day"), 1),
        (ability(1, "day"), None),
        (ability(9, "reserve"), 2),
        (ability(2, "reserve"), 2),
        (ability(9), None),
        (rules.Ability((), (TeamId("day"),)), None),
    ],
)
def test_the_search_widens_by_level_and_by_team(who: rules.Ability, from_step: int | None) -> None:
    found = [step for step in range(3) if rules.may_serve(who, PICKY, step)]
    assert found == ([] if from_step is None else list(range(from_step, 3)))


def test_a_level_that_is_lowered_never_admits_who_has_no_such_skill() -> None:
    low = msgspec.structs.replace(QUEUE, skills={FRENCH: 1}, steps=(Widening(5, lower=9),))
    assert rules.may_serve(ability(1), low, 1)
    assert not rules.may_serve(rules.Ability((), ()), low, 1)


def test_a_queue_that_asks_for_nothing_takes_everybody() -> None:
    assert rules.may_serve(rules.Ability((), ()), msgspec.structs.replace(QUEUE, skills={}), 0)


def test_steps_come_with_the_time_waited() -> None:
    at = [rules.step_at(PICKY, T0, T0 + timedelta(seconds=s)) for s in (0, 29.9, 30, 59, 60, 600)]
    assert at == [0, 0, 1, 1, 2, 2]
    assert rules.next_step_at(PICKY, T0, 1) == T0 + timedelta(seconds=60)
    assert rules.next_step_at(PICKY, T0, 2) is None


def priority(points: int, target_s: int = 180) -> QueueCard:
    terms = msgspec.structs.replace(QUEUE.terms, priority=points)
    return msgspec.structs.replace(QUEUE, terms=terms, target_s=target_s)


def test_a_shorter_promise_and_a_priority_bring_a_caller_forward_and_only_an_emergency_passes_everybody() -> None:
    assert rules.due_at(priority(0), T0) == T0 + timedelta(seconds=180)
    assert rules.due_at(priority(0, target_s=60), T0) == T0 + timedelta(seconds=60)
    assert rules.due_at(priority(2), T0) == T0 + timedelta(seconds=120)
    later = T0 + timedelta(seconds=121)
    assert rules.due_at(priority(4), later) > rules.due_at(priority(0), T0)
    assert rules.due_at(priority(10), later + timedelta(days=1)) < rules.due_at(priority(9), T0)
    assert rules.due_at(priority(11), later) < rules.due_at(priority(10), T0)


def test_what_somebody_does_best_has_no_handicap() -> None:
    both = rules.Ability(((FRENCH, 3), (ORDERS, 5)), ())
    assert rules.handicap_s(both, msgspec.structs.replace(QUEUE, skills={ORDERS: 1})) == 0
    assert rules.handicap_s(both, msgspec.structs.replace(QUEUE, skills={FRENCH: 1})) == rules.NOT_THE_BEST_S
    assert rules.handicap_s(both, msgspec.structs.replace(QUEUE, skills={})) == 0


@pytest.mark.parametrize(
    ("changes", "presence"),
    [
        ({}, Presence.READY),
        ({"call": CALL}, Presence.TALKING),
        ({"call": CALL, "offered": True}, Presence.OFFERED),
        ({"signed_in": False}, Presence.OFFLINE),
        ({"signed_in": False, "call": CALL}, Presence.TALKING),
        ({"wrap_up_until": T0, "pause": "lunch"}, Presence.WRAP_UP),
        ({"pause": "lunch"}, Presence.PAUSED),
    ],
)
def test_presence_is_derived_and_never_contradicts_itself(changes: dict[str, object], presence: Presence) -> None:
    card, state = agent("ann", **changes)  # type: ignore[arg-type]
    assert presence_of(state, card) is presence


@pytest.mark.parametrize(
    ("device", "up", "awake", "reachable"),
    [
        (Device.FIXED, False, False, True),
        (Device.PHONE, True, False, True),
        (Device.PHONE, False, True, False),
        (Device.BROWSER, True, True, True),
        (Device.BROWSER, True, False, False),
        (Device.BROWSER, False, True, False),
    ],
)
def test_an_agent_whose_page_sleeps_or_whose_telephone_is_away_is_not_reachable(
    device: Device, up: bool, awake: bool, reachable: bool
) -> None:
    card = AgentCard(AgentId("a"), FIRM, PersonId("p"), "a", "PJSIP/a", device)
    state = AgentState(AgentId("a"), FIRM, T0, signed_in=True, device_up=up, beating=awake)
    assert is_reachable(state, card) is reachable
    assert presence_of(state, card) is (Presence.READY if reachable else Presence.UNREACHABLE)


@pytest.mark.parametrize(("within_s", "minutes"), [(0, 2), (120, 2), (121, 3), (600, 10), (601, None)])
def test_a_wait_is_told_in_whole_minutes_and_above_ten_not_at_all(within_s: int, minutes: int | None) -> None:
    assert rules.told_minutes(within_s) == minutes


@pytest.mark.parametrize(
    ("position", "minutes", "told"),
    [
        (1, None, ("sound:queue-youarenext", "sound:queue-thankyou")),
        (3, 2, ("sound:queue-thereare", "number:2", "sound:queue-callswaiting", "sound:queue-holdtime", "sound:queue-less-than",
                "number:2", "sound:queue-minutes", "sound:queue-thankyou")),
    ],
)  # fmt: skip
def test_an_announcement_tells_the_place_and_a_time_that_it_will_not_exceed(
    position: int, minutes: int | None, told: tuple[str, ...]
) -> None:
    assert rules.announcement(position, minutes) == told
