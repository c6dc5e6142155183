"""The demonstration beside a running platform: seeds the firms, starts the far end, seats the automatic agents, and
shows the first call in the terminal."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from random import Random

from permanence.adapters.asterisk.configuration import Plan
from permanence.adapters.asterisk.endpoints import EndpointEntry, TrunkEntry, write_far
from permanence.adapters.asterisk.far import Answerer, FarEnd, Telephone
from permanence.adapters.asterisk.process import Switch
from permanence.adapters.floorlink.client import FloorLink
from permanence.adapters.postgres.pool import Database
from permanence.app import carriers
from permanence.app import switch as wiring
from permanence.app.database import web_door
from permanence.app.demo import payments
from permanence.app.demo.callers import Caller, fate_line, visit
from permanence.app.demo.firms import ALL_FIRMS, CALLERS_RANGE, CUSTOMER_LINES, ETOILE, TRUNK
from permanence.app.demo.floor_client import FloorClient
from permanence.app.demo.phone_agent import PhoneAgent
from permanence.app.demo.speech import Speech
from permanence.app.demo.state import State
from permanence.app.demo.watch import Watch
from permanence.app.demo.wire import seed, watch_of
from permanence.app.settings import Settings
from permanence.app.switch import Tools
from permanence.kernel.errors import PermanenceError

Say = Callable[[str], None]
FIRST_CALLER = f"{CALLERS_RANGE}0001"
SEATED_WITHIN_S = 20.0
CUSTOMER_RINGS_S, CUSTOMER_LISTENS_S = 2.0, 120.0


def language_of(environment: dict[str, str] | None = None) -> str:
    """Return the terminal's language: English where it asks for English, else French."""
    known = environment if environment is not None else dict(os.environ)
    chosen = known.get("LC_ALL") or known.get("LC_MESSAGES") or known.get("LANG") or ""
    return "en" if chosen.lower().startswith("en") else "fr"


