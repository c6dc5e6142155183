"""The desk by keyboard alone, on a French and on an American keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.keyboard import Keyboard
from tests.browser.kit import Place, new_context, violations, visit


@pytest.fixture(params=["azerty", "qwerty"])
def keys(request: pytest.FixtureRequest, french: BrowserContext, pages: str) -> Keyboard:
    """Open a ready agent's desk."""
    page = french.new_page()
    visit(page, pages, Place("desk", "/desk"))
    return Keyboard(page, request.param)


def presence(page: Page, wanted: str) -> None:
    """Wait until the desk shows this state."""
    expect(page.locator(".desk-presence")).to_have_attribute("data-presence", wanted)


def call_comes(page: Page) -> None:
    """Have the floor offer a call, and pick up the telephone."""
    page.evaluate("mockFloor.ring()")
    presence(page, "offered")
    page.evaluate("mockFloor.pickUp()")
    presence(page, "talking")


def test_a_call_from_ring_to_the_next(keys: Keyboard) -> None:
    """Mute, hold, private moment, notes, one digit to end, qualify and go on; then think again."""
    page = keys.page
    call_comes(page)
    for key, name in (("F4", "micro"), ("F8", "Reprendre"), ("F8", "Attente"), ("p", "privé")):
        keys.press(key)
        expect(page.locator(".desk-call")).to_contain_text(name)
    keys.press("n")
    expect(page.get_by_role("textbox", name="Notes")).to_be_focused()
    keys.type("Devis 12, rappel demain. tpz")  # letters and digits in a field are text
    expect(page.get_by_role("textbox", name="Notes")).to_have_value("Devis 12, rappel demain. tpz")
    presence(page, "talking")
    keys.press("Escape")
    keys.press("2")
    presence(page, "ready")
    expect(page.locator(".desk-undo")).to_contain_text("Rappel")
    keys.press("z")
    expect(page.locator(".desk-wrap")).to_contain_text("Nouvelle qualification")
    keys.press("3")
    expect(page.locator(".desk-undo")).to_contain_text("Devis")
    assert keys.pointers == 0


def test_a_transfer(keys: Keyboard) -> None:
    """T opens the sheet, typing finds, Enter consults, the call is handed over."""
    page = keys.page
    call_comes(page)
    keys.press("t")
    sheet = page.locator("[role=dialog]")
    expect(sheet.locator("input")).to_be_focused()
    keys.type("noe")  # without its accent
    expect(sheet.locator("[role=option]").first).to_contain_text("Noémie")
    keys.press("Enter")
    expect(page.locator(".desk-note")).to_contain_text("Noémie")
    for _ in range(30):
        if page.evaluate("document.activeElement?.textContent") == "Transférer maintenant":
            break
        keys.press("Tab")
    keys.press("Enter")
    presence(page, "wrap_up")
    keys.press("F9")
    presence(page, "ready")
    assert keys.pointers == 0


def test_what_is_typed_for_a_sheet_never_hangs_up(keys: Keyboard) -> None:
    """Digits typed faster than the sheet opens, or beside its field, are not the desk's."""
    page = keys.page
    call_comes(page)
    for key in ("t", "1", "2"):
        keys.press(key)
    expect(page.locator("[role=dialog] input")).to_be_focused()
    keys.press("Tab")
    keys.press("3")
    presence(page, "talking")
    expect(page.locator("[role=dialog]")).to_be_visible()


def test_a_break_and_an_outgoing_call(keys: Keyboard) -> None:
    """A opens the reasons, arrows choose; D dials; F2 hangs up; F9 ends the wrap-up."""
    page = keys.page
    for key in ("a", "ArrowDown", "ArrowDown", "Enter"):  # as fast as a hand that knows them
        keys.press(key)
    presence(page, "paused")
    expect(page.locator("[role=menuitem]")).to_have_count(0)
    keys.press("F9")
    presence(page, "ready")
    keys.press("d")
    expect(page.locator("[role=dialog] input").first).to_be_focused()
    keys.type("06 12 34 56 78")
    keys.press("Enter")
    expect(page.locator(".desk-number")).to_contain_text("06")
    keys.press("F2")
    presence(page, "wrap_up")
    keys.press("e")
    keys.press("F9")
    presence(page, "ready")
    assert keys.pointers == 0


