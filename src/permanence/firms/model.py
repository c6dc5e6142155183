"""Firms, their people, what each role may do, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from permanence.kernel.ids import FirmId, PersonId


class Role(StrEnum):
    """What a person is in a firm; one may be several."""

    OPERATOR = "operator"
    DIRECTOR = "director"
    SUPERVISOR = "supervisor"
    AGENT = "agent"
    CLIENT = "client"


class Right(StrEnum):
    """What a person may do. Rights follow from roles and are never given one by one."""

    DESK = "desk"
    SUPERVISE = "supervise"
    HISTORY = "history"
    LISTEN = "listen"
    ADMIN = "admin"
    PLATFORM = "platform"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: frozenset({Right.PLATFORM}),
    Role.DIRECTOR: frozenset({Right.SUPERVISE, Right.HISTORY, Right.LISTEN, Right.ADMIN}),
    Role.SUPERVISOR: frozenset({Right.SUPERVISE, Right.HISTORY, Right.LISTEN}),
    Role.AGENT: frozenset({Right.DESK}),
    Role.CLIENT: frozenset(),
}


class Language(StrEnum):
    """The languages of screens and prompts."""

    FR = "fr"
    EN = "en"


class PersonStatus(StrEnum):
    """Whether a person may sign in."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm that runs its centre here."""

    id: FirmId
    name: str
    language: Language
    country: str
    time_zone: str
    recording_days: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works for a firm; the password's hash stays in the store."""

    id: PersonId
    email: str
    name: str
    roles: tuple[Role, ...]
    language: Language
    status: PersonStatus
    must_change_password: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be the one at the door: what is needed to check the password, and no more."""

    firm: FirmId
    firm_name: str
    person: PersonId
    password_hash: str = field(repr=False)
    failures: int
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser in which a person is signed in."""

    id: str
    person: Person
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends a request: known, signed in, of one firm."""

    firm: FirmId
    person: Person
    sign_in: str
    rights: frozenset[Right]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NewSignIn:
    """A sign-in just made; `secret` goes into the cookie and is kept nowhere else."""

    firm: FirmId
    person: PersonId
    id: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key by which a program signs in. `start` are its first characters; `person_name` is who made it and as whom it comes."""

    id: str
    name: str
    role: Role
    start: str
    person_name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Whose key it is: the role that it may use, when it was used last, and the person with today's roles."""

    role: Role
    used_at: datetime | None
    person: Person


@dataclass(frozen=True, slots=True)
class AuditLine:
    """Something that was done, by whom, to what."""

    id: str
    at: datetime
    person: PersonId | None
    person_name: str | None
    action: str
    subject: str | None
    detail: dict[str, object]


class Look(StrEnum):
    """What is seen of callers."""

    LISTED = "calls.listed"
    EXPORTED = "calls.exported"
    CALL = "call.opened"
    CALLER = "caller.opened"
    HEARD = "recording.heard"
    RECEIPT = "receipt.fetched"
    RECEIPTS = "receipts.fetched"


@dataclass(frozen=True, slots=True)
class Looked:
    """A look at callers of the firm: by whom of which firm, and at what. `subject` is the call, the receipt or the month that was
    seen; of a caller his newest call; empty for a list."""

    id: str
    at: datetime
    firm_name: str
    person_name: str
    is_own: bool
    what: Look
    subject: str
