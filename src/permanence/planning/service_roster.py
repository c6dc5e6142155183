"""From the forecast to people: how many are required, a roster of those there are, and what any roster is worth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from permanence.firms.model import Visitor
from permanence.kernel.ids import AgentId, QueueId
from permanence.planning.bound import AROUND, FREE, Bound, bounds, in_force
from permanence.planning.duty import Duties
from permanence.planning.errors import AgentGone, ShiftUnfit
from permanence.planning.judge import Judged, judge, required
from permanence.planning.model import PlannedAgent, Shift
from permanence.planning.ports_duty import DutyStore
from permanence.planning.quarters import QUARTER
from permanence.planning.roster import Made, Task, make
from permanence.planning.rule_words import broken_rules
from permanence.planning.service import Outlook, Planning
from permanence.planning.shifts import Worker

ROSTER_S, ROSTER_WEEK_S = 10.0, 10.0
"""How long the solver may take, and for each week more."""
DAY = timedelta(days=1)


class Rostered(NamedTuple):
    """A roster: the shifts and what is to be said of them, what it is worth, the agents by their ids, and for each agent the working
    rules that it breaks, in sentences."""

    outlook: Outlook
    made: Made
    judged: Judged
    agents: Mapping[AgentId, PlannedAgent]
    broken: Mapping[AgentId, tuple[str, ...]]


@dataclass(slots=True)
class Rosters:
    """What a planner does with the forecast."""

    planning: Planning
    store: DutyStore

    async def requirement(
        self, visitor: Visitor, first: date, days: int, now: datetime
    ) -> tuple[Outlook, Mapping[QueueId, tuple[int, ...]]]:
        """Return the forecast, and the people that must be on duty in each quarter."""
        outlook = await self.planning.outlook(visitor, first, days, now)
        return outlook, await self.planning.workshop.do(required, outlook.told, outlook.terms.aim(), outlook.terms.shrinkage)

    async def roster(self, visitor: Visitor, first: date, days: int, now: datetime) -> Rostered:
        """Make a roster of the firm's agents for these days: none when absent, each rested from the work around them."""
        outlook, need = await self.requirement(visitor, first, days, now)
        terms, agents = outlook.terms, await self.agents(visitor)
        bound = bounds(await self._duties(visitor, outlook), *_time(outlook))
        workers = tuple(
            Worker(agent.id, agent.queues, terms.hours_a_week(), known.available, already=known.already)
            for agent in agents.values()
            if agent.queues and (known := bound.get(agent.id, FREE))
        )
        task = Task(
            outlook.starts,
            need,
            {queue.id: queue.name for queue, _ in outlook.queues},
            workers,
            terms.work_rules(),
            outlook.zone,
            ROSTER_S + ROSTER_WEEK_S * math.ceil(days / 7),
            visitor.person.language,
        )
        made = await self.planning.workshop.do(make, task)
        judged = await self._judge(outlook, need, made.shifts, agents)
        return Rostered(outlook, made, judged, agents, self._broken(visitor, outlook, made.shifts, agents, bound))

    async def in_force(self, visitor: Visitor, first: date, days: int, now: datetime) -> Rostered:
        """Return the roster of these days as it stands: what was published, else what the weekly patterns say."""
        outlook, need = await self.requirement(visitor, first, days, now)
        agents = await self.agents(visitor)
        duties = await self._duties(visitor, outlook)
        shifts = tuple(s for s in in_force(duties, *_time(outlook)) if s.agent in agents)
        broken = self._broken(visitor, outlook, shifts, agents, bounds(duties, *_time(outlook)))
        return Rostered(outlook, Made(shifts, ()), await self._judge(outlook, need, shifts, agents), agents, broken)

    async def judge(
        self, visitor: Visitor, first: date, days: int, shifts: Sequence[Shift], now: datetime
    ) -> Rostered:
        """Say what shifts of these days are worth."""
        outlook, need = await self.requirement(visitor, first, days, now)
        agents = await self.agents(visitor)
        check_shifts(shifts, outlook, agents)
        broken = self._broken(visitor, outlook, shifts, agents, bounds(await self._duties(visitor, outlook), *_time(outlook)))
        return Rostered(outlook, Made(tuple(shifts), ()), await self._judge(outlook, need, shifts, agents), agents, broken)

    def _broken(
        self, visitor: Visitor, outlook: Outlook, shifts: Sequence[Shift], agents: Mapping[AgentId, PlannedAgent], bound: Mapping[AgentId, Bound]
    ) -> dict[AgentId, tuple[str, ...]]:
        terms = outlook.terms
        return broken_rules(shifts, agents, bound, terms.work_rules(), terms.hours_a_week(), outlook.zone, visitor.person.language)

    async def _judge(
        self, outlook: Outlook, need: Mapping[QueueId, tuple[int, ...]], shifts: Sequence[Shift], agents: Mapping[AgentId, PlannedAgent]
    ) -> Judged:
        terms, serves = outlook.terms, {agent.id: agent.queues for agent in agents.values()}
        return await self.planning.workshop.do(
            judge, outlook.told, need, outlook.starts, tuple(shifts), serves, terms.aim(), terms.shrinkage, terms.cost_per_hour
        )

    async def _duties(self, visitor: Visitor, outlook: Outlook) -> Duties:
        since, until = _time(outlook)
        async with self.planning.tools.database.firm(visitor.firm) as c:
            return await self.store.duties(c, since - AROUND, until + AROUND)

    async def agents(self, visitor: Visitor) -> dict[AgentId, PlannedAgent]:
        """Return the firm's agents by their ids."""
        async with self.planning.tools.database.firm(visitor.firm) as c:
            return {agent.id: agent for agent in await self.planning.centre.agents(c)}


def _time(outlook: Outlook) -> tuple[datetime, datetime]:
    return outlook.starts[0], outlook.starts[-1] + QUARTER


def check_shifts(shifts: Sequence[Shift], outlook: Outlook, agents: Mapping[AgentId, PlannedAgent]) -> None:
    """Refuse shifts that nobody works, or not in these days; those that begin or end a day beyond are let through."""
    begin, end = outlook.starts[0] - DAY, outlook.starts[-1] + 2 * DAY
    for shift in shifts:
        if shift.agent not in agents:
            raise AgentGone(param="shifts")
        edges = [shift.starts, *(edge for pause in shift.breaks for edge in (pause.starts, pause.ends)), shift.ends]
        if edges != sorted(edges) or not begin <= shift.starts < shift.ends <= end or shift.ends - shift.starts > DAY:
            raise ShiftUnfit(param="shifts")
