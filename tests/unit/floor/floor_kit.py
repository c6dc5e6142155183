"""A firm whose only number leads to a queue, and an agent of a seeded day who talks: where most floor tests begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from permanence.floor import intents as i
from permanence.floor.world import World
from permanence.flows.model import Directory, Flow, NumberCard, QueueNode
from permanence.interaction.model import Phase, QueueTerms
from permanence.kernel.ids import AgentId, BrandId, FirmId, FlowId, IdSource, NumberId, PersonId, QueueId
from permanence.routing.model import AgentCard, Device, QueueCard
from permanence.sim.day import NUMBER, Day

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
E164 = "+33162000100"


@dataclass(frozen=True, slots=True)
class SmallFirm:
    """A firm's set-up; it can be given to several worlds. Its agent has a fixed telephone and every skill."""

    id: FirmId
    agent: AgentId
    queue: QueueId
    directory: Directory
    card: AgentCard
    queue_card: QueueCard

    def opens_in(self, world: World, *, staffed: bool = True) -> None:
        """Set the firm up, with its agent or with nobody."""
        world.set_directory(self.directory)
        world.board.set_firm(self.id, [self.card] if staffed else [], [self.queue_card], NOW)


def small_firm(ids: IdSource, e164: str = E164, wrap_up_s: int = 30) -> SmallFirm:
    """Make a firm up."""
    firm, flow, queue = FirmId(ids.new("frm")), FlowId(ids.new("flw")), QueueId(ids.new("que"))
    agent, brand = AgentId(ids.new("agt")), BrandId(ids.new("brd"))
    number = NumberCard(NumberId(ids.new("num")), firm, e164, brand, "Essai", "", "fr", "FR", flow)
    terms = QueueTerms(queue, "Essai", wrap_up_s=wrap_up_s)
    flows: dict[str, Flow] = {flow: Flow(flow, "Essai", "wait", {"wait": QueueNode("wait", queue)})}
    directory = Directory(firm, {e164: number}, flows, {}, {}, {queue: terms})
    card = AgentCard(agent, firm, PersonId("per_1"), "Ana", "PJSIP/ana", Device.FIXED, {}, False)
    return SmallFirm(firm, agent, queue, directory, card, QueueCard(terms, firm))


def talking_day() -> tuple[Day, AgentId]:
    """A day on which one agent talks with a recorded customer."""
    day = Day(3, START)
    agent = day.agents[0]
    endpoint = day.stage.world.board.cards[agent].endpoint
    day.stage.device(endpoint, reachable=True)
    day.stage.beat(agent, awake=True)
    day.stage.wish(agent, i.Ready())
    day.stage.call_in("pstn-1", NUMBER, "+33611111111")
    for _ in range(60):
        day.stage.wait(1)
        if (ringing := day.stage.switch.ringing_at(endpoint)) is not None:
            day.stage.pick_up(ringing)
            break
    day.stage.wait(2)
    (call,) = day.stage.world.calls.values()
    assert call.phase is Phase.TALKING
    assert call.recording is not None
    return day, agent
