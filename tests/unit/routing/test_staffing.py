"""Counting who stands where gives what looking at everybody would give."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from permanence.kernel.ids import AgentId, SkillId
from permanence.routing.model import Presence
from permanence.routing.rules import Ability
from permanence.routing.staffing import AT_WORK, Staffing

ABILITIES = [Ability(((SkillId(name), 1),), ()) for name in ("sales", "gold", "care")]
MOVES = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(ABILITIES), st.sampled_from(Presence)))


@given(moves=MOVES, asked=st.sets(st.sampled_from(ABILITIES)))
def test_the_counts_are_those_of_everybody(moves: list[tuple[int, Ability, Presence]], asked: set[Ability]) -> None:
    staffing, plain = Staffing(), dict[AgentId, tuple[Ability, Presence]]()
    for number, ability, presence in moves:
        agent = AgentId(f"agt_{number}")
        staffing.stands(agent, ability, presence)
        plain[agent] = ability, presence
    able = [presence for ability, presence in plain.values() if ability in asked]
    assert staffing.at_work(asked) == sum(presence in AT_WORK for presence in able)
    assert staffing.there(asked) == sum(presence is not Presence.OFFLINE for presence in able)
