"""The worker's part in cards: brings what the journal tells into rows, charges what was used, gives back what was not, refunds.

The payment service is asked outside of transactions and by the consultation's own name, so that asking again after a crash charges
nobody twice; what came of it and its transfers are then written together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import msgspec
import structlog

from permanence.cards import consultation as steps
from permanence.cards import posting, reading
from permanence.cards.consultation import State, to_charge
from permanence.cards.errors import PaymentRefused, PaymentServiceAway
from permanence.cards.model import Alarm, Paid
from permanence.cards.ports import CashingStore, JournalLine, PaymentService
from permanence.interaction.events import (
    FACTS,
    CardAsked,
    CardAuthorised,
    CardNumbersMasked,
    CardRefused,
    ConsultationCounted,
)
from permanence.interaction.ports import AllFirms, Clock, Positions
from permanence.kernel.database import Connection
from permanence.kernel.ids import AlarmId, ConsultationId, FirmId, IdSource
from permanence.ledger.model import Transfer
from permanence.ledger.service import Books

LINES_MAX = 500
DUE_MAX = 50
ZONE = ZoneInfo("Europe/Paris")
"""In which days are booked: that of the firms' market, as in agreements that name no other."""
log = structlog.get_logger("cards")


@dataclass(slots=True)
class Cashier:
    """The worker's use case for cards; one at a time works on an installation. Without a payment service rows are kept and nothing is charged."""

    database: AllFirms
    store: CashingStore
    positions: Positions
    books: Books
    payments: PaymentService | None
    clock: Clock
    ids: IdSource
    _refused: set[str] = field(default_factory=set[str])

    async def turn(self) -> int:
        """Read what is new and charge what is due; return how much there was to do."""
        async with self.database.nobody() as c:
            firms = list(await self.store.everyone(c))
        if not firms:
            return 0
        return await self._read(firms) + await self._charge(firms)

    async def _read(self, firms: Sequence[FirmId]) -> int:
        async with self.database.firms(firms) as c:
            lines = await self.store.told(c, await self.positions.read(c), LINES_MAX)
            if not lines or list(await self.store.everyone(c)) != list(firms):
                return 0  # nothing new; or a firm was born meanwhile, whose lines were not seen: read again
            for line in lines:
                await self._take_in(c, line)
            await self.positions.write(c, lines[-1].position)
        return len(lines)

    async def _take_in(self, c: Connection, line: JournalLine) -> None:
        match fact := msgspec.json.decode(line.data, type=FACTS[line.kind]):
            case CardAsked():
                await self.store.add(c, reading.asked(line.firm, line.call, line.at, fact))
            case CardRefused() | CardAuthorised() | ConsultationCounted():
                paid = await self.store.hold(c, line.firm, fact.consultation)
                if paid is not None:
                    await self.store.keep(c, reading.after(paid, fact, line.at))
            case CardNumbersMasked():
                await self._masked(c, line, fact)
            case _:
                raise AssertionError(f"nobody asked for {line.kind}")

    async def _masked(self, c: Connection, line: JournalLine, fact: CardNumbersMasked) -> None:
        await self.store.add_masked(c, line, fact.agent, fact.count)
        number, last = await self.store.masked_within(c, line, fact.agent, line.at - reading.HOUR)
        if reading.is_alarm(number, last, line.at):
            await self.store.add_alarm(c, line.firm, Alarm(AlarmId(self.ids.new("alm")), fact.agent, line.at, number))
            log.warning("card_numbers_in_notes", firm=line.firm, agent=fact.agent, number=number)

    async def _charge(self, firms: Sequence[FirmId]) -> int:
        if self.payments is None:
            return 0
        async with self.database.firms(firms) as c:
            due = [each for each in await self.store.due(c, DUE_MAX) if each[1] not in self._refused]
        for firm, id_ in due:
            try:
                await self._settle(self.payments, firm, id_)
            except PaymentServiceAway as away:
                log.warning("not_charged_yet", consultation=id_, why=away.message)
                return 0
            except PaymentRefused as refused:
                self._refused.add(id_)  # asked again by the next worker; somebody must look at it
                log.error("charge_refused", consultation=id_, why=refused.message)
        return len(due)

    async def _settle(self, payments: PaymentService, firm: FirmId, id_: ConsultationId) -> None:
        async with self.database.firms([firm]) as c:
            paid = await self.store.hold(c, firm, id_)
        if paid is None:
            return
        told, amount = paid.consultation, to_charge(paid.consultation)
        if told.state is State.USED and amount:
            await payments.capture(told.token, amount, told.id)
            await self._keep(paid, steps.captured(told, amount), amount, posting.charged)
        elif told.state is State.USED:
            await payments.void(told.token, told.id)
            await self._keep(paid, steps.voided(told), 0, posting.charged)
        elif told.state is State.CAPTURED and paid.refund_asked:
            await payments.refund(told.token, paid.refund_asked, told.id)
            await self._keep(paid, steps.refunded(told, paid.refund_asked), paid.refund_asked, posting.refunded)

    async def _keep(self, paid: Paid, after: steps.Consultation, amount: int, transfers: Callable[..., list[Transfer]]) -> None:
        """Write what came of it together with its money; the firms of its transfers are named by the transaction."""
        now, operator = self.clock.now(), await self.books.operator()
        async with self.database.firms(sorted({paid.firm, paid.answering or paid.firm, operator})) as c:
            await self.store.keep(c, msgspec.structs.replace(paid, consultation=after))
            made = transfers(paid, amount, operator, now.astimezone(ZONE).date(), now, self.ids)
            if made:
                await self.books.post_within(c, made)
        log.info("consultation_settled", consultation=after.id, state=after.state.value)
