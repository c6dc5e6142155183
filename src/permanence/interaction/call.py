"""The life of one call, as a machine without I/O: a signal and the time go in, commands, facts and needs come out.

Inbound: flow -> queued -> (offered) -> talking -> ended. Outbound: the agent's own leg first, then dialling ->
talking -> ended; so is a customer called back who did not wait on the line. Late, doubled and lost signals are ordinary; what does not fit the state is dropped.
Conversation, supervision and recording have rooms of their own (`talk.py`, `supervision.py`, `recording.py`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from permanence.interaction import (
    afterwards,
    call_back,
    card,
    charging,
    partner,
    recording,
    supervision,
    talk,
    whisper,
)
from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction import signals as s
from permanence.interaction.legs import (
    NO_ANSWER,
    end_call,
    enter_queue,
    leave_queue,
    outcome_of,
    pick_up,
    reason_of,
    start_waiting_sound,
    stop_charging,
)
from permanence.interaction.model import Call, EndedBy, Leg, LegState, Outcome, Phase, seconds_between
from permanence.interaction.steps import (
    AgentReleased,
    AgentTalks,
    EnterQueue,
    Finish,
    FlowStep,
    Gather,
    NeedAnnouncement,
    NeedStep,
    OfferMade,
    Say,
    Turn,
)

DIAL_TIMEOUT_S = 45
ANSWER_MARGIN_S = 5  # the switch's own ring time-out comes first; ours is the net below it


def arrive(call: Call, waited_s: int, turn: Turn) -> None:
    """A customer's call begins: ask the flow for its first step."""
    call.kept_s = waited_s
    turn.facts.append(f.CallArrived(call.dialled, call.customer, waited_s))
    turn.needs.append(NeedStep("start"))


def place(call: Call, agent: Leg, now: datetime, turn: Turn) -> None:
    """An agent calls a customer: the agent's own telephone is called first and picks up by itself."""
    call.agent, call.phase = agent, Phase.DIALLING
    call.deadlines["place"] = now + timedelta(seconds=15)
    if agent.agent is not None:
        turn.facts.append(f.CallPlaced(agent.agent, call.customer or ""))
        turn.needs.append(AgentTalks(agent.agent))
    if agent.state is LegState.UP:
        _dial_customer(call, now, turn)
        return
    turn.commands.append(
        c.Ring(call.id, agent.channel, agent.endpoint, call.brand_name, call.customer or "", 15)
    )


def step(call: Call, chosen: FlowStep, now: datetime, turn: Turn) -> None:
    """Do what the flow says."""
    if call.phase is not Phase.FLOW or call.customer_channel is None:
        return
    call.node, call.gathering_s = chosen.node, None
    match chosen:
        case Say(media=media) | Finish(media=media) if media:
            _play(call, media, turn)
        case Say():
            turn.needs.append(NeedStep("done"))
        case Finish(closed=closed):
            end_call(call, now, turn, Outcome.CLOSED if closed else Outcome.SELF_SERVED, EndedBy.PLATFORM)
        case Gather(media=media, timeout_s=timeout_s):
            call.gathering_s = timeout_s
            if media:
                _play(call, media, turn)
            else:
                call.deadlines["key"] = now + timedelta(seconds=timeout_s)
        case EnterQueue(terms=terms):
            enter_queue(call, terms, now, turn)
    if isinstance(chosen, Finish) and call.phase is Phase.FLOW:
        call.outcome = Outcome.CLOSED if chosen.closed else Outcome.SELF_SERVED


def offer(call: Call, made: OfferMade, now: datetime, turn: Turn) -> None:
    """Ring the chosen agent; the room is opened meanwhile so that the answer finds it ready."""
    if call.phase is not Phase.QUEUED or call.offer is not None or call.terms is None:
        turn.needs.append(AgentReleased(made.agent))
        return
    leg = Leg(call.name("leg"), made.endpoint, LegState.RINGING, now, made.agent, made.alias, made.partner)
    call.offer = leg
    by = made.partner.name if made.partner is not None else ""
    if made.partner is not None and made.partner.firm not in call.partners:
        call.partners.append(made.partner.firm)
    ring_s = call.terms.ring_s
    call.deadlines["offer"] = now + timedelta(seconds=ring_s + ANSWER_MARGIN_S)
    turn.facts.append(f.CallOffered(made.agent, made.alias, made.why, made.others, made.step, by))
    turn.commands.append(
        c.Ring(
            call.id, leg.channel, leg.endpoint, call.brand_name, partner.shown_customer(call, leg), ring_s,
            call.customer_channel,
        )
    )
    turn.commands.append(c.MakeBridge(call.id, call.bridge))


