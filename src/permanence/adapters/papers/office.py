"""The papers that the ledger asks for, made by the modules beside this one."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from multiprocessing import get_context
from pathlib import Path

from permanence.adapters.papers import bank, hybrid, tables
from permanence.adapters.papers.invoice_data import invoice_xml
from permanence.adapters.papers.page import statement_pdf
from permanence.firms.model import Language
from permanence.ledger.model import CallLine, Party, Payment, Statement


class PaperOffice:
    """Makes papers; `permanence.ledger.ports.Papers` says what each method promises. It keeps nothing, and threads may share it."""

    def pdf(self, statement: Statement, language: Language) -> bytes:
        """Return the statement for people."""
        return statement_pdf(statement, language)

    def factur_x(self, statement: Statement, language: Language) -> bytes:
        """Return the statement for people, with its data inside."""
        return hybrid.declared(statement_pdf(statement, language, invoice_xml(statement, language)))

    def factur_x_xml(self, statement: Statement, language: Language = Language.FR) -> bytes:
        """Return the statement as data."""
        return invoice_xml(statement, language)

    def calls_csv(self, statement: Statement, calls: Iterable[CallLine], language: Language) -> Iterator[bytes]:
        """Yield the calls as CSV."""
        return tables.calls_csv(statement, calls, language)

    def calls_csv_live(self, statement: Statement, calls: AsyncIterable[CallLine], language: Language) -> AsyncIterator[bytes]:
        """Yield the calls as CSV while they are read."""
        return tables.calls_csv_live(statement, calls, language)

    def calls_xlsx(self, statement: Statement, calls: Iterable[CallLine], language: Language, path: str) -> None:
        """Write the calls as a workbook."""
        tables.calls_xlsx(statement, calls, language, path)

    async def calls_workbook(self, statement: Statement, calls: Sequence[CallLine], language: Language) -> bytes:
        """Return the calls as a workbook, written in a process of its own."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "calls.xlsx"
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
                writing = apart.submit(tables.calls_xlsx, statement, calls, language, str(path))
                await asyncio.wrap_future(writing)
            return await asyncio.to_thread(path.read_bytes)

    def payment_file(
        self, payer: Party, payments: Sequence[Payment], execution_on: date, message_id: str, created_at: datetime
    ) -> bytes:
        """Return a file of credit transfers."""
        return bank.payment_file(payer, payments, execution_on, message_id, created_at)
