"""A day of the production floor, judged by its facts alone: every answered caller's wait and its causes add up."""

from __future__ import annotations

from collections import Counter, defaultdict

import msgspec
import pytest

from permanence.floor.world import Effects
from permanence.interaction import events as f
from permanence.interaction.events import wire_name
from permanence.kernel.ids import InteractionId
from permanence.reports.lateness import judge
from permanence.reports.model import CallFacts, Cause, Step, Verdict
from permanence.sim.scenario import QueueScene, Scenario, TeamScene
from permanence.sim.shop import OPENS, Shop


class Kept(Shop):
    """A day whose facts are kept."""

    def _look(self, effects: Effects) -> None:
        for line in effects.journal:
            self.facts[line.call].append((line.at.timestamp(), line.fact))
        super()._look(effects)

    def play_and_keep(self) -> dict[InteractionId, list[tuple[float, f.Fact]]]:
        self.facts: defaultdict[InteractionId, list[tuple[float, f.Fact]]] = defaultdict(list)
        self.play()
        return self.facts


def test_waits_and_causes_of_a_day_add_up() -> None:
    queue = QueueScene("sales", (60.0,), 240.0, 0.8, patience_s=300.0, wrap_up_s=30, target_s=60)
    team = TeamScene(4, {"sales": 5}, "sales", 4.0, 0.1, ends_h=1.5)
    causes: Counter[Cause | None] = Counter()
    verdicts: Counter[Verdict] = Counter()
    seconds: Counter[Cause] = Counter()
    for call, facts in Kept(Scenario((queue,), (team,), hours=2), 1).play_and_keep().items():
        ended = next((fact for _, fact in facts if isinstance(fact, f.CallEnded)), None)
        steps = tuple(Step(wire_name(type(fact)), at, msgspec.to_builtins(fact)) for at, fact in facts)
        judged = judge(CallFacts(call, OPENS, ended.outcome if ended else None, ended.by if ended else None, steps), {})
        answered = next((fact for _, fact in facts if isinstance(fact, f.AgentAnswered)), None)
        if answered is not None:
            assert judged.waited_s == pytest.approx(answered.waited_s, abs=0.01)
        assert sum(judged.seconds.values()) == pytest.approx(judged.waited_s, abs=0.01)
        causes[judged.cause] += 1
        seconds.update(judged.seconds)
        verdicts[judged.verdict] += 1
    assert min(verdicts[v] for v in (Verdict.KEPT, Verdict.LATE, Verdict.LOST, Verdict.GAVE_UP)) > 5
    # Work above the agents', and half an hour with nobody at work; rings that nobody answered took time as well.
    assert min(causes[cause] for cause in (Cause.ALL_BUSY, Cause.NOBODY_THERE)) > 3
    assert seconds[Cause.RING_MISSED] > 20
    assert causes[Cause.NOT_TOLD] == 0
