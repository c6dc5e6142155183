"""A customer who need not wait on the line: he is offered to be called back, presses a key, and his place waits for him.

He stays where he was in the queue, without a leg. When it is his turn the agent's telephone rings, and once the agent is there
the customer is called with the number that he had dialled (ADR 0009).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction.legs import enter_queue, pick_up, release_agent
from permanence.interaction.model import Call, CallBack, Phase, seconds_between
from permanence.interaction.steps import StepAside, Turn

KEY = "1"
SETTLED = timedelta(seconds=8)  # a key that was meant for the menu, pressed twice, must not send anybody away
LONGEST = timedelta(hours=4)  # nobody waits for a call for ever: after this it is owed, and people see it
GOOD_BYE = ("sound:auth-thankyou", "sound:vm-goodbye")  # in words that the switch has in each language


def can_offer(call: Call, now: datetime) -> bool:
    """Say whether this customer may be offered to be called back: he waits to music, for some seconds already, we know his
    number, and he was not asked yet. Where he hears his own telephone ring nobody has answered him, and nothing can be said."""
    waits = call.phase is Phase.QUEUED and call.offer is None and call.playing is None and call.waits_on_music
    waits = waits and call.waits_since is not None and now - call.waits_since >= SETTLED
    return waits and call.call_back is None and call.answered_at is None and call.customer is not None


def offer(call: Call, media: tuple[str, ...], turn: Turn) -> None:
    """Tell the customer, over the music, which key to press."""
    call.call_back = CallBack.OFFERED
    turn.facts.append(f.CallBackOffered())
    turn.commands.append(c.StopMusic(call.id, call.customer_channel or ""))
    pick_up(call, turn)
    _say(call, media, turn)


def pressed(call: Call, digit: str, now: datetime, turn: Turn) -> None:
    """The key was pressed: keep the place, thank him, let him go. While a telephone rings for him he had better stay."""
    asked = call.call_back is CallBack.OFFERED and call.answered_at is None
    if not asked or digit != KEY or call.offer is not None:
        return
    call.call_back, call.wait_s = CallBack.KEPT, seconds_between(call.waits_since or call.arrived_at, now)
    call.deadlines.pop("announce", None)
    call.deadlines["call_back"] = now + LONGEST
    turn.facts.append(f.CallBackKept(round(call.wait_s, 3)))
    turn.needs.append(StepAside())
    if call.playing is not None:
        turn.commands.append(c.StopPlay(call.id, call.playing))
    else:
        turn.commands.append(c.StopMusic(call.id, call.customer_channel or ""))
    _say(call, GOOD_BYE, turn)


def is_kept(call: Call) -> bool:
    """Say whether the customer was promised to be called."""
    return call.call_back is CallBack.KEPT


def is_being_asked(call: Call) -> bool:
    """Say whether the customer hears the offer now."""
    return call.call_back is CallBack.OFFERED and call.playing is not None


def let_go(call: Call, turn: Turn) -> None:
    """The good-bye was said."""
    if call.customer_channel is not None:
        turn.commands.append(c.HangUp(call.id, call.customer_channel))


def gone(call: Call) -> None:
    """The customer's line is free: only the place waits."""
    call.customer_channel, call.customer_up, call.waits_on_music, call.playing = None, False, False, None


def again(call: Call, now: datetime, turn: Turn) -> None:
    """Whoever called him back was lost before he answered: the place waits for the next agent."""
    let_go(call, turn)
    gone(call)
    call.deadlines.pop("dial", None)
    release_agent(call, now, turn, hang_up=True)
    turn.commands.append(c.DropBridge(call.id, call.bridge))
    assert call.terms is not None and call.queued_at is not None, "he waited in a queue"
    enter_queue(call, call.terms, now, turn, since=call.queued_at)
    call.deadlines.pop("announce", None)
    call.deadlines["call_back"] = call.queued_at + LONGEST
    turn.needs.append(StepAside())


def _say(call: Call, media: tuple[str, ...], turn: Turn) -> None:
    call.playing = call.name("play")
    turn.commands.append(c.Play(call.id, call.customer_channel or "", call.playing, media, call.language))
