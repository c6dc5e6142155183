"""Supervisors on a call: listen, whisper, barge in.

One listening leg on the agent (it hears both, it speaks to the agent alone) shares a private room with the
supervisor's device, which is muted while only listening. Barging in moves the device into the main room.
Every stay is a fact, and the agent's screen shows it while it lasts.
"""

from __future__ import annotations

from datetime import datetime

from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction import signals as s
from permanence.interaction.legs import end_monitor
from permanence.interaction.model import Call, Leg, LegState, Monitor, MonitorMode, Phase
from permanence.interaction.steps import AgentTalks, No, Turn


def start(call: Call, ask: s.StartMonitor, now: datetime, turn: Turn) -> No | None:
    """Call the supervisor's device; the rest follows when it answers."""
    if call.phase is not Phase.TALKING or call.agent is None:
        return No("monitor.no_conversation", "Nobody is talking on this call right now.")
    if call.private:
        return No("monitor.private", "The agent is in a private moment; try again when it is over.")
    if ask.supervisor in call.monitors:
        return change(call, s.ChangeMonitor(ask.supervisor, ask.mode), turn)
    leg = Leg(call.name("sup"), ask.endpoint, LegState.RINGING, now, ask.supervisor, ask.label)
    call.monitors[ask.supervisor] = Monitor(ask.supervisor, leg, ask.mode, leg.channel + ".room")
    turn.needs.append(AgentTalks(ask.supervisor))
    turn.commands.append(c.Ring(call.id, leg.channel, leg.endpoint, call.brand_name, "", 15))
    return None


def up(call: Call, channel: str, turn: Turn) -> bool:
    """The supervisor's device or its listening leg is ready. Say whether it was one of ours."""
    for monitor in call.monitors.values():
        if monitor.leg.channel == channel:
            _device_up(call, monitor, turn)
            return True
        if monitor.snoop == channel:
            monitor.snoop_up = True
            turn.commands.append(c.Join(call.id, monitor.bridge, (channel,)))
            return True
    return False


def _device_up(call: Call, monitor: Monitor, turn: Turn) -> None:
    if monitor.leg.state is LegState.UP or call.agent is None:
        return
    monitor.leg.state = LegState.UP
    turn.commands.append(c.MakeBridge(call.id, monitor.bridge))
    follow_agent(call, monitor, turn)
    turn.facts.append(f.MonitorStarted(monitor.supervisor, monitor.leg.label, monitor.mode))
    _place(call, monitor, turn)


def follow_agent(call: Call, monitor: Monitor, turn: Turn) -> None:
    """Listen to the agent who now has the call."""
    if call.agent is None or monitor.leg.state is not LegState.UP:
        return
    monitor.snoop, monitor.snoop_up = call.name("snoop"), False
    turn.commands.append(c.Snoop(call.id, call.agent.channel, monitor.snoop, "both", "out"))


def _place(call: Call, monitor: Monitor, turn: Turn) -> None:
    device = monitor.leg.channel
    match monitor.mode:
        case MonitorMode.LISTEN:
            turn.commands += [c.Mute(call.id, device), c.Join(call.id, monitor.bridge, (device,))]
        case MonitorMode.WHISPER:
            turn.commands += [c.Join(call.id, monitor.bridge, (device,)), c.Unmute(call.id, device)]
        case MonitorMode.BARGE:
            turn.commands += [c.Unmute(call.id, device), c.Join(call.id, call.bridge, (device,))]


def change(call: Call, ask: s.ChangeMonitor, turn: Turn) -> No | None:
    """Switch between listening, whispering and talking with both, without a gap for anybody."""
    monitor = call.monitors.get(ask.supervisor)
    if monitor is None:
        return No("monitor.not_here", "You are not on this call.")
    if monitor.mode is ask.mode:
        return None
    monitor.mode = ask.mode
    if monitor.leg.state is LegState.UP:
        turn.facts.append(f.MonitorChanged(monitor.supervisor, ask.mode))
        _place(call, monitor, turn)
    return None


def stop(call: Call, ask: s.StopMonitor, turn: Turn) -> No | None:
    """The supervisor leaves."""
    end_monitor(call, ask.supervisor, turn, hang_up=True)
    return None


def gone(call: Call, channel: str, turn: Turn) -> bool:
    """A supervisor's device or listening leg ended. Say whether it was one of ours."""
    for monitor in list(call.monitors.values()):
        if monitor.leg.channel == channel:
            end_monitor(call, monitor.supervisor, turn, hang_up=False)
            return True
        if monitor.snoop == channel:
            monitor.snoop = None  # it ends with the agent's leg; a new agent gets a new one
            return True
    return False


def agent_changed(call: Call, turn: Turn) -> None:
    """Another leg has the call: every supervisor listens to that one."""
    for monitor in call.monitors.values():
        if monitor.snoop is not None:
            turn.commands.append(c.HangUp(call.id, monitor.snoop))
        follow_agent(call, monitor, turn)
