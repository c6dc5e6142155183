"""Writes the demonstration firms through the doors that their directors use; what is there already stays as it is.

So it may run at every start: a prompt that a director recorded, or an agent who was renamed, is not touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from permanence.app.demo import duties
from permanence.app.demo import flows as plans_and_flows
from permanence.app.demo.alliance import Alliance
from permanence.app.demo.firms import ALL_FIRMS, ETOILE, FIRMS, REGIE, TOITURE, TRUNK, DemoFirm, DemoPerson
from permanence.app.demo.flows import Made
from permanence.app.demo.state import Seat, State
from permanence.firms import rules
from permanence.firms.model import Firm, Language, Person, PersonStatus, Role, Visitor
from permanence.firms.service import People
from permanence.firms.service_shelf import Shelf
from permanence.flows.service import FlowsSetup
from permanence.flows.setup import Brand, Disposition, FlowCard, Number, Plan, Prompt, PromptStatus
from permanence.kernel.errors import NotFound, PermanenceError
from permanence.kernel.ids import (
    BrandId,
    FirmId,
    FlowId,
    IdSource,
    NumberId,
    PersonId,
    PromptId,
    QueueId,
    SkillId,
    encode,
    uuid7_bits,
)
from permanence.kernel.page import LIMIT_MAX, Cursor
from permanence.planning.service_duty import Duty
from permanence.routing.model import Device
from permanence.routing.service import RoutingSetup
from permanence.routing.setup import Agent, Queue, Skill

T = TypeVar("T")
ALL = Cursor(None, LIMIT_MAX)
PROMPT_NAMES = {
    "welcome": "Accueil", "menu": "Menu", "wrong": "Choix inconnu", "closed": "Fermeture", "notice": "Mention d'enregistrement",
    "whisper": "À l'oreille du partenaire",
}  # fmt: skip


def firm_id(firm: DemoFirm) -> FirmId:
    """Return a demonstration firm's id: the same in every installation, so that it is found again."""
    return FirmId(f"frm_{encode(uuid7_bits(0, 7000 + ALL_FIRMS.index(firm)))}")


