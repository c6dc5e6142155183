"""The files that people get: one line for a receipt, a head and days for a month."""

from __future__ import annotations

import json

import msgspec
import pytest

from permanence.synergy.receipt import ZEROS, Receipt, canonical, digest
from permanence.synergy.receipt_file import (
    MonthDay,
    MonthHead,
    ReceiptFile,
    Totals,
    month_day,
    month_head,
    month_lines,
)
from tests.receipts import PRICING, PUBLIC, made_days, month_file, one_file

DAYS = list(made_days(3, 4))
RECEIPTS = [msgspec.json.decode(raw, type=Receipt) for day in DAYS for raw in day.receipts]


def test_a_receipts_file_holds_what_proves_it() -> None:
    data = one_file(DAYS[1], 2)
    file = msgspec.json.decode(data, type=ReceiptFile)
    assert data == canonical(file) + b"\n"
    assert (file.receipt, file.digest, file.index) == (RECEIPTS[6], digest(RECEIPTS[6]), 5)
    assert (file.root, file.key, file.pricing) == (DAYS[1].root, PUBLIC.hex(), PRICING)
    assert len(file.proof) == 4  # ten receipts that day: a tree four high


def test_a_months_head_adds_up() -> None:
    swiss = msgspec.structs.replace(RECEIPTS[0], currency="CHF", nth=13, previous=digest(RECEIPTS[-1]))
    head = month_head("frm_o", "frm_p", "2026-11", [*RECEIPTS, swiss], PUBLIC)
    assert (head.count, head.first, head.previous, head.last) == (13, 1, ZEROS, digest(swiss))
    assert [(one.currency, one.calls) for one in head.totals] == [("CHF", 1), ("EUR", 12)]
    assert head.totals[0] == Totals(
        currency="CHF", calls=1, seconds=swiss.seconds, owner=swiss.charges.owner, answering=swiss.charges.answering,
        platform=swiss.charges.platform, total=swiss.charges.total,
    )  # fmt: skip
    assert head.totals[1].seconds == sum(one.seconds for one in RECEIPTS)


def test_a_month_without_a_receipt_names_the_end_of_the_chain() -> None:
    head = month_head("frm_o", "frm_p", "2026-12", [], PUBLIC, previous="1" * 64)
    assert (head.count, head.previous, head.last, head.totals) == (0, "1" * 64, "1" * 64, ())


def test_a_months_lines() -> None:
    lines = month_file(DAYS).splitlines()
    assert len(lines) == 1 + 3 + 12
    assert msgspec.json.decode(lines[0], type=MonthHead).count == 12
    assert [json.loads(line)["count"] for line in lines if b'"proof"' in line] == [4, 4, 4]
    assert tuple(lines[2:6]) == DAYS[0].receipts


def test_a_day_without_the_pair_proves_nothing() -> None:
    assert month_day(DAYS[0].root, DAYS[0].tree, 7, 0) == MonthDay(root=DAYS[0].root, index=0, count=0, proof=())


def test_a_days_line_tells_how_many_follow() -> None:
    head = month_head("frm_o", "frm_p", "2026-11", [], PUBLIC)
    with pytest.raises(AssertionError, match="how many"):
        list(month_lines(head, [(month_day(DAYS[0].root, DAYS[0].tree, 3, 2), DAYS[0].receipts)]))
