"""What an agreement has its partner's agents say at the end of a call, and whom it lets onto their calls."""

from __future__ import annotations

import msgspec

from permanence.floor import intents as i
from permanence.floor.render import row_for
from permanence.interaction.events import ComplaintHeard, DispositionSaved, ForbiddenOfferTold
from permanence.interaction.model import MonitorMode
from permanence.interaction.steps import No
from tests.unit.floor.partner_kit import Alliance


def test_what_the_agreement_asks_at_the_end_of_a_call_is_told_to_its_owner_once() -> None:
    floor = Alliance()
    floor.call_in()
    floor.pick_up()
    agent = floor.helpers[0].agent
    asked = i.Qualify("sold", forbidden_offer=True, complained=True)
    floor.stage.wish(agent, asked)
    floor.stage.wish(agent, asked)  # a doubled message
    floor.stage.wish(agent, i.Qualify("sold", done=True))
    assert floor.facts(ForbiddenOfferTold, ComplaintHeard) == [ForbiddenOfferTold(agent), ComplaintHeard(agent)]
    assert {line.firm for line in floor.stage.journal} == {floor.owner.id}


def test_a_digit_alone_says_no_twice_and_a_firms_own_agent_is_not_asked() -> None:
    floor = Alliance()
    floor.call_in()
    floor.pick_up()
    floor.stage.wish(floor.helpers[0].agent, i.Qualify("sold", done=True))
    own = Alliance(staffed=True)
    own.call_in()
    ringing = own.stage.switch.ringing_at(own.owner.card.endpoint)
    assert ringing is not None
    own.stage.pick_up(ringing)
    own.stage.wish(own.owner.agent, i.Qualify("sold", done=True, forbidden_offer=True, complained=True))
    assert not [*floor.facts(ForbiddenOfferTold, ComplaintHeard), *own.facts(ForbiddenOfferTold, ComplaintHeard)]
    assert len(own.facts(DispositionSaved)) == 1


def test_the_owners_supervisor_hears_a_partners_agent_only_where_the_agreement_says_so() -> None:
    for listening in (True, False):
        floor = Alliance(staffed=True, rule={"after_s": 0}, terms={"listening": listening})
        floor.stage.wish(floor.owner.agent, i.Pause("lunch"))
        card = msgspec.structs.replace(floor.owner.card, supervises=True)
        floor.stage.world.board.cards[card.id] = card
        call = floor.call_in()
        floor.pick_up()
        shown = [row_for(floor.stage.world, call, firm) for firm in (floor.owner.id, floor.firm())]
        assert [row is not None and row.listening for row in shown] == [listening, listening]
        answer = floor.stage.wish(floor.owner.agent, i.Monitor(floor.helpers[0].agent, MonitorMode.LISTEN))
        assert (answer.code if isinstance(answer, No) else answer) == (None if listening else "monitor.not_agreed")
