"""Opens the pages of the mock in a language and a theme, and looks for what would bar people from using them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE_MS = 90_000  # a machine that runs other tests beside this one is slow, not wrong
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(frozen=True, slots=True)
class Place:
    """A page in a state: who looks at it, in which scene of the mock, after which keys."""

    name: str
    path: str
    who: str = "agent"
    scene: str = "ready"
    keys: tuple[str, ...] = ()


def _resources() -> tuple[Place, ...]:
    sections = ("people", "agents", "skills", "teams", "queues", "numbers", "brands", "plans", "flows", "prompts", "dispositions")
    opened = {
        "people": "per_0", "agents": "agt_noemie", "queues": "que_devis", "numbers": "num_1", "brands": "bra_nord",
        "plans": "pla_bureau", "flows": "flo_accueil", "prompts": "pro_menu", "dispositions": "quote",
    }  # fmt: skip
    lists = [Place(f"admin-{name}", f"/admin/{name}", "director") for name in (*sections, "firm", "audit")]
    forms = [Place(f"admin-{name}-edit", f"/admin/{name}?edit={row}", "director") for name, row in opened.items()]
    return (*lists, *forms, Place("admin-people-new", "/admin/people?edit=new", "director"))


def month_before(count: int) -> str:
    """Return the month so many before this one, as ``2026-10``: the mock's months follow the calendar."""
    now = datetime.now(UTC)
    at = now.year * 12 + now.month - 1 - count
    return f"{at // 12}-{at % 12 + 1:02}"


def _money() -> tuple[Place, ...]:
    months = [Place(f"closing-{name}", f"/closing/{month_before(count)}", "operator") for count, name in ((1, "open"), (3, "closed"))]
    return (
        Place("statements", "/statements", "director"),
        Place("statements-new", "/statements", "director", "unplanned"),
        Place("statement", "/statements/stm_1", "director"),
        Place("statement-credit", "/statements/stm_4", "operator"),
        Place("billing", "/statements/billing", "director"),
        Place("closing", "/closing", "operator"),
        Place("closing-new", "/closing", "operator", "unplanned"),
        *months,
    )


SCENES = (
    "offline", "ready", "paused", "missed", "unreachable", "offered", "owed", "talking", "held", "consult", "monitored",
    "private", "reconnecting", "wrap", "dialling", "notices", "guest", "card", "card_offer",
)  # fmt: skip
PLACES = (
    Place("sign-in", "/", "nobody"),
    Place("verify", "/verify", "nobody"),
    Place("complaint", "/complaint", "nobody"),
    Place("complaints", "/complaints", "director"),
    Place("receipts", "/receipts", "director"),
    *(Place(f"desk-{scene}", "/desk", scene=scene) for scene in SCENES),
    Place("desk-transfer", "/desk", scene="talking", keys=("t",)),
    Place("desk-dial", "/desk", keys=("d",)),
    Place("desk-palette", "/desk", keys=("Control+k",)),
    Place("desk-keys", "/desk", keys=("?",)),
    Place("desk-qualified", "/desk", scene="talking", keys=("3",)),
    Place("device", "/device"),
    Place("line", "/line", "director"),
    Place("line-new", "/line", "director", "unplanned"),
    Place("floor", "/floor", "supervisor"),
    Place("floor-listening", "/floor?pick=1", "supervisor"),
    Place("planning", "/planning?week=2026-12-21", "supervisor"),
    Place("planning-day", "/planning?week=2026-10-19&day=2026-10-25", "supervisor"),
    Place("planning-roster", "/planning?week=2026-11-23&propose=1", "supervisor"),
    Place("planning-roster-day", "/planning?week=2026-11-23&day=2026-11-24&propose=1", "supervisor"),
    Place("planning-new", "/planning", "supervisor", "unplanned"),
    Place("adverts", "/adverts", "director"),
    Place("adverts-new", "/adverts", "director", "unplanned"),
    Place("partners", "/partners", "director"),
    Place("watch", "/watch", "director"),
    Place("watch-access", "/watch/accesses", "director"),
    Place("partners-new", "/partners", "director", "unplanned"),
    Place("developers", "/developers", "director"),
    *_money(),
    Place("tariffs", "/tariffs?number=num_2", "director"),
    Place("tariffs-new", "/tariffs", "director", "unplanned"),
    Place("rules", "/rules", "supervisor"),
    Place("rules-new", "/rules?rules=new", "supervisor"),
    Place("rules-trying", "/rules?rules=trying", "supervisor"),
    Place("rules-empty", "/rules?rules=empty", "supervisor"),
    Place("duty-week", "/duty", "supervisor"),
    Place("duty-today", "/duty?view=today", "supervisor"),
    Place("duty-requests", "/duty?view=requests", "supervisor"),
    Place("duty-mine", "/duty"),
    Place("history", "/history", "supervisor"),
    Place("history-call", "/history?call=int_001", "supervisor"),
    Place("history-partner", "/history?call=int_006", "supervisor"),
    Place("history-empty", "/history?q=zzz&empty=1", "supervisor"),
    Place("reports", "/reports", "supervisor"),
    Place("reports-empty", "/reports?queue=que_none", "supervisor"),
    Place("profile", "/profile"),
    Place("missing", "/nowhere"),
    *_resources(),
)


