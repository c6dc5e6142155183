"""What people do with the ledger: look at accounts and statements, say how their firm stands on invoices, contest and answer, and, at
the operator, close a month: one proposes it, another approves it, the books do the rest (`service`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from permanence.firms.model import Right, Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.database import Connection
from permanence.kernel.errors import NotFound, PermanenceError
from permanence.kernel.ids import DisputeId, FirmId, ProposalId
from permanence.kernel.page import Cursor, Page
from permanence.ledger.closing import Sums, changes, digest, findings, sums
from permanence.ledger.errors import CallUnknown, OperatorOnly
from permanence.ledger.model import (
    Balance,
    Billing,
    Difference,
    Dispute,
    Month,
    Named,
    Preview,
    Proposal,
    Stage,
    Statement,
    Transfer,
    Verdict,
)
from permanence.ledger.ports import LedgerStore, Search
from permanence.ledger.rules import (
    FROZEN,
    month_before,
    month_of,
    shown_to,
    why_not_answered,
    why_not_approved,
    why_not_disputed,
    why_not_proposed,
    why_unfit,
)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a firm's people see of the ledger, and decide. `tools.database` is the web's door: it sees the visitor's firm alone."""

    tools: Tools
    store: LedgerStore

    async def balances(self, visitor: Visitor) -> Sequence[Balance]:
        """Return the accounts of the visitor's firm."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.balances(c)

    async def transfers(self, visitor: Visitor, search: Search, cursor: Cursor) -> Page[Transfer]:
        """Return transfers that concern the visitor's firm, the newest first; the cursor has one key."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.transfers(c, search, cursor)

    async def statements(self, visitor: Visitor, month: date | None, cursor: Cursor) -> Page[Statement]:
        """Return statements that concern the visitor's firm, the newest month first; the cursor has two keys."""
        async with self.tools.database.firm(visitor.firm) as c:
            page = await self.store.statements(c, month, cursor)
        return page.map(lambda each: shown_to(each, visitor.firm))

    async def statement(self, visitor: Visitor, id_: str) -> Statement:
        """Return one of them."""
        async with self.tools.database.firm(visitor.firm) as c:
            return shown_to((await self.store.statement(c, id_))[1], visitor.firm)

    async def statement_transfers(self, visitor: Visitor, id_: str, cursor: Cursor) -> Page[Transfer]:
        """Return the transfers that a statement adds up, by birth; the cursor has one key."""
        async with self.tools.database.firm(visitor.firm) as c:
            parties, statement = await self.store.statement(c, id_)
            return await self.store.of_statement(c, statement, parties.operator, "", cursor)

    async def billing(self, visitor: Visitor) -> Billing:
        """Return how the firm stands on invoices; before it has written anything, its name and country."""
        async with self.tools.database.firm(visitor.firm) as c:
            known = await self.store.billing(c)
            if known is not None:
                return known
            firm = await self.tools.firms.firm(c)
        return Billing(name=firm.name, country=firm.country)

    async def keep_billing(self, visitor: Visitor, billing: Billing, now: datetime) -> Billing:
        """Write how the firm stands on invoices, from the next statements on."""
        _allow(why_unfit(billing))
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.keep_billing(c, visitor.firm, billing, now)
            await self._audit(c, visitor, "ledger.billing_changed", None, now, {"vat_rate": billing.vat_rate})
        return billing

    async def disputes(self, visitor: Visitor, statement: str | None = None) -> Sequence[Dispute]:
        """Return disputes that concern the visitor's firm, the newest first: all of them, or those of a statement."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.disputes(c, statement)

    async def raise_dispute(self, visitor: Visitor, statement_id: str, call: str, reason: str, now: datetime) -> Dispute:
        """Contest a statement, or one call of it, in the visitor's firm's name."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.lock(c, statement_id)
            parties, statement = await self.store.statement(c, statement_id)
            known = await self.store.disputes(c, statement_id)
            _allow(why_not_disputed(statement, call, visitor.firm, reason, now.date(), known))
            if call and not (await self.store.of_statement(c, statement, parties.operator, call, Cursor(None, 1))).items:
                raise CallUnknown(param="call")
            id_ = DisputeId(self.tools.ids.new("dsp"))
            dispute = Dispute(id_, parties, statement.id, call, reason, visitor.firm, _named(visitor, now))
            await self.store.dispute(c, dispute)
            await self._audit(c, visitor, "dispute.raised", dispute.id, now, {"statement": statement.number, "call": call})
        return dispute

    async def answer_dispute(self, visitor: Visitor, id_: str, verdict: Verdict, reason: str, now: datetime) -> Dispute:
        """Accept or reject what the other firm contests, or withdraw one's own; what is accepted the books take back."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.lock(c, id_)
            found = await self.store.disputes(c, None, id_)
            if not found:
                raise NotFound
            _allow(why_not_answered(found[0], visitor.firm, verdict, reason))
            await self.store.answer(c, found[0], verdict, reason, _named(visitor, now))
            await self._audit(c, visitor, f"dispute.{verdict}", id_, now, {})
            return (await self.store.disputes(c, None, id_))[0]

    async def months(self, visitor: Visitor) -> Sequence[Month]:
        """Return the months of the platform, the newest first; the operator's people alone."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            return await self.store.months(c, visitor.firm)

    async def preview(self, visitor: Visitor, month: date) -> Preview:
        """Return what closing a month would bring; nothing is written."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            return (await self._preview(c, visitor.firm, month_of(month)))[0]

    async def propose(self, visitor: Visitor, month: date, seen: str, now: datetime) -> Month:
        """Propose to close a month with the figures whose digest was seen; raise `FiguresChanged` where they are others by now."""
        month = month_of(month)
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            preview, billings = await self._preview(c, visitor.firm, month)
            months = await self.store.months(c, visitor.firm)
            open_before = [each.month for each in months if each.month < month and each.stage not in FROZEN]
            _allow(why_not_proposed(_of(months, month), now.date(), open_before, preview, seen))
            proposal = Proposal(ProposalId(self.tools.ids.new("mpr")), month, preview.digest, _named(visitor, now))
            await self.store.propose(c, visitor.firm, proposal, billings)
            await self._audit(c, visitor, "month.proposed", proposal.id, now, {"month": month.isoformat()})
            return _of(await self.store.months(c, visitor.firm), month)

    async def approve(self, visitor: Visitor, month: date, now: datetime) -> Month:
        """Approve what another person proposed: from here on the month is frozen, and the books close it. Raise `SamePerson`,
        `FiguresChanged`."""
        month = month_of(month)
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            await self.store.lock_month(c, visitor.firm, month)
            found = _of(await self.store.months(c, visitor.firm), month)
            figures = await self._proposed(c, visitor.firm, found)
            _allow(why_not_approved(found, visitor.person.id, digest(month, figures)))
            assert found.proposal is not None, "a month without a proposal is not approved"
            await self.store.approve(c, visitor.firm, found.proposal, _named(visitor, now))
            await self._audit(c, visitor, "month.approved", found.proposal.id, now, {"month": month.isoformat()})
            return _of(await self.store.months(c, visitor.firm), month)

    async def check(self, visitor: Visitor, counted: date | None = None) -> Sequence[Difference]:
        """Return what does not add up; the operator's people alone."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self._only_operator(c, visitor)
            return await self.store.check(c, counted)

    async def _preview(self, c: Connection, operator: FirmId, month: date) -> tuple[Preview, Mapping[FirmId, Billing]]:
        known = await self.store.known(c)
        names = {each.firm: each.name for each in known}
        written = {each.firm: each.billing for each in known if each.billing is not None}
        billings = {each.firm: each.billing or Billing(name=each.name, country=each.country) for each in known}
        figures = sums(await self.store.tallies(c, operator, month), billings)
        before = sums(await self.store.tallies(c, operator, month_before(month)), billings)
        concerned = {firm for draft in figures.drafts for firm in draft.parties}
        preview = Preview(
            month, figures.drafts, changes(before.drafts, figures.drafts), findings(figures.drafts, written, names),
            digest(month, figures), {firm: names[firm] for firm in sorted(concerned)},
        )  # fmt: skip
        return preview, {firm: billings[firm] for firm in preview.names}

    async def _proposed(self, c: Connection, operator: FirmId, month: Month) -> Sums:
        """Return a month's figures now, by how firms stood on invoices when it was proposed."""
        if month.proposal is None or month.stage is not Stage.PROPOSED:
            return Sums((), ())
        billings = await self.store.proposed_billings(c, month.proposal.id)
        return sums(await self.store.tallies(c, operator, month.month), billings)

    async def _only_operator(self, c: Connection, visitor: Visitor) -> None:
        if Right.PLATFORM not in visitor.rights or await self.store.operator(c) != visitor.firm:
            raise OperatorOnly

    async def _audit(
        self, c: Connection, visitor: Visitor, action: str, subject: str | None, now: datetime, detail: dict[str, object]
    ) -> None:
        await self.tools.firms.audit(c, visitor.firm, self.tools.ids.new("aud"), now, visitor.person.id, action, subject, detail)


def _of(months: Sequence[Month], month: date) -> Month:
    return next((each for each in months if each.month == month), Month(month, None))


def _named(visitor: Visitor, now: datetime) -> Named:
    return Named(visitor.person.id, visitor.person.name, now)


def _allow(reason: PermanenceError | None) -> None:
    if reason is not None:
        raise reason
