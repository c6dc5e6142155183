"""Decides when a receipt is made and of what, which day is signed next, and where a pair's receipts stand under its root."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

import msgspec

from permanence.kernel.ids import FirmId, ReceiptId
from permanence.synergy.merkle import Tree
from permanence.synergy.model import Answered
from permanence.synergy.rating import charges
from permanence.synergy.receipt import (
    ZEROS,
    Amounts,
    AnsweredBy,
    Basis,
    Named,
    Receipt,
    canonical,
    digest,
    instant,
    joined_digests,
    moment,
    pricing_of,
)

PATIENCE = timedelta(minutes=15)
"""How long after the end of a call its receipt waits for the recording."""
GRACE = timedelta(hours=1)
"""How long after midnight a day is signed: what was begun before is written by then."""

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Awaiting:
    """An answered stretch without a receipt, whose call ended with line `end_seq` of its journal."""

    answered: Answered
    end_seq: int
    ended_at: datetime

    def is_late(self, now: datetime) -> bool:
        """Say whether the receipt waits for nothing any more."""
        return now >= self.ended_at + PATIENCE


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The last receipt of a pair; before the first there is none."""

    nth: int = 0
    digest: str = ZEROS
    issued_at: datetime = NEVER


@dataclass(frozen=True, slots=True)
class Leaf:
    """A receipt under a day's root."""

    owner: FirmId
    answering: FirmId
    nth: int
    digest: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pair's receipts stand under a day's root: `count` leaves from `first` on, of which the first is number `nth` of the
    pair, and the proof of all of them."""

    owner: FirmId
    answering: FirmId
    first: int
    count: int
    nth: int
    proof: tuple[bytes, ...]


def receipt_of(
    waiting: Awaiting, chain: ChainEnd, id_: ReceiptId, ladder: str, sounds: Sequence[bytes], now: datetime
) -> Receipt:
    """Return the next receipt of the pair. `sounds` are the SHA-256s of the call's recordings, in order; it is issued now."""
    stretch = waiting.answered
    terms = stretch.terms
    # What is worked out again from a receipt has its times, which are cut to the millisecond.
    due = charges(terms, moment(instant(stretch.since)), stretch.seconds)
    return Receipt(
        id=id_, nth=chain.nth + 1, previous=chain.digest, owner=Named(stretch.owner, stretch.owner_name),
        answering=Named(stretch.answering, stretch.answering_name), interaction=stretch.interaction, stretch=stretch.id,
        agreement=Basis(id=stretch.agreement, version=stretch.version, number=stretch.number, pricing=digest(pricing_of(terms))),
        called=stretch.dialled, agent=AnsweredBy(alias=stretch.alias, kind="person", country=stretch.country),
        arrived_at=instant(stretch.arrived_at), answered_at=instant(stretch.since), ended_at=instant(stretch.until),
        issued_at=instant(now), seconds=stretch.seconds,
        charges=Amounts(owner=due.owner, answering=due.answering, platform=due.platform, total=due.total),
        currency=terms.currency, payer=terms.payer, recording=joined_digests(sounds) if sounds else None, ladder=ladder,
    )  # fmt: skip


def may_follow(waiting: Awaiting, chain: ChainEnd, last_signed: date | None, now: datetime) -> bool:
    """Say whether a receipt can be issued now. Where the clock was put back it waits: receipts come after what they tell and
    after one another, and no day gets one once it is signed."""
    newest = max(chain.issued_at, waiting.answered.until)
    return now >= newest and (last_signed is None or now.astimezone(UTC).date() > last_signed)


def why_unfit(receipt: Receipt) -> str:
    """Say what of a receipt no reader would accept; nothing where it is good."""
    try:
        msgspec.json.decode(canonical(receipt), type=Receipt)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


def next_to_sign(last: date | None, first: date | None, now: datetime) -> date | None:
    """Return the day that is signed next: the one after the last that was, else the day of the first receipt; None while
    that day is not over, or there is none."""
    day = last + timedelta(days=1) if last is not None else first
    over = (now - GRACE).astimezone(UTC).date()
    return day if day is not None and day < over else None


def places(leaves: Sequence[Leaf], tree: Tree) -> list[Place]:
    """Return where each pair stands, of leaves that are in order."""
    found: list[Place] = []
    first = 0
    for (owner, answering), group in groupby(leaves, lambda leaf: (leaf.owner, leaf.answering)):
        own = list(group)
        found.append(Place(owner, answering, first, len(own), own[0].nth, tuple(tree.proof(first, len(own)))))
        first += len(own)
    return found
