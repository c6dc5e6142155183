"""A customer who pays: free until the beep, whatever he presses; his place outlasts the cut where he was promised a call."""

from __future__ import annotations

from datetime import timedelta

from permanence.interaction import charging
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.interaction.events import ChargingEnded
from permanence.interaction.model import Call, CallBack, Charge, Phase
from permanence.interaction.steps import Turn
from permanence.kernel.ids import TariffId
from tests.unit.interaction.call_kit import T0, at, facts, hear, inbound, names, queued


def charge(longest_s: int | None = 180) -> Charge:
    """Eighty cents a minute."""
    return Charge(TariffId("tar_1"), "ab", 800_000, "per_minute", "EUR", 24_000_000, T0, 10, "#", longest_s, longest_s and longest_s - 60)


def paying(call: Call) -> Call:
    """A customer who has been charged from 08:00 on."""
    call.charge = charge()
    call.charge.since = T0
    return call


def test_a_message_without_sound_leaves_the_free_seconds_and_then_beeps() -> None:
    call, turn = inbound(), Turn()
    charging.announce(call, charge(), (), T0, turn)
    assert names(turn) == ["Answer"] and call.deadlines == {"tariff": T0 + timedelta(seconds=10)}
    turn = Turn()
    charging.time_up(call, "tariff", at(10), turn)
    (beep,) = turn.commands
    assert isinstance(beep, c.Play) and beep.media == charging.BEEP and not facts(turn)
    turn = hear(call, s.Played(beep.playback), 11)
    assert facts(turn)[0] == "ChargingBegan" and call.charge is not None and call.charge.since == at(11)


def test_a_short_message_is_followed_by_silence_until_the_free_seconds_are_over() -> None:
    call, turn = inbound(), Turn()
    charging.announce(call, charge(), ("sound:said",), T0, turn)
    assert charging.played(call, call.playing or "", at(4), turn) and call.deadlines["tariff"] == at(10)


def test_keys_are_the_announcements_until_the_beep_and_the_menus_afterwards() -> None:
    call, turn = inbound(), Turn()
    charging.announce(call, charge(), ("sound:said",), T0, turn)
    channel = call.customer_channel or ""
    assert charging.pressed(call, channel, "1", turn) and not call.charge.beeping  # type: ignore[union-attr]
    assert not charging.pressed(call, "another", "#", turn)
    assert charging.pressed(call, channel, "#", turn) and call.charge.beeping  # type: ignore[union-attr]
    assert not charging.pressed(paying(inbound()), channel, "#", turn)


def test_who_was_promised_a_call_keeps_his_place_when_the_longest_is_reached() -> None:
    call, turn = paying(queued()), Turn()
    call.call_back = CallBack.KEPT
    charging.time_up(call, "tariff_end", at(180), turn)
    assert turn.facts == [ChargingEnded(TariffId("tar_1"), "ab", T0, at(180), "longest")]
    assert call.phase is Phase.QUEUED and names(turn) == ["HangUp"]
    charging.time_up(call, "tariff_end", at(181), turn)
    assert len(turn.facts) == 1


def test_a_customer_on_hold_hears_music_again_after_the_warning() -> None:
    call, turn = paying(queued()), Turn()
    call.phase, call.held = Phase.TALKING, True
    charging.time_up(call, "tariff_warn", at(120), turn)
    assert names(turn) == ["StopMusic", "Play"] and facts(turn) == ["TariffWarned"]
    turn = Turn()
    assert charging.played(call, call.charge.warned_by or "", at(122), turn)  # type: ignore[union-attr]
    assert names(turn) == ["StartMusic"]
