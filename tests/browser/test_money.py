"""A director reads a statement, contests it and answers, and says how the firm stands on invoices; two people close a month."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.kit import Place, month_before, new_context, violations, visit, with_axe

KEEP_SENT = (
    "() => { const was = fetch; window.kept = []; window.fetch = (to, how) => {"
    " if (how?.method && how.method !== 'GET') kept.push([how.method, to, typeof how.body === 'string' ? how.body : ''].join(' '));"
    " return was(to, how); } }"
)


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """One tab for all: each visit loads the pages anew, and the mock begins again."""
    context = with_axe(new_context(chromium, "fr", "light"))
    yield context.new_page()
    context.close()


def opened(page: Page, pages: str, path: str, who: str) -> Page:
    """Open a page as somebody, and keep what it sends from then on."""
    visit(page, pages, Place(path, path, who))
    page.evaluate(KEEP_SENT)
    return page


def sent(page: Page) -> list[tuple[str, dict[str, object]]]:
    """Return the lines that were sent and what they carried."""
    lines = [line.split(" ", 2) for line in page.evaluate("kept")]
    return [(f"{method} {to.removeprefix('/api/v1')}", json.loads(body) if body else {}) for method, to, body in lines]


def press(page: Page, button: Locator) -> None:
    """Press a button by keyboard."""
    button.focus()
    page.keyboard.press("Enter")


def test_a_statement_is_read_and_contested_by_keyboard(page: Page, pages: str) -> None:
    opened(page, pages, "/statements", "director")
    row = page.get_by_role("row", name=re.compile("2026-000012"))
    expect(row.get_by_text("À payer")).to_be_visible()
    expect(row.get_by_text("38,88\u00a0€")).to_be_visible()
    expect(row.get_by_text("ramenée au délai légal")).to_be_visible()
    press(page, row.get_by_role("link"))
    expect(page.get_by_role("heading", name="Relevé 2026-000012")).to_be_focused()
    expect(page.get_by_text(re.compile("Vous payez 38,88\u00a0€ à Cabinet Étoile SARL le"))).to_be_visible()
    expect(page.get_by_text(re.compile("dépasse le délai légal"))).to_be_visible()
    press(page, page.get_by_role("button", name="Contester"))
    expect(page.get_by_role("radio", name="Tout le relevé")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("int_7")
    page.keyboard.press("Tab")
    page.keyboard.type("Personne n'a parlé.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    call = page.get_by_label("Identifiant de l’appel")
    expect(page.get_by_text("Cet appel n’est pas sur le relevé.")).to_be_visible()
    expect(call).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    call.fill("ans_7")
    press(page, page.get_by_role("button", name="Envoyer la contestation"))
    expect(page.get_by_role("article", name="Appel ans_7").get_by_text("Attend la réponse de l’autre entreprise")).to_be_visible()
    body = {"statement_id": "stm_2", "reason": "Personne n'a parlé.", "call": "ans_7"}
    assert sent(page)[-1] == ("POST /disputes", body)


def test_a_dispute_is_rejected_with_a_reason_only(page: Page, pages: str) -> None:
    opened(page, pages, "/statements/stm_1", "director")
    dispute = page.get_by_role("article")
    press(page, dispute.get_by_role("button", name="Rejeter"))
    expect(dispute.get_by_text("Dites pourquoi, pour que l’autre entreprise puisse agir.")).to_be_visible()
    dispute.get_by_label("Votre réponse").fill("L'enregistrement dit le contraire.")
    press(page, dispute.get_by_role("button", name="Rejeter"))
    expect(dispute.get_by_text("Rejetée", exact=True)).to_be_visible()
    expect(dispute.get_by_role("button")).to_have_count(0)
    assert sent(page)[-1] == ("POST /disputes/dsp_1/answer", {"verdict": "rejected", "reason": "L'enregistrement dit le contraire."})


def test_files_are_kept_under_their_names_and_a_paper_that_cannot_be_made_says_why(page: Page, pages: str) -> None:
    opened(page, pages, "/statements/stm_3", "director")
    with page.expect_download() as kept:
        page.get_by_role("button", name="PDF").click()
    assert kept.value.suggested_filename == "statement.pdf"
    expect(page.get_by_role("link", name="Appels (CSV)")).to_have_attribute("href", "/api/v1/statements/stm_3/calls.csv?language=fr")
    page.get_by_role("button", name="Factur-X").click()
    expect(page.get_by_role("alert").get_by_text("il manque le numéro de TVA")).to_be_visible()


def test_who_has_nothing_to_pay_is_offered_no_file_of_transfers(page: Page, pages: str) -> None:
    opened(page, pages, "/statements", "director")
    expect(page.get_by_role("button", name=re.compile("^Virements"))).to_have_count(1)
    page.get_by_label("Mois", exact=True).select_option(f"{month_before(3)}-01")
    expect(page.get_by_role("row", name=re.compile("2026-000003"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Virements"))).to_have_count(0)


def test_what_is_wrong_on_billing_is_said_at_its_field(page: Page, pages: str) -> None:
    opened(page, pages, "/statements/billing", "director")
    iban, save = page.get_by_label("IBAN"), page.get_by_role("button", name="Enregistrer")
    expect(iban).to_have_value("FR76 9999 9000 1000 0000 0000 271")
    iban.fill("FR76 12")
    press(page, save)
    expect(iban).to_be_focused()
    expect(page.get_by_text(re.compile("n’est pas un numéro de compte bancaire"))).to_be_visible()
    assert violations(page) == []
    iban.fill("fr7699999000100000000000271")
    page.get_by_role("radio", name="Sans TVA").check()
    press(page, save)
    reason = page.get_by_label("Raison de l’absence de TVA")
    expect(reason).to_be_focused()
    expect(page.get_by_text("Sans TVA, dites pourquoi\u00a0: la loi veut cette mention sur la facture.")).to_be_visible()
    reason.fill("TVA non applicable, article 293 B du CGI")
    page.get_by_role("radio", name="À 30 jours", exact=True).check()
    press(page, save)
    expect(page.get_by_text(re.compile("Facturation enregistrée"))).to_be_visible()
    expect(iban).to_have_value("FR76 9999 9000 1000 0000 0000 271")
    method, body = sent(page)[-1]
    assert method == "PUT /ledger/billing"
    assert (body["iban"], body["vat_rate"], body["pay_rule"]) == ("FR7699999000100000000000271", None, "net_30")


def test_a_rate_is_written_as_percent(page: Page, pages: str) -> None:
    opened(page, pages, "/statements/billing", "director")
    rate, save = page.get_by_label("Taux"), page.get_by_role("button", name="Enregistrer")
    rate.fill("120")
    press(page, save)
    expect(page.get_by_text("Un taux est compris entre 0 et 100\u00a0%.")).to_be_visible()
    rate.fill("5,5")
    press(page, save)
    expect(page.get_by_text(re.compile("Facturation enregistrée"))).to_be_visible()
    assert sent(page)[-1][1]["vat_rate"] == 550


def test_a_month_is_approved_by_another_than_who_proposed_it(page: Page, pages: str) -> None:
    proposed, month = month_before(2), month_before(1)
    opened(page, pages, "/closing", "operator")
    expect(page.get_by_text("Les comptes tombent juste")).to_be_visible()
    press(page, page.get_by_role("row").nth(1).get_by_role("link"))
    press(page, page.get_by_role("button", name="Proposer la clôture"))
    expect(page.get_by_role("alert").get_by_text(re.compile(f"Le mois {proposed} vient d’abord"))).to_be_visible()
    assert sent(page)[-1] == (f"POST /months/{month}/proposal", {"digest": f"digest-{month}-01"})
    press(page, page.get_by_role("link", name="Tous les mois"))
    press(page, page.get_by_role("row").nth(2).get_by_role("link"))
    press(page, page.get_by_role("button", name="Approuver et geler"))
    expect(page.get_by_text(re.compile("Les relevés s’écrivent"))).to_be_visible()
    assert violations(page) == []
    expect(page.get_by_text(re.compile("4 relevés sont écrits"))).to_be_visible()  # asked again until it is
    expect(page.locator("[aria-current=step]")).to_contain_text("Clos")
    press(page, page.get_by_role("link", name="Tous les mois"))
    press(page, page.get_by_role("row").nth(1).get_by_role("link"))
    press(page, page.get_by_role("button", name="Proposer la clôture"))
    expect(page.get_by_text(re.compile("une autre personne de la plateforme doit l’approuver"))).to_be_visible()
    expect(page.get_by_role("button", name="Approuver et geler")).to_have_count(0)


def test_a_closed_month_leads_to_its_statements_and_transfers(page: Page, pages: str) -> None:
    opened(page, pages, f"/closing/{month_before(3)}", "operator")
    page.get_by_role("link", name=re.compile("Voir les relevés")).click()
    expect(page.get_by_role("row", name=re.compile("2026-000003"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("2026-000004"))).to_have_count(0)


def test_closing_is_for_the_operator_and_statements_are_for_directors(page: Page, pages: str) -> None:
    opened(page, pages, "/closing", "director")
    expect(page.get_by_text("Votre rôle ne permet pas d’ouvrir cette page.")).to_be_visible()
    expect(page.get_by_role("link", name="Clôture")).to_have_count(0)
    opened(page, pages, "/statements", "supervisor")
    expect(page.get_by_text("Votre rôle ne permet pas d’ouvrir cette page.")).to_be_visible()
