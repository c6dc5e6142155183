"""What the floor answers a call that asks: the flow's next step, an agent who is rung, what is told of place and wait."""

from __future__ import annotations

from datetime import datetime

from permanence.floor.world import World
from permanence.flows.model import Directory, NumberCard
from permanence.flows.rules import next_step as step_of
from permanence.interaction import call as machine
from permanence.interaction import charging
from permanence.interaction.call_back import GOOD_BYE
from permanence.interaction.events import TariffRefused
from permanence.interaction.model import Call
from permanence.interaction.steps import Finish, OfferMade, Turn
from permanence.kernel.ids import BrandId, FlowId, NumberId
from permanence.routing.model import Offer
from permanence.routing.rules import announcement, told_minutes

CAPPED = "tariff-month"
"""Where a caller is who hears that he has spent what a month allows."""


def next_step(world: World, call: Call, outcome: str, turn: Turn, now: datetime) -> None:
    """Ask the flow how the call goes on after this outcome."""
    number = world.numbers.get(call.dialled)
    directory = world.directories.get(call.firm)
    if number is None or directory is None:
        number, directory = _last_resort(call)
    if _is_for_the_tariff(world, call, outcome, number, directory, turn, now):
        return
    choice = step_of(directory, number, call.node, outcome, call.tries, call.language, now)
    call.tries, call.language = choice.tries, choice.language
    if choice.label is not None:
        call.path.append(choice.label)
    machine.step(call, choice.step, now, turn)


def _is_for_the_tariff(
    world: World, call: Call, outcome: str, number: NumberCard, directory: Directory, turn: Turn, now: datetime
) -> bool:
    """Announce what the call costs before anything else, or end it where the caller has spent what a month allows; say whether
    either was done."""
    begins = outcome == "start" or call.node in (charging.NODE, CAPPED)
    if not begins or (call.charge is not None and call.charge.since is not None):
        return False
    version = world.charging.version(number.id, now)
    if version is None:
        return False
    said = {id_: (prompt.media,) for id_, prompt in directory.prompts.items()}
    charge = world.charging.charge(version, call, world.calls.values(), said.get(version.tariff.warning or "", ()), now)
    if charge is not None:
        charging.announce(call, charge, said.get(version.tariff.announcement or "", ()), now, turn)
        return True
    turn.facts.append(TariffRefused())
    machine.step(call, Finish(CAPPED, said.get(version.tariff.capped or "", GOOD_BYE)), now, turn)
    return True


def _last_resort(call: Call) -> tuple[NumberCard, Directory]:
    """The firm's set-up is gone in mid-call: an empty flow ends the call instead of leaving silence."""
    empty = Directory(call.firm)
    card = NumberCard(
        call.number or NumberId(""), call.firm, call.dialled, call.brand or BrandId(""), call.brand_name, "",
        call.language, "FR", FlowId(""),
    )  # fmt: skip
    return card, empty


def offer(world: World, call: Call, decision: Offer, turn: Turn, now: datetime) -> bool:
    """Ring this agent. A partner's by whose agreement nothing holds any more is not rung: say no then."""
    card, reason = world.board.cards[decision.agent], decision.reason
    partner = world.partners.partner_of(call, decision.agreement, card, now)
    if card.firm != call.firm and partner is None:
        world.board.release(card.id, call.id, 0, None, now)
        turn.facts += world.partners.look(call, now)
        return False
    made = OfferMade(card.id, card.alias, card.endpoint, reason.code, reason.others, reason.step, partner)
    machine.offer(call, made, now, turn)
    return True


def announce(world: World, call: Call, turn: Turn, now: datetime) -> None:
    """Tell a waiting caller his place, and within how many minutes he is answered."""
    if call.terms is None or call.offer is not None:
        return
    place = world.board.position(call.id, call.terms.queue) or 1
    wait = world.board.expected_wait(call.id)
    minutes = told_minutes(wait.within_s) if wait is not None else None
    machine.announce(call, announcement(place, minutes), place, 60 * minutes if minutes else None, now, turn)
