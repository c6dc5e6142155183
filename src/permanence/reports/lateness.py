"""What became of the promise to one caller, and why, decided from the facts of the call.

A wait begins when the caller enters a queue, or loses the agent, and ends with an answer or with the call. Its seconds are
given to what was the matter at the time. Who asked to be called back waits no longer, and is answered when he is reached. A caller is judged by the longest wait; the cause is the first, in the order
of `Cause`, without whose seconds the promise would have been kept, or the costliest where there is no such one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from permanence.interaction import events as f
from permanence.interaction.events import wire_name
from permanence.interaction.model import EndedBy, Outcome
from permanence.kernel.ids import QueueId
from permanence.reports.model import PROMISE_S, CallFacts, Cause, Judged, Step, Verdict

KINDS = {
    wire_name(kind): kind
    for kind in (
        f.CallArrived, f.CallQueued, f.WaitExplained, f.CallOffered, f.OfferFailed, f.AgentAnswered, f.AgentLost,
        f.AgentReturned, f.CallbackOwed, f.CallBackKept, f.CallBackMissed, f.CustomerAnswered, f.CallEnded,
    )
}  # fmt: skip
"""The facts that tell why somebody waited, by their wire names."""

BY_AGENT = ("no_answer", "rejected", "busy")  # the telephone rang, and the agent did not take it

NOT_THERE = (Outcome.BUSY, Outcome.NO_ANSWER, Outcome.REJECTED)

WHY = {
    "every_agent_with_the_skills_is_busy": Cause.ALL_BUSY,
    "every_agent_with_the_skills_is_away": Cause.ALL_AWAY,
    "no_agent_with_the_skills_is_signed_in": Cause.NOBODY_THERE,
    "no_agent_has_the_skills": Cause.NO_SKILL,
    "kept_for_who_knows_the_customer": Cause.KEPT_FOR_AGENT,
}
"""Routing's reasons as causes; tests hold them together."""


@dataclass(slots=True)
class Wait:
    """One wait of a call."""

    queue: QueueId | None
    promised_s: int | None = None
    answered: bool | None = None  # None: it has not ended
    seconds: dict[Cause, float] = field(default_factory=lambda: defaultdict[Cause, float](float))

    @property
    def waited_s(self) -> float:
        """How long it was, the time in the switch's own fall-back included."""
        return sum(self.seconds.values())

    def told(self, cause: Cause) -> None:
        """What nobody had told until now was this."""
        self.seconds[cause] += self.seconds.pop(Cause.NOT_TOLD, 0.0)


