"""Who was there, told from the calls: whoever was not rung although somebody waited for him was not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from permanence.interaction.model import QueueTerms
from permanence.interaction.past import OtherWork, Ring, Visit
from permanence.kernel.ids import AgentId, FirmId, InteractionId, PersonId, QueueId, SkillId
from permanence.routing.model import AgentCard, QueueCard, Widening
from permanence.sim.attendance import attendance, without

T0 = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
FIRM, SALES, SKILL = FirmId("frm_1"), QueueId("que_sales"), SkillId("sales")
QUEUE = QueueCard(QueueTerms(SALES, "Sales", wrap_up_s=30), FIRM, {SKILL: 1})
END = 3600


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def card(name: str, level: int = 5) -> AgentCard:
    return AgentCard(AgentId(name), FIRM, PersonId(name), name, f"PJSIP/{name}", skills={SKILL: level})


def talk(agent: str, from_min: float, to_min: float, queued: float | None = None, why: str = "free_the_longest") -> Visit:
    """A caller who came (just before, unless told otherwise), was rung for and answered at once."""
    ring = Ring(AgentId(agent), at(from_min), why, at(from_min), answered=True)
    came = at(from_min if queued is None else queued)
    call = InteractionId(f"{agent}{from_min}")
    return Visit(call, SALES, came, None, [ring], AgentId(agent), at(from_min), at(to_min))


def waited(from_min: float, to_min: float) -> Visit:
    return Visit(InteractionId(f"w{from_min}"), SALES, at(from_min), left_at=at(to_min), gave_up=True)


def there(*visits: Visit, cards: list[AgentCard] | None = None, queue: QueueCard = QUEUE, placed: tuple[OtherWork, ...] = ()):
    people = cards or [card("anne"), card("ben")]
    ordered = sorted(visits, key=lambda visit: visit.queued_at)
    found = attendance(ordered, placed, people, {SALES: queue}, T0, at(END / 60))
    return {agent: [((a - T0) / timedelta(minutes=1), (b - T0) / timedelta(minutes=1)) for a, b in spans] for agent, spans in found.items()}


def test_without_a_sign_of_absence_an_agent_was_there_and_who_had_no_call_was_not() -> None:
    assert there(talk("anne", 10, 15), talk("anne", 30, 32)) == {"anne": [(0, 60)]}


def test_somebody_waited_and_was_not_offered_to_an_agent_without_a_call() -> None:
    assert there(talk("anne", 10, 15), waited(20, 24), waited(28, 29), talk("anne", 40, 45)) == {"anne": [(0, 20), (29, 60)]}


def test_whoever_gets_a_call_that_waited_for_him_came_just_then() -> None:
    assert there(talk("anne", 10, 15, queued=5, why="next_in_line")) == {"anne": [(10, 60)]}


def test_who_is_not_rung_after_the_last_call_went_home() -> None:
    assert there(talk("anne", 10, 15), waited(50, 55)) == {"anne": [(0, 50)]}


def test_a_colleague_alike_who_had_been_free_for_less_long_was_rung_instead() -> None:
    found = there(talk("ben", 1, 3), talk("ben", 6, 9), talk("ben", 20, 22), talk("anne", 40, 41))
    assert found["anne"] == [(9, 60)]  # Ben, free since minute 9, was rung at 20: Anne was not free since before that
    assert found["ben"] == [(0, 60)]


def test_a_colleague_who_can_other_things_is_no_sign() -> None:
    found = there(talk("ben", 1, 3), talk("ben", 6, 9), talk("anne", 40, 41), cards=[card("anne"), card("ben", level=6)])
    assert found["anne"] == [(0, 60)]


def test_notes_are_no_absence_and_end_with_the_next_ring() -> None:
    assert there(talk("anne", 10, 15), talk("anne", 15.2, 16, queued=14, why="next_in_line")) == {"anne": [(0, 60)]}


def test_a_ring_that_nobody_answers_and_a_call_of_ones_own_are_no_time_for_callers() -> None:
    missed = Visit(InteractionId("m"), SALES, at(20), None, [Ring(AgentId("anne"), at(20), "free_the_longest", at(20.5))], left_at=at(20.5))
    own = OtherWork(AgentId("anne"), at(30), at(34))
    assert there(missed, talk("anne", 50, 51), placed=(own,)) == {"anne": [(0, 20), (20.5, 30), (34.5, 60)]}


def test_who_may_come_only_later_is_looked_for_only_then() -> None:
    strict = QueueCard(QUEUE.terms, FIRM, {SKILL: 5}, steps=(Widening(60, 2), Widening(180, 4)))
    found = there(talk("anne", 1, 2), waited(20, 22), waited(40, 45), cards=[card("anne", 3)], queue=strict)
    assert found["anne"] == [(0, 21)]
    assert there(talk("anne", 1, 2), waited(20, 22), cards=[card("anne", 1)], queue=strict)["anne"] == [(0, 60)]


def test_while_a_caller_is_kept_for_another_nobody_else_is_missing() -> None:
    kept = QueueCard(QUEUE.terms, FIRM, {SKILL: 1}, prefer_s=120)
    assert there(talk("anne", 1, 2), waited(20, 21.9), queue=kept)["anne"] == [(0, 60)]
    assert there(talk("anne", 1, 2), waited(20, 25), queue=kept)["anne"] == [(0, 22)]


def test_gaps_are_taken_out_of_a_span() -> None:
    gaps = [(at(5), at(10)), (at(8), at(12)), (at(50), at(60))]
    assert without((at(0), at(60)), gaps) == [(at(0), at(5)), (at(12), at(50))]
