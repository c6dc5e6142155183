"""Small moves that several rooms of the call machine share: music, rooms, releasing people, ending."""

from __future__ import annotations

from datetime import datetime, timedelta

from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction.model import (
    Call,
    CallBack,
    Direction,
    EndedBy,
    Leg,
    LegState,
    Mark,
    Outcome,
    Phase,
    QueueTerms,
    is_capturing,
    is_closed,
    is_counting,
    seconds_between,
)
from permanence.interaction.partner import hands_back
from permanence.interaction.steps import AgentReleased, JoinQueue, LeaveQueue, Turn

NORMAL, BUSY, NO_USER, NO_ANSWER, REJECTED = 16, 17, 18, 19, 21
UNALLOCATED, UNREGISTERED = 1, 20
OUTBOUND_WRAP_UP_S = 30
FILES_S = 15  # how long the switch may take to close a recording


def reason_of(cause: int) -> str:
    """Return why a telephone was not answered, in one stable word, from its Q.850 cause."""
    words = {
        BUSY: "busy",
        NO_USER: "no_answer",
        NO_ANSWER: "no_answer",
        REJECTED: "rejected",
        UNALLOCATED: "unallocated",
        22: "unallocated",
        28: "unallocated",
        UNREGISTERED: "unreachable",
        27: "unreachable",
    }
    return words.get(cause, "no_answer" if cause == NORMAL else "failed")


def outcome_of(cause: int) -> Outcome:
    """Return how an outbound call that nobody answered ended."""
    return {
        "busy": Outcome.BUSY,
        "no_answer": Outcome.NO_ANSWER,
        "rejected": Outcome.REJECTED,
        "unallocated": Outcome.UNALLOCATED,
    }.get(reason_of(cause), Outcome.FAILED)


def music_for_customer(call: Call, turn: Turn) -> None:
    """Let the customer hear music outside the room (the only way that is pure music for him alone)."""
    if call.customer_channel is None or call.held:
        return
    music = (call.terms.music if call.terms else None) or "default"
    turn.commands.append(c.StartMusic(call.id, call.customer_channel, music))
    turn.commands.append(c.Leave(call.id, call.bridge, call.customer_channel))


def customer_back(call: Call, turn: Turn) -> None:
    """Bring the customer back into the room, then stop the music: no gap is heard this way round."""
    if call.customer_channel is None:
        return
    turn.commands.append(c.Join(call.id, call.bridge, (call.customer_channel,)))
    turn.commands.append(c.StopMusic(call.id, call.customer_channel))


def silence_recording(call: Call, kind: str, now: datetime, turn: Turn) -> None:
    """Write silence from here, and mark why."""
    recording = call.recording
    if recording is None or recording.stopped:
        return
    if not is_silenced(call):
        turn.commands += [c.MuteRecording(call.id, f"{recording.id}-{side}") for side in recording.sides_up]
    recording.marks.append(Mark(kind, _milliseconds(now - recording.started_at)))


def sound_recording(call: Call, kind: str, now: datetime, turn: Turn) -> None:
    """Close the mark of this kind; sound is written again when no other mark is open."""
    recording = call.recording
    if recording is None:
        return
    for mark in recording.marks:
        if mark.kind == kind and mark.to_ms is None:
            mark.to_ms = _milliseconds(now - recording.started_at)
    if not recording.stopped and not is_silenced(call):
        turn.commands += [c.UnmuteRecording(call.id, f"{recording.id}-{side}") for side in recording.sides_up]


def end_private(call: Call, now: datetime, turn: Turn) -> None:
    """The agent's private moment is over: by wish, or because another has the call."""
    if call.private:
        call.private = False
        sound_recording(call, "private", now, turn)
        turn.facts.append(f.PrivateEnded())


def stop_counting(call: Call, now: datetime, turn: Turn) -> None:
    """The time that the caller pays for by card is over."""
    if call.card is not None and call.card.since is not None and is_counting(call):
        call.deadlines.pop("card", None)
        call.card.until = now
        turn.facts.append(f.ConsultationCounted(call.card.id, call.card.since, now))


