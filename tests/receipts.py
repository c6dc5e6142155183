"""Made-up receipts of a pair of firms, days signed with a key that everybody knows, and the files that come of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from permanence.kernel.ids import CountedIds
from permanence.synergy.day_root import DayRoot, day_digest, sign_day, tree_of
from permanence.synergy.merkle import Tree
from permanence.synergy.model import Band, Payer, Rates, Terms
from permanence.synergy.rating import charges, whole_seconds
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
    joined,
    pricing_of,
)
from permanence.synergy.receipt_file import month_day, month_head, month_lines, receipt_file

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
INSTALLATION = Named("ins_1", "Permanence d'essai")
OWNER, ANSWERING = Named("frm_o", "Cabinet Étoile"), Named("frm_p", "Accueil \"Nord\" & fils\u202f☎\x7f")
OTHER = Named("frm_a", "Autre")
MONTH = date(2026, 11, 1)
NIGHT = Rates(owner_per_hour=4_000_000, answering_per_hour=7_250_000, platform_per_hour=750_000, answering_per_call=100_000)
TERMS = Terms(bands=(Band((1, 2, 3, 4, 5, 6, 7), "22:00", "24:00", NIGHT), Band((6, 7), "00:00", "06:30", NIGHT)), minimum_s=20)
PRICING = pricing_of(TERMS)


@dataclass(frozen=True, slots=True)
class MadeDay:
    """A day of the installation: its root and tree, the pair's receipts, and where they begin in the tree."""

    root: DayRoot
    tree: Tree
    index: int
    receipts: tuple[bytes, ...]


def made_receipt(nth: int, previous: str, at: datetime, chance: Random, owner: Named = OWNER, answering: Named = ANSWERING) -> Receipt:
    """Return a receipt of a call that came at this time."""
    ids = CountedIds(nth * 10)
    answered_at = at + timedelta(milliseconds=chance.randint(2_000, 20_000))
    ended_at = answered_at + timedelta(milliseconds=chance.randint(900, 600_000))
    seconds = whole_seconds(answered_at, ended_at)
    due = charges(TERMS, answered_at, seconds)
    return Receipt(
        id=ids.new("rcp"), nth=nth, previous=previous, owner=owner, answering=answering, interaction=ids.new("int"),
        stretch=ids.new("ans"), agreement=Basis(id="agr_1", version="agv_2", number=2, pricing=digest(PRICING)),
        called="+33162000100", agent=AnsweredBy(alias=chance.choice(["Noémie", "Hugo", "Anaïs"]), kind="person", country="FR"),
        arrived_at=instant(at), answered_at=instant(answered_at), ended_at=instant(ended_at),
        issued_at=instant(ended_at + timedelta(seconds=30)), seconds=seconds,
        charges=Amounts(owner=due.owner, answering=due.answering, platform=due.platform, total=due.total), currency="EUR",
        payer=Payer.PAYOUT, recording=joined([b"in", b"out"]) if nth % 2 else None, ladder=joined([str(nth).encode()]),
    )  # fmt: skip


def made_days(days: int, per_day: int, beside: int = 3, seed: int = 1, change: Callable[[Receipt], Receipt] = lambda one: one) -> Iterator[MadeDay]:
    """Yield the days of the month with so many receipts of the pair each, and others before and behind them in the tree."""
    chance, previous, root_before, nth = Random(seed), ZEROS, ZEROS, 0
    for number in range(days):
        day = MONTH + timedelta(days=number)
        begun = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
        kept, digests = list[bytes](), list[str]()
        for at in range(per_day):
            nth += 1
            moment = begun + timedelta(milliseconds=at * (75_000_000 // max(1, per_day)))
            receipt = change(made_receipt(nth, previous, moment, chance))
            previous = digest(receipt)
            kept.append(canonical(receipt))
            digests.append(previous)
        around = [joined([f"{number}.{at}".encode()]) for at in range(2 * beside)]
        leaves = [*around[:beside], *digests, *around[beside:]]
        root = sign_day(INSTALLATION, day, leaves, root_before, PUBLIC, KEY.sign)
        root_before = day_digest(root)
        yield MadeDay(root, tree_of(leaves), beside, tuple(kept))


def month_file(days: list[MadeDay]) -> bytes:
    """Return the month's file of these days."""
    receipts = (msgspec.json.decode(raw, type=Receipt) for day in days for raw in day.receipts)
    head = month_head(OWNER.id, ANSWERING.id, "2026-11", receipts, PUBLIC, [PRICING] if any(day.receipts for day in days) else [])
    parts = ((month_day(day.root, day.tree, day.index, len(day.receipts)), day.receipts) for day in days)
    return b"".join(month_lines(head, parts))


def one_file(day: MadeDay, at: int = 0, *, priced: bool = True) -> bytes:
    """Return the file of one receipt of a day."""
    receipt = msgspec.json.decode(day.receipts[at], type=Receipt)
    return receipt_file(receipt, day.index + at, day.tree, day.root, PUBLIC, PRICING if priced else None)
