"""What tariffs refuse."""

from permanence.kernel.errors import Invalid, Refused


class CountryUnknown(Refused):
    """No rules are known for surcharged numbers of the country {country}; such a number can be free or ordinary here."""

    code = "tariff.country"


class CategoryUnfit(Invalid):
    """The digits of {number} say whether it is free, ordinary or surcharged, and this tariff is another; choose one that fits."""

    code = "tariff.category"


class PriceMissing(Invalid):
    """A surcharged tariff has a price, and a free or ordinary one has none."""

    code = "tariff.price"


class PriceTooHigh(Invalid):
    """A number of this range may cost at most {most} {currency} a minute or a call, as the tariff is, tax included."""

    code = "tariff.price_max"


class SupportSurcharged(Refused):
    """Help with a contract already sold, and complaints about it, cannot be surcharged in this country ({source}); give support a free or ordinary number."""

    code = "tariff.support"


class AnnouncementMissing(Invalid):
    """The price must be said before anything is charged; choose the message that says it."""

    code = "tariff.announcement"


class MessageSilent(Invalid):
    """This message has no sound yet; record it, or have a voice say it, before callers are to hear it."""

    code = "tariff.silent"


class TariffInPast(Invalid):
    """A tariff cannot begin before today, {today}; choose a later day."""

    code = "tariff.past"


class NotTheDay(Invalid):
    """Prices change on the first of a month, entered at least {days} days before: the next possible day is {earliest}."""

    code = "tariff.day"


class TariffBegun(Refused):
    """This tariff has begun; what was charged by it stays. Enter another one for a day to come."""

    code = "tariff.begun"


class FileUnfit(Invalid):
    """The file's columns found ({columns}) do not say enough: each line needs the number, the moment, the seconds and the price."""

    code = "carrier_file.columns"


class FileEmpty(Invalid):
    """There is nothing in this file."""

    code = "carrier_file.empty"


class MonthUnreadable(Invalid):
    """This is not a month from 2000 on; write it as 2026-10."""

    code = "tariff.month"


class MonthTooFull(Invalid):
    """More than {most} calls of this number were charged in this month; the comparison is made for fewer."""

    code = "tariff.too_many_calls"
