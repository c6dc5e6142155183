"""The form of a receipt: one way to write it, one digest, and nothing of the caller."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.synergy.model import Terms
from permanence.synergy.rating import whole_seconds
from permanence.synergy.receipt import (
    ZEROS,
    Named,
    Receipt,
    canonical,
    digest,
    in_order,
    instant,
    joined,
    moment,
    pricing_of,
    written,
)
from tests.receipt_vectors import as_canonical
from tests.receipts import TERMS, made_receipt

AT = datetime(2026, 11, 23, 9, 0, 0, 250_000, tzinfo=UTC)
RECEIPT = made_receipt(1, ZEROS, AT, Random(1))


def test_the_canonical_form_is_that_of_another_writer() -> None:
    assert canonical(RECEIPT) == as_canonical(json.loads(canonical(RECEIPT)))
    assert digest(RECEIPT) == hashlib.sha256(as_canonical(json.loads(canonical(RECEIPT)))).hexdigest()


@given(st.text(min_size=1, max_size=200))
def test_any_name_has_one_spelling(name: str) -> None:
    named = Named("frm_o", name)
    assert canonical(named) == as_canonical({"id": "frm_o", "name": name})
    assert msgspec.json.decode(canonical(named), type=Named) == named


def test_a_receipt_knows_nothing_of_the_caller() -> None:
    assert {"caller", "from", "customer", "recorded", "person"}.isdisjoint(Receipt.__struct_fields__)
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(canonical(RECEIPT).replace(b'"called":', b'"caller":"+33612345678","called":'), type=Receipt)


def test_what_no_verifier_would_read_is_not_issued() -> None:
    assert written(RECEIPT) == canonical(RECEIPT)
    for wrong in ({"called": "0162000100"}, {"seconds": 2**53}, {"owner": Named("frm_o", "")}, {"answered_at": "2026-11-23T09:00:00Z"}):
        with pytest.raises(msgspec.ValidationError):
            written(msgspec.structs.replace(RECEIPT, **wrong))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (AT, "2026-11-23T09:00:00.250Z"),
        (AT.replace(microsecond=999_999), "2026-11-23T09:00:00.999Z"),
        (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Paris")), "2026-10-25T01:30:00.000Z"),
    ],
)
def test_times_are_utc_to_the_millisecond(given: datetime, told: str) -> None:
    assert instant(given) == told
    assert instant(moment(told)) == told
    assert moment(told).utcoffset() == timedelta()


@pytest.mark.parametrize(("ms", "seconds"), [(0, 0), (999, 0), (1000, 1), (1999, 1), (60_000, 60)])
def test_only_whole_seconds_count(ms: int, seconds: int) -> None:
    assert whole_seconds(AT, AT + timedelta(milliseconds=ms)) == seconds


def test_what_is_joined_knows_its_parts() -> None:
    assert joined([b"ab", b"c"]) != joined([b"a", b"bc"]) != joined([b"abc"])
    assert joined([b"a"]) == hashlib.sha256(hashlib.sha256(b"a").digest()).hexdigest()


def test_the_price_is_all_that_rating_needs() -> None:
    assert pricing_of(TERMS).terms() == TERMS
    assert pricing_of(Terms(notice_days=3, quality_floor=0.5)) == pricing_of(Terms())


def test_receipts_of_a_pair_stand_side_by_side() -> None:
    found = [made_receipt(nth, ZEROS, AT, Random(1), Named(owner, owner)) for owner, nth in (("frm_b", 1), ("frm_a", 10), ("frm_a", 9))]
    assert [(one.owner.id, one.nth) for one in sorted(found, key=in_order)] == [("frm_a", 9), ("frm_a", 10), ("frm_b", 1)]
