"""The whole of synergy as its people live it, on a platform of its own: a caller of a closed firm is answered by a partner's agent in a
browser, the owner watches, and the month is closed in the browser; the papers are downloaded and judged by the official schemas.

    python -m bench.partner_story [folder for pictures and files]
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, Page, async_playwright
from playwright.async_api import TimeoutError as PlaywrightTimeout

from bench.answered_call import (
    KEEP_CONNECTIONS,
    Api,
    become_ready,
    customers,
    environment_of,
    pick_up,
    sign_in,
    wait_for_page,
    write_voice,
)
from bench.installation import new_settings
from permanence.adapters.postgres.pool import Database
from permanence.app.database import floor_door
from permanence.app.demo.firms import ETOILE, NIGHT, REGIE, TOITURE, DemoFirm
from permanence.app.settings import Settings
from permanence.app.worker import issuer_of, keeper_of
from tests.browser.chromium import FLAGS, NAMES

PATIENCE_S = 200.0
SIZE = {"width": 1366, "height": 768}
NUMBER = next(number.e164 for number in ETOILE.numbers if number.queue == NIGHT)
KARIM = "karim.haddad@toiture-nord.example"
CALLER_STARTS = "+3363998"
COMMAND = [sys.executable, "-m", "permanence.app.main"]


class Story:
    """One telling; `faults` are sentences of what was not as it should be."""

    def __init__(self, settings: Settings, folder: Path, language: str = "fr") -> None:
        """Tell it on this platform, with pictures in this folder."""
        self.settings, self.folder, self.language = settings, folder, language
        self.base = f"http://localhost:{settings.http_port}"
        self.faults: list[str] = []

    async def tell(self) -> None:
        """Live through it."""
        write_voice(self.folder / "agent.wav", 48000, 220.0, 20.0)
        async with chromium(self.folder / "agent.wav") as browser:
            desk = await self._page(browser)
            await become_ready(desk, self.base, KARIM, TOITURE.password)
            await self._calls(browser, desk)
            await self._close(browser)

    async def _calls(self, browser: Browser, desk: Page) -> None:
        """Callers go to who is free the longest, the browser or the robot; one of them comes to the browser."""
        owner = Api(self.base)
        await owner.sign_in(ETOILE.people[0].email, ETOILE.password)
        line = await self._signed_in(browser, ETOILE, 0)
        async with customers(self.settings, self.folder, NUMBER) as call_in:
            callers = await self._until_it_rings(desk, call_in)
            await pick_up(desk)
            await asyncio.sleep(4)
            await self._look(desk, "desk-partner")
            seen = await desk.locator("body").inner_text()
            if CALLER_STARTS[3:] in seen.replace("\u202f", "").replace(" ", "").replace("\u00a0", ""):
                self.faults.append("the partner's agent reads the caller's number")
            for word in ("Cabinet Étoile", "Vente de tout produit"):
                if word not in seen:
                    self.faults.append(f"the desk does not say {word!r}")
            await self._in_english(desk)
            await line.goto(f"{self.base}/line")
            await line.get_by_text("Karim").first.wait_for(timeout=30_000)
            await self._look(line, "line-live")
            await desk.keyboard.press("F2")
            await asyncio.sleep(1)
            await self._look(desk, "desk-notes")
            await desk.keyboard.press("Digit1")
            await asyncio.sleep(1)
            for caller in callers:
                await caller.hang_up()
        await self._eventually("every stretch is in the books", lambda: self._stretches(owner, len(callers)))
        await line.reload()
        await asyncio.sleep(2)
        await self._look(line, "line")
        await line.goto(f"{self.base}/partners")
        await line.get_by_text("Conditions").first.click()
        await self._look(line, "agreement")
        await self._afterwards(owner, line)

    async def _in_english(self, desk: Page) -> None:
        """The page is loaded anew in English, in the middle of the call, and back again."""
        for language in ("en", "fr"):
            await desk.evaluate("lang => { const kept = JSON.parse(localStorage.getItem('permanence.prefs')); localStorage.setItem('permanence.prefs', JSON.stringify({ ...kept, lang })) }", language)
            await desk.reload()
            await desk.get_by_text("Cabinet Étoile").first.wait_for(timeout=30_000)
            await asyncio.sleep(4)
            if language == "en":
                await self._look(desk, "desk-partner", language)

    async def _afterwards(self, owner: Api, line: Page) -> None:
        """The owner hears the call, and its receipt is verified: by the page without signing in and by the command."""
        stretch = next(each for each in (await owner.get("/answered?limit=10"))["items"] if each["alias"].startswith("Karim"))
        await self._eventually("the recording is kept", lambda: self._sealed(owner, stretch["call"]))
        await line.goto(f"{self.base}/history?call={stretch['call']}")
        await line.get_by_role("button", name="Lire").first.click()
        await asyncio.sleep(2)
        if not await line.evaluate("() => [...document.querySelectorAll('audio')].some((one) => one.currentTime > 0.5)"):
            self.faults.append("the owner does not hear the recording")
        await self._look(line, "call-recording")
        await self._eventually("the receipt is issued", lambda: self._issued(owner, stretch["since"]))
        signed = await sign_ahead(self.settings)
        if not signed:
            self.faults.append("no day was signed")
        receipt = await self._issued(owner, stretch["since"])
        body = await owner.read(f"/receipts/{receipt}/file")
        (self.folder / "receipt.json").write_bytes(body)
        said = await asyncio.to_thread(subprocess.run, [*COMMAND, "verify", str(self.folder / "receipt.json")], capture_output=True, text=True)
        (self.folder / "receipt.txt").write_text(said.stdout + said.stderr)
        if said.returncode:
            self.faults.append(f"the receipt is not verified: {said.stdout[-300:]}{said.stderr[-300:]}")

    async def _sealed(self, owner: Api, call: str) -> bool:
        found = (await owner.get(f"/calls/{call}"))["recordings"]
        return bool(found) and all(each["status"] == "sealed" for each in found)

    async def _issued(self, owner: Api, since: str) -> str | None:
        """Return the receipt of the stretch that began then; a receipt tells whole seconds."""
        found = (await owner.get("/receipts"))["items"]
        return next((each["id"] for each in found if each["answered_at"][:19] == since[:19]), None)

    async def _close(self, browser: Browser) -> None:
        """One person of the operator proposes last month, another approves; then papers are fetched."""
        one, two = await self._signed_in(browser, REGIE, 0), await self._signed_in(browser, REGIE, 1)
        operator = Api(self.base)
        await operator.sign_in(REGIE.people[0].email, REGIE.password)
        month = next(each["month"] for each in reversed(await operator.get("/months")) if each["stage"] == "open")
        await one.goto(f"{self.base}/closing/{month}")
        button = one.get_by_role("button", name="Proposer la clôture")
        await button.wait_for(timeout=30_000)
        await self._look(one, "closing-open")
        await button.click()
        await two.goto(f"{self.base}/closing/{month}")
        approve = two.get_by_role("button", name="Approuver et geler")
        await approve.wait_for(timeout=30_000)
        await self._look(two, "closing")
        english = await self._page(browser, "en")
        await sign_in(english, self.base, REGIE.people[1].email, REGIE.password)
        await asyncio.sleep(2)
        await english.goto(f"{self.base}/closing/{month}")
        await english.get_by_role("button", name="Approve and freeze").wait_for(timeout=30_000)
        await self._look(english, "closing", "en")
        await approve.click()
        await self._eventually("the month is closed", lambda: self._closed(operator, month))
        await asyncio.sleep(2)
        await self._look(two, "closing-closed")
        for firm in (ETOILE, TOITURE):
            await self._papers(browser, firm)
        await self._contest(browser)
        (self.folder / "payments.xml").write_bytes(await operator.read(f"/payments/{month}/payments.xml"))
        self.faults += await asyncio.to_thread(judge, self.folder)

    async def _papers(self, browser: Browser, firm: DemoFirm) -> None:
        page, api = await self._signed_in(browser, firm, 0), Api(self.base)
        await api.sign_in(firm.people[0].email, firm.password)
        own = next(each for each in (await api.get("/statements"))["items"] if each["role"] == "seller")
        await page.goto(f"{self.base}/statements")
        await asyncio.sleep(2)
        await self._look(page, f"statements-{firm.mark}")
        await page.goto(f"{self.base}/statements/{own['id']}")
        await page.get_by_text(own["number"]).first.wait_for(timeout=30_000)
        await self._look(page, f"statement-{firm.mark}")
        for name in ("statement.pdf", "factur-x.pdf", "calls.csv", "calls.xlsx"):
            body = await api.read(f"/statements/{own['id']}/{name}?language={self.language}")
            (self.folder / f"{firm.mark}-{name}").write_bytes(body)
        await page.context.close()

    async def _contest(self, browser: Browser) -> None:
        """The partner contests what it earned; the owner reads it, and both languages are photographed."""
        page, api = await self._signed_in(browser, TOITURE, 0), Api(self.base)
        await api.sign_in(TOITURE.people[0].email, TOITURE.password)
        own = next(each for each in (await api.get("/statements"))["items"] if each["role"] == "seller")
        await page.goto(f"{self.base}/statements/{own['id']}")
        await page.get_by_role("button", name="Contester", exact=True).click()
        await page.get_by_label("Pourquoi").fill("Le 12, trois appels ont duré plus longtemps que ce relevé ne le dit.")
        await self._look(page, "dispute-raise")
        await page.get_by_role("button", name="Envoyer la contestation").click()
        await page.get_by_text("Attend la réponse").first.wait_for(timeout=20_000)
        for language in ("fr", "en"):
            owner = await self._page(browser, language)
            await sign_in(owner, self.base, ETOILE.people[0].email, ETOILE.password)
            await asyncio.sleep(2)
            await owner.goto(f"{self.base}/statements/{own['id']}")
            await owner.get_by_text("Karim").or_(owner.get_by_text("Bruno Lemaire")).first.wait_for(timeout=20_000)
            await self._look(owner, "dispute", language)
            for place, name in (("statements", "statements"), ("line?days=7", "line")):
                await owner.goto(f"{self.base}/{place}")
                await asyncio.sleep(2)
                await self._look(owner, name, language)
            await owner.goto(f"{self.base}/partners")
            await owner.get_by_text("Conditions" if language == "fr" else "Terms", exact=True).first.click()
            await self._look(owner, "agreement", language)
            await self._verify(owner, language)

    async def _verify(self, page: Page, language: str) -> None:
        """The call's own receipt is verified in the page without signing in."""
        await page.goto(f"{self.base}/verify")
        await page.locator("input[type=file]").set_input_files(self.folder / "receipt.json")
        await asyncio.sleep(2)
        await self._look(page, "receipt", language)

    async def _until_it_rings(self, desk: Page, call_in: Any) -> list[Any]:
        """Have customers call until one rings at the desk; return them all."""
        callers: list[Any] = []
        for _ in range(4):
            callers.append(await call_in())
            try:
                await desk.wait_for_function("() => /Sonnerie/.test(document.title)", timeout=25_000, polling=200)
            except PlaywrightTimeout:
                continue  # the robot was free for longer
            return callers
        raise AssertionError("no caller came to the browser")

    async def _stretches(self, owner: Api, count: int) -> bool:
        """Say whether so many calls of today are settled; last month's were made up."""
        today = f"{datetime.now(ZoneInfo('Europe/Paris')):%Y-%m}"
        found = (await owner.get("/answered?limit=10"))["items"]
        return sum(each["since"].startswith(today) for each in found) >= count

    async def _closed(self, operator: Api, month: str) -> bool:
        return any(each["month"] == month and each["stage"] == "closed" for each in await operator.get("/months"))

    async def _eventually(self, what: str, look: Any) -> None:
        for _ in range(120):
            if await look():
                return
            await asyncio.sleep(0.5)
        raise AssertionError(f"not within a minute: {what}")

    async def _page(self, browser: Browser, language: str | None = None) -> Page:
        context = await browser.new_context(locale="fr-FR", permissions=["microphone"], viewport=SIZE)  # type: ignore[arg-type]
        await context.add_init_script(KEEP_CONNECTIONS)
        prefs = f"localStorage.getItem('permanence.prefs') || localStorage.setItem('permanence.prefs', '{{\"lang\":\"{language or self.language}\"}}')"
        await context.add_init_script(prefs)
        return await context.new_page()

    async def _signed_in(self, browser: Browser, firm: DemoFirm, nth: int) -> Page:
        page = await self._page(browser)
        await sign_in(page, self.base, firm.people[nth].email, firm.password)
        await asyncio.sleep(2)
        return page

    async def _look(self, page: Page, name: str, language: str | None = None) -> None:
        await page.screenshot(path=self.folder / f"{name}-{language or self.language}.png")


