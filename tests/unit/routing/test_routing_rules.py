"""Who gets the next call, and what a waiting caller is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId, QueueId, SkillId
from permanence.routing import rules
from permanence.routing.model import (
    AgentCard,
    AgentState,
    Device,
    Offer,
    Presence,
    QueueCard,
    Wait,
    is_reachable,
    presence_of,
)

FIRM, CALL, T0 = FirmId("frm_1"), InteractionId("int_1"), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FRENCH, ORDERS = SkillId("french"), SkillId("orders")
QUEUE = QueueCard(QueueTerms(QueueId("que_1"), "orders"), FIRM, (ORDERS, FRENCH))


def agent(name: str, idle_s: int = 0, skills: tuple[SkillId, ...] = (ORDERS, FRENCH), **state: object) -> tuple[AgentCard, AgentState]:
    card = AgentCard(AgentId(name), FIRM, PersonId("per"), name, f"PJSIP/{name}", Device.FIXED, dict.fromkeys(skills, 1))
    given = {"signed_in": True, "idle_since": T0 - timedelta(seconds=idle_s)} | state
    return card, AgentState(AgentId(name), FIRM, T0, **given)  # type: ignore[arg-type]


def test_the_longest_idle_agent_is_rung_and_ties_go_to_the_lower_id() -> None:
    people = [agent("bob", 5), agent("ann", 9), agent("eve", 9)]
    for order in permutations(people):
        assert rules.choose_agent(CALL, QUEUE, order) == Offer(CALL, AgentId("ann"))


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ([], rules.NO_SKILL),
        ([agent("ann", skills=(ORDERS,))], rules.NO_SKILL),
        ([agent("ann", signed_in=False)], rules.NOBODY_IN),
        ([agent("ann", signed_in=False), agent("bob", call=CALL)], rules.ALL_BUSY),
        ([agent("ann", pause="lunch")], rules.ALL_BUSY),
        ([agent("ann", wrap_up_until=T0)], rules.ALL_BUSY),
    ],
)
def test_a_caller_waits_for_a_reason(people: list[tuple[AgentCard, AgentState]], reason: str) -> None:
    assert rules.choose_agent(CALL, QUEUE, people) == Wait(CALL, reason)


def test_another_firms_agent_never_has_the_skills() -> None:
    card, _ = agent("ann")
    assert not rules.has_skills(card, QueueCard(QUEUE.terms, FirmId("frm_2")))


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


def test_expected_waits() -> None:
    assert rules.expected_wait_s(1, 0, 180) is None
    assert rules.expected_wait_s(3, 2, 180) == 270


@pytest.mark.parametrize(
    ("position", "wait_s", "told"),
    [
        (1, None, ("sound:queue-youarenext", "sound:queue-thankyou")),
        (1, 601, ("sound:queue-youarenext", "sound:queue-thankyou")),
        (3, 61, ("sound:queue-thereare", "number:2", "sound:queue-callswaiting", "sound:queue-holdtime", "number:2",
                 "sound:queue-minutes", "sound:queue-thankyou")),
    ],
)  # fmt: skip
def test_announcements_round_minutes_up_and_promise_nothing_above_ten(position: int, wait_s: int | None, told: tuple[str, ...]) -> None:
    assert rules.announcement(position, wait_s) == told


@given(st.lists(st.tuples(st.integers(0, 100), st.booleans(), st.booleans()), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_agents_never_matters(people: list[tuple[int, bool, bool]], chance: object) -> None:
    made = [agent(f"a{n}", idle, signed_in=inside, pause="x" if paused else None) for n, (idle, inside, paused) in enumerate(people)]
    shuffled = made.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rules.choose_agent(CALL, QUEUE, made) == rules.choose_agent(CALL, QUEUE, shuffled)
