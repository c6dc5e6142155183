"""Whoever holds a receipt sees, without signing in and without sending it, whether it is right; and if not, what is wrong where."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FileChooser, FilePayload, Page, expect

from permanence.synergy.day_root import key_id
from permanence.synergy.verdict_words import grouped
from tests.browser.kit import Place, new_context, settle, violations, visit, with_axe
from tests.receipt_vectors import changed, put
from tests.receipts import PUBLIC, made_days, month_file, one_file

PLACE = Place("verify", "/verify", "nobody")
DAYS = list(made_days(30, 20))
ONE, MONTH = one_file(DAYS[1], 2), month_file(DAYS)
WRONG = changed(MONTH, 7, put("charges.answering", 1))


@pytest.fixture(params=["fr", "en"])
def page(request: pytest.FixtureRequest, chromium: Browser, pages: str) -> Iterator[Page]:
    context = with_axe(new_context(chromium, request.param, "light"))
    page = context.new_page()
    visit(page, pages, PLACE)
    yield page
    context.close()


def give(page: Page, data: bytes, name: str = "2026-11.jsonl") -> None:
    page.locator("input[type=file]").set_input_files(FilePayload(name=name, mimeType="application/json", buffer=data))


def bars_nobody(page: Page) -> None:
    settle(page)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    settle(page)
    assert violations(page, ["color-contrast", "link-in-text-block"]) == []
    page.emulate_media(color_scheme="light")


def test_a_right_receipt_is_told_in_words_and_sent_to_nobody(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    french = page.evaluate("document.documentElement.lang") == "fr"
    give(page, ONE, "receipt.json")
    heading = page.get_by_role("heading", name="Tout concorde\u202f; reste à comparer la clé" if french else "All agrees")
    expect(heading).to_be_focused()
    expect(page.locator(".verify-story")).to_contain_text(
        "☎\x7f a répondu pour Cabinet Étoile le lundi 2 novembre 2026" if french else "☎\x7f answered for Cabinet Étoile on Monday"
    )
    expect(page.locator(".verify-key")).to_have_text(grouped(key_id(PUBLIC)))
    expect(page.locator(".verify-facts")).to_contain_text("01\u00a062\u00a000\u00a001\u00a000")
    bars_nobody(page)
    assert sent == []


def test_a_wrong_month_says_what_is_wrong_and_where(page: Page) -> None:
    give(page, WRONG)
    french = page.evaluate("document.documentElement.lang") == "fr"
    expect(page.locator(".verify-verdict")).to_have_attribute("data-good", "false")
    expect(page.locator(".verify-findings li").first).to_contain_text("Reçu n° 5 (ligne 7)" if french else "Receipt no. 5 (line 7)")
    expect(page.locator(".verify-findings")).to_contain_text("ligne 8 ou 7" if french else "line 8 or 7")
    expect(page.locator(".verify-unproven")).to_be_visible()
    bars_nobody(page)


def test_a_months_receipts_and_a_key_to_trust(french_page: Page) -> None:
    page = french_page
    give(page, MONTH)
    expect(page.locator(".verify-proven")).to_contain_text("600 reçus vérifiés. 30 jours signés.")
    expect(page.locator(".verify-story")).to_contain_text("600 appels répondus par")
    expect(page.get_by_text("Comparez-la avec celle")).to_be_visible()
    field = page.get_by_label("Clé de la plateforme, si vous l’avez")
    field.fill("ab cd")
    expect(page.get_by_text("compte 64 chiffres")).to_be_visible()
    field.fill(grouped(key_id(PUBLIC)).upper())
    expect(page.get_by_text("C’est la clé que vous avez donnée.")).to_be_visible()
    expect(page.get_by_role("heading", name="Tout est juste")).to_be_visible()
    field.fill("0" * 64)
    expect(page.locator(".verify-findings")).to_contain_text("n’est pas celle que vous avez donnée")
    give(page, b"%PDF-1.7\n", "facture.pdf")
    expect(page.get_by_role("heading", name="Ce fichier ne peut pas être vérifié")).to_be_visible()


def test_a_file_is_chosen_by_keyboard_and_by_dropping_it(french_page: Page) -> None:
    page = french_page
    choosers: list[FileChooser] = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))  # long before the key: the browser needs a moment until it tells of choosers
    button = page.get_by_role("button", name="Choisir un fichier")
    expect(button).to_be_visible()  # keys that are pressed before there is a page go nowhere
    for _ in range(8):
        if button.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(300):
        if choosers:
            break
        page.wait_for_timeout(100)
    (chooser,) = choosers
    chooser.set_files(FilePayload(name="a.json", mimeType="application/json", buffer=ONE[:-9]))
    expect(page.locator(".verify-verdict")).to_have_attribute("data-good", "false")
    page.evaluate(
        "text => { const given = new DataTransfer(); given.items.add(new File([text], 'b.json'));"
        " document.querySelector('.verify-drop').dispatchEvent(new DragEvent('drop', {dataTransfer: given, bubbles: true})); }",
        ONE.decode(),
    )
    expect(page.locator(".verify-verdict")).to_have_attribute("data-good", "true")
    expect(page.get_by_text("Fichier\u00a0: b.json")).to_be_visible()


@pytest.fixture
def french_page(chromium: Browser, pages: str) -> Iterator[Page]:
    context = new_context(chromium, "fr", "light")
    page = context.new_page()
    visit(page, pages, PLACE)
    yield page
    context.close()
