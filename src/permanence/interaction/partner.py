"""Calls that an agent of another firm takes: what that one is shown, and the stretches of talk that are paid.

A stretch begins when the customer has the partner's agent and ends when another has him, when the call ends, or at the moment
at which the agent's device was lost for good: what the customer spends with music afterwards is nobody's work.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from permanence.interaction import events as f
from permanence.interaction.model import Call, Leg, Served
from permanence.interaction.steps import Turn


def shown_customer(call: Call, leg: Leg) -> str:
    """Return what an agent's telephone shows of the customer: to a partner's agent never the number."""
    return leg.partner.caller if leg.partner is not None else call.customer or ""


def takes(call: Call, leg: Leg, now: datetime, turn: Turn) -> None:
    """This leg has the customer from now on: what another firm's agent did before is over, and where this one is another
    firm's it begins."""
    hands_back(call, now, turn)
    if leg.partner is not None and leg.agent is not None:
        call.served = Served(leg.partner, leg.agent, leg.label, now)


def hands_back(call: Call, now: datetime, turn: Turn) -> None:
    """Whoever has the customer has him no longer; what a partner's agent did is told, once."""
    served, call.served = call.served, None
    if served is None:
        return
    who, until = served.partner, max(served.since, served.lost_at or now)
    turn.facts.append(
        f.PartnerServed(
            who.firm, who.name, who.agreement, who.version, served.agent, served.alias, who.country, who.caller,
            served.since, until,
        )
    )  # fmt: skip


def is_lost(call: Call, now: datetime) -> None:
    """The agent's device was lost."""
    if call.served is not None:
        call.served = msgspec.structs.replace(call.served, lost_at=now)


def is_back(call: Call) -> None:
    """The device came back: the time between counts, as the agent had the customer all along."""
    if call.served is not None:
        call.served = msgspec.structs.replace(call.served, lost_at=None)
