"""What planning refuses."""

from permanence.kernel.errors import Invalid


class HistoryEmpty(Invalid):
    """There is nothing in this file."""

    code = "history.empty"


class HistoryUnfit(Invalid):
    """The columns found ({columns}) are not enough: each line needs its moment, its queue, and a duration, or calls with their mean handling."""

    code = "history.unfit"
