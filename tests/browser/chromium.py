"""Starts the machine's own Chromium for tests and pictures, with a microphone that beeps and no calls home."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]


def launch(playwright: Playwright) -> Browser:
    """Return the browser; say what to install where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("No Chromium on this machine; deploy/setup dev installs it.")
    return playwright.chromium.launch(executable_path=found, args=FLAGS)