@dataclass(slots=True)
class Demonstration:
    """What runs beside the platform while the demonstration is on."""

    settings: Settings
    tools: Tools
    switch: Switch
    say: Say
    language: str

    async def run(self) -> None:
        """Show the demonstration until cancelled; what goes wrong is told and takes nothing else down."""
        try:
            await self._run()
        except PermanenceError as error:
            self.say(error.message)

    async def _run(self) -> None:
        async with AsyncExitStack() as stack:
            database = await stack.enter_async_context(
                Database(web_door(self.settings), size_max=3, limit_s=15.0)
            )
            state = await seed(self.settings, database, self.say)
            tell_accounts(self.say, self.language)
            self._open_till(stack)
            await self._meet(state)
            floor = FloorClient(FloorLink(self.settings.floor_socket), tuple(state.firms.values()))
            await floor.start()
            stack.push_async_callback(floor.stop)
            for firm in state.firms.values():
                await floor.reload(firm)
            agents = self._agents(state, floor)
            phones = FarEnd(self._far_plan(), "far", _answerer(agents, self._speech()))
            await phones.start()
            stack.push_async_callback(phones.stop)
            async with asyncio.TaskGroup() as group:
                for agent in agents.values():
                    group.create_task(agent.attend())
                await self._first_call(
                    state, floor, watch_of(self.settings, database, state, self._column, self.say)
                )
                # The agents stay until the platform ends.

    def _open_till(self, stack: AsyncExitStack) -> None:
        """Have a payment service that moves no money; where its port is taken the demonstration goes on without cards."""
        try:
            _, end = payments.serve(self.settings.demo_payment_port, payments.Till())
        except OSError:
            self.say(f"Port {self.settings.demo_payment_port} is taken: no cards can be taken in this demonstration.")
        else:
            stack.callback(end)

    async def _meet(self, state: State) -> None:
        """Have the far end running, and each switch know the other."""
        far = Switch(self._far_plan(), self.say)
        await far.start_or_adopt()
        trunk = TrunkEntry(TRUNK, f"sip:127.0.0.1:{self.settings.demo_sip_port}", ("127.0.0.1",))
        await asyncio.to_thread(carriers.put, self.settings, trunk)
        phones = [EndpointEntry(seat.endpoint, seat.password, "phone") for seat in state.seats]
        await asyncio.to_thread(write_far, far.plan.etc, self.settings.sip_port, phones)
        await far.reload()

    def _agents(self, state: State, floor: FloorClient) -> dict[str, PhoneAgent]:
        speech = self._speech()
        return {
            seat.endpoint: PhoneAgent(seat, floor, speech, Random(number))
            for number, seat in enumerate(state.seats)
        }

    async def _first_call(self, state: State, floor: FloorClient, watch: Watch) -> None:
        """Have one caller ring, and tell the call as it happens."""
        firm = state.firms[ETOILE.mark]
        await self._somebody_ready(floor, firm)
        number = ETOILE.numbers[0]
        wanted = visit(ETOILE, number, FIRST_CALLER, "1", Random(1), patience_s=120.0, talks_s=24.0)
        callers = FarEnd(self._far_plan(), f"first.{os.getpid()}")
        await callers.start()
        try:
            caller = Caller(wanted, callers, floor, firm, self._speech())
            self.say(("Premier appel :", "First call:")[self._column])
            watching = asyncio.ensure_future(watch.follow(caller))
            fate = await caller.live()
            details = await watching
            if details is None:
                self.say(fate_line(fate, self.language))
                return
            for recording in details.recordings:
                await watch.tell_recording(recording, str(self.settings.recordings))
        finally:
            await callers.stop()

    async def _somebody_ready(self, floor: FloorClient, firm: str) -> None:
        """Wait a moment for an agent who can take the first call."""
        until = asyncio.get_running_loop().time() + SEATED_WITHIN_S
        while asyncio.get_running_loop().time() < until:
            if any(row["presence"] == "ready" for row in floor.rows(firm, "agent").values()):
                return
            await floor.changed(1.0)

    def _speech(self) -> Speech:
        return Speech(self.tools.studio, self._far_plan().home / "speech")

    def _far_plan(self) -> Plan:
        return wiring.far_plan(self.settings, self.tools)

    @property
    def _column(self) -> int:
        return 0 if self.language == "fr" else 1


ROLES = {
    "director": ("direction", "director"),
    "supervisor": ("supervision", "supervisor"),
    "agent": ("téléconseil", "agent"),
    "operator": ("exploitation de la plateforme", "operator of the platform"),
}


def tell_accounts(say: Say, language: str) -> None:
    """Print who can sign in with which password, and the numbers: these are for everybody to use."""
    column = 0 if language == "fr" else 1
    say(("Comptes de démonstration :", "Demonstration accounts:")[column])
    for firm in ALL_FIRMS:
        say(f"  {firm.name} ({('mot de passe : ', 'password: ')[column]}{firm.password})")
        for person in firm.people:
            if not person.automatic:
                say(f"    {person.email:<42} {ROLES[person.role][column]}")
        for number in firm.numbers:
            say(f"    {number.e164}  {number.label}")


def _answerer(agents: dict[str, PhoneAgent], speech: Speech) -> Answerer:
    async def answer(leg: Telephone) -> None:
        agent = agents.get(leg.called)
        if agent is None:
            await _customer(leg, speech)
        else:
            await agent.answer(leg)

    return answer


async def _customer(leg: Telephone, speech: Speech) -> None:
    """Somebody whom an agent calls: lets it ring, picks up, says a word, and listens until the agent hangs up."""
    await leg.ring()
    if not await leg.listen(CUSTOMER_RINGS_S):
        return
    await leg.answer()
    for line in CUSTOMER_LINES:
        if not (await leg.listen(1.0) and await leg.say([await speech.media(line, "fr", 2)], "fr")):
            return
    await leg.listen(CUSTOMER_LISTENS_S)
    await leg.hang_up()


async def leave(settings: Settings, tools: Tools, say: Say) -> None:
    """End the far end; calls of the demonstration end with it."""
    await Switch(wiring.far_plan(settings, tools), say).stop()
