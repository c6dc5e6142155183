"""One browser for each module, one server of mock pages for each test process."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.chromium import launch
from tests.browser.kit import PATIENCE_MS, new_context, with_axe
from tests.browser.static import serve

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def pages() -> Iterator[str]:
    """Build the mock pages where their sources changed, and serve them; return the address."""
    subprocess.run([ROOT / "deploy" / "build-web", "--mock"], check=True, capture_output=True)
    address, server = serve(ROOT / "build" / "web-mock")
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start the machine's browser. Playwright keeps an event loop running in this thread, in which no other test's loop
    could run: it must be gone before the next module's tests."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def french(chromium: Browser) -> Iterator[BrowserContext]:
    """Return a fresh profile in French, light."""
    context = with_axe(new_context(chromium, "fr", "light"))
    yield context
    context.close()
