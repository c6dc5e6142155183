"""What the floor may count on from any switch."""

from __future__ import annotations

import asyncio

import pytest

from permanence.interaction import commands as c
from permanence.interaction import signals as s
from permanence.kernel.ids import RandomIds
from permanence.sim.people import ANSWERS, ENGAGED, NEVER_ANSWERS, NOT_THERE, REJECTS, Phone
from tests.contract.switch.worlds import CALLER, NUMBER, World

PH1, PH2, NOBODY = "PJSIP/ph1", "PJSIP/ph2", "PJSIP/nobody"


class Story:
    """One call in one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.call = RandomIds().new("int")
        self.customer = ""

    def leg(self, name: str) -> str:
        return f"{self.call}.{name}"

    def send(self, *commands: c.SwitchCommand) -> None:
        self.world.switch.send(commands)

    async def begin(self) -> None:
        """A customer calls and is answered."""
        self.customer = (await self.world.call_in()).channel
        self.send(c.Answer(self.call, self.customer))
        await self.world.until(lambda seen: seen.legs[self.customer].up)

    def ring(self, name: str, endpoint: str, timeout_s: int = 10) -> str:
        leg = self.leg(name)
        self.send(c.Ring(self.call, leg, endpoint, 'Cabinet "É"', CALLER, timeout_s, self.customer or None))
        return leg

    async def talk(self) -> str:
        """The customer talks with an agent at ph1; return the agent's leg."""
        await self.begin()
        self.world.phone(PH1, ANSWERS)
        agent = self.ring("leg1", PH1)
        self.send(c.MakeBridge(self.call, self.call))
        await self.world.wait(s.Up, channel=agent)
        self.send(c.Join(self.call, self.call, (self.customer, agent)))
        await self.in_room(self.customer, agent)
        return agent

    async def in_room(self, *legs: str) -> None:
        """Wait until exactly these are in the call's room."""
        await self.world.until(lambda seen: sorted(seen.bridges.get(self.call, ("?",))) == sorted(legs))

    async def over(self) -> None:
        """End everything and see that nothing stays."""
        seen = await self.world.switch.survey()
        mine = [name for name in seen.legs if name == self.customer or name.startswith(self.call)]
        rooms = [name for name in seen.bridges if name.startswith(self.call)]
        self.send(*(c.HangUp(self.call, name) for name in mine), *(c.DropBridge(self.call, r) for r in rooms))
        await self.world.until(
            lambda seen: (
                self.customer not in seen.legs
                and not any(
                    name.startswith(self.call) for name in (*seen.legs, *seen.bridges, *seen.recordings)
                )
            )
        )


@pytest.fixture
async def story(world: World) -> Story:
    return Story(world)


async def test_a_call_arrives_with_what_the_carrier_said(story: Story) -> None:
    arrived = await story.world.call_in()
    assert (arrived.dialled, arrived.caller, arrived.trunk, arrived.waited_s) == (
        NUMBER,
        CALLER,
        "carrier",
        0,
    )
    seen = (await story.world.switch.survey()).legs[arrived.channel]
    assert (seen.ours, seen.inbound, seen.up, seen.dialled, seen.caller) == (
        True,
        True,
        False,
        NUMBER,
        CALLER,
    )
    story.customer = arrived.channel
    await story.over()


async def test_a_caller_who_hangs_up_is_told_once_with_the_cause(story: Story) -> None:
    await story.begin()
    await story.world.customer_hangs_up(story.customer)
    gone = await story.world.wait(s.Gone, channel=story.customer)
    assert gone.cause == 16
    await story.world.let(0.3)
    assert len(story.world.heard.all(s.Gone, channel=story.customer)) == 1
    await story.over()


async def test_a_prompt_is_played_stopped_by_a_key_and_its_end_is_told(story: Story) -> None:
    await story.begin()
    playback = story.leg("play1")
    story.send(
        c.Play(
            story.call,
            story.customer,
            playback,
            ("sound:hello-world", "sound:hello-world", "digits:12345"),
            "fr",
        )
    )
    await story.world.let(0.4)
    await story.world.customer_presses(story.customer, "5")
    await story.world.wait(s.Digit, channel=story.customer, digit="5")
    assert not story.world.heard.all(s.Played, playback=playback)
    story.send(c.StopPlay(story.call, playback))
    await story.world.wait(s.Played, playback=playback)
    await story.over()


