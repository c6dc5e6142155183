"""Verifies a file of receipts by itself: no platform, no database, no network; a public key to trust is enough.

What holds is proven: the holder of the key signed these days, the receipts are under their roots, the pair's chain has no gap
within the file, and each receipt's times, seconds and amounts agree. What is not proven: that no later receipt exists, and
that the key is the platform's; for that it is compared with one that came another way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice

import msgspec

from permanence.synergy.day_root import DayRoot, is_signed, key_id
from permanence.synergy.receipt import digest
from permanence.synergy.receipt_checks import PriceList, check_alone, check_day, check_proof, read
from permanence.synergy.receipt_file import MonthHead, ReceiptFile
from permanence.synergy.verdict import Finding, Proven, Verdict
from permanence.synergy.verification_month import Month


class _Kind(msgspec.Struct):
    """The first thing to know of a line."""

    format: str = ""


def verify(lines: Iterable[bytes], trusted: str = "", told: Callable[[int], None] | None = None) -> Verdict:
    """Verify a file of either kind, given as its lines with their line feeds.

    `trusted` is the public key or its fingerprint, if the reader has one; `told` hears how many lines are done, now and then.
    """
    rest = iter(lines)
    first = next(rest, b"")
    kind = _kind(first)
    if kind == "permanence.receipts":
        head, found = read(MonthHead, first, "head")
        if head is None:
            return Verdict(tuple(found))
        month = Month(head, pinned(head.key, trusted))
        month.findings.add(*found, *check_key(head.key, trusted))
        for number, raw in enumerate(rest, 2):
            month.take(number, raw)
            if told is not None and number % 1000 == 0:
                told(number)
        return month.close()
    if kind == "permanence.receipt-file":
        return _verify_one(first, list(islice(rest, 1)), trusted)
    return Verdict((Finding("file.json" if kind is None else "file.kind", "file", found=kind or ""),))


def verify_bytes(data: bytes, trusted: str = "") -> Verdict:
    """Verify a file that is held in memory."""
    return verify(re.findall(rb"[^\n]*\n|[^\n]+", data), trusted)  # a carriage return ends no line here


def pinned(key: str, trusted: str) -> bool:
    """Say whether a key is the trusted one, which is told whole or by its fingerprint, in groups or not."""
    told = re.sub(r"[\s:.-]", "", trusted).lower()
    return told != "" and told in (key, key_id(bytes.fromhex(key)))


def check_key(key: str, trusted: str) -> list[Finding]:
    """Return what is wrong where the file's key is not the trusted one."""
    if not trusted or pinned(key, trusted):
        return []
    return [Finding("key.pinned", "head", field="key", expected=trusted, found=key_id(bytes.fromhex(key)))]


def _kind(first: bytes) -> str | None:
    """Return what a file says it is; None where its first line cannot be read."""
    try:
        return msgspec.json.decode(first, type=_Kind).format
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):  # RecursionError: brackets without end
        return None


def _verify_one(first: bytes, rest: list[bytes], trusted: str) -> Verdict:
    """Verify the file of one receipt."""
    file, found = read(ReceiptFile, first, "file")
    if file is None:
        return Verdict(tuple(found))
    if rest:
        found.append(Finding("file.order", "file", line=2))
    receipt, root, name = file.receipt, file.root, str(file.receipt.nth)
    found += check_key(file.key, trusted)
    found += check_signature(root, bytes.fromhex(file.key))
    actual = digest(receipt)
    if actual != file.digest:
        found.append(Finding("receipt.digest", "receipt", name, "digest", file.digest, actual))
    found += check_proof([actual], file.index, file.proof, root.count, root.root, root.day)
    found += [*check_alone(receipt), *check_day(receipt, root.day)]
    prices = PriceList(() if file.pricing is None else (file.pricing,))
    charged = prices.check(receipt)
    found += [*prices.findings, *(charged or ()), *prices.strays()]
    proven = Proven(1, 1, int(charged is not None), key_id(bytes.fromhex(file.key)), pinned(file.key, trusted))
    return Verdict(tuple(found), 0, proven, receipt)


def check_signature(root: DayRoot, public_key: bytes, line: int = 1) -> list[Finding]:
    """Return what is wrong with a day's signature."""
    if key_id(public_key) != root.key:
        return [Finding("key.root", "head", root.day, "key", root.key, key_id(public_key), 1, line)]
    return [] if is_signed(root, public_key) else [Finding("day.signature", "day", root.day, "signature", line=line)]
