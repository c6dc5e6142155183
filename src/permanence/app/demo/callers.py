"""Callers who behave like people: they listen, press a key, wait as long as their patience lasts, talk, say goodbye.

What a caller of ours would hear (the agent's voice after the music) it reads from the floor's rows. Everything by
chance comes from the seeded source that is passed in.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from permanence.adapters.asterisk.far import FarEnd, Telephone
from permanence.app.demo.firms import CALLER_LINES, CALLERS_RANGE, FAREWELL, FIRMS, DemoFirm, DemoNumber
from permanence.app.demo.floor_client import FloorClient, Row
from permanence.app.demo.speech import Speech
from permanence.kernel.errors import Invalid

AT_ONCE_MAX = 30
GREETED_AFTER_S = 4.0
KEY_PAUSE_S = 3.0


@dataclass(frozen=True, slots=True)
class Visit:
    """One caller's intentions. `keys` are pressed one after the other in the menus."""

    number: str
    firm: str
    caller: str
    keys: str
    language: str
    about: str
    listens_s: float
    patience_s: float
    talks_s: float
    voice: int = 0


@dataclass(slots=True)
class Fate:
    """How a visit went. `kind`: answered, left, closed, refused."""

    visit: Visit
    kind: str = "refused"
    agent: str = ""
    waited_s: float = 0.0
    talked_s: float = 0.0
    cause: int = 0
    heard: int = 0
    sent: int = 0


def draw(chance: Random, busy: set[str]) -> Visit:
    """Think of a caller whose number nobody uses at this moment."""
    firm = chance.choices(FIRMS, (3, 2))[0]
    number = chance.choices(firm.numbers, [4 if n.always else 1 for n in firm.numbers])[0]
    caller = next(
        c for c in iter(lambda: f"{CALLERS_RANGE}{chance.randrange(10000):04}", "") if c not in busy
    )
    keys = "" if number.queue else chance.choices((*firm.menu, "91"), [6, 3, 0, 2])[0]
    return visit(
        firm, number, caller, keys, chance,
        patience_s=chance.uniform(25, 120), talks_s=chance.uniform(18, 50),
    )  # fmt: skip


def visit(
    firm: DemoFirm,
    number: DemoNumber,
    caller: str,
    keys: str,
    chance: Random,
    *,
    patience_s: float,
    talks_s: float,
) -> Visit:
    """Return a caller of this number who presses these keys and has something to say that fits."""
    name = number.queue or ("English" if keys.startswith("9") else firm.menu[keys[0]][0])
    queue = next(q for q in firm.queues if q.name == name)
    return Visit(
        number.e164, firm.name, caller, keys, queue.language, chance.choice(queue.about),
        listens_s=chance.uniform(3.0, 7.0), patience_s=patience_s, talks_s=talks_s, voice=chance.choice((0, 0, 2)),
    )  # fmt: skip


def about(queue: str, language: str, chance: Random) -> str:
    """Return something to say in a queue of this name, or anything in this language."""
    lines = [line for firm in FIRMS for q in firm.queues if q.name == queue for line in q.about]
    spare = [line for firm in FIRMS for q in firm.queues if q.language == language for line in q.about]
    return chance.choice(lines or spare)


