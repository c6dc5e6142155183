"""The rows of firms, people, sign-ins and the audit, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import errors
from psycopg.types.json import Jsonb

from permanence.firms.errors import EmailTaken
from permanence.firms.model import (
    AuditLine,
    Candidate,
    Firm,
    Language,
    NewSignIn,
    Person,
    PersonStatus,
    Role,
    SignIn,
)
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId, PersonId
from permanence.kernel.page import BadCursor, Cursor, Page, cut
from permanence.kernel.queries import Queries

SQL = Queries.beside(__file__)


class PostgresFirms:
    """Implements `ports.FirmStore`."""

    async def candidates(self, door: Connection, email: str) -> Sequence[Candidate]:
        """Return everybody who may sign in with this address, over all firms."""
        rows = await (await door.execute(SQL["candidates"], {"email": email})).fetchall()
        return [Candidate(*row) for row in rows]

    async def firm_of_secret(self, door: Connection, secret_hash: bytes) -> tuple[FirmId, str] | None:
        """Return the firm and the sign-in that a cookie's secret belongs to."""
        row = await (await door.execute(SQL["firm_of_secret"], {"secret_hash": secret_hash})).fetchone()
        return (FirmId(row[0]), str(row[1])) if row else None

    async def firm(self, c: Connection) -> Firm:
        """Return the firm of the transaction."""
        row = await (await c.execute(SQL["firm"])).fetchone()
        if row is None:
            raise NotFound
        id_, name, language, country, time_zone, recording_days = row
        return Firm(id_, name, Language(language), country, time_zone, recording_days)

    async def add_firm(self, c: Connection, firm: Firm, now: datetime) -> None:
        """Write a new firm."""
        await c.execute(SQL["add_firm"], _firm_values(firm) | {"now": now})

    async def change_firm(self, c: Connection, firm: Firm) -> None:
        """Write what was changed of the firm."""
        await c.execute(SQL["change_firm"], _firm_values(firm))

    async def person(self, c: Connection, person: PersonId, *, lock: bool = False) -> Person | None:
        """Return one person; `lock` keeps others from changing the firm's people until the end."""
        if lock:
            await c.execute(SQL["lock_people"])
        row = await (await c.execute(SQL["person"], {"id": person})).fetchone()
        return person_of(row) if row else None

    async def people(self, c: Connection, cursor: Cursor) -> Page[Person]:
        """Return the firm's people by name."""
        name, id_ = cursor.after or (None, None)
        values = {"after_name": name, "after_id": id_, "rows": cursor.limit + 1}
        rows = await (await c.execute(SQL["people"], values)).fetchall()
        return cut([person_of(row) for row in rows], cursor.limit, lambda p: (p.name.lower(), p.id))

    async def directors(self, c: Connection) -> Sequence[PersonId]:
        """Return the directors who can sign in."""
        return [PersonId(id_) for (id_,) in await (await c.execute(SQL["directors"])).fetchall()]

    async def password_hash(self, c: Connection, person: PersonId) -> str:
        """Return what is kept of the person's password."""
        row = await (await c.execute(SQL["password_hash"], {"id": person})).fetchone()
        if row is None:
            raise NotFound
        return str(row[0])

    async def add_person(
        self, c: Connection, firm: FirmId, person: Person, password_hash: str, now: datetime
    ) -> None:
        """Write a new person; raise `EmailTaken`."""
        values = _person_values(person) | {"firm": firm, "password_hash": password_hash, "now": now}
        try:
            await c.execute(SQL["add_person"], values | {"must_change": person.must_change_password})
        except errors.UniqueViolation as error:
            raise EmailTaken(param="email") from error

    async def change_person(self, c: Connection, person: Person) -> None:
        """Write what was changed of a person; raise `EmailTaken`."""
        try:
            await c.execute(SQL["change_person"], _person_values(person))
        except errors.UniqueViolation as error:
            raise EmailTaken(param="email") from error

    async def set_password(
        self, c: Connection, person: PersonId, password_hash: str, now: datetime, *, must_change: bool
    ) -> None:
        """Write a new password and forget failures."""
        values = {"id": person, "password_hash": password_hash, "now": now, "must_change": must_change}
        await c.execute(SQL["set_password"], values)

    async def note_failure(self, c: Connection, person: PersonId) -> int:
        """Count one more failure and return the count."""
        row = await (await c.execute(SQL["note_failure"], {"id": person})).fetchone()
        return int(row[0]) if row else 0

    async def lock(self, c: Connection, person: PersonId, until: datetime | None) -> None:
        """Close the door until then."""
        await c.execute(SQL["lock"], {"id": person, "until": until})

    async def forget_failures(self, c: Connection, person: PersonId) -> None:
        """Begin to count anew."""
        await c.execute(SQL["forget_failures"], {"id": person})

    async def add_sign_in(
        self,
        c: Connection,
        made: NewSignIn,
        secret_hash: bytes,
        now: datetime,
        until: datetime,
        address: str,
        browser: str,
    ) -> None:
        """Write a sign-in."""
        values = {"firm": made.firm, "id": made.id, "person": made.person, "secret_hash": secret_hash}
        values |= {"now": now, "until": until, "address": address or None, "browser": browser[:300] or None}
        await c.execute(SQL["add_sign_in"], values)

    async def sign_in(self, c: Connection, sign_in: str) -> SignIn | None:
        """Return a sign-in of a person who may still sign in."""
        row = await (await c.execute(SQL["sign_in"], {"id": sign_in})).fetchone()
        if row is None:
            return None
        id_, created_at, seen_at, expires_at, *person = row
        return SignIn(id_, person_of(tuple(person)), created_at, seen_at, expires_at)

    async def touch(self, c: Connection, sign_in: str, now: datetime) -> None:
        """Write down that the person is still there."""
        await c.execute(SQL["touch"], {"id": sign_in, "now": now})

    async def end_sign_ins(
        self, c: Connection, person: PersonId, *, only: str | None = None, but: str | None = None
    ) -> None:
        """End all sign-ins of a person, `only` one of them, or all `but` one."""
        await c.execute(SQL["end_sign_ins"], {"person": person, "only": only, "but": but})

    async def audit(
        self,
        c: Connection,
        firm: FirmId,
        line: str,
        now: datetime,
        person: PersonId | None,
        action: str,
        subject: str | None = None,
        detail: dict[str, object] | None = None,
        address: str | None = None,
    ) -> None:
        """Write down what was done."""
        values: dict[str, Any] = {"firm": firm, "id": line, "now": now, "person": person, "action": action}
        values |= {"subject": subject, "detail": Jsonb(detail or {}), "address": address or None}
        await c.execute(SQL["audit"], values)

    async def audit_lines(self, c: Connection, cursor: Cursor) -> Page[AuditLine]:
        """Return what was done, newest first."""
        at, id_ = cursor.after or (None, None)
        try:
            rows = await (
                await c.execute(
                    SQL["audit_lines"], {"after_at": at, "after_id": id_, "rows": cursor.limit + 1}
                )
            ).fetchall()
        except errors.DataError as error:
            raise BadCursor(param="cursor") from error
        return cut(
            [AuditLine(*row) for row in rows], cursor.limit, lambda line: (line.at.isoformat(), line.id)
        )


def person_of(row: Sequence[Any]) -> Person:
    """Return the person of a row: id, e-mail, name, roles, language, status, must_change."""
    id_, email, name, roles, language, status, must_change = row
    return Person(
        PersonId(id_),
        email,
        name,
        tuple(map(Role, roles)),
        Language(language),
        PersonStatus(status),
        must_change,
    )


def _person_values(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "roles": list(map(str, person.roles)),
        "language": str(person.language),
        "status": str(person.status),
    }


def _firm_values(firm: Firm) -> dict[str, Any]:
    return {
        "id": firm.id,
        "name": firm.name,
        "language": str(firm.language),
        "country": firm.country,
        "time_zone": firm.time_zone,
        "recording_days": firm.recording_days,
    }
