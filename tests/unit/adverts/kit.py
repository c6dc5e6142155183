"""Advertisements and calls for the tests of their rules."""

from __future__ import annotations

from datetime import date

from permanence.adverts.model import Advert, CallSeen, Medium
from permanence.kernel.ids import AdvertId, NumberId

FIRST, LAST = date(2026, 11, 2), date(2026, 11, 15)
ONE, TWO = NumberId("num_1"), NumberId("num_2")


def advert(id_: str = "adv_1", name: str = "Journal", first: date = FIRST, last: date | None = LAST, **change: object) -> Advert:
    """Return an advertisement in a newspaper."""
    return Advert(id=AdvertId(id_), name=name, medium=Medium.PRESS, first_day=first, last_day=last, **change)


def call(
    day: date = FIRST, number: NumberId | None = ONE, code: str = "", *, new: bool = True, outcome: str | None = "answered",
    talk_s: float = 60.0, earned: int = 250_000,
) -> CallSeen:  # fmt: skip
    """Return an answered call."""
    return CallSeen(day, number, code, new, outcome, talk_s, earned)
