"""Closing a month in real PostgreSQL: proposed by one, approved by another, frozen, stated to the cent; then contested."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import psycopg
import pytest

from permanence.adapters.postgres.access import Access
from permanence.firms.model import Role
from permanence.kernel.errors import NotFound
from permanence.kernel.ids import PersonId
from permanence.kernel.page import Cursor
from permanence.ledger.closing import CENT
from permanence.ledger.errors import (
    AlreadyAnswered,
    AlreadyDisputed,
    BillingMissing,
    CallUnknown,
    EarlierMonthOpen,
    FiguresChanged,
    MonthFrozen,
    MonthNotOver,
    NotProposed,
    NotYours,
    OperatorOnly,
    SamePerson,
    TooLate,
)
from permanence.ledger.model import LineKind, PaperKind, Parties, Stage, Statement, Verdict
from permanence.ledger.ports import Search
from tests.integration.ledger.conftest import NOVEMBER, NOW, OCTOBER, House

DECEMBER = NOW + timedelta(days=35)


async def close(house: House, month: date, now=NOW) -> list[Statement]:
    """Propose, approve, close; return what the operator sees."""
    one, two = house.visitor(house.operator, 1), house.visitor(house.operator, 2)
    seen = await house.settlement.preview(one, month)
    await house.settlement.propose(one, month, seen.digest, now)
    await house.settlement.approve(two, month, now)
    assert await house.books.close_approved(now) == [month]
    return (await house.settlement.statements(one, month, Cursor(None, 200))).items


async def test_a_month_is_closed_by_two_people(house: House) -> None:
    await house.bill_all()
    await house.books.post(house.call("ans_1", owner=5_004_999, answering=5_500_001) + house.call("ans_2", from_payout=False, platform=505_000))
    one, two = house.visitor(house.operator, 1), house.visitor(house.operator, 2)
    preview = await house.settlement.preview(one, OCTOBER)
    assert preview.findings == () and len(preview.drafts) == 4
    with pytest.raises(NotProposed):
        await house.settlement.approve(two, OCTOBER, NOW)
    proposed = await house.settlement.propose(one, OCTOBER, preview.digest, NOW)
    assert (proposed.stage, proposed.proposal is not None) == (Stage.PROPOSED, True)
    with pytest.raises(SamePerson):
        await house.settlement.approve(one, OCTOBER, NOW)
    assert await house.books.close_approved(NOW) == []
    assert (await house.settlement.approve(two, OCTOBER, NOW)).stage is Stage.APPROVED
    with pytest.raises(MonthFrozen):
        await house.settlement.approve(two, OCTOBER, NOW)
    assert await house.books.close_approved(NOW) == [OCTOBER]
    assert await house.books.close_approved(NOW) == []
    [month] = [each for each in await house.settlement.months(one) if each.month == OCTOBER]
    assert (month.stage, month.statements) == (Stage.CLOSED, 4)
    found = (await house.settlement.statements(one, OCTOBER, Cursor())).items
    by = {(each.seller.name, each.buyer.name): each for each in found}
    assert {key: (each.net, each.vat, each.total, each.number) for key, each in by.items()} == {
        ("Étoile", "Plateforme"): (500, 100, 600, "2026-000001"),
        ("Nord", "Plateforme"): (550, 110, 660, "2026-000001" if by["Nord", "Étoile"].number.endswith("2") else "2026-000002"),
        ("Nord", "Étoile"): (550, 110, 660, by["Nord", "Étoile"].number),
        ("Plateforme", "Étoile"): (50, 10, 60, "2026-000001"),
    }
    assert {by["Nord", "Étoile"].number, by["Nord", "Plateforme"].number} == {"2026-000001", "2026-000002"}
    assert by["Étoile", "Plateforme"].due_on == NOW.date() + timedelta(days=30)
    assert await house.books.check(OCTOBER) == []
    # What a firm has on its account is what its statements say, to the cent.
    assert (await house.amounts(house.owner))["due"] == (600 - 660 - 60) * CENT
    assert (await house.amounts(house.answering))["due"] == (660 + 660) * CENT
    # 4,999 and 1 millionths too much for owner and partner; of the fee 5,000 too little taken from the owner, to the even cent.
    assert (await house.amounts(house.operator))["rounding"] == 4_999 + 1 - 5_000
    mine = await house.settlement.statement(house.visitor(house.owner), by["Nord", "Plateforme"].id)
    paid = by["Nord", "Plateforme"]
    assert paid.seller.iban  # the operator pays it; the owner, who reads it as the calls' third firm, is not told the account
    assert (mine.seller.iban, mine.answering.iban) == ("", "")
    assert mine.owner.iban and not paid.owner.iban
    assert (mine.id, mine.number, mine.lines, mine.total) == (paid.id, paid.number, paid.lines, paid.total)
    with pytest.raises(NotFound):
        await house.settlement.statement(house.visitor(house.other), mine.id)
    page = await house.settlement.statement_transfers(house.visitor(house.owner), mine.id, Cursor())
    assert [(each.cause, each.part) for each in page.items] == [("ans_1", "answering")]


async def test_who_closes_what_and_when(house: House) -> None:
    await house.books.post(house.call("ans_1") + house.call("ans_2", on=date(2026, 11, 1)))
    one = house.visitor(house.operator)
    seen = (await house.settlement.preview(one, OCTOBER)).digest
    with pytest.raises(BillingMissing, match="Nord"):
        await house.settlement.propose(one, OCTOBER, seen, NOW)
    await house.bill_all()
    with pytest.raises(FiguresChanged):
        await house.settlement.propose(one, OCTOBER, seen, NOW)
    with pytest.raises(MonthNotOver):
        await house.settlement.propose(one, NOVEMBER, "", NOW)
    with pytest.raises(EarlierMonthOpen):
        await house.settlement.propose(one, NOVEMBER, "", DECEMBER)
    for visitor in (house.visitor(house.owner), house.visitor(house.operator, role=Role.DIRECTOR), house.visitor(house.owner, role=Role.OPERATOR)):
        with pytest.raises(OperatorOnly):
            await house.settlement.preview(visitor, OCTOBER)
        with pytest.raises(OperatorOnly):
            await house.settlement.months(visitor)
        with pytest.raises(OperatorOnly):
            await house.settlement.check(visitor)
    assert await house.settlement.check(one, OCTOBER) == []


async def test_what_changes_after_the_proposal_is_proposed_again(house: House) -> None:
    await house.bill_all()
    await house.books.post(house.call("ans_1"))
    one, two = house.visitor(house.operator, 1), house.visitor(house.operator, 2)
    await house.settlement.propose(one, OCTOBER, (await house.settlement.preview(one, OCTOBER)).digest, NOW)
    await house.books.post(house.call("ans_2"))
    with pytest.raises(FiguresChanged):
        await house.settlement.approve(two, OCTOBER, NOW)
    await house.settlement.propose(two, OCTOBER, (await house.settlement.preview(two, OCTOBER)).digest, NOW)
    # Who stands how on invoices is as it was when the month was proposed.
    await house.bill_all(vat_rate=0)
    await house.settlement.approve(one, OCTOBER, NOW)
    await house.books.close_approved(NOW)
    assert {each.vat_rate for each in (await house.settlement.statements(one, OCTOBER, Cursor())).items} == {2000}


async def test_a_frozen_month_takes_nothing_and_what_is_late_corrects_the_next(house: House, access: Access) -> None:
    await house.bill_all()
    await house.books.post(house.call("ans_1"))
    await close(house, OCTOBER)
    late = house.call("ans_late")
    async with house.floor.firms(house.parties) as c:
        with pytest.raises(MonthFrozen, match="2026-10"):
            await house.books.store.add(c, late)
    await house.books.post(late)
    await house.books.post(late)
    async with house.floor.firms(house.parties) as c:
        await house.books.post_within(c, house.call("ans_later"))
    found = (await house.settlement.transfers(house.visitor(house.owner), Search(cause="ans_late"), Cursor())).items
    assert {(each.booked_on, each.late_from, each.note) for each in found} == {(NOVEMBER, date(2026, 10, 5), "2026-10")}
    statements = await close(house, NOVEMBER, DECEMBER)
    assert {(line.kind, line.about, line.calls) for each in statements for line in each.lines} == {(LineKind.CORRECTION, "2026-10", 2)}
    assert {each.number for each in statements} == {"2026-000002"}
    assert await house.books.check(NOVEMBER) == []
    # Nor can the books' own hand add to it once it is closed.
    with psycopg.connect(access.floor, autocommit=True) as c, pytest.raises(psycopg.Error, match="2026-10"), c.transaction():
        c.execute("select set_config('permanence.firms', %s, true)", [house.operator])
        c.execute(
            "insert into ledger.transfer (owner_firm_id, answering_firm_id, operator_firm_id, id, cause, part, debit_firm_id, debit_kind,"
            " credit_firm_id, credit_kind, amount, currency, booked_on, posted_at) select owner_firm_id, answering_firm_id,"
            " operator_firm_id, 'trf_' || repeat('0', 26), (select proposal_id from ledger.approval where month = '2026-10-01'), 'more',"
            " debit_firm_id, debit_kind, credit_firm_id, credit_kind, 1, 'EUR', '2026-10-01', now() from ledger.transfer limit 1"
        )


async def test_the_database_itself_wants_a_second_person(house: House) -> None:
    await house.bill_all()
    await house.books.post(house.call("ans_1"))
    one = house.visitor(house.operator)
    proposed = await house.settlement.propose(one, OCTOBER, (await house.settlement.preview(one, OCTOBER)).digest, NOW)
    assert proposed.proposal is not None
    proposal = proposed.proposal
    async with house.app.firm(house.operator) as c:
        with pytest.raises(SamePerson):
            await house.books.store.approve(c, house.operator, proposal, proposal.proposed)
    forged = [("proposed_by", PersonId(f"per_{3:026}")), ("digest", "0" * 64), ("month", NOVEMBER)]
    for column, value in forged:
        row = {"month": OCTOBER, "digest": proposal.digest, "proposed_by": proposal.proposed.person, column: value}
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            async with house.app.firm(house.operator) as c:
                await c.execute(
                    "insert into ledger.approval (firm_id, month, proposal_id, digest, proposed_by, approved_by, approved_name, approved_at)"
                    " values (%(firm)s, %(month)s, %(id)s, %(digest)s, %(proposed_by)s, %(other)s, 'x', now())",
                    {**row, "firm": house.operator, "id": proposal.id, "other": f"per_{2:026}"},
                )


async def test_posting_and_freezing_meet_at_one_moment(house: House) -> None:
    await house.bill_all()
    await house.books.post(house.call("ans_0"))
    one, two = house.visitor(house.operator, 1), house.visitor(house.operator, 2)
    await house.settlement.propose(one, OCTOBER, (await house.settlement.preview(one, OCTOBER)).digest, NOW)
    done = await asyncio.gather(
        house.settlement.approve(two, OCTOBER, NOW), *(house.books.post(house.call(f"ans_{n}")) for n in range(1, 12)),
        return_exceptions=True,
    )  # fmt: skip
    assert isinstance(done[0], FiguresChanged) or not isinstance(done[0], Exception)
    assert all(isinstance(each, frozenset) for each in done[1:])
    if not isinstance(done[0], Exception):
        await house.books.close_approved(NOW)
        [statement] = (await house.settlement.statements(house.visitor(house.owner), OCTOBER, Cursor(None, 1))).items
        assert statement.lines[0].calls == 1
    assert await house.books.check(OCTOBER) == await house.books.check(NOVEMBER) == []


async def test_a_call_is_contested_and_taken_back(house: House) -> None:
    await house.bill_all()
    await house.books.post(house.call("ans_1") + house.call("ans_2"))
    [paid] = [each for each in await close(house, OCTOBER) if each.seller.name == "Nord"]
    owner, partner = house.visitor(house.owner, 5), house.visitor(house.answering, 6)
    settlement = house.settlement
    with pytest.raises(CallUnknown):
        await settlement.raise_dispute(owner, paid.id, "ans_3", "Never came.", NOW)
    with pytest.raises(TooLate):
        await settlement.raise_dispute(owner, paid.id, "ans_1", "Never came.", NOW + timedelta(days=31))
    with pytest.raises(NotYours):
        await settlement.raise_dispute(house.visitor(house.operator), paid.id, "ans_1", "Never came.", NOW)
    with pytest.raises(NotFound):
        await settlement.raise_dispute(house.visitor(house.other), paid.id, "ans_1", "Never came.", NOW)
    raised = await settlement.raise_dispute(owner, paid.id, "ans_1", "Nobody spoke.", NOW)
    with pytest.raises(AlreadyDisputed):
        await settlement.raise_dispute(partner, paid.id, "ans_1", "Mine.", NOW)
    with pytest.raises(NotYours):
        await settlement.answer_dispute(owner, raised.id, Verdict.ACCEPTED, "", NOW)
    assert await house.books.settle_disputes([house.operator], NOW) == 0
    answered = await settlement.answer_dispute(partner, raised.id, Verdict.ACCEPTED, "True.", NOW)
    assert (answered.verdict, answered.answer, answered.answered_by, answered.settled_at) == (Verdict.ACCEPTED, "True.", house.answering, None)
    with pytest.raises(AlreadyAnswered):
        await settlement.answer_dispute(partner, raised.id, Verdict.REJECTED, "No.", NOW)
    assert await house.books.settle_disputes([house.operator], NOW) == 1
    assert await house.books.settle_disputes([house.operator], NOW) == 0
    assert (await settlement.disputes(owner, paid.id))[0].settled_at == NOW
    [note] = await close(house, NOVEMBER, DECEMBER)
    assert (note.kind, note.net, note.total, note.corrects) == (PaperKind.CREDIT_NOTE, 550, 660, paid.number)
    assert (await house.amounts(house.answering))["due"] == 660 * CENT
    assert await house.books.check(NOVEMBER) == []


async def test_a_whole_statement_is_contested_by_the_page(house: House) -> None:
    await house.bill_all()
    await house.books.post([each for n in range(250) for each in house.call(f"ans_{n}")])
    [paid] = [each for each in await close(house, OCTOBER) if each.seller.name == "Nord"]
    raised = await house.settlement.raise_dispute(house.visitor(house.owner, 5), paid.id, "", "All of it.", NOW)
    await house.settlement.answer_dispute(house.visitor(house.answering, 6), raised.id, Verdict.ACCEPTED, "", NOW)
    assert await house.books.settle_disputes([house.operator], NOW) == 250
    # What is left is the tax, until the credit note takes that back too.
    assert (await house.amounts(house.answering))["due"] == paid.vat * CENT
    await close(house, NOVEMBER, DECEMBER)
    assert (await house.amounts(house.answering))["due"] == 0


async def test_the_firm_of_a_dispute_and_of_its_answer_is_stamped(house: House) -> None:
    await house.bill_all()
    await house.books.post(house.call("ans_1"))
    [paid] = [each for each in await close(house, OCTOBER) if each.seller.name == "Nord"]
    raised = await house.settlement.raise_dispute(house.visitor(house.owner, 5), paid.id, "ans_1", "Nobody spoke.", NOW)
    columns = "owner_firm_id, answering_firm_id, operator_firm_id, dispute_id, raised_by_firm_id, decision, answered_by, answered_name, answered_at"
    row = [*house.parties, raised.id, house.owner, "accepted", f"per_{5:026}", "x", NOW]
    for extra, values, wanted in (
        ("", row, psycopg.errors.CheckViolation),
        ("", [*row[:4], house.answering, *row[5:]], psycopg.errors.ForeignKeyViolation),
        (", answered_by_firm_id", [*row, house.answering], psycopg.errors.InsufficientPrivilege),
    ):
        holes = ", ".join(["%s"] * len(values))
        with pytest.raises(wanted):
            async with house.app.firm(house.owner) as c:
                await c.execute(f"insert into ledger.dispute_answer ({columns}{extra}) values ({holes})", values)  # type: ignore[arg-type]


async def test_only_the_operator_asks_how_firms_stand_on_invoices(house: House) -> None:
    await house.bill_all()
    async with house.app.firm(house.operator) as c:
        assert [each.billing.name for each in await house.books.store.known(c) if each.billing] == ["Plateforme", "Étoile", "Nord", "Zénith"]
    for function in ("billings()", "check()"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            async with house.app.firm(house.owner) as c:
                await c.execute(f"select * from ledger.{function}")  # type: ignore[arg-type]
    assert (await house.settlement.billing(house.visitor(house.owner))).name == "Étoile"


async def test_a_sellers_numbers_have_no_gap_and_no_double(house: House) -> None:
    await house.bill_all()
    others = Parties(house.owner, house.other, house.operator)
    swapped = Parties(house.answering, house.owner, house.operator)
    await house.books.post(house.call("ans_1") + house.call("ans_2", parties=others) + house.call("ans_3", parties=swapped))
    found = await close(house, OCTOBER)
    assert sorted(each.number for each in found if each.seller.name == "Étoile") == ["2026-000001", "2026-000002", "2026-000003"]