class _Course:
    """Goes through the facts of a call and gives each second of waiting to its cause."""

    def __init__(self) -> None:
        self.waits: list[Wait] = []
        self.owed_s: float | None = None  # came while the platform was away, and was to be called back
        self._wait: Wait | None = None
        self._aside: Wait | None = None  # of who is to be called back
        self.not_there = False  # he was called back, and did not answer
        self._cause = self._reason = Cause.NOT_TOLD
        self._at = self._kept_s = self._rung_s = 0.0

    def take(self, step: Step) -> None:
        """Go on by one fact."""
        if self._wait is not None:
            self._wait.seconds[self._cause] += max(0.0, step.at - self._at)
            self._rung_s += max(0.0, step.at - self._at) if self._cause is Cause.RINGING else 0.0
        self._at = step.at
        match KINDS.get(step.kind):
            case f.CallArrived:
                self._kept_s = _number(step.data.get("waited_in_switch_s"))
            case f.CallbackOwed:
                self.owed_s = _number(step.data.get("waited_s"))
            case f.CallQueued:
                self._queued(QueueId(str(step.data.get("queue"))))
            case f.AgentLost:
                self._begin(self.waits[-1].queue if self.waits else None, Cause.FAILED)
            case f.AgentAnswered | f.AgentReturned:
                self._end(answered=True)
            case f.CallEnded:
                self._end(answered=False)
                self._end_aside(answered=False)
            case f.WaitExplained | f.CallOffered | f.OfferFailed if self._wait is not None:
                self._waiting(self._wait, step)
            case _:
                self._called_back(step)

    def _called_back(self, step: Step) -> None:
        match KINDS.get(step.kind):
            case f.CallBackKept:
                self._aside, self._wait = self._wait, None
            case f.CallBackMissed:
                self.not_there = step.data.get("outcome") in NOT_THERE
            case f.CustomerAnswered:
                self._end_aside(answered=True)
            case _:
                pass

    def _end_aside(self, *, answered: bool) -> None:
        if self._aside is not None:
            self._aside.answered, self._aside = answered, None

    def _queued(self, queue: QueueId) -> None:
        if self._aside is not None:
            return  # whoever called him back was lost; he is not on the line
        if self._wait is not None:  # the agent was lost, and given up
            self._wait.queue, self._cause = queue, Cause.NOT_TOLD
            return
        self._begin(queue, Cause.NOT_TOLD)
        if len(self.waits) == 1 and self._kept_s:
            self.waits[0].seconds[Cause.PLATFORM_AWAY] += self._kept_s

    def _begin(self, queue: QueueId | None, cause: Cause) -> None:
        self._wait = Wait(queue)
        self.waits.append(self._wait)
        self._cause, self._reason, self._rung_s = cause, Cause.NOT_TOLD, 0.0

    def _waiting(self, wait: Wait, step: Step) -> None:
        match KINDS[step.kind]:
            case f.CallOffered:
                self._cause, self._rung_s = Cause.RINGING, 0.0
            case f.OfferFailed:
                wait.seconds[Cause.RINGING] -= self._rung_s
                by_agent = step.data.get("reason") in BY_AGENT
                wait.seconds[Cause.RING_MISSED if by_agent else Cause.FAILED] += self._rung_s
                self._cause, self._rung_s = self._reason, 0.0
            case _:
                self._cause = self._reason = WHY.get(str(step.data.get("why")), Cause.NOT_TOLD)
                wait.promised_s = round(_number(step.data.get("promised_s")))
                wait.told(self._reason)

    def _end(self, *, answered: bool) -> None:
        if self._wait is not None:
            self._wait.answered, self._wait = answered, None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def judge(call: CallFacts, promises: Mapping[QueueId, int]) -> Judged:
    """Return what became of the promise to this caller; `promises` are those of today, for calls whose facts name none."""
    course = _Course()
    for step in call.steps:
        course.take(step)
    if course.owed_s is not None:
        away = {Cause.PLATFORM_AWAY: course.owed_s}
        return Judged(Verdict.LOST, None, course.owed_s, PROMISE_S, Cause.PLATFORM_AWAY, away)
    waits = [wait for wait in course.waits if wait.queue is not None]
    if not waits or waits[-1].answered is None:
        return Judged(_without_a_wait(call.outcome if not waits else None))
    wait = max(waits, key=lambda each: each.waited_s)
    promised = wait.promised_s or promises.get(wait.queue or QueueId(""), PROMISE_S)
    seconds = {cause: round(wait.seconds[cause], 3) for cause in Cause if wait.seconds.get(cause, 0.0) > 0.0005}
    waited = round(wait.waited_s, 3)
    verdict = Verdict.GAVE_UP if course.not_there and waited <= promised else _verdict(wait, waited, promised, call.ended_by)
    broken = verdict in (Verdict.LATE, Verdict.LOST)
    failed = verdict is Verdict.LOST and call.ended_by != EndedBy.CUSTOMER
    cause = (Cause.FAILED if failed else cause_of(seconds, waited, promised)) if broken else None
    return Judged(verdict, wait.queue, waited, promised, cause, seconds)


def _without_a_wait(outcome: str | None) -> Verdict:
    match outcome:
        case None:
            return Verdict.OPEN
        case Outcome.CLOSED:
            return Verdict.CLOSED
        case _:
            return Verdict.MENU


def _verdict(wait: Wait, waited_s: float, promised_s: int, ended_by: str | None) -> Verdict:
    if wait.answered:
        return Verdict.KEPT if waited_s <= promised_s else Verdict.LATE
    left_early = waited_s <= promised_s and ended_by == EndedBy.CUSTOMER
    return Verdict.GAVE_UP if left_early else Verdict.LOST


def cause_of(seconds: Mapping[Cause, float], waited_s: float, promised_s: int) -> Cause:
    """Return what broke a promise: the first cause without whose seconds it would have been kept, or the costliest."""
    for cause in Cause:
        if seconds.get(cause, 0.0) > 0 and waited_s - seconds[cause] <= promised_s:
            return cause
    return max(Cause, key=lambda cause: seconds.get(cause, 0.0))
