"""Verifies the lines of a month's file one after the other: days and their chain, receipts and theirs, and what they add up to.

Only the digests of one day are held at a time: a file may be as long as it likes.
"""

from __future__ import annotations

from datetime import date, timedelta

from permanence.synergy.day_root import DayRoot, day_digest, is_signed, key_id
from permanence.synergy.receipt import Receipt, digest
from permanence.synergy.receipt_checks import PriceList, check_alone, check_day, check_proof, read
from permanence.synergy.receipt_file import MonthDay, MonthHead, Totals, add, totals_of
from permanence.synergy.verdict import Finding, Findings, Proven, Verdict

RECEIPT = b'{"agent"'
"""How a receipt's line begins, and no day's."""


class Doubt:
    """Something that must agree between the head and all lines of a kind. Where no line agrees, it is the head that is wrong."""

    def __init__(self, head: Finding) -> None:
        """Say what is told of the head."""
        self._head = head
        self._wrong = Findings()
        self._seen = 0

    def look(self, agrees: bool, otherwise: Finding) -> None:
        """Note one line."""
        self._seen += 1
        if not agrees:
            self._wrong.add(otherwise)

    def close(self, findings: Findings) -> None:
        """Tell what is wrong."""
        if self._seen and self._wrong.count == self._seen:
            findings.add(self._head)
        else:
            findings.add(*self._wrong.kept)


