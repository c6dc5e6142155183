"""Signing in and out, and looking after a firm's people. Each use case is one transaction of one firm."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from permanence.firms import rules
from permanence.firms.errors import (
    LastDirector,
    Locked,
    RoleNotYours,
    WhichFirm,
    WrongOldPassword,
    WrongPassword,
)
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
    Visitor,
)
from permanence.firms.ports import FirmStore, FloorDoor, Passwords, Secrets
from permanence.kernel.database import Connection, Transactions
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import FirmId, IdSource, PersonId
from permanence.kernel.page import Cursor, Page

FIRMS_TRIED_MAX = 4
"""How many firms one address and password are tried in; beyond that the firm must be named."""
STRANGERS_MAX = 10_000


def secret_hash(secret: str) -> bytes:
    """Return what is kept of a cookie's secret: it has 256 bits of chance, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(slots=True)
class Strangers:
    """Failures of addresses that nobody has, so that they are locked out like all others and tell nothing."""

    _tries: OrderedDict[str, tuple[int, datetime | None]] = field(default_factory=OrderedDict)

    def locked_until(self, email: str) -> datetime | None:
        """Return until when no password is looked at for this address."""
        return self._tries.get(email, (0, None))[1]

    def fail(self, email: str, now: datetime) -> None:
        """Count a failure; the oldest addresses are forgotten first."""
        failures = self._tries.pop(email, (0, None))[0] + 1
        self._tries[email] = (failures, rules.lock_after(failures, now))
        if len(self._tries) > STRANGERS_MAX:
            self._tries.popitem(last=False)


@dataclass(slots=True)
class SignIns:
    """Who is at the door."""

    database: Transactions
    store: FirmStore
    passwords: Passwords
    secrets: Secrets
    ids: IdSource
    strangers: Strangers = field(default_factory=Strangers)

    async def sign_in(
        self,
        email: str,
        password: str,
        firm: str | None,
        now: datetime,
        *,
        address: str = "",
        browser: str = "",
    ) -> NewSignIn:
        """Check the password and sign the person in; a wrong address costs as much time as a wrong password."""
        email = email.strip().lower()
        async with self.database.nobody() as door:
            candidates = [c for c in await self.store.candidates(door, email) if firm in (None, c.firm)]
        if not candidates:
            await self._turn_away_stranger(email, password, now)
        tried = candidates[:FIRMS_TRIED_MAX]
        open_doors = [c for c in tried if not rules.lock_left_s(c.locked_until, now)]
        if not open_doors:
            raise Locked(retry_after_s=min(rules.lock_left_s(c.locked_until, now) for c in tried))
        right = [c for c in open_doors if await self.passwords.matches(password, c.password_hash)]
        if not right:
            for candidate in open_doors:
                await self._note_failure(candidate, address, now)
            raise WrongPassword
        if len(right) > 1:
            raise WhichFirm(firms=[{"id": c.firm, "name": c.firm_name} for c in right])
        return await self._let_in(right[0], address, browser, now)

    async def _turn_away_stranger(self, email: str, password: str, now: datetime) -> None:
        if left := rules.lock_left_s(self.strangers.locked_until(email), now):
            raise Locked(retry_after_s=left)
        await self.passwords.matches(password, None)
        self.strangers.fail(email, now)
        raise WrongPassword

    async def _note_failure(self, candidate: Candidate, address: str, now: datetime) -> None:
        async with self.database.firm(candidate.firm) as c:
            failures = await self.store.note_failure(c, candidate.person)
            await self.store.lock(c, candidate.person, rules.lock_after(failures, now))
            await self._audit(c, candidate.firm, now, candidate.person, "sign_in.failed", address=address)

    async def _let_in(self, candidate: Candidate, address: str, browser: str, now: datetime) -> NewSignIn:
        made = NewSignIn(candidate.firm, candidate.person, self.ids.new("sgn"), self.secrets.cookie())
        until = now + rules.SHIFT_LIMIT
        async with self.database.firm(candidate.firm) as c:
            await self.store.forget_failures(c, candidate.person)
            await self.store.add_sign_in(c, made, secret_hash(made.secret), now, until, address, browser)
            await self._audit(c, made.firm, now, made.person, "sign_in.made", made.id, address=address)
        return made

    async def visitor(self, secret: str, now: datetime) -> Visitor | None:
        """Return who sends this cookie, or None where nobody is signed in with it (any more)."""
        async with self.database.nobody() as door:
            found = await self.store.firm_of_secret(door, secret_hash(secret))
        if found is None:
            return None
        firm, sign_in_id = found
        async with self.database.firm(firm) as c:
            sign_in = await self.store.sign_in(c, sign_in_id)
            if sign_in is None:
                return None
            if rules.is_over(sign_in, now):
                await self.store.end_sign_ins(c, sign_in.person.id, only=sign_in.id)
                return None
            if rules.needs_touch(sign_in, now):
                await self.store.touch(c, sign_in.id, now)
        return _visitor(firm, sign_in)

    async def sign_out(self, visitor: Visitor, now: datetime) -> None:
        """End the sign-in of this browser."""
        async with self.database.firm(visitor.firm) as c:
            await self.store.end_sign_ins(c, visitor.person.id, only=visitor.sign_in)
            await self._audit(c, visitor.firm, now, visitor.person.id, "sign_in.ended", visitor.sign_in)

    async def sign_out_everywhere(self, visitor: Visitor, now: datetime) -> None:
        """End all sign-ins of this person."""
        async with self.database.firm(visitor.firm) as c:
            await self.store.end_sign_ins(c, visitor.person.id)
            await self._audit(c, visitor.firm, now, visitor.person.id, "sign_in.all_ended")

    async def change_password(self, visitor: Visitor, old: str, new: str, now: datetime) -> None:
        """Change one's own password; all other browsers are signed out."""
        me = visitor.person
        async with self.database.firm(visitor.firm) as c:
            kept = await self.store.password_hash(c, me.id)
        if not await self.passwords.matches(old, kept):
            raise WrongOldPassword(param="old")
        if problem := rules.new_password_problem(old, new, me.email, me.name):
            raise problem
        hashed = await self.passwords.hash(new)
        async with self.database.firm(visitor.firm) as c:
            await self.store.set_password(c, me.id, hashed, now, must_change=False)
            await self.store.end_sign_ins(c, me.id, but=visitor.sign_in)
            await self._audit(c, visitor.firm, now, me.id, "password.changed", me.id)

    async def _audit(
        self,
        c: Connection,
        firm: FirmId,
        now: datetime,
        person: PersonId,
        action: str,
        subject: str | None = None,
        address: str | None = None,
    ) -> None:
        await self.store.audit(c, firm, self.ids.new("aud"), now, person, action, subject, address=address)