def announce(call: Call, media: tuple[str, ...], position: int, wait_s: int | None, now: datetime, turn: Turn) -> None:
    """Speak place and expected wait over the music, which comes back afterwards."""
    if call.phase is not Phase.QUEUED or call.playing is not None or call.customer_channel is None:
        return
    call.announced += 1
    turn.facts.append(f.WaitAnnounced(position, wait_s))
    turn.commands.append(c.StopMusic(call.id, call.customer_channel))
    _play(call, media, turn, note=False)
    if call.terms is not None and call.terms.announce_every_s is not None:
        call.deadlines["announce"] = now + timedelta(seconds=call.terms.announce_every_s)


def receive(call: Call, signal: s.SwitchSignal | s.TimeUp, now: datetime, turn: Turn) -> None:
    """Apply one signal of the switch or one deadline."""
    if call.phase is Phase.ENDED:
        afterwards.receive(call, signal, turn)
        return
    match signal:
        case s.Up(channel=channel):
            _up(call, channel, now, turn)
        case s.Gone(channel=channel, cause=cause):
            _gone(call, channel, cause, now, turn)
        case s.Ringing(channel=channel):
            talk.ringing(call, channel, turn)
        case s.Digit(channel=channel, digit=digit):
            _digit(call, channel, digit, now, turn)
        case s.Played(playback=playback):
            _played(call, playback, now, turn)
        case s.Recorded(name=name):
            recording.recorded(call, name, turn)
        case s.EndpointState(endpoint=endpoint, reachable=False) if call.offer and call.offer.endpoint == endpoint:
            turn.commands.append(c.HangUp(call.id, call.offer.channel))
            _offer_failed(call, "unreachable", now, turn)
        case s.EndpointState(endpoint=endpoint, reachable=reachable, why=why):
            talk.device_changed(call, endpoint, reachable, why, now, turn)
        case s.TimeUp(name=name):
            if call.deadlines.get(name, now) <= now:
                call.deadlines.pop(name, None)
                _time_up(call, name, now, turn)
        case _:
            pass  # arrivals make calls; they never reach one


def _play(call: Call, media: tuple[str, ...], turn: Turn, *, note: bool = True) -> None:
    pick_up(call, turn)
    call.playing = call.name("play")
    if note:
        turn.facts.append(f.PromptStarted(call.node or "", media))
    turn.commands.append(c.Play(call.id, call.customer_channel or "", call.playing, media, call.language))


def _up(call: Call, channel: str, now: datetime, turn: Turn) -> None:
    if call.offer is not None and call.offer.channel == channel:
        if not whisper.begin(call, call.offer, now, turn):
            _offer_answered(call, call.offer, now, turn)
    elif call.agent is not None and call.agent.channel == channel and call.agent.state is LegState.RINGING:
        if call.phase is Phase.DIALLING:
            call.agent.state = LegState.UP
            _dial_customer(call, now, turn)
        else:
            talk.agent_returned(call, now, turn)
    elif call.phase is Phase.DIALLING and channel == call.customer_channel:
        _customer_answered(call, now, turn)
    elif not (recording.side_up(call, channel, now, turn) or supervision.up(call, channel, turn)):
        talk.third_party_up(call, channel, now, turn)


def _offer_answered(call: Call, leg: Leg, now: datetime, turn: Turn) -> None:
    """The agent picked up: answer the customer if nobody had, join both, keep the recording's promise. Who does not wait on the
    line is called now."""
    if call_back.is_kept(call):
        _call_back(call, leg, now, turn)
        return
    call.offer = call.call_back = call.whispering = None
    call.deadlines.pop("offer", None)
    leave_queue(call, turn)
    leg.state, leg.since = LegState.UP, now
    call.agent, call.phase = leg, Phase.TALKING
    waited = seconds_between(call.waits_since or call.arrived_at, now)
    first = call.answered_at is None
    call.answered_at = call.answered_at or now
    call.wait_s = waited if first else call.wait_s
    if call.customer_up and call.terms is not None and call.terms.music is None:
        turn.commands.append(c.StopTone(call.id, call.customer_channel or ""))
    pick_up(call, turn)
    customer = call.customer_channel or ""
    turn.commands.append(c.Join(call.id, call.bridge, (customer, leg.channel)))
    if call.waits_on_music:
        turn.commands.append(c.StopMusic(call.id, customer))
        call.waits_on_music = False
    if leg.agent is not None:
        call.last_agent = leg.agent
        by = leg.partner.name if leg.partner is not None else ""
        turn.facts.append(f.AgentAnswered(leg.agent, leg.label, round(waited, 3), by))
        turn.needs.append(AgentTalks(leg.agent))
    partner.takes(call, leg, now, turn)
    if first:
        recording.begin(call, now, turn)
    else:
        recording.goes_on(call, now, turn)


