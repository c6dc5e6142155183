"""A director reads what a partner proposes, sees what it changes and what it comes to, and answers by keyboard."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.kit import Place, violations, visit


@pytest.fixture
def page(french: BrowserContext, pages: str) -> Page:
    page = french.new_page()
    visit(page, pages, Place("partners", "/partners", "director"))
    page.evaluate(
        "() => { const was = fetch; window.kept = []; window.fetch = (to, how) => {"
        " const line = [how?.method ?? 'GET', to, typeof how?.body === 'string' ? how.body : ''].join(' ').trim();"
        " if (!/^GET|rating/.test(line)) kept.push(line); return was(to, how); } }"
    )
    return page


def test_what_a_proposal_changes_is_marked_and_accepted_by_keyboard(page: Page) -> None:
    card = page.get_by_role("article", name="Cabinet Étoile").first
    expect(card.get_by_text("Cabinet Étoile vous propose ces conditions")).to_be_visible()
    changed = card.locator("[data-changed=true] dt").all_inner_texts()
    assert changed == ["du lundi au dimanche, de 22:00 à 24:00", "Minimum compté par appel", "Offres interdites"]
    card.get_by_role("button", name="Accepter").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Accord accepté.")).to_be_visible()
    assert page.evaluate("kept") == ['POST /api/v1/agreements/agr_1/versions/agv_2/answer {"decision":"accepted"}']


def test_one_is_told_what_terms_come_to_before_proposing_them(page: Page) -> None:
    card = page.get_by_role("article", name="Cabinet Étoile").last
    card.get_by_role("button", name="Proposer que Cabinet Étoile réponde pour nous").click()
    expect(card.get_by_text("Un appel de 4 min : 0,33\u00a0€ au propriétaire, 0,37\u00a0€ au répondant")).to_be_visible()
    card.get_by_label("Pour Cabinet Étoile, par heure").fill("6,5")
    expect(card.get_by_text("0,43\u00a0€ au répondant")).to_be_visible()
    card.get_by_label("Offres interdites").fill("Abonnements\n\nVoyance gratuite")
    card.get_by_label(re.compile("Pays d.où répondre")).fill("fr, be")
    assert violations(page) == []
    card.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.get_by_text("Proposition envoyée.")).to_be_visible()
    [line] = page.evaluate("kept")
    sent = json.loads(line.removeprefix("POST /api/v1/agreements "))
    assert (sent["side"], sent["terms"]["rates"]["answering_per_hour"], sent["terms"]["countries"]) == ("owner", 6_500_000, ["FR", "BE"])
    assert sent["terms"]["forbidden"] == ["Abonnements", "Voyance gratuite"]


def test_notice_asks_once_more_and_names_its_day(page: Page) -> None:
    card = page.get_by_role("article", name="Cabinet Étoile").first
    card.get_by_role("button", name=re.compile("Dénoncer l.accord")).click()
    expect(card.get_by_text("le dernier jour serait le 22 décembre 2026")).to_be_visible()
    card.get_by_role("alert").get_by_role("button", name=re.compile("Dénoncer l.accord")).click()
    expect(page.get_by_text(re.compile("L.accord est dénoncé"))).to_be_visible()
    assert page.evaluate("kept") == ["POST /api/v1/agreements/agr_1/ending {}"]


def test_a_hole_goes_from_the_duties_to_the_market_and_a_notice_is_answered_by_a_proposal(page: Page) -> None:
    page.get_by_role("link", name="Planning").click()
    page.get_by_role("link", name="Horaires").click()
    page.get_by_role("button", name="Suivant").click()
    page.get_by_role("link", name="12:30–13:30").click()
    expect(page.get_by_role("heading", name="Publier un trou à couvrir")).to_be_focused()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("L’offre est publiée.")).to_be_visible()
    card = page.get_by_role("article", name="Cabinet Étoile peut répondre pour d’autres")
    card.get_by_role("button", name="Proposer un accord").click()
    card.get_by_role("button", name="Envoyer la proposition").click()
    expect(page.get_by_text("Proposition envoyée.")).to_be_visible()
    published, proposed = (json.loads(line.split(" ", 2)[2]) for line in page.evaluate("kept") if re.match(r"POST /api/v1/(synergy/notices|agreements) ", line))
    assert (published["kind"], published["at_once"], published["windows"]) == ("hole", 2, [])
    once = published["once"]
    assert (once["since"], once["until"], once["last"]) == ("12:30", "13:30", once["first"])
    assert (proposed["partner_id"], proposed["side"], proposed["terms"]["rates"]["answering_per_hour"]) == ("frm_2", "owner", 7_000_000)
    assert [band["since"] for band in proposed["terms"]["bands"]] == ["20:00", "00:00", "08:00"]
    assert violations(page) == []
