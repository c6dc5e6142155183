"""A whole shift at the desk of a running demonstration, by keyboard alone: sign-in, ten calls with everything that happens
in them, pauses, sign-out. Real calls, a real browser; no pointer event is ever sent, and the page counts them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import CDPSession, Page

from bench import answered_call as one
from permanence.adapters.asterisk.far import Telephone
from permanence.app.demo.firms import ETOILE
from permanence.app.settings import Settings
from tests.browser.keyboard import place_of

PATIENCE_MS = 60_000
OFFERS_MAX = 4
TABS_MAX = 60
OUTSIDE = "01 99 00 77 20"  # of the range kept for fiction; the far end answers
STEPS = (
    "call_arrived", "agent_answered", "call_held", "call_resumed", "private_started", "private_ended", "consult_started",
    "consult_answered", "conference_started", "call_transferred", "call_placed", "customer_answered", "disposition_saved",
)  # fmt: skip
COUNT_POINTERS = """
for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'wheel'])
  addEventListener(kind, () => sessionStorage.setItem('pointers', 1 + Number(sessionStorage.getItem('pointers'))), true);
"""


@dataclass
class Shift:
    """What happened. `missed` counts offers that a busy machine did not ring in time."""

    calls: int = 0
    pointers: int = 0
    missed: int = 0
    kinds: list[str] = field(default_factory=list)
    dispositions: int = 0

    def faults(self) -> list[str]:
        """What is not as it should be, a sentence each."""
        found = [f"no call of the shift has {kind} in its ladder" for kind in STEPS if f"interaction.{kind}" not in self.kinds]
        if self.calls < 10:
            found.append(f"only {self.calls} calls were worked")
        if self.dispositions < 9:
            found.append(f"only {self.dispositions} calls were qualified")
        if self.pointers:
            found.append(f"a pointer was used {self.pointers} times")
        return found


@dataclass
class Seat:
    """The desk, its keyboard, and the customers who call it."""

    page: Page
    wire: CDPSession
    layout: str
    call: Callable[[], Awaitable[Telephone]]
    shift: Shift

    async def press(self, key: str) -> None:
        """Press what the cap of the key says."""
        if len(key) > 1:
            await self.page.keyboard.press(key)
            return
        code, text = place_of(key, self.layout)
        for kind in ("keyDown", "keyUp"):
            shown = {"text": text} if kind == "keyDown" else {}
            await self.wire.send("Input.dispatchKeyEvent", {"type": kind, "key": text, "code": code, **shown})

    async def presence(self, *wanted: str) -> str:
        """Wait until the desk shows one of these states; return it."""
        choice = ",".join(f'.desk-presence[data-presence="{state}"]' for state in wanted)
        try:
            await self.page.locator(choice).first.wait_for(timeout=PATIENCE_MS)
        except Exception as error:
            seen = re.sub(r"\s+", " ", await self.page.locator("body").inner_text())[:600]
            raise AssertionError(f"the desk never showed {wanted}: {seen}") from error
        return await self.page.locator(".desk-presence").get_attribute("data-presence") or ""

    async def shows(self, where: str, text: str) -> None:
        """Wait until this part of the desk says this."""
        await self.page.locator(where, has_text=text).first.wait_for(timeout=PATIENCE_MS)

    async def tab_to(self, name: str) -> None:
        """Go with Tab to the control of this name."""
        for _ in range(TABS_MAX):
            here = "(document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent || '').trim()"
            if await self.page.evaluate(here) == name:
                return
            await self.press("Tab")
        raise AssertionError(f"Tab does not lead to {name!r}")

    async def answer(self) -> Telephone:
        """Have a customer call, and pick up with F2; an offer that was missed is waited for again."""
        customer = await self.call()
        for _ in range(OFFERS_MAX):
            await self.presence("offered")
            await self.press("F2")
            if await self.presence("talking", "paused", "unreachable") != "talking":
                self.shift.missed += 1
                await self.press("F9")
            elif await self._talks_with(customer):
                self.shift.calls += 1
                return customer
            else:  # somebody else was first, such as the demonstration's own first caller
                await self.press("F2")
                await self.presence("wrap_up")
                await self.press("F9")
        raise AssertionError(f"{OFFERS_MAX} offers were missed")

    async def _talks_with(self, customer: Telephone) -> bool:
        shown = re.sub(r"\D", "", await self.page.locator(".desk-number").first.inner_text())
        return customer.caller[-8:] == shown[-8:]

    async def qualify(self, digit: str = "1") -> None:
        """End the notes with a disposition."""
        await self.presence("wrap_up", "talking")
        await self.press(digit)
        await self.presence("ready", "offered")
        self.shift.dispositions += 1


async def work_a_shift(settings: Settings, folder: Path, layout: str, say: one.Say) -> Shift:
    """Work ten calls as the demonstration agent; return what happened."""
    base, shift = f"http://localhost:{settings.http_port}", Shift()
    supervisor = one.Api(base)
    await supervisor.sign_in(one.SUPERVISOR, ETOILE.password)
    one.write_voice(folder / "agent.wav", 48000, 220.0, 20.0)
    async with one.browser(folder / "agent.wav") as page, one.customers(settings, folder) as call:
        await page.add_init_script(COUNT_POINTERS)
        seat = Seat(page, await page.context.new_cdp_session(page), layout, call, shift)
        await _sign_in(seat, base)
        for number, deed in enumerate(DEEDS, 1):
            await deed(seat)
            say(f"call {number} of {len(DEEDS)}: {deed.__name__.strip('_').replace('_', ' ')}")
        await _sign_out(seat)
        shift.pointers = int(await page.evaluate("Number(sessionStorage.getItem('pointers'))"))
    shift.kinds = await _kinds(supervisor, shift.calls)
    return shift


async def _sign_in(seat: Seat, base: str) -> None:
    """Address, password, headset check, ready."""
    await seat.page.goto(base)
    await seat.page.locator("input[type=email]").wait_for()
    for _ in range(TABS_MAX):
        if await seat.page.evaluate("document.activeElement?.type") == "email":
            break
        await seat.press("Tab")
    await seat.page.keyboard.type(one.AGENT)
    await seat.press("Tab")
    while await seat.page.evaluate("document.activeElement?.autocomplete") != "current-password":
        await seat.press("Tab")
    await seat.page.keyboard.type(ETOILE.password)
    await seat.press("Enter")
    start = seat.page.locator("button:enabled", has_text="Prêt à travailler")
    await start.or_(seat.page.locator(".desk-presence")).first.wait_for(timeout=PATIENCE_MS)
    if await start.count():
        await seat.tab_to("Prêt à travailler")
        await seat.press("Enter")
    elif await seat.presence("paused", "ready", "unreachable", "wrap_up") != "ready":  # an earlier run was cut off
        await seat.press("F9")
    await seat.presence("ready", "offered")


async def _sign_out(seat: Seat) -> None:
    """The palette leads out, to the sign-in page."""
    await seat.presence("ready")
    await seat.press("Control+k")
    await seat.page.locator("[role=dialog] input").wait_for()
    await seat.page.keyboard.type("deconnecter")
    await seat.press("Enter")
    await seat.page.locator("input[type=email]").wait_for(timeout=PATIENCE_MS)


async def _a_plain_call(seat: Seat) -> None:
    """Hang up, qualify with a digit."""
    await seat.answer()
    await asyncio.sleep(1)
    await seat.press("F2")
    await seat.qualify("1")


async def _one_digit_hangs_up_and_qualifies(seat: Seat) -> None:
    await seat.answer()
    await asyncio.sleep(1)
    await seat.press("2")
    await seat.presence("ready", "offered")
    seat.shift.dispositions += 1


async def _mute_and_hold(seat: Seat) -> None:
    await seat.answer()
    for key, word in (("F4", "Rendre le micro"), ("F4", "Couper le micro"), ("F8", "Reprendre"), ("F8", "Attente")):
        await seat.press(key)
        await seat.shows(".desk-call", word)
    await seat.press("F2")
    await seat.qualify("1")


async def _a_private_moment_and_notes(seat: Seat) -> None:
    """Notes are typed in mid-call; the customer hangs up."""
    customer = await seat.answer()
    await seat.press("p")
    await seat.shows(".desk-call", "Fin du privé")
    await seat.press("p")
    await seat.press("n")
    await seat.page.keyboard.type("Devis 12, à rappeler demain après 14 h. fptz")
    await seat.press("Escape")
    await customer.hang_up()
    await seat.presence("wrap_up")
    await seat.press("e")
    await seat.qualify("3")


async def _a_transfer_to_another_queue(seat: Seat) -> None:
    customer = await seat.answer()
    await seat.press("t")
    await seat.page.locator("[role=dialog] input").wait_for()
    await seat.page.keyboard.type("english")
    await seat.page.locator("[role=option]", has_text="English").wait_for()
    await seat.press("Shift+Enter")
    await seat.presence("wrap_up")
    await customer.hang_up()
    await seat.qualify("1")


async def _a_consultation_and_a_transfer(seat: Seat) -> None:
    """An outside colleague is asked, then takes the customer."""
    await _consult(seat)
    await seat.tab_to("Transférer maintenant")
    await seat.press("Enter")
    await seat.qualify("1")


async def _a_conference(seat: Seat) -> None:
    """An outside colleague joins; the agent hangs up."""
    customer = await _consult(seat)
    await seat.tab_to("Parler à trois")
    await seat.press("Enter")
    await asyncio.sleep(2)
    await seat.press("F2")
    await seat.presence("wrap_up", "talking")
    await customer.hang_up()
    await seat.qualify("1")


async def _consult(seat: Seat) -> Telephone:
    customer = await seat.answer()
    await seat.press("t")
    await seat.page.locator("[role=dialog] input").wait_for()
    await seat.page.keyboard.type(OUTSIDE)
    await seat.page.locator("[role=option]").first.wait_for()
    await seat.press("Enter")
    await seat.shows(".desk-note", "vous écoute")
    return customer


async def _an_outgoing_call(seat: Seat) -> None:
    await seat.press("d")
    await seat.page.locator("[role=dialog] input").first.wait_for()
    await seat.page.keyboard.type(OUTSIDE)
    await seat.press("Enter")
    await seat.presence("talking")
    seat.shift.calls += 1
    await seat.shows(".desk-call", "En conversation")
    await asyncio.sleep(2)
    await seat.press("F2")
    await seat.qualify("1")


async def _a_pause_wished_during_a_call(seat: Seat) -> None:
    """It holds from the end of the notes; F9 ends it."""
    await seat.answer()
    await seat.press("a")
    await seat.page.locator("[role=menuitem]").first.wait_for()
    await seat.press("ArrowDown")
    await seat.press("Enter")
    await asyncio.sleep(1)
    await seat.press("F2")
    await seat.presence("wrap_up")
    await seat.press("1")
    seat.shift.dispositions += 1
    await seat.presence("paused")
    await seat.press("F9")
    await seat.presence("ready")


async def _a_pause_between_calls(seat: Seat) -> None:
    await seat.press("a")
    await seat.page.locator("[role=menuitem]").first.wait_for()
    await seat.press("ArrowDown")
    await seat.press("ArrowDown")
    await seat.press("Enter")
    await seat.presence("paused")
    await seat.press("F9")
    await seat.presence("ready")
    await _a_plain_call(seat)


DEEDS = (
    _a_plain_call, _one_digit_hangs_up_and_qualifies, _mute_and_hold, _a_private_moment_and_notes,
    _a_transfer_to_another_queue, _a_consultation_and_a_transfer, _a_conference, _an_outgoing_call,
    _a_pause_wished_during_a_call, _a_pause_between_calls,
)  # fmt: skip


async def _kinds(supervisor: one.Api, calls: int) -> list[str]:
    """Return every kind of step in the ladders of the shift's calls."""
    kinds: list[str] = []
    for call in (await supervisor.get(f"/calls?limit={calls}"))["items"]:
        kinds += [rung["kind"] for rung in (await supervisor.get(f"/calls/{call['id']}"))["ladder"]]
    return kinds
