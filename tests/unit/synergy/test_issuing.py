"""When a receipt is made and of what, which day is signed next, and where a pair stands under its root."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest

from permanence.kernel.ids import (
    AgentId,
    AgreementId,
    AnsweredId,
    FirmId,
    InteractionId,
    ReceiptId,
    VersionId,
)
from permanence.synergy.day_root import sign_day, tree_of
from permanence.synergy.issuing import (
    GRACE,
    PATIENCE,
    Awaiting,
    ChainEnd,
    Leaf,
    may_follow,
    next_to_sign,
    places,
    receipt_of,
    why_unfit,
)
from permanence.synergy.merkle import leaf, root_of
from permanence.synergy.model import Answered
from permanence.synergy.rating import charges, whole_seconds
from permanence.synergy.receipt import ZEROS, digest, joined, joined_digests, pricing_of
from permanence.synergy.receipt_file import receipt_file
from permanence.synergy.verification import verify_bytes
from tests.receipts import INSTALLATION, KEY, PUBLIC, TERMS

SINCE = datetime(2026, 11, 21, 21, 59, 59, 999_700, tzinfo=UTC)  # a Saturday, a moment before 23:00 in Paris
UNTIL = SINCE + timedelta(seconds=61.0004)
STRETCH = Answered(
    id=AnsweredId("ans_1"), owner=FirmId("frm_o"), answering=FirmId("frm_p"), owner_name="Étoile", answering_name="Nord",
    interaction=InteractionId("int_1"), seq=3, agreement=AgreementId("agr_1"), version=VersionId("agv_1"), dialled="+33162000100",
    brand="", agent=AgentId("agt_1"), alias="Noémie", country="FR", caller="K7QF-2M9X", arrived_at=SINCE - timedelta(seconds=9),
    since=SINCE, until=UNTIL, seconds=whole_seconds(SINCE, UNTIL), terms=TERMS, number=2,
)  # fmt: skip
WAITING = Awaiting(STRETCH, 9, UNTIL)
NOW = UNTIL + timedelta(minutes=1)


def test_a_receipt_is_what_its_verifiers_accept() -> None:
    chain = ChainEnd(4, "a" * 64, SINCE)
    made = receipt_of(WAITING, chain, ReceiptId("rcp_1"), ZEROS, [b"1" * 32, b"2" * 32], NOW)
    assert why_unfit(made) == ""
    assert (made.nth, made.previous, made.seconds, made.agreement.number) == (5, "a" * 64, 61, 2)
    assert made.agreement.pricing == digest(pricing_of(TERMS)) and made.recording == joined_digests([b"1" * 32, b"2" * 32])
    assert made.charges.total == charges(TERMS, SINCE, 61).total > 0
    root = sign_day(INSTALLATION, NOW.date(), [digest(made)], ZEROS, PUBLIC, KEY.sign)
    assert verify_bytes(receipt_file(made, 0, tree_of([digest(made)]), root, PUBLIC, pricing_of(TERMS))).holds
    assert receipt_of(WAITING, chain, ReceiptId("rcp_1"), ZEROS, [], NOW).recording is None


@pytest.mark.parametrize("change", [{"dialled": "anonymous"}, {"alias": ""}, {"country": "France"}, {"owner_name": "é" * 201}])
def test_what_no_reader_accepts_is_told(change: dict[str, str]) -> None:
    waiting = Awaiting(msgspec.structs.replace(STRETCH, **change), 9, UNTIL)
    assert why_unfit(receipt_of(waiting, ChainEnd(), ReceiptId("rcp_1"), ZEROS, [], NOW)) != ""


def test_digests_that_are_known_are_joined_as_the_things_are() -> None:
    parts = [b"in", b"", b"out"]
    assert joined_digests(hashlib.sha256(part).digest() for part in parts) == joined(parts)


def test_a_quarter_of_an_hour_after_the_end_a_receipt_waits_for_nothing() -> None:
    assert not WAITING.is_late(UNTIL + PATIENCE - timedelta(seconds=1)) and WAITING.is_late(UNTIL + PATIENCE)


def test_receipts_come_after_what_they_tell_after_one_another_and_after_days_that_are_signed() -> None:
    assert may_follow(WAITING, ChainEnd(), None, UNTIL)
    assert not may_follow(WAITING, ChainEnd(), None, UNTIL - timedelta(milliseconds=1))
    assert not may_follow(WAITING, ChainEnd(1, ZEROS, NOW), None, NOW - timedelta(milliseconds=1))
    assert may_follow(WAITING, ChainEnd(1, ZEROS, NOW), NOW.date() - timedelta(days=1), NOW)
    assert not may_follow(WAITING, ChainEnd(), NOW.date(), NOW)


def test_days_are_signed_one_after_the_other_an_hour_after_midnight() -> None:
    first, midnight = date(2026, 11, 20), datetime(2026, 11, 23, tzinfo=UTC)
    assert next_to_sign(None, None, midnight + GRACE) is None
    assert next_to_sign(None, first, midnight + GRACE) == first
    assert next_to_sign(date(2026, 11, 21), first, midnight + GRACE) == date(2026, 11, 22)
    assert next_to_sign(date(2026, 11, 21), first, midnight + GRACE - timedelta(seconds=1)) is None
    assert next_to_sign(date(2026, 11, 22), first, midnight + GRACE) is None


@pytest.mark.parametrize("sizes", [[1], [1, 1], [3, 1, 4], [5, 8, 13, 2]])
def test_every_pair_has_its_place_and_its_proof(sizes: list[int]) -> None:
    leaves = [
        Leaf(FirmId(f"frm_{pair // 2}"), FirmId(f"frm_p{pair}"), 10 * pair + at + 1, joined([f"{pair}.{at}".encode()]))
        for pair, size in enumerate(sizes) for at in range(size)
    ]  # fmt: skip
    tree = tree_of([each.digest for each in leaves])
    found = places(leaves, tree)
    assert [(each.count, each.nth) for each in found] == [(size, 10 * pair + 1) for pair, size in enumerate(sizes)]
    assert all(one.first + one.count == other.first for one, other in pairwise(found))
    for each in found:
        own = [leaf(bytes.fromhex(one.digest)) for one in leaves[each.first : each.first + each.count]]
        assert root_of(own, each.first, len(leaves), each.proof) == tree.root
    assert places([], tree_of([])) == []
