"""A new agent's telephone may register before the floor has read the agent's row; it is reachable all the same."""

from __future__ import annotations

from datetime import UTC, datetime

from permanence.floor.asks import do
from permanence.floor.intents import Ready, SignIn
from permanence.floor.machine import receive
from permanence.floor.ports import Survey
from permanence.floor.recovery import reconcile
from permanence.floor.world import World
from permanence.interaction.signals import EndpointState
from permanence.kernel.ids import AgentId, CountedIds, FirmId, PersonId
from permanence.routing.model import AgentCard, Device, Presence

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRM, AGENT = FirmId("frm_1"), AgentId("agt_1")
CARD = AgentCard(AGENT, FIRM, PersonId("per_1"), "Alix", "PJSIP/agt_1", Device.PHONE)


def presence_after_the_row_came(world: World) -> Presence:
    world.board.set_firm(FIRM, [CARD], [], NOW)
    for intent in (SignIn(), Ready()):
        do(world, AGENT, intent, NOW, CountedIds())
    return world.board.presence(AGENT)


def test_a_telephone_that_registered_first_is_not_forgotten() -> None:
    world = World()
    receive(world, EndpointState(CARD.endpoint, True), NOW, CountedIds())
    assert presence_after_the_row_came(world) is Presence.READY


def test_a_telephone_that_was_there_when_the_floor_began_is_not_forgotten() -> None:
    world = World()
    reconcile(world, Survey({}, {}, frozenset(), {CARD.endpoint: True}), frozenset(), NOW, CountedIds())
    assert presence_after_the_row_came(world) is Presence.READY


def test_a_telephone_that_came_and_went_is_not_taken_for_reachable() -> None:
    world = World()
    receive(world, EndpointState(CARD.endpoint, True), NOW, CountedIds())
    receive(world, EndpointState(CARD.endpoint, False, "removed"), NOW, CountedIds())
    assert presence_after_the_row_came(world) is Presence.UNREACHABLE
