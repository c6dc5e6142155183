"""Setting up what callers meet: numbers, brands, opening plans, flows, prompts, dispositions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import msgspec

from permanence.firms.model import Visitor
from permanence.firms.service_shelf import Shelf, Tools
from permanence.flows import rules
from permanence.flows.errors import FlowUnsound, PlanInvalid, PromptEmpty
from permanence.flows.model import Directory, Flow, OpeningPlan
from permanence.flows.model import Prompt as PlayedPrompt
from permanence.flows.ports import FlowsStore, SoundMade, SoundStudio
from permanence.flows.setup import (
    Brand,
    Disposition,
    FlowCard,
    Number,
    Plan,
    PlanDay,
    Prompt,
    limit_problems,
    plan_problem,
)
from permanence.interaction.model import QueueTerms
from permanence.kernel.database import Connection
from permanence.kernel.ids import FirmId, PromptId, QueueId

QueueIds = Callable[[Connection], Awaitable[list[QueueId]]]


@dataclass(slots=True)
class FlowsSetup:
    """The shelves of flows; `queue_ids` tells which queues a flow may lead to."""

    tools: Tools
    store: FlowsStore
    studio: SoundStudio
    queue_ids: QueueIds
    prompts: Shelf[Prompt] = field(init=False)
    brands: Shelf[Brand] = field(init=False)
    plans: Shelf[Plan] = field(init=False)
    flows: Shelf[FlowCard] = field(init=False)
    numbers: Shelf[Number] = field(init=False)
    dispositions: Shelf[Disposition] = field(init=False)

    def __post_init__(self) -> None:
        """Put up the shelves."""
        tools, store, users = self.tools, self.store, self.store.users_of
        self.prompts = Shelf(tools, store.prompts, "prompt", lambda prompt: prompt.id, users=users)
        self.brands = Shelf(tools, store.brands, "brand", lambda brand: brand.id)
        self.plans = Shelf(tools, store.plans, "plan", lambda plan: plan.id, _check_plan, users)
        self.flows = Shelf(tools, store.flows, "flow", lambda flow: flow.id, self._check_flow)
        self.numbers = Shelf(tools, store.numbers, "number", lambda number: number.id)
        self.dispositions = Shelf(tools, store.dispositions, "disposition", lambda d: d.code)

    async def flow_problems(self, visitor: Visitor, flow: FlowCard) -> list[str]:
        """Return what must be mended before this flow may be published."""
        async with self.tools.database.firm(visitor.firm) as c:
            return await self._problems(c, flow)

    async def plan_days(self, visitor: Visitor, plan_id: str, first: date, days: int) -> list[PlanDay]:
        """Return what a plan gives, day by day."""
        plan = opening_plan(await self.plans.one(visitor, plan_id))
        labels = {each.day: each.label for each in plan.exceptions}
        found: list[PlanDay] = []
        for number in range(days):
            day = first + timedelta(days=number)
            holiday = rules.holiday_name(plan, day)
            found.append(PlanDay(day, rules.spans_of(plan, day), holiday, labels.get(day, "")))
        return found

    async def upload(
        self, visitor: Visitor, prompt: str, sound: bytes, now: datetime
    ) -> tuple[Prompt, SoundMade]:
        """Give a prompt the sound that somebody recorded."""
        known = await self.prompts.one(visitor, prompt)
        made = await self.studio.convert(visitor.firm, known.id, sound)
        return await self._keep_sound(visitor, known.id, made, now), made

    async def speak(self, visitor: Visitor, prompt: str, now: datetime) -> tuple[Prompt, SoundMade]:
        """Have a synthetic voice say a prompt's text."""
        known = await self.prompts.one(visitor, prompt)
        made = await self.studio.speak(visitor.firm, known.id, known.text, str(known.language))
        return await self._keep_sound(visitor, known.id, made, now), made

    async def sound(self, visitor: Visitor, prompt: str) -> bytes:
        """Return a prompt's sound as it will be played."""
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.prompts.one(c, prompt)
            file = await self.store.prompts.file_of(c, prompt)
        if file is None:
            raise PromptEmpty
        return await self.studio.read(file)

    async def _keep_sound(self, visitor: Visitor, prompt: PromptId, made: SoundMade, now: datetime) -> Prompt:
        async with self.tools.database.firm(visitor.firm) as c:
            await self.store.prompts.set_sound(c, prompt, made)
            changed = await self.store.prompts.one(c, prompt)
            line, me = self.tools.ids.new("aud"), visitor.person.id
            await self.tools.firms.audit(c, visitor.firm, line, now, me, "prompt.recorded", prompt)
        await self.tools.floor.reload(visitor.firm)
        return changed

    async def _check_flow(self, c: Connection, flow: FlowCard) -> None:
        if problems := await self._problems(c, flow):
            raise FlowUnsound(problems=problems[:20], param="nodes")

    async def _problems(self, c: Connection, flow: FlowCard) -> list[str]:
        if found := limit_problems(flow.nodes):
            return found
        known = await self.store.known(c)
        directory = Directory(
            FirmId(""),
            plans={id_: OpeningPlan(id_, "UTC", ()) for id_ in known.plans},
            prompts={id_: PlayedPrompt(PromptId(id_), "") for id_ in known.prompts},
            queues={id_: QueueTerms(id_, "") for id_ in await self.queue_ids(c)},
        )
        return rules.problems(Flow(flow.id, flow.name, flow.start, flow.nodes), directory)


async def _check_plan(_: Connection, plan: Plan) -> None:
    if problem := plan_problem(plan):
        raise PlanInvalid(reason=problem)


def opening_plan(plan: Plan) -> OpeningPlan:
    """Return the plan as the rules read it."""
    return msgspec.convert(msgspec.to_builtins(plan), OpeningPlan)
