"""An installation of its own for one measure: database, switch and platform in a folder that is removed afterwards.

Everything listens on loopback, on ports that were free. Only processes that were started here are ended here.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from bench import machine
from permanence.adapters.asterisk import endpoints
from permanence.adapters.asterisk.configuration import Plan
from permanence.adapters.asterisk.endpoints import TrunkEntry
from permanence.adapters.asterisk.process import Switch, read_mark
from permanence.adapters.postgres import place
from permanence.adapters.postgres.server import Server
from permanence.app import database
from permanence.app import switch as wiring
from permanence.app.settings import Settings

ROOT = Path(__file__).parent.parent
CHANCE = random.SystemRandom()


def free_port(span: int = 1) -> int:
    """A port, or the first of several, that is free for TCP and UDP now. It lies below those that the machine gives to
    whatever connects anywhere, so that it is still free when a server comes to it; two that ask at once seldom meet."""
    while True:
        port = CHANCE.randrange(10_000, 32_000 - span)
        if all(_free(number) for number in range(port, port + span)):
            return port


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
        try:
            udp.bind(("127.0.0.1", port))
            tcp.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def new_settings(folder: Path, rtp: int = 4000) -> Settings:
    """An installation on free ports, with room for `rtp` media ports."""
    ports = iter([free_port() for _ in range(7)])
    first = (free_port(rtp + 2) + 1) & ~1
    return Settings(
        home=folder, http_port=next(ports), database_port=next(ports), ari_port=next(ports), sip_port=next(ports),
        wss_port=next(ports), demo_sip_port=next(ports), demo_ari_port=next(ports), rtp_first=first,
        rtp_last=first + rtp - 1,
    )  # fmt: skip


class Installation:
    """Database and switch, and the platform's processes on them."""

    def __init__(self, settings: Settings, plan: Plan, prepared: database.Prepared) -> None:
        """Made by `installed`."""
        self.settings, self.plan, self.prepared = settings, plan, prepared
        self.switch = Switch(plan, lambda _: None)
        self.floor: subprocess.Popen[bytes] | None = None

    # -- processes -----------------------------------------------------------------------------------------

    @property
    def environment(self) -> dict[str, str]:
        """What tells a process of the platform which installation is meant."""
        given = {key: value for key, value in os.environ.items() if not key.startswith("PERMANENCE_") or key == "PERMANENCE_TOOLS"}
        given.pop("DATABASE_URL", None)
        for name in Settings.__dataclass_fields__:
            value = getattr(self.settings, name)
            if value is not None:
                given[f"PERMANENCE_{name.upper()}"] = str(value)
        return given | {"PYTHONPATH": str(ROOT / "src")}

    @property
    def database_pid(self) -> int:
        """The server's first process."""
        assert self.prepared.server is not None
        pid = self.prepared.server.running_pid()
        assert pid is not None, "the database does not run"
        return pid

    @property
    def switch_pid(self) -> int:
        """The switch's process."""
        assert self.switch.pid is not None, "the switch does not run"
        return self.switch.pid

    def start_floor(self, wrap: list[str] | None = None) -> subprocess.Popen[bytes]:
        """Start the floor process; `wrap` puts words before the command (a profiler)."""
        self.settings.logs.mkdir(parents=True, exist_ok=True)
        words = [*(wrap or []), sys.executable, "-m", "permanence.app.main", "floor"]
        with (self.settings.logs / "floor.log").open("ab") as output:
            self.floor = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=self.environment, cwd=ROOT
            )
        return self.floor

    def stop_floor(self) -> None:
        """End the floor process that was started here."""
        if self.floor is not None and self.floor.poll() is None:
            self.floor.terminate()
            try:
                self.floor.wait(10)
            except subprocess.TimeoutExpired:
                self.floor.kill()
                self.floor.wait()
        self.floor = None

    def floor_log(self, lines: int = 12) -> str:
        """The end of the floor's log."""
        path = self.settings.logs / "floor.log"
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""

    # -- rows ----------------------------------------------------------------------------------------------

    def rows(self, firm: str, statement: str, *values: object) -> list[tuple]:
        """What the database says, as the platform sees this firm."""
        with psycopg.connect(self.prepared.access.app, connect_timeout=5) as connection:
            connection.execute("select set_config('permanence.firm', %s, true)", [firm])
            return connection.execute(statement, values).fetchall()  # type: ignore[arg-type]

    # -- the floor's door ----------------------------------------------------------------------------------

    async def desk(self, patience: float = 20.0) -> Desk:
        """Speak with the floor as a web process does."""
        last = time.monotonic() + patience
        while True:
            try:
                return Desk(*await asyncio.open_unix_connection(self.settings.floor_socket, limit=1 << 24))
            except OSError:
                if time.monotonic() > last:
                    raise TimeoutError(f"the floor does not answer:\n{self.floor_log()}") from None
                await asyncio.sleep(0.05)

    async def ready(self, firm: str, agents: list[str], desk: Desk | None = None) -> None:
        """Have these agents signed in and ready; waits until the floor knows their telephones."""
        own = desk or await self.desk()
        known = self.rows(firm, "select min(endpoint_name) from routing.agent")[0][0]
        patience = time.monotonic() + 20
        while "Unable to find" in await self.switch.cli(f"pjsip show endpoint {known}"):
            if time.monotonic() > patience:
                raise TimeoutError(f"the switch does not know {known}:\n{self.floor_log()}")
            await asyncio.sleep(0.2)
        todo, last = list(agents), time.monotonic() + 30
        while todo:
            refused = []
            for agent in todo:
                reply = await own.do(firm, agent, {"type": "ready"})
                if reply.get("code") is not None:
                    refused.append(agent)
            todo = refused
            if todo:
                if time.monotonic() > last:
                    raise TimeoutError(f"{len(todo)} agents cannot be made ready: {reply}\n{self.floor_log()}")
                await asyncio.sleep(0.3)
        if desk is None:
            own.close()


