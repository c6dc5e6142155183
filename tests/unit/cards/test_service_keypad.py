"""A caller at the keypad, from the price to the hold: what the floor hears, and that no hold is left over."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from permanence.adapters.asterisk.keypad_room import asked_of
from permanence.cards import service_keypad
from permanence.cards.consultation import to_hold
from permanence.cards.keypad import CHECK_S, KEY_S, CardEntered, Prompt, Result, Shown, Stage
from permanence.cards.ports import Asked, Hold, Told
from permanence.cards.service_keypad import Captures
from tests.payment_kit import DECLINED, MemoryPayments

VISA = "4242424242424242"
ASKED = asked_of(("con_1", "int_1", "fr", "minute", "2500000", "1800", "EUR"))


class Slow(MemoryPayments):
    """A service that answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = asyncio.Event()
        self.let.set()

    async def authorise(self, card: CardEntered, amount: int, currency: str, reference: str) -> Hold:
        hold = await super().authorise(card, amount, currency, reference)
        await self.let.wait()
        return hold


class Place:
    """The room, the line and the clock, in memory."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
        self.said: list[Prompt] = []
        self.shown: list[Shown] = []
        self.told: list[Told] = []
        self.payments = Slow()
        self.captures = Captures(self, self, self.payments, self)
        assert ASKED is not None
        self.captures.arrived("leg", ASKED)

    def now(self) -> datetime:
        return self.at

    def say(self, leg: str, asked: Asked, prompts: Sequence[Prompt]) -> None:
        self.said += prompts

    def hush(self, leg: str) -> None:
        assert leg == "leg"

    def show(self, asked: Asked, shown: Shown) -> None:
        self.shown.append(shown)

    def end(self, asked: Asked, told: Told) -> None:
        self.told.append(told)

    async def press(self, keys: str) -> None:
        for key in keys:
            self.captures.key("leg", key)
        await self.settle()

    async def settle(self) -> None:
        for _ in range(8):
            await asyncio.sleep(0)

    @property
    def results(self) -> list[Result]:
        return [told.result for told in self.told]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_keypad, "LAST_WORD_S", 0)


async def test_a_card_becomes_a_hold_and_the_floor_hears_what_may_be_shown() -> None:
    place = Place()
    await place.press(f"1{VISA}#1227123")
    assert place.told == [Told(Result.AUTHORISED, "pi_1", "visa", "4242")]
    assert place.payments.intents["pi_1"].amount == to_hold(ASKED.price) if ASKED else None
    assert place.said == [Prompt.ACCEPT, Prompt.NUMBER, Prompt.EXPIRY, Prompt.CODE, Prompt.CHECKING, Prompt.DONE]
    assert max(shown.digits for shown in place.shown) == 16
    place.captures.settled("con_1", wanted=True)
    await place.captures.finish()
    assert place.payments.intents["pi_1"].state == "held"


async def test_a_hold_that_the_floor_does_not_want_is_given_back() -> None:
    place = Place()
    await place.press(f"1{VISA}#1227123")
    place.captures.settled("con_1", wanted=False)
    await place.captures.finish()
    assert place.payments.intents["pi_1"].state == "given_back"


@pytest.mark.parametrize(("hung_up", "result"), [(True, Result.GONE), (False, Result.CANCELLED)])
async def test_who_leaves_while_his_card_is_checked_is_not_charged(hung_up: bool, result: Result) -> None:
    place = Place()
    place.payments.let.clear()
    await place.press(f"1{VISA}#1227123")
    assert place.captures.under_way() == ["con_1"]
    place.captures.left("leg", hung_up=hung_up)
    place.payments.let.set()
    await place.captures.finish()
    assert place.results == [result]
    assert place.payments.intents["pi_1"].state == "given_back"
    assert place.captures.under_way() == []


async def test_an_answer_that_comes_after_the_patience_is_given_back() -> None:
    place = Place()
    place.payments.let.clear()
    await place.press(f"1{VISA}#1227123")
    place.at += timedelta(seconds=CHECK_S)
    place.captures.tick()
    place.payments.let.set()
    await place.captures.finish()
    assert place.results == [Result.SERVICE_AWAY]
    assert place.payments.intents["pi_1"].state == "given_back"


async def test_a_declined_card_is_followed_by_another() -> None:
    place = Place()
    await place.press(f"1{next(iter(DECLINED))}#1227123")
    assert place.said[-2:] == [Prompt.DECLINED, Prompt.NUMBER]
    await place.press(f"{VISA}#1227123")
    assert place.results == [Result.AUTHORISED]


async def test_a_service_that_is_away_is_told() -> None:
    place = Place()
    place.payments.away = True
    await place.press(f"1{VISA}#1227123")
    assert place.results == [Result.SERVICE_AWAY]


async def test_keys_that_never_come_end_it_and_later_ones_change_nothing() -> None:
    place = Place()
    place.captures.tick()
    assert place.told == []
    place.at += timedelta(seconds=KEY_S["accept"])
    place.captures.tick()
    await place.settle()
    assert place.results == [Result.NO_KEYS]
    await place.press("1")
    assert place.shown[-1].stage is Stage.ENDED
    place.captures.left("leg", hung_up=False)
    assert place.results == [Result.NO_KEYS]


async def test_nothing_that_leaves_holds_digits_in_order() -> None:
    place = Place()
    await place.press(f"1{VISA}#1227987")
    everything = repr((place.told, place.shown, place.said, place.captures))
    assert VISA[:8] not in everything
    assert "987" not in everything


@pytest.mark.parametrize("words", [(), ("con_1",), ("con_1", "int_1", "fr", "minute", "x", "1800", "EUR"), ("con_1", "int_1", "fr", "hour", "1", "1", "EUR")])
def test_a_leg_that_brings_no_price_is_not_taken(words: tuple[str, ...]) -> None:
    assert asked_of(words) is None