def close_card(call: Call, now: datetime, turn: Turn) -> None:
    """Whoever took the card leaves the call: a capture comes to nothing, a consultation ends."""
    if call.card is not None and is_capturing(call):
        call.deadlines.pop("card", None)
        call.card.result = "cancelled"
        turn.facts.append(f.CardRefused(call.card.id, "cancelled"))
    stop_counting(call, now, turn)


def is_silenced(call: Call) -> bool:
    """Say whether a mark is open."""
    return call.recording is not None and any(mark.to_ms is None for mark in call.recording.marks)


def stop_recording(call: Call, now: datetime, turn: Turn) -> None:
    """Close both files; the machine hears `Recorded` for each."""
    recording = call.recording
    if recording is None or recording.stopped:
        return
    recording.stopped = True
    for mark in recording.marks:
        mark.to_ms = mark.to_ms if mark.to_ms is not None else _milliseconds(now - recording.started_at)
    turn.commands += [c.StopRecording(call.id, f"{recording.id}-{side}") for side in recording.sides_up]
    turn.commands += [c.HangUp(call.id, f"{recording.id}-{side}") for side in ("in", "out")]


def release_agent(call: Call, now: datetime, turn: Turn, *, hang_up: bool, missed: str | None = None) -> None:
    """The agent leaves the call and has time for notes; an open offer is withdrawn the same way."""
    leg, call.agent, call.muted = call.agent, None, False
    if leg is None:
        return
    close_card(call, now, turn)
    hands_back(call, now, turn)
    if hang_up:
        turn.commands.append(c.HangUp(call.id, leg.channel))
    if leg.agent is not None:
        dialled = call.direction is Direction.OUTBOUND and call.customer_channel is not None
        spoke = call.answered_at is not None or dialled
        turn.needs.append(AgentReleased(leg.agent, wrap_up_s(call) if spoke else 0, missed))


def withdraw_offer(call: Call, turn: Turn) -> None:
    """Stop an agent's telephone; nobody is blamed."""
    leg, call.offer, call.whispering = call.offer, None, None
    call.deadlines.pop("offer", None)
    if leg is not None:
        turn.commands.append(c.HangUp(call.id, leg.channel, NORMAL))
        if leg.agent is not None:
            turn.needs.append(AgentReleased(leg.agent))


def drop_leg(call: Call, leg: Leg, turn: Turn) -> None:
    """End a third party's leg; a consulted colleague is free again, with notes if they had spoken."""
    turn.commands.append(c.HangUp(call.id, leg.channel))
    if leg.agent is not None:
        turn.needs.append(AgentReleased(leg.agent))


def enter_queue(call: Call, terms: QueueTerms, now: datetime, turn: Turn, *, since: datetime | None = None) -> None:
    """Put the customer into a queue, with music; `since` keeps an earlier place."""
    place = since or now - timedelta(seconds=call.kept_s)
    call.phase, call.terms, call.queued_at, call.waits_since = Phase.QUEUED, terms, place, now
    call.node = None
    end_private(call, now, turn)
    turn.facts.append(f.CallQueued(terms.queue, terms.name))
    silence_recording(call, "hold", now, turn)
    start_waiting_sound(call, turn)
    if terms.announce_every_s is not None and terms.music is not None:
        call.deadlines["announce"] = now + timedelta(seconds=min(8, terms.announce_every_s))
    turn.needs.append(JoinQueue(terms, call.queued_at))


def start_waiting_sound(call: Call, turn: Turn) -> None:
    """Music where the queue has some (which answers the call), else ringing."""
    if call.customer_channel is None or call.terms is None:
        return
    if call.terms.music is None:
        turn.commands.append(c.StartTone(call.id, call.customer_channel))
        return
    pick_up(call, turn)
    turn.commands.append(c.StartMusic(call.id, call.customer_channel, call.terms.music))
    call.waits_on_music = True