def _visitor(firm: FirmId, sign_in: SignIn) -> Visitor:
    person = sign_in.person
    return Visitor(firm, person, sign_in.id, rules.rights_of(person.roles), sign_in.expires_at)


@dataclass(slots=True)
class People:
    """A firm and its people, as its director looks after them."""

    database: Transactions
    store: FirmStore
    passwords: Passwords
    secrets: Secrets
    ids: IdSource
    floor: FloorDoor

    async def firm(self, firm: FirmId) -> Firm:
        """Return the firm."""
        async with self.database.firm(firm) as c:
            return await self.store.firm(c)

    async def found(self, firm: Firm, director: Person, password: str, now: datetime) -> None:
        """Write a new firm with its first person; only the operator and the demonstration do."""
        hashed = await self.passwords.hash(password)
        async with self.database.firm(firm.id) as c:
            await self.store.add_firm(c, firm, now)
            await self.store.add_person(c, firm.id, director, hashed, now)
            await self.store.audit(c, firm.id, self.ids.new("aud"), now, director.id, "firm.founded", firm.id)

    async def change_firm(self, visitor: Visitor, firm: Firm, now: datetime) -> None:
        """Write what was changed of the visitor's firm."""
        async with self.database.firm(visitor.firm) as c:
            await self.store.change_firm(c, firm)
            await self._note(c, visitor, now, "firm.changed", firm.id, {"name": firm.name})
        await self.floor.reload(visitor.firm)

    async def list(self, visitor: Visitor, cursor: Cursor) -> Page[Person]:
        """Return the firm's people by name."""
        async with self.database.firm(visitor.firm) as c:
            return await self.store.people(c, cursor)

    async def person(self, visitor: Visitor, person: PersonId) -> Person:
        """Return one of the firm's people."""
        async with self.database.firm(visitor.firm) as c:
            return await self._existing(c, person)

    async def add(self, visitor: Visitor, person: Person, password: str | None, now: datetime) -> str | None:
        """Write a new person; without a password one is made and returned, to be shown once."""
        _check_roles(visitor, (), person.roles)
        if password is not None and (problem := rules.password_problem(password, person.email, person.name)):
            raise problem
        made = None if password is not None else self.secrets.password()
        hashed = await self.passwords.hash(password if password is not None else str(made))
        async with self.database.firm(visitor.firm) as c:
            await self.store.add_person(c, visitor.firm, person, hashed, now)
            await self._note(c, visitor, now, "person.added", person.id, {"roles": list(person.roles)})
        return made

    async def change(self, visitor: Visitor, changed: Person, now: datetime) -> None:
        """Write what was changed of a person; one who is disabled is signed out everywhere."""
        async with self.database.firm(visitor.firm) as c:
            before = await self._existing(c, changed.id, lock=True)
            _check_roles(visitor, before.roles, changed.roles)
            if changed.status is not before.status:
                _check_roles(visitor, before.roles, ())
            await self.store.change_person(c, changed)
            if not await self.store.directors(c):
                raise LastDirector
            if changed.status is PersonStatus.DISABLED:
                await self.store.end_sign_ins(c, changed.id)
            detail: dict[str, object] = {"roles": list(changed.roles), "status": str(changed.status)}
            await self._note(c, visitor, now, "person.changed", changed.id, detail)
        await self.floor.reload(visitor.firm)

    async def change_oneself(self, visitor: Visitor, name: str, language: Language) -> Person:
        """Write one's own name or language."""
        async with self.database.firm(visitor.firm) as c:
            before = await self._existing(c, visitor.person.id, lock=True)
            changed = replace(before, name=name, language=language)
            await self.store.change_person(c, changed)
        return changed

    async def reset_password(self, visitor: Visitor, person: PersonId, now: datetime) -> str:
        """Give a person a new password, to be changed at the next sign-in, and sign out all browsers."""
        made = self.secrets.password()
        hashed = await self.passwords.hash(made)
        async with self.database.firm(visitor.firm) as c:
            existing = await self._existing(c, person)
            _check_roles(visitor, existing.roles, ())
            await self.store.set_password(c, person, hashed, now, must_change=True)
            await self.store.end_sign_ins(c, person)
            await self._note(c, visitor, now, "password.reset", person)
        return made

    async def replace_password(self, firm: FirmId, person: PersonId, now: datetime) -> str:
        """Give a person a new password on the word of who runs the machine: nobody of the firm could help."""
        made = self.secrets.password()
        hashed = await self.passwords.hash(made)
        async with self.database.firm(firm) as c:
            await self.store.set_password(c, person, hashed, now, must_change=True)
            await self.store.forget_failures(c, person)
            await self.store.end_sign_ins(c, person)
            await self.store.audit(c, firm, self.ids.new("aud"), now, None, "password.reset", person)
        return made

    async def audit_lines(self, visitor: Visitor, cursor: Cursor) -> Page[AuditLine]:
        """Return what was done in the firm, newest first."""
        async with self.database.firm(visitor.firm) as c:
            return await self.store.audit_lines(c, cursor)

    async def _existing(self, c: Connection, person: PersonId, *, lock: bool = False) -> Person:
        found = await self.store.person(c, person, lock=lock)
        if found is None:
            raise NotFound
        return found

    async def _note(
        self,
        c: Connection,
        visitor: Visitor,
        now: datetime,
        action: str,
        subject: str,
        detail: dict[str, object] | None = None,
    ) -> None:
        await self.store.audit(
            c, visitor.firm, self.ids.new("aud"), now, visitor.person.id, action, subject, detail
        )


def _check_roles(visitor: Visitor, before: Sequence[Role], after: Sequence[Role]) -> None:
    if role := rules.role_not_yours(visitor.person.roles, before, after):
        raise RoleNotYours(param="roles", role=str(role))
