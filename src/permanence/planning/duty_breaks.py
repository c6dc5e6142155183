"""When the next break is proposed: at a gap, never on a call, and not for ever later because callers wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from permanence.planning.duty_adherence import Span, cut, length
from permanence.planning.model import Shift

EARLY = timedelta(minutes=5)
"""A gap shortly before the planned time is as good."""
LATEST = timedelta(minutes=20)
"""So long a break may wait for the callers; then it is proposed in any case."""


class When(StrEnum):
    """What is to be said of the next break."""

    LATER = "later"
    NOW = "now"
    AFTER_CALL = "after_call"
    CALLERS_WAIT = "callers_wait"


class NextBreak(msgspec.Struct, frozen=True):
    """The next break as it was planned, and whether it is to be taken now."""

    starts: datetime
    ends: datetime
    when: When


def next_break(shift: Shift, now: datetime, waiting: int, on_call: bool, paused: Iterable[Span] = ()) -> NextBreak | None:
    """Return the next break of a shift that was not taken yet, None where there is none.

    `waiting` is how many callers wait; `paused` are the agent's pauses so far: half a break's length counts as taken.
    """
    pauses = list(paused)
    for each in shift.breaks:
        opens, closes = each.starts - EARLY, each.ends + LATEST
        taken = length(cut(pauses, [(opens, closes)]))
        if closes <= now or taken * 2 >= each.ends - each.starts:
            continue
        if now < opens:
            when = When.LATER
        elif on_call:
            when = When.AFTER_CALL
        else:
            when = When.CALLERS_WAIT if waiting and now < each.starts + LATEST else When.NOW
        return NextBreak(each.starts, each.ends, when)
    return None
