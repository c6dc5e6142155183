"""The rows of synergy in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import AgreementId, FirmId
from permanence.kernel.queries import Queries
from permanence.synergy.errors import AgreementEnded, AlreadyAnswered, PartnerUnknown
from permanence.synergy.model import (
    Agreement,
    Answer,
    Decision,
    Ending,
    Listing,
    Shown,
    Signature,
    Terms,
    Version,
)

SQL = Queries.beside(__file__)


class PostgresSynergy:
    """Implements `ports.SynergyStore`."""

    async def market(self, c: Connection) -> Sequence[Shown]:
        """Return the firms that show themselves, by name."""
        return [msgspec.convert(row, Shown) for row in await _rows(c, "market", {})]

    async def listing(self, c: Connection) -> Listing | None:
        """Return what the firm tells others, if it has written anything."""
        rows = await _rows(c, "listing", {})
        return msgspec.convert(rows[0], Listing) if rows else None

    async def keep_listing(self, c: Connection, firm: FirmId, listing: Listing, changed_at: datetime) -> None:
        """Write what the firm tells others."""
        values = {**msgspec.structs.asdict(listing), "languages": list(listing.languages), "firm": firm, "changed_at": changed_at}
        await c.execute(SQL["listing_keep"], values)

    async def agreements(self, c: Connection) -> Sequence[Agreement]:
        """Return the firm's agreements, the newest first."""
        return await self._whole(c, None)

    async def agreement(self, c: Connection, id_: str, *, lock: bool = False) -> Agreement:
        """Return one; raise `NotFound`."""
        if lock:
            await c.execute(SQL["lock"], {"id": id_})
        found = await self._whole(c, id_)
        if not found:
            raise NotFound
        return found[0]

    async def _whole(self, c: Connection, id_: str | None) -> list[Agreement]:
        frames = [_agreement(row) for row in await _rows(c, "agreements", {"id": id_})]
        versions: dict[str, list[Version]] = {}
        for row in await _rows(c, "versions", {"ids": [frame.id for frame in frames]}):
            versions.setdefault(row["agreement_id"], []).append(_version(row))
        return [replace(frame, versions=tuple(versions.get(frame.id, ()))) for frame in frames]

    async def add(self, c: Connection, agreement: Agreement) -> None:
        """Write the frame of an agreement."""
        names = {"owner_name": agreement.owner_name, "answering_name": agreement.answering_name}
        try:
            await c.execute(SQL["agreement_add"], {**_parties(agreement), "id": agreement.id, **names, "made_at": agreement.made_at})
        except psycopg.errors.ForeignKeyViolation as error:
            raise PartnerUnknown(param="partner_id") from error

    async def propose(self, c: Connection, agreement: Agreement, version: Version) -> None:
        """Write a version."""
        values = {
            **_parties(agreement), "agreement": agreement.id, "id": version.id, "number": version.number, "starts_on": version.starts_on,
            "terms": Jsonb(msgspec.to_builtins(version.terms)), **_signed(version.proposed),
        }  # fmt: skip
        await c.execute(SQL["version_add"], values)

    async def answer(self, c: Connection, agreement: Agreement, version: Version, answer: Answer) -> None:
        """Write the answer to a version; raise `AlreadyAnswered`."""
        values = {
            **_parties(agreement), "version": version.id, "proposed_by": version.proposed.firm, "decision": answer.decision,
            **_signed(answer.signed),
        }  # fmt: skip
        try:
            await c.execute(SQL["answer_add"], values)
        except psycopg.errors.UniqueViolation as error:
            raise AlreadyAnswered from error

    async def end(self, c: Connection, agreement: AgreementId, parties: tuple[FirmId, FirmId], ending: Ending) -> None:
        """Write the end of an agreement; raise `AgreementEnded`."""
        owner, answering = parties
        values = {"owner": owner, "answering": answering, "agreement": agreement, "last_day": ending.last_day, **_signed(ending.signed)}
        try:
            await c.execute(SQL["ending_add"], values)
        except psycopg.errors.UniqueViolation as error:
            raise AgreementEnded from error


async def _rows(c: Connection, name: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    async with c.cursor(row_factory=dict_row) as rows:
        await rows.execute(SQL[name], values)
        return await rows.fetchall()


def _parties(agreement: Agreement) -> dict[str, object]:
    return {"owner": agreement.owner, "answering": agreement.answering}


def _signed(signed: Signature) -> dict[str, object]:
    """Return a signature's columns, but for the firm: that one the database writes."""
    return {"person": signed.person, "name": signed.name, "at": signed.at, "note": signed.note}


def _agreement(row: dict[str, Any]) -> Agreement:
    ending = None
    if row["last_day"] is not None:
        signed = Signature(row["ended_firm"], row["ended_person"], row["ended_name"], row["ended_at"], row["ended_note"])
        ending = Ending(row["last_day"], signed)
    return Agreement(
        row["id"], row["owner"], row["answering"], row["owner_name"], row["answering_name"], row["made_at"], ending=ending
    )


def _version(row: dict[str, Any]) -> Version:
    answer = None
    if row["decision"] is not None:
        signed = Signature(row["answered_by_firm_id"], row["answered_by"], row["answered_name"], row["answered_at"], row["answer_note"])
        answer = Answer(Decision(row["decision"]), signed)
    proposed = Signature(row["proposed_by_firm_id"], row["proposed_by"], row["proposed_name"], row["proposed_at"], row["note"])
    return Version(row["id"], row["number"], msgspec.json.decode(row["terms"], type=Terms), row["starts_on"], proposed, answer)
