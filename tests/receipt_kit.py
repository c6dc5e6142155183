"""What tests of issued receipts share: pairs of firms that agreed, calls that one answered for the other, the worker's hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from permanence.adapters.postgres.pool import Database
from permanence.adapters.signing import SigningKey
from permanence.firms.model import Language, Person, PersonStatus, Right, Role, Visitor
from permanence.firms.service_access import Accesses
from permanence.firms.service_shelf import Tools
from permanence.firms.store import PostgresFirms
from permanence.firms.store_access import PostgresAccesses
from permanence.interaction.events import (
    CallArrived,
    CallEnded,
    PartnerServed,
    RecordingEnded,
    RecordingStarted,
)
from permanence.interaction.service_proof import SoundProofs
from permanence.interaction.store_recordings import PostgresRecordings
from permanence.kernel.ids import AgentId, AgreementId, AnsweredId, FirmId, InteractionId, PersonId, VersionId
from permanence.synergy.day_root import DayRoot
from permanence.synergy.model import Agreement, Answered, Side, Signature, Terms, Version
from permanence.synergy.rating import whole_seconds
from permanence.synergy.receipt import Receipt
from permanence.synergy.service_receipt_files import Receipts
from permanence.synergy.service_receipts import Issuer
from permanence.synergy.store import PostgresSynergy
from permanence.synergy.store_overflow import PostgresSettling
from permanence.synergy.store_receipts import PostgresIssuing, PostgresReceipts
from tests.receipts import TERMS
from tests.recording_kit import IDS, House, say, write_call

T0 = datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)


class NoFloor:
    """A floor that is away."""

    async def reload(self, firm: FirmId) -> None:
        """Hear nothing."""


@dataclass(frozen=True, slots=True)
class Allies:
    """Two firms that agreed."""

    owner: FirmId
    answering: FirmId
    agreement: AgreementId
    version: VersionId
    terms: Terms = TERMS


async def ally(database: Database, owner: FirmId, answering: FirmId, terms: Terms = TERMS) -> Allies:
    """Write an agreement of two firms, as its first version was proposed."""
    made = Agreement(AgreementId(IDS.new("agr")), owner, answering, "Étoile", "Nord", T0 - DAY)
    signed = Signature(owner, PersonId(IDS.new("per")), "Ann Roy", T0 - DAY)
    version = Version(VersionId(IDS.new("agv")), 1, terms, T0.date(), signed)
    async with database.firm(owner) as c:
        await PostgresSynergy().add(c, made)
        await PostgresSynergy().propose(c, made, version)
    return Allies(owner, answering, made.id, version.id, terms)


async def answer(
    floor: Database, allies: Allies, at: datetime = T0, *, talk_s: float = 90.4, recorded: int = 0, ended: bool = True,
    dialled: str = "+33184800001",
) -> Answered:  # fmt: skip
    """Have the partner answer a call for the owner: journal and answered stretch, as floor and worker write them."""
    call = await write_call(floor, allies.owner, arrived_at=at)
    since = at + timedelta(seconds=8.25)
    until = since + timedelta(seconds=talk_s)
    await say(floor, allies.owner, call, CallArrived("+33184800001", "+33612345678"), at)
    for number in range(1, recorded + 1):
        await say(floor, allies.owner, call, RecordingStarted(f"{call}.rec{number}", "qualité"), since)
    agent = AgentId(IDS.new("agt"))
    served = PartnerServed(allies.answering, "Nord", allies.agreement, allies.version, agent, "Noémie", "FR", "K7QF-2M9X", since, until)
    await say(floor, allies.owner, call, served, until)
    if ended:
        await end(floor, allies, call, until, recorded)
    stretch = Answered(
        id=AnsweredId(IDS.new("ans")), owner=allies.owner, answering=allies.answering, owner_name="Étoile", answering_name="Nord",
        interaction=call, seq=2, agreement=allies.agreement, version=allies.version, dialled=dialled, brand="Étoile", agent=agent,
        alias="Noémie", country="FR", caller="K7QF-2M9X", arrived_at=at, since=since, until=until,
        seconds=whole_seconds(since, until), terms=allies.terms,
    )  # fmt: skip
    async with floor.firms([allies.owner, allies.answering]) as c:
        assert await PostgresSettling(IDS).keep(c, [stretch]) == [stretch]
    return stretch


async def end(floor: Database, allies: Allies, call: InteractionId, at: datetime, recorded: int = 0) -> None:
    """End a call, and afterwards its recordings' files."""
    await say(floor, allies.owner, call, CallEnded("answered", "customer", 16), at)
    for number in range(1, recorded + 1):
        await say(floor, allies.owner, call, RecordingEnded(f"{call}.rec{number}", 8000, ("in", "out"), ()), at)


@dataclass
class Office:
    """An installation that issues receipts, and the directors who fetch them."""

    folder: Path
    floor: Database
    web: Database
    house: House = field(init=False)

    def __post_init__(self) -> None:
        self.house = House(self.folder, self.floor)
        self.key = SigningKey.load(self.folder / "secrets")
        self.issuer = self.new_issuer()
        self.receipts = Receipts(Tools(self.web, PostgresFirms(), IDS, NoFloor()), PostgresReceipts(), self.key.public_key, Accesses(self.web, PostgresAccesses(), IDS))

    def new_issuer(self, database: object = None, store: object = None, sounds: object = None, name: str = "p.example") -> Issuer:
        """An issuer that remembers nothing, as after a restart."""
        proofs = sounds or SoundProofs(self.floor, PostgresRecordings(), self.house.archive)
        return Issuer(database or self.floor, store or PostgresIssuing(), proofs, self.key, IDS, name)  # type: ignore[arg-type]

    async def month(self, allies: Allies, side: Side = Side.OWNER, month: str = "2026-11") -> bytes:
        """The file of a month, as one side gets it."""
        own, partner = (allies.owner, allies.answering) if side is Side.OWNER else (allies.answering, allies.owner)
        return b"".join([line async for line in await self.receipts.month(visitor(own), partner, side, month, T0)])

    async def documents(self, allies: Allies) -> list[bytes]:
        """The pair's receipts as they are kept, in order."""
        async with self.floor.firms([allies.owner]) as c:
            rows = await c.execute(
                "select document from synergy.receipt where owner_firm_id = %s and answering_firm_id = %s order by nth",
                [allies.owner, allies.answering],
            )
            return [document.encode() for (document,) in await rows.fetchall()]


def visitor(firm: FirmId) -> Visitor:
    """A director of a firm."""
    person = Person(PersonId(IDS.new("per")), "ann@x.example", "Ann Roy", (Role.DIRECTOR,), Language.FR, PersonStatus.ACTIVE, False)
    return Visitor(firm, person, "", frozenset({Right.ADMIN}), T0 + 365 * DAY)


async def read(office: Office, allies: Allies) -> list[Receipt]:
    """Return the receipts that were issued."""
    return [msgspec.json.decode(each, type=Receipt) for each in await office.documents(allies)]


async def roots(office: Office) -> list[DayRoot]:
    """Return the days that were signed."""
    async with office.floor.nobody() as c:
        rows = await (await c.execute("select document from synergy.day_root order by day")).fetchall()
    return [msgspec.json.decode(document, type=DayRoot) for (document,) in rows]
