"""Making agreements: a director of each firm proposes, answers, gives notice; nothing holds before both have consented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound, PermanenceError
from permanence.kernel.ids import AgreementId, FirmId, VersionId
from permanence.synergy.errors import PartnerUnknown, WithOneself
from permanence.synergy.model import (
    Agreement,
    Answer,
    Decision,
    Ending,
    Listing,
    Shown,
    Side,
    Signature,
    Terms,
    Version,
)
from permanence.synergy.ports import SynergyStore
from permanence.synergy.rules import earliest_end, why_not_answered, why_not_ended, why_not_proposed


@dataclass(frozen=True, slots=True)
class Synergy:
    """What a director does with other firms of the platform."""

    tools: Tools
    store: SynergyStore

    async def market(self, visitor: Visitor) -> list[Shown]:
        """Return the other firms that show themselves."""
        async with self.tools.database.firm(visitor.firm) as c:
            return [shown for shown in await self.store.market(c) if shown.firm_id != visitor.firm]

    async def listing(self, visitor: Visitor) -> Listing:
        """Return what the firm tells others; before it has written anything, its name and country, not shown."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self._listing(c)

    async def keep_listing(self, visitor: Visitor, listing: Listing, now: datetime) -> Listing:
        """Write what the firm tells others."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.keep_listing(c, visitor.firm, listing, now)
            await self._audit(c, visitor, "synergy.listing_changed", None, now, {"shown": listing.shown})
        return listing

    async def agreements(self, visitor: Visitor) -> Sequence[Agreement]:
        """Return the firm's agreements, the newest first."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.agreements(c)

    async def one(self, visitor: Visitor, id_: str) -> Agreement:
        """Return one of them."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.agreement(c, id_)

    async def make(
        self, visitor: Visitor, partner: FirmId, side: Side, terms: Terms, starts_on: date, note: str, now: datetime
    ) -> Agreement:
        """Propose an agreement to a firm of the market, the visitor's firm being its `side`."""
        if partner == visitor.firm:
            raise WithOneself(param="partner_id")
        _allow(why_not_proposed(None, terms, starts_on, now))
        async with self.tools.database.firm(visitor.firm) as c:
            own = await self._listing(c)
            other = next((shown for shown in await self.store.market(c) if shown.firm_id == partner), None)
            if other is None:
                raise PartnerUnknown(param="partner_id")
            firms, names = (visitor.firm, partner), (own.name, other.name)
            if side is Side.ANSWERING:
                firms, names = (partner, visitor.firm), (other.name, own.name)
            agreement = Agreement(AgreementId(self.tools.ids.new("agr")), *firms, *names, now)
            await self.store.add(c, agreement)
            return await self._propose(c, visitor, agreement, terms, starts_on, note, now)

    async def propose(self, visitor: Visitor, id_: str, terms: Terms, starts_on: date, note: str, now: datetime) -> Agreement:
        """Propose other terms; what the other side had proposed before cannot be accepted any more."""
        async with self.tools.database.firm(visitor.firm) as c:
            agreement = await self.store.agreement(c, id_, lock=True)
            _allow(why_not_proposed(agreement, terms, starts_on, now))
            return await self._propose(c, visitor, agreement, terms, starts_on, note, now)

    async def answer(self, visitor: Visitor, id_: str, version_id: str, decision: Decision, note: str, now: datetime) -> Agreement:
        """Accept or refuse what the other side proposed, or withdraw one's own."""
        async with self.tools.database.firm(visitor.firm) as c:
            agreement = await self.store.agreement(c, id_, lock=True)
            version = next((each for each in agreement.versions if each.id == version_id), None)
            if version is None:
                raise NotFound
            _allow(why_not_answered(agreement, version, visitor.firm, decision))
            answer = Answer(decision, _signature(visitor, now, note))
            await self.store.answer(c, agreement, version, answer)
            await self._audit(c, visitor, f"agreement.{decision}", agreement.id, now, {"version": version.number})
        await self.tools.floor.reload(visitor.firm)
        done = replace(version, answer=answer)
        return replace(agreement, versions=tuple(done if each is version else each for each in agreement.versions))

    async def end(self, visitor: Visitor, id_: str, last_day: date | None, note: str, now: datetime) -> Agreement:
        """Give notice; without a day the agreement ends as soon as its notice allows. Calls that are up go on."""
        async with self.tools.database.firm(visitor.firm) as c:
            agreement = await self.store.agreement(c, id_, lock=True)
            chosen = last_day or earliest_end(agreement, now)
            _allow(why_not_ended(agreement, chosen, now))
            ending = Ending(chosen, _signature(visitor, now, note))
            await self.store.end(c, agreement.id, (agreement.owner, agreement.answering), ending)
            await self._audit(c, visitor, "agreement.ended", agreement.id, now, {"last_day": chosen.isoformat()})
        await self.tools.floor.reload(visitor.firm)
        return replace(agreement, ending=ending)

    async def _propose(
        self, c: Connection, visitor: Visitor, agreement: Agreement, terms: Terms, starts_on: date, note: str, now: datetime
    ) -> Agreement:
        number = len(agreement.versions) + 1
        version = Version(VersionId(self.tools.ids.new("agv")), number, terms, starts_on, _signature(visitor, now, note))
        await self.store.propose(c, agreement, version)
        await self._audit(c, visitor, "agreement.proposed", agreement.id, now, {"version": number})
        return replace(agreement, versions=(*agreement.versions, version))

    async def _listing(self, c: Connection) -> Listing:
        known = await self.store.listing(c)
        if known is not None:
            return known
        firm = await self.tools.firms.firm(c)
        return Listing(name=firm.name, country=firm.country, languages=(str(firm.language),))

    async def _audit(
        self, c: Connection, visitor: Visitor, action: str, subject: str | None, now: datetime, detail: dict[str, object]
    ) -> None:
        await self.tools.firms.audit(c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, action, subject, detail)


def _signature(visitor: Visitor, now: datetime, note: str) -> Signature:
    return Signature(visitor.firm, visitor.person.id, visitor.person.name, now, note)


def _allow(reason: PermanenceError | None) -> None:
    if reason is not None:
        raise reason