async def test_a_prompt_that_cannot_be_played_ends_all_the_same(story: Story) -> None:
    await story.begin()
    gone, playback = story.customer, story.leg("play1")
    await story.world.customer_hangs_up(gone)
    await story.world.wait(s.Gone, channel=gone)
    story.send(c.Play(story.call, gone, playback, ("sound:hello-world",), "fr"))
    await story.world.wait(s.Played, playback=playback)


async def test_music_and_tone_may_be_begun_and_ended_twice(story: Story) -> None:
    await story.begin()
    here = (story.call, story.customer)
    story.send(
        c.StartMusic(*here, "default"), c.StartMusic(*here, "default"), c.StopMusic(*here), c.StopMusic(*here)
    )
    story.send(c.StartTone(*here), c.StopTone(*here), c.StopTone(*here))
    await story.world.let(0.3)
    assert (await story.world.switch.survey()).legs[story.customer].up
    await story.over()


async def test_an_agent_is_rung_and_answers(story: Story) -> None:
    await story.begin()
    story.world.phone(PH1, ANSWERS)
    agent = story.ring("leg1", PH1)
    await story.world.wait(s.Ringing, channel=agent)
    await story.world.wait(s.Up, channel=agent)
    assert (await story.world.switch.survey()).legs[agent].endpoint == PH1
    await story.over()


@pytest.mark.parametrize(
    ("endpoint", "phone", "causes"),
    [
        (PH2, REJECTS, (21,)),
        (PH2, ENGAGED, (17,)),
        (PH2, NEVER_ANSWERS, (19,)),
        (NOBODY, NOT_THERE, (20,)),
        ("PJSIP/+33699000001@carrier", ANSWERS, ()),
        ("PJSIP/+33699000002@carrier", Phone(answers_after_s=0.1, refuses=1), (1,)),
    ],
    ids=["rejects", "engaged", "never answers", "not registered", "outside", "unallocated"],
)
async def test_how_ringing_ends(story: Story, endpoint: str, phone: Phone, causes: tuple[int, ...]) -> None:
    await story.begin()
    story.world.phone(endpoint, phone)
    leg = story.ring("leg1", endpoint, timeout_s=1)
    if causes:
        gone = await story.world.wait(s.Gone, channel=leg)
        assert gone.cause in causes
        assert not story.world.heard.all(s.Up, channel=leg)
    else:
        await story.world.wait(s.Up, channel=leg)
    await story.over()


async def test_a_number_that_is_an_attack_rings_nobody(story: Story) -> None:
    await story.begin()
    leg = story.ring("leg1", "Local/s@from-trunk")
    assert (await story.world.wait(s.Gone, channel=leg)).cause == 20
    await story.over()


async def test_an_offer_is_withdrawn_while_it_rings(story: Story) -> None:
    await story.begin()
    story.world.phone(PH2, NEVER_ANSWERS)
    leg = story.ring("leg1", PH2)
    await story.world.wait(s.Ringing, channel=leg)
    story.send(c.HangUp(story.call, leg), c.HangUp(story.call, leg))
    await story.world.wait(s.Gone, channel=leg)
    await story.over()


async def test_two_talk_and_the_agent_hangs_up(story: Story) -> None:
    agent = await story.talk()
    await story.world.agent_hangs_up("ph1", agent)
    assert (await story.world.wait(s.Gone, channel=agent)).cause == 16
    await story.in_room(story.customer)
    await story.over()


async def test_hold_takes_the_customer_out_and_brings_him_back_every_time(story: Story) -> None:
    agent = await story.talk()
    here = (story.call, story.customer)
    for _ in range(3):
        story.send(c.StartMusic(*here, "default"), c.Leave(story.call, story.call, story.customer))
        await story.in_room(agent)
        story.send(c.Join(story.call, story.call, (story.customer,)), c.StopMusic(*here))
        await story.in_room(agent, story.customer)
    await story.over()


