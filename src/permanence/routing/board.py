"""The board: the lines, and what there is to say of them: why somebody waits, how long still, how each queue stands with its
promise. Places and counts are computed when somebody asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from datetime import UTC, datetime
from typing import cast

from permanence.kernel.ids import AgentId, InteractionId, QueueId
from permanence.routing import rules
from permanence.routing.doors import Doors
from permanence.routing.forecast import Forecast, forecast
from permanence.routing.model import (
    Reason,
    Waiting,
)
from permanence.routing.promise import Outlook, Stand, danger_s, outlook
from permanence.routing.rules import Ability, LineName

HANDLING_START_S = 180.0  # until the queue has shown its own
HANDLING_WEIGHT = 0.1


class Board(Doors):
    """State of routing; every method is a pure step on it, with the time as an argument."""

    def __init__(self) -> None:
        """Start empty; `set_firm` brings the firms."""
        super().__init__()
        self.outlooks: dict[QueueId, Outlook] = {}  # of queues in which somebody waits, as of the last look
        self.handling_s: dict[QueueId, float] = {}

    def why_waiting(self, call: InteractionId) -> Reason:
        """Say why nobody is rung for this caller. Places and counts are computed when somebody asks."""
        waiting = self.waits[call]
        place = self.position(call, waiting.queue)
        code, at_work = self._why(waiting)
        wait = self.expected_wait(call)
        return Reason(code, at_work, place, waiting.step, wait.expected_s if wait is not None else None)

    def _why(self, waiting: Waiting) -> tuple[str, int]:
        """Return why nobody is rung, and how many of those who may are at work."""
        firm = self.queues[waiting.queue].firm
        able = self._able(LineName(waiting.queue, waiting.step))
        at_work = self._staff[firm].at_work(able)
        if waiting.wanted is not None:
            return rules.KEPT, at_work
        if not able:
            return rules.NO_SKILL, at_work
        return (rules.ALL_BUSY if self._staff[firm].there(able) else rules.NOBODY_IN), at_work

    def at_work_for(self, call: InteractionId) -> int:
        """Return how many of the firm's own agents are at work who may take this caller, now or once the search has widened."""
        waiting = self.waits[call]
        queue = self.queues[waiting.queue]
        return self._staff[queue.firm].at_work(self._able(LineName(waiting.queue, len(queue.steps))))

    def _able(self, line: LineName) -> list[Ability]:
        """Return the abilities that may take what waits in this line."""
        return cast(list[Ability], self._matchers[self.queues[line.queue].firm].serving(line))

    def wait_news(self) -> list[tuple[InteractionId, str, int, int]]:
        """Return the callers of whom the reason why nobody is rung is another than was returned last: the
        caller, the reason, how many are at work who may take him, and within how many seconds an answer is promised."""
        known: dict[tuple[LineName, bool], tuple[str, int]] = {}
        news: list[tuple[InteractionId, str, int, int]] = []
        for call, waiting in self.waits.items():
            if self.is_held(call):
                continue
            alike = LineName(waiting.queue, waiting.step), waiting.wanted is None
            if alike not in known:
                known[alike] = self._why(waiting)
            code, at_work = known[alike]
            code = rules.ALL_AWAY if code == rules.ALL_BUSY and not at_work else code
            if self._told.get(call) != code:
                self._told[call] = code
                news.append((call, code, at_work, self.queues[waiting.queue].target_s))
        return news

    def position(self, call: InteractionId, queue: QueueId) -> int | None:
        """Return the caller's place, 1 for the first; None for one who does not wait."""
        return next((i for i, w in enumerate(self.waiting_in(queue), 1) if w.call == call), None)

    def expected_wait(self, call: InteractionId) -> Forecast | None:
        """Return what this caller may expect to wait from now on, None where nobody could say."""
        waiting = self.waits.get(call)
        return self._expected(waiting) if waiting is not None else None

    def look_ahead(self, now: datetime) -> dict[QueueId, Stand]:
        """See how each queue in which somebody waits stands with its promise; return what is known of those queues."""
        waited: dict[QueueId, list[float]] = {}
        for waiting in self.waits.values():
            on_line = waited.setdefault(waiting.queue, [])  # those who are called back need an agent too, and are not kept waiting
            if not waiting.aside:
                on_line.append((now - waiting.since).total_seconds())
        stands, fresh = dict[QueueId, Stand](), dict[QueueId, Outlook]()
        for queue_id, seconds in waited.items():
            stand = stands[queue_id] = self.stand(queue_id, now)
            wait = self._forecast(queue_id, stand.ahead, stand.at_work)
            fresh[queue_id] = outlook(stand.target_s, wait.expected_s if wait is not None else None, seconds)
        self.touched_queues |= {q for q in fresh.keys() | self.outlooks.keys() if fresh.get(q) != self.outlooks.get(q)}
        self.outlooks = fresh
        return stands

    def stand(self, queue_id: QueueId, now: datetime) -> Stand:
        """Return how a caller who came to this queue now would stand."""
        queue = self.queues[queue_id]
        newcomer = Waiting(InteractionId(""), queue_id, now, rules.due_at(queue, now))
        ahead, at_work = self._before(newcomer)
        mine = [waiting for waiting in self.waits.values() if waiting.queue == queue_id]
        danger = danger_s(queue.target_s)
        urgent = sum((now - w.since).total_seconds() > danger and not (w.aside or self.is_held(w.call)) for w in mine)
        handling_s = self.handling_s.get(queue_id, HANDLING_START_S)
        return Stand(queue.target_s, ahead if at_work else len(mine), at_work, handling_s, urgent)

    def lent_of(self, queue: QueueId) -> list[AgentId]:
        """Return who is at other work, or about to be, and may take this queue's callers without widening."""
        firm = self.queues[queue].firm
        able = set(self._matchers[firm].serving(LineName(queue, 0)))
        return [a for a in self.lent if self.cards[a].firm == firm and self._abilities[a] in able]

    def _expected(self, waiting: Waiting) -> Forecast | None:
        return self._forecast(waiting.queue, *self._before(waiting))

    def _forecast(self, queue: QueueId, ahead: float, at_work: int) -> Forecast | None:
        freed_per_s = at_work / self.handling_s.get(queue, HANDLING_START_S)
        on_line = max(0.0, 1 - self.aside[queue] / (ahead + 1))  # who is called back does not give up
        return forecast(ahead, freed_per_s, on_line * self.patience[queue].gives_up_per_s)

    def _before(self, waiting: Waiting) -> tuple[float, int]:
        """Return how many come before this caller, and how many agents are there for them. Callers of other queues count
        by the part of their agents that he needs too; those for whom a telephone rings have their agent."""
        call, queue_id = waiting.call, waiting.queue
        firm = self.queues[queue_id].firm
        matcher, staff = self._matchers[firm], self._staff[firm]
        mine = set(self._able(LineName(queue_id, waiting.step)))
        before: Counter[Hashable] = Counter()
        for item in matcher.items.values():
            other = self.waits[item.work]
            due = other.due if self.queues[other.queue].firm == firm else datetime.fromtimestamp(item.due, UTC)
            if not item.held and other.call != call and (due, other.since, other.call) < (waiting.due, waiting.since, call):
                before[item.line.name] += 1
        ahead = 0.0
        for line, count in before.items():
            theirs = cast(list[Ability], matcher.serving(line))
            all_of_them = staff.at_work(theirs)
            ahead += count * staff.at_work(mine.intersection(theirs)) / all_of_them if all_of_them else 0.0
        return ahead, staff.at_work(mine)

    def note_handling(self, queue: QueueId, seconds: float) -> None:
        """Learn from a call that ended how long one takes (exponential average)."""
        before = self.handling_s.get(queue, HANDLING_START_S)
        self.handling_s[queue] = before + HANDLING_WEIGHT * (seconds - before)
