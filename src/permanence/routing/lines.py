"""The lines: every agent, every queue, every waiting caller of each firm, and the matching between them.

Pure and in memory, on top of the agents' `Roster`. They turn what happens to agents and callers into work and free agents for
the firm's `Matcher`, which knows who is next. `touched_queues` collects those whose rows on screens changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import msgspec

from permanence.interaction.model import Place, QueueTerms
from permanence.kernel.ids import AgentId, AgreementId, FirmId, InteractionId, QueueId
from permanence.routing import rules
from permanence.routing.forecast import Patience
from permanence.routing.matching import Matcher
from permanence.routing.model import (
    AgentCard,
    AgentState,
    Offer,
    Presence,
    QueueCard,
    Reason,
    Reception,
    Wait,
    Waiting,
)
from permanence.routing.promise import Pull, Pulling
from permanence.routing.roster import Roster
from permanence.routing.rules import Ability, GuestLine, LineName
from permanence.routing.staffing import AT_WORK, Staffing

Line = Matcher[InteractionId, AgentId]


class Lines(Roster):
    """Who waits and who is free; every method is a pure step, with the time as an argument."""

    def __init__(self) -> None:
        """Start empty; `set_firm` brings the firms."""
        super().__init__()
        self.queues: dict[QueueId, QueueCard] = {}
        self.waits: dict[InteractionId, Waiting] = {}
        self.receptions: dict[AgreementId, Reception] = {}
        self.pulls: dict[QueueId, dict[Pull, Pulling]] = {}  # under way
        self.lends: set[FirmId] = set()  # firms whose agents have other work at times
        self.lent: dict[AgentId, None] = {}  # who is at other work, or about to be
        self.aside: Counter[QueueId] = Counter()  # how many are to be called back
        self.patience: defaultdict[QueueId, Patience] = defaultdict(Patience)
        self.serves: dict[AgentId, tuple[QueueId, ...]] = {}
        self.touched_queues: set[QueueId] = set()
        self._matchers: dict[FirmId, Line] = {}
        self._abilities: dict[AgentId, Ability] = {}
        self._staff: dict[FirmId, Staffing] = {}
        self._told: dict[InteractionId, str] = {}  # why a caller waits, as it was written down last
        self._free_since: dict[AgentId, datetime] = {}
        self._joined = 0  # how many have joined a queue

    # -- the set-up ----------------------------------------------------------------------------------------

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
        self.by_firm[firm] = [a for a, card in self.cards.items() if card.firm == firm]
        for queue in queues:
            self.queues[queue.terms.queue] = queue
            self.touched_queues.add(queue.terms.queue)
        self.arrange(firm)

    def _drop_missing(self, firm: FirmId, agents: set[AgentId], queues: set[QueueId], now: datetime) -> None:
        for gone in [a for a in self.by_firm.get(firm, []) if a not in agents]:
            if self.agents[gone].call is not None:
                self.sign_out(gone, now)
                continue
            self.by_endpoint.pop(self.cards[gone].endpoint, None)
            del self.cards[gone], self.agents[gone]
            for kept in (self.serves, self._abilities, self._free_since, self.lent):
                kept.pop(gone, None)
            self.touched.discard(gone)
        used = {waiting.queue for waiting in self.waits.values()}
        for queue in [q for q, card in self.queues.items() if card.firm == firm and q not in queues]:
            if queue not in used:
                self.touched_queues.discard(queue)
                del self.queues[queue]

    def arrange(self, firm: FirmId) -> None:
        """Set up the firm's lines and profiles anew, with everybody who waits and everybody who is free."""
        queues = [queue for queue in self.queues.values() if queue.firm == firm]
        for agent in self.by_firm.get(firm, ()):
            self._abilities[agent] = rules.ability_of(self.cards[agent])
        receptions = [reception for reception in self.receptions.values() if reception.firm == firm]
        sorts = {
            ability: rules.sort_of(ability, queues, receptions)
            for ability in {self._abilities[agent] for agent in self.by_firm.get(firm, ())}
        }
        held = {call for call in self.waits if self.is_held(call)}
        matcher = self._matchers[firm] = Line([*rules.lines_of(queues), *(GuestLine(r.agreement) for r in receptions)], sorts.values())
        self._staff[firm] = Staffing()
        known = {queue.terms.queue for queue in queues}
        for waiting in sorted(self.waits.values(), key=lambda w: (w.due, w.nth)):
            if waiting.queue not in known:
                continue
            step = min(waiting.step, len(self.queues[waiting.queue].steps))
            self.waits[waiting.call] = msgspec.structs.replace(waiting, step=step)
            matcher.wait(waiting.call, LineName(waiting.queue, step), waiting.due.timestamp(), waiting.wanted)
            if waiting.call in held:
                matcher.hold(waiting.call)
        for agent in self.by_firm.get(firm, ()):
            reached = {line.queue: None for line, _ in sorts[self._abilities[agent]].serves if isinstance(line, LineName)}
            self.serves[agent] = tuple(reached)
            self._free_since.pop(agent, None)
        for agent in sorted(self.by_firm.get(firm, ()), key=lambda a: (self.agents[a].idle_since or self.agents[a].since, a)):
            self._settle(agent)

    def keep_queue(self, terms: QueueTerms, firm: FirmId) -> None:
        """Have a queue for somebody who waits in it, though the firm has removed it: everybody of the firm serves it."""
        if terms.queue not in self.queues:
            self.queues[terms.queue] = QueueCard(terms, firm)
            self.arrange(firm)

    def restore(self, states: list[AgentState]) -> None:
        """Take over where agents stood; who is no longer set up is left out."""
        known = [state for state in states if state.id in self.cards]
        self.agents.update({state.id: state for state in known})
        for firm in {state.firm for state in known}:
            self.arrange(firm)

    # -- callers -------------------------------------------------------------------------------------------

    def join(
        self, call: InteractionId, terms: QueueTerms, since: datetime, now: datetime, wanted: AgentId | None = None
    ) -> Offer | Wait:
        """A caller waits from now on, first for the agent who is `wanted` where that one is there and the queue keeps
        callers so; return the offer that can be made at once, or why there is none."""
        self.enter(call, terms, since, now, wanted)
        return self.offer_for(call, now)

    def enter(
        self, call: InteractionId, terms: QueueTerms, since: datetime, now: datetime, wanted: AgentId | None = None
    ) -> None:
        """A caller waits from now on, as in `join`; an agent is looked for later."""
        self.leave(call)
        keep = self._may_keep(wanted, self.queues[terms.queue])
        self.put(call, terms.queue, since, now, wanted if keep else None)

    def _may_keep(self, wanted: AgentId | None, queue: QueueCard) -> bool:
        if wanted is None or queue.prefer_s <= 0 or queue.terms.queue not in self.serves.get(wanted, ()):
            return False
        return self.presence(wanted) in AT_WORK

    def put(
        self, call: InteractionId, queue_id: QueueId, since: datetime, now: datetime, wanted: AgentId | None = None,
        place: Place | None = None,
    ) -> None:
        """Give a caller a place, without looking for an agent: a new one, or the one that was written down."""
        queue = self.queues[queue_id]
        if place is None:
            place = Place(rules.step_at(queue, since, now), wanted, self._joined + 1)
        self._joined = max(self._joined, place.nth)
        step = min(place.step, len(queue.steps))
        waiting = Waiting(call, queue_id, since, rules.due_at(queue, since), step, place.wanted, place.nth)
        self.waits[call] = waiting
        self._matchers[queue.firm].wait(call, LineName(queue_id, step), waiting.due.timestamp(), place.wanted)
        self.touched_queues.add(queue_id)

    def leave(self, call: InteractionId, now: datetime | None = None) -> None:
        """A caller no longer waits; with the time, what is to be learned of his patience is learned: while a telephone rang
        for him it was an answer."""
        if now is not None and (leaves := self.waits.get(call)) is not None and not leaves.aside:
            waited_s = (now - leaves.since).total_seconds()
            self.patience[leaves.queue].left(waited_s, gave_up=not self.is_held(call))
        waiting = self.waits.pop(call, None)
        if waiting is not None:
            self._matcher_of(waiting).leave(call)
            self.aside[waiting.queue] -= waiting.aside
            self._told.pop(call, None)
            self.touched_queues.add(waiting.queue)

    def changes_at(self, call: InteractionId) -> datetime | None:
        """Return when more agents may take this caller than now."""
        waiting = self.waits.get(call)
        if waiting is None:
            return None
        queue = self.queues[waiting.queue]
        if waiting.wanted is not None:
            return waiting.since + timedelta(seconds=queue.prefer_s)
        return rules.next_step_at(queue, waiting.since, waiting.step)

    def widen(self, call: InteractionId, now: datetime) -> bool:
        """Let more agents take this caller where it is time; say whether that changed anything."""
        at, waiting = self.changes_at(call), self.waits.get(call)
        if waiting is None or at is None or at > now:
            return False
        matcher = self._matcher_of(waiting)
        step = max(waiting.step, rules.step_at(self.queues[waiting.queue], waiting.since, now))
        if waiting.wanted is not None:
            matcher.for_anybody(call)
        if step != waiting.step:
            matcher.move(call, LineName(waiting.queue, step))
        self.waits[call] = msgspec.structs.replace(waiting, step=step, wanted=None)
        self.touched_queues.add(waiting.queue)
        return True

    def hasten(self, call: InteractionId) -> bool:
        """Widen the search for this caller one step before its time; say whether there was one."""
        waiting = self.waits[call]
        if waiting.wanted is None and waiting.step >= len(self.queues[waiting.queue].steps):
            return False
        matcher, step = self._matcher_of(waiting), waiting.step
        if waiting.wanted is not None:
            matcher.for_anybody(call)
        else:
            step += 1
            matcher.move(call, LineName(waiting.queue, step))
        self.waits[call] = msgspec.structs.replace(waiting, step=step, wanted=None)
        self.touched_queues.add(waiting.queue)
        return True

    def step_aside(self, call: InteractionId) -> Waiting:
        """The caller leaves the line and is called back: the place waits for him."""
        self.aside[self.waits[call].queue] += not self.waits[call].aside
        aside = self.waits[call] = msgspec.structs.replace(self.waits[call], aside=True)
        self.touched_queues.add(aside.queue)
        return aside

    def is_held(self, call: InteractionId) -> bool:
        """Say whether a telephone rings for this caller."""
        waiting = self.waits.get(call)
        item = self._matcher_of(waiting).items.get(call) if waiting is not None else None
        return item is not None and item.held

    def hold(self, call: InteractionId) -> None:
        """A telephone rings for this caller: nobody else is asked meanwhile."""
        waiting = self.waits.get(call)
        if waiting is not None:
            self._matcher_of(waiting).hold(call)

    def waiting_in(self, queue: QueueId) -> list[Waiting]:
        """Return who waits in a queue, in the order in which they will be served."""
        card = self.queues.get(queue)
        if card is None:
            return []
        lines = rules.lines_of([card])
        return [self.waits[item.work] for item in self._matchers[card.firm].in_order(lines)]

    def _matcher_of(self, waiting: Waiting) -> Line:
        return self._matchers[self.queues[waiting.queue].firm]

    # -- who gets whom -------------------------------------------------------------------------------------

    def offer_for(self, call: InteractionId, now: datetime) -> Offer | Wait:
        """Find an agent for this caller and reserve the agent."""
        waiting = self.waits[call]
        matcher = self._matcher_of(waiting)
        agent = matcher.agent_for(call)
        if agent is None:
            return Wait(call)
        code = rules.WANTED if waiting.wanted is not None else rules.FREE
        others = matcher.free_for(LineName(waiting.queue, waiting.step)) - 1
        self.take(agent, call, now, offered=True)
        return Offer(call, agent, Reason(code, others, step=waiting.step))

    def next_caller(self, agent_id: AgentId, now: datetime) -> Offer | None:
        """Find the caller whom this agent should take now, among those for whom nobody is rung already."""
        call = self._matchers[self.cards[agent_id].firm].work_for(agent_id)
        if call is None:
            return None
        waiting = self.waits[call]
        code = rules.WANTED if waiting.wanted is not None else rules.NEXT
        self.take(agent_id, call, now, offered=True)
        return Offer(call, agent_id, Reason(code, step=waiting.step))

    # -- agents --------------------------------------------------------------------------------------------

    def take(self, agent_id: AgentId, call: InteractionId, now: datetime, *, offered: bool) -> None:
        """The agent is busy with this call; while a telephone rings for it nobody else is asked."""
        super().take(agent_id, call, now, offered=offered)
        if offered:
            self.hold(call)

    def release(
        self, agent_id: AgentId, call: InteractionId, wrap_up_s: int, missed: str | None, now: datetime
    ) -> None:
        """The agent is free of this call; a caller who was only rung for may be offered to others again."""
        state, waiting = self.agents.get(agent_id), self.waits.get(call)
        if waiting is not None and state is not None and state.call == call and state.offered:
            self._matcher_of(waiting).release(call)
        super().release(agent_id, call, wrap_up_s, missed, now)

    def _settle(self, agent_id: AgentId) -> None:
        """Tell the matcher whether the agent is free; the place among those who are is by the time since when."""
        self.touched_queues.update(self.serves.get(agent_id, ()))
        firm, state, presence = self.cards[agent_id].firm, self.agents[agent_id], self.presence(agent_id)
        matcher, ability = self._matchers[firm], self._abilities[agent_id]
        lent = state.work is not None and presence in AT_WORK  # from the end of the call on: callers cannot count on him
        self._staff[firm].stands(agent_id, ability, Presence.PAUSED if lent else presence)
        if state.work is not None:
            self.lent[agent_id] = None
        elif self.lent:
            self.lent.pop(agent_id, None)
        if presence is not Presence.READY:
            matcher.busy(agent_id)
            self._free_since.pop(agent_id, None)
            return
        since = state.idle_since or state.since
        if self._free_since.get(agent_id) != since:
            self._free_since[agent_id] = since
            matcher.free(agent_id, ability)
