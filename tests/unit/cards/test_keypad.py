"""A capture, key by key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.cards.keypad import KEY_S, Keypad, Prompt, Result, Shown, Stage

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
VISA, AMEX = "4242424242424242", "378282246310005"


def vars_of(pad: Keypad, name: str) -> bytearray:
    """What must be wiped is private."""
    return getattr(pad, name)


def pressed(keys: str, pad: Keypad | None = None) -> tuple[Keypad, list[Prompt]]:
    pad = pad or Keypad(NOON)
    said: list[Prompt] = []
    for key in keys:
        said += pad.press(key, NOON)
    return pad, said


def test_price_number_expiry_and_code_lead_to_the_service() -> None:
    pad, said = pressed(f"1{VISA}#1227123")
    assert said == [Prompt.NUMBER, Prompt.EXPIRY, Prompt.CODE, Prompt.CHECKING]
    card = pad.take()
    assert (bytes(card.number), card.month, card.year, bytes(card.code)) == (VISA.encode(), 12, 2027, b"123")
    assert pad.answered(Result.AUTHORISED, NOON) == (Prompt.DONE,)
    assert (pad.stage, pad.result) == (Stage.ENDED, Result.AUTHORISED)


def test_what_is_shown_are_counts() -> None:
    pad, _ = pressed("1424")
    assert pad.shown == Shown(Stage.NUMBER, 3, 1)
    assert "4" not in repr(pad).removeprefix("<keypad number 3>")
    pad, _ = pressed(f"1{VISA}#1227123")
    assert repr(pad.take()) == "<card>"


def test_a_star_begins_again() -> None:
    pad, said = pressed(f"1411*{AMEX}#1227")
    assert said == [Prompt.NUMBER, Prompt.AGAIN, Prompt.EXPIRY, Prompt.CODE]
    pressed("123", pad)
    assert pad.stage is Stage.CODE  # four digits on these cards
    pressed("4", pad)
    assert pad.stage is Stage.CHECKING


@pytest.mark.parametrize("wrong", [f"1{VISA[:-1]}1#", f"1{VISA}#1320", f"1{VISA}#1026", f"1{VISA}#1#", "1#"])
def test_a_wrong_entry_is_asked_for_again_three_times_in_all(wrong: str) -> None:
    pad, said = pressed(wrong)
    assert said[-2:] == [Prompt.WRONG, Prompt(pad.stage.value)]
    entry = wrong[1:] if pad.stage is Stage.NUMBER else wrong.partition("#")[2]
    pad, said = pressed(entry * 2, pad)
    assert said[-1] is Prompt.FAILED
    assert pad.result is Result.TOO_MANY_TRIES


def test_a_card_holds_until_its_month_is_over() -> None:
    assert pressed(f"1{VISA}#1126")[0].stage is Stage.CODE


def test_who_refuses_the_price_is_asked_for_no_card() -> None:
    assert pressed("2")[0].result is Result.NOT_ACCEPTED


def test_keys_that_never_come_are_told_apart_from_a_caller_who_is_slow() -> None:
    pad = Keypad(NOON)
    later = NOON + timedelta(seconds=KEY_S["accept"])
    assert pad.time_up(later - timedelta(seconds=1)) == ()
    assert pad.time_up(later) == (Prompt.FAILED,)
    assert pad.result is Result.NO_KEYS
    pad, _ = pressed("1")
    for told in (Prompt.NUMBER, Prompt.NUMBER, Prompt.FAILED):
        assert pad.time_up(pad.deadline) == (told,)
    assert pad.result is Result.TIMED_OUT


def test_a_declined_card_may_be_followed_by_another() -> None:
    pad, _ = pressed(f"1{VISA}#1227123")
    pad.take()
    assert pad.answered(Result.DECLINED, NOON) == (Prompt.DECLINED, Prompt.NUMBER)
    for _ in range(2):
        pressed(f"{VISA}#1227123", pad)
        pad.take()
        pad.answered(Result.DECLINED, NOON)
    assert pad.result is Result.DECLINED


def test_a_service_that_is_silent_ends_it() -> None:
    pad, _ = pressed(f"1{VISA}#1227123")
    assert pad.time_up(pad.deadline) == (Prompt.FAILED,)
    assert pad.result is Result.SERVICE_AWAY
    pad.answered(Result.AUTHORISED, NOON)
    assert pad.result is Result.SERVICE_AWAY


@given(st.text(alphabet="0123456789*#", max_size=60))
def test_however_it_ends_no_digit_is_left(keys: str) -> None:
    pad, _ = pressed("1" + keys)
    held = [vars_of(pad, name) for name in ("_entry", "_number")]
    pad.stop(Result.CANCELLED)
    assert [bytes(each) for each in held] == [b"", b""]
    assert pad.shown.digits == 0


def test_a_card_is_wiped_when_it_has_served() -> None:
    card = pressed(f"1{VISA}#1227123")[0].take()
    number, code = card.number, card.code
    card.wipe()
    assert (number, code, card.month, card.year) == (b"", b"", 0, 0)
