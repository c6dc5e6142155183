"""What a partner's agent hears before the caller: said once, to the agent alone, and nobody is lost in the meantime."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from permanence.floor.batch import decode_call
from permanence.flows.model import Prompt
from permanence.interaction import call as machine
from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.interaction.events import AgentAnswered, OfferFailed
from permanence.interaction.model import Call, Phase
from permanence.interaction.steps import Turn
from permanence.interaction.whisper import LONGEST_S
from permanence.kernel.ids import PromptId
from permanence.routing.model import Presence
from tests.unit.floor.floor_kit import E164
from tests.unit.floor.partner_kit import Alliance

MEDIA = "sound:prompts/etoile"


@pytest.fixture
def floor() -> Alliance:
    """The owner's number whispers; one partner's agent is ready."""
    alliance = Alliance()
    own = alliance.owner.directory
    number = msgspec.structs.replace(own.numbers[E164], whisper="pmt_brand")
    prompts = {"pmt_brand": Prompt(PromptId("pmt_brand"), MEDIA, "Cabinet Étoile")}
    alliance.stage.world.set_directory(msgspec.structs.replace(own, numbers={E164: number}, prompts=prompts))
    return alliance


def picked_up(floor: Alliance) -> tuple[Call, c.Play]:
    """The partner's agent picks up; what is played then."""
    call = floor.call_in()
    floor.pick_up()
    (played,) = [each for each in floor.stage.commands if isinstance(each, c.Play) and each.media == (MEDIA,)]
    return call, played


def joined(floor: Alliance) -> bool:
    return any(isinstance(each, c.Join) and len(each.channels) == 2 for each in floor.stage.commands)


def test_the_agent_hears_the_brand_and_then_the_caller(floor: Alliance) -> None:
    call, played = picked_up(floor)
    assert call.offer is not None
    assert played.channel == call.offer.channel
    assert call.phase is Phase.QUEUED
    assert not joined(floor)
    floor.stage.hear(s.Up(played.channel))  # doubled: it is whispered once
    floor.stage.hear(s.Played(played.playback))
    assert call.phase is Phase.TALKING
    assert joined(floor)
    (answered,) = floor.facts(AgentAnswered)
    assert isinstance(answered, AgentAnswered)
    assert answered.waited_s == 0.0
    assert len([each for each in floor.stage.commands if isinstance(each, c.Play) and each.media == (MEDIA,)]) == 1


def test_a_whisper_whose_end_is_not_told_does_not_keep_them_apart_after_a_restart_either(floor: Alliance) -> None:
    call, played = picked_up(floor)
    read_again = decode_call(msgspec.json.encode(call))
    turn = Turn()
    machine.receive(read_again, s.Up(played.channel), floor.now, turn)
    assert not turn.commands
    machine.receive(read_again, s.TimeUp(call.id, "offer"), floor.now + timedelta(seconds=LONGEST_S), turn)
    assert read_again.phase is Phase.TALKING
    assert read_again.offer is None


def test_a_caller_who_gives_up_meanwhile_frees_the_agent(floor: Alliance) -> None:
    call, played = picked_up(floor)
    floor.stage.hang_up("sw-1")
    floor.stage.hear(s.Played(played.playback))
    assert call.phase is Phase.ENDED
    assert floor.stage.world.board.presence(floor.helpers[0].agent) is Presence.READY


def test_an_agent_who_hangs_up_meanwhile_leaves_the_caller_his_place(floor: Alliance) -> None:
    call, played = picked_up(floor)
    floor.stage.hang_up(played.channel)
    floor.stage.hear(s.Played(played.playback))
    assert call.phase is Phase.QUEUED
    assert call.whispering is None
    assert len(floor.facts(OfferFailed)) == 1


def test_who_is_at_home_hears_nothing_of_it() -> None:
    floor = Alliance(staffed=True)
    own = floor.owner.directory
    number = msgspec.structs.replace(own.numbers[E164], whisper="pmt_brand")
    floor.stage.world.set_directory(msgspec.structs.replace(own, numbers={E164: number}, prompts={"pmt_brand": Prompt(PromptId("pmt_brand"), MEDIA)}))
    call = floor.call_in()
    ringing = floor.stage.switch.ringing_at(floor.owner.card.endpoint)
    assert ringing is not None
    floor.stage.pick_up(ringing)
    assert call.phase is Phase.TALKING
    assert call.answered_at == floor.now - timedelta(0)
