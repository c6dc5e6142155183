"""A caller who pays by card: who may ask, what is shown, what counts, and that he comes back whatever happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from permanence.floor import cards
from permanence.floor import intents as i
from permanence.floor.batch import decode_call
from permanence.floor.protocol import PadEnded, PadShown, PadUp
from permanence.floor.recovery import members_of, restore
from permanence.floor.render import row_for
from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction.card import FIRST_WORD_S, SILENCE_S
from permanence.interaction.model import Call, CardTerms, Phase, Recording, is_counting
from permanence.interaction.steps import No
from permanence.kernel.ids import ProductId
from permanence.sim.stage import Stage
from tests.unit.floor.partner_kit import Alliance

MINUTE = CardTerms(ProductId("pdt_1"), "Consultation", "minute", 2_500_000, 1800)
LEG = "sw-1"


class Shop:
    """The owner's agent talks with a caller, and a keypad is there."""

    def __init__(self, *, partner: bool = False, keypad: bool = True, terms: dict[str, Any] | None = None) -> None:
        self.floor = Alliance(staffed=not partner, terms=terms or {})
        self.stage: Stage = self.floor.stage
        self.world = self.stage.world
        self.world.products[self.floor.owner.id] = {MINUTE.product: MINUTE}
        self.firm = self.floor.helpers[0] if partner else self.floor.owner
        self.call: Call = self.floor.call_in(LEG)
        ringing = self.stage.switch.ringing_at(self.firm.card.endpoint)
        assert ringing is not None
        self.stage.pick_up(ringing)
        self.call.recording = Recording("int_1.rec1", self.now, ["in", "out"])
        if keypad:
            self.tell(lambda: cards.pad_up(self.world, PadUp(), self.now))

    @property
    def now(self) -> Any:
        return self.stage.now

    def tell(self, deed: Any) -> Any:
        made = deed()
        self.stage.carry()
        return made

    def wish(self, intent: i.AnyIntent) -> Any:
        return self.stage.wish(self.firm.agent, intent)

    def take(self) -> str:
        made = self.wish(i.TakeCard(MINUTE.product))
        assert isinstance(made, str), made
        return made

    def show(self, consultation: str, stage: str = "number", digits: int = 0) -> None:
        self.tell(lambda: cards.pad_shown(self.world, PadShown(self.call.id, consultation, stage, digits, 1), self.now))

    def end(self, consultation: str, result: str = "authorised", call: str = "") -> No | None:
        told = PadEnded(1, call or self.call.id, consultation, result, "pi_1", "visa", "4242")
        return self.tell(lambda: cards.pad_ended(self.world, told, self.now, self.floor.ids))

    @property
    def at_keypad(self) -> bool:
        return self.stage.switch.legs[LEG].at_keypad

    @property
    def with_agent(self) -> bool:
        return LEG in self.stage.switch.rooms[self.call.bridge]

    def why(self) -> list[str]:
        return [fact.why for fact in self.floor.facts(f.CardRefused) if isinstance(fact, f.CardRefused)]

    def silent(self) -> bool:
        assert self.call.recording is not None
        return any(mark.kind == "card" and mark.to_ms is None for mark in self.call.recording.marks)


def test_the_caller_goes_alone_to_the_keypad_and_silence_is_recorded() -> None:
    shop = Shop()
    shop.take()
    assert shop.at_keypad
    assert not shop.with_agent
    assert shop.silent()
    ordered = [type(each) for each in shop.stage.commands if isinstance(each, c.MuteRecording | c.Leave | c.ToKeypad)]
    assert ordered == [c.MuteRecording, c.MuteRecording, c.Leave, c.ToKeypad]  # silence first
    (words,) = [each.arguments for each in shop.stage.commands if isinstance(each, c.ToKeypad)]
    assert words[1:] == (shop.call.id, "fr", "minute", "2500000", "1800", "EUR")
    assert LEG not in members_of(shop.call)


