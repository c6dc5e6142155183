"""`setup.answered_call`: from a fresh clone in an empty folder to a call answered in a real browser, in seconds.

`git clone`, `make run` on free ports with a home of its own, the sign-in page, the demonstration agent in a scripted browser,
a real call from the far end. With PERMANENCE_TOOLS the clone shares fetched programmes; the line then says so.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.answered_call import Answered, answer_one, environment_of, wait_for_page
from bench.figures import Figure, Outcome
from bench.installation import ROOT, new_settings

TARGET_S = 300
PATIENCE_S = 900.0
NAME = "setup.answered_call"


def begin(folder: Path, settings_environment: dict[str, str], log: Path, words: list[str]) -> subprocess.Popen[bytes]:
    """Start the platform in this folder, in a session of its own so that all of it can be ended together."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PERMANENCE_")}
    if "PERMANENCE_TOOLS" in os.environ:
        kept["PERMANENCE_TOOLS"] = os.environ["PERMANENCE_TOOLS"]
    for name in ("DATABASE_URL", "VIRTUAL_ENV", "PYTHONPATH"):
        kept.pop(name, None)
    with log.open("ab") as output:
        return subprocess.Popen(
            words, cwd=folder, env=kept | settings_environment, stdin=subprocess.DEVNULL, stdout=output,
            stderr=output, start_new_session=True,
        )  # fmt: skip


def end(process: subprocess.Popen[bytes], folder: Path, environment: dict[str, str]) -> None:
    """End the platform as Ctrl-C does, then switch and database where calls kept them."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    command = folder / ".venv/bin/permanence"
    if command.exists():
        subprocess.run([command, "stop"], cwd=folder, env=os.environ | environment, capture_output=True, check=False)


def measure(folder: Path, outcome: Outcome) -> tuple[float, Answered]:
    """Clone, start, answer; the seconds from the beginning of the clone to the answered call."""
    clone, log = folder / "clone", folder / "run.log"
    settings = new_settings(folder / "home", rtp=400)
    environment = environment_of(settings)
    began = time.time()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    outcome.say(f"cloned after {time.time() - began:.1f} s")
    process = begin(clone, environment, log, ["make", "run"])
    try:
        base = f"http://localhost:{settings.http_port}"
        asyncio.run(wait_for_page(base, PATIENCE_S, lambda: process.poll() is None))
        outcome.say(f"the sign-in page is there after {time.time() - began:.1f} s")
        answered = asyncio.run(answer_one(settings, folder / "sounds", outcome.say))
    except BaseException:
        print(log.read_text(errors="replace")[-4000:], file=sys.stderr)
        raise
    finally:
        end(process, clone, environment)
    return answered.answered_at - began, answered


def main() -> int:
    """Measure once; status 0 where the call was answered in time and everything about it is as it should be."""
    outcome = Outcome(NAME)
    folder = Path(tempfile.mkdtemp(prefix="pfc-"))
    # The database's own user must reach its folder where we are root.
    folder.chmod(0o755)
    try:
        seconds, answered = measure(folder, outcome)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if os.environ.get("PERMANENCE_TOOLS"):
        outcome.say("the switch and the voices were fetched before (PERMANENCE_TOOLS)")
    outcome.details = {
        "browser": answered.browser, "far_end": answered.far, "levels_db": answered.levels, "recording_s": answered.seconds,
        "ladder": answered.ladder, "disposition": answered.disposition,
    }  # fmt: skip
    outcome.say(f"packets in the browser {answered.browser}, at the far end {answered.far} in 10 s of conversation")
    outcome.say(f"recording {answered.seconds:.1f} s, customer {answered.levels[0]:.1f} dB, agent {answered.levels[1]:.1f} dB")
    if answered.missed:
        outcome.say(f"{answered.missed} offers were missed before: the machine was too busy to ring in time")
    faults = answered.faults()
    for fault in faults:
        outcome.say(f"fault: {fault}")
    figure = Figure(NAME, round(seconds, 1), "s", f"<= {TARGET_S}")
    outcome.figures = [figure]
    outcome.save()
    good = figure.holds and not faults
    print(f"{NAME} {figure.value:g} s {TARGET_S} {'pass' if good else 'fail'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
