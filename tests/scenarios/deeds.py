"""What people do in ladders, line by line: the words of a story, and what they mean at the desk or at the telephone."""

from __future__ import annotations

import re
from collections.abc import Callable

from permanence.floor import intents as i
from permanence.floor.watch import begin_work, end_work, watch_promises
from permanence.interaction.model import MonitorMode
from permanence.interaction.steps import No
from permanence.kernel.ids import AgentId
from permanence.kernel.phone import parse_or_none
from permanence.routing.model import Work
from permanence.sim.stage import Stage
from tests.scenarios.setting import Setting
from tests.scenarios.telling import Teller

MODES = {"listens to": MonitorMode.LISTEN, "whispers to": MonitorMode.WHISPER, "joins": MonitorMode.BARGE}
PLAIN: dict[str, Callable[[], i.AnyIntent]] = {
    "signs in": i.SignIn,
    "signs out": i.SignOut,
    "is ready": i.Ready,
    "holds": i.Hold,
    "resumes": i.Resume,
    "mutes": lambda: i.Mute(True),
    "unmutes": lambda: i.Mute(False),
    "begins a private moment": lambda: i.PrivateMoment(True),
    "ends the private moment": lambda: i.PrivateMoment(False),
    "cancels the consultation": i.CancelConsult,
    "opens a conference": i.Conference,
    "completes the transfer": i.CompleteTransfer,
    "hangs up at the desk": i.HangUp,
    "declines": i.Decline,
    "leaves the call": i.LeaveMonitor,
    "takes more time for notes": i.ExtendWrapUp,
}


