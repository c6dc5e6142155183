"""A surcharged number on the floor: announced, charged from the beep, warned, cut, and capped by the month."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from permanence.floor import intents as i
from permanence.floor.batch import decode_call
from permanence.floor.charging import Charging
from permanence.floor.recovery import restore
from permanence.floor.world import World
from permanence.flows.model import Prompt
from permanence.interaction import commands as c
from permanence.interaction.charging import BEEP, NODE
from permanence.interaction.events import (
    AgentAnswered,
    CallEnded,
    CallQueued,
    ChargingBegan,
    ChargingEnded,
    TariffAnnounced,
    TariffRefused,
    TariffWarned,
)
from permanence.interaction.model import Call, EndedBy, Outcome, Phase
from permanence.kernel.ids import CountedIds, FirmId, PersonId, PromptId, TariffId
from permanence.sim.stage import Stage
from permanence.tariffs.charging import caller_key
from permanence.tariffs.model import Basis, Tariff, Use, Version
from tests.unit.floor.floor_kit import NOW, SmallFirm, small_firm

NUMBER, CALLER = "+33892000010", "+33611223344"
EUR, CENT = 1_000_000, 10_000
SAID, WARNS, CAPS = PromptId("pmt_said"), PromptId("pmt_warns"), PromptId("pmt_caps")
PROMPTS = {SAID: Prompt(SAID, "sound:said"), WARNS: Prompt(WARNS, "sound:warns"), CAPS: Prompt(CAPS, "sound:caps")}
MINUTE = Tariff(use=Use.SALES, basis=Basis.PER_MINUTE, price=80 * CENT, announcement=SAID, warning=WARNS, capped=CAPS)


def opened(world: World, firm: SmallFirm, tariff: Tariff) -> None:
    """The firm's number costs this; nobody hears anything else than what the tariff says, and the queue."""
    firm.opens_in(world)
    world.set_directory(msgspec.structs.replace(firm.directory, prompts=PROMPTS))
    number = firm.directory.numbers[NUMBER]
    version = Version(TariffId("tar_1"), firm.id, number.id, NUMBER, "FR", date(2026, 1, 1), tariff, NOW - timedelta(days=9), PersonId("per_1"))
    world.charging.key = b"a key"
    world.charging.set_firm(firm.id, [version])


def floor(tariff: Tariff = MINUTE) -> tuple[Stage, SmallFirm]:
    ids, world = CountedIds(), World()
    firm = small_firm(ids, NUMBER)
    opened(world, firm, tariff)
    stage = Stage(world, NOW, ids)
    stage.wish(firm.agent, i.Ready())
    return stage, firm


def called(stage: Stage, caller: str | None = CALLER, leg: str = "sw-1") -> Call:
    stage.call_in(leg, NUMBER, caller)
    return stage.world.calls[stage.world.customers[leg]]


def answer(stage: Stage, firm: SmallFirm) -> None:
    ringing = stage.switch.ringing_at(firm.card.endpoint)
    assert ringing is not None
    stage.pick_up(ringing)


def told(stage: Stage, *kinds: type) -> list:
    return [line.fact for line in stage.journal if not kinds or isinstance(line.fact, kinds)]


def heard(stage: Stage) -> list[tuple[str, ...]]:
    return [command.media for command in stage.commands if isinstance(command, c.Play)]


def test_the_price_is_said_for_ten_free_seconds_then_a_beep_and_only_then_the_flow() -> None:
    stage, _ = floor()
    call = called(stage)
    assert (call.node, heard(stage)) == (NODE, [("sound:said",)])
    assert told(stage, TariffAnnounced) == [TariffAnnounced(80 * CENT, "per_minute", "EUR")]
    stage.wait(9.9)
    assert call.charge is not None and call.charge.since is None and not told(stage, CallQueued)
    stage.wait(10)
    assert heard(stage)[:2] == [("sound:said",), BEEP]
    (began,) = told(stage, ChargingBegan)
    assert began == ChargingBegan(skipped=False, longest_s=1800)
    assert call.charge.since is not None and call.charge.since >= NOW + timedelta(seconds=10)
    kinds = [type(fact) for fact in told(stage)]
    assert kinds.index(ChargingBegan) < kinds.index(CallQueued)


def test_the_key_skips_the_rest_and_another_does_not() -> None:
    stage, _ = floor()
    call = called(stage)
    stage.wait(1)
    stage.press("sw-1", "5")
    assert not call.charge.beeping  # type: ignore[union-attr]
    stage.press("sw-1", "#")
    stage.press("sw-1", "#")
    stage.wait(5)
    assert heard(stage).count(BEEP) == 1
    assert told(stage, ChargingBegan) == [ChargingBegan(skipped=True, longest_s=1800)]
    assert any(isinstance(command, c.StopPlay) for command in stage.commands)


def test_a_call_is_charged_from_the_beep_to_its_end_and_counted_in_the_callers_month() -> None:
    stage, firm = floor()
    called(stage)
    stage.wait(20)
    answer(stage, firm)
    stage.wait(90)
    stage.hang_up("sw-1")
    (ended,) = told(stage, ChargingEnded)
    assert (ended.tariff, ended.caller, ended.why) == ("tar_1", caller_key(b"a key", firm.id, CALLER), "call_over")
    assert ended.since >= NOW + timedelta(seconds=10) and ended.until == stage.now
    (spent,) = stage.world.charging.spent.values()
    assert spent == pytest.approx(80 * CENT * (ended.until - ended.since).total_seconds() / 60, abs=80 * CENT / 60)
    assert CALLER not in str(ended)