@dataclass(slots=True)
class Seeder:
    """Writes one firm after the other. `state` is what an earlier run remembered."""

    people: People
    routing: RoutingSetup
    flows: FlowsSetup
    duty: Duty
    alliance: Alliance
    ids: IdSource
    now: datetime
    state: State
    say: Callable[[str], None]
    _seats: list[Seat] = field(default_factory=list[Seat])

    async def seed(self) -> State:
        """Write both firms; return what is to be remembered."""
        directors: dict[str, str] = {}
        visitors: dict[str, Visitor] = {}
        for firm in FIRMS:
            visitor = visitors[firm.mark] = await self._director(firm)
            directors[visitor.firm] = visitor.person.id
            await self._firm(firm, visitor)
        visitors[REGIE.mark] = await self._director(REGIE)
        await self._people(REGIE, visitors[REGIE.mark], {})
        await self.alliance.seed(visitors[ETOILE.mark], visitors[TOITURE.mark], self.now)
        await self.alliance.bill(visitors, self.now)
        marks = {firm.mark: str(firm_id(firm)) for firm in FIRMS}
        return State(marks, directors, tuple(self._seats))

    async def _director(self, firm: DemoFirm) -> Visitor:
        """Return the firm's director, after founding the firm where it is not there."""
        id_, boss = firm_id(firm), firm.people[0]
        try:
            await self.people.firm(id_)
        except NotFound:
            founder = self._person(boss)
            known = Firm(id_, firm.name, Language.FR, "FR", "Europe/Paris", rules.RECORDING_DAYS)
            await self.people.found(known, founder, firm.password, self.now)
            return _visitor(id_, founder, self.now)
        # Somebody of this role is needed to look people up; the id is checked right after.
        looking = _visitor(id_, self._person(boss), self.now)
        page = await self.people.list(looking, ALL)
        found = next((p for p in page.items if Role.DIRECTOR in p.roles), None)
        if found is None:
            raise NotFound(
                f"The demonstration firm {firm.name} has no director any more; run 'permanence demo reset'."
            )
        return _visitor(id_, found, self.now)

    def _person(self, person: DemoPerson) -> Person:
        roles = {Role(person.role)}
        if person.alias is not None:
            roles.add(Role.AGENT)
        if person.operates:
            roles.add(Role.OPERATOR)
        return Person(
            PersonId(self.ids.new("per")), person.email, person.name, tuple(r for r in Role if r in roles),
            Language(person.language), PersonStatus.ACTIVE, must_change_password=False,
        )  # fmt: skip

    async def _firm(self, firm: DemoFirm, visitor: Visitor) -> None:
        skills = await self._skills(firm, visitor)
        await self._people(firm, visitor, skills)
        await self._duties(visitor)
        queues = {
            each.name: await self._ensure(
                self.routing.queues, visitor, lambda queue: queue.name, each.name,
                lambda each=each: Queue(
                    id=QueueId(self.ids.new("que")), name=each.name, skills={skills[each.skill]: 1}, wrap_up_s=each.wrap_up_s,
                    announce_every_s=each.announce_every_s, record=firm.purpose is not None,
                ),
            )
            for each in firm.queues
        }  # fmt: skip
        made = Made(
            await self._prompts(firm, visitor),
            await self._plans(visitor),
            {name: queue.id for name, queue in queues.items()},
        )
        await self._numbers(firm, visitor, made)
        for place, (code, french, english) in enumerate(firm.dispositions):
            await self._ensure(
                self.flows.dispositions, visitor, lambda d: d.code, code,
                lambda c=code, f=french, e=english, n=place: Disposition(code=c, label_fr=f, label_en=e, position=n),
            )  # fmt: skip

    async def _duties(self, visitor: Visitor) -> None:
        await duties.seed(self.duty, visitor, (await self.routing.agents.list(visitor, ALL)).items, self.now)

    async def _skills(self, firm: DemoFirm, visitor: Visitor) -> dict[str, SkillId]:
        names = sorted({name for person in firm.people for name in person.skills} | {queue.skill for queue in firm.queues})
        found: dict[str, SkillId] = {}
        for name in names:
            skill = await self._ensure(
                self.routing.skills, visitor, lambda s: s.name, name,
                lambda n=name: Skill(SkillId(self.ids.new("skl")), n),
            )  # fmt: skip
            found[name] = skill.id
        return found

    async def _people(self, firm: DemoFirm, visitor: Visitor, skills: dict[str, SkillId]) -> None:
        known = {p.email: p for p in (await self.people.list(visitor, ALL)).items}
        agents = {a.person_id: a for a in (await self.routing.agents.list(visitor, ALL)).items}
        for each in firm.people:
            person = known.get(each.email)
            if person is None:
                person = self._person(each)
                await self.people.add(visitor, person, firm.password, self.now)
            if each.alias is None:
                continue
            agent = agents.get(person.id)
            if agent is None:
                agent = Agent(
                    id=self.routing.new_agent_id(), person_id=person.id, alias=each.alias,
                    device=Device.PHONE if each.automatic else Device.BROWSER,
                    skills={skills[name]: 5 for name in each.skills},
                )  # fmt: skip
                telephone = await self.routing.add_agent(visitor, agent, self.now)
                if each.automatic:
                    self._sit(firm, visitor, agent, telephone.password)
            elif each.automatic:
                await self._sit_again(firm, visitor, agent)

    async def _sit_again(self, firm: DemoFirm, visitor: Visitor, agent: Agent) -> None:
        """Use the remembered password of the automatic agent's telephone, or give it a new one."""
        seat = self.state.seat_of(visitor.firm)
        if seat is None or seat.agent != agent.id:
            telephone = await self.routing.renew_secret(visitor, agent.id, self.now)
            self._sit(firm, visitor, agent, telephone.password)
        else:
            self._seats.append(seat)

    def _sit(self, firm: DemoFirm, visitor: Visitor, agent: Agent, password: str) -> None:
        note = firm.dispositions[0][0]
        self._seats.append(Seat(visitor.firm, agent.person_id, agent.id, agent.id, password, note))

    async def _prompts(self, firm: DemoFirm, visitor: Visitor) -> dict[tuple[str, str], str]:
        known = {(p.name, str(p.language)): p for p in (await self.flows.prompts.list(visitor, ALL)).items}
        found: dict[tuple[str, str], str] = {}
        for sentence, both in firm.sentences.items():
            for language, text in zip((Language.FR, Language.EN), both, strict=True):
                name = PROMPT_NAMES[sentence]
                prompt = known.get((name, str(language)))
                if prompt is None:
                    prompt = Prompt(id=PromptId(self.ids.new("pmt")), name=name, language=language, text=text)
                    await self.flows.prompts.add(visitor, prompt, self.now)
                if prompt.status is not PromptStatus.READY:
                    await self._speak(visitor, prompt)
                found[sentence, str(language)] = prompt.id
        return found

    async def _speak(self, visitor: Visitor, prompt: Prompt) -> None:
        """Have the prompt spoken; without a voice on this machine it stays silent until somebody records it."""
        try:
            await self.flows.speak(visitor, prompt.id, self.now)
        except PermanenceError as error:
            self.say(f"« {prompt.name} » ({prompt.language}): {error.message}")

    async def _plans(self, visitor: Visitor) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in plans_and_flows.PLANS:
            wanted = plans_and_flows.plan(name, self.ids.new("pln"))
            plan = await self._ensure(
                self.flows.plans, visitor, lambda p: p.name, name,
                lambda w=wanted: Plan(
                    id=w.id, name=w.name, time_zone=w.time_zone, weekly=w.weekly, holiday_country=w.holiday_country
                ),
            )  # fmt: skip
            found[name] = plan.id
        return found

    async def _numbers(self, firm: DemoFirm, visitor: Visitor, made: Made) -> None:
        brands: dict[str, BrandId] = {}
        for name, greeting, colour, language in firm.brands:
            brand = await self._ensure(
                self.flows.brands, visitor, lambda b: b.name, name,
                lambda n=name, g=greeting, c=colour, spoken=language: Brand(
                    id=BrandId(self.ids.new("brd")), name=n, greeting=g, colour=c, language=Language(spoken)
                ),
            )  # fmt: skip
            brands[name] = brand.id
        for each in firm.numbers:
            nodes = plans_and_flows.nodes(firm, each, made)
            flow = await self._ensure(
                self.flows.flows, visitor, lambda f: f.name, each.label,
                lambda e=each, n=nodes: FlowCard(
                    id=FlowId(self.ids.new("flw")), name=e.label, version=1, start=plans_and_flows.start_of(e), nodes=n
                ),
            )  # fmt: skip
            notice = made.prompts.get(("notice", each.language)) if firm.purpose is not None else None
            whisper = made.prompts.get(("whisper", each.language))
            await self._ensure(
                self.flows.numbers, visitor, lambda n: n.e164, each.e164,
                lambda e=each, f=flow, notice=notice, whisper=whisper: Number(
                    id=NumberId(self.ids.new("num")), e164=e.e164, label=e.label, brand_id=brands[e.brand],
                    flow_id=f.id, language=Language(e.language),
                    recording_purpose=firm.purpose[0] if firm.purpose is not None else None,
                    notice_prompt_id=PromptId(notice) if notice is not None else None,
                    whisper_prompt_id=PromptId(whisper) if whisper is not None else None, trunk=TRUNK,
                ),
            )  # fmt: skip

    async def _ensure(
        self, shelf: Shelf[T], visitor: Visitor, name_of: Callable[[T], str], name: str, make: Callable[[], T]
    ) -> T:
        """Return the thing of this name, after writing it where it is not there."""
        page = await shelf.list(visitor, ALL)
        found = next((thing for thing in page.items if name_of(thing) == name), None)
        return found if found is not None else await shelf.add(visitor, make(), self.now)


class QuietFloor:
    """Implements `firms.ports.FloorDoor`: the floor is told once, when everything is written."""

    async def reload(self, firm: FirmId) -> None:
        """Do nothing."""


def _visitor(firm: FirmId, person: Person, now: datetime) -> Visitor:
    return Visitor(firm, person, "", rules.rights_of(person.roles), now + timedelta(hours=1))
