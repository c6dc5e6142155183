"""A call brought into each of its phases, for the tests beside this file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from permanence.interaction import call as machine
from permanence.interaction import signals as s
from permanence.interaction.model import Call, Direction, Leg, LegState, Phase, QueueTerms
from permanence.interaction.steps import EnterQueue, OfferMade, Turn
from permanence.kernel.ids import AgentId, FirmId, InteractionId, QueueId

T0 = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ANN, BOB, EVE = AgentId("agt_ann"), AgentId("agt_bob"), AgentId("agt_eve")
SALES = QueueTerms(QueueId("que_sales"), "sales", record=True)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def inbound(**changes: object) -> Call:
    """A call that has just come in."""
    given = {"customer_channel": "pstn-1", "customer": "+33612345678", "purpose": None, "dialled": "+33162000001", "trunk": "carrier"}
    return Call(InteractionId("int_1"), FirmId("frm_1"), Direction.INBOUND, "fr", T0, Phase.FLOW, **(given | changes))  # type: ignore[arg-type]


def queued(terms: QueueTerms = SALES, **changes: object) -> Call:
    """A call that waits."""
    call = inbound(**changes)
    machine.step(call, EnterQueue("queue", terms), T0, Turn())
    return call


def offered(terms: QueueTerms = SALES, **changes: object) -> Call:
    """A call for which Ann's telephone rings."""
    call = queued(terms, **changes)
    machine.offer(call, OfferMade(ANN, "Ann", "PJSIP/ann"), at(1), Turn())
    return call


def talking(terms: QueueTerms = SALES, **changes: object) -> Call:
    """Ann and the customer talk since 08:00:02."""
    call = offered(terms, **changes)
    assert call.offer is not None
    hear(call, s.Up(call.offer.channel), 2)
    assert call.phase is Phase.TALKING
    return call


def placed(up: bool = False) -> tuple[Call, Turn]:
    """A call that Ann places; her telephone rings, or is up already."""
    call = inbound(customer_channel=None)
    call.direction, call.phase = Direction.OUTBOUND, Phase.DIALLING
    leg = Leg(call.name("leg"), "PJSIP/ann", LegState.UP if up else LegState.RINGING, T0, ANN, "Ann")
    turn = Turn()
    machine.place(call, leg, T0, turn)
    return call, turn


def hear(call: Call, signal: s.SwitchSignal | s.TimeUp, seconds: float) -> Turn:
    """Give the machine a signal."""
    turn = Turn()
    machine.receive(call, signal, at(seconds), turn)
    return turn


def names(turn: Turn) -> list[str]:
    """Return the commands of a turn by kind."""
    return [type(command).__name__ for command in turn.commands]


def facts(turn: Turn) -> list[str]:
    """Return the facts of a turn by kind."""
    return [type(fact).__name__ for fact in turn.facts]


def channel_of(leg: Leg | None) -> str:
    """Return the name of a leg that must be there."""
    assert leg is not None
    return leg.channel