async def sign_ahead(settings: Settings) -> int:
    """Sign the days as the worker will in the night after next; return how many."""
    async with Database(floor_door(settings), size_max=2, limit_s=10.0) as database:
        issuer = issuer_of(settings, database, keeper_of(settings, database))
        return await issuer.sign_days(datetime.now(UTC) + timedelta(days=2))


def judge(folder: Path) -> list[str]:
    """Return what the official schemas find wrong with the files of the folder."""
    import facturx
    import sepaxml
    from lxml import etree

    found: list[str] = []
    for mark in (ETOILE.mark, TOITURE.mark):
        _, xml = facturx.get_xml_from_pdf((folder / f"{mark}-factur-x.pdf").read_bytes(), check_xsd=False)
        try:
            facturx.xml_check_xsd(xml, flavor="factur-x", level="en16931")
        except Exception as error:  # noqa: BLE001 - the library raises bare exceptions
            found.append(f"{mark}: {error}")
    path = next(Path(sepaxml.__file__).parent.rglob("pain.001.001.09.xsd"))
    schema = etree.XMLSchema(etree.parse(str(path)))
    if not schema.validate(etree.parse(str(folder / "payments.xml"))):
        found.append(f"payments: {schema.error_log}")
    return found


@asynccontextmanager
async def chromium(voice: Path) -> Any:
    """The machine's Chromium with this voice at its microphone."""
    flags = [*FLAGS, f"--use-file-for-fake-audio-capture={voice}", "--autoplay-policy=no-user-gesture-required"]
    programme = next(path for name in NAMES if (path := shutil.which(name)))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=programme, args=flags)
        try:
            yield browser
        finally:
            await browser.close()


def main() -> int:
    """Tell the story; return an exit code."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/partner-story")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pstory-") as home:
        Path(home).chmod(0o755)
        settings = new_settings(Path(home) / "home", rtp=400)
        environment = os.environ | environment_of(settings) | {"LC_ALL": "fr_FR.UTF-8"}
        log = (folder / "run.log").open("wb")
        running = subprocess.Popen([*COMMAND, "run"], env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
        story = Story(settings, folder)
        try:
            asyncio.run(_live(story, running))
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(60)
            subprocess.run([*COMMAND, "stop"], env=environment, check=False)
            log.close()
    for fault in story.faults:
        print(fault)
    print("the story went as it should" if not story.faults else f"{len(story.faults)} faults")
    return 1 if story.faults else 0


async def _live(story: Story, running: subprocess.Popen[bytes]) -> None:
    await wait_for_page(story.base, PATIENCE_S, lambda: running.poll() is None)
    await asyncio.sleep(10)  # the robots sign in
    await story.tell()


if __name__ == "__main__":
    sys.exit(main())
