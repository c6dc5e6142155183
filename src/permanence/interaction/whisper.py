"""What is said in the ear of a partner's agent before the caller is heard: the brand and the language. The caller waits on meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta

from permanence.interaction import call_back
from permanence.interaction import commands as c
from permanence.interaction.model import Call, Leg, LegState
from permanence.interaction.steps import Turn

LONGEST_S = 8  # a whisper whose end the switch does not tell is over by then


def begin(call: Call, leg: Leg, now: datetime, turn: Turn) -> bool:
    """The agent picked up: say whether something is whispered before the caller is joined."""
    if call.whisper is None or leg.partner is None or call_back.is_kept(call):
        return False
    if call.whispering is None:  # a doubled signal whispers once
        leg.state = LegState.UP
        call.whispering = call.name("play")
        call.deadlines["offer"] = now + timedelta(seconds=LONGEST_S)
        turn.commands.append(c.Play(call.id, leg.channel, call.whispering, (call.whisper,), call.language))
    return True
