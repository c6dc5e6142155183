"""The card's room of the call machine, where the tests of the floor do not come."""

from __future__ import annotations

from permanence.interaction import card
from permanence.interaction import commands as c
from permanence.interaction import events as f
from permanence.interaction import signals as s
from permanence.interaction.model import CardTerms, is_capturing, is_counting
from permanence.interaction.steps import Turn
from permanence.kernel.ids import ConsultationId, ProductId
from tests.unit.interaction.call_kit import at, talking

ID = ConsultationId("con_1")
TERMS = CardTerms(ProductId("pdt_1"), "Avis", "packet", 15_000_000, 600)
HELD = f.CardAuthorised(ID, "pi_1", "visa", "4242")


def test_what_is_not_under_way_cannot_be_ended() -> None:
    call, turn = talking(), Turn()
    for wish in (s.CancelCard(), s.EndConsultation()):
        assert card.ask(call, wish, at(5), turn) == card.NONE
    card.time_up(call, at(6), turn)
    card.give_up(call, "gone", at(6), turn)
    card.shown(call, ID, "number", 3, 1, at(6))
    assert not card.authorised(call, ID, HELD, at(6), turn)
    assert (turn.commands, turn.facts, call.card) == ([], [], None)


def test_who_is_gone_is_neither_fetched_nor_joined() -> None:
    call, turn = talking(), Turn()
    assert card.ask(call, s.TakeCard(ID, TERMS), at(5), turn) is None
    assert is_capturing(call)
    turn = Turn()
    card.give_up(call, card.GONE, at(6), turn)
    assert turn.commands == []
    assert turn.facts == [f.CardRefused(ID, "gone")]


def test_the_leg_is_fetched_before_it_is_joined_and_time_begins() -> None:
    call, turn = talking(), Turn()
    card.ask(call, s.TakeCard(ID, TERMS), at(5), turn)
    turn = Turn()
    assert card.authorised(call, ID, HELD, at(9), turn)
    assert [type(each) for each in turn.commands] == [c.FromKeypad, c.Join]
    assert is_counting(call)
    assert call.deadlines["card"] == at(609)
    card.time_up(call, at(609), turn)
    assert not is_counting(call)
    assert turn.facts[-1] == f.ConsultationCounted(ID, at(9), at(609))