def leave_queue(call: Call, turn: Turn) -> None:
    """The customer no longer waits: sounds and announcements end."""
    call.deadlines.pop("announce", None)
    if call.playing is not None:
        turn.commands.append(c.StopPlay(call.id, call.playing))
        call.playing = None
    if call.terms is not None:
        turn.needs.append(LeaveQueue(call.terms.queue))


def pick_up(call: Call, turn: Turn) -> None:
    """Answer the customer's call once."""
    if not call.customer_up and call.customer_channel is not None:
        call.customer_up = True
        turn.commands.append(c.Answer(call.id, call.customer_channel))
        turn.facts.append(f.CallPickedUp())


def stop_charging(call: Call, now: datetime, turn: Turn, why: str = "call_over") -> None:
    """The customer is charged no more; what he was charged for is told, once."""
    charge, call.charge = call.charge, None
    for name in ("tariff", "tariff_warn", "tariff_end"):
        call.deadlines.pop(name, None)
    if charge is not None and charge.since is not None:
        turn.facts.append(f.ChargingEnded(charge.tariff, charge.caller, charge.since, max(charge.since, now), why))


def end_call(
    call: Call, now: datetime, turn: Turn, outcome: Outcome, by: EndedBy, cause: int | None = NORMAL
) -> None:
    """Everybody leaves; the call is over. Repeating it changes nothing."""
    if call.phase is Phase.ENDED:
        return
    if call.phase is Phase.QUEUED:
        leave_queue(call, turn)
    stop_charging(call, now, turn)
    stop_recording(call, now, turn)
    withdraw_offer(call, turn)
    if call.held and call.held_at is not None:
        call.hold_s += seconds_between(call.held_at, now)
    release_agent(call, now, turn, hang_up=True)
    for leg in (call.consult.leg if call.consult else None, call.transfer):
        if leg is not None:
            drop_leg(call, leg, turn)
    call.consult = call.transfer = None
    end_monitors(call, turn)
    if call.customer_channel is not None and by is not EndedBy.CUSTOMER:
        turn.commands.append(c.HangUp(call.id, call.customer_channel))
        call.leaving = True
    turn.commands.append(c.DropBridge(call.id, call.bridge))
    call.phase, call.ended_at, call.outcome, call.ended_by, call.cause = Phase.ENDED, now, outcome, by, cause
    call.deadlines.clear()
    if not is_closed(call):
        call.deadlines["files"] = now + timedelta(seconds=FILES_S)
    if call.call_back is CallBack.KEPT and call.answered_at is None:
        turn.facts.append(f.CallBackMissed(outcome))
    turn.facts.append(f.CallEnded(outcome, by, cause))


def end_monitors(call: Call, turn: Turn) -> None:
    """Send all supervisors off the call."""
    for monitor in list(call.monitors.values()):
        end_monitor(call, monitor.supervisor, turn, hang_up=True)


def end_monitor(call: Call, supervisor: str, turn: Turn, *, hang_up: bool) -> None:
    """Take one supervisor off the call and close the private room."""
    monitor = call.monitors.pop(supervisor, None)
    if monitor is None:
        return
    if hang_up:
        turn.commands.append(c.HangUp(call.id, monitor.leg.channel))
    if monitor.snoop is not None:
        turn.commands.append(c.HangUp(call.id, monitor.snoop))
    turn.commands.append(c.DropBridge(call.id, monitor.bridge))
    turn.needs.append(AgentReleased(monitor.supervisor))
    turn.facts.append(f.MonitorEnded(monitor.supervisor))


def wrap_up_s(call: Call) -> int:
    """Return the seconds for notes after this call."""
    return call.terms.wrap_up_s if call.terms is not None else OUTBOUND_WRAP_UP_S


def ringing_leg(call: Call, kind: str, endpoint: str, now: datetime) -> Leg:
    """Return a new leg that is being called."""
    return Leg(call.name(kind), endpoint, LegState.RINGING, now)


def _milliseconds(span: timedelta) -> int:
    return max(0, round(span.total_seconds() * 1000))
