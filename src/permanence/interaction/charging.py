"""A customer who pays for his call: he hears the price, free of charge, then a beep, and is charged from there; a key skips what is
said. He is warned before the call is cut at its longest. What it costs is not known here: `model.Charge` says how long it may last.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction.call_back import is_kept, let_go
from permanence.interaction.legs import end_call, pick_up, start_waiting_sound, stop_charging
from permanence.interaction.model import Call, Charge, EndedBy, Outcome, Phase
from permanence.interaction.steps import NeedStep, Turn

NODE = "tariff"
BEEP = ("sound:beep",)  # the switch has it in each language


def announce(call: Call, charge: Charge, media: tuple[str, ...], now: datetime, turn: Turn) -> None:
    """Say what the call costs before anything else; said again from the beginning after a restart."""
    if call.phase is not Phase.FLOW or call.customer_channel is None:
        return
    call.charge, call.node = charge, NODE
    pick_up(call, turn)
    turn.facts.append(f.TariffAnnounced(charge.price, charge.basis, charge.currency))
    if media:
        call.deadlines.pop("tariff", None)
        _play(call, media, turn)
    else:
        call.deadlines["tariff"] = now + timedelta(seconds=charge.free_s)


def pressed(call: Call, channel: str, digit: str, turn: Turn) -> bool:
    """Say whether the key was meant for the announcement, which the right one ends."""
    charge = call.charge
    if charge is None or charge.since is not None or call.phase is not Phase.FLOW or channel != call.customer_channel:
        return False
    if digit == charge.skip_key and not charge.beeping:
        charge.skipped = True
        if call.playing is not None:
            turn.commands.append(c.StopPlay(call.id, call.playing))
        _beep(call, charge, turn)
    return True


def played(call: Call, playback: str, now: datetime, turn: Turn) -> bool:
    """Say whether the sound that ended was one of these, and go on after it."""
    charge = call.charge
    if charge is None:
        return False
    if playback == charge.warned_by:
        charge.warned_by = None
        _music_again(call, turn)
        return True
    if charge.since is not None or call.playing != playback:
        return False
    call.playing = None
    if charge.beeping:
        _begin(call, charge, now, turn)
    elif now < (free_until := charge.announced_at + timedelta(seconds=charge.free_s)):
        call.deadlines["tariff"] = free_until
    else:
        _beep(call, charge, turn)
    return True


def time_up(call: Call, name: str, now: datetime, turn: Turn) -> None:
    """The free seconds are over, it is time to warn, or the call has lasted its longest."""
    charge = call.charge
    if charge is None:
        return
    if name == "tariff" and charge.since is None and not charge.beeping:
        _beep(call, charge, turn)
    elif name == "tariff_warn" and charge.since is not None:
        _warn(call, charge, now, turn)
    elif name == "tariff_end" and charge.since is not None:
        _cut(call, now, turn)


def _beep(call: Call, charge: Charge, turn: Turn) -> None:
    charge.beeping = True
    call.deadlines.pop("tariff", None)
    _play(call, BEEP, turn)


def _begin(call: Call, charge: Charge, now: datetime, turn: Turn) -> None:
    charge.since = now
    turn.facts.append(f.ChargingBegan(charge.skipped, charge.longest_s))
    if charge.longest_s is not None:
        call.deadlines["tariff_end"] = now + timedelta(seconds=charge.longest_s)
    if charge.warn_s is not None:
        call.deadlines["tariff_warn"] = now + timedelta(seconds=charge.warn_s)
    turn.needs.append(NeedStep("start"))


def _warn(call: Call, charge: Charge, now: datetime, turn: Turn) -> None:
    """Heard by the customer alone, wherever he is; music that he hears is stopped for it."""
    end = call.deadlines.get("tariff_end", now)
    turn.facts.append(f.TariffWarned(round((end - now).total_seconds())))
    if call.customer_channel is None or is_kept(call):
        return
    if _hears_music(call):
        turn.commands.append(c.StopMusic(call.id, call.customer_channel))
    charge.warned_by = call.name("play")
    turn.commands.append(c.Play(call.id, call.customer_channel, charge.warned_by, charge.warning or BEEP, call.language))


def _cut(call: Call, now: datetime, turn: Turn) -> None:
    stop_charging(call, now, turn, "longest")
    if is_kept(call):
        let_go(call, turn)  # his place waits: he is called back, which costs him nothing
        return
    outcome = {Phase.QUEUED: Outcome.ABANDONED, Phase.FLOW: Outcome.LEFT_IN_MENU}.get(call.phase, Outcome.ANSWERED)
    end_call(call, now, turn, Outcome.ANSWERED if call.answered_at is not None else outcome, EndedBy.PLATFORM)


def _hears_music(call: Call) -> bool:
    return call.held or call.phase in (Phase.RECONNECTING, Phase.TRANSFERRING) or (call.phase is Phase.QUEUED and call.waits_on_music)


def _music_again(call: Call, turn: Turn) -> None:
    """A sound ends the music that a customer hears outside the room."""
    if call.phase is Phase.QUEUED:
        start_waiting_sound(call, turn)
    elif _hears_music(call) and call.customer_channel is not None:
        music = (call.terms.music if call.terms is not None else None) or "default"
        turn.commands.append(c.StartMusic(call.id, call.customer_channel, music))


def _play(call: Call, media: tuple[str, ...], turn: Turn) -> None:
    call.playing = call.name("play")
    turn.commands.append(c.Play(call.id, call.customer_channel or "", call.playing, media, call.language))
