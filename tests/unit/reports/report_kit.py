"""Calls as reports read them, made of facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from permanence.interaction import events as f
from permanence.interaction.events import wire_name
from permanence.kernel.ids import AgentId, InteractionId, QueueId
from permanence.reports.model import CallFacts, Step

T0 = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # 9 o'clock in Paris
SALES = QueueId("que_s")
ANN = AgentId("ann")

ARRIVES = f.CallArrived("+33162000001", None)
QUEUED = f.CallQueued(SALES, "sales")
RUNG = f.CallOffered(ANN, "Ann")
MISSED = f.OfferFailed(ANN, "no_answer")
ANSWERS = f.AgentAnswered(ANN, "Ann", 0.0)
LOST = f.AgentLost(ANN, "page_asleep")
ENDED = f.CallEnded("answered", "customer", 16)


def why(code: str, promised_s: int = 180) -> f.WaitExplained:
    return f.WaitExplained(code, 1, promised_s)


BUSY = why("every_agent_with_the_skills_is_busy")


def call(
    *facts: tuple[float, f.Fact], outcome: str | None = "answered", ended_by: str = "customer", at: datetime = T0, number: int = 1
) -> CallFacts:
    """A call that came at a time, with these facts so many seconds after it."""
    steps = tuple(
        Step(wire_name(type(fact)), (at + timedelta(seconds=s)).timestamp(), msgspec.to_builtins(fact)) for s, fact in facts
    )
    return CallFacts(InteractionId(f"int_{number:04}"), at, outcome, ended_by, steps)