async def test_mute_may_be_repeated(story: Story) -> None:
    agent = await story.talk()
    story.send(c.Mute(story.call, agent), c.Mute(story.call, agent), c.Unmute(story.call, agent))
    await story.in_room(agent, story.customer)
    await story.over()


async def test_both_sides_are_recorded_and_silenced(story: Story) -> None:
    agent = await story.talk()
    names = [story.leg("rec1-in"), story.leg("rec1-out")]
    for name, side in zip(names, ("in", "out"), strict=True):
        story.send(c.Snoop(story.call, story.customer, name, side, "none"))
    for name in names:
        await story.world.wait(s.Up, channel=name)
        story.send(c.Record(story.call, name, name))
    await story.world.until(lambda seen: seen.recordings >= set(names))
    await story.in_room(agent, story.customer)
    for name in names:
        story.send(c.MuteRecording(story.call, name), c.MuteRecording(story.call, name))
        story.send(
            c.UnmuteRecording(story.call, name), c.StopRecording(story.call, name), c.HangUp(story.call, name)
        )
    for name in names:
        assert not (await story.world.wait(s.Recorded, name=name)).failed
        await story.world.wait(s.Gone, channel=name)
    await story.over()


async def test_recordings_end_with_the_customer(story: Story) -> None:
    await story.talk()
    name = story.leg("rec1-in")
    story.send(c.Snoop(story.call, story.customer, name, "in", "none"))
    await story.world.wait(s.Up, channel=name)
    story.send(c.Record(story.call, name, name))
    await story.world.until(lambda seen: name in seen.recordings)
    await story.world.customer_hangs_up(story.customer)
    await story.world.wait(s.Recorded, name=name)
    await story.world.wait(s.Gone, channel=name)
    await story.over()


async def test_what_cannot_be_listened_to_or_kept_is_told(story: Story) -> None:
    await story.begin()
    missing, name = story.leg("leg9"), story.leg("snoop1")
    story.send(c.Snoop(story.call, missing, name, "in", "none"), c.Record(story.call, name, name))
    await story.world.wait(s.Gone, channel=name)
    assert (await story.world.wait(s.Recorded, name=name)).failed
    await story.over()


async def test_a_supervisor_listens_whispers_and_joins(story: Story) -> None:
    agent = await story.talk()
    story.world.phone(PH2, ANSWERS)
    device = story.ring("sup1", PH2)
    await story.world.wait(s.Up, channel=device)
    room, snoop = device + ".room", story.leg("snoop1")
    story.send(c.MakeBridge(story.call, room), c.Snoop(story.call, agent, snoop, "both", "out"))
    story.send(c.Mute(story.call, device), c.Join(story.call, room, (device,)))
    await story.world.wait(s.Up, channel=snoop)
    story.send(c.Join(story.call, room, (snoop,)))
    await story.world.until(lambda seen: sorted(seen.bridges[room]) == sorted((device, snoop)))
    story.send(c.Unmute(story.call, device), c.Join(story.call, story.call, (device,)))
    await story.in_room(agent, story.customer, device)
    story.send(c.Mute(story.call, device), c.Join(story.call, room, (device,)))
    await story.in_room(agent, story.customer)
    story.send(c.HangUp(story.call, device), c.HangUp(story.call, snoop), c.DropBridge(story.call, room))
    await story.world.wait(s.Gone, channel=device)
    await story.world.wait(s.Gone, channel=snoop)
    await story.in_room(agent, story.customer)
    await story.over()


async def test_a_third_party_joins_and_takes_over(story: Story) -> None:
    agent = await story.talk()
    story.world.phone("PJSIP/+33699000003@carrier", ANSWERS)
    third = story.ring("leg2", "PJSIP/+33699000003@carrier")
    await story.world.wait(s.Up, channel=third)
    story.send(c.Join(story.call, story.call, (third,)))
    await story.in_room(agent, story.customer, third)
    story.send(c.HangUp(story.call, agent))
    await story.in_room(story.customer, third)
    await story.over()


