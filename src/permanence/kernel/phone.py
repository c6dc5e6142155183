"""Telephone numbers: E.164 inside, national form on screens, masked wherever they might leak.

Parsing belongs to the edge and needs the firm's region; a withheld number is ``None``, never a word.
"""

from __future__ import annotations

from functools import lru_cache

import phonenumbers

from permanence.kernel.errors import Invalid

ORDINARY = tuple(
    getattr(phonenumbers.PhoneNumberType, kind) for kind in ("FIXED_LINE", "MOBILE", "FIXED_LINE_OR_MOBILE", "VOIP", "UNKNOWN")
)
"""What costs a call in the country; a number of a range that nobody has been given leads nowhere, which costs nothing."""


class NotAPhoneNumber(Invalid):
    """This is not a telephone number that can be called."""

    code = "phone.invalid"


class PhoneNumber(str):
    """A number in E.164 (``+33612345678``). Its repr hides the middle so that logs are safe by default."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return the masked form."""
        return f"PhoneNumber({mask(self)!r})"


def parse(text: str, region: str) -> PhoneNumber:
    """Return the E.164 form of what a person or a carrier wrote; raise `NotAPhoneNumber` if it is none.

    `region` is an ISO country code used for numbers written without their country.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise NotAPhoneNumber(f"'{text}' is not a telephone number.") from error
    if not phonenumbers.is_possible_number(number):
        raise NotAPhoneNumber(f"'{text}' does not have the length of a telephone number.")
    return PhoneNumber(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def parse_or_none(text: str | None, region: str) -> PhoneNumber | None:
    """Return the number, or None where it is withheld, absent or not a number."""
    if not text:
        return None
    try:
        return parse(text, region)
    except NotAPhoneNumber:
        return None


@lru_cache(4096)
def is_ordinary(number: str, beside: str) -> bool:
    """Say whether this is an ordinary number of the country of another number (both E.164): one that may be called though nobody
    chose it. A caller can have any number shown, and calling back what is shown must not cost."""
    try:
        given, own = phonenumbers.parse(number), phonenumbers.parse(beside)
    except phonenumbers.NumberParseException:
        return False
    kind = phonenumbers.number_type(given)
    return phonenumbers.is_possible_number(given) and given.country_code == own.country_code and kind in ORDINARY


def mask(number: str) -> str:
    """Return the number with its middle hidden: ``+33612345678`` becomes ``+336••••••78``."""
    if len(number) < 7:
        return "•" * len(number)
    return number[:4] + "•" * (len(number) - 6) + number[-2:]
