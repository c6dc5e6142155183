"""The automatic agent: a SIP phone of the far end that answers a firm's callers while no person is signed in there."""

from __future__ import annotations

import asyncio
from random import Random

import structlog

from permanence.adapters.asterisk.far import Telephone
from permanence.adapters.floorlink.client import FloorAway
from permanence.app.demo.firms import AGENT_LINES, FAREWELL, GREETINGS
from permanence.app.demo.floor_client import FloorClient, Row
from permanence.app.demo.speech import Speech
from permanence.app.demo.state import Seat
from permanence.floor.intents import AnyIntent, Qualify, Ready, SignIn, SignOut

RINGS_S = 2.0
LISTENS_S = 5.0
NOTES_S = 3.0
LOOK_EVERY_S = 4.0
NOTES = {"fr": "Appel de démonstration.", "en": "Demonstration call."}
AT_WORK = ("ready", "offered", "talking", "wrap_up")

log = structlog.get_logger("demonstration")


class PhoneAgent:
    """Sits in for a firm's people while none of them is there."""

    def __init__(self, seat: Seat, floor: FloorClient, speech: Speech, chance: Random) -> None:
        """Be ready; `attend` begins."""
        self.seat = seat
        self._floor, self._speech, self._chance = floor, speech, chance
        self._in_call = False

    async def attend(self) -> None:
        """Sign in and out as people go and come, until cancelled."""
        while True:
            try:
                wish = self.wish()
                if wish is not None:
                    await self._do(wish)
                self._floor.beat(self.seat.firm, self.seat.agent)
            except FloorAway:
                log.info("automatic_agent_waits_for_the_floor")
            await self._floor.changed(LOOK_EVERY_S)

    def wish(self) -> AnyIntent | None:
        """Return what the automatic agent wants now, seen from the firm's rows."""
        agents = self._floor.rows(self.seat.firm, "agent")
        me = agents.get(self.seat.agent)
        if me is None or self._in_call or me["call"] is not None:
            return None
        others = any(row["presence"] != "offline" for key, row in agents.items() if key != self.seat.agent)
        if others:
            return SignOut() if me["presence"] != "offline" else None
        if me["presence"] == "offline":
            return SignIn()
        if me["presence"] in ("paused", "wrap_up"):
            return Ready()
        return None

    async def answer(self, leg: Telephone) -> None:
        """Pick up, talk, hang up, write the notes."""
        self._in_call = True
        call = ""
        try:
            await leg.ring()
            if not await leg.listen(RINGS_S):
                return
            await leg.answer()
            row = await self._row()
            call = str(row.get("id", ""))
            await self._talk(leg, str(row.get("language", "fr")), str(row.get("brand", "")))
            await leg.hang_up()
            if call:
                await self._wrap_up(call, str(row.get("language", "fr")))
        finally:
            self._in_call = False

    async def _row(self) -> Row:
        """Return the row of the call that was just picked up."""
        for _ in range(20):
            calls = self._floor.rows(self.seat.firm, "call")
            found = next((row for row in calls.values() if row.get("agent") == self.seat.agent), None)
            if found is not None:
                return found
            await self._floor.changed(0.2)
        return {}

    async def _talk(self, leg: Telephone, language: str, brand: str) -> None:
        column = 0 if language == "fr" else 1
        await leg.listen(0.6)
        lines = [GREETINGS[column].format(brand=brand), *(line[column] for line in AGENT_LINES)]
        for line in lines:
            if not await leg.say([await self._speech.media(line, language)], language):
                return
            if not await leg.listen(LISTENS_S + self._chance.uniform(0.0, 2.0)):
                return
        await leg.say([await self._speech.media(FAREWELL[column], language)], language)
        await leg.listen(1.0)

    async def _wrap_up(self, call: str, language: str) -> None:
        await asyncio.sleep(NOTES_S)
        done = Qualify(self.seat.disposition, NOTES.get(language, NOTES["fr"]), done=True, call=call)
        await self._do(done)

    async def _do(self, intent: AnyIntent) -> None:
        reply = await self._floor.do(self.seat.firm, self.seat.person, self.seat.agent, intent)
        if reply.code is not None:
            log.info(
                "automatic_agent_refused", intent=type(intent).__name__, code=reply.code, reason=reply.message
            )