class People:
    """Everybody in a story: agents by their alias, callers by the name they were given."""

    def __init__(self, stage: Stage, setting: Setting, teller: Teller) -> None:
        self.stage, self.setting, self.teller = stage, setting, teller

    def do(self, deed: str) -> None:
        """Do what a line says; a refusal is told with its reason."""
        if deed.startswith("(") or deed == "end":
            return
        if found := re.match(r"(?:the )?(\w+) and (\w+) (are|sign) (.+)", deed):
            verb = {"are": "is", "sign": "signs"}[found[3]]
            self.do(f"{found[1]} {verb} {found[4]}")
            self.do(f"{found[2]} {verb} {found[4]}")
            return
        for pattern, act in self._patterns():
            if found := re.fullmatch(pattern, deed):
                act(*found.groups())
                return
        raise ValueError(f"nobody knows how to do '{deed}'")

    def _patterns(self) -> list[tuple[str, Callable[..., None]]]:
        return [
            (r"(\w+) calls from (\S+)", self._calls),
            (r"(\w+) calls with a withheld number", self._calls_withheld),
            (r"(\w+) presses (\S)", lambda who, key: self.stage.press(self._leg(who), key)),
            (r"(\w+) answers", lambda who: self.stage.pick_up(self._ringing(who))),
            (r"(\w+) hangs up", lambda who: self.stage.hang_up(self._leg(who))),
            (r"(\w+) is busy", lambda who: self.stage.hang_up(self._ringing(who), 17)),
            (r"(\w+) does not exist", lambda who: self.stage.hang_up(self._ringing(who), 1)),
            (r"(\w+)'s connection breaks", lambda who: self.stage.hang_up(self._leg(who), 0)),
            (r"(\w+)'s page wakes up", lambda who: self._page(who, awake=True)),
            (r"(\w+)'s page falls asleep", lambda who: self._page(who, awake=False)),
            (r"(\w+)'s telephone comes back", lambda who: self._device(who, up=True)),
            (r"(\w+)'s telephone goes away", lambda who: self._device(who, up=False)),
            (r"the database goes away", lambda: setattr(self.stage.world, "degraded", True)),
            (r"the database comes back", lambda: setattr(self.stage.world, "degraded", False)),
            (r"(\w+) pauses: (.+)", lambda who, why: self._wish(who, i.Pause(why))),
            (r"(\w+) dials (\w+) at (\S+)", self._dials),
            (r"(\w+) consults (\S+)(?: at (\S+))?", lambda who, to, at: self._wish(who, i.Consult(self._target(to, at)))),
            (r"(\w+) transfers to (\S+)(?: at (\S+))?", lambda who, to, at: self._wish(who, i.Transfer(self._target(to, at)))),
            (r"(\w+) (listens to|whispers to|joins) (\w+)", self._monitors),
            (r"(\w+) makes (\w+) (ready|paused|offline)", self._sets),
            (r"(\w+) is given (outbound|preview|text) work", self._lends),
            (r"(\w+) is through with the work", self._takes_back),
            (r"the floor looks ahead", self._looks_ahead),
            (r"(\w+) files the call as (\w+)", lambda who, code: self._wish(who, i.Qualify(code, "", True))),
            (r"(\w+) (" + "|".join(PLAIN) + ")", lambda who, what: self._wish(who, PLAIN[what]())),
        ]

    def agent(self, alias: str) -> AgentId:
        """Return an agent's id."""
        return self.setting.agents[alias].id

    def _endpoint(self, who: str) -> str:
        if who in self.setting.agents:
            return self.setting.agents[who].endpoint
        return self.teller.endpoints[who]

    def _leg(self, who: str) -> str:
        leg = self.stage.switch.leg_of(self._endpoint(who))
        assert leg is not None, f"{who} has no telephone in the hand"
        return leg

    def _ringing(self, who: str) -> str:
        leg = self.stage.switch.ringing_at(self._endpoint(who))
        assert leg is not None, f"{who}'s telephone does not ring"
        return leg

    def _calls(self, who: str, number: str | None) -> None:
        channel = f"pstn-{who}-{len(self.teller.endpoints)}"
        self.teller.name(who, f"caller/{channel}", number)
        self.stage.call_in(channel, self.setting.number, number)

    def _calls_withheld(self, who: str) -> None:
        self._calls(who, None)

    def _dials(self, who: str, customer: str, number: str) -> None:
        self._outside(customer, number)
        self._wish(who, i.Dial(number))

    def _outside(self, who: str, number: str) -> None:
        e164 = parse_or_none(number, "FR") or number
        self.teller.name(who, f"PJSIP/{e164}@carrier", e164)

    def _target(self, to: str, number: str | None) -> i.Target:
        if number is not None:
            self._outside(to, number)
            return i.Target("number", number)
        if to in self.setting.agents:
            return i.Target("agent", self.agent(to))
        return i.Target("queue", self.setting.queues[to].terms.queue)

    def _monitors(self, who: str, how: str, whom: str) -> None:
        self._wish(who, i.Monitor(self.agent(whom), MODES[how]))

    def _sets(self, who: str, whom: str, to: str) -> None:
        self._wish(who, i.SetAgent(self.agent(whom), to))

    def _lends(self, who: str, work: str) -> None:
        if not begin_work(self.stage.world, self.agent(who), Work(work), self.stage.now):
            self.teller.say(f"{who} is needed by callers")
        self.stage.carry()

    def _takes_back(self, who: str) -> None:
        end_work(self.stage.world, self.agent(who), self.stage.now)
        self.stage.carry()

    def _looks_ahead(self) -> None:
        watch_promises(self.stage.world, self.stage.now)
        self.stage.carry()

    def _wish(self, who: str, intent: i.AnyIntent) -> None:
        if isinstance(intent, i.SignIn | i.Ready) and not self.stage.world.board.agents[self.agent(who)].signed_in:
            self._page(who, awake=True)
            self._device(who, up=True)
        made = self.stage.wish(self.agent(who), intent)
        if isinstance(made, No):
            self.teller.say(f"{who} is told: {made.message}")

    def _page(self, who: str, *, awake: bool) -> None:
        self.stage.beat(self.agent(who), awake=awake)

    def _device(self, who: str, *, up: bool) -> None:
        self.stage.device(self._endpoint(who), reachable=up)
