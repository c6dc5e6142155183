"""What callers of a number pay, as data: tariffs and their versions with dates, calls that were charged, what carriers confirm."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from permanence.kernel.ids import CarrierFileId, FirmId, InteractionId, NumberId, PersonId, PromptId, TariffId

PRICE_MAX = 1_000_000_000
Message = Annotated[PromptId, Meta(max_length=80, pattern=r"^[a-z0-9_]*$")]


class Basis(StrEnum):
    """What a caller pays beside, or instead of, an ordinary call: nothing at all, the call alone, a price by the minute, one by the
    call. By the minute and by the call are never mixed."""

    FREE = "free"
    ORDINARY = "ordinary"
    PER_MINUTE = "per_minute"
    PER_CALL = "per_call"


SURCHARGED = frozenset({Basis.PER_MINUTE, Basis.PER_CALL})


class Use(StrEnum):
    """What a number is for: to sell, to help with a contract that was sold (and to complain about it), anything else."""

    SALES = "sales"
    SUPPORT = "support"
    OTHER = "other"


class Tariff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What callers of a number pay, and what they hear of it. `price` is what a minute or a call costs the caller, tax included, in
    millionths; `payout_permille` is the part of it, before tax, that the carrier pays out. `announcement` is said before anything is
    charged, `warning` before the call is cut, `capped` to whom the month's cap lets nothing more; `longest_s` cuts calls sooner than
    the rules do."""

    use: Use = Use.OTHER
    basis: Basis = Basis.ORDINARY
    price: Annotated[int, Meta(ge=0, le=PRICE_MAX)] = 0
    payout_permille: Annotated[int, Meta(ge=0, le=1000)] = 0
    announcement: Message | None = None
    warning: Message | None = None
    capped: Message | None = None
    longest_s: Annotated[int, Meta(ge=60, le=14_400)] | None = None

    @property
    def is_surcharged(self) -> bool:
        """Whether callers pay more than an ordinary call."""
        return self.basis in SURCHARGED


class Version(msgspec.Struct, frozen=True):
    """A tariff of a number from a day on, until the next one begins; `number` is in E.164."""

    id: TariffId
    firm: FirmId
    number_id: NumberId
    number: str
    country: str
    starts_on: date
    tariff: Tariff
    entered_at: datetime
    entered_by: PersonId | None = None


class PricedNumber(msgspec.Struct, frozen=True):
    """A number of the firm with all its tariffs, the earliest first."""

    id: NumberId
    number: str
    label: str
    country: str
    language: str
    versions: tuple[Version, ...] = ()


class ChargedCall(msgspec.Struct, frozen=True):
    """A call that was charged as we reckon it: from when, for how many seconds, what the caller pays and the carrier pays out, in
    millionths. `caller` is a keyed hash, None for a withheld number."""

    firm: FirmId
    call: InteractionId
    number_id: NumberId
    number: str
    tariff: TariffId
    caller: str | None
    since: datetime
    seconds: int
    price: int
    payout: int
    currency: str
    month: date


class CarrierLine(msgspec.Struct, frozen=True):
    """A call as a carrier's file confirms it: `price` is what the caller paid, tax included, `payout` what is paid out for it, where
    the file says so; millionths. `key` is the same for the same line in any file."""

    key: str
    line: int
    number: str
    since: datetime
    seconds: int
    price: int
    payout: int | None = None


class CarrierFile(msgspec.Struct, frozen=True):
    """A carrier's file that was read: how many lines it had, how many were taken, how many of those were new."""

    id: CarrierFileId
    name: str
    imported_at: datetime
    lines: int
    accepted: int
    added: int


class Handled(msgspec.Struct, frozen=True):
    """What agents had of a number in a month: calls they answered and the seconds of those."""

    number_id: NumberId
    calls: int
    seconds: int


class MonthTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an agent's hour costs the firm, in millionths; 0: it has not said."""

    hour_cost: Annotated[int, Meta(ge=0, le=PRICE_MAX)] = 0
