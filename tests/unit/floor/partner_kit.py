"""An owner firm and partner firms that answer for it, on one floor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from permanence.floor import intents as i
from permanence.floor.watch import watch_promises
from permanence.floor.world import World
from permanence.interaction import commands as c
from permanence.interaction.events import Fact
from permanence.interaction.model import Call
from permanence.kernel.ids import AgreementId, CountedIds, FirmId, PersonId, QueueId, VersionId
from permanence.routing.model import Reception
from permanence.sim.stage import Stage
from permanence.synergy.model import Agreement, Answer, Decision, Signature, Terms, Version
from permanence.synergy.overflow import Chosen, Overflow
from tests.unit.floor.floor_kit import E164, NOW, SmallFirm, small_firm

CALLER = "+33611223344"


def agreement(ids: CountedIds, owner: SmallFirm, answering: SmallFirm, name: str, **terms: Any) -> Agreement:
    """Two firms that have agreed a week ago."""
    made = NOW - timedelta(days=7)
    signed = [Signature(firm.id, PersonId("per_1"), "Someone", made) for firm in (owner, answering)]
    version = Version(
        VersionId(ids.new("agv")), 1, Terms(**terms), date(2026, 4, 1), signed[0], Answer(Decision.ACCEPTED, signed[1])
    )
    return Agreement(AgreementId(ids.new("agr")), owner.id, answering.id, "Étoile", name, made, (version,))


@dataclass
class Alliance:
    """A floor with an owner (whose agent is there or not) and its partners, each with one agent who is ready."""

    partners: int = 1
    staffed: bool = False
    rule: dict[str, Any] = field(default_factory=dict[str, Any])
    terms: dict[str, Any] = field(default_factory=dict[str, Any])
    ids: CountedIds = field(default_factory=CountedIds)

    def __post_init__(self) -> None:
        self.owner = small_firm(self.ids)
        self.helpers = [self._helper(nth) for nth in range(self.partners)]
        self.agreements = [agreement(self.ids, self.owner, h, f"Partner {n}", **self.terms) for n, h in enumerate(self.helpers, 1)]
        self.stage = Stage(self.world(), NOW, self.ids)
        for firm in [*self.helpers, *([self.owner] if self.staffed else [])]:
            self.stage.wish(firm.agent, i.Ready())

    def _helper(self, nth: int) -> SmallFirm:
        firm = small_firm(self.ids, f"+3316200020{nth}")
        card = msgspec.structs.replace(firm.card, alias=f"Léa {nth}", endpoint=f"PJSIP/lea{nth}", country="FR" if nth == 0 else "MA")
        return SmallFirm(firm.id, firm.agent, firm.queue, firm.directory, card, firm.queue_card)

    def world(self) -> World:
        """A floor that has read everything that was set up."""
        world = World()
        world.partners.key = b"a key of the installation"
        self.owner.opens_in(world, staffed=self.staffed)
        for helper in self.helpers:
            helper.opens_in(world)
        chosen = tuple(Chosen(each.id) for each in self.agreements)
        rules: dict[QueueId, Overflow] = {self.owner.queue: Overflow(partners=chosen, **self.rule)}
        for helper, each in zip(self.helpers, self.agreements, strict=True):
            received = [Reception(each.id, helper.id, helper.queue)]
            world.partners.set_firm(helper.id, [each], {}, {helper.queue}, received, NOW)
        world.partners.set_firm(self.owner.id, self.agreements, rules, {self.owner.queue}, [], NOW)
        return world

    def call_in(self, channel: str = "sw-1", caller: str | None = CALLER) -> Call:
        """A customer calls the owner's number."""
        self.stage.call_in(channel, E164, caller)
        return self.stage.world.calls[self.stage.world.customers[channel]]

    def tick(self, seconds: float = 1) -> None:
        """Let time pass, with the floor looking at its promises every second."""
        for _ in range(int(seconds)):
            self.stage.wait(1)
            watch_promises(self.stage.world, self.stage.now)
            self.stage.carry()

    def pick_up(self, nth: int = 0) -> None:
        """A partner's agent answers."""
        ringing = self.stage.switch.ringing_at(self.helpers[nth].card.endpoint)
        assert ringing is not None
        self.stage.pick_up(ringing)

    def rung(self) -> list[str]:
        """The telephones that were rung, in order."""
        return [command.endpoint for command in self.stage.commands if isinstance(command, c.Ring)]

    def facts(self, *kinds: type[Fact]) -> list[Fact]:
        """What the journal says of these kinds."""
        return [line.fact for line in self.stage.journal if isinstance(line.fact, kinds)]

    @property
    def now(self) -> datetime:
        """The stage's clock."""
        return self.stage.now

    def firm(self, nth: int = 0) -> FirmId:
        """A partner firm."""
        return self.helpers[nth].id
