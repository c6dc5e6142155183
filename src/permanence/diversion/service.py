"""What directors do with the watch: read what it finds, explain, decide; suspending takes the partner out of all queues' rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from msgspec import structs

from permanence.diversion.model import Case, Decision, Finding, Step
from permanence.diversion.ports import WatchStore
from permanence.diversion.rules import why_not
from permanence.diversion.watch import BET_WEEKS, findings
from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Tools
from permanence.kernel.ids import FirmId
from permanence.synergy.service import Synergy
from permanence.synergy.service_overflow import Overflows


@dataclass(frozen=True, slots=True)
class Seen:
    """What a director sees: up to which week was looked, what it came to, names by id."""

    until: date | None
    findings: Sequence[Finding]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Watch:
    """The use cases of the watch's page."""

    tools: Tools
    store: WatchStore
    synergy: Synergy
    overflows: Overflows

    async def seen(self, visitor: Visitor) -> Seen:
        """Return what the weeks looked at come to; for the firm's own callers."""
        async with self.tools.database.firm(visitor.firm) as c:
            last = await self.store.last_week(c, visitor.firm)
            names = await self.store.names(c)
            if last is None:
                return Seen(None, (), names)
            weeks = await self.store.weeks(c, visitor.firm, last - timedelta(weeks=2 * BET_WEEKS))
        return Seen(last, findings(weeks, min((each.week for each in weeks), default=last)), names)

    async def cases(self, visitor: Visitor) -> tuple[Sequence[Case], dict[str, str]]:
        """Return the cases of which the firm is a side, the newest first, and names by id."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self.store.cases(c), await self.store.names(c)

    async def step(self, visitor: Visitor, id_: str, decision: Decision, text: str, now: datetime) -> Case:
        """Take the next step of a case. Suspending and ending reach the agreement first: where that fails, no step is written."""
        async with self.tools.database.firm(visitor.firm) as c:
            case = await self.store.case(c, id_)
            if (reason := why_not(case, visitor.firm, decision, text)) is not None:
                raise reason
        if decision in (Decision.SUSPENDED, Decision.ENDED):
            await self._keep_away(visitor, case.answering, now)
        if decision is Decision.ENDED:
            await self._give_notice(visitor, case.answering, text, now)
        async with self.tools.database.firm(visitor.firm) as c:
            case = await self.store.case(c, id_)
            if (reason := why_not(case, visitor.firm, decision, text)) is not None:
                raise reason
            step = Step(decision, visitor.firm, visitor.person.name, now, text)
            await self.store.add_step(c, case, step, visitor.person.id)
            line = self.tools.ids.new("aud")
            await self.tools.firms.audit(c, visitor.firm, line, now, visitor.person.id, f"watch.{decision}", case.id, {})
        return replace(case, steps=(*case.steps, step))

    async def _keep_away(self, visitor: Visitor, partner: FirmId, now: datetime) -> None:
        theirs = {each.id for each in await self.synergy.agreements(visitor) if each.answering == partner}
        for queue, rule in (await self.overflows.rules(visitor)).items():
            left = tuple(each for each in rule.partners if each.agreement not in theirs)
            if len(left) < len(rule.partners):
                await self.overflows.keep_rule(visitor, queue, structs.replace(rule, partners=left), now)

    async def _give_notice(self, visitor: Visitor, partner: FirmId, text: str, now: datetime) -> None:
        for each in await self.synergy.agreements(visitor):
            if each.answering == partner and each.ending is None:
                await self.synergy.end(visitor, each.id, None, text[:2000], now)
