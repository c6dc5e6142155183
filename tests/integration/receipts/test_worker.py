"""The worker at its turns: receipts when they are due, days when they are over."""

from __future__ import annotations

from datetime import date, timedelta

from permanence.app.clerk import clerk_of
from permanence.app.web_duty import FloorsPresences
from permanence.app.worker import SIGN_EVERY, Worker
from permanence.planning.service_watch import Watcher
from permanence.planning.store_duty import PostgresWatch
from permanence.synergy.issuing import GRACE
from tests.receipt_kit import DAY, T0, Allies, Office, answer, read, roots

MIDNIGHT = T0.replace(hour=0, minute=0, second=0, microsecond=0)
MINUTE = timedelta(minutes=1)


async def test_the_worker_issues_what_is_due_and_signs_at_its_times(office: Office, allies: Allies) -> None:
    house = office.house
    worker = Worker(house.keeper, Watcher(office.floor, PostgresWatch(), FloorsPresences()), clerk_of(office.floor), office.issuer)
    house.clock.at = T0
    assert not await worker.turn()
    stretch = await answer(office.floor, allies, T0 - 5 * MINUTE)
    assert not await worker.turn() and await office.documents(allies) == []  # not every second
    house.clock.at += timedelta(seconds=3)
    assert await worker.turn()  # there may be more at once
    assert not await worker.turn()
    assert [each.stretch for each in await read(office, allies)] == [stretch.id]
    house.clock.at = MIDNIGHT + DAY + GRACE - timedelta(seconds=1)
    await worker.turn()
    assert await roots(office) == []
    house.clock.at += SIGN_EVERY
    await worker.turn()
    assert [root.day for root in await roots(office)] == [date(2026, 11, 20).isoformat()]