def test_the_agent_sees_dots_and_the_result_and_time_counts_until_he_ends_it() -> None:
    shop = Shop()
    consultation = shop.take()
    shop.show(consultation, "number", 7)
    row = row_for(shop.world, shop.call, shop.firm.id)
    assert row is not None
    assert row.card is not None
    assert (row.card.stage, row.card.digits, row.card.result) == ("number", 7, None)
    assert shop.end(consultation) is None
    assert (shop.at_keypad, shop.with_agent, shop.silent()) == (False, True, False)
    begun = shop.now
    shop.stage.wait(90)
    assert is_counting(shop.call)
    shop.wish(i.EndConsultation())
    assert shop.floor.facts(f.ConsultationCounted) == [f.ConsultationCounted(consultation, begun, shop.now)]  # type: ignore[arg-type]
    assert shop.call.phase is Phase.TALKING


def test_a_hold_whose_answer_was_lost_is_told_again_and_counts_once() -> None:
    shop = Shop()
    consultation = shop.take()
    assert shop.end(consultation) is None
    assert shop.end(consultation) is None
    assert len(shop.floor.facts(f.CardAuthorised)) == 1


def test_all_the_time_that_was_paid_for_ends_by_itself() -> None:
    shop = Shop()
    shop.end(shop.take())
    begun = shop.now
    shop.stage.wait(MINUTE.most_s + 5)
    (counted,) = shop.floor.facts(f.ConsultationCounted)
    assert isinstance(counted, f.ConsultationCounted)
    assert counted.until - begun == timedelta(seconds=MINUTE.most_s)


@pytest.mark.parametrize("result", ["declined", "no_keys", "not_accepted", "timed_out"])
def test_a_card_that_is_not_taken_brings_the_caller_back_with_the_reason(result: str) -> None:
    shop = Shop()
    assert shop.end(shop.take(), result) is None
    assert (shop.with_agent, shop.why()) == (True, [result])
    assert isinstance(shop.wish(i.TakeCard(MINUTE.product)), str)  # again


def test_a_keypad_that_dies_gives_the_caller_back() -> None:
    shop = Shop()
    shop.show(shop.take())
    shop.tell(lambda: cards.pad_gone(shop.world, shop.now))
    assert (shop.at_keypad, shop.with_agent, shop.why()) == (False, True, ["keypad_lost"])
    assert shop.wish(i.TakeCard(MINUTE.product)) == cards.AWAY


def test_a_keypad_that_comes_again_keeps_the_callers_whom_it_has() -> None:
    shop = Shop()
    consultation = shop.take()
    shop.show(consultation)
    shop.tell(lambda: cards.pad_up(shop.world, PadUp([consultation]), shop.now))
    assert shop.at_keypad
    shop.tell(lambda: cards.pad_up(shop.world, PadUp(), shop.now))
    assert shop.why() == ["keypad_lost"]


@pytest.mark.parametrize("spoke", [False, True])
def test_a_keypad_that_says_nothing_gives_the_caller_back(spoke: bool) -> None:
    shop = Shop()
    consultation = shop.take()
    if spoke:
        shop.show(consultation)
    shop.stage.wait(SILENCE_S + 1 if spoke else FIRST_WORD_S + 1)
    assert (shop.with_agent, shop.why()) == (True, ["keypad_lost"])
    refused = shop.end(consultation)
    assert refused == cards.NOT_AWAITED  # whoever holds it gives it back


def test_meanwhile_nothing_else_happens_to_the_caller_and_he_can_be_taken_back() -> None:
    shop = Shop()
    shop.take()
    for intent in (i.Hold(), i.PrivateMoment(True), i.TakeCard(MINUTE.product), i.Transfer(i.Target("queue", shop.firm.queue))):
        refused = shop.wish(intent)
        assert isinstance(refused, No)
        assert refused.code == "card.under_way"
    assert shop.wish(i.CancelCard()) is None
    assert (shop.with_agent, shop.why()) == (True, ["cancelled"])
    refused = shop.wish(i.EndConsultation())
    assert isinstance(refused, No)