async def test_a_customer_who_left_the_music_is_called_back_into_the_call(story: Story) -> None:
    await story.begin()
    story.send(c.StartMusic(story.call, story.customer, "default"))
    await story.world.let(0.3)
    await story.world.customer_presses(story.customer, "1")
    await story.world.wait(s.Digit, channel=story.customer, digit="1")
    story.send(c.StopMusic(story.call, story.customer), c.HangUp(story.call, story.customer))
    await story.world.wait(s.Gone, channel=story.customer)
    story.customer = ""  # nobody is there whose codecs the agent's leg could borrow
    story.world.phone(PH1, ANSWERS)
    agent = story.ring("leg1", PH1)
    await story.world.wait(s.Up, channel=agent)
    story.send(c.MakeBridge(story.call, story.call), c.Join(story.call, story.call, (agent,)))
    endpoint = "PJSIP/+33699000004@carrier"
    story.world.phone(endpoint, ANSWERS)
    story.customer = story.leg("leg2")
    story.send(c.Ring(story.call, story.customer, endpoint, "Cabinet", NUMBER, 10, agent), c.StartTone(story.call, agent))
    await story.world.wait(s.Up, channel=story.customer)
    story.send(c.StopTone(story.call, agent), c.Join(story.call, story.call, (story.customer,)))
    await story.in_room(agent, story.customer)
    await story.over()


async def test_a_closed_room_leaves_its_legs_connected(story: Story) -> None:
    agent = await story.talk()
    story.send(c.DropBridge(story.call, story.call), c.DropBridge(story.call, story.call))
    seen = await story.world.until(lambda seen: story.call not in seen.bridges)
    assert seen.legs[agent].up and seen.legs[story.customer].up
    await story.over()


async def test_a_phone_dials_by_itself(story: Story) -> None:
    story.world.phone(PH1, ANSWERS)
    dialled = await story.world.dial_from("ph1", "0162000002")
    assert (dialled.endpoint, dialled.dialled) == (PH1, "0162000002")
    story.customer = dialled.channel
    seen = (await story.world.switch.survey()).legs[dialled.channel]
    assert seen.ours and not seen.inbound
    await story.over()


async def test_a_caller_given_back_returns_later_with_the_time_waited(story: Story) -> None:
    await story.begin()
    playback, before = story.leg("play1"), len(story.world.heard.signals)
    story.send(c.Play(story.call, story.customer, playback, ("sound:hello-world",) * 40, "fr"))
    await story.world.let(0.3)
    story.send(c.LeaveToDialplan(story.call, story.customer))
    assert (await story.world.wait(s.Gone, channel=story.customer)).cause == 0
    away = (await story.world.switch.survey()).legs[story.customer]
    assert away.up and away.inbound and not away.ours
    back = await story.world.wait(s.Arrived, before, channel=story.customer)
    assert back.dialled.lstrip("+") == NUMBER.lstrip("+")
    assert back.caller == CALLER and back.waited_s >= 1
    await story.over()


async def test_a_device_registers_and_goes(world: World) -> None:
    assert (await world.switch.survey()).endpoints.get(NOBODY, False) is False
    await world.register("nobody")
    await world.wait(s.EndpointState, endpoint=NOBODY, reachable=True)
    async with asyncio.timeout(5):  # a real switch tells it a moment before its own list has it
        while not (await world.switch.survey()).endpoints[NOBODY]:
            await asyncio.sleep(0.02)
    before = len(world.heard.signals)
    await world.unregister("nobody")
    gone = await world.wait(s.EndpointState, before, endpoint=NOBODY, reachable=False)
    assert gone.why
    assert not (await world.switch.survey()).endpoints[NOBODY]


async def test_the_commands_of_many_calls_go_side_by_side(world: World) -> None:
    stories = [Story(world) for _ in range(8)]
    for story in stories:
        await story.begin()
        story.send(c.MakeBridge(story.call, story.call), c.Join(story.call, story.call, (story.customer,)))
    for story in stories:
        await story.in_room(story.customer)
    for story in stories:
        await story.over()