def new_context(browser: Browser, lang: str, scheme: str, prefs: Mapping[str, object] | None = None) -> BrowserContext:
    """Return a fresh browser profile that speaks a language and wears a theme."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, color_scheme="dark" if scheme == "dark" else "light",
        locale="fr-FR" if lang == "fr" else "en-GB", permissions=["microphone"],
        bypass_csp=True,  # the platform's policy forbids the very evaluation by which a test waits
    )  # fmt: skip
    context.set_default_timeout(PATIENCE_MS)
    kept = json.dumps({"lang": lang, **(prefs or {})})
    context.add_init_script(
        f"if (!localStorage.getItem('permanence.prefs')) localStorage.setItem('permanence.prefs', {json.dumps(kept)})"
    )
    return context


def with_axe(context: BrowserContext) -> BrowserContext:
    """Have axe in every page of this profile."""
    context.add_init_script(path=AXE)
    return context


def visit(page: Page, base: str, place: Place) -> None:
    """Open a place and wait until it is drawn."""
    joint = "&" if "?" in place.path else "?"
    page.goto(f"{base}{place.path}{joint}as={place.who}&scene={place.scene}")
    # Asked at every frame: a locator asks anew after 20, 50, 100, 100, 500 ms, which is most of a visit's time.
    page.wait_for_function("part => document.querySelector('h1') && document.querySelector(part)", arg=_part(place))
    settle(page)
    if "pick" in place.path:
        page.locator("[role=row]", has_text="Hugo").click()
        page.keyboard.press("l")
    if "propose" in place.path:
        page.locator(".plan-propose").click()
        page.locator(".roster-grid").wait_for()
    for key in place.keys:
        page.keyboard.press(key)
    if "edit=" in place.path or "call=" in place.path or place.keys[-1:] in [("t",), ("d",), ("?",), ("Control+k",)]:
        page.locator("[role=dialog]").wait_for()
    settle(page)


def _part(place: Place) -> str:
    return ".desk, .device" if place.path.startswith("/desk") else "body"


def settle(page: Page) -> None:
    """Wait until nothing loads and nothing moves: a half-drawn sheet has half its contrast."""
    page.wait_for_function(
        "() => !document.querySelector('[aria-busy=true]') && document.getAnimations().every("
        "one => one.playState !== 'running' || one.effect.getComputedTiming().iterations === Infinity)"
    )


def violations(page: Page, rules: list[str] = RULES) -> list[str]:
    """Return what axe finds, one line each, with the element. The page's profile brings axe along: `with_axe`."""
    found = page.evaluate("rules => axe.run({runOnly: rules}).then(result => result.violations)", rules)
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def overflow(page: Page) -> list[str]:
    """Return on which axes the page itself scrolls."""
    return page.evaluate(
        "() => [document.documentElement.scrollWidth > innerWidth && 'across',"
        " document.documentElement.scrollHeight > innerHeight && 'down'].filter(Boolean)"
    )