def test_the_palette_finds_an_action(keys: Keyboard) -> None:
    """Ctrl+K, a few letters, Enter."""
    page = keys.page
    keys.press("Control+k")
    expect(page.locator("[role=dialog] input")).to_be_focused()
    keys.type("repas")
    keys.press("Enter")
    presence(page, "paused")
    assert keys.pointers == 0


@pytest.fixture
def silent(chromium: Browser, pages: str) -> Iterator[Page]:
    """Open the desk of somebody who switched letters off and gave hold another key."""
    context = new_context(chromium, "en", "light", {"letters": False, "keys": {"hold": "F10"}})
    page = context.new_page()
    visit(page, pages, Place("desk", "/desk", scene="talking"))
    yield page
    context.close()


def test_letters_can_be_switched_off_and_keys_changed(silent: Page) -> None:
    """Neither a letter nor a digit acts any more, nor the former key; the new one does."""
    keys = Keyboard(silent, "qwerty")
    for key in ("t", "1", "F8"):
        keys.press(key)
    expect(silent.locator("[role=dialog]")).to_have_count(0)
    presence(silent, "talking")
    expect(silent.locator(".desk-call")).to_contain_text("In conversation")
    keys.press("F10")
    expect(silent.locator(".desk-call")).to_contain_text("On hold")


def test_the_floor_by_keys(chromium: Browser, pages: str) -> None:
    """Arrows choose an agent, L listens, W whispers, B barges in, Escape leaves."""
    context = new_context(chromium, "fr", "light")
    page = context.new_page()
    try:
        visit(page, pages, Place("floor", "/floor", "supervisor"))
        keys = Keyboard(page, "azerty")
        row = page.locator(".floor-grid-body [role=row]", has_text="Noémie")
        for _ in range(40):
            if row.evaluate("one => one === document.activeElement"):
                break
            in_grid = page.evaluate("!!document.activeElement?.closest('[role=grid]')")
            keys.press("ArrowDown" if in_grid else "Tab")
        for key, words in (("l", "Vous écoutez Noémie"), ("w", "Vous soufflez à Noémie"), ("b", "dans l’appel de Noémie")):
            keys.press(key)
            expect(page.locator(".floor-monitoring")).to_contain_text(words)
        keys.press("Escape")
        expect(page.locator(".floor-monitoring")).to_have_count(0)
        assert keys.pointers == 0
    finally:
        context.close()


def test_a_partners_agent_answers_what_the_agreement_asks_by_keys(french: BrowserContext, pages: str) -> None:
    """O and R say yes or take it back; a digit sends the answers, and the complaint goes to the call's owner."""
    page = french.new_page()
    visit(page, pages, Place("desk", "/desk", scene="guest"))
    page.evaluate(
        "() => { window.kept = []; const was = fetch; window.fetch = (to, how) => {"
        " if (how?.method === 'POST') kept.push([to, JSON.parse(how.body)]); return was(to, how); };"
        " const say = mockFloor.send.bind(mockFloor); mockFloor.send = (text) => {"
        " const { intent } = JSON.parse(text); if (intent?.type === 'qualify') kept.push(intent); say(text); } }"
    )
    expect(page.locator(".desk-facts", has_text="Référence à donner au client")).to_contain_text("7K2QF-M9XA4")
    keys = Keyboard(page, "azerty")
    asked = page.get_by_role("group", name="Questions de l’accord")
    expect(asked.get_by_role("button", pressed=False)).to_have_count(2)
    for key in ("o", "r", "o"):
        keys.press(key)
    expect(asked.get_by_role("button", pressed=True)).to_contain_text("Le client se plaint")
    assert violations(page) == []
    keys.press("1")
    page.wait_for_function("kept.length === 2")
    intent, (address, complaint) = page.evaluate("kept")
    assert (intent["forbidden_offer"], intent["complained"], intent["done"]) == (False, True, True)
    assert (address, complaint["call"], complaint["kind"]) == ("/api/v1/complaints", "int_mine", "other")
    assert keys.pointers == 0


def test_a_lost_link_is_told_and_mends_itself(french: BrowserContext, pages: str) -> None:
    """When the link stays away, a band says since when; when it is back, the band goes."""
    page = french.new_page()
    visit(page, pages, Place("desk", "/desk", scene="talking"))
    page.evaluate("() => { window.mockDown = true; mockFloor.close() }")
    expect(page.locator(".p-band")).to_contain_text("Liaison perdue")
    page.evaluate("() => { delete window.mockDown }")
    expect(page.locator(".p-band")).to_have_count(0)
