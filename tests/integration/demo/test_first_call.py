"""`permanence run` as a person meets it: the terminal shows a call with its recording, a browser answers the next one."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.answered_call import answer_one, environment_of, wait_for_page
from bench.installation import new_settings
from bench.setup_answered_call import ROOT, begin, end
from bench.shift import work_a_shift
from permanence.app.settings import Settings

PATIENCE_S = 300.0
COMMAND = [sys.executable, "-m", "permanence.app.main"]


@dataclass(frozen=True, slots=True)
class Running:
    """A demonstration that runs, and what it prints."""

    settings: Settings
    process: subprocess.Popen[bytes]
    log: Path
    folder: Path

    def said(self) -> str:
        """All it printed so far."""
        return self.log.read_text(errors="replace")

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Wait until it prints this."""
        until = time.monotonic() + PATIENCE_S
        while (found := re.search(pattern, self.said())) is None:
            assert self.process.poll() is None, f"it ended:\n{self.said()[-3000:]}"
            assert time.monotonic() < until, f"it never said {pattern!r}:\n{self.said()[-3000:]}"
            time.sleep(0.3)
        return found


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """A demonstration of its own, in French, on free ports and in a fresh folder."""
    folder = Path(tempfile.mkdtemp(prefix="pfc-"))
    folder.chmod(0o755)
    settings = new_settings(folder / "home", rtp=400)
    environment = environment_of(settings) | {"PYTHONPATH": str(ROOT / "src"), "LC_ALL": "fr_FR.UTF-8"}
    process = begin(ROOT, environment, folder / "run.log", [*COMMAND, "run"])
    try:
        yield Running(settings, process, folder / "run.log", folder)
    finally:
        end(process, ROOT, environment)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.xdist_group("demo")
def test_the_terminal_shows_the_first_call_and_its_sealed_recording(running: Running) -> None:
    running.wait_for(r"Comptes de démonstration")
    running.wait_for(r"Appel de \+3363998\d{4} vers \+33199001010")
    running.wait_for(r"tape 1")
    running.wait_for(r"décroche après [\d,]+ s d'attente")
    running.wait_for(r"Qualification : appointment_made")
    found = running.wait_for(r"scellé \(AES-256-GCM\) : (\S+) ; voix du client (\S+) dB, voix de l'agent (\S+) dB")
    sealed = Path(found.group(1)).read_bytes()
    assert b"WAVE" not in sealed, "the recording lies there in the clear"
    customer, agent = (float(found.group(side).replace(",", ".")) for side in (2, 3))
    assert customer > -45
    assert agent > -45


@pytest.mark.xdist_group("demo")
def test_a_browser_answers_and_both_ends_hear_each_other(running: Running) -> None:
    async def scene() -> list[str]:
        await wait_for_page(f"http://localhost:{running.settings.http_port}", PATIENCE_S, lambda: True)
        answered = await answer_one(running.settings, running.folder / "sounds", lambda _: None)
        return answered.faults()

    assert asyncio.run(scene()) == []


@pytest.mark.xdist_group("demo")
def test_a_whole_shift_is_worked_by_keyboard_alone(running: Running) -> None:
    async def scene() -> list[str]:
        await wait_for_page(f"http://localhost:{running.settings.http_port}", PATIENCE_S, lambda: True)
        shift = await work_a_shift(running.settings, running.folder / "shift", "azerty", lambda _: None)
        return shift.faults()

    assert asyncio.run(scene()) == []
