"""Tells a story's consequences in plain sentences: facts of the journal, where agents stand, what everybody hears."""

from __future__ import annotations

from permanence.floor.world import Effects
from permanence.interaction import events as f
from permanence.interaction.model import Call
from permanence.routing.model import Presence
from permanence.sim.stage import Stage
from tests.scenarios.setting import Setting

PRESENCE = {
    Presence.OFFLINE: "is off duty",
    Presence.READY: "is ready",
    Presence.OFFERED: "is rung",
    Presence.TALKING: "is on a call",
    Presence.WRAP_UP: "writes notes",
    Presence.PAUSED: "is paused",
    Presence.UNREACHABLE: "cannot be reached",
}


class Teller:
    """Notices what changed and says it, with the time where it differs from the step's."""

    def __init__(self, stage: Stage, setting: Setting) -> None:
        self.stage, self.setting = stage, setting
        self.endpoints: dict[str, str] = {}
        self.numbers: dict[str, str] = {}
        self._clock = ""
        self._told: list[tuple[str, str]] = []
        self._hearing: dict[str, str] = {}
        self._standing = {alias: "is off duty" for alias in setting.agents}

    def name(self, who: str, endpoint: str, number: str | None) -> None:
        """Give a person outside a name."""
        self.endpoints[who] = endpoint
        if number is not None:
            self.numbers[number] = who

    def begin(self, clock: str) -> None:
        """A step begins."""
        self._clock, self._told = clock, []

    def say(self, sentence: str) -> None:
        """Say something that happened now."""
        local = self.stage.now.astimezone(self.setting.zone)
        self._told.append((local.strftime("%H:%M:%S"), sentence))

    def told(self) -> list[str]:
        """Return what was said in this step."""
        self._notice_hearing()
        return [text if clock == self._clock else f"{clock} {text}" for clock, text in self._told]

    def tell(self, effects: Effects) -> None:
        """Say what these effects mean."""
        for line in effects.journal:
            if sentence := self._promise(line.fact) or self._fact(line.fact, effects.calls[line.call]):
                self.say(sentence)
        for alias, card in self.setting.agents.items():
            presence = self.stage.world.board.presence(card.id)
            state = self.stage.world.board.agents[card.id]
            reason = f" ({state.missed or state.pause or state.work})" if presence is Presence.PAUSED else ""
            reason = f" ({state.why_unreachable})" if presence is Presence.UNREACHABLE else reason
            standing = PRESENCE[presence] + reason
            if self._standing.get(alias) != standing:
                self._standing[alias] = standing
                if presence not in (Presence.OFFERED, Presence.TALKING):  # told by the facts
                    self.say(f"{alias} {standing}")
        self._notice_hearing()

    def _notice_hearing(self) -> None:
        """What is heard is told once the switch has done all it was asked at this instant."""
        if not self.stage.is_quiet(0.25):
            return
        heard = {self._who(name): self._heard(name) for name, leg in self.stage.switch.legs.items() if leg.up or leg.tone}
        for who, what in heard.items():
            if self._hearing.get(who) != what:
                self.say(f"{who} hears {what}")
        self._hearing = heard

    def _heard(self, name: str) -> str:
        kind, _, rest = self.stage.switch.hears(name).partition(" ")
        if kind == "voices":
            return " and ".join(sorted({self._who(voice) for voice in rest.split()}))
        return f"'{rest}'" if kind == "message" else kind

    def _who(self, leg: str) -> str:
        endpoint = self.stage.switch.legs[leg].endpoint
        named = {card.endpoint: alias for alias, card in self.setting.agents.items()}
        named |= {endpoint: who for who, endpoint in self.endpoints.items()}
        return named.get(endpoint, endpoint)

    def _customer(self, call: Call) -> str:
        by_leg = {endpoint.removeprefix("caller/"): who for who, endpoint in self.endpoints.items()}
        return by_leg.get(call.customer_channel or "") or self.numbers.get(call.customer or "", "somebody")

    def _alias(self, agent: str) -> str:
        return next((alias for alias, card in self.setting.agents.items() if card.id == agent), agent)

    def _label(self, label: str) -> str:
        return self.numbers.get(label, label)

    def _fact(self, fact: f.Fact, call: Call) -> str | None:
        who = self._customer(call)
        match fact:
            case f.CallQueued(name=name):
                return f"{who} waits for {name}"
            case f.WaitAnnounced(position=position, wait_s=wait_s):
                return f"{who} is told: place {position}, " + (f"less than {wait_s} s" if wait_s is not None else "no estimate")
            case f.CallOffered(agent=agent):
                return f"{self._alias(agent)}'s telephone rings for {who}"
            case f.OfferFailed(agent=agent, reason=reason):
                return f"{self._alias(agent)} does not take {who}: {reason}"
            case f.AgentAnswered(agent=agent, waited_s=waited_s):
                return f"{self._alias(agent)} answers {who}, who waited {waited_s:.0f} s"
            case f.CallPlaced(agent=agent):
                return f"{self._alias(agent)} calls {who}"
            case f.CustomerAnswered():
                return f"{who} answers"
            case f.CallEnded(outcome=outcome, by=by):
                return f"{who}'s call is over: {outcome}, ended by {by}"
            case _:
                return self._third(fact, who)

    def _promise(self, fact: f.Fact) -> str | None:
        match fact:
            case f.CapacityPulled(pull=pull, number=number, expected_s=expected_s, promised_s=promised_s):
                expected = "for nobody knows how long" if expected_s is None else f"{expected_s} s"
                return f"the promise of {promised_s} s is in danger (a newcomer would wait {expected}): {pull} {number}"
            case f.CapacityReturned(pull=pull, agents=agents, callers=callers, seconds=seconds):
                return f"{pull} is over after {seconds} s: it brought {agents} agents and took {callers} callers"
            case _:
                return None

    def _third(self, fact: f.Fact, who: str) -> str | None:
        match fact:
            case f.ConsultAnswered(label=label):
                return f"{self._label(label)} answers the consultation"
            case f.ConsultEnded(label=label, reason=reason):
                return f"the consultation of {self._label(label)} ends: {reason}"
            case f.ConferenceStarted(label=label):
                return f"a conference begins with {self._label(label)}"
            case f.CallTransferred(label=label, blind=blind):
                return f"{who} is handed over to {self._label(label)}" + (" unannounced" if blind else "")
            case f.TransferFailed(label=label, reason=reason):
                return f"{self._label(label)} does not take {who}: {reason}"
            case f.RecordingStarted(purpose=purpose):
                return f"{who}'s call is recorded: {purpose}"
            case f.RecordingEnded(marks=marks):
                cuts = ", ".join(f"{kind} {start / 1000:.0f}-{stop / 1000:.0f} s" for kind, start, stop in marks)
                return f"{who}'s recording is closed" + (f"; silent: {cuts}" if cuts else "")
            case f.AgentLost(agent=agent, why=why):
                return f"{self._alias(agent)} is lost: {why}"
            case f.AgentReturned(agent=agent):
                return f"{self._alias(agent)} is back"
            case f.MonitorStarted(supervisor=supervisor, mode=mode):
                return f"{self._alias(supervisor)} is on the call: {mode}"
            case f.MonitorEnded(supervisor=supervisor):
                return f"{self._alias(supervisor)} has left the call"
            case f.DispositionSaved(disposition=disposition):
                return f"{who}'s call is filed as {disposition}"
            case _:
                return None
