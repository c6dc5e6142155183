"""A busy floor for fault runs: agents who talk, callers who wait, hang up, give up and call again, with sound throughout.

What should have become of each call is known from the telephones alone, so that the platform's rows can be held against it.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

from bench import firm as firms
from bench.installation import Installation
from bench.phones import Leg, Phones

FIRST = 33620000000


@dataclass(slots=True)
class Visit:
    """One call of a customer and what the telephones know of it."""

    leg: Leg
    began: float
    agent: Leg | None = None  # the telephone with which it was joined, proven by sound
    wish: str = ""  # who is to end it: customer, agent; or abandon
    meant: float | None = None  # when the one who ends it did


@dataclass(slots=True)
class Findings:
    """What went wrong, by the telephones."""

    dropped: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    inversions: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    # No harm, but told: callers who came while the floor was away and were passed over while the switch kept them;
    # conversations whose agent put the receiver down in that time, and which the floor took up again.
    overtaken: set[str] = field(default_factory=set)
    resumed: list[str] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)


class Rush:
    """Callers and agents at work until `finish`."""

    def __init__(self, own: Installation, phones: Phones, firm: firms.Firm, callers: int, seed: int) -> None:
        """Prepare; `start` begins."""
        self.own, self.phones, self.firm = own, phones, firm
        self.visits: list[Visit] = []
        self.found = Findings()
        self.talk_s, self.patience_s, self.abandon = (6.0, 14.0), (4.0, 20.0), 0.08
        self._callers, self._chance = callers, random.Random(seed)
        self._numbers = iter(range(FIRST, FIRST + 10_000_000))
        self._by_serial: dict[int, Visit] = {}
        self._open: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.outages: list[tuple[float, float]] = []  # when the floor was away; the last one may be open
        self._going = asyncio.Event()
        self._going.set()

    def start(self) -> None:
        """Have everybody call."""
        for _ in range(self._callers):
            self._open.add(asyncio.create_task(self._caller()))
        self._watching = asyncio.create_task(self._watch())

    @property
    def bridged(self) -> list[Visit]:
        """Calls in which caller and agent hear each other now."""
        return [v for v in self.visits if v.agent is not None and v.leg.state == "up" and v.agent.state == "up"]

    @property
    def waiting(self) -> list[Visit]:
        """Callers who wait now."""
        return [v for v in self.visits if v.agent is None and v.leg.state != "over"]

    def was_away(self, at: float | None) -> bool:
        """Whether the floor was away then, or within the moment before: a step that it had no time to take."""
        return at is not None and any(start - 0.5 <= at <= end + 0.5 for start, end in self.outages)

    async def full(self, bridged: int, waiting: int, patience: float = 60.0) -> bool:
        """Wait until so many talk and wait."""
        last = time.monotonic() + patience
        while len(self.bridged) < bridged or len(self.waiting) < waiting:
            if time.monotonic() > last:
                return False
            await asyncio.sleep(0.05)
        return True

    def pause(self) -> None:
        """Nobody does anything from now on: whatever happens to a call was done to it."""
        self._going.clear()

    def resume(self) -> None:
        """Go on."""
        self._going.set()

    def forget(self) -> None:
        """The calls of now died with the switch, which tells no telephone: put all receivers down and begin anew."""
        for task in self._open:
            task.cancel()
        self._open.clear()
        for leg in list(self.phones.legs.values()):
            self.phones.abandon(leg)
        self.visits.clear()
        self.found = Findings()
        for _ in range(self._callers):
            self._open.add(asyncio.create_task(self._caller()))

    async def finish(self, patience: float = 60.0) -> None:
        """Take no new calls, let all end."""
        self._stopping = True
        done, late = await asyncio.wait(self._open, timeout=patience)
        for task in late:
            task.cancel()
        for task in done:
            task.result()
        await asyncio.sleep(2)
        self._watching.cancel()

    async def _caller(self) -> None:
        await asyncio.sleep(self._chance.uniform(0, 3))
        while not self._stopping:
            await self._going.wait()
            leg = self.phones.dial(f"+{next(self._numbers)}", firms.NUMBER)
            visit = Visit(leg, time.monotonic())
            self.visits.append(visit)
            self._by_serial[leg.sound.serial] = visit
            giving_up = self._chance.random() < self.abandon
            patience = self._chance.uniform(*self.patience_s) if giving_up else 240.0
            await self._wait_joined(visit, patience)
            if leg.state == "over":
                self._ended_waiting(visit)
            elif visit.agent is None:
                visit.wish, visit.meant = "abandon", time.monotonic()
                self.phones.hang_up(leg)
                if not giving_up:
                    self.found.lost.append(f"{leg.number} was never served")
            else:
                await self._talk(visit, visit.agent)
            await asyncio.sleep(self._chance.uniform(0.2, 1.0))

    async def _wait_joined(self, visit: Visit, patience: float) -> None:
        last = time.monotonic() + patience
        while visit.agent is None and visit.leg.state != "over" and time.monotonic() < last:
            await asyncio.sleep(0.05)

    def _ended_waiting(self, visit: Visit) -> None:
        what = f"{visit.leg.number} ({visit.leg.ended_by} {visit.leg.status}, {visit.leg.over - visit.began:.1f} s)"
        (self.found.refused if visit.leg.ended_by == "refused" else self.found.lost).append(what)

    async def _talk(self, visit: Visit, agent: Leg) -> None:
        visit.wish = "agent" if self._chance.random() < 0.5 else "customer"
        first, second = (agent, visit.leg) if visit.wish == "agent" else (visit.leg, agent)
        try:
            async with asyncio.timeout(self._chance.uniform(*self.talk_s)):
                await asyncio.wait(
                    [asyncio.create_task(leg.ended.wait()) for leg in (first, second)],
                    return_when=asyncio.FIRST_COMPLETED,
                )
        except TimeoutError:
            pass  # they talked as long as they wanted
        else:
            self.found.dropped.append(f"{visit.leg.number} after {time.monotonic() - (visit.leg.up or 0):.1f} s")
        self.found.gaps += [visit.leg.sound.gap_joined, agent.sound.gap_joined]
        visit.meant = time.monotonic()
        self.phones.hang_up(first)
        try:
            async with asyncio.timeout(30):
                await second.ended.wait()
        except TimeoutError:
            kind = self.found.resumed if self.was_away(visit.meant) else self.found.lost
            kind.append(f"{visit.leg.number}: the other end was left for 30 s after the hang-up")
            self.phones.hang_up(second)

    async def _watch(self) -> None:
        """See from the sound who is joined with whom, and whether anybody was passed over."""
        seen: set[str] = set()
        while True:
            for leg in [x for x in self.phones.legs.values() if not x.caller and x.state == "up" and x.id not in seen]:
                for serial in leg.sound.heard:
                    visit = self._by_serial.get(serial)
                    if visit is not None and visit.agent is None:
                        seen.add(leg.id)
                        self._note_order(visit)
                        visit.agent = leg
            await asyncio.sleep(0.02)

    def _note_order(self, served: Visit) -> None:
        for other in self.waiting:
            before = (served.leg.up or served.began) - (other.leg.up or other.began)
            if other is not served and other.leg.up is not None and before > 1.0 and not self._rings_for(other):
                if self.was_away(other.began):
                    self.found.overtaken.add(other.leg.number)
                else:
                    self.found.inversions.append(
                        f"{served.leg.number} before {other.leg.number}, who came {before:.1f} s earlier"
                    )

    def _rings_for(self, visit: Visit) -> bool:
        return any(
            leg.number == visit.leg.number and leg.state in ("ringing", "up") and not leg.caller
            for leg in self.phones.legs.values()
        )

    # -- the rows against the telephones -------------------------------------------------------------------

    async def check_rows(self, patience: float = 20.0) -> list[str]:
        """Hold the rows against the telephones: what is wrong."""
        last = time.monotonic() + patience
        while True:
            wrong = self._wrong_rows()
            if not wrong or time.monotonic() > last:
                return wrong
            await asyncio.sleep(1)

    def _wrong_rows(self) -> list[str]:
        own, firm = self.own, self.firm.id
        rows: dict[str, list[tuple]] = {}
        for customer, phase, outcome, ended_by in own.rows(
            firm, "select customer, phase, outcome, ended_by from interaction.call order by id"
        ):
            rows.setdefault(customer, []).append((phase, outcome, ended_by))
        wrong = [f"{n} calls are still open" for (n,) in own.rows(firm, "select count(*) from interaction.open_call") if n]
        for visit in self.visits:
            expected = "answered" if visit.agent is not None else "abandoned"
            found = rows.get(visit.leg.number, [])
            if not found and (visit.leg.up is None or (visit.wish == "abandon" and self.was_away(visit.began))):
                continue  # never got as far as us: the switch keeps who gave up meanwhile for a call back
            if len(found) != 1 or found[0][0] != "ended" or found[0][1] != expected:
                wrong.append(f"{visit.leg.number}: {expected}, by {visit.wish}; rows say {found}")
        return wrong
