"""What issuing receipts and handing them out needs of the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, InteractionId
from permanence.kernel.page import Cursor, Page
from permanence.synergy.day_root import DayRoot
from permanence.synergy.issuing import Awaiting, ChainEnd, Leaf, Place
from permanence.synergy.ladder import JournalLine
from permanence.synergy.model import Terms
from permanence.synergy.receipt import Receipt


class IssuingStore(Protocol):
    """What the worker makes: receipts and signed days. Nothing that was written is changed."""

    async def everyone(self, c: Connection) -> Sequence[FirmId]:
        """Return all firms, closed ones too, in order."""
        ...

    async def awaiting(
        self, c: Connection, since: datetime, until: datetime, but: Sequence[str], limit: int
    ) -> Sequence[Awaiting]:
        """Return stretches that began in a span, have no receipt, and whose call has ended, the oldest first; none of `but`."""
        ...

    async def oldest(self, c: Connection) -> datetime | None:
        """Return when the first stretch of all began."""
        ...

    async def lines(self, c: Connection, waiting: Awaiting) -> Sequence[JournalLine]:
        """Return the lines of the call's journal up to its end."""
        ...

    async def hold_days(self, c: Connection, *, alone: bool) -> None:
        """Until the end of the transaction no day is signed; with `alone` no receipt is added either."""
        ...

    async def hold_chain(self, c: Connection, owner: FirmId, answering: FirmId) -> ChainEnd:
        """Return the end of a pair's chain, which nobody else goes on with until the transaction ends."""
        ...

    async def keep(self, c: Connection, receipt: Receipt, issued_at: datetime) -> bool:
        """Write a receipt; False: the stretch has one."""
        ...

    async def last_root(self, c: Connection) -> DayRoot | None:
        """Return the root of the last signed day."""
        ...

    async def first_day(self, c: Connection) -> date | None:
        """Return the day of the first receipt of all."""
        ...

    async def leaves(self, c: Connection, day: date) -> Sequence[Leaf]:
        """Return all receipts of a day, in the order of the tree."""
        ...

    async def keep_day(self, c: Connection, root: DayRoot, public_key: bytes, places: Sequence[Place]) -> None:
        """Write a signed day, and where each pair stands in it."""
        ...


class Sounds(Protocol):
    """What can be told of recordings; `interaction.service_proof` does it."""

    async def of_call(self, firm: FirmId, call: InteractionId, spools: Sequence[str], *, late: bool) -> Sequence[bytes] | None:
        """Return the SHA-256 of the sound of each of these recordings; None: wait. Where it is `late` those that are not
        there are left out."""
        ...


class Signer(Protocol):
    """The installation's key for signing days."""

    @property
    def public_key(self) -> bytes:
        """Return the 32 bytes with which anybody verifies."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the signature of these bytes."""
        ...


@dataclass(frozen=True, slots=True)
class Pair:
    """Whose receipts."""

    owner: FirmId
    answering: FirmId


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt as it was kept; `root` and `public_key` are its day's, where that is signed."""

    pair: Pair
    day: date
    nth: int
    digest: str
    document: bytes
    root: DayRoot | None
    public_key: bytes
    terms: Terms


@dataclass(frozen=True, slots=True)
class KeptDay:
    """A signed day; `place` is the pair's, where it has receipts on it."""

    root: DayRoot
    public_key: bytes
    place: Place | None


class ReceiptStore(Protocol):
    """Receipts as each of their two firms reads them."""

    async def receipts(self, c: Connection, agreement: str | None, cursor: Cursor) -> Page[tuple[bytes, bool]]:
        """Return receipts in canonical form, the newest first, and whether their day is signed."""
        ...

    async def receipt(self, c: Connection, id_: str) -> KeptReceipt | None:
        """Return one."""
        ...

    async def digests(self, c: Connection, pair: Pair, day: date) -> Sequence[tuple[int, str]]:
        """Return numbers and digests of a pair's receipts of a day, in order."""
        ...

    async def are_partners(self, c: Connection, pair: Pair) -> bool:
        """Say whether there is or was an agreement of this owner with this answering firm."""
        ...

    async def days(self, c: Connection, pair: Pair, since: date, until: date) -> Sequence[KeptDay]:
        """Return the signed days from `since` up to before `until`, in order."""
        ...

    async def end_before(self, c: Connection, pair: Pair, day: date) -> ChainEnd:
        """Return the pair's last receipt before a day."""
        ...

    async def documents(self, c: Connection, pair: Pair, after: int, upto: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """Return numbers and canonical forms of the pair's receipts after a number up to another, in order."""
        ...

    async def terms(self, c: Connection, pair: Pair, versions: Sequence[str]) -> Sequence[Terms]:
        """Return the terms of some versions."""
        ...
