"""Writes every page of a running platform in both languages and themes, as an agent, a supervisor and a director see it.

    python -m tests.browser.screenshots http://localhost:8080 [folder]

The platform must run with its demonstration: the accounts are asked of it, and one demonstration call is taken.
"""

from __future__ import annotations

import json
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as Late

from permanence.app.demo.last_year import write
from tests.browser.chromium import launch
from tests.browser.kit import new_context, settle

PATIENCE_MS = 60_000
SECTIONS = (
    "people", "agents", "skills", "teams", "queues", "numbers", "brands", "plans", "flows", "prompts", "dispositions", "firm",
    "audit",
)  # fmt: skip
SUPERVISED = (
    ("/planning", "planning"), ("/duty", "duty"), ("/duty?view=today", "duty-today"), ("/duty?view=requests", "duty-requests"),
    ("/rules", "rules"), ("/reports", "reports"),
)  # fmt: skip
OPENED = ("agents", "queues", "numbers", "plans", "flows", "prompts")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the demonstration."""

    role: str
    email: str
    password: str
    firm: str


class Album:
    """Takes a picture of a page in both themes."""

    def __init__(self, folder: Path, lang: str) -> None:
        """Write into this folder."""
        self.folder, self.lang, self.taken = folder, lang, 0

    def take(self, page: Page, name: str) -> None:
        """Write the page in light and in dark."""
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(f"document.documentElement.dataset.mantineColorScheme === '{scheme}'")
            settle(page)
            page.screenshot(path=self.folder / f"{name}-{self.lang}-{scheme}.png")
            self.taken += 1
        page.emulate_media(color_scheme="light")


def accounts(base: str) -> dict[str, Account]:
    """Return an account of each role, all of one firm; the agent is the first who is a person."""
    with urllib.request.urlopen(f"{base}/api/v1/demo/accounts") as answer:
        items = json.load(answer)["items"]
    kept = [Account(i["role"], i["email"], i["password"], i["firm"]) for i in items]
    firm = kept[0].firm
    found: dict[str, Account] = {}
    for account in kept:
        if account.firm == firm:
            found.setdefault(account.role, account)
    return found


def sign_in(page: Page, base: str, account: Account) -> None:
    """Sign in by keyboard and wait for the first page."""
    page.goto(base)
    page.locator("input[type=email]").fill(account.email)
    page.locator("input[type=password]").fill(account.password)
    page.keyboard.press("Enter")
    page.locator("nav").first.wait_for(timeout=PATIENCE_MS)


def show(page: Page, base: str, path: str) -> None:
    """Open a page and wait until it is drawn."""
    page.goto(f"{base}{path}")
    page.locator("main h1").first.wait_for(state="attached", timeout=PATIENCE_MS)
    settle(page)


def agent_pages(page: Page, base: str, album: Album) -> None:
    """Show the desk from the device check to wrap-up, and what belongs to the agent."""
    show(page, base, "/desk")
    if page.locator(".device-end button").count():
        album.take(page, "device-check")
        page.locator(".device-end button").first.click()
    page.locator(".desk").wait_for(timeout=PATIENCE_MS)
    page.keyboard.press("F9")  # an earlier missed call may have left the agent on a break
    page.wait_for_timeout(1500)
    album.take(page, "desk-ready")
    take_a_call(page, album)
    page.keyboard.press("?")
    page.locator("[role=dialog]").wait_for()
    album.take(page, "keys")
    page.keyboard.press("Escape")
    for path, name in (("/history", "history-own"), ("/duty", "duty-own"), ("/profile", "profile"), ("/device", "device")):
        show(page, base, path)
        album.take(page, name)
    show(page, base, "/desk")


def take_a_call(page: Page, album: Album) -> None:
    """Have the demonstration call, and show the call's moments; a call that does not come is said and left out."""
    button, bar = page.locator(".desk-callme button"), page.locator(".desk-call[data-live]")
    try:
        if not bar.count():  # else a caller was there already
            button.click()
        bar.wait_for(timeout=PATIENCE_MS)
        album.take(page, "desk-offered")
        page.keyboard.press("F2")
        page.locator(".desk-call button[aria-pressed]").first.wait_for(timeout=PATIENCE_MS)
        page.wait_for_timeout(3000)
        album.take(page, "desk-talking")
        page.keyboard.press("t")
        page.locator("[role=dialog]").wait_for()
        album.take(page, "desk-transfer")
        page.keyboard.press("Escape")
        page.keyboard.press("F2")
        page.locator(".desk-presence[data-presence=wrap_up]").wait_for(timeout=PATIENCE_MS)
        album.take(page, "desk-wrap-up")
        page.keyboard.press("1")
        page.locator(".desk-undo").wait_for(timeout=PATIENCE_MS)
        album.take(page, "desk-qualified")
    except Late as late:
        print(f"The demonstration call was not seen whole: {str(late).splitlines()[0]}", file=sys.stderr)


