"""What firms need of the world: their rows, a slow hash for passwords, and chance for secrets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from permanence.firms.model import (
    AccessKey,
    AuditLine,
    Candidate,
    Firm,
    KeyHolder,
    Look,
    Looked,
    NewSignIn,
    Person,
    Role,
    SignIn,
)
from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, PersonId
from permanence.kernel.page import Cursor, Page

T = TypeVar("T")


class Passwords(Protocol):
    """A slow hash, computed where it holds up nobody else."""

    async def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        ...

    async def matches(self, password: str, kept: str | None) -> bool:
        """Say whether this is the password; with None the answer is no and takes as long."""
        ...


class Secrets(Protocol):
    """Where secrets come from."""

    def cookie(self) -> str:
        """Return a secret of 256 bits for a cookie."""
        ...

    def password(self) -> str:
        """Return a first password that can be read out and typed."""
        ...


class FloorDoor(Protocol):
    """The way to the floor, which keeps firms' set-up in memory."""

    async def reload(self, firm: FirmId) -> None:
        """Have the floor read this firm again; one that is away does so when it comes back."""
        ...


class Rows(Protocol[T]):
    """The rows of one kind of thing, within a transaction that the service opens."""

    async def list(self, c: Connection, cursor: Cursor) -> Page[T]:
        """Return things by label."""
        ...

    async def one(self, c: Connection, id_: str) -> T:
        """Return one thing; raise `NotFound`."""
        ...

    async def add(self, c: Connection, firm: FirmId, thing: T) -> None:
        """Write a new thing."""
        ...

    async def change(self, c: Connection, firm: FirmId, thing: T) -> None:
        """Write a thing again."""
        ...

    async def remove(self, c: Connection, id_: str) -> None:
        """Delete a thing; refuse where others need it."""
        ...


class FirmStore(Protocol):
    """The rows of firms and people, within a transaction that the service opens."""

    async def candidates(self, door: Connection, email: str) -> Sequence[Candidate]:
        """Return everybody who may sign in with this address, over all firms."""
        ...

    async def firm_of_secret(self, door: Connection, secret_hash: bytes) -> tuple[FirmId, str] | None:
        """Return the firm and the sign-in that a cookie's secret belongs to."""
        ...

    async def firm(self, c: Connection) -> Firm:
        """Return the firm of the transaction."""
        ...

    async def add_firm(self, c: Connection, firm: Firm, now: datetime) -> None:
        """Write a new firm."""
        ...

    async def change_firm(self, c: Connection, firm: Firm) -> None:
        """Write what was changed of the firm."""
        ...

    async def person(self, c: Connection, person: PersonId, *, lock: bool = False) -> Person | None:
        """Return one person; `lock` keeps others from changing the firm's people until the end."""
        ...

    async def people(self, c: Connection, cursor: Cursor) -> Page[Person]:
        """Return the firm's people by name."""
        ...

    async def directors(self, c: Connection) -> Sequence[PersonId]:
        """Return the directors who can sign in."""
        ...

    async def password_hash(self, c: Connection, person: PersonId) -> str:
        """Return what is kept of the person's password."""
        ...

    async def add_person(
        self, c: Connection, firm: FirmId, person: Person, password_hash: str, now: datetime
    ) -> None:
        """Write a new person; raise `EmailTaken`."""
        ...

    async def change_person(self, c: Connection, person: Person) -> None:
        """Write what was changed of a person; raise `EmailTaken`."""
        ...

    async def set_password(
        self, c: Connection, person: PersonId, password_hash: str, now: datetime, *, must_change: bool
    ) -> None:
        """Write a new password and forget failures."""
        ...

    async def note_failure(self, c: Connection, person: PersonId) -> int:
        """Count one more failure and return the count."""
        ...

    async def lock(self, c: Connection, person: PersonId, until: datetime | None) -> None:
        """Close the door until then."""
        ...

    async def forget_failures(self, c: Connection, person: PersonId) -> None:
        """Begin to count anew."""
        ...

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
        ...

    async def sign_in(self, c: Connection, sign_in: str) -> SignIn | None:
        """Return a sign-in of a person who may still sign in."""
        ...

    async def touch(self, c: Connection, sign_in: str, now: datetime) -> None:
        """Write down that the person is still there."""
        ...

    async def end_sign_ins(
        self, c: Connection, person: PersonId, *, only: str | None = None, but: str | None = None
    ) -> None:
        """End all sign-ins of a person, `only` one of them, or all `but` one."""
        ...

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
        ...

    async def audit_lines(self, c: Connection, cursor: Cursor) -> Page[AuditLine]:
        """Return what was done, newest first."""
        ...


class AccessStore(Protocol):
    """The rows of looks at callers, within a transaction that the service opens."""

    async def note(
        self, c: Connection, owner: FirmId, id_: str, person: PersonId, now: datetime, what: Look, subject: str
    ) -> None:
        """Write down a look by a person of the transaction's firm, unless the same one is written down already."""
        ...

    async def looks(self, c: Connection, firm: FirmId, who: str, day: date | None, cursor: Cursor) -> Page[Looked]:
        """Return looks at the firm's callers, the newest first."""
        ...


class KeyStore(Protocol):
    """The rows of access keys, within a transaction that the service opens."""

    async def firm_of(self, door: Connection, secret_hash: bytes) -> tuple[FirmId, str] | None:
        """Return the firm and the key that a secret belongs to."""
        ...

    async def keys(self, c: Connection) -> Sequence[AccessKey]:
        """Return the firm's keys that are not revoked, the newest first."""
        ...

    async def add(
        self, c: Connection, firm: FirmId, id_: str, person: PersonId, name: str, role: Role, start: str, secret_hash: bytes, now: datetime
    ) -> None:
        """Write a new key."""
        ...

    async def holder(self, c: Connection, id_: str) -> KeyHolder | None:
        """Return whose key this is, None where it may not be used."""
        ...

    async def used(self, c: Connection, id_: str, now: datetime) -> None:
        """Write down when a key was last used."""
        ...

    async def revoke(self, c: Connection, id_: str, now: datetime) -> bool:
        """Have a key open nothing any more; False: there is none."""
        ...
