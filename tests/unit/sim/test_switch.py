"""The switch in memory: people, faults, the fall-back, and the same day for the same seed."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.kernel.errors import Unavailable
from permanence.sim.clock import VirtualClock
from permanence.sim.people import Phone
from permanence.sim.switch import FakeSwitch, Faults

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RING = c.Ring("int_1", "int_1.leg1", "PJSIP/alice", "Dupont", "", 20)


class Stand:
    """A switch, its clock, and what was heard when."""

    def __init__(self, faults: Faults | None = None, seed: int = 1) -> None:
        self.clock = VirtualClock(START)
        self.switch = FakeSwitch(self.clock, Random(seed), faults)
        self.heard: list[tuple[float, s.SwitchSignal]] = []
        self.links: list[bool] = []
        self.switch.attach(self._hear, self.links.append)

    def _hear(self, signal: s.SwitchSignal) -> None:
        self.heard.append((round((self.clock.now() - START).total_seconds(), 3), signal))

    def signals(self) -> list[s.SwitchSignal]:
        return [signal for _, signal in self.heard]


def test_a_person_answers_presses_keys_and_hangs_up() -> None:
    stand = Stand()
    stand.switch.phones["PJSIP/alice"] = Phone(2.0, keys="12", keys_after_s=1.0, hangs_up_after_s=3.0)
    stand.switch.send([RING])
    stand.clock.advance(20)
    assert stand.signals() == [
        s.Ringing("int_1.leg1"), s.Up("int_1.leg1"), s.Digit("int_1.leg1", "1"), s.Digit("int_1.leg1", "2"),
        s.Gone("int_1.leg1", 16),
    ]  # fmt: skip
    assert stand.heard[1][0] == pytest.approx(2.153, abs=0.01)


def test_who_hangs_up_while_it_rings_is_not_answered() -> None:
    stand = Stand()
    stand.switch.send([RING])
    stand.clock.advance(0.15)
    stand.switch.send([c.HangUp("int_1", "int_1.leg1")])
    stand.clock.advance(20)
    assert s.Up("int_1.leg1") not in stand.signals()


async def test_while_the_link_is_down_conversations_go_on_unheard() -> None:
    stand = Stand()
    stand.switch.phones["PJSIP/alice"] = Phone(0.1, hangs_up_after_s=5.0)
    stand.switch.send([RING])
    stand.clock.advance(1)
    stand.switch.lose_link()
    stand.clock.advance(1)
    with pytest.raises(Unavailable):
        await stand.switch.survey()
    assert "int_1.leg1" in stand.switch.memory.legs
    stand.clock.advance(10)
    stand.switch.restore_link()
    assert stand.links == [True, False, True]
    assert s.Gone("int_1.leg1", 16) not in stand.signals()
    assert (await stand.switch.survey()).legs == {}


async def test_who_calls_meanwhile_waits_in_the_fall_back() -> None:
    stand = Stand()
    stand.switch.lose_link()
    channel = stand.switch.call_in("+33162000001", "+33612345678")
    impatient = stand.switch.call_in("+33162000001", None, patience_s=5)
    stand.clock.advance(9)
    stand.switch.restore_link()
    assert not (await stand.switch.survey()).legs[channel].ours
    stand.clock.advance(5)
    assert stand.signals() == [s.Arrived(channel, "+33162000001", "+33612345678", "carrier", 12)]
    assert impatient not in stand.switch.memory.legs


def test_a_ring_without_a_link_fails_at_once() -> None:
    stand = Stand()
    stand.switch.lose_link()
    stand.switch.send([RING])
    stand.clock.advance(1)
    assert stand.signals() == [s.Gone("int_1.leg1", 38)]


async def test_a_switch_that_dies_has_nobody() -> None:
    stand = Stand()
    stand.switch.register("PJSIP/alice")
    stand.switch.call_in("+33162000001")
    stand.switch.die()
    stand.switch.restore_link()
    survey = await stand.switch.survey()
    assert (survey.legs, survey.endpoints) == ({}, {"PJSIP/alice": False})


def test_the_same_seed_gives_the_same_faults_and_another_one_others() -> None:
    def day(seed: int) -> list[tuple[float, s.SwitchSignal]]:
        stand = Stand(Faults(lost=0.2, doubled=0.2, late=0.3), seed)
        for number in range(40):
            stand.clock.after(number * 0.3, lambda: stand.switch.call_in("+33162000001", None, 2.0) and None)
        stand.clock.advance(60)
        return stand.heard

    assert day(7) == day(7)
    assert day(7) != day(8)
    arrived = [signal.channel for _, signal in day(7) if isinstance(signal, s.Arrived)]
    assert len(set(arrived)) < 40, "none was lost"
    assert len(arrived) > len(set(arrived)), "none came twice"
    assert arrived != sorted(arrived, key=lambda name: int(name.removeprefix("fake-"))), "none was overtaken"


def test_time_goes_from_one_thing_to_the_next() -> None:
    clock, done = VirtualClock(START), list[str]()
    clock.after(2, lambda: done.append("b"))
    clock.after(1, lambda: (done.append("a"), clock.after(0, lambda: done.append("a2")))[0])
    clock.after(2, lambda: done.append("c"))
    assert clock.due_in() == 1
    assert clock.step()
    clock.advance(5)
    assert done == ["a", "a2", "b", "c"]
    assert clock.due_in() is None
    assert not clock.step()
