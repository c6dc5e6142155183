"""What advertisements refuse."""

from __future__ import annotations

from permanence.kernel.errors import Invalid, Refused


class PeriodUnfit(Invalid):
    """The last day comes after the first, in the years 2000 to 2199."""

    code = "advert.period"


class PeriodTooLong(Invalid):
    """A report covers at most {days_max} days; choose fewer."""

    code = "advert.period_too_long"


class TooManyCalls(Refused):
    """There are more than {calls_max} calls in this period; choose fewer days."""

    code = "advert.too_many_calls"


class NumberTaken(Refused):
    """In this period the number belongs to '{advert}'; choose another number or other days."""

    code = "advert.number_taken"


class NumberUnknown(Invalid):
    """Your firm does not have this number; choose one of its own."""

    code = "advert.number_unknown"


class CodeUnfit(Invalid):
    """A code is three or four digits."""

    code = "advert.code"


class CodeTaken(Refused):
    """In this period the code belongs to '{advert}'; choose another one."""

    code = "advert.code_taken"


class AddressUnfit(Invalid):
    """The address of a page begins with https:// and names a host; copy it from your browser."""

    code = "advert.address"


class TooManyAdverts(Refused):
    """A firm has at most {most} advertisements; remove some that are over."""

    code = "advert.too_many"
