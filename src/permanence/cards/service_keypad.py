"""The keypad's process: callers who are handed over enter their cards here, and only counts, results and tokens leave it.

Digits are held in byte arrays of one capture, handed to the payment service once and wiped. A hold that the floor does not wait for
any more, because the caller was taken back or hung up meanwhile, is given back at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from permanence.cards.consultation import to_hold
from permanence.cards.errors import PaymentRefused, PaymentServiceAway
from permanence.cards.keypad import Keypad, Prompt, Result, Stage
from permanence.cards.ports import Asked, FloorLine, Hold, PaymentService, Room, Told
from permanence.interaction.ports import Clock

log = structlog.get_logger("keypad")
LAST_WORD_S = 1.2  # the caller hears how it ended, then he is back with his agent


class _Capture:
    """A caller who is here, what he has entered, and what he was asked for."""

    __slots__ = ("asked", "pad", "told")

    def __init__(self, asked: Asked, pad: Keypad) -> None:
        """Begin."""
        self.asked, self.pad = asked, pad
        self.told = False


class Captures:
    """All captures of this process, by the caller's leg."""

    def __init__(self, room: Room, line: FloorLine, payments: PaymentService, clock: Clock) -> None:
        """Wire the parts; nobody is here yet."""
        self.room, self.line, self.payments, self.clock = room, line, payments, clock
        self._here: dict[str, _Capture] = {}
        self._holds: dict[str, Hold] = {}  # by consultation, until the floor has heard of them
        self._tasks: set[asyncio.Task[None]] = set()

    def under_way(self) -> list[str]:
        """Return the consultations of those who are here."""
        return [capture.asked.consultation for capture in self._here.values()]

    def arrived(self, leg: str, asked: Asked) -> None:
        """A caller was handed over: tell him the price."""
        capture = self._here[leg] = _Capture(asked, Keypad(self.clock.now()))
        self._show(capture)
        self.room.say(leg, asked, (Prompt.ACCEPT,))

    def key(self, leg: str, key: str) -> None:
        """He pressed a key."""
        capture = self._here.get(leg)
        if capture is None or capture.pad.stage is Stage.ENDED:
            return
        if capture.pad.stage is not Stage.CHECKING:
            self.room.hush(leg)
        self._go_on(leg, capture, capture.pad.press(key, self.clock.now()))

    def left(self, leg: str, *, hung_up: bool) -> None:
        """He is no longer here: he hung up, or the floor took him back."""
        capture = self._here.pop(leg, None)
        if capture is None:
            return
        capture.pad.stop(Result.GONE if hung_up else Result.CANCELLED)
        if not capture.told:
            capture.told = True
            self.line.end(capture.asked, Told(capture.pad.result or Result.CANCELLED))
        elif hung_up:
            self.line.end(capture.asked, Told(Result.GONE))

    def tick(self) -> None:
        """Look at all deadlines; called several times a second."""
        now = self.clock.now()
        for leg, capture in list(self._here.items()):
            if said := capture.pad.time_up(now):
                self._go_on(leg, capture, said)

    def settled(self, consultation: str, *, wanted: bool) -> None:
        """The floor has heard how a capture ended. A hold that it does not want is given back."""
        hold = self._holds.pop(consultation, None)
        if hold is not None and not wanted:
            self._spawn(self._give_back(hold, consultation))

    async def finish(self) -> None:
        """Wait for what is under way with the payment service; called at the end."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _go_on(self, leg: str, capture: _Capture, said: tuple[Prompt, ...]) -> None:
        if said:
            self.room.say(leg, capture.asked, said)
        self._show(capture)
        if capture.pad.stage is Stage.CHECKING and said:
            self._spawn(self._check(leg, capture))
        elif capture.pad.stage is Stage.ENDED:
            self._spawn(self._end(capture, Told(capture.pad.result or Result.CANCELLED)))

    async def _check(self, leg: str, capture: _Capture) -> None:
        """Have the payment service hold the price, and go on with its answer."""
        asked, card = capture.asked, capture.pad.take()
        reference = f"{asked.consultation}-{capture.pad.tries}"
        try:
            hold = await self.payments.authorise(card, to_hold(asked.price), asked.price.currency, reference)
        except PaymentRefused as refused:
            log.info("card_declined", consultation=asked.consultation, why=refused.data.get("reason"))
            said = capture.pad.answered(Result.DECLINED, self.clock.now())
            self._go_on(leg, capture, said) if said else None
            return
        except PaymentServiceAway:
            said = capture.pad.answered(Result.SERVICE_AWAY, self.clock.now())
            self._go_on(leg, capture, said) if said else None
            return
        finally:
            card.wipe()
        said = capture.pad.answered(Result.AUTHORISED, self.clock.now())
        if capture.pad.result is not Result.AUTHORISED or capture.told:
            await self._give_back(hold, asked.consultation)
            return
        self._holds[asked.consultation] = hold
        self.room.say(leg, asked, said)
        self._show(capture)
        await self._end(capture, Told(Result.AUTHORISED, hold.token, hold.network, hold.last_four))

    async def _end(self, capture: _Capture, told: Told) -> None:
        """Let the caller hear how it ended, then have the floor take him back."""
        await asyncio.sleep(LAST_WORD_S)
        if capture.told:  # he was gone before
            self.settled(capture.asked.consultation, wanted=False)
            return
        capture.told = True
        self.line.end(capture.asked, told)

    async def _give_back(self, hold: Hold, consultation: str) -> None:
        try:
            await self.payments.void(hold.token, f"{consultation}-unwanted")
        except (PaymentRefused, PaymentServiceAway) as error:
            log.error("hold_not_given_back", consultation=consultation, token=hold.token, why=error.message)

    def _show(self, capture: _Capture) -> None:
        self.line.show(capture.asked, capture.pad.shown)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
