"""Overflow between firms on the pages: a director sets it up by keys and sees what came of it, an agent knows in whose name he speaks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.kit import Place, new_context, settle, violations, visit, with_axe

DIRECTOR = Place("partners", "/partners", "director")
GUEST = Place("desk", "/desk", scene="guest")
NOON = "2026-11-23T12:00:00"


def watched(page: Page) -> Page:
    """Keep what the page sends from now on."""
    page.evaluate(
        "() => { const was = fetch; window.kept = []; window.fetch = (to, how) => {"
        " if (how?.method === 'PUT') kept.push([to, JSON.parse(how.body)]); return was(to, how); } }"
    )
    return page


@pytest.fixture
def partners(french: BrowserContext, pages: str) -> Page:
    page = french.new_page()
    visit(page, pages, DIRECTOR)
    return watched(page)


def tab_to(keys: Keyboard, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(40):
        keys.press("Tab")
        if name in (keys.page.evaluate("document.activeElement.ariaLabel || document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText") or ""):
            return
    raise AssertionError(f"The focus never came to {name}.")


def test_a_rule_is_set_up_by_keyboard_and_said_back(partners: Page) -> None:
    """Choose two partners, change their order, set the moments; the sentence follows each step, and the focus comes back."""
    keys = Keyboard(partners, "azerty")
    card = partners.get_by_role("article", name="Service après-vente")
    expect(card).to_contain_text("Ne demande à aucun partenaire.")
    card.get_by_role("button", name="Choisir des partenaires").focus()
    keys.press("Enter")
    said = card.get_by_role("status")
    expect(card.get_by_label("Cabinet Étoile")).to_be_focused()
    keys.press("Space")
    expect(said).to_have_text("Si personne n’est là, tout de suite\u202f; si la promesse est en danger, autant d’appelants qu’il faut\u00a0: Cabinet Étoile.")
    keys.press("Tab")
    keys.press("Space")
    tab_to(keys, "Voix du Sud plus tôt")
    keys.press("Enter")
    expect(card.get_by_role("button", name="Voix du Sud plus tôt")).to_be_focused()
    tab_to(keys, "quand la promesse")
    keys.press("Space")
    keys.press("Tab")
    keys.type("20")
    expect(said).to_have_text("Si personne n’est là, tout de suite\u202f; sinon après 20\u00a0s\u00a0: Voix du Sud, puis Cabinet Étoile 10\u00a0s plus tard.")
    assert violations(partners) == []
    keys.press("Enter")
    expect(partners.get_by_text("Débordement de «\u00a0Service après-vente\u00a0» enregistré.")).to_be_visible()
    expect(card.get_by_role("button", name="Modifier")).to_be_focused()
    expect(card).to_contain_text("puis Cabinet Étoile 10\u00a0s plus tard")
    named = [{"agreement": "agr_3", "share": 1}, {"agreement": "agr_1", "share": 1}]
    rule = {"order": "named", "nobody": True, "danger": False, "after_s": 20, "apart_s": 10, "partners": named}
    assert partners.evaluate("kept") == [["/api/v1/overflow/que_sav", rule]]
    assert keys.pointers == 0


def test_shares_are_numbers_and_taking_all_away_asks_nobody(partners: Page) -> None:
    card = partners.get_by_role("article", name="Devis")
    card.get_by_role("button", name="Modifier").click()
    card.get_by_label("Ordre").select_option("share")
    card.get_by_label("Part de Voix du Sud").fill("3")
    expect(card.get_by_role("status")).to_contain_text("(Voix du Sud\u00a03, Cabinet Étoile\u00a01)")
    card.get_by_label("Voix du Sud", exact=True).uncheck()
    card.get_by_label("Cabinet Étoile", exact=True).uncheck()
    expect(card.get_by_role("status")).to_have_text("Ne demande à aucun partenaire.")
    card.get_by_role("button", name="Enregistrer").click()
    expect(card.get_by_role("button", name="Choisir des partenaires")).to_be_focused()
    [[path, sent]] = partners.evaluate("kept")
    assert (path, sent["partners"]) == ("/api/v1/overflow/que_devis", [])


def test_without_a_queue_one_is_warned_until_one_is_chosen(partners: Page) -> None:
    card = partners.get_by_role("article", name="Maison Duval")
    warning = card.get_by_text("Sans file, aucun appel de Maison Duval ne vous est proposé.")
    expect(warning).to_be_visible()
    card.get_by_label("Les appelants de Maison Duval entrent dans la file").select_option(label="Devis")
    expect(warning).to_be_visible()  # a choice that is not kept yet changes nothing
    card.get_by_role("button", name="Enregistrer").click()
    expect(warning).to_have_count(0)
    expect(card.get_by_role("button", name="Enregistrer")).to_be_focused()
    assert partners.evaluate("kept") == [["/api/v1/agreements/agr_4/reception", {"queue_id": "que_devis"}]]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", ("Vous répondez pour Boutique du Port", "Ne pas proposer", "aucun paiement", "ne vous est pas montré", "Vos notes sont pour Boutique du Port")),
        ("en", ("You answer for Boutique du Port", "Do not offer", "no payment", "is not shown to you", "Your notes are for Boutique du Port")),
    ],
)
def test_the_desk_says_in_whose_name_from_the_ring_to_the_notes(chromium: Browser, pages: str, lang: str, words: tuple[str, ...]) -> None:
    context = with_axe(new_context(chromium, lang, "light"))
    try:
        page = context.new_page()
        head, forbidden, cards, hidden, notes = words
        visit(page, pages, Place("desk", "/desk", scene="guest_offered"))
        strip = page.locator(".strip")
        for part in (head, "Maison Duval", "?M4T-9WZE", forbidden, "Abonnements · Extension de garantie", cards, hidden):
            expect(strip).to_contain_text(part)
        visit(page, pages, GUEST)
        expect(strip).to_contain_text("K7QF-2M9X")
        expect(page.locator(".desk-number")).to_have_text("K7QF-2M9X")
        expect(page.locator(".desk-facts")).to_contain_text(re.compile("Alias\\s*K7QF-2M9X"))
        page.keyboard.press("F2")
        expect(strip).to_contain_text(notes)
        expect(strip).not_to_contain_text("Abonnements")
        settle(page)
        assert violations(page) == []
    finally:
        context.close()


def test_a_guests_call_goes_to_colleagues_or_back(french: BrowserContext, pages: str) -> None:
    page = french.new_page()
    visit(page, pages, GUEST)
    keys = Keyboard(page, "azerty")
    keys.press("t")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_label("Collègue")).to_be_focused()
    names = sheet.get_by_role("option").all_inner_texts()
    assert "Rendre l’appel à Boutique du Port" in names[-1]
    assert not any("Devis" in name or "Service" in name for name in names)
    keys.type("06 12 34 56 78")
    expect(sheet.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Control+a")
    keys.type("rendre")
    expect(sheet.get_by_role("option")).to_have_count(1)
    expect(sheet.get_by_role("button", name="Consulter")).to_be_disabled()
    settle(page)
    assert violations(page) == []
    keys.press("Enter")
    expect(page.get_by_text("Appel rendu à Boutique du Port.")).to_be_visible()
    assert keys.pointers == 0
    page.evaluate("mockFloor.ring()")  # one's own call, next
    expect(page.locator(".desk-say")).to_be_visible()
    expect(page.locator(".strip")).to_have_count(0)


def test_a_supervisor_sees_what_partners_have_and_listens(french: BrowserContext, pages: str) -> None:
    page = french.new_page()
    visit(page, pages, Place("floor", "/floor", "supervisor"))
    expect(page.get_by_text("attend aussi chez Voix du Sud et Nord Accueil")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Zoé"))).to_contain_text("9RTC-W3HA · pour Boutique du Port")
    away = page.get_by_role("region", name="Chez des partenaires (1)")
    expect(away).to_contain_text("Sophie · Voix du Sud")
    away.get_by_role("button", name="Écouter Sophie · Voix du Sud").click()
    expect(page.locator(".floor-monitoring")).to_contain_text("Vous écoutez Sophie.")
    expect(away.get_by_role("button")).to_have_count(0)


def test_a_director_begins_with_his_line(french: BrowserContext, pages: str) -> None:
    """Who answers, whom nobody answered and why, what partners answered with its sums, and the way to a call."""
    page = french.new_page()
    page.clock.set_system_time(NOON)
    visit(page, pages, Place("home", "/", "director"))
    expect(page).to_have_url(re.compile("/line$"))
    now = page.get_by_role("region", name="Qui répond maintenant")
    for part in ("2 prêts", "Camille, Sam", "3 en ligne", "Sophie · Voix du Sud", "3 appelants attendent"):
        expect(now).to_contain_text(part)
    missed = page.get_by_role("region", name="Appels manqués aujourd’hui").locator("tbody tr")
    assert missed.count() == 5
    expect(missed.filter(has_text="Plus d’appels que de conseillers")).to_have_count(1)
    expect(missed.filter(has_text="Parti avant le délai promis")).to_have_count(2)
    theirs, ours = page.get_by_role("region", name="Répondu par des partenaires"), page.get_by_role("region", name="Répondu pour d’autres")
    expect(theirs.locator(".report-figures")).to_have_text(re.compile(r"4 appels.*16\smin\s50 de parole.*1,40\s€ pour vous.*1,54\s€ aux partenaires.*0,14\s€"))
    expect(theirs.locator("tbody tr")).to_have_count(4)
    expect(theirs).to_contain_text("Belgique")
    expect(ours.locator(".report-figures")).to_have_text(re.compile(r"2 appels.*0,36\s€ gagnés"))
    expect(ours.locator("tbody a")).to_have_count(0)
    page.get_by_role("button", name="7 jours").click()
    expect(theirs.locator(".report-figures")).to_contain_text("24")
    theirs.locator("tbody a").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Sophie (Voix du Sud) décroche")
