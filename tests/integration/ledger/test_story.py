"""Random stories of posting, reversing, holding, contesting, closing and paying, held against a small model that adds up by itself."""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from datetime import date, datetime, timedelta

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from permanence.adapters.postgres.access import Access
from permanence.adapters.postgres.pool import Database
from permanence.firms.service_shelf import Tools
from permanence.firms.store import PostgresFirms
from permanence.kernel.ids import FirmId, RandomIds
from permanence.kernel.page import Cursor
from permanence.ledger.closing import CENT
from permanence.ledger.errors import AlreadyDisputed, HoldTooSmall, NotEnough
from permanence.ledger.model import Account, Kind, Transfer, Verdict
from permanence.ledger.ports import Search
from permanence.ledger.posting import paid_in, paid_out
from permanence.ledger.service import Books
from permanence.ledger.service_month import Settlement
from permanence.ledger.store import PostgresLedger
from tests.integration.ledger.conftest import NOW, House, NoFloor, pay_later

amounts = st.sampled_from([0, 1, 4_999, 5_000, 5_001, 1_234_567])


class Story(RuleBasedStateMachine):
    """One installation per story; its model is a few sums in a dictionary."""

    access: Access
    numbers = itertools.count(1)

    def __init__(self) -> None:
        """Open an installation with firms of its own."""
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.accounts: dict[Account, int] = defaultdict(int)
        self.calls: list[list[Transfer]] = []
        self.stated: dict[FirmId, int] = defaultdict(int)  # cents that statements say
        self.out: dict[FirmId, int] = defaultdict(int)  # millionths paid out, in months that are closed or not
        self.taken: set[str] = set()
        self.holds: dict[str, int] = {}
        self.disputes: list[tuple[str, FirmId, list[Transfer]]] = []
        self.now: datetime = NOW - timedelta(days=20)
        self.month = date(2026, 10, 1)
        self.do(self.set_up())

    def do(self, work):
        """Wait for it."""
        return self.loop.run_until_complete(work)

    async def set_up(self) -> None:
        """Make four firms."""
        self.app, self.floor = Database(self.access.app, limit_s=20), Database(self.access.floor, limit_s=20)
        await self.app.open()
        await self.floor.open()
        ids = RandomIds()
        firms = [FirmId(ids.new("frm")) for _ in range(4)]
        for firm in firms:
            async with self.app.firm(firm) as c:
                await c.execute(
                    "insert into firms.firm (id, name, language, country, time_zone, status, created_at)"
                    " values (%s, 'x', 'fr', 'FR', 'Europe/Paris', 'open', %s)", [firm, NOW],
                )  # fmt: skip
        async with self.floor.nobody() as c:
            await c.execute("insert into platform.operator (firm_id) values (%s)", [firms[0]])
        books = Books(self.floor, PostgresLedger(), ids, pay_later)
        settlement = Settlement(Tools(self.app, PostgresFirms(), ids, NoFloor()), PostgresLedger())
        self.house = House(*firms, books, settlement, self.app, self.floor)
        await self.house.bill_all(vat_rate=1999)

    def moved(self, transfers) -> None:
        """Add to the model."""
        for each in transfers:
            self.accounts[each.debit] -= each.amount
            self.accounts[each.credit] += each.amount

    @rule(owner=amounts, answering=amounts, platform=amounts, from_payout=st.booleans(), days=st.integers(0, 40))
    def answered(self, owner: int, answering: int, platform: int, from_payout: bool, days: int) -> None:
        """A call, booked on its own day, even where that one's month is closed by now."""
        day = max(date(2026, 10, 1), self.now.date() - timedelta(days=days))
        made = self.house.call(
            f"ans_{next(self.numbers)}", owner=owner, answering=answering, platform=platform, from_payout=from_payout, on=day
        )
        assert self.do(self.house.books.post(made)) == {each.id for each in made}
        self.moved(made)
        self.calls.append(made)

    @precondition(lambda self: self.calls)
    @rule(data=st.data())
    def again(self, data) -> None:
        """The same call once more changes nothing."""
        assert self.do(self.house.books.post(data.draw(st.sampled_from(self.calls)))) == frozenset()

    @precondition(lambda self: any(each.id not in self.taken for call in self.calls for each in call))
    @rule(data=st.data())
    def taken_back(self, data) -> None:
        """A transfer is reversed."""
        chosen = data.draw(st.sampled_from([each for call in self.calls for each in call if each.id not in self.taken]))
        made = self.do(self.house.books.reverse(chosen.parties, chosen.id, "", self.now))
        self.taken.add(chosen.id)
        self.moved([made])

    @rule(paid=st.integers(1, 1000))
    def paid_ahead(self, paid: int) -> None:
        """The owner pays in."""
        made = paid_in(self.house.owner, self.house.operator, f"pay_{next(self.numbers)}", paid, "EUR", Kind.PREPAID, self.now, self.house.books.ids)
        self.do(self.house.books.post([made]))
        self.moved([made])

    @rule(wanted=st.integers(1, 1500))
    def held(self, wanted: int) -> None:
        """Some of it is kept; not more than there is."""
        cause, prepaid = f"hold_{next(self.numbers)}", Account(self.house.owner, Kind.PREPAID)
        try:
            self.moved([self.do(self.house.books.hold(self.house.owner, cause, wanted, "EUR", self.now))])
            self.holds[cause] = wanted
            assert self.accounts[prepaid] >= 0
        except NotEnough:
            assert wanted > self.accounts[prepaid]

    @precondition(lambda self: self.holds)
    @rule(data=st.data(), wanted=st.integers(1, 1500))
    def captured(self, data, wanted: int) -> None:
        """Some of a hold is taken; not more than is left."""
        cause = data.draw(st.sampled_from(sorted(self.holds)))
        to = Account(self.house.operator, Kind.FEES)
        try:
            self.moved([self.do(self.house.books.capture(self.house.owner, cause, f"p{next(self.numbers)}", to, wanted, self.now))])
            self.holds[cause] -= wanted
        except HoldTooSmall:
            assert wanted > self.holds[cause]

    @precondition(lambda self: self.holds)
    @rule(data=st.data())
    def released(self, data) -> None:
        """The rest of a hold is given back, once."""
        cause = data.draw(st.sampled_from(sorted(self.holds)))
        made = self.do(self.house.books.release(self.house.owner, cause, self.now))
        assert (made.amount if made else 0) == self.holds[cause]
        self.moved([made] if made else [])
        self.holds[cause] = 0

    @rule()
    def closed(self) -> None:
        """The month is over, two people close it, and accounts have what statements say."""
        self.month, over = (self.month.replace(day=28) + timedelta(days=7)).replace(day=1), self.month
        self.now = max(self.now, datetime(self.month.year, self.month.month, 2, tzinfo=NOW.tzinfo))
        self.do(self._close(over))

    async def _close(self, month: date) -> None:
        house, one, two = self.house, self.house.visitor(self.house.operator, 1), self.house.visitor(self.house.operator, 2)
        seen = await house.settlement.preview(one, month)
        await house.settlement.propose(one, month, seen.digest, self.now)
        await house.settlement.approve(two, month, self.now)
        assert await house.books.close_approved(self.now) == [month]
        for each in (await house.settlement.statements(one, month, Cursor(None, 200))).items:
            sign = 1 if each.kind == "389" else -1
            for firm, way in ((each.seller.firm, sign), (each.buyer.firm, -sign)):
                self.stated[firm] += way * each.total
        # Fractions and tax are moved by the books; what they come to is checked against the statements, to the cent.
        rows = (await house.settlement.transfers(one, Search(month=month), Cursor(None, 200))).items
        self.moved([each for each in rows if each.cause.startswith("mpr_")])
        later = month.replace(day=28) + timedelta(days=7)
        open_rows = (await house.settlement.transfers(one, Search(month=later.replace(day=1)), Cursor(None, 200))).items
        for firm in (house.owner, house.answering):
            due = Account(firm, Kind.DUE)
            ahead = sum((each.credit == due) * each.amount - (each.debit == due) * each.amount for each in open_rows if each.part != "paid_out")
            assert self.accounts[due] + self.out[firm] - ahead == self.stated[firm] * CENT

    @precondition(lambda self: self.calls and self.month > date(2026, 10, 1))
    @rule(data=st.data(), verdict=st.sampled_from([Verdict.ACCEPTED, Verdict.REJECTED]))
    def contested(self, data, verdict: Verdict) -> None:
        """A call of a statement is contested by one firm, answered by the other; what is accepted is taken back."""
        self.do(self._contest(data, verdict))

    async def _contest(self, data, verdict: Verdict) -> None:
        house = self.house
        owner, partner = house.visitor(house.owner, 5), house.visitor(house.answering, 6)
        papers = (await house.settlement.statements(owner, None, Cursor(None, 200))).items
        papers = [each for each in papers if self.now.date() <= each.issued_on + timedelta(days=30)]
        if not papers:
            return
        paper = data.draw(st.sampled_from(papers))
        rows = (await house.settlement.statement_transfers(owner, paper.id, Cursor(None, 200))).items
        first = [each for each in rows if each.reverses is None]
        if not first:
            return
        call = data.draw(st.sampled_from(sorted({each.cause for each in first})))
        try:
            raised = await house.settlement.raise_dispute(owner, paper.id, call, "Why", self.now)
        except AlreadyDisputed:
            return
        await house.settlement.answer_dispute(partner, raised.id, verdict, "So", self.now)
        back = [each for each in first if each.cause == call and each.id not in self.taken] if verdict is Verdict.ACCEPTED else []
        assert await house.books.settle_disputes([house.operator], self.now) == len(back)
        for each in back:
            self.taken.add(each.id)
            self.accounts[each.debit] += each.amount
            self.accounts[each.credit] -= each.amount

    @rule()
    def paid(self) -> None:
        """What is due to the partner in whole cents is paid out."""
        account = Account(self.house.answering, Kind.DUE)
        if self.accounts[account] > 0:
            made = paid_out(
                account.firm, self.house.operator, f"out_{next(self.numbers)}", self.accounts[account], "EUR", Kind.DUE, self.now, self.house.books.ids
            )
            self.do(self.house.books.post([made]))
            self.moved([made])
            self.out[account.firm] += made.amount

    @invariant()
    def adds_up(self) -> None:
        """Every account is as the model has it, and all of them together are zero."""
        self.do(self._adds_up())

    async def _adds_up(self) -> None:
        house = self.house
        kept = {}
        for firm in (house.operator, house.owner, house.answering):
            for each in await house.settlement.balances(house.visitor(firm)):
                kept[each.account] = each.amount
        assert {account: amount for account, amount in kept.items() if amount} == {a: n for a, n in self.accounts.items() if n}
        assert sum(kept.values()) == 0
        assert await house.books.check(self.month) == []

    def teardown(self) -> None:
        """Close what was opened."""
        self.do(self.app.close())
        self.do(self.floor.close())
        self.loop.close()


def test_stories(access: Access, postgres) -> None:
    name = str(psycopg.conninfo.conninfo_to_dict(access.app)["dbname"])

    class Told(Story):
        """The stories of this database."""

        def teardown(self) -> None:
            """Forget who the operator was."""
            super().teardown()
            with psycopg.connect(postgres.conninfo(name), autocommit=True) as admin:
                admin.execute("delete from platform.operator")

    Told.access = access
    run_state_machine_as_test(
        Told, settings=settings(max_examples=3, stateful_step_count=15, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    )
