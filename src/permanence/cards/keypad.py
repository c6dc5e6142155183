"""One capture of a card by the caller's keypad, as a machine: a key and the time go in, what is said to the caller comes out.

The caller accepts the price by a key, which also proves that his keys reach the platform as signals and not as tones in the
voice; then come number, expiry and security code. `*` begins an entry again, `#` ends it. What is shown of it are counts. Digits
stand in byte arrays that are wiped as soon as they have served.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from permanence.cards.numbers import LONGEST, code_length, is_card, network_of

TRIES_MAX = 3
KEY_S = {"accept": 20, "number": 40, "expiry": 30, "code": 30}
"""How long nothing may be pressed in a stage, counted from the last key; the prompt is within it."""
CHECK_S = 45  # how long the payment service may take; its own time-outs come first
ZERO = ord("0")


class Stage(StrEnum):
    """Where a capture is."""

    ACCEPT = "accept"
    NUMBER = "number"
    EXPIRY = "expiry"
    CODE = "code"
    CHECKING = "checking"
    ENDED = "ended"


class Result(StrEnum):
    """How a capture ended."""

    AUTHORISED = "authorised"
    NOT_ACCEPTED = "not_accepted"  # the caller refused the price
    NO_KEYS = "no_keys"  # no key ever came: his carrier or telephone sends them in the voice
    TIMED_OUT = "timed_out"
    TOO_MANY_TRIES = "too_many_tries"
    DECLINED = "declined"
    SERVICE_AWAY = "service_away"
    CANCELLED = "cancelled"  # the agent, or the platform, took the caller back
    GONE = "gone"  # the caller hung up


class Prompt(StrEnum):
    """What the caller hears."""

    ACCEPT = "accept"
    NUMBER = "number"
    EXPIRY = "expiry"
    CODE = "code"
    WRONG = "wrong"
    AGAIN = "again"
    CHECKING = "checking"
    DECLINED = "declined"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be seen of a capture: the stage, how many digits of it are there, and which try this is."""

    stage: Stage
    digits: int
    tries: int


@dataclass(slots=True)
class CardEntered:
    """What the payment service is given, once. `wipe` overwrites it."""

    number: bytearray
    month: int
    year: int
    code: bytearray

    def __repr__(self) -> str:
        """Show nothing: a traceback or a log may print this."""
        return "<card>"

    def wipe(self) -> None:
        """Overwrite number, expiry and code."""
        _wipe(self.number)
        _wipe(self.code)
        self.month = self.year = 0


