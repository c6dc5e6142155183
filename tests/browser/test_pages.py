"""Every page in every state, in both languages and themes: no barrier that axe can find, no scroll of the page itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.kit import PLACES, Place, new_context, overflow, settle, violations, visit


@pytest.fixture(scope="module")
def profiles(chromium: Browser) -> Iterator[dict[str, BrowserContext]]:
    """One profile for each language: what it once fetched and compiled serves all the places."""
    contexts = {lang: new_context(chromium, lang, "light") for lang in ("fr", "en")}
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_bars_nobody(profiles: dict[str, BrowserContext], pages: str, lang: str, place: Place) -> None:
    """Axe finds nothing in either theme, the page's script raises nothing, and only the page's parts scroll."""
    page = profiles[lang].new_page()
    faults: list[str] = []
    try:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
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
    finally:
        page.close()


@pytest.mark.parametrize("size", [100, 150])
@pytest.mark.parametrize("scene", ["ready", "talking", "consult", "wrap"])
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
    context = new_context(chromium, "fr", "light")
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