def _call_back(call: Call, leg: Leg, now: datetime, turn: Turn) -> None:
    call_back.let_go(call, turn)  # he may still hear the good-bye
    call.offer, call.agent, call.phase = None, leg, Phase.DIALLING
    call.deadlines.pop("offer", None)
    call.deadlines.pop("call_back", None)
    leave_queue(call, turn)
    call_back.gone(call)
    leg.state, leg.since = LegState.UP, now
    if leg.agent is not None:
        turn.facts.append(f.CallPlaced(leg.agent, call.customer or ""))
        turn.needs.append(AgentTalks(leg.agent))
    _dial_customer(call, now, turn)


def _dial_customer(call: Call, now: datetime, turn: Turn) -> None:
    call.deadlines.pop("place", None)
    call.customer_channel = call.name("leg")
    call.deadlines["dial"] = now + timedelta(seconds=DIAL_TIMEOUT_S + ANSWER_MARGIN_S)
    agent = call.agent.channel if call.agent else ""
    turn.commands += [
        c.MakeBridge(call.id, call.bridge),
        c.Join(call.id, call.bridge, (agent,)),
        c.Ring(
            call.id, call.customer_channel, f"PJSIP/{call.customer}@{call.trunk}", call.brand_name, call.dialled,
            DIAL_TIMEOUT_S, agent,
        ),
        c.StartTone(call.id, agent),
    ]  # fmt: skip


def _customer_answered(call: Call, now: datetime, turn: Turn) -> None:
    call.deadlines.pop("dial", None)
    call.phase, call.customer_up, call.answered_at = Phase.TALKING, True, now
    call.call_back = None  # he is on the line again
    if call.agent is not None:
        call.last_agent = call.agent.agent
        turn.commands.append(c.StopTone(call.id, call.agent.channel))
        partner.takes(call, call.agent, now, turn)
    turn.commands.append(c.Join(call.id, call.bridge, (call.customer_channel or "",)))
    turn.facts.append(f.CustomerAnswered())
    recording.begin(call, now, turn)


def _gone(call: Call, channel: str, cause: int, now: datetime, turn: Turn) -> None:
    if channel == call.customer_channel:
        _customer_gone(call, cause, now, turn)
    elif call.offer is not None and call.offer.channel == channel:
        _offer_failed(call, reason_of(cause), now, turn, by_agent=cause != 0)
    elif call.agent is not None and call.agent.channel == channel:
        _agent_gone(call, channel, cause, now, turn)
    elif not supervision.gone(call, channel, turn):
        talk.third_party_gone(call, channel, cause, now, turn)


def _customer_gone(call: Call, cause: int, now: datetime, turn: Turn) -> None:
    by = EndedBy.SWITCH if cause == 0 else EndedBy.CUSTOMER
    stop_charging(call, now, turn)
    match call.phase:
        case Phase.QUEUED if call_back.is_kept(call):
            call_back.gone(call)
            return
        case Phase.FLOW:
            outcome = call.outcome if call.playing and call.outcome is not None else Outcome.LEFT_IN_MENU
        case Phase.QUEUED:
            outcome = Outcome.ANSWERED if call.answered_at else Outcome.ABANDONED
        case Phase.DIALLING if call_back.is_kept(call) and cause == 0:  # nobody knows whether his telephone rang
            call_back.again(call, now, turn)
            return
        case Phase.DIALLING:
            outcome = outcome_of(cause)
            by = EndedBy.CUSTOMER if outcome in (Outcome.BUSY, Outcome.REJECTED) else EndedBy.SWITCH
        case _:
            outcome = Outcome.ANSWERED
    end_call(call, now, turn, outcome, by, cause)


