"""A day's root: signed as a whole, chained to the day before, and of no other key."""

from __future__ import annotations

import hashlib
from datetime import date

import msgspec
import pytest

from permanence.synergy.day_root import (
    DayRoot,
    Unsigned,
    day_digest,
    is_signed,
    key_id,
    sign_day,
    tree_of,
    unsigned,
)
from permanence.synergy.merkle import NOTHING
from permanence.synergy.receipt import ZEROS, canonical
from tests.receipts import INSTALLATION, KEY, PUBLIC

DIGESTS = [hashlib.sha256(bytes([at])).hexdigest() for at in range(3)]
ROOT = sign_day(INSTALLATION, date(2026, 11, 23), DIGESTS, ZEROS, PUBLIC, KEY.sign)


def test_it_is_signed_over_all_but_the_signature() -> None:
    assert is_signed(ROOT, PUBLIC)
    KEY.public_key().verify(bytes.fromhex(ROOT.signature), canonical(unsigned(ROOT)))
    assert b"signature" not in canonical(unsigned(ROOT))
    assert day_digest(ROOT) == hashlib.sha256(canonical(unsigned(ROOT))).hexdigest()
    assert ROOT.key == key_id(PUBLIC) == hashlib.sha256(PUBLIC).hexdigest()


CHANGES = {
    "installation": msgspec.structs.replace(INSTALLATION, name="Autre"), "day": "2026-11-24", "count": 4, "root": "0" * 64,
    "previous": "1" * 64, "key": "2" * 64, "format": "other", "version": 2, "signature": "0" * 128,
}  # fmt: skip


@pytest.mark.parametrize("field", DayRoot.__struct_fields__)
def test_whatever_is_changed_the_signature_is_gone(field: str) -> None:
    assert not is_signed(msgspec.structs.replace(ROOT, **{field: CHANGES[field]}), PUBLIC)
    assert field == "signature" or field in Unsigned.__struct_fields__


def test_another_key_and_none_at_all() -> None:
    assert not is_signed(ROOT, bytes(32))
    assert not is_signed(ROOT, PUBLIC[:31])


def test_the_order_of_receipts_matters() -> None:
    assert tree_of(DIGESTS).root != tree_of(DIGESTS[::-1]).root
    assert ROOT.root == tree_of(DIGESTS).root.hex()


def test_a_day_without_a_receipt() -> None:
    quiet = sign_day(INSTALLATION, date(2026, 11, 24), [], day_digest(ROOT), PUBLIC, KEY.sign)
    assert (quiet.count, quiet.root, is_signed(quiet, PUBLIC)) == (0, NOTHING.hex(), True)
