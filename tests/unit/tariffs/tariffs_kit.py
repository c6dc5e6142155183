"""Tariffs and calls made up for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from permanence.kernel.ids import FirmId, InteractionId, NumberId, PersonId, PromptId, TariffId
from permanence.tariffs.model import Basis, CarrierLine, ChargedCall, Tariff, Use, Version

EUR = 1_000_000
CENT = 10_000
NUMBER = "+33892000010"
SAID = PromptId("pmt_said")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def minute(price: int = 80 * CENT, **more: object) -> Tariff:
    """A price by the minute, announced."""
    return Tariff(**{"use": Use.SALES, "basis": Basis.PER_MINUTE, "price": price, "announcement": SAID, **more})  # type: ignore[arg-type]


def once(price: int = 3 * EUR, **more: object) -> Tariff:
    """A price by the call, announced."""
    return minute(price, basis=Basis.PER_CALL, **more)


def version(tariff: Tariff, starts_on: date, entered: datetime = NOON, number: str = NUMBER, country: str = "FR") -> Version:
    """A tariff of a number from a day on."""
    return Version(
        TariffId(f"tar_{starts_on}"), FirmId("frm_1"), NumberId("num_1"), number, country, starts_on, tariff, entered, PersonId("per_1")
    )


def call(nth: int, after_s: float = 0, seconds: int = 60, price: int = 80 * CENT, payout: int = 40 * CENT) -> ChargedCall:
    """A call that we reckoned."""
    return ChargedCall(
        FirmId("frm_1"), InteractionId(f"int_{nth}"), NumberId("num_1"), NUMBER, TariffId("tar_1"), "ab", NOON + timedelta(seconds=after_s),
        seconds, price, payout, "EUR", date(2026, 11, 1),
    )  # fmt: skip


def line(nth: int, after_s: float = 0, seconds: int = 60, price: int = 80 * CENT, payout: int | None = None) -> CarrierLine:
    """A call that a carrier confirms."""
    return CarrierLine(f"key{nth}", nth, NUMBER, NOON + timedelta(seconds=after_s), seconds, price, payout)
