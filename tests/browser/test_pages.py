"""Every page in every state, in both languages and themes: no barrier that axe can find, no scroll of the page itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from tests.browser.kit import PLACES, Place, new_context, overflow, settle, violations, visit, with_axe


@pytest.fixture(scope="module")
def tabs(chromium: Browser) -> Iterator[dict[str, Page]]:
    """One tab for each language: what it once fetched and compiled serves all the places."""
    contexts = {lang: with_axe(new_context(chromium, lang, "light")) for lang in ("fr", "en")}
    yield {lang: context.new_page() for lang, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture
def faults(tabs: dict[str, Page], lang: str) -> Iterator[list[str]]:
    """What the page's script raises or complains of while a test runs; the tab is left as it was found."""
    told: list[str] = []
    page = tabs[lang]

    def raised(error: Error) -> None:
        told.append(str(error))

    def logged(line: ConsoleMessage) -> None:
        if line.type == "error":
            told.append(line.text)

    page.on("pageerror", raised)
    page.on("console", logged)
    yield told
    page.remove_listener("pageerror", raised)
    page.remove_listener("console", logged)
    page.evaluate("sessionStorage.clear()")
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_bars_nobody(tabs: dict[str, Page], faults: list[str], pages: str, lang: str, place: Place) -> None:
    """Axe finds nothing in either theme, the page's script raises nothing, and only the page's parts scroll."""
    page = tabs[lang]
    visit(page, pages, place)
    assert page.evaluate("document.documentElement.lang") == lang
    assert violations(page) == []
    assert overflow(page) == []
    if lang == "fr":  # the other theme differs in its colours alone, and colours do not depend on the language
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("document.documentElement.dataset.mantineColorScheme === 'dark'")
        settle(page)
        assert violations(page, ["color-contrast", "link-in-text-block"]) == []
    assert faults == []


@pytest.mark.parametrize("size", [100, 150])
@pytest.mark.parametrize("scene", ["ready", "talking", "consult", "wrap", "guest"])
def test_the_desk_fits_a_small_screen(chromium: Browser, pages: str, scene: str, size: int) -> None:
    """At 1366 by 620, and with large letters, the desk's commands are all within the window."""
    context = new_context(chromium, "fr", "light", {"size": size})
    try:
        page = context.new_page()
        page.set_viewport_size({"width": 1366, "height": 620})
        visit(page, pages, Place("desk", "/desk", scene=scene))
        assert overflow(page) == []
        for button in page.locator(".desk-call button, .desk-state button").all():
            box = button.bounding_box()
            assert box is not None
            assert box["x"] >= 0 and box["x"] + box["width"] <= 1366, button.inner_text()
            assert box["y"] >= 0 and box["y"] + box["height"] <= 620, button.inner_text()
    finally:
        context.close()


def test_axe_is_awake(chromium: Browser, pages: str) -> None:
    """The check itself notices a button without a name and a grey text."""
    context = with_axe(new_context(chromium, "fr", "light"))
    try:
        page = context.new_page()
        visit(page, pages, Place("profile", "/profile"))
        page.evaluate(
            "document.querySelector('main').insertAdjacentHTML("
            "'afterbegin', '<button></button><p style=\"color:#aaa\">gris</p>')"
        )
        assert {line.split(":")[0] for line in violations(page)} >= {"button-name", "color-contrast"}
        assert any("contrast" in line for line in violations(page, ["color-contrast", "link-in-text-block"]))
    finally:
        context.close()
