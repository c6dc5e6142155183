"""Complaints as people tell, read and answer them; and the reference by which a caller names his call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.ids import InteractionId
from permanence.kernel.page import Cursor, Page
from permanence.quality.errors import ComplaintAnswered, NotTheOwner, TooManyTellings
from permanence.quality.model import Answer, Complaint, Standing, Telling
from permanence.quality.pace import Pace
from permanence.quality.ports import ComplaintStore
from permanence.quality.reference import reference_of


@dataclass(frozen=True, slots=True)
class Complaints:
    """What pages do with complaints; `key` is that of the calls' references."""

    tools: Tools
    store: ComplaintStore
    key: bytes = field(repr=False)
    pace: Pace = field(default_factory=Pace)

    async def tell(self, telling: Telling, address: str) -> None:
        """Take in what a caller tells; whether there is such a call is looked at later, and never told here."""
        if not self.pace.allows(address, telling.told_at):
            raise TooManyTellings
        async with self.tools.database.nobody() as c:
            await self.store.tell(c, telling)

    async def pass_on(self, visitor: Visitor, telling: Telling) -> None:
        """Take in what an agent or a supervisor tells for a caller."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.tell(c, telling)
            line = self.tools.ids.new("aud")
            await self.tools.firms.audit(
                c, visitor.firm, line, telling.told_at, visitor.person.id, "complaint.told", telling.interaction
            )

    async def list(self, visitor: Visitor, cursor: Cursor) -> Page[Complaint]:
        """Return the firm's complaints and those of what it answered for others, the newest first."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.list(c, cursor)

    async def answer(self, visitor: Visitor, id_: str, text: str, founded: bool, now: datetime) -> Complaint:
        """Answer a complaint, for good; the call's owner does."""
        async with self.tools.database.firm(visitor.firm) as c:
            found = await self.store.one(c, id_)
            if found.owner != visitor.firm:
                raise NotTheOwner
            answer = Answer(text, founded, visitor.person.name, now)
            if not await self.store.answer(c, visitor.firm, found.id, visitor.person.id, answer):
                raise ComplaintAnswered
            line = self.tools.ids.new("aud")
            await self.tools.firms.audit(c, visitor.firm, line, now, visitor.person.id, "complaint.answered", found.id, {"founded": founded})
            return await self.store.one(c, id_)

    async def hours(self, visitor: Visitor) -> int:
        """Return within how many hours the firm answers."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.hours(c)

    async def keep_hours(self, visitor: Visitor, hours: int, now: datetime) -> None:
        """Answer within so many hours; complaints that are there keep their clock."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.keep_hours(c, visitor.firm, hours)
            line = self.tools.ids.new("aud")
            await self.tools.firms.audit(c, visitor.firm, line, now, visitor.person.id, "complaints.hours", None, {"hours": hours})

    async def standings(self, visitor: Visitor) -> Sequence[Standing]:
        """Return how the firm's partners stand with it, and it with them."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.standings(c)

    def reference(self, call: InteractionId) -> str:
        """Return what a caller writes down to name this call. It tells nothing that the id does not."""
        return reference_of(self.key, call)
