"""The same promises, with hypothesis as the author: it looks for the shortest story that breaks one."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from permanence.floor import intents as i
from permanence.floor.watch import begin_work, end_work, watch_promises
from permanence.interaction.model import MonitorMode
from permanence.routing.model import Work
from permanence.sim.day import NUMBER, OUTSIDE, Day

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
who = st.integers(0, 3)
plain = st.sampled_from(
    [i.HangUp(), i.Decline(), i.Hold(), i.Resume(), i.Mute(True), i.PrivateMoment(True), i.PrivateMoment(False),
     i.CancelConsult(), i.Conference(), i.CompleteTransfer(), i.LeaveMonitor(), i.SignOut(), i.Pause("break"), i.ExtendWrapUp(),
     i.Dial(OUTSIDE[0]), i.Qualify("sold", "", True)]
)  # fmt: skip


class Story(RuleBasedStateMachine):
    """A floor to which anything may happen; the promises are checked after every step of it."""

    def __init__(self) -> None:
        super().__init__()
        self.day = Day(0, START)
        self.callers = 0

    @rule(seconds=st.sampled_from([0.05, 1.0, 6.0, 21.0]))
    def time_passes(self, seconds: float) -> None:
        self.day.stage.wait(seconds)

    @rule(key=st.sampled_from("12"))
    def somebody_calls_and_chooses(self, key: str) -> None:
        self.callers += 1
        self.day.stage.call_in(f"pstn-{self.callers}", NUMBER, OUTSIDE[1])
        self.day.stage.wait(2.5)
        self.day.stage.press(f"pstn-{self.callers}", key)

    @rule(n=who)
    def agent_gets_ready(self, n: int) -> None:
        agent = self.day.agents[n]
        self.day.stage.device(self.day.stage.world.board.cards[agent].endpoint, reachable=True)
        self.day.stage.beat(agent, awake=True)
        self.day.wish(agent, i.Ready())

    @rule(n=who, wish=plain)
    def agent_wishes(self, n: int, wish: i.AnyIntent) -> None:
        self.day.wish(self.day.agents[n], wish)

    @rule(n=who, m=who, blind=st.booleans())
    def agent_turns_to_another(self, n: int, m: int, blind: bool) -> None:
        target = i.Target("agent", self.day.agents[m])
        self.day.wish(self.day.agents[n], i.Transfer(target) if blind else i.Consult(target))

    @rule(n=who, m=who, mode=st.sampled_from(MonitorMode))
    def supervisor_listens(self, n: int, m: int, mode: MonitorMode) -> None:
        self.day.wish(self.day.agents[n], i.Monitor(self.day.agents[m], mode))

    @rule(seed=st.integers(0, 9))
    def something_at_a_telephone(self, seed: int) -> None:
        self.day.chance = Random(seed)
        self.day.leg_deed()

    @rule()
    def who_is_rung_answers(self) -> None:
        for name, leg in list(self.day.stage.switch.legs.items()):
            if not leg.up and not name.startswith("pstn"):
                self.day.stage.pick_up(name)
                return

    @rule(n=who, work=st.sampled_from(Work))
    def agent_is_lent_to_other_work(self, n: int, work: Work) -> None:
        begin_work(self.day.stage.world, self.day.agents[n], work, self.day.stage.now)
        self.day.stage.carry()

    @rule(n=who)
    def other_work_ends(self, n: int) -> None:
        end_work(self.day.stage.world, self.day.agents[n], self.day.stage.now)
        self.day.stage.carry()

    @rule()
    def floor_looks_ahead(self) -> None:
        watch_promises(self.day.stage.world, self.day.stage.now)
        self.day.stage.carry()

    @rule(n=who)
    def device_goes_away(self, n: int) -> None:
        card = self.day.stage.world.board.cards[self.day.agents[n]]
        self.day.stage.device(card.endpoint, reachable=False)

    @rule()
    def floor_is_killed(self) -> None:
        self.day.floor_dies()

    def teardown(self) -> None:
        self.day.close()


TestStory = Story.TestCase
TestStory.settings = settings(max_examples=60, stateful_step_count=40, deadline=None, database=None)