def _agent_gone(call: Call, channel: str, cause: int, now: datetime, turn: Turn) -> None:
    """The agent's leg ended: with a consultation that answered it is a transfer, else it ends the call."""
    lost = cause == 0 or reason_of(cause) in ("unreachable", "failed")
    if call.phase is Phase.DIALLING and call_back.is_kept(call) and lost:
        call_back.again(call, now, turn)
    elif call.phase is Phase.DIALLING:
        by = EndedBy.AGENT
        outcome = Outcome.CANCELLED
        if call.agent is not None and call.agent.state is LegState.RINGING:
            outcome = Outcome.FAILED
        end_call(call, now, turn, outcome, by, cause)
    elif call.phase is Phase.RECONNECTING:
        call.deadlines.pop(channel, None)  # the old leg goes after the device; a new one may be rung again
    elif talk.hand_over_to_consult(call, now, turn):
        return
    elif lost:
        talk.agent_lost(call, "leg_lost", now, turn)
    else:
        outside = call.agent is not None and call.agent.agent is None
        end_call(call, now, turn, Outcome.ANSWERED, EndedBy.TARGET if outside else EndedBy.AGENT, cause)


def _offer_failed(call: Call, reason: str, now: datetime, turn: Turn, *, by_agent: bool = True) -> None:
    """The customer keeps the place; the agent is told why no more calls come. One whose telephone stopped ringing
    because the platform or the switch was away missed nothing, and stays ready."""
    leg, call.offer, call.whispering = call.offer, None, None
    call.deadlines.pop("offer", None)
    if leg is None or leg.agent is None:
        return
    turn.facts.append(f.OfferFailed(leg.agent, reason, leg.label))
    turn.needs.append(AgentReleased(leg.agent, 0, reason if by_agent else None))


def _digit(call: Call, channel: str, digit: str, now: datetime, turn: Turn) -> None:
    if charging.pressed(call, channel, digit, turn):
        return
    if call.phase is Phase.QUEUED and channel == call.customer_channel:
        call_back.pressed(call, digit, now, turn)
        return
    if call.phase is not Phase.FLOW or channel != call.customer_channel or call.gathering_s is None:
        return
    call.deadlines.pop("key", None)
    call.gathering_s = None
    if call.playing is not None:
        turn.commands.append(c.StopPlay(call.id, call.playing))
        call.playing = None
    turn.facts.append(f.KeyPressed(call.node or "", digit))
    turn.needs.append(NeedStep(digit))


def _played(call: Call, playback: str, now: datetime, turn: Turn) -> None:
    if call.offer is not None and call.whispering == playback:
        _offer_answered(call, call.offer, now, turn)
        return
    if charging.played(call, playback, now, turn) or call.playing != playback:
        return
    call.playing = None
    if call.phase is Phase.QUEUED and call_back.is_kept(call):
        call_back.let_go(call, turn)
    elif call.phase is Phase.QUEUED:
        start_waiting_sound(call, turn)
    elif call.phase is Phase.FLOW and call.gathering_s is not None:
        call.deadlines["key"] = now + timedelta(seconds=call.gathering_s)
    elif call.phase is Phase.FLOW and call.outcome is not None:
        end_call(call, now, turn, call.outcome, EndedBy.PLATFORM)
    elif call.phase is Phase.FLOW:
        turn.needs.append(NeedStep("done"))


def _time_up(call: Call, name: str, now: datetime, turn: Turn) -> None:
    match name:
        case "key" if call.gathering_s is not None:
            call.gathering_s = None
            turn.facts.append(f.KeyTimedOut(call.node or ""))
            turn.needs.append(NeedStep("timeout"))
        case "announce" if call.phase is Phase.QUEUED:
            if call.terms is not None and call.terms.announce_every_s is not None:
                call.deadlines["announce"] = now + timedelta(seconds=call.terms.announce_every_s)
            turn.needs.append(NeedAnnouncement())
        case "offer" if call.offer is not None and call.whispering is not None:
            _offer_answered(call, call.offer, now, turn)
        case "offer" if call.offer is not None:
            turn.commands.append(c.HangUp(call.id, call.offer.channel, NO_ANSWER))
            _offer_failed(call, "no_answer", now, turn)
        case "place" | "dial" if call.phase is Phase.DIALLING:
            end_call(call, now, turn, Outcome.NO_ANSWER if name == "dial" else Outcome.FAILED, EndedBy.PLATFORM)
        case "call_back" if call.phase is Phase.QUEUED:
            end_call(call, now, turn, Outcome.ABANDONED, EndedBy.PLATFORM)
        case "tariff" | "tariff_warn" | "tariff_end":
            charging.time_up(call, name, now, turn)
        case "card":
            card.time_up(call, now, turn)
        case "reconnect" | "transfer":
            talk.time_up(call, name, now, turn)
        case _:
            pass
