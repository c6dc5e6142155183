"""The processes of the platform under one parent: started, watched, started again, ended in order.

A child dies with its parent (the kernel tells it), so a killed platform leaves only the switch and the database,
which the next start takes over.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

Say = Callable[[str], None]
BACK_OFF_S = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
# Only a process that ends early by itself, as one does that cannot start, is waited for. One that was killed did start:
# callers wait for it, however soon after the last time.
STEADY_S, STEADY_KILLED_S = 5.0, 1.0
PATIENCE_S = 15.0
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have the kernel end this process when its parent dies (Linux; elsewhere nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process of ours: the arguments of the `permanence` command and where its output goes."""

    name: str
    arguments: Sequence[str]
    log: Path
    process: asyncio.subprocess.Process | None = None
    starts: int = 0
    _ending: bool = field(default=False, init=False)

    async def keep(self, say: Say) -> None:
        """Run the process until `end`; start it again when it dies, waiting longer when it dies early."""
        failures = 0
        while not self._ending:
            since = time.monotonic()
            await self._start()
            assert self.process is not None
            code = await self.process.wait()
            if self._ending:
                return
            steady = STEADY_KILLED_S if code < 0 else STEADY_S
            failures = 0 if time.monotonic() - since > steady else failures + 1
            say(f"The {self.name} process ended ({_why(code)}); starting it again. Its log is {self.log}.")
            await asyncio.sleep(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])

    async def _start(self) -> None:
        await asyncio.to_thread(self.log.parent.mkdir, parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "permanence.app.main", *self.arguments,
                stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output, env=dict(os.environ),
                preexec_fn=os.setpgrp,
            )  # fmt: skip
        self.starts += 1

    async def end(self) -> None:
        """End the process: politely first."""
        self._ending = True
        process = self.process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def _why(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit {code}"
