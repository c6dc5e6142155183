"""What a planner asks of played days: the worth of a roster, day by day, and the people that an hour takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from permanence.firms.model import Visitor
from permanence.kernel.ids import QueueId
from permanence.planning.errors import NotInPlan
from permanence.planning.model import Shift
from permanence.planning.played import (
    HOUR_QUARTERS,
    Found,
    Kind,
    PlannedHour,
    PlayedDay,
    day_of,
    draws_of,
    kinds_of,
    part_of,
)
from permanence.planning.ports import Player
from permanence.planning.service import Outlook
from permanence.planning.service_roster import Rosters, check_shifts
from permanence.routing.model import AgentCard, QueueCard


class DayTold(NamedTuple):
    """A day that was played, the place of its first quarter in the outlook, and the outlook."""

    outlook: Outlook
    first: int
    played: PlayedDay


class HourTold(NamedTuple):
    """The people whom an hour takes, of these kinds."""

    kinds: tuple[Kind, ...]
    found: Found
    shrinkage: float


@dataclass(slots=True)
class Plays:
    """Plays days of an outlook; nothing is kept."""

    rosters: Rosters
    player: Player

    async def day(self, visitor: Visitor, first: date, days: int, day: date, shifts: Sequence[Shift], now: datetime) -> DayTold:
        """Play a day of the outlook with these shifts; raise `NotInPlan` for one outside."""
        outlook = await self.rosters.planning.outlook(visitor, first, days, now)
        check_shifts(shifts, outlook, await self.rosters.agents(visitor))
        places = [n for n, start in enumerate(outlook.starts) if start.astimezone(outlook.zone).date() == day]
        if not places:
            raise NotInPlan(param="day")
        plan = day_of(outlook.told, outlook.starts, places[0], places[-1] + 1, shifts, outlook.terms.aim(), outlook.terms.shrinkage)
        return DayTold(outlook, places[0], await self.player.day(plan, *await self._cards(visitor)))

    async def hour(self, visitor: Visitor, first: date, days: int, starts: datetime, now: datetime) -> HourTold:
        """Look for the people whom the hour from a quarter of the outlook on takes; raise `NotInPlan` for one outside."""
        outlook = await self.rosters.planning.outlook(visitor, first, days, now)
        if starts not in outlook.starts:
            raise NotInPlan(param="starts")
        at = outlook.starts.index(starts)
        parts = {queue: part_of(each, at, at + HOUR_QUARTERS) for queue, each in outlook.told.items()}
        asked = [queue for queue in sorted(parts) if any(parts[queue].calls)]
        agents, cards = await self.rosters.agents(visitor), await self._cards(visitor)
        there = {card.id for card in cards[1]}  # whoever may not sign in any more is no kind of people
        kinds = kinds_of([agent for agent in agents.values() if agent.id in there], asked)
        served: set[QueueId] = {queue for kind in kinds for queue in kind.queues}
        aim = outlook.terms.aim()
        plan = PlannedHour(starts, {queue: part for queue, part in parts.items() if queue in served}, kinds, aim, draws_of(aim.risk))
        return HourTold(kinds, await self.player.people(plan, *cards), outlook.terms.shrinkage)

    async def _cards(self, visitor: Visitor) -> tuple[Sequence[QueueCard], Sequence[AgentCard]]:
        planning = self.rosters.planning
        async with planning.tools.database.firm(visitor.firm) as c:
            return await planning.centre.cards(c)
