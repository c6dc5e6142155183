"""What duty rosters refuse."""

from __future__ import annotations

from permanence.kernel.errors import Invalid, NotAllowed, Refused


class TimesInvalid(Invalid):
    """The end must come after the start, at most {days_max} days later, between 2000 and 2099."""

    code = "duty.times"


class BreakOutside(Invalid):
    """A break must lie within its shift."""

    code = "duty.break"


class RosterOverlap(Invalid):
    """Two shifts of the same person overlap."""

    code = "duty.overlap"


class ShiftOutside(Invalid):
    """A shift begins outside of the time that is published."""

    code = "duty.outside"


class NotAnAgent(Refused):
    """You are not an agent here, so you have no duties."""

    code = "duty.not_an_agent"


class SwapIncomplete(Invalid):
    """A swap names a colleague; a leave names none."""

    code = "duty.swap_incomplete"


class RequestSettled(Refused):
    """This request is already settled."""

    code = "duty.settled"


class NotYourTurn(NotAllowed):
    """Somebody else has to answer this request."""

    code = "duty.not_your_turn"


class ReasonMissing(Invalid):
    """Say why: the person who asked will read it."""

    code = "duty.reason"


class DutyPast(Refused):
    """This duty has already begun."""

    code = "duty.past"


class ShiftGone(Refused):
    """One of the shifts is no longer in the roster; withdraw the request and ask again."""

    code = "duty.shift_gone"


class ColleagueBusy(Refused):
    """The colleague is on duty or away at that time."""

    code = "duty.colleague_busy"
