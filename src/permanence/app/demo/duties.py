"""The duties of the demonstration's agents: weekdays in turns, with lunch one after the other; nights are left uncovered,
so that the holes can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from permanence.firms.model import Visitor
from permanence.planning.duty import Hours, Pattern, Turn
from permanence.planning.service_duty import Duty
from permanence.routing.setup import Agent

ZONE = "Europe/Paris"
TURNS = (
    Turn("08:00", "16:00", (Hours("12:00", "13:00"),)),
    Turn("09:00", "17:00", (Hours("12:30", "13:30"),)),
    Turn("11:00", "19:00", (Hours("14:00", "15:00"),)),
    Turn("13:00", "21:00", (Hours("17:00", "18:00"),)),
)


async def seed(duty: Duty, visitor: Visitor, agents: Sequence[Agent], now: datetime) -> None:
    """Write a weekly pattern for each agent of a firm that has none at all."""
    if await duty.patterns(visitor, None):
        return
    first = now.date() - timedelta(days=now.weekday())
    for place, agent in enumerate(sorted(agents, key=lambda each: each.alias)):
        pattern = Pattern(
            id=duty.tools.ids.new("ptn"), agent_id=agent.id, weekdays=[0, 1, 2, 3, 4], turn=TURNS[place % len(TURNS)],
            time_zone=ZONE, first=first,
        )  # fmt: skip
        await duty.add_pattern(visitor, pattern, now)
