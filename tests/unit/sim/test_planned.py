"""A day to come: its callers follow the forecast, and whoever is never answered has waited too long."""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import mean, pstdev

import pytest

from permanence.interaction.model import QueueTerms
from permanence.kernel.ids import AgentId, FirmId, PersonId, QueueId, SkillId
from permanence.routing.model import AgentCard, QueueCard
from permanence.sim.history_day import There
from permanence.sim.planned import STEP_S, Coming, Counts, Stream, at_work, played

FIRM, OPENS = FirmId("frm_1"), datetime(2026, 11, 23, 8, tzinfo=UTC)
A, B = QueueId("que_a"), QueueId("que_b")


def card(queue: QueueId) -> QueueCard:
    return QueueCard(QueueTerms(queue, queue, "default", 20, 30, None), FIRM, {SkillId(queue): 1})


def coming(a: float = 6.0, b: float = 0.0, quarters: int = 8, **more) -> Coming:
    streams = tuple(Stream(queue, (calls,) * quarters, (240.0,) * quarters, 0.15, 0.1) for queue, calls in ((A, a), (B, b)))
    return Coming(OPENS, streams, (card(A), card(B)), **more)


def people(count: int, *queues: QueueId, quarters: int = 8) -> list[There]:
    skills = {SkillId(queue): 1 for queue in queues}
    return [
        There(AgentCard(AgentId(f"agt_{''.join(queues)}{n}"), FIRM, PersonId("per_1"), f"P{n}", f"PJSIP/{n}", skills=skills), ((0.0, quarters * STEP_S),))
        for n in range(count)
    ]


def sums(counts: Counts, queue: QueueId = A) -> tuple[int, int]:
    came, late = counts[queue]
    return sum(came), sum(late)


def test_as_many_come_as_were_told_and_days_differ_as_much() -> None:
    days = [sums(played(coming(quarters=16), people(9, A, quarters=16), seed, 180))[0] for seed in range(40)]
    assert mean(days) == pytest.approx(96, rel=0.08)
    assert 12 < pstdev(days) < 26  # by chance alone it would be 10


def test_the_same_callers_meet_any_roster() -> None:
    few, many = (played(coming(4.0, 4.0), people(count, A, B), 3, 180) for count in (2, 9))
    assert [few[q][0] for q in (A, B)] == [many[q][0] for q in (A, B)]
    assert sums(few)[1] + sums(few, B)[1] > sums(many)[1] + sums(many, B)[1]
    assert played(coming(4.0, 4.0), people(2, A, B), 3, 180) == few


def test_plays_of_one_day_are_equally_busy_and_not_the_same() -> None:
    def spread(of_day: int | None) -> float:
        return pstdev(sums(played(coming(30.0, patience_s=1.0), [], seed, 180, of_day))[0] for seed in range(12))

    assert 0 < spread(5) < 0.7 * spread(None)


def test_whoever_is_never_answered_has_waited_too_long() -> None:
    came, late = sums(played(coming(), [], 1, 180))
    assert came == late > 20


def test_whoever_gives_up_before_is_not_late() -> None:
    came, late = sums(played(coming(patience_s=60.0), [], 1, 180))
    assert 0 < late < 0.2 * came


def test_nights_are_not_played_and_shifts_keep_their_hours() -> None:
    quiet, busy = (0.0,) * 40, (6.0,) * 8
    streams = (Stream(A, (*quiet, *busy, *quiet), (240.0,) * 88, 0.0, 0.0), Stream(B, (0.0,) * 88, (240.0,) * 88))
    day = Coming(OPENS, streams, (card(A), card(B)))
    late = []
    for since_s, until_s in ((0.0, 88 * STEP_S), (44 * STEP_S, 60 * STEP_S), (0.0, 40 * STEP_S)):
        there = [There(each.card, ((since_s, until_s),)) for each in people(6, A)]
        came, waited = played(day, there, 1, 180)[A]
        assert sum(came[:40]) == sum(came[48:]) == 0 < sum(came)
        late.append((sum(waited[:44]), sum(waited[44:])))
    assert late[0] == (0, 0)
    assert late[1][0] > 10 and late[2][1] > 10
    assert late[1][1] < late[2][1]


def test_nobody_calls_and_nothing_is_played() -> None:
    assert played(coming(0.0), [], 1, 180) == {A: ([0] * 8, [0] * 8), B: ([0] * 8, [0] * 8)}


def test_what_nobody_planned_takes_its_part_of_the_presence() -> None:
    one = people(1, A, quarters=400)[0]
    left = at_work(one, 0.2, 1)
    assert sum(b - a for a, b in left.spans) / (400 * STEP_S) == pytest.approx(0.8, abs=0.06)
    assert at_work(one, 0.2, 1) == left != at_work(one, 0.2, 2)
    assert at_work(one, 0.0, 1) is one
    odd = There(one.card, ((100.0, 1000.0),))
    assert all(100 <= a < b <= 1000 for seed in range(20) for a, b in at_work(odd, 0.5, seed).spans)
