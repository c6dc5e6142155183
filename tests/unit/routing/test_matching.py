"""The matcher: against the plain truth of looking at everything, over many histories; and its ladders one by one."""

from __future__ import annotations

from random import Random

import pytest

from bench.scan import Scan
from permanence.routing.matching import Matcher, Sort

LINES = ("sales", "support", "english", "letters")
TEXTS = frozenset({"letters"})
SORTS = (
    Sort("sales only", (("sales", 0.0),)),
    Sort("support only", (("support", 0.0),)),
    Sort("both, better at support", (("sales", 20.0), ("support", 0.0))),
    Sort("everything", (("sales", 0.0), ("support", 20.0), ("english", 0.0), ("letters", 0.0)), places=3),
    Sort("letters", (("letters", 0.0), ("english", 20.0)), places=10),
)
AGENTS = {f"agent {n}": SORTS[n % len(SORTS)].name for n in range(12)}


def both() -> tuple[Matcher[int, str], Scan]:
    return Matcher(LINES, SORTS, TEXTS), Scan(SORTS, TEXTS)


class History:
    """One thing after another, done to the matcher and to the scan; both are asked after each."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.matcher, self.scan = both()
        self.count = 0

    def step(self) -> None:
        deed = self.chance.choice((self.wait, self.wait, self.leave, self.hold, self.release, self.move, self.give_up, self.agent, self.agent))
        deed()
        for work in self.scan.callers:
            assert self.matcher.agent_for(work) == self.scan.agent_for(work)
        for agent in AGENTS:
            assert self.matcher.work_for(agent) == self.scan.work_for(agent), agent

    def some(self) -> int | None:
        return self.chance.choice(list(self.scan.callers)) if self.scan.callers else None

    def wait(self) -> None:
        self.count += 1
        wanted = self.chance.choice(list(AGENTS)) if self.chance.random() < 0.2 else None
        line, due = self.chance.choice(LINES), float(self.chance.randrange(60))
        self.matcher.wait(self.count, line, due, wanted)
        self.scan.wait(self.count, line, due, wanted)

    def leave(self) -> None:
        work = self.some()
        if work is not None:
            self.matcher.leave(work)
            self.scan.leave(work)

    def hold(self) -> None:
        work = self.some()
        if work is not None:
            self.matcher.hold(work)
            self.scan.callers[work].held = True

    def release(self) -> None:
        work = self.some()
        if work is not None:
            self.matcher.release(work)
            self.scan.callers[work].held = False

    def move(self) -> None:
        work = self.some()
        if work is not None:
            line = self.chance.choice(LINES)
            self.matcher.move(work, line)
            self.scan.callers[work].line = line

    def give_up(self) -> None:
        work = self.some()
        if work is not None:
            self.matcher.for_anybody(work)
            self.scan.callers[work].wanted_by = None

    def agent(self) -> None:
        agent = self.chance.choice(list(AGENTS))
        if self.chance.random() < 0.6:
            texts = self.chance.choice((0, 0, 1, 2))
            places = next(s.places for s in SORTS if s.name == AGENTS[agent])
            self.matcher.free(agent, AGENTS[agent], texts)
            if texts < max(1, places):
                self.scan.free(agent, AGENTS[agent], texts)
            else:
                self.scan.busy(agent)
        else:
            self.matcher.busy(agent)
            self.scan.busy(agent)


@pytest.mark.parametrize("seed", range(40))
def test_every_answer_is_the_one_that_looking_at_everything_gives(seed: int) -> None:
    history = History(seed)
    for _ in range(120):
        history.step()


def test_the_least_flexible_is_taken_first_and_among_them_who_is_free_the_longest() -> None:
    matcher, _ = both()
    for agent in ("agent 3", "agent 5", "agent 0"):  # everything; sales only, sales only
        matcher.free(agent, AGENTS[agent])
    matcher.wait(1, "sales", 0.0)
    assert matcher.agent_for(1) == "agent 5"
    matcher.busy("agent 5")
    assert matcher.agent_for(1) == "agent 0"
    matcher.busy("agent 0")
    assert matcher.agent_for(1) == "agent 3"


def test_who_can_do_it_less_well_takes_what_has_waited_twenty_seconds_longer() -> None:
    matcher, _ = both()
    matcher.free("agent 2", AGENTS["agent 2"])
    matcher.wait(1, "sales", 0.0)
    matcher.wait(2, "support", 15.0)
    assert matcher.work_for("agent 2") == 2
    matcher.leave(2)
    matcher.wait(2, "support", 25.0)
    assert matcher.work_for("agent 2") == 1


def test_who_is_asked_keeps_the_place_and_who_refuses_gives_it_back() -> None:
    matcher, _ = both()
    matcher.wait(1, "sales", 0.0)
    matcher.wait(2, "sales", 1.0)
    matcher.free("agent 0", AGENTS["agent 0"])
    matcher.hold(1)
    assert matcher.work_for("agent 0") == 2
    assert [item.work for item in matcher.in_order(["sales"])] == [1, 2]
    matcher.release(1)
    assert matcher.work_for("agent 0") == 1


def test_a_wanted_agent_is_waited_for_until_everybody_may() -> None:
    matcher, _ = both()
    matcher.free("agent 0", AGENTS["agent 0"])
    matcher.wait(1, "sales", 0.0, wanted_by="agent 5")
    assert matcher.agent_for(1) is None
    assert matcher.work_for("agent 0") is None
    matcher.free("agent 5", AGENTS["agent 5"])
    assert matcher.agent_for(1) == "agent 5"
    assert matcher.work_for("agent 5") == 1
    matcher.busy("agent 5")
    matcher.for_anybody(1)
    assert matcher.agent_for(1) == "agent 0"


def test_texts_go_to_who_has_the_fewest_and_a_call_needs_the_whole_agent() -> None:
    matcher, _ = both()
    matcher.free("agent 3", AGENTS["agent 3"], texts=1)
    matcher.free("agent 8", AGENTS["agent 8"], texts=0)
    matcher.wait(1, "letters", 0.0)
    assert matcher.agent_for(1) == "agent 8"
    matcher.busy("agent 8")
    assert matcher.agent_for(1) == "agent 3"
    matcher.wait(2, "english", 0.0)
    assert matcher.agent_for(2) is None


def test_who_has_no_place_for_texts_gets_none_and_who_has_some_no_more_than_those() -> None:
    sorts = [Sort("calls alone", [("letters", 0.0), ("sales", 0.0)]), Sort("two texts", [("letters", 0.0)], places=2)]
    matcher: Matcher[int, str] = Matcher(["letters", "sales"], sorts, texts=["letters"])
    matcher.free("ann", "calls alone")
    matcher.wait(1, "letters", 0.0)
    assert (matcher.agent_for(1), matcher.work_for("ann")) == (None, None)
    for texts, work in ((0, 1), (1, 1), (2, None)):
        matcher.free("bob", "two texts", texts)
        assert matcher.work_for("bob") == work
        assert matcher.agent_for(1) == ("bob" if work else None)


def test_what_has_gone_does_not_fill_the_memory() -> None:
    matcher, _ = both()
    for n in range(10_000):
        matcher.wait(n, "sales", float(n))
        matcher.leave(n)
    assert len(matcher.lines["sales"].heap) < 200
