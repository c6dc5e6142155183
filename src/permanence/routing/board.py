"""The board: every agent, every queue, every waiting caller, and the matching between them.

Pure and in memory. Each change that could free an agent or bring a caller looks only at what it touched, so a
decision costs the agents of one firm and not of the platform. `touched` collects the agents whose rows changed.
"""

from __future__ import annotations

from bisect import insort
from datetime import datetime, timedelta

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import AgentId, FirmId, InteractionId, QueueId
from permanence.routing.model import (
    AgentCard,
    AgentState,
    Offer,
    Presence,
    QueueCard,
    Wait,
    Waiting,
    presence_of,
)
from permanence.routing.rules import choose_agent, expected_wait_s, has_skills

HANDLING_START_S = 180.0  # until the queue has shown its own
HANDLING_WEIGHT = 0.1
WRAP_UP_MAX = timedelta(minutes=30)


class Board:
    """State of routing; every method is a pure step on it, with the time as an argument."""

    def __init__(self) -> None:
        """Start empty; `set_firm` brings the firms."""
        self.cards: dict[AgentId, AgentCard] = {}
        self.agents: dict[AgentId, AgentState] = {}
        self.queues: dict[QueueId, QueueCard] = {}
        self.waiting: dict[QueueId, list[Waiting]] = {}
        self.handling_s: dict[QueueId, float] = {}
        self.by_firm: dict[FirmId, list[AgentId]] = {}
        self.by_endpoint: dict[str, AgentId] = {}
        self.serves: dict[AgentId, tuple[QueueId, ...]] = {}
        self.reserved: set[InteractionId] = set()  # callers for whom a telephone rings
        self.touched: set[AgentId] = set()
        self.touched_queues: set[QueueId] = set()
        self.strangers: set[str] = set()  # devices that answer, of nobody known yet

    def set_firm(self, firm: FirmId, cards: list[AgentCard], queues: list[QueueCard], now: datetime) -> None:
        """Take over a firm's set-up; people and callers who are there stay. Who was taken out of it ends the call that
        is up, and gets no other."""
        self._drop_missing(firm, {card.id for card in cards}, {queue.terms.queue for queue in queues}, now)
        for card in cards:
            before = self.cards.get(card.id)
            if before is not None and before.endpoint != card.endpoint:
                self.by_endpoint.pop(before.endpoint, None)
            self.cards[card.id] = card
            self.by_endpoint[card.endpoint] = card.id
            if card.id not in self.agents:
                known = card.endpoint in self.strangers
                self.agents[card.id] = AgentState(card.id, firm, now, device_up=known)
            self.strangers.discard(card.endpoint)
            self.touched.add(card.id)
            self.serves.setdefault(card.id, ())
        self.by_firm[firm] = [a for a, card in self.cards.items() if card.firm == firm]
        for queue in queues:
            self.queues[queue.terms.queue] = queue
            self.waiting.setdefault(queue.terms.queue, [])
            self.touched_queues.add(queue.terms.queue)
        for agent in self.by_firm[firm]:
            self.serves[agent] = tuple(
                q for q, queue in self.queues.items() if queue.firm == firm and has_skills(self.cards[agent], queue)
            )

    def _drop_missing(self, firm: FirmId, agents: set[AgentId], queues: set[QueueId], now: datetime) -> None:
        for gone in [a for a in self.by_firm.get(firm, []) if a not in agents]:
            if self.agents[gone].call is not None:
                self.sign_out(gone, now)
                continue
            self.by_endpoint.pop(self.cards[gone].endpoint, None)
            del self.cards[gone], self.agents[gone]
            self.serves.pop(gone, None)
            self.touched.discard(gone)
        for queue in [q for q, card in self.queues.items() if card.firm == firm and q not in queues]:
            if not self.waiting.get(queue):
                self.waiting.pop(queue, None)
                self.touched_queues.discard(queue)
                del self.queues[queue]

    def note_stranger(self, endpoint: str, *, up: bool) -> None:
        """Remember a device of nobody known: a new agent's telephone may come before the agent's own row."""
        if up:
            self.strangers.add(endpoint)
        else:
            self.strangers.discard(endpoint)

    def presence(self, agent: AgentId) -> Presence:
        """Return what the agent is doing."""
        return presence_of(self.agents[agent], self.cards[agent])

    # -- callers -------------------------------------------------------------------------------------------

    def join(self, call: InteractionId, terms: QueueTerms, since: datetime, now: datetime) -> Offer | Wait:
        """A caller waits from now on; return the offer that can be made at once, or why there is none."""
        self.leave(call, terms.queue)
        insort(self.waiting.setdefault(terms.queue, []), Waiting(-terms.priority, since, call, terms.queue))
        self.touched_queues.add(terms.queue)
        return self.offer_for(call, terms.queue, now)

    def leave(self, call: InteractionId, queue: QueueId) -> None:
        """A caller no longer waits."""
        line = self.waiting.get(queue, [])
        self.waiting[queue] = [w for w in line if w.call != call]
        self.touched_queues.add(queue)

    def offer_for(self, call: InteractionId, queue_id: QueueId, now: datetime) -> Offer | Wait:
        """Find an agent for this caller and reserve the agent."""
        queue = self.queues.get(queue_id)
        if queue is None:
            return Wait(call, "queue_is_gone")
        firm = self.by_firm.get(queue.firm, [])
        decision = choose_agent(call, queue, ((self.cards[a], self.agents[a]) for a in firm))
        if isinstance(decision, Offer):
            self.take(decision.agent, call, now, offered=True)
        return decision

    def next_caller(self, agent_id: AgentId, now: datetime) -> Offer | None:
        """Find the caller whom this agent should take now, among those for whom nobody is rung already."""
        if self.presence(agent_id) is not Presence.READY:
            return None
        best: Waiting | None = None
        for queue_id in self.serves[agent_id]:
            first = next((w for w in self.waiting[queue_id] if w.call not in self.reserved), None)
            best = first if first is not None and (best is None or first < best) else best
        if best is None:
            return None
        self.take(agent_id, best.call, now, offered=True)
        return Offer(best.call, agent_id)

    def position(self, call: InteractionId, queue: QueueId) -> int | None:
        """Return the caller's place, 1 for the first; None for one who does not wait."""
        line = self.waiting.get(queue, [])
        return next((i for i, w in enumerate(line, 1) if w.call == call), None)

    def expected_wait(self, call: InteractionId, queue_id: QueueId) -> int | None:
        """Return the seconds this caller may expect to wait, None where nobody could say."""
        place, queue = self.position(call, queue_id), self.queues.get(queue_id)
        if place is None or queue is None:
            return None
        at_work = (Presence.READY, Presence.TALKING, Presence.WRAP_UP, Presence.OFFERED)
        staffed = sum(
            has_skills(self.cards[a], queue) and self.presence(a) in at_work for a in self.by_firm[queue.firm]
        )
        return expected_wait_s(place, staffed, self.handling_s.get(queue_id, HANDLING_START_S))

    def note_handling(self, queue: QueueId, seconds: float) -> None:
        """Learn from a call that ended how long one takes (exponential average)."""
        before = self.handling_s.get(queue, HANDLING_START_S)
        self.handling_s[queue] = before + HANDLING_WEIGHT * (seconds - before)

    # -- agents --------------------------------------------------------------------------------------------

    def take(self, agent_id: AgentId, call: InteractionId, now: datetime, *, offered: bool) -> None:
        """The agent is busy with this call (rung, or talking)."""
        agent = self._change(agent_id, now)
        if agent.call != call or agent.offered is not offered:
            agent.since = now
        agent.call, agent.offered, agent.missed = call, offered, None
        if offered:
            self.reserved.add(call)
        else:
            self.reserved.discard(call)
        agent.wrap_up_until = agent.wrap_up_call = None

    def release(
        self, agent_id: AgentId, call: InteractionId, wrap_up_s: int, missed: str | None, now: datetime
    ) -> None:
        """The agent is free of this call: notes first where there are some; a missed offer pauses, with its cause."""
        if agent_id not in self.agents or self.agents[agent_id].call != call:
            return
        agent = self._change(agent_id, now)
        if agent.offered:
            self.reserved.discard(call)
        agent.call, agent.offered, agent.since, agent.idle_since = None, False, now, now
        if missed is not None:
            agent.pause, agent.missed = "missed", missed
        elif wrap_up_s > 0 and agent.signed_in:
            agent.wrap_up_until = now + timedelta(seconds=wrap_up_s)
            agent.wrap_up_call = call

    def sign_in(self, agent_id: AgentId, now: datetime) -> None:
        """Begin the shift: paused until the agent says ready."""
        agent = self._change(agent_id, now)
        if not agent.signed_in:
            agent.signed_in, agent.pause, agent.since, agent.missed = True, "signed_in", now, None

    def sign_out(self, agent_id: AgentId, now: datetime) -> None:
        """End the shift; a call that is up is finished first."""
        agent = self._change(agent_id, now)
        agent.signed_in, agent.pause, agent.since, agent.missed = False, None, now, None
        agent.wrap_up_until = agent.wrap_up_call = None

    def ready(self, agent_id: AgentId, now: datetime) -> None:
        """Take calls from now on."""
        agent = self._change(agent_id, now)
        agent.signed_in, agent.pause, agent.missed = True, None, None
        agent.wrap_up_until = agent.wrap_up_call = None
        if agent.call is None:
            agent.since = agent.idle_since = now

    def pause(self, agent_id: AgentId, reason: str, now: datetime) -> None:
        """Take no calls; during a call or notes it holds from their end."""
        agent = self._change(agent_id, now)
        agent.signed_in, agent.pause, agent.missed = True, reason, None
        if agent.call is None and agent.wrap_up_until is None:
            agent.since = now

    def end_wrap_up(self, agent_id: AgentId, now: datetime) -> None:
        """The time for notes is over; the earlier wish (ready or a pause) holds."""
        agent = self._change(agent_id, now)
        if agent.wrap_up_until is not None:
            agent.wrap_up_until = agent.wrap_up_call = None
            agent.since = agent.idle_since = now

    def extend_wrap_up(self, agent_id: AgentId, seconds: int, now: datetime) -> None:
        """More time for notes, within reason."""
        agent = self._change(agent_id, now)
        if agent.wrap_up_until is not None:
            longer = agent.wrap_up_until + timedelta(seconds=seconds)
            agent.wrap_up_until = min(longer, agent.since + WRAP_UP_MAX)

    def device(self, agent_id: AgentId, now: datetime, *, up: bool, why: str) -> None:
        """The agent's telephone registered or went away."""
        before = self.presence(agent_id)
        agent = self._change(agent_id, now)
        agent.device_up = up
        agent.why_unreachable = "" if up else (why or "phone_unreachable")
        self._note_reach(agent, before, now)

    def beat(self, agent_id: AgentId, now: datetime, *, awake: bool) -> None:
        """The agent's page woke up or fell asleep."""
        if self.agents[agent_id].beating is awake:
            return
        before = self.presence(agent_id)
        agent = self._change(agent_id, now)
        agent.beating = awake
        agent.why_unreachable = "" if awake else "page_asleep"
        self._note_reach(agent, before, now)

    def _note_reach(self, agent: AgentState, before: Presence, now: datetime) -> None:
        if self.presence(agent.id) is not before:
            agent.since = agent.idle_since = now

    def _change(self, agent_id: AgentId, now: datetime) -> AgentState:
        self.touched.add(agent_id)
        agent = self.agents[agent_id]
        agent.idle_since = agent.idle_since or now
        self.touched_queues.update(self.serves[agent_id])
        return agent
