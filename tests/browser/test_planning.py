"""The planner's page: a file is read before it is kept; a roster is proposed, changed by keys and by mouse, taken back, published."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.kit import Place, settle, violations, visit

WEEK = "/planning?week=2026-11-23&day=2026-11-24"
CSV = "date;file;duree_s;repondu\n" + "2025-11-24 09:02:11;Devis;245;oui\n" * 40


@pytest.fixture
def page(french: BrowserContext, pages: str) -> Page:
    """Open the page on a Tuesday, with a roster proposed."""
    page = french.new_page()
    visit(page, pages, Place("planning", f"{WEEK}&propose=1", "supervisor"))
    return page


def shift(page: Page, who: str) -> Locator:
    """Return the one shift of an agent on the day shown."""
    return page.locator(f".roster-grid [role=group][aria-label='{who}'] .shift")


def figure(page: Page, name: str) -> Locator:
    """Return a figure of the roster with what it says of the change."""
    return page.locator(".roster-figure", has_text=name)


def hours(page: Page) -> float:
    """Return the hours that the figures show."""
    found = re.search(r"([\d\u202f]+(?:,\d+)?)", figure(page, "Heures").locator("strong").inner_text())
    assert found is not None
    return float(found[1].replace("\u202f", "").replace(",", "."))


def listen(page: Page) -> None:
    """From now on, keep what the page asks the platform to change; what only reads is left out."""
    page.evaluate(
        "() => { const was = fetch; window.kept = []; window.fetch = (to, how) => {"
        " const line = [how?.method ?? 'GET', to, typeof how?.body === 'string' ? how.body : ''].join(' ').trim();"
        " if (!/^GET|requirement|judge/.test(line)) kept.push(line); return was(to, how); } }"
    )


def sent(page: Page) -> list[str]:
    """Return what was asked since: the method, the address, the body where it is text."""
    return page.evaluate("kept")


def test_a_file_is_read_before_it_is_kept(french: BrowserContext, pages: str) -> None:
    """What is refused is named by line and column; only the button keeps the rest."""
    page = french.new_page()
    visit(page, pages, Place("planning", "/planning", "supervisor", "unplanned"))
    listen(page)
    page.set_input_files("input[type=file]", {"name": "appels.csv", "mimeType": "text/csv", "buffer": CSV.encode()})
    report = page.locator(".plan-report")
    expect(report).to_contain_text("37 lignes comprises sur 40")
    expect(report.get_by_role("row", name=re.compile("17 appels .*douze"))).to_be_visible()
    expect(report).to_contain_text("aucune file de ce nom")
    assert violations(page) == []
    assert sent(page) == ["POST /api/v1/planning/history?dry_run=true"]
    report.get_by_role("button", name="Importer").click()
    expect(page.locator(".toast")).to_contain_text("37 lignes importées")
    assert sent(page)[1:] == ["POST /api/v1/planning/history?dry_run=false"]


def test_a_shift_is_changed_by_keys_and_taken_back(page: Page) -> None:
    """Arrows move, Shift and arrows resize, Delete removes, N adds, Ctrl+Z goes back; cost and hours follow."""
    bar = shift(page, "Camille")
    was = bar.get_attribute("title") or ""
    before = hours(page)
    bar.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowRight"):  # as fast as a hand can
        page.keyboard.press(key)
    begins, ends = (int(time[:2]) * 60 + int(time[3:]) for time in was.split("–"))
    wanted = "–".join(f"{at // 60:02}:{at % 60:02}" for at in (begins + 15, ends + 45))
    expect(bar).to_have_attribute("title", wanted)
    expect(bar).to_be_focused()
    expect(page.locator(".roster-said")).to_contain_text(re.compile("Camille.* attendent trop"))
    assert hours(page) == before + 0.5
    expect(figure(page, "Coût")).to_contain_text("+")
    page.keyboard.press("Delete")
    expect(bar).to_have_count(0)
    expect(page.get_by_role("button", name="Ajouter un service à Camille")).to_be_focused()
    page.keyboard.press("n")
    expect(bar).to_have_attribute("title", "08:00–12:00")
    expect(bar).to_be_focused()
    for _ in range(7):
        page.keyboard.press("Control+z")
    expect(bar).to_have_attribute("title", was)
    expect(figure(page, "Coût")).to_contain_text("comme au départ")


def test_a_rule_that_is_not_kept_is_told_at_once(page: Page) -> None:
    shift(page, "Bruno").focus()
    for _ in range(12):
        page.keyboard.press("Shift+ArrowRight")
    told = page.get_by_role("alert").filter(has_text="Une règle de travail")
    expect(told).to_contain_text(re.compile("Bruno.*plus de 10 heures dans une journée"))
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(told).to_be_hidden()


def test_a_shift_does_not_cover_another_of_the_same_agent(page: Page) -> None:
    """What cannot be is refused in words and changes nothing."""
    bar = shift(page, "Camille")
    bar.focus()
    page.keyboard.press("n")
    expect(bar).to_have_count(2)
    added = page.locator(".shift:focus")
    expect(added).to_have_attribute("aria-label", re.compile("Camille.*sans pause"))
    was = added.get_attribute("title") or ""
    page.keyboard.press("ArrowLeft")  # the new one begins where the other ends
    expect(page.locator(".roster-said")).to_contain_text("Impossible")
    expect(added).to_have_attribute("title", was)


def test_a_shift_is_changed_by_mouse(page: Page) -> None:
    """The bar moves as a whole, its end alone resizes it."""
    bar = shift(page, "Camille")
    bar.scroll_into_view_if_needed()
    was = bar.get_attribute("title") or ""
    for grip, by in ((0.5, 60), (1, 45)):
        box = bar.bounding_box()
        assert box is not None
        x, y = box["x"] + min(grip * box["width"], box["width"] - 3), box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + by, y, steps=4)
        page.mouse.up()
    now = bar.get_attribute("title") or ""
    assert now[:5] > was[:5]
    assert page.locator(".roster-tools button").is_enabled()
    page.keyboard.press("Control+z")
    expect(bar).not_to_have_attribute("title", now)
    page.keyboard.press("Control+z")
    expect(bar).to_have_attribute("title", was)


def test_a_proposal_can_be_stopped(french: BrowserContext, pages: str) -> None:
    """Cancelling leaves everything as it was."""
    page = french.new_page()
    visit(page, pages, Place("planning", WEEK, "supervisor"))
    page.evaluate("window.mockSlow = 50")  # nothing ends before it is stopped
    page.locator(".plan-propose").click()
    page.get_by_role("progressbar").wait_for()
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(".toast")).to_contain_text("Rien n’a changé")
    expect(page.locator(".plan-propose")).to_be_visible()
    expect(page.locator(".roster-grid")).to_have_count(0)


def test_the_roster_in_force_is_where_one_begins(french: BrowserContext, pages: str) -> None:
    """What was published is taken up again, and changed like a proposal."""
    page = french.new_page()
    visit(page, pages, Place("planning", WEEK, "supervisor"))
    page.get_by_role("button", name="Reprendre le tableau en vigueur").click()
    expect(page.locator(".toast")).to_contain_text("services du tableau en vigueur")
    shift(page, "Camille").focus()
    page.keyboard.press("Delete")
    expect(shift(page, "Camille")).to_have_count(0)


def test_a_roster_is_published_after_a_second_word(page: Page) -> None:
    """The first button asks, the second sends, the message leads to the duties."""
    listen(page)
    page.get_by_role("button", name="Publier").click()
    expect(page.locator(".roster-confirm")).to_contain_text("Ils remplacent ce qui était publié")
    assert sent(page) == []
    page.locator(".roster-confirm").get_by_role("button", name="Publier").click()
    expect(page.locator(".toast", has_text="publiés")).to_contain_text("Voir les horaires")
    (published,) = sent(page)
    assert published.startswith('POST /api/v1/duty/shifts {"from":"2026-11-22T23:00:00.000Z","to":"2026-11-29T23:00:00.000Z"')


def test_a_chart_is_read_by_keys_and_as_a_table(page: Page) -> None:
    """Arrows walk from quarter to quarter; the table holds the same figures."""
    plot = page.get_by_role("slider", name="Appels attendus")
    plot.focus()
    for key in ("Home", "PageDown", "PageDown", "ArrowRight"):
        page.keyboard.press(key)
    said = plot.get_attribute("aria-valuetext") or ""
    assert said.startswith("mar. 24 nov. 09:15")
    calls = re.search(r"attendus ([\d,]+) ", said)
    assert calls is not None
    chart = page.locator(".chart").first
    chart.get_by_role("button", name="En tableau").click()
    settle(page)
    expect(chart.get_by_role("row", name=re.compile(f"mar. 24 09:15 {calls[1]} "))).to_have_count(1)


def test_assumptions_and_special_days_are_sent(page: Page) -> None:
    """A share is sent as a share, money in millionths, a factor with its day."""
    listen(page)
    page.get_by_label("Peuvent attendre plus").fill("7,5")
    page.get_by_label("Coût d’une heure").fill("22,35")
    page.get_by_role("button", name="Recalculer").click()
    expect(page.locator(".toast", has_text="recalculé")).to_be_visible()
    page.get_by_label("Multiplier par").fill("1,4")
    page.get_by_label("Pourquoi").fill("soldes")
    page.get_by_role("button", name="Ajouter ce jour").click()
    expect(page.locator(".plan-chips")).to_contain_text("mar. 24 nov.")
    terms, special = (line for line in sent(page) if line.startswith("PUT"))
    assert '"late":0.075' in terms
    assert '"cost_per_hour":22350000' in terms
    assert special == 'PUT /api/v1/planning/special-days/2026-11-24 {"factor":1.4,"note":"soldes"}'


def test_a_roster_and_the_hours_of_a_day_are_played(page: Page) -> None:
    """Days and hours come one by one; the cells change, a change of the roster says that they are old, and playing can be stopped."""
    cells = page.locator(".risk").first
    counted = cells.inner_text()
    page.get_by_role("button", name="Jouer ce tableau").click()
    expect(page.get_by_text("Chaque journée jouée 40 fois")).to_be_visible()
    assert cells.inner_text() != counted
    page.get_by_text("Calculé", exact=True).first.click()
    assert cells.inner_text() == counted
    shift(page, "Bruno").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Le tableau a changé depuis.")).to_be_visible()
    page.evaluate("window.mockSlow = 50")
    page.get_by_role("button", name="Jouer les heures de ce jour").click()
    page.locator(".plan-hours").get_by_role("button", name="Annuler").click()
    page.evaluate("window.mockSlow = 1")
    table = page.get_by_role("table", name="Besoin en jouant les heures, mar. 24 nov.")
    page.locator(".plan-hours").get_by_role("button", name=re.compile("Jouer les heures|Rejouer")).click()
    expect(page.get_by_text(re.compile("heures de présence en jouant"))).to_be_visible()
    expect(table.get_by_role("row")).to_have_count(13)
    page.locator(".plan-hours").evaluate("part => part.scrollIntoView()")  # no field half hidden under the bar
    assert violations(page) == []