class Month:
    """What is known after so many lines."""

    def __init__(self, head: MonthHead, is_trusted: bool) -> None:
        """Begin below the head."""
        self.head, self.findings = head, Findings()
        self._key, self._is_trusted = bytes.fromhex(head.key), is_trusted
        self._prices = PriceList(head.pricing)
        self._sums: dict[str, list[int]] = {}
        self._day: MonthDay | None = None
        self._day_line = 1
        self._last_root: DayRoot | None = None
        self._digests: list[str] = []
        self._unread_today = self._unread = self._days = self._receipts = self._charged = 0
        self._next, self._before = head.first, 1  # the number that comes next, and the line that makes one expect it
        # the end of the chain so far, and its line; None after a receipt that could not be read
        self._end: tuple[str, str, int] | None = ("", head.previous, 1)
        self._pair = Doubt(Finding("head.pair", "head", field="owner, answering", found=f"{head.owner}, {head.answering}"))
        self._month = Doubt(Finding("head.month", "head", field="month", found=head.month))
        self._keys = Doubt(Finding("key.root", "head", field="key", found=key_id(self._key)))

    def take(self, number: int, raw: bytes) -> None:
        """Look at the next line."""
        if raw.startswith(RECEIPT):
            self._take_receipt(number, raw)
        else:
            self._take_day(number, raw)

    def close(self) -> Verdict:
        """Look at what only the whole file shows; return all that was found."""
        self._close_day()
        head, found = self.head, self.findings
        lines = self._receipts + self._unread
        if lines != head.count:
            found.add(Finding("head.count", "head", field="count", expected=str(lines), found=str(head.count)))
        if lines == 0 and head.first != 1:
            found.add(Finding("head.count", "head", field="first", expected="1", found=str(head.first)))
        if self._end is not None and self._end[1] != head.last:
            name, end, line = self._end
            found.add(Finding("receipt.link", "receipt", name, "last", head.last, end, line, 1))
        if not self._unread:
            found.add(*check_totals(totals_of(self._sums), head.totals))
        for doubt in (self._pair, self._month, self._keys):
            doubt.close(found)
        found.add(*self._prices.findings, *([] if self._unread else self._prices.strays()))
        proven = Proven(self._receipts, self._days, self._charged, key_id(self._key), self._is_trusted)
        return Verdict(tuple(found.kept), found.more, proven, None, head)

    def _take_day(self, number: int, raw: bytes) -> None:
        self._close_day()
        day, wrong = read(MonthDay, raw, "day", number, self._after())
        self.findings.add(*wrong)
        self._day, self._day_line = day, number
        if day is None:
            self._last_root = None
            return
        root = day.root
        self._days += 1
        fits = root.key == key_id(self._key)
        self._keys.look(fits, Finding("day.key", "day", root.day, "key", key_id(self._key), root.key, number))
        if fits and not is_signed(root, self._key):
            self.findings.add(Finding("day.signature", "day", root.day, "signature", line=number))
        self._month.look(root.day.startswith(f"{self.head.month}-"), Finding("head.month", "day", root.day, "day", self.head.month, root.day, number))
        if (last := self._last_root) is not None:
            self._check_link(last, root, number)
        self._last_root = root

    def _check_link(self, last: DayRoot, root: DayRoot, number: int) -> None:
        """A day follows the day before, of the same installation, and names its digest."""
        if root.previous != day_digest(last):
            self.findings.add(Finding("day.link", "day", root.day, "previous", day_digest(last), root.previous, number))
        if root.installation != last.installation:
            names = (f"{each.name} ({each.id})" for each in (last.installation, root.installation))
            self.findings.add(Finding("day.installation", "day", root.day, "installation", *names, line=number))
        if root.day != (follows := _day_after(last.day)):
            self.findings.add(Finding("day.order", "day", root.day, "day", follows, root.day, number))

    def _close_day(self) -> None:
        """Look at the receipts of the day that ends here."""
        day, line, lines = self._day, self._day_line, len(self._digests) + self._unread_today
        if day is not None and lines != day.count:
            self.findings.add(Finding("day.count", "day", day.root.day, "count", str(lines), str(day.count), line))
        elif day is not None and not self._unread_today:
            root = day.root
            self.findings.add(*check_proof(self._digests, day.index, day.proof, root.count, root.root, root.day, line))
        self._digests, self._unread_today = [], 0

    def _take_receipt(self, number: int, raw: bytes) -> None:
        receipt, wrong = read(Receipt, raw, "receipt", number, str(self._next))
        self.findings.add(*wrong)
        if receipt is None:
            self._unread_today, self._unread, self._end = self._unread_today + 1, self._unread + 1, None
            self._next, self._before = self._next + 1, number
            return
        self._receipts += 1
        name, own = str(receipt.nth), digest(receipt)
        if receipt.nth != self._next:
            self.findings.add(Finding("receipt.number", "receipt", name, "nth", str(self._next), name, number, self._before))
        if self._end is not None and self._end[1] != receipt.previous:
            self.findings.add(Finding("receipt.link", "receipt", name, "previous", self._end[1], receipt.previous, number, self._end[2]))
        self._next, self._before, self._end = receipt.nth + 1, number, (name, own, number)
        self._digests.append(own)
        self._check(receipt, name, number)

    def _check(self, receipt: Receipt, name: str, number: int) -> None:
        """Look at a receipt by itself, and against the head and the day."""
        pair = (receipt.owner.id, receipt.answering.id)
        told = (self.head.owner, self.head.answering)
        self._pair.look(pair == told, Finding("head.pair", "receipt", name, "owner, answering", ", ".join(told), ", ".join(pair), number))
        self.findings.add(*check_alone(receipt, number))
        if self._day is not None:
            self.findings.add(*check_day(receipt, self._day.root.day, number))
        charged = self._prices.check(receipt, number)
        self._charged += charged is not None
        self.findings.add(*(charged or ()))
        add(self._sums, receipt)

    def _after(self) -> str:
        """Return the day that should come now, as well as one can tell."""
        return _day_after(self._last_root.day) if self._last_root is not None else ""


def check_totals(sums: tuple[Totals, ...], told: tuple[Totals, ...]) -> list[Finding]:
    """Return where the totals that are told are not what the receipts add up to."""
    currencies = [", ".join(each.currency for each in totals) for totals in (sums, told)]
    if currencies[0] != currencies[1]:
        return [Finding("head.totals", "head", field="totals", expected=currencies[0], found=currencies[1])]
    return [
        Finding("head.totals", "head", "", f"{right.currency}, {field}", str(getattr(right, field)), str(getattr(one, field)))
        for right, one in zip(sums, told, strict=True)
        for field in Totals.__struct_fields__
        if getattr(right, field) != getattr(one, field)
    ]


def _day_after(day: str) -> str:
    """Return the next day; nothing where there is no such day."""
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except ValueError:
        return ""
