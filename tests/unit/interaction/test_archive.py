"""Who may listen, what happens to plain files, when sealing is tried again."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from permanence.interaction.archive import (
    TRIES_MAX,
    Fate,
    Status,
    Viewer,
    fate_of,
    may_listen,
    next_try,
    spool_of,
)
from permanence.kernel.ids import AgentId, FirmId, PersonId

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SPOOL = "int_01k00000000000000000000000.rec1"


def oracle(roles: set[str], same_firm: bool, spoke: bool, is_agent: bool, firm_lets: bool) -> bool:
    """The rule in the words of the house: supervisors and directors of the firm; agents their own, where let."""
    if not same_firm:
        return False
    if roles & {"supervisor", "director"}:
        return True
    return "agent" in roles and is_agent and spoke and firm_lets


def test_random_grants_agree_with_the_rule_in_words() -> None:
    chance = random.Random(11)
    rights_of = {
        "operator": {"platform"}, "director": {"supervise", "history", "listen", "admin"},
        "supervisor": {"supervise", "history", "listen"}, "agent": {"desk"}, "client": set[str](),
    }  # fmt: skip
    for _ in range(100_000):
        roles = set(chance.sample(sorted(rights_of), chance.randint(0, 3)))
        same_firm, is_agent, spoke, lets = (chance.random() < 0.5 for _ in range(4))
        agent = AgentId("agt_me") if is_agent else None
        viewer = Viewer(
            FirmId("frm_a"), PersonId("per_a"), agent, frozenset().union(*(rights_of[role] for role in roles))
        )
        speakers = frozenset({"agt_other"} | ({"agt_me"} if spoke else set()))
        firm = FirmId("frm_a" if same_firm else "frm_b")
        assert may_listen(viewer, firm, speakers, agents_hear_own=lets) is oracle(roles, same_firm, spoke, is_agent, lets)


@pytest.mark.parametrize(
    ("status", "call_is_open", "fate"),
    [
        (Status.OPEN, True, Fate.LEAVE), (Status.OPEN, False, Fate.CLOSE), (Status.CLOSED, False, Fate.LEAVE),
        (Status.SEALED, False, Fate.DELETE), (Status.FAILED, False, Fate.DELETE), (Status.ERASED, False, Fate.DELETE),
        (None, True, Fate.LEAVE), (None, False, Fate.DOUBT),
    ],
)  # fmt: skip
def test_every_plain_file_has_a_fate(status: Status | None, call_is_open: bool, fate: Fate) -> None:
    assert fate_of(status, call_is_open=call_is_open) is fate


def test_only_the_names_that_the_floor_gives_are_ours() -> None:
    assert spool_of(f"{SPOOL}-in.wav") == (SPOOL, "in")
    assert spool_of(f"{SPOOL}-out.wav") == (SPOOL, "out")
    for name in (f"{SPOOL}.wav", f"{SPOOL}-up.wav", "../x-in.wav", "int_x.rec1-in.wav", f"{SPOOL}-in.wav.part", ""):
        assert spool_of(name) is None


def test_sealing_is_tried_again_ever_later_and_given_up_at_last() -> None:
    pauses = [next_try(NOW, tries) for tries in range(TRIES_MAX)]
    assert all(at is not None for at in pauses)
    assert pauses == sorted(at for at in pauses if at is not None)
    assert pauses[0] == NOW + timedelta(seconds=5)
    assert pauses[-1] == NOW + timedelta(minutes=10)
    assert next_try(NOW, TRIES_MAX) is None