def test_a_caller_on_hold_is_taken_off_first_and_a_second_card_waits_for_the_first() -> None:
    shop = Shop()
    shop.wish(i.Hold())
    refused = shop.wish(i.TakeCard(MINUTE.product))
    assert isinstance(refused, No)
    assert refused.code == "card.held"
    shop.wish(i.Resume())
    shop.end(shop.take())
    refused = shop.wish(i.TakeCard(MINUTE.product))
    assert isinstance(refused, No)
    assert refused.code == "card.counting"


def test_a_caller_who_hangs_up_at_the_keypad_ends_the_call() -> None:
    shop = Shop()
    shop.end(shop.take(), "gone")
    assert shop.call.phase is Phase.ENDED
    assert shop.why() == ["gone"]


def test_who_hangs_up_ends_the_capture_and_the_consultation() -> None:
    shop = Shop()
    shop.take()
    shop.wish(i.HangUp())
    assert shop.why() == ["cancelled"]
    shop = Shop()
    shop.end(shop.take())
    shop.stage.wait(30)
    shop.stage.hang_up(LEG)
    assert len(shop.floor.facts(f.ConsultationCounted)) == 1


def test_an_agent_whose_telephone_is_lost_leaves_nobody_at_the_keypad() -> None:
    shop = Shop()
    shop.take()
    leg = shop.stage.switch.leg_of(shop.firm.card.endpoint)
    assert leg is not None
    shop.stage.hang_up(leg, 0)
    assert not shop.at_keypad
    assert shop.why() == ["cancelled"]


def test_a_floor_that_starts_again_finds_the_caller_at_the_keypad_and_leaves_him_there() -> None:
    shop = Shop()
    consultation = shop.take()
    shop.show(consultation, "code", 2)
    call = decode_call(msgspec.json.encode(shop.call))
    world = shop.floor.world()
    restore(world, [call], [])
    shop.stage.restart(world)
    assert shop.stage.switch.legs[LEG].at_keypad
    assert not shop.stage.switch.legs[LEG].music
    shop.world, shop.call = world, call
    assert shop.end(consultation) is None
    assert shop.with_agent


@pytest.mark.parametrize(("terms", "may"), [({"cards": True}, True), ({}, False)])
def test_a_partners_agent_takes_cards_where_the_agreement_lets_him(terms: dict[str, Any], may: bool) -> None:
    shop = Shop(partner=True, terms=terms)
    row = row_for(shop.world, shop.call, shop.firm.id)
    assert row is not None
    assert bool(row.products) is may
    made = shop.wish(i.TakeCard(MINUTE.product))
    assert isinstance(made, str) is may
    if may:
        (asked,) = shop.floor.facts(f.CardAsked)
        assert isinstance(asked, f.CardAsked)
        assert (asked.firm, asked.agreement) == (shop.firm.id, shop.floor.agreements[0].id)


def test_without_a_keypad_or_without_such_a_consultation_nothing_happens() -> None:
    assert Shop(keypad=False).wish(i.TakeCard(MINUTE.product)) == cards.AWAY
    assert Shop().wish(i.TakeCard(ProductId("pdt_other"))) == cards.NO_PRODUCT


def test_card_numbers_are_masked_before_notes_are_kept() -> None:
    shop = Shop()
    shop.wish(i.Qualify(None, "sa carte 4242 4242 4242 4242, tel 06 12 34 56 78"))
    assert shop.call.notes == "sa carte •••• 4242, tel 06 12 34 56 78"
    assert shop.floor.facts(f.CardNumbersMasked) == [f.CardNumbersMasked(shop.firm.agent, 1)]
    assert "424242" not in str([msgspec.to_builtins(line.fact) for line in shop.stage.journal])


def test_what_belongs_to_another_capture_is_dropped() -> None:
    shop = Shop()
    consultation = shop.take()
    shop.show("con_other", "code", 3)
    assert shop.call.card is not None
    assert shop.call.card.digits == 0
    assert shop.end("con_other") == cards.NOT_AWAITED
    assert shop.end(consultation, call="int_none") == cards.NOT_AWAITED
    assert shop.at_keypad
