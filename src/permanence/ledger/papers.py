"""The papers of a settlement: what the ledger needs of whoever prints them, and why a paper cannot be made.

Papers are made of values alone, so the same statement gives the same bytes at any time and on any machine.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from permanence.firms.model import Language
from permanence.kernel.errors import Invalid
from permanence.ledger.model import CallLine, Party, Payment, Statement


class PaperLacks(Invalid):
    """This paper cannot be made: {firm} has no {what}; complete the firm's billing data."""

    code = "paper.lacks"


class NothingToPay(Invalid):
    """There is nothing to pay; choose statements that are due."""

    code = "payment.none"


class PaymentNotEuro(Invalid):
    """The payment {reference} is in {currency}, and SEPA transfers are in euros; pay it another way."""

    code = "payment.currency"


class PaymentAmountUnfit(Invalid):
    """The payment {reference} is not of an amount that a bank transfers; it must be between 0.01 and 999,999,999.99 euros."""

    code = "payment.amount"


class PaymentReferenceUnfit(Invalid):
    """'{reference}' cannot be a reference for a bank: 1 to 35 plain letters, figures and signs, each one once."""

    code = "payment.reference"


class Papers(Protocol):
    """Prints statements, their calls and payment files.

    Everything here works on the processor and waits for nothing: a server calls `pdf`, `factur_x` and `payment_file` in a thread
    (a tenth of a second), `calls_xlsx` in a process of its own (three seconds for each ten thousand calls).
    """

    def pdf(self, statement: Statement, language: Language) -> bytes:
        """Return the statement as a PDF for people (PDF/A-3a and PDF/UA-1: tagged, with its fonts); raise `IbanUnfit`."""
        ...

    def factur_x(self, statement: Statement, language: Language) -> bytes:
        """Return the same PDF with the invoice as data inside (Factur-X, profile EN 16931); raise `PaperLacks` or `IbanUnfit`."""
        ...

    def factur_x_xml(self, statement: Statement, language: Language = Language.FR) -> bytes:
        """Return the invoice as data alone (CrossIndustryInvoice, UTF-8); raise `PaperLacks` or `IbanUnfit`."""
        ...

    def calls_csv(self, statement: Statement, calls: Iterable[CallLine], language: Language) -> Iterator[bytes]:
        """Yield the statement's calls as a CSV file, piece by piece; only a piece is ever held."""
        ...

    def calls_csv_live(self, statement: Statement, calls: AsyncIterable[CallLine], language: Language) -> AsyncIterator[bytes]:
        """Yield the same file from calls that are still being read."""
        ...

    def calls_xlsx(self, statement: Statement, calls: Iterable[CallLine], language: Language, path: str) -> None:
        """Write a workbook at `path`: a sheet that sums up, and the calls on as many sheets as they need."""
        ...

    async def calls_workbook(self, statement: Statement, calls: Sequence[CallLine], language: Language) -> bytes:
        """Return the same workbook; it is written in a process of its own, so nobody waits for it but who asked."""
        ...

    def payment_file(
        self, payer: Party, payments: Sequence[Payment], execution_on: date, message_id: str, created_at: datetime
    ) -> bytes:
        """Return a file of SEPA credit transfers for the payer's bank (pain.001.001.09, one batch); raise `IbanUnfit` or one
        of the refusals above. `message_id` names the file to the bank: a bank takes the same one only once."""
        ...
