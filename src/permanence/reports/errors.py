"""What reports refuse."""

from __future__ import annotations

from permanence.kernel.errors import Invalid, Refused


class DayOutOfRange(Invalid):
    """Reports know the days of the years 2000 to 2199."""

    code = "report.day_out_of_range"


class PeriodBackwards(Invalid):
    """The last day is before the first; choose them the other way round."""

    code = "report.period_backwards"


class PeriodTooLong(Invalid):
    """A report covers at most {days_max} days; choose fewer."""

    code = "report.period_too_long"


class TooManyCalls(Refused):
    """There are more than {calls_max} calls in this period; choose fewer days."""

    code = "report.too_many_calls"
