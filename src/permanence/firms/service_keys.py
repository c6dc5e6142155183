"""Keys by which a firm's programs sign in: made by a person, never able to do more than one role of that person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from permanence.firms import rules
from permanence.firms.errors import KeyRole, TooManyKeys
from permanence.firms.model import AccessKey, Role, Visitor
from permanence.firms.ports import FirmStore, KeyStore, Secrets
from permanence.firms.service import secret_hash
from permanence.kernel.database import Transactions
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import IdSource

PREFIX = "prm_"
START_LENGTH = 12
KEYS_MOST = 50
USED_EVERY = timedelta(minutes=1)
GOOD_FOR = timedelta(minutes=1)
"""So long what was found out about a key may be believed while the database is away."""
ROLES = (Role.DIRECTOR, Role.SUPERVISOR)


@dataclass(slots=True)
class Keys:
    """A firm's keys."""

    database: Transactions
    store: KeyStore
    firms: FirmStore
    secrets: Secrets
    ids: IdSource

    async def list(self, visitor: Visitor) -> Sequence[AccessKey]:
        """Return the firm's keys that are not revoked, the newest first."""
        async with self.database.firm(visitor.firm) as c:
            return await self.store.keys(c)

    async def add(self, visitor: Visitor, name: str, role: Role, now: datetime) -> tuple[AccessKey, str]:
        """Make a key with which a program may do what this role may, and the visitor; return it with its secret, shown this once."""
        if role not in ROLES or not rules.rights_of([role]) <= visitor.rights:
            raise KeyRole(param="role")
        secret = PREFIX + self.secrets.cookie()
        made = AccessKey(self.ids.new("key"), name, role, secret[:START_LENGTH], visitor.person.name, now, None)
        async with self.database.firm(visitor.firm) as c:
            if len(await self.store.keys(c)) >= KEYS_MOST:
                raise TooManyKeys(most=KEYS_MOST)
            hashed = secret_hash(secret)
            await self.store.add(c, visitor.firm, made.id, visitor.person.id, name, role, made.start, hashed, now)
            line, detail = self.ids.new("aud"), {"name": name, "role": str(role)}
            await self.firms.audit(c, visitor.firm, line, now, visitor.person.id, "key.added", made.id, dict[str, object](detail))
        return made, secret

    async def revoke(self, visitor: Visitor, id_: str, now: datetime) -> None:
        """Have a key open nothing any more."""
        async with self.database.firm(visitor.firm) as c:
            if not await self.store.revoke(c, id_, now):
                raise NotFound
            await self.firms.audit(c, visitor.firm, self.ids.new("aud"), now, visitor.person.id, "key.revoked", id_)

    async def visitor(self, secret: str, now: datetime) -> Visitor | None:
        """Return as whom a program comes with this key; None where the key opens nothing (any more)."""
        if not secret.startswith(PREFIX):
            return None
        async with self.database.nobody() as door:
            found = await self.store.firm_of(door, secret_hash(secret))
        if found is None:
            return None
        firm, id_ = found
        async with self.database.firm(firm) as c:
            holder = await self.store.holder(c, id_)
            if holder is None:
                return None
            if holder.used_at is None or now - holder.used_at >= USED_EVERY:
                await self.store.used(c, id_, now)
        rights = rules.rights_of([holder.role]) & rules.rights_of(holder.person.roles)
        return Visitor(firm, holder.person, id_, rights, now + GOOD_FOR)
