"""One call answered in a real browser of a running demonstration, measured at both ends: packets of sound in both
directions, both voices in the sealed recording, notes saved by keyboard, the ladder in the history."""

from __future__ import annotations

import asyncio
import io
import json
import math
import random
import re
import time
import urllib.request
import wave
from array import array
from base64 import b64encode
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from permanence.adapters.asterisk.configuration import Plan
from permanence.adapters.asterisk.far import FarEnd, FarEndAway, Telephone
from permanence.adapters.asterisk.layout import SwitchLayout, Tree
from permanence.adapters.asterisk.sounds import Studio
from permanence.app import switch as wiring
from permanence.app.demo.firms import CALLERS_RANGE, ETOILE
from permanence.app.demo.speech import Speech
from permanence.app.settings import Settings
from tests.browser.chromium import FLAGS, NAMES

AGENT, SUPERVISOR = "camille.roux@cabinet-etoile.example", "marc.delorme@cabinet-etoile.example"
TALK_S = 10.0
QUIETEST_DB = -45.0
OFFERS_MAX = 4
FAR_TRIES = 12  # of twenty seconds each
KEEP_CONNECTIONS = """
const Real = RTCPeerConnection; window.connections = [];
window.RTCPeerConnection = class extends Real { constructor(...a) { super(...a); window.connections.push(this); } };
"""
READ_STATS = """async () => {
  const sum = { heard: 0, sent: 0 };
  for (const c of window.connections) for (const r of (await c.getStats()).values()) {
    if (r.type === 'inbound-rtp' && r.kind === 'audio') sum.heard += r.packetsReceived;
    if (r.type === 'outbound-rtp' && r.kind === 'audio') sum.sent += r.packetsSent;
  }
  return sum;
}"""
Say = Callable[[str], None]


@dataclass
class Answered:
    """What was measured. Packets are of the conversation alone; levels are RMS in dB below full scale."""

    answered_at: float = 0.0
    browser: dict[str, int] = field(default_factory=dict)
    far: dict[str, int] = field(default_factory=dict)
    ladder: list[str] = field(default_factory=list)
    disposition: str | None = None
    levels: tuple[float, float] = (-120.0, -120.0)
    seconds: float = 0.0
    missed: int = 0

    def faults(self) -> list[str]:
        """What is not as it should be, a sentence each."""
        found = [
            f"{where} {what} only {count} packets of sound"
            for where, counts in (("the browser", self.browser), ("the far end", self.far))
            for what in ("heard", "sent")
            if (count := counts.get(what, 0)) < TALK_S * 40
        ]
        wanted = ("call_arrived", "call_offered", "agent_answered", "call_ended", "disposition_saved")
        found += [f"the ladder has no {step}" for step in wanted if f"interaction.{step}" not in self.ladder]
        if self.disposition is None:
            found.append("the disposition was not saved")
        sides = zip(("customer", "agent"), self.levels, strict=True)
        found += [f"the {who} is not heard in the recording ({db:.0f} dB)" for who, db in sides if db < QUIETEST_DB]
        return found


def environment_of(settings: Settings) -> dict[str, str]:
    """The variables that give a process these settings."""
    names = [name for name in Settings.__dataclass_fields__ if getattr(settings, name) is not None]
    return {f"PERMANENCE_{name.upper()}": str(getattr(settings, name)) for name in names}


