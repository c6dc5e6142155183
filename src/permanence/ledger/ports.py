"""What the ledger needs of the world."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from permanence.firms.model import Language
from permanence.kernel.database import Connection, Transactions
from permanence.kernel.ids import DisputeId, FirmId, TransferId
from permanence.kernel.page import Cursor, Page
from permanence.ledger.model import (
    Balance,
    Billing,
    CallLine,
    Difference,
    Dispute,
    Month,
    Named,
    Parties,
    Party,
    Payment,
    Proposal,
    Statement,
    Tally,
    Transfer,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class Search:
    """Which transfers are asked for: of a month, of a pair of firms, of a cause; all of them where nothing is named."""

    month: date | None = None
    owner: FirmId | None = None
    answering: FirmId | None = None
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A firm of the platform as the operator sees it, and how it stands on invoices where it has said so."""

    firm: FirmId
    name: str
    country: str
    billing: Billing | None


class LedgerStore(Protocol):
    """The rows of the ledger. Transfers are added through the floor's door, in a transaction that names their firms."""

    async def operator(self, c: Connection) -> FirmId | None:
        """Return the firm that runs the installation, where it is named."""
        ...

    async def post(self, database: Transactions, transfers: Sequence[Transfer]) -> frozenset[TransferId]:
        """Add transfers in one transaction of their own, again where another's got in its way; return which were new. What was
        posted before is left as it is; raise `PostedOtherwise` where it was something else."""
        ...

    async def add(self, c: Connection, transfers: Sequence[Transfer]) -> frozenset[TransferId]:
        """The same within a transaction that names all their firms."""
        ...

    async def frozen(self, c: Connection, operator: FirmId) -> frozenset[date]:
        """Return the months that take no transfers any more."""
        ...

    async def lock(self, c: Connection, cause: str) -> None:
        """Let nobody else decide about a cause until the transaction ends."""
        ...

    async def lock_month(self, c: Connection, operator: FirmId, month: date) -> None:
        """Let nobody post into a month until the transaction ends."""
        ...

    async def transfer(self, c: Connection, parties: Parties, id_: str) -> Transfer:
        """Return one; raise `NotFound`."""
        ...

    async def reversed(self, c: Connection, parties: Parties, ids: Sequence[TransferId]) -> frozenset[TransferId]:
        """Return which of these transfers have been reversed."""
        ...

    async def of_cause(self, c: Connection, parties: Parties, cause: str) -> Sequence[Transfer]:
        """Return all transfers of a cause, the oldest first."""
        ...

    async def of_statement(self, c: Connection, statement: Statement, operator: FirmId, call: str, cursor: Cursor) -> Page[Transfer]:
        """Return the transfers that a statement adds up (of one call, where it is named), by birth."""
        ...

    async def transfers(self, c: Connection, search: Search, cursor: Cursor) -> Page[Transfer]:
        """Return transfers that the transaction's firm sees, the newest first."""
        ...

    async def balances(self, c: Connection) -> Sequence[Balance]:
        """Return the accounts of the transaction's firm."""
        ...

    async def tallies(self, c: Connection, operator: FirmId, month: date) -> Sequence[Tally]:
        """Return a month's sums."""
        ...

    async def check(self, c: Connection, counted: date | None) -> Sequence[Difference]:
        """Return what does not add up; with a month its transfers are counted again."""
        ...

    async def known(self, c: Connection) -> Sequence[Known]:
        """Return all firms, and how they stand on invoices; the operator alone may ask."""
        ...

    async def billing(self, c: Connection) -> Billing | None:
        """Return how the transaction's firm stands on invoices."""
        ...

    async def keep_billing(self, c: Connection, firm: FirmId, billing: Billing, changed_at: datetime) -> None:
        """Write how a firm stands on invoices."""
        ...

    async def months(self, c: Connection, operator: FirmId) -> Sequence[Month]:
        """Return the months in which something was posted or proposed, the newest first."""
        ...

    async def propose(self, c: Connection, operator: FirmId, proposal: Proposal, billings: Mapping[FirmId, Billing]) -> None:
        """Write a proposal, and how firms stood on invoices when it was made."""
        ...

    async def proposed_billings(self, c: Connection, proposal: str) -> Mapping[FirmId, Billing]:
        """Return how firms stood on invoices when a month was proposed."""
        ...

    async def approve(self, c: Connection, operator: FirmId, proposal: Proposal, approved: Named) -> None:
        """Write the consent; from here on the month is frozen."""
        ...

    async def close(
        self, c: Connection, operator: FirmId, month: date, statements: Iterable[tuple[Parties, Statement]], now: datetime
    ) -> None:
        """Write a month's statements in this order, and that it is closed."""
        ...

    async def statements(self, c: Connection, month: date | None, cursor: Cursor) -> Page[Statement]:
        """Return statements that the transaction's firm sees, the newest month first."""
        ...

    async def statement(self, c: Connection, id_: str) -> tuple[Parties, Statement]:
        """Return one; raise `NotFound`."""
        ...

    async def disputes(self, c: Connection, statement: str | None, id_: str | None = None) -> Sequence[Dispute]:
        """Return disputes that the transaction's firm sees, the newest first: all, of a statement, or one."""
        ...

    async def dispute(self, c: Connection, dispute: Dispute) -> None:
        """Write a dispute, in the name of the transaction's firm."""
        ...

    async def answer(self, c: Connection, dispute: Dispute, verdict: Verdict, reason: str, answered: Named) -> None:
        """Write the answer, in the name of the transaction's firm."""
        ...

    async def unsettled(self, c: Connection) -> Sequence[Dispute]:
        """Return accepted disputes whose transfers are not reversed yet."""
        ...

    async def settle(self, c: Connection, dispute: DisputeId, parties: Parties, reversed_: int, now: datetime) -> None:
        """Write that a dispute has had its consequence."""
        ...


class StretchDetails(Protocol):
    """What is known of the stretches of calls that transfers are for; another capability has their rows."""

    async def of(self, c: Connection, causes: Sequence[str]) -> Mapping[str, CallLine]:
        """Return by cause what is known of each stretch, with no amount; the transaction's firm sees only what concerns it."""
        ...


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
