"""Callers who wait at other firms too: each keeps his place at home, and the first agent who is free, here or there, takes him.

A *door* is an agreement by which a caller waits at a partner firm, in the line of the queue that receives him there. Who opens
and shuts doors, and why, is not known here.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from permanence.kernel.ids import AgentId, AgreementId, FirmId, InteractionId
from permanence.routing import rules
from permanence.routing.lines import Line, Lines
from permanence.routing.model import Offer, Reason, Reception, Wait, Waiting
from permanence.routing.rules import GuestLine


class Doors(Lines):
    """The lines of all firms, and the doors between them; every method is a pure step, with the time as an argument."""

    def __init__(self) -> None:
        """Start with no door open."""
        super().__init__()
        # In the order in which they were opened; the agent there who has spoken with the caller before.
        self.doors: dict[InteractionId, dict[AgreementId, AgentId | None]] = {}

    def set_receptions(self, firm: FirmId, receptions: list[Reception]) -> None:
        """Take over how a firm receives the callers of others; who waits by one that is gone waits there no more."""
        kept = {reception.agreement for reception in receptions}
        for agreement in [a for a, r in self.receptions.items() if r.firm == firm and a not in kept]:
            for call in [call for call, doors in self.doors.items() if agreement in doors]:
                self.shut(call, agreement)
            del self.receptions[agreement]
        self.receptions.update({reception.agreement: reception for reception in receptions})
        self.arrange(firm)

    def arrange(self, firm: FirmId) -> None:
        """Set up the firm's lines anew, with the callers of others who wait in them."""
        super().arrange(firm)
        for call in list(self.doors):
            self._stand_at(call, firm)

    def open_door(self, call: InteractionId, agreement: AgreementId, known: AgentId | None = None) -> bool:
        """Let a caller wait at a partner firm too, whose agents may take him from now on, the one whom he knows first. Say whether
        that firm receives him and did not before: a caller waits at one firm once."""
        reception = self.receptions.get(agreement)
        if reception is None or self.door_to(call, reception.firm) is not None:
            return False
        self.doors.setdefault(call, {})[agreement] = known
        self._stand_at(call, reception.firm)
        return True

    def shut(self, call: InteractionId, *agreements: AgreementId) -> None:
        """The caller no longer waits by these agreements; whose telephone rings goes on ringing."""
        doors = self.doors.get(call, {})
        for agreement in [agreement for agreement in agreements if agreement in doors]:
            del doors[agreement]
            self._matchers[self.receptions[agreement].firm].leave(call)
        if not doors:
            self.doors.pop(call, None)

    def door_to(self, call: InteractionId, firm: FirmId) -> AgreementId | None:
        """Return by which agreement a caller waits at a firm."""
        return next((a for a in self.doors.get(call, ()) if self.receptions[a].firm == firm), None)

    def _stand_at(self, call: InteractionId, firm: FirmId) -> None:
        """Put a caller into the partner's line, by the promise of the queue that receives him and since he first waits."""
        agreement = self.door_to(call, firm)
        queue = self.queues.get(self.receptions[agreement].queue) if agreement is not None else None
        if agreement is None or queue is None or queue.firm != firm:
            return
        waiting, matcher = self.waits[call], self._matchers[firm]
        matcher.wait(call, GuestLine(agreement), rules.due_at(queue, waiting.since).timestamp())
        if self.is_held(call):
            matcher.hold(call)

    # -- what happens at home happens at every door --------------------------------------------------------

    def leave(self, call: InteractionId, now: datetime | None = None) -> None:
        """A caller no longer waits, anywhere."""
        self.shut(call, *self.doors.get(call, ()))
        super().leave(call, now)

    def hold(self, call: InteractionId) -> None:
        """A telephone rings for this caller: nobody else is asked meanwhile, in any firm."""
        super().hold(call)
        for matcher in self._abroad(call):
            matcher.hold(call)

    def release(
        self, agent_id: AgentId, call: InteractionId, wrap_up_s: int, missed: str | None, now: datetime
    ) -> None:
        """The agent is free of this call; a caller who was only rung for may be offered to others again, in every firm."""
        state = self.agents.get(agent_id)
        if state is not None and state.call == call and state.offered:
            for matcher in self._abroad(call):
                matcher.release(call)
        super().release(agent_id, call, wrap_up_s, missed, now)

    def offer_for(self, call: InteractionId, now: datetime) -> Offer | Wait:
        """Find an agent for this caller and reserve the agent: one of his own firm, else of the partners in the order of
        their doors."""
        decision = super().offer_for(call, now)
        if isinstance(decision, Offer) or self.is_held(call):
            return decision
        return self._partner_for(self.waits[call], now) or decision

    def next_caller(self, agent_id: AgentId, now: datetime) -> Offer | None:
        """Find the caller whom this agent should take now, a partner's perhaps."""
        offer = super().next_caller(agent_id, now)
        if offer is None:
            return None
        return msgspec.structs.replace(offer, agreement=self.door_to(offer.call, self.cards[agent_id].firm))

    def _partner_for(self, waiting: Waiting, now: datetime) -> Offer | None:
        for agreement, known in self.doors.get(waiting.call, {}).items():
            matcher = self._matchers[self.receptions[agreement].firm]
            agent = matcher.agent_for(waiting.call) if waiting.call in matcher.items else None
            if agent is not None:
                code, others = rules.FREE, matcher.free_for(GuestLine(agreement)) - 1
                if known is not None and matcher.may_take(known, waiting.call):
                    code, agent = rules.WANTED, known
                self.take(agent, waiting.call, now, offered=True)
                return Offer(waiting.call, agent, Reason(code, others, step=waiting.step), agreement)
        return None

    def _abroad(self, call: InteractionId) -> list[Line]:
        """Return the matchers of the partner firms at which a caller waits."""
        return [self._matchers[self.receptions[agreement].firm] for agreement in self.doors.get(call, ())]