def test_who_hangs_up_during_the_announcement_pays_nothing() -> None:
    stage, _ = floor()
    called(stage)
    stage.wait(5)
    stage.hang_up("sw-1")
    assert not told(stage, ChargingBegan, ChargingEnded) and told(stage, CallEnded)
    stage.wait(100)
    assert not stage.world.charging.spent


def test_a_minute_before_the_longest_he_is_warned_and_then_the_call_is_cut() -> None:
    stage, firm = floor(msgspec.structs.replace(MINUTE, longest_s=180))
    call = called(stage)
    stage.wait(20)
    answer(stage, firm)
    assert told(stage, AgentAnswered) and call.charge is not None and call.charge.since is not None
    since = call.charge.since
    stage.until(since + timedelta(seconds=119))
    assert not told(stage, TariffWarned)
    stage.until(since + timedelta(seconds=121))
    assert told(stage, TariffWarned) == [TariffWarned(60)] and heard(stage)[-1] == ("sound:warns",)
    assert call.phase is Phase.TALKING
    stage.until(since + timedelta(seconds=181))
    (ended,) = told(stage, ChargingEnded)
    assert (ended.why, (ended.until - ended.since).total_seconds()) == ("longest", 180)
    (over,) = told(stage, CallEnded)
    assert (over.outcome, over.by) == (Outcome.ANSWERED, EndedBy.PLATFORM)


def test_a_caller_who_waits_hears_the_music_again_after_the_warning() -> None:
    stage, firm = floor(msgspec.structs.replace(MINUTE, longest_s=180))
    stage.wish(firm.agent, i.Pause("break"))
    call = called(stage)
    stage.wait(20)
    assert call.phase is Phase.QUEUED and call.charge is not None and call.charge.since is not None
    stage.until(call.charge.since + timedelta(seconds=120))
    stage.wait(20)
    after = stage.commands[max(n for n, each in enumerate(stage.commands) if isinstance(each, c.Play) and each.media == ("sound:warns",)) :]
    assert any(isinstance(command, c.StartMusic) for command in after)
    stage.wait(60)
    assert [fact.outcome for fact in told(stage, CallEnded)] == [Outcome.ABANDONED]


def test_whom_the_month_lets_nothing_more_hears_so_and_pays_nothing() -> None:
    stage, firm = floor()
    month = date(NOW.year, NOW.month, 1)
    caller = caller_key(b"a key", firm.id, CALLER) or ""
    stage.world.charging.spent[month, firm.id, caller] = 300 * EUR
    called(stage)
    stage.wait(10)
    assert told(stage, TariffRefused) and not told(stage, TariffAnnounced, ChargingBegan)
    assert heard(stage) == [("sound:caps",)] and [fact.outcome for fact in told(stage, CallEnded)] == [Outcome.SELF_SERVED]
    stage.world.charging.spent[month, firm.id, caller] = 298 * EUR
    called(stage, leg="sw-2")
    stage.wait(20)
    assert told(stage, ChargingBegan) == [ChargingBegan(skipped=False, longest_s=150)]
    called(stage, leg="sw-3")  # what the other call may still cost is spent already
    called(stage, None, "sw-4")
    assert len(told(stage, TariffRefused)) == 2 and len(told(stage, TariffAnnounced)) == 2


def test_a_restart_says_the_price_again_and_takes_no_charge_away() -> None:
    stage, firm = floor()
    call = called(stage)
    stage.wait(3)
    stage.restart(_reborn(firm, call))
    (call,) = stage.world.calls.values()
    assert heard(stage) == [("sound:said",)] * 2
    stage.wait(20)
    assert call.charge is not None and call.charge.since is not None and call.phase is Phase.QUEUED
    since = call.charge.since
    stage.restart(_reborn(firm, call))
    (call,) = stage.world.calls.values()
    stage.until(since + timedelta(seconds=1801))
    (ended,) = told(stage, ChargingEnded)
    assert (ended.since, ended.why) == (since, "longest")


def _reborn(firm: SmallFirm, call: Call) -> World:
    world = World()
    opened(world, firm, MINUTE)
    restore(world, [decode_call(msgspec.json.encode(call))], [])
    return world


def test_a_number_without_surcharge_is_as_it_was() -> None:
    stage, _ = floor(Tariff(basis=Basis.ORDINARY))
    call = called(stage)
    assert call.phase is Phase.QUEUED and call.charge is None
    assert not heard(stage) and not told(stage, TariffAnnounced)


def test_a_new_month_begins_with_nothing_spent_and_forgets_what_is_long_over() -> None:
    stage, firm = floor()
    charging: Charging = stage.world.charging
    for month in (5, 6, 7):
        since = datetime(2026, month, 15, tzinfo=UTC)
        charging.ended(firm.id, ChargingEnded(TariffId("tar_1"), "ab", since, since + timedelta(minutes=1), "call_over"))
    assert charging.spent == {(date(2026, month, 1), firm.id, "ab"): 80 * CENT for month in (6, 7)}
    charging.ended(firm.id, ChargingEnded(TariffId("tar_gone"), "ab", NOW, NOW, "call_over"))
    charging.set_firm(FirmId("frm_other"), [])
    assert charging.version(firm.directory.numbers[NUMBER].id, NOW) is not None
    charging.set_firm(firm.id, [])
    assert charging.version(firm.directory.numbers[NUMBER].id, NOW) is None
