"""By which advertisement a call came, and which advertisements cannot stand side by side because that would not be sure.

A code that the caller gave says more than the number that was dialled, since numbers are passed on. A visit of a landing page is counted and never
taken for a call: who visited and who called would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from permanence.adverts.errors import (
    AddressUnfit,
    CodeTaken,
    CodeUnfit,
    NumberTaken,
    NumberUnknown,
    PeriodUnfit,
)
from permanence.adverts.model import Advert, CallSeen
from permanence.kernel.errors import PermanenceError
from permanence.kernel.ids import NumberId

DAY_MIN, DAY_MAX = date(2000, 1, 1), date(2199, 12, 31)
_CODE = re.compile(r"[0-9]{3,4}")
_ADDRESS = re.compile(r"https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#][\x21-\x7e]*)?")


def attribute(call: CallSeen, adverts: Sequence[Advert]) -> Advert | None:
    """Return the advertisement of a call: the one whose code was given, else the one that has the number, among those that run on its day."""
    running = [each for each in adverts if each.covers(call.day)]
    by_code = [each for each in running if call.code and each.code == call.code]
    by_number = [each for each in running if call.number is not None and call.number in each.numbers]
    found = by_code or by_number
    return min(found, key=lambda each: each.id) if found else None


def overlap(one: Advert, other: Advert) -> bool:
    """Say whether two advertisements run on the same day at least once."""
    return one.first_day <= (other.last_day or DAY_MAX) and other.first_day <= (one.last_day or DAY_MAX)


def is_code(text: str) -> bool:
    """Say whether a text is a code: three or four digits."""
    return _CODE.fullmatch(text) is not None


def why_not_kept(advert: Advert, others: Collection[Advert], numbers: Collection[NumberId]) -> PermanenceError | None:
    """Say why a firm that has these `numbers` cannot keep an advertisement beside its `others`."""
    spans = [(advert.first_day, advert.last_day or advert.first_day), *((cost.first_day, cost.last_day) for cost in advert.costs)]
    if any(not DAY_MIN <= first <= last <= DAY_MAX for first, last in spans):
        return PeriodUnfit(param="last_day" if advert.last_day is not None and advert.last_day < advert.first_day else "costs")
    if advert.code and not is_code(advert.code):
        return CodeUnfit(param="code")
    if advert.address and _ADDRESS.fullmatch(advert.address) is None:
        return AddressUnfit(param="address")
    if not set(advert.numbers) <= set(numbers):
        return NumberUnknown(param="numbers")
    for other in sorted(others, key=lambda each: each.id):
        if other.id == advert.id or not overlap(advert, other):
            continue
        if set(advert.numbers) & set(other.numbers):
            return NumberTaken(param="numbers", advert=other.name)
        if advert.code and advert.code == other.code:
            return CodeTaken(param="code", advert=other.name)
    return None
