"""Idempotency-Key: a request that is sent twice is done once.

The key is written in the very transaction of what the request changes, so either both are there or neither. The
answer is kept next to it afterwards and given again to repeats; where we died in between, a repeat is told to look.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from permanence.kernel.database import Connection, Transactions
from permanence.kernel.errors import Invalid, Refused
from permanence.kernel.ids import FirmId, PersonId
from permanence.kernel.queries import Queries

SQL = Queries.beside(__file__)
KEY_LENGTH_MAX = 200


class BadKey(Invalid):
    """The header Idempotency-Key has 1 to 200 visible characters."""

    code = "idempotency.invalid"


class KeyReused(Invalid):
    """This key was used for another request."""

    code = "idempotency.reused"


class AnswerUnknown(Refused):
    """This request was received before; look at what it did before you repeat it with another key."""

    code = "idempotency.unknown"


@dataclass(slots=True)
class Claim:
    """A request with a key. `taken` says that the key is committed together with what the request changed."""

    firm: FirmId
    person: PersonId
    key: str
    request_hash: bytes
    now: datetime
    taken: bool = False

    def values(self) -> dict[str, object]:
        """Return the parameters of the statements."""
        return {
            "firm": self.firm,
            "person": self.person,
            "key": self.key,
            "request_hash": self.request_hash,
            "now": self.now,
        }


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What the first request was answered."""

    status: int
    content_type: str
    body: bytes


_claim: ContextVar[Claim | None] = ContextVar("claim", default=None)


def hash_of(method: str, path: str, query: bytes, body: bytes) -> bytes:
    """Return what tells two requests under one key apart."""
    parts = (method.encode(), path.encode(), query, body)
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def checked_key(key: str) -> str:
    """Return the key if it is one."""
    if not 1 <= len(key) <= KEY_LENGTH_MAX or not all("!" <= c <= "~" for c in key):
        raise BadKey
    return key


class ClaimingTransactions:
    """A database whose transactions write the key of the request that they serve."""

    def __init__(self, database: Transactions) -> None:
        """Wrap the real one."""
        self._database = database

    @asynccontextmanager
    async def firm(self, firm: FirmId) -> AsyncGenerator[Connection]:
        """Lend a transaction of this firm; the first one of a request with a key writes the key."""
        claim = _claim.get()
        if claim is None or claim.taken or claim.firm != firm:
            async with self._database.firm(firm) as connection:
                yield connection
            return
        async with self._database.firm(firm) as connection:
            cursor = await connection.execute(SQL["claim"], claim.values())
            if await cursor.fetchone() is None:
                raise AnswerUnknown
            yield connection
        claim.taken = True

    def firms(self, firms: Iterable[FirmId]) -> AbstractAsyncContextManager[Connection]:
        """Lend a transaction of several firms."""
        return self._database.firms(firms)

    def nobody(self) -> AbstractAsyncContextManager[Connection]:
        """Lend a transaction without a firm."""
        return self._database.nobody()


class Repeats:
    """Remembers what requests with a key were answered."""

    def __init__(self, database: Transactions) -> None:
        """Use the real database, not the claiming one."""
        self._database = database

    async def answer(self, claim: Claim) -> KeptAnswer | None:
        """Return the kept answer, or None where this request is new."""
        async with self._database.firm(claim.firm) as c:
            row = await (await c.execute(SQL["kept"], claim.values())).fetchone()
        if row is None:
            return None
        request_hash, status, content_type, body = row
        if bytes(request_hash) != claim.request_hash:
            raise KeyReused
        if status is None:
            raise AnswerUnknown
        return KeptAnswer(status, content_type, bytes(body))

    def begin(self, claim: Claim) -> None:
        """Let transactions of this task write the key from here."""
        _claim.set(claim)

    async def end(self, claim: Claim, answer: KeptAnswer | None) -> None:
        """Keep the answer; None (a secret in it, or our own failure) leaves the key without one."""
        _claim.set(None)
        if answer is None or (answer.status >= 400 and not claim.taken):
            # A "no" that changed nothing may be asked again.
            return
        values = claim.values() | {
            "status": answer.status,
            "content_type": answer.content_type,
            "body": answer.body,
        }
        async with self._database.firm(claim.firm) as c:
            await c.execute(SQL["keep"], values)
            await c.execute(SQL["forget"], values)
