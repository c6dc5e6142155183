"""Starts a platform with its demonstration on free ports, has every page photographed, and ends it again.

    python -m bench.screenshots [folder]
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.answered_call import environment_of
from bench.installation import new_settings
from tests.browser.screenshots import main as photograph

PATIENCE_S = 300.0


def wait_for_accounts(base: str, running: subprocess.Popen[bytes]) -> None:
    """Wait until the demonstration's accounts can sign in."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and running.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/api/v1/demo/accounts", timeout=5) as answer:
                if b"email" in answer.read():
                    return
        except OSError:
            pass  # it is not up yet
        time.sleep(1)
    raise SystemExit("The platform did not start; its output is above.")


def main() -> int:
    """Take the pictures; return an exit code."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build/screenshots")
    with tempfile.TemporaryDirectory(prefix="pshots-") as home:
        settings = new_settings(Path(home))
        base = f"http://localhost:{settings.http_port}"
        words = [sys.executable, "-m", "permanence.app.main", "run"]
        running = subprocess.Popen(words, env=os.environ | environment_of(settings), start_new_session=True)
        try:
            wait_for_accounts(base, running)
            print(f"{photograph(base, folder)} pictures in {folder}")
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(60)
            subprocess.run(
                [sys.executable, "-m", "permanence.app.main", "stop"], env=os.environ | environment_of(settings), check=False
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