class Keypad:
    """One capture. Prompts are returned in the order in which they are to be heard; a key cuts off what plays."""

    def __init__(self, now: datetime) -> None:
        """Begin with the price; say `ACCEPT`."""
        self.stage = Stage.ACCEPT
        self.tries = 1
        self.result: Result | None = None
        self._entry = bytearray()
        self._number = bytearray()
        self._expiry = (0, 0)
        self._heard = False
        self.deadline = now + timedelta(seconds=KEY_S["accept"])

    def __repr__(self) -> str:
        """Show counts alone."""
        return f"<keypad {self.stage} {len(self._entry)}>"

    @property
    def shown(self) -> Shown:
        """What the agent may see."""
        return Shown(self.stage, len(self._entry), self.tries)

    def press(self, key: str, now: datetime) -> tuple[Prompt, ...]:
        """Take a key; what does not belong to the stage is dropped."""
        if self.stage in (Stage.CHECKING, Stage.ENDED) or len(key) != 1:
            return ()
        self._heard = True
        self.deadline = now + timedelta(seconds=KEY_S[self.stage])
        if self.stage is Stage.ACCEPT:
            if key == "1":
                return self._turn_to(Stage.NUMBER, now)
            return self._end(Result.NOT_ACCEPTED) if key in "20*" else ()
        if key == "*":
            _wipe(self._entry)
            return (Prompt.AGAIN,)
        if key == "#":
            return self._entered(now)
        if key in "0123456789":
            self._entry.append(ord(key) - ZERO)
            if len(self._entry) >= self._full():
                return self._entered(now)
        return ()

    def time_up(self, now: datetime) -> tuple[Prompt, ...]:
        """Nothing was pressed in time: ask again, or give up. Before the deadline nothing happens."""
        if self.stage is Stage.ENDED or now < self.deadline:
            return ()
        if self.stage is Stage.CHECKING:
            return self._end(Result.SERVICE_AWAY)
        if not self._heard:
            return self._end(Result.NO_KEYS)
        if self.tries >= TRIES_MAX:
            return self._end(Result.TIMED_OUT)
        self.tries += 1
        _wipe(self._entry)
        self.deadline = now + timedelta(seconds=KEY_S[self.stage])
        return (Prompt(self.stage.value),)

    def take(self) -> CardEntered:
        """Hand out what was entered, once; from then on whoever takes it wipes it."""
        assert self.stage is Stage.CHECKING and self._number, "a card is taken once, when all of it is there"
        card = CardEntered(self._number, *self._expiry, self._entry)
        self._number, self._entry, self._expiry = bytearray(), bytearray(), (0, 0)
        return card

    def answered(self, result: Result, now: datetime) -> tuple[Prompt, ...]:
        """The payment service has answered; a declined card may be followed by another, up to three in all."""
        if self.stage is not Stage.CHECKING:
            return ()
        if result is Result.DECLINED and self.tries < TRIES_MAX:
            self.tries += 1
            return (Prompt.DECLINED, *self._turn_to(Stage.NUMBER, now))
        return self._end(result)

    def stop(self, result: Result) -> None:
        """End it from outside and forget all digits. What has ended stays as it is."""
        if self.stage is not Stage.ENDED:
            self._end(result)

    def _full(self) -> int:
        match self.stage:
            case Stage.NUMBER:
                return LONGEST
            case Stage.EXPIRY:
                return 4
            case _:
                return code_length(network_of(self._number))

    def _entered(self, now: datetime) -> tuple[Prompt, ...]:
        """An entry is whole: go on with the next, or have it entered again."""
        match self.stage:
            case Stage.NUMBER if is_card(self._entry):
                self._number, self._entry = self._entry, bytearray()
                return self._turn_to(Stage.EXPIRY, now)
            case Stage.EXPIRY if (expiry := _expiry(self._entry, now)) is not None:
                self._expiry = expiry
                return self._turn_to(Stage.CODE, now)
            case Stage.CODE if len(self._entry) == self._full():
                for place, value in enumerate(self._number):
                    self._number[place] = value + ZERO
                for place, value in enumerate(self._entry):
                    self._entry[place] = value + ZERO
                self.stage = Stage.CHECKING
                self.deadline = now + timedelta(seconds=CHECK_S)
                return (Prompt.CHECKING,)
            case _:
                return self._wrong()

    def _wrong(self) -> tuple[Prompt, ...]:
        if self.tries >= TRIES_MAX:
            return self._end(Result.TOO_MANY_TRIES)
        self.tries += 1
        _wipe(self._entry)
        return (Prompt.WRONG, Prompt(self.stage.value))

    def _turn_to(self, stage: Stage, now: datetime) -> tuple[Prompt, ...]:
        self.stage = stage
        _wipe(self._entry)
        self.deadline = now + timedelta(seconds=KEY_S[stage])
        return (Prompt(stage.value),)

    def _end(self, result: Result) -> tuple[Prompt, ...]:
        self.stage, self.result = Stage.ENDED, result
        _wipe(self._entry)
        _wipe(self._number)
        self._expiry = (0, 0)
        return (Prompt.DONE if result is Result.AUTHORISED else Prompt.FAILED,)


def _expiry(entry: bytearray, now: datetime) -> tuple[int, int] | None:
    """Return month and year of MMYY. A card holds until the end of its month, wherever that ends last."""
    if len(entry) != 4:
        return None
    month, year = entry[0] * 10 + entry[1], 2000 + entry[2] * 10 + entry[3]
    earliest = now - timedelta(days=1)
    return (month, year) if 1 <= month <= 12 and (year, month) >= (earliest.year, earliest.month) else None


def _wipe(digits: bytearray) -> None:
    """Overwrite, then empty: the memory that is given back holds nothing."""
    for place in range(len(digits)):
        digits[place] = 0
    digits.clear()
