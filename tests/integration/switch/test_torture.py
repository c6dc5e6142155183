"""Bad SIP does not hurt: the figure `input.sip` in small, and proof that it would notice a switch that dies."""

from __future__ import annotations

import os
import signal

from bench import input_sip, sip_torture
from permanence.adapters.asterisk.process import Switch


async def test_hand_written_and_mutated_messages_are_survived() -> None:
    toll = await input_sip.run(200)
    assert toll.troubles == []
    assert toll.sent == len(sip_torture.cases()) + 200


async def test_a_switch_that_dies_of_it_is_noticed(switch: Switch) -> None:
    assert switch.pid is not None
    os.kill(switch.pid, signal.SIGKILL)
    toll = input_sip.Toll()
    await input_sip.torture(switch, 100, toll)
    assert any("the switch died" in trouble for trouble in toll.troubles)


def test_the_same_seed_gives_the_same_messages() -> None:
    first, again, other = (
        list(sip_torture.mutations(seed, 50, "127.0.0.1:1", "127.0.0.1", 9)) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other
