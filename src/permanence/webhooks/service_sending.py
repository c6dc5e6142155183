"""The worker's part: makes events of what happened, exactly once, and sends them, at least once.

A line leaves the outbox, and the place in the journal moves on, in the transaction that writes the events. A try is written down after the
answer: a worker that is killed in between sends again, with the same id, by which the receiver knows it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from permanence.interaction.ports import AllFirms, Clock, Positions
from permanence.kernel.errors import PermanenceError, Unavailable
from permanence.kernel.ids import FirmId
from permanence.webhooks.model import Answer, Due, Outcome
from permanence.webhooks.ports import Chance, Post, Seals, WorkStore
from permanence.webhooks.retries import GONE, is_dead, is_taken, next_try
from permanence.webhooks.service import seal_name
from permanence.webhooks.signing import headers

LINES_MAX = 500
AT_ONCE_MOST = 16
KEPT = timedelta(days=30)
log = structlog.get_logger("webhooks")


@dataclass(frozen=True, slots=True)
class Teller:
    """Makes events of what happened; one at a time works on an installation."""

    database: AllFirms
    store: WorkStore
    positions: Positions
    clock: Clock

    async def catch_up(self) -> int:
        """Make events of what the outbox and the journal tell; return how many lines were read."""
        firms = await self.firms()
        if not firms:
            return 0
        async with self.database.firms(firms) as c:
            happened = list(await self.store.take(c, LINES_MAX))
            wanted = await self.store.wanted(c)
            after = await self.positions.read(c)
            if any(kind.startswith("call.") for kinds in wanted.values() for kind in kinds):
                told, position = await self.store.told(c, after, LINES_MAX)
                read = len(told)
                happened += [each for each in told if each.kind in wanted.get(FirmId(each.firm), ())]
            else:  # nobody wants to know of calls: what happened so far is told to nobody who asks later either
                position, read = await self.store.journal_end(c), 0
            if list(await self.store.everyone(c)) != firms:
                raise Unavailable  # a firm was born meanwhile, whose lines were not seen: read again
            made = await self.store.tell(c, happened, self.clock.now())
            if position != after:
                await self.positions.write(c, position)
        if made:
            log.info("webhooks_told", events=len(happened), deliveries=made)
        return len(happened) + read

    async def forget(self) -> None:
        """Delete what is older than it is kept."""
        firms = await self.firms()
        if firms:
            async with self.database.firms(firms) as c:
                await self.store.forget(c, self.clock.now() - KEPT)

    async def firms(self) -> list[FirmId]:
        """Return all firms of the platform, in order."""
        async with self.database.nobody() as c:
            return list(await self.store.everyone(c))


@dataclass(slots=True)
class Sender:
    """Sends what is due: to each address one after the other, to several at once, so that one that hangs holds up none."""

    teller: Teller
    post: Post
    seals: Seals
    chance: Chance
    _busy: dict[str, asyncio.Task[None]] = field(default_factory=dict[str, "asyncio.Task[None]"])

    async def turn(self) -> int:
        """Begin to send what is due; return how many deliveries were begun."""
        self._busy = {id_: task for id_, task in self._busy.items() if not task.done()}
        firms = await self.teller.firms()
        left = AT_ONCE_MOST - len(self._busy)
        if not firms or left <= 0:
            return 0
        async with self.teller.database.firms(firms) as c:
            due = await self.teller.store.due(c, self.teller.clock.now(), list(self._busy), left)
        for each in due:
            self._busy[each.subscription] = asyncio.create_task(self._send_on(each))
        return len(due)

    async def rest(self) -> None:
        """Wait until all that was begun is over."""
        await asyncio.gather(*self._busy.values())

    async def _send_on(self, due: Due) -> None:
        """Send one, then those behind it while each is taken."""
        following: Sequence[Due] = [due]
        while following and await self._send(following[0]):
            others = [id_ for id_ in self._busy if id_ != due.subscription]
            async with self.teller.database.firms([FirmId(due.firm)]) as c:
                found = await self.teller.store.due(c, self.teller.clock.now(), others, AT_ONCE_MOST)
            following = [each for each in found if each.subscription == due.subscription]

    async def _send(self, due: Due) -> bool:
        """Send one and write down what came of it; say whether it was taken."""
        try:
            begun = time.monotonic()
            answer = await self._post(due, self.teller.clock.now())
            outcome = judged(due, answer, self.teller.clock.now(), int(1000 * (time.monotonic() - begun)), self.chance.share())
            async with self.teller.database.firms([FirmId(due.firm)]) as c:
                await self.teller.store.note(c, outcome)
        except Unavailable as error:
            log.warning("webhook_waits", delivery=due.id, why=error.message)  # sent again, with the same id
            return False
        if outcome.stopped is not None:
            log.warning("webhook_stopped", subscription=due.subscription, firm=due.firm, why=outcome.stopped)
        return outcome.status == "delivered"

    async def _post(self, due: Due, now: datetime) -> Answer:
        try:
            sealed = [due.secret, *([due.old_secret] if due.old_secret is not None else [])]
            secrets = [self.seals.open(due.firm, seal_name(due.subscription), each) for each in sealed]
        except PermanenceError:
            return Answer(None, trouble="secret")  # the installation's key is another one: a new secret mends it
        return await self.post.send(due.address, headers(secrets, due.event, int(now.timestamp()), due.body), due.body)


def judged(due: Due, answer: Answer, now: datetime, took_ms: int, chance: float) -> Outcome:
    """Return what an answer changes: taken; tried again later; given up; and whether the address is left alone from now on."""
    if is_taken(answer.code):
        return Outcome(due, "delivered", now, now, took_ms, answer, None, None)
    failing = due.failing_since or now
    again = next_try(due.tries + 1, now, chance, answer.retry_after_s)
    stopped = "gone" if answer.code == GONE else "unanswered" if is_dead(failing, now) else None
    return Outcome(due, "waiting" if again else "failed", again or now, now, took_ms, answer, failing, stopped)