def supervisor_pages(page: Page, base: str, album: Album) -> None:
    """Show the live floor, planning, duties, rules and reports, the history and a call with its player."""
    show(page, base, "/floor")
    page.wait_for_timeout(1500)
    album.take(page, "floor")
    for path, name in SUPERVISED:
        show(page, base, path)
        page.wait_for_timeout(1000)
        album.take(page, name)
        if name == "planning":
            planner_pages(page, album)
    show(page, base, "/history")
    page.wait_for_timeout(1000)
    album.take(page, "history")
    first = page.locator(".history-link").first
    if first.count():
        first.click()
        page.locator("[role=dialog]").wait_for()
        page.wait_for_timeout(1500)
        album.take(page, "history-call")


def planner_pages(page: Page, album: Album) -> None:
    """Import a year of calls where none are known; show the reading, the need and a proposed roster."""
    if not page.locator(".plan-propose").count():
        with tempfile.TemporaryDirectory() as folder:
            year = Path(folder, "year.csv")
            write(year, seed=1, days=365, size=1.0)
            page.set_input_files("input[type=file]", year)
            page.locator(".plan-report").wait_for(timeout=PATIENCE_MS)
            album.take(page, "planning-reading")
            page.locator(".plan-report .plan-row button").first.click()
            page.locator(".plan-propose").wait_for(timeout=PATIENCE_MS)
        page.wait_for_timeout(1000)
        album.take(page, "planning-forecast")
    page.locator("#plan-need").scroll_into_view_if_needed()
    album.take(page, "planning-need")
    page.locator(".plan-propose").click()
    try:
        page.locator(".roster-grid").wait_for(timeout=PATIENCE_MS)
    except Late as late:
        print(f"The proposed roster was not seen: {str(late).splitlines()[0]}", file=sys.stderr)
        return
    page.locator(".roster-tools").scroll_into_view_if_needed()
    album.take(page, "planning-roster")


def director_pages(page: Page, base: str, album: Album) -> None:
    """Show the line and the partners, every section of the settings, and the forms that matter."""
    for place in ("line", "partners"):
        show(page, base, f"/{place}")
        page.wait_for_timeout(1000)
        album.take(page, place)
    for section in SECTIONS:
        show(page, base, f"/admin/{section}")
        album.take(page, f"settings-{section}")
        row = page.locator(".admin-table .history-link").first
        if section in OPENED and row.count():
            row.click()
            page.locator("[role=dialog]").wait_for()
            page.wait_for_timeout(500)
            album.take(page, f"settings-{section}-form")


def walk(browser: Browser, base: str, folder: Path, lang: str, people: dict[str, Account]) -> int:
    """Take all pictures in one language; return how many."""
    album = Album(folder, lang)
    tours = (("agent", agent_pages), ("supervisor", supervisor_pages), ("director", director_pages))
    for role, tour in tours:
        context = new_context(browser, lang, "light")
        page = context.new_page()
        page.goto(base)
        page.locator("input[type=email]").wait_for(timeout=PATIENCE_MS)
        if role == "agent":
            album.take(page, "sign-in")
        if role in people:
            sign_in(page, base, people[role])
            tour(page, base, album)
        context.close()
    return album.taken


def main(base: str, folder: Path) -> int:
    """Write all pictures; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    people = accounts(base)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        taken = sum(walk(browser, base, folder, lang, people) for lang in ("fr", "en"))
        browser.close()
    return taken


if __name__ == "__main__":
    where = Path(sys.argv[2] if len(sys.argv) > 2 else "build/screenshots")
    print(f"{main(sys.argv[1].rstrip('/'), where)} pictures in {where}")
