"""Who the agents are and what each is doing: signing in, pauses, calls, notes, telephones.

Each step is pure and takes the time. A subclass hears of every change (`_settle`), so that whoever looks for an agent is
never behind.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta

from permanence.kernel.ids import AgentId, FirmId, InteractionId
from permanence.routing.model import AgentCard, AgentState, Presence, Work, presence_of

WRAP_UP_MAX = timedelta(minutes=30)


class Roster:
    """Agents and their states; `touched` collects those whose rows changed."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.cards: dict[AgentId, AgentCard] = {}
        self.agents: dict[AgentId, AgentState] = {}
        self.by_firm: dict[FirmId, list[AgentId]] = {}
        self.by_endpoint: dict[str, AgentId] = {}
        self.touched: set[AgentId] = set()
        self.strangers: set[str] = set()  # devices that answer, of nobody known yet

    def note_stranger(self, endpoint: str, *, up: bool) -> None:
        """Remember a device of nobody known: a new agent's telephone may come before the agent's own row."""
        if up:
            self.strangers.add(endpoint)
        else:
            self.strangers.discard(endpoint)

    def presence(self, agent: AgentId) -> Presence:
        """Return what the agent is doing."""
        return presence_of(self.agents[agent], self.cards[agent])

    def take(self, agent_id: AgentId, call: InteractionId, now: datetime, *, offered: bool) -> None:
        """The agent is busy with this call (rung, or talking)."""
        with self._changing(agent_id, now) as agent:
            if agent.call != call or agent.offered is not offered:
                agent.since = now
            agent.call, agent.offered, agent.missed = call, offered, None
            agent.wrap_up_until = agent.wrap_up_call = None

    def release(
        self, agent_id: AgentId, call: InteractionId, wrap_up_s: int, missed: str | None, now: datetime
    ) -> None:
        """The agent is free of this call: notes first where there are some; a missed offer pauses, with its cause."""
        if agent_id not in self.agents or self.agents[agent_id].call != call:
            return
        with self._changing(agent_id, now) as agent:
            agent.call, agent.offered, agent.since, agent.idle_since = None, False, now, now
            if missed is not None:
                agent.pause, agent.missed = "missed", missed
            elif wrap_up_s > 0 and agent.signed_in:
                agent.wrap_up_until = now + timedelta(seconds=wrap_up_s)
                agent.wrap_up_call = call

    def sign_in(self, agent_id: AgentId, now: datetime) -> None:
        """Begin the shift: paused until the agent says ready."""
        with self._changing(agent_id, now) as agent:
            if not agent.signed_in:
                agent.signed_in, agent.pause, agent.since, agent.missed = True, "signed_in", now, None

    def sign_out(self, agent_id: AgentId, now: datetime) -> None:
        """End the shift; a call that is up is finished first."""
        with self._changing(agent_id, now) as agent:
            agent.signed_in, agent.pause, agent.since, agent.missed = False, None, now, None
            agent.wrap_up_until = agent.wrap_up_call = agent.work = None

    def ready(self, agent_id: AgentId, now: datetime) -> None:
        """Take calls from now on."""
        with self._changing(agent_id, now) as agent:
            agent.signed_in, agent.pause, agent.missed = True, None, None
            agent.wrap_up_until = agent.wrap_up_call = agent.work = None
            if agent.call is None:
                agent.since = agent.idle_since = now

    def pause(self, agent_id: AgentId, reason: str, now: datetime) -> None:
        """Take no calls; during a call or notes it holds from their end."""
        with self._changing(agent_id, now) as agent:
            agent.signed_in, agent.pause, agent.missed = True, reason, None
            if agent.call is None and agent.wrap_up_until is None:
                agent.since = now

    def is_at_work(self, agent_id: AgentId) -> bool:
        """Say whether the agent is at other work now: neither on a call nor on a pause of his own."""
        agent = self.agents[agent_id]
        return agent.work is not None and agent.pause is None and self.presence(agent_id) is Presence.PAUSED

    def begin_work(self, agent_id: AgentId, work: Work, now: datetime) -> None:
        """Do other work, at once or from the end of the call or the notes that the agent is busy with."""
        with self._changing(agent_id, now) as agent:
            agent.work = work
            if agent.call is None and agent.wrap_up_until is None:
                agent.since = now

    def end_work(self, agent_id: AgentId, now: datetime) -> None:
        """The other work is over, or was left for callers."""
        at_it = self.is_at_work(agent_id)
        with self._changing(agent_id, now) as agent:
            agent.work = None
            if at_it:
                agent.since = agent.idle_since = now

    def end_wrap_up(self, agent_id: AgentId, now: datetime) -> None:
        """The time for notes is over; the earlier wish (ready or a pause) holds."""
        with self._changing(agent_id, now) as agent:
            if agent.wrap_up_until is not None:
                agent.wrap_up_until = agent.wrap_up_call = None
                agent.since = agent.idle_since = now

    def extend_wrap_up(self, agent_id: AgentId, seconds: int, now: datetime) -> None:
        """More time for notes, within reason."""
        with self._changing(agent_id, now) as agent:
            if agent.wrap_up_until is not None:
                longer = agent.wrap_up_until + timedelta(seconds=seconds)
                agent.wrap_up_until = min(longer, agent.since + WRAP_UP_MAX)

    def device(self, agent_id: AgentId, now: datetime, *, up: bool, why: str) -> None:
        """The agent's telephone registered or went away."""
        before = self.presence(agent_id)
        with self._changing(agent_id, now) as agent:
            agent.device_up = up
            agent.why_unreachable = "" if up else (why or "phone_unreachable")
            self._note_reach(agent, before, now)

    def beat(self, agent_id: AgentId, now: datetime, *, awake: bool) -> None:
        """The agent's page woke up or fell asleep."""
        if self.agents[agent_id].beating is awake:
            return
        before = self.presence(agent_id)
        with self._changing(agent_id, now) as agent:
            agent.beating = awake
            agent.why_unreachable = "" if awake else "page_asleep"
            self._note_reach(agent, before, now)

    def _note_reach(self, agent: AgentState, before: Presence, now: datetime) -> None:
        if self.presence(agent.id) is not before:
            agent.since = agent.idle_since = now

    @contextmanager
    def _changing(self, agent_id: AgentId, now: datetime) -> Generator[AgentState]:
        """Lend an agent's state to be changed."""
        self.touched.add(agent_id)
        agent = self.agents[agent_id]
        agent.idle_since = agent.idle_since or now
        yield agent
        self._settle(agent_id)

    def _settle(self, agent_id: AgentId) -> None:
        """An agent changed."""