class Desk:
    """A line to the floor's socket: wishes and answers, and the rows of followed firms."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Use `Installation.desk`."""
        self._reader, self._writer = reader, writer
        self._serial = 0
        self._waiting: dict[int, asyncio.Future[dict]] = {}
        self.rows: dict[str, dict[str, dict]] = {}
        self.on_change: Callable[[str, str, dict | None], None] | None = None
        self.lost = asyncio.Event()
        self._task = asyncio.create_task(self._listen())

    async def do(self, firm: str, agent: str | None, intent: dict) -> dict:
        """Ask for something as this agent."""
        return await self._ask({"type": "do", "firm": firm, "person": "per_bench", "agent": agent, "intent": intent})

    async def follow(self, firm: str) -> None:
        """Have the firm's rows kept in `rows`."""
        await self._ask({"type": "follow", "firm": firm})

    def close(self) -> None:
        """Let go."""
        self._task.cancel()
        self._writer.close()

    async def _ask(self, request: dict) -> dict:
        self._serial += 1
        future: asyncio.Future[dict] = asyncio.get_running_loop().create_future()
        self._waiting[self._serial] = future
        self._writer.write(json.dumps(request | {"id": self._serial}).encode() + b"\n")
        async with asyncio.timeout(15):
            return await future

    async def _listen(self) -> None:
        try:
            while line := await self._reader.readline():
                self._heard(json.loads(line))
        except OSError:
            pass  # the line is cut; whoever waits is told below
        finally:
            self.lost.set()
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(ConnectionError("the floor went away"))

    def _heard(self, answer: dict) -> None:
        match answer["type"]:
            case "reply":
                future = self._waiting.pop(answer["id"], None)
                if future is not None and not future.done():
                    future.set_result(answer)
            case "snapshot":
                self.rows = answer["rows"]
            case "update":
                for kind, key, row in answer["changes"]:
                    if row is None:
                        self.rows.setdefault(kind, {}).pop(key, None)
                    else:
                        self.rows.setdefault(kind, {})[key] = row
                    if self.on_change is not None:
                        self.on_change(kind, key, row)


def sweep() -> None:
    """End what a killed run left: its switch and its database, each named by the mark in its own folder."""
    for folder in Path(tempfile.gettempdir()).glob("pbench-*-*"):
        owner = folder.name.split("-")[1]
        if not owner.isdigit() or Path(f"/proc/{owner}").exists():
            continue
        for home in (folder, folder / "home"):
            for mark in home.glob("switch/run/switch.json"):
                found = read_mark(mark)
                if found is not None and found.alive():
                    os.kill(found.pid, signal.SIGKILL)
            if (home / "database/data").exists():
                Server(place.find(home), "", 0, home / "log").stop()
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def installed(rtp: int = 4000, folder: Path | None = None) -> AsyncIterator[Installation]:
    """Database and switch of a new installation, running; everything is ended and removed afterwards."""
    await asyncio.to_thread(sweep)
    tools = await asyncio.to_thread(wiring.fetch, lambda _: None)
    home = folder or Path(tempfile.mkdtemp(prefix=f"pbench-{os.getpid()}-"))
    home.chmod(0o755)
    settings = new_settings(home, rtp)
    plan = replace(wiring.plan(settings, tools))
    prepared = await asyncio.to_thread(database.prepare, settings)
    own = Installation(settings, plan, prepared)
    try:
        await asyncio.to_thread(wiring.prepare, plan, tools, lambda _: None)
        await own.switch.start_or_adopt()
        if machine.undisturbed():
            machine.go_first(own.switch_pid, *machine.family(own.database_pid))
        yield own
    finally:
        own.stop_floor()
        await own.switch.stop()
        if prepared.server is not None:
            pid = prepared.server.running_pid()
            if pid is not None:
                os.kill(pid, signal.SIGCONT)
            await asyncio.to_thread(prepared.server.stop)
            shutil.rmtree(prepared.server.place.folder, ignore_errors=True)
        shutil.rmtree(plan.spool, ignore_errors=True)
        if os.environ.get("KEEP"):
            print(f"  kept: {home}")
        else:
            shutil.rmtree(home, ignore_errors=True)


async def open_to_callers(own: Installation, contact: str = "sip:127.0.0.1:9") -> None:
    """Let callers on this machine in, as the carrier named in the numbers."""
    endpoints.write_trunks(own.plan.etc, [TrunkEntry("carrier", contact, ("127.0.0.1",))])
    await own.switch.reload()