class Caller:
    """One caller at the far end, from dialling to hanging up."""

    def __init__(self, visit: Visit, far: FarEnd, floor: FloorClient, firm_id: str, speech: Speech) -> None:
        """Be ready to call."""
        self.visit, self.fate = visit, Fate(visit)
        self._far, self._floor, self._firm, self._speech = far, floor, firm_id, speech

    async def live(self) -> Fate:
        """Call, and tell how it went."""
        leg = await self._far.call(self.visit.number, self.visit.caller)
        try:
            if await leg.wait_up():
                await self._listen(leg)
        finally:
            await leg.hang_up()
        self.fate.cause = leg.cause
        return self.fate

    def row(self) -> Row | None:
        """Return what the floor shows of this call."""
        calls = self._floor.rows(self._firm, "call")
        return next((row for row in calls.values() if row.get("customer") == self.visit.caller), None)

    async def _listen(self, leg: Telephone) -> None:
        """Go through menu and queue until somebody speaks."""
        clock = asyncio.get_running_loop().time
        next_key, since, self.fate.kind = clock() + self.visit.listens_s, clock(), "closed"
        queued: float | None = None
        while not leg.over.is_set():
            row = self.row()
            phase = row["phase"] if row is not None else ""
            if phase == "talking":
                self.fate.waited_s = clock() - (queued or since)
                await self._talk(leg, row or {})
                return
            if phase == "queued" and queued is None:
                queued, self.fate.kind = clock(), "left"
            if queued is not None and clock() - queued > self.visit.patience_s:
                self.fate.waited_s = clock() - queued
                return
            pressed = len(row["path"]) if row is not None else 0
            if phase == "flow" and pressed < len(self.visit.keys) and clock() >= next_key:
                await leg.press(self.visit.keys[pressed])
                next_key = clock() + KEY_PAUSE_S
            await leg.listen(0.25)
        if queued is not None:
            self.fate.waited_s = clock() - queued

    async def _talk(self, leg: Telephone, row: Row) -> None:
        """Say what it is about, answer now and then, say goodbye."""
        clock = asyncio.get_running_loop().time
        began = clock()
        self.fate.kind, self.fate.agent = "answered", self._alias(row)
        column = 0 if self.visit.language == "fr" else 1
        lines = [self.visit.about, *(line[column] for line in CALLER_LINES)]
        turn = 0
        while await leg.listen(GREETED_AFTER_S) and clock() - began < self.visit.talks_s:
            media = await self._speech.media(lines[turn % len(lines)], self.visit.language, self.visit.voice)
            await leg.say([media], self.visit.language)
            turn += 1
            heard = await leg.heard()
            self.fate.heard, self.fate.sent = heard.heard or self.fate.heard, heard.sent or self.fate.sent
        if not leg.over.is_set():
            bye = await self._speech.media(FAREWELL[column], self.visit.language, self.visit.voice)
            await leg.say([bye], self.visit.language)
        self.fate.talked_s = clock() - began

    def _alias(self, row: Row) -> str:
        agents = self._floor.rows(self._firm, "agent")
        return str(agents.get(str(row.get("agent")), {}).get("alias", ""))


def per_second(rate: str) -> float:
    """Read a rate as ``6/min``, ``1/s``, ``90/h`` or plain calls a minute."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(?:/(s|min|h))?", rate.strip())
    value = float(found.group(1)) if found else 0.0
    if found is None or value <= 0:
        raise Invalid(f"'{rate}' is no rate; write it as 6/min, 1/s or 90/h.", param="rate")
    return value / {"s": 1, "min": 60, "h": 3600}[found.group(2) or "min"]


@dataclass(slots=True)
class Crowd:
    """Keeps callers coming in at a rate, and tells each one's fate."""

    far: FarEnd
    floor: FloorClient
    speech: Speech
    firm_ids: dict[str, str]
    chance: Random
    told: Callable[[Fate], None]

    async def come(self, rate_per_s: float, count: int | None = None) -> None:
        """Call until cancelled, or until `count` callers have rung; then wait for the last of them."""
        busy: set[str] = set()
        running: set[asyncio.Task[None]] = set()
        made = 0
        while count is None or made < count:
            if len(busy) < AT_ONCE_MAX:
                made += 1
                chosen = draw(self.chance, busy)
                busy.add(chosen.caller)
                task = asyncio.ensure_future(self._one(chosen, busy))
                running.add(task)
                task.add_done_callback(running.discard)
            if count is None or made < count:
                await asyncio.sleep(self.chance.expovariate(rate_per_s))
        await asyncio.gather(*running)

    async def _one(self, chosen: Visit, busy: set[str]) -> None:
        caller = Caller(chosen, self.far, self.floor, self.firm_ids[chosen.firm], self.speech)
        try:
            self.told(await caller.live())
        finally:
            busy.discard(chosen.caller)


def fate_line(fate: Fate, language: str) -> str:
    """Say in a line what became of a caller."""
    visit = fate.visit
    who = f"{visit.caller} → {visit.firm}" + (f" [{visit.keys}]" if visit.keys else "")
    french = language == "fr"
    match fate.kind:
        case "answered":
            agent = fate.agent or ("un téléconseiller" if french else "an agent")
            text = (
                f"{fate.waited_s:.0f} s d'attente, {fate.talked_s:.0f} s avec {agent}"
                if french
                else f"waited {fate.waited_s:.0f} s, talked {fate.talked_s:.0f} s with {agent}"
            )
        case "left":
            text = (
                f"a raccroché après {fate.waited_s:.0f} s d'attente"
                if french
                else f"hung up after waiting {fate.waited_s:.0f} s"
            )
        case "closed":
            text = (
                "a écouté le message et l'appel s'est terminé"
                if french
                else "heard the message, and the call ended"
            )
        case _:
            text = f"pas de réponse (cause {fate.cause})" if french else f"no answer (cause {fate.cause})"
    return f"{who} : {text}" if french else f"{who}: {text}"
