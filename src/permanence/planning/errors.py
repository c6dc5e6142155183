"""What planning refuses."""

from permanence.kernel.errors import Invalid


class HistoryEmpty(Invalid):
    """There is nothing in this file."""

    code = "history.empty"


class HistoryUnfit(Invalid):
    """The columns found ({columns}) are not enough: each line needs its moment, its queue, and a duration, or calls with their mean handling."""

    code = "history.unfit"


class DayUnfit(Invalid):
    """This day is too far away to be planned."""

    code = "planning.day"


class RulesUnfit(Invalid):
    """These working rules cannot be kept: {reason}."""

    code = "planning.rules"


class RegionUnknown(Invalid):
    """The library of holidays does not know the region '{region}' of your country."""

    code = "planning.region"


class AgentGone(Invalid):
    """One of these shifts is of an agent whom your firm has not."""

    code = "planning.agent"


class ShiftUnfit(Invalid):
    """A shift ends after it begins, within a day and the days that are judged; its breaks lie within it."""

    code = "planning.shift"


class NotInPlan(Invalid):
    """What is to be played is not in these days; choose a day and an hour within them."""

    code = "planning.outside"
