"""What one receipt tells against itself, and against the terms by which it says it was charged."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import msgspec
import pytest

from permanence.synergy.receipt import ZEROS, Amounts, Named, Receipt, canonical, digest
from permanence.synergy.receipt_checks import (
    LONGEST_S,
    PriceList,
    check_alone,
    check_day,
    check_proof,
    read,
    times,
    why_unfit,
)
from tests.receipts import PRICING, made_receipt

RECEIPT = made_receipt(3, ZEROS, datetime(2026, 11, 23, 20, 58, tzinfo=UTC), Random(4))


def with_(**fields: object) -> Receipt:
    return msgspec.structs.replace(RECEIPT, **fields)


def codes(receipt: Receipt) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in check_alone(receipt)]


def test_a_sound_receipt() -> None:
    assert codes(RECEIPT) == []
    assert list(check_day(RECEIPT, "2026-11-23")) == []
    assert PriceList((PRICING,)).check(RECEIPT) == []


def test_what_contradicts_itself() -> None:
    assert codes(with_(seconds=RECEIPT.seconds + 1)) == [("receipt.seconds", "seconds")]
    assert codes(with_(charges=Amounts(owner=1, answering=2, platform=3, total=7))) == [("receipt.total", "charges.total")]
    assert codes(with_(arrived_at="2026-11-23T23:00:00.000Z")) == [("receipt.times", "answered_at")]
    assert codes(with_(issued_at="2026-11-23T20:00:00.000Z")) == [("receipt.times", "issued_at")]
    assert codes(with_(answered_at="2026-13-01T00:00:00.000Z")) == [("receipt.times", "answered_at")]
    assert times(with_(ended_at="2026-02-30T00:00:00.000Z")) is None
    assert [one.expected for one in check_day(RECEIPT, "2026-11-24")] == ["2026-11-24"]


@pytest.mark.parametrize("side", ["owner", "answering", "platform"])
def test_a_charge_is_that_of_the_terms(side: str) -> None:
    wrong = msgspec.structs.replace(RECEIPT.charges, **{side: getattr(RECEIPT.charges, side) + 1})
    [found] = PriceList((PRICING,)).check(with_(charges=wrong)) or []
    assert (found.code, found.field, int(found.found) - int(found.expected)) == ("receipt.charges", f"charges.{side}", 1)


def test_terms_that_are_not_named_are_told_and_none_is_no_fault() -> None:
    other = msgspec.structs.replace(PRICING, minimum_s=1)
    prices = PriceList((other, PRICING))
    assert prices.check(RECEIPT) == []
    assert [one.found for one in prices.strays()] == [digest(other)]
    assert PriceList(()).check(RECEIPT) is None
    assert PriceList((PRICING,)).check(with_(agreement=msgspec.structs.replace(RECEIPT.agreement, pricing=None))) is None
    assert [one.field for one in PriceList((PRICING,)).check(with_(currency="CHF", payer="owner")) or []] == ["currency", "payer"]


def test_terms_by_which_nothing_can_be_charged() -> None:
    backwards = msgspec.structs.replace(PRICING, bands=(msgspec.structs.replace(PRICING.bands[0], until="21:00"),))
    nowhere = msgspec.structs.replace(PRICING, zone="../etc/passwd")
    assert [why_unfit(each) for each in (PRICING, backwards, nowhere)] == ["", "bands", "zone"]
    assert [(one.code, one.name, one.field) for one in PriceList((PRICING, nowhere)).findings] == [("pricing.unfit", "2", "zone")]


def test_a_stretch_without_end_keeps_nobody_busy() -> None:
    assert PriceList((PRICING,)).check(with_(seconds=LONGEST_S + 1)) is None
    assert PriceList((PRICING,)).check(with_(answered_at="2026-13-01T00:00:00.000Z")) is None


@pytest.mark.parametrize(
    ("raw", "code", "field"),
    [
        (b' {"id":"frm_o","name":"a"}\n', "file.form", ""), (b'{"id":"frm_o","name":"a"}', "file.form", ""),
        (b'{"name":"a","id":"frm_o"}\n', "file.form", ""), (b'{"id":"frm_o","name":"\\u0061"}\n', "file.form", ""),
        (b'{"id":"frm_o","name":"\xff"}\n', "file.json", ""), (b'{"id":"frm_o","name":"a"}}\n', "file.json", ""),
        (b'{"id":"frm_o","name":1}\n', "file.field", "name"), (b'{"id":"frm_o"}\n', "file.field", ""), (b"[" * 100_000, "file.field", ""),
    ],
)  # fmt: skip
def test_only_the_very_bytes_are_right(raw: bytes, code: str, field: str) -> None:
    [wrong] = read(Named, raw, "receipt", 7, "3")[1]
    assert (wrong.code, wrong.field, wrong.line, wrong.name) == (code, field, 7, "3")


def test_the_first_wrong_byte_is_told() -> None:
    assert [one.found for one in read(Named, b'{"id":"frm_o", "name":"a"}\n', "file")[1]] == ["15"]
    assert read(Receipt, canonical(RECEIPT) + b"\n", "receipt") == (RECEIPT, [])


def test_a_proof_of_nothing_is_empty() -> None:
    assert list(check_proof([], 0, (), 5, ZEROS, "2026-11-23")) == []
    assert [one.field for one in check_proof([], 1, (), 5, ZEROS, "2026-11-23")] == ["index"]
    assert [one.field for one in check_proof([], 0, (ZEROS,), 5, ZEROS, "2026-11-23")] == ["proof"]
    assert [one.code for one in check_proof([ZEROS], 5, (), 5, ZEROS, "2026-11-23")] == ["proof.place"]