class Api:
    """The platform's interface, as somebody who signed in."""

    def __init__(self, base: str) -> None:
        """Nobody is signed in yet."""
        self._base, self._cookies = base, CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    async def sign_in(self, email: str, password: str) -> None:
        """Sign in."""
        body = json.dumps({"email": email, "password": password}).encode()
        await asyncio.to_thread(self._open, "/sign-in", body)

    async def get(self, path: str) -> Any:
        """Return what a route answers."""
        return json.loads(await self.read(path))

    async def read(self, path: str) -> bytes:
        """Return the bytes that a route answers."""
        return await asyncio.to_thread(self._open, path, None)

    def _open(self, path: str, body: bytes | None) -> bytes:
        headers = {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin"}
        request = urllib.request.Request(f"{self._base}/api/v1{path}", body, headers)
        with self._opener.open(request, timeout=30) as answer:
            return answer.read()


async def wait_for_page(base: str, within_s: float, alive: Callable[[], bool]) -> None:
    """Wait until the sign-in page is served."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            page = await asyncio.to_thread(lambda: urllib.request.urlopen(base, timeout=5).read())
            accounts = await Api(base).get("/demo/accounts")
            if b"<html" in page.lower() and accounts["items"]:
                await Api(base).sign_in(SUPERVISOR, ETOILE.password)  # the firms are there
                return
        except OSError:
            assert alive(), "the platform ended before its page was there"
        await asyncio.sleep(0.5)
    raise TimeoutError(f"no sign-in page at {base} within {within_s:.0f} s")


async def answer_one(settings: Settings, folder: Path, say: Say) -> Answered:
    """Sign in as the demonstration agent, answer a real call, talk, hang up, write the notes; return what was measured."""
    base = f"http://localhost:{settings.http_port}"
    outcome = Answered()
    supervisor = Api(base)
    await supervisor.sign_in(SUPERVISOR, ETOILE.password)
    write_voice(folder / "agent.wav", 48000, 220.0, 20.0)
    async with browser(folder / "agent.wav") as page:
        await become_ready(page, base, AGENT, ETOILE.password)
        say("the agent is signed in and ready")
        async with customers(settings, folder) as call_in:
            telephone = await call_in()
            outcome.missed = await pick_up(page)
            outcome.answered_at = time.time()
            say("the call is answered")
            call = await _eventually(lambda: _present_call(supervisor), 15)
            await _measure(page, settings, call["customer"], outcome)
            await page.keyboard.press("F2")
            await _title(page, "Post-appel", 20)
            await page.keyboard.press("Digit1")
            await _title(page, "Prêt|Sonnerie|En ligne", 20)
            say("hung up, and the notes are saved by keyboard")
            await telephone.hang_up()
    await _read_history(supervisor, call["id"], outcome)
    return outcome


@asynccontextmanager
async def browser(voice: Path) -> Any:
    """The machine's Chromium with this voice at its microphone."""
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={voice}", "--autoplay-policy=no-user-gesture-required"]
    async with async_playwright() as playwright:
        import shutil

        programme = next(path for name in NAMES if (path := shutil.which(name)))
        browser = await playwright.chromium.launch(executable_path=programme, args=flags)
        try:
            context = await browser.new_context(locale="fr-FR", permissions=["microphone"])
            await context.add_init_script(KEEP_CONNECTIONS)
            await context.add_init_script(
                "localStorage.getItem('permanence.prefs') || localStorage.setItem('permanence.prefs', '{\"lang\":\"fr\"}')"
            )
            yield await context.new_page()
        finally:
            await browser.close()


async def sign_in(page: Page, base: str, email: str, password: str) -> None:
    """Sign in on the page."""
    await page.goto(base)
    await page.locator("input[type=email]").fill(email)
    await page.locator("input[autocomplete=current-password]").fill(password)
    await page.keyboard.press("Enter")


async def become_ready(page: Page, base: str, email: str, password: str) -> None:
    """Sign an agent in, and wait until calls can come."""
    await sign_in(page, base, email, password)
    start = page.get_by_role("button", name="Prêt à travailler")
    until = time.monotonic() + 90
    while not re.search(r"Prêt|Sonnerie", await page.title()):
        assert time.monotonic() < until, f"the desk says {await page.title()!r} and never that the agent is ready"
        if await start.is_visible() and await start.is_enabled():
            await start.click()
        elif "Pause" in await page.title():  # signed in by an earlier run, and paused since
            await page.keyboard.press("F9")
        await asyncio.sleep(1.0)
    await _title(page, "Prêt|Sonnerie|En ligne", 60)


async def pick_up(page: Page) -> int:
    """Answer by keyboard; return how many offers were missed before, on a machine too busy to ring in time."""
    for missed in range(OFFERS_MAX):
        await _title(page, "Sonnerie", 120)
        # The desk tells the offer a moment before the telephone of the page rings.
        ringing = page.locator("button:enabled", has_text="Décrocher").first
        await ringing.or_(page.get_by_text("Vous avez manqué un appel")).first.wait_for(timeout=60_000)
        await page.keyboard.press("F2")
        await _title(page, "En ligne|Pause|Injoignable", 60)
        if "En ligne" in await page.title():
            return missed
        await _title(page, "Pause", 60)
        await page.keyboard.press("F9")
    raise AssertionError(f"{OFFERS_MAX} offers were missed; the desk says {await page.title()!r}")


async def _title(page: Page, pattern: str, within_s: float) -> None:
    """Wait until the page's title tells this state."""
    try:
        await page.wait_for_function(
            "pattern => new RegExp(pattern).test(document.title)", arg=pattern, timeout=within_s * 1000, polling=200
        )
    except Exception as error:
        seen = re.sub(r"\s+", " ", await page.locator("body").inner_text())[:600]
        raise AssertionError(f"the desk never said {pattern!r}; it says {await page.title()!r}: {seen}") from error


@asynccontextmanager
async def customers(settings: Settings, folder: Path, number: str = ETOILE.numbers[0].e164) -> Any:
    """Lend a function that has a customer of the far end call, who chooses the first key and talks as long as the call lasts."""
    nowhere = SwitchLayout(Tree(), Path(), Path(), "")
    far = await _far_end(wiring.far_plan(settings, wiring.Tools(nowhere, Tree(), None)))
    sound = await Speech(Studio(None), folder / "voices").media("", "fr", 0)
    talking: list[asyncio.Future[None]] = []

    async def call() -> Telephone:
        telephone = await far.call(number, f"{CALLERS_RANGE}{random.randrange(1000, 10000)}")
        talking.append(asyncio.ensure_future(_talk(telephone, sound)))
        return telephone

    try:
        yield call
    finally:
        for each in talking:
            each.cancel()
        await far.stop()


async def _far_end(plan: Plan) -> FarEnd:
    """Connect to the far end; the page is there before the demonstration has started it."""
    for _ in range(FAR_TRIES):
        far = FarEnd(plan, f"check.{random.randrange(10**6)}")
        try:
            await far.start()
        except FarEndAway:
            continue
        return far
    raise FarEndAway


async def _talk(telephone: Telephone, sound: str) -> None:
    """Press the key until it is understood, and speak all the while."""
    await telephone.wait_up()
    for turn in range(200):
        if turn < 12:
            await telephone.press("1")
        if not (await telephone.say([sound]) and await telephone.listen(0.4)):
            return


async def _present_call(supervisor: Api) -> dict[str, Any] | None:
    """The call in progress of the demonstration agent."""
    agent = next(a for a in (await supervisor.get("/agents"))["items"] if a["alias"] == "Camille")
    calls = (await supervisor.get(f"/calls?agent={agent['id']}&limit=5"))["items"]
    return next((call for call in calls if call["ended_at"] is None), None)


async def _measure(page: Page, settings: Settings, customer: str, outcome: Answered) -> None:
    """Count packets at both ends over the conversation."""
    await asyncio.sleep(1.0)
    first_browser, first_far = await page.evaluate(READ_STATS), await asyncio.to_thread(_far_stats, settings, customer)
    await asyncio.sleep(TALK_S)
    last_browser, last_far = await page.evaluate(READ_STATS), await asyncio.to_thread(_far_stats, settings, customer)
    outcome.browser = {name: last_browser[name] - first_browser[name] for name in ("heard", "sent")}
    outcome.far = {
        "heard": last_far["rxcount"] - first_far["rxcount"], "sent": last_far["txcount"] - first_far["txcount"]
    }  # fmt: skip


def _far_stats(settings: Settings, customer: str) -> dict[str, int]:
    """Packets of the customer's leg, as the far end's own switch counts them."""
    channels = _far_ari(settings, "channels")
    leg = next(c for c in channels if c["caller"]["number"] == customer and c["name"].startswith("PJSIP/carrier"))
    return _far_ari(settings, f"channels/{leg['id']}/rtp_statistics")


def _far_ari(settings: Settings, path: str) -> Any:
    user = b64encode(f"permanence:{wiring.secret(settings, 'far')}".encode()).decode()
    address = f"http://127.0.0.1:{settings.demo_ari_port}/ari/{path}"
    with urllib.request.urlopen(
        urllib.request.Request(address, headers={"Authorization": f"Basic {user}"}), timeout=10
    ) as answer:
        return json.load(answer)


async def _read_history(supervisor: Api, call: str, outcome: Answered) -> None:
    """Read the ladder, wait for the seal, fetch the recording, measure both sides."""

    async def settled() -> dict[str, Any] | None:
        details = await supervisor.get(f"/calls/{call}")
        sealed = [r for r in details["recordings"] if r["status"] == "sealed"]
        return details if sealed and details["call"]["ended_at"] else None

    details = await _eventually(settled, 60)
    outcome.ladder = [rung["kind"] for rung in details["ladder"]]
    outcome.disposition = details["call"]["disposition"]
    sound = await supervisor.read(f"/recordings/{details['recordings'][0]['id']}/audio")
    with wave.open(io.BytesIO(sound)) as file:
        assert file.getnchannels() == 2, "the recording does not keep both sides apart"
        samples = array("h", file.readframes(file.getnframes()))
        outcome.seconds = file.getnframes() / file.getframerate()
    outcome.levels = (_level(samples[0::2]), _level(samples[1::2]))


async def _eventually(look: Callable[[], Awaitable[Any]], within_s: float) -> Any:
    until = time.monotonic() + within_s
    while (found := await look()) is None:
        assert time.monotonic() < until, f"not within {within_s:.0f} s: {look}"
        await asyncio.sleep(0.3)
    return found


def _level(samples: array[int]) -> float:
    """RMS in decibels below full scale."""
    mean = sum(value * value for value in samples) / max(1, len(samples))
    return 10 * math.log10(mean / 32768**2) if mean else -120.0


def write_voice(path: Path, rate: int, pitch: float, seconds: float) -> None:
    """Something like speech: syllables of a buzzing tone, which no noise filter takes for noise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = array("h")
    for index in range(int(rate * seconds)):
        at = index / rate
        syllable = max(0.0, math.sin(2 * math.pi * 3.1 * at))
        glide = pitch * (1 + 0.2 * math.sin(2 * math.pi * 0.7 * at))
        tone = sum(math.sin(2 * math.pi * glide * part * at) / part for part in range(1, 9))
        samples.append(int(9000 * syllable * max(-1.0, min(1.0, tone / 2))))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
