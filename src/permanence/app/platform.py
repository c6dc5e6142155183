"""The whole installation on one machine: database, switch, floor, web and worker, started in order and watched.

The database and the switch run in sessions of their own. Ending the platform leaves them running while calls are
up; `permanence stop` ends them as well.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog

from permanence.adapters.asterisk.configuration import Tls
from permanence.adapters.asterisk.process import Switch
from permanence.adapters.floorlink.once import ask_once
from permanence.app import carriers, database
from permanence.app import switch as switch_of
from permanence.app.database import Prepared
from permanence.app.processes import Child
from permanence.app.settings import Settings
from permanence.app.switch import Tools
from permanence.floor.protocol import Owed
from permanence.kernel.errors import PermanenceError

log = structlog.get_logger("platform")
MISSED_PAUSE_S = 5.0
# Two floors: one holds the lease and serves, the other has loaded everything but the firms and takes over when it dies.
CHILDREN = (("floor", "floor"), ("floor-2", "floor"), ("web", "web"), ("worker", "worker"), ("keypad", "keypad"))
Say = Callable[[str], None]
After = Callable[["Platform"], Awaitable[None]]


class Platform:
    """Everything that one `permanence serve` keeps running."""

    def __init__(self, settings: Settings, say: Say, tls: Tls | None = None) -> None:
        """Prepare; nothing is started yet."""
        self.settings, self.say = settings, say
        self.tls = tls
        self.tools: Tools | None = None
        self.database: Prepared | None = None
        self.switch: Switch | None = None
        self.children = [Child(name, (command,), settings.logs / f"{name}.log") for name, command in CHILDREN]
        self._stop = asyncio.Event()

    async def run(self, after_start: After | None = None) -> None:
        """Start everything, keep it running until told to stop."""
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._stop.set)
        await self.start()
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(child.keep(self.say)) for child in self.children]
                tasks += self._watchers(group)
                if after_start is not None:
                    tasks.append(group.create_task(_quietly(after_start(self))))
                await self._stop.wait()
                await self._end_children()
                for task in tasks:
                    task.cancel()
        finally:
            await self._end_children()
            await self.leave()

    async def _end_children(self) -> None:
        await asyncio.gather(*(child.end() for child in reversed(self.children)))

    async def start(self) -> None:
        """Bring up what our processes stand on."""
        self.tools = await asyncio.to_thread(switch_of.fetch, self.say)
        self.database = await asyncio.to_thread(database.prepare, self.settings)
        plan = switch_of.plan(self.settings, self.tools, self.tls)
        await asyncio.to_thread(switch_of.prepare, plan, self.tools, self.say)
        await asyncio.to_thread(carriers.write, self.settings)
        self.switch = Switch(plan, self.say)
        if await self.switch.start_or_adopt():
            self.say("The switch was still running and has been taken over with its calls.")

    def _watchers(self, group: asyncio.TaskGroup) -> list[asyncio.Task[None]]:
        assert self.switch is not None and self.database is not None
        tasks = [group.create_task(self.switch.watch()), group.create_task(self._hand_over_missed())]
        tasks.append(group.create_task(self.switch.follow(switch_of.log_keeper(self.settings))))
        if self.database.server is not None:
            tasks.append(group.create_task(self.database.server.watch()))
        return tasks

    async def _hand_over_missed(self) -> None:
        """Tell the floor of callers whom the switch kept alone, then have the switch forget them."""
        assert self.switch is not None
        while True:
            await asyncio.sleep(MISSED_PAUSE_S)
            try:
                for owed in await self.switch.callbacks():
                    since, until = (datetime.fromtimestamp(t, UTC) for t in (owed.since, owed.until))
                    await ask_once(self.settings.floor_socket, Owed(1, owed.called, owed.caller, since, until))
                    await self.switch.forget_callback(owed)
            except (OSError, TimeoutError, PermanenceError):
                continue  # the floor or the switch is away; nothing is forgotten before it was told

    async def leave(self) -> None:
        """Let go: switch and database stay while calls are up, else they end too."""
        if self.switch is None:
            return
        calls = await self._calls()
        if calls:
            self.switch.leave()
            self.say(f"{calls} calls go on. Start again to take them over; 'permanence stop' ends them.")
            return
        await self.switch.stop()
        if self.database is not None and self.database.server is not None:
            await asyncio.to_thread(self.database.server.stop)

    async def _calls(self) -> int:
        assert self.switch is not None
        if self.switch.pid is None:
            return 0
        answer = await self.switch.cli("core show channels count")
        first = next((line for line in answer.splitlines() if "active channel" in line), "0")
        return int(first.split()[0]) if first.split()[0].isdigit() else 0


async def _quietly(work: Awaitable[None]) -> None:
    """Do what runs beside the platform. Whatever happens to it, the platform goes on."""
    try:
        await work
    except Exception:  # callers are being served
        log.exception("beside_the_platform")


async def stop(settings: Settings, say: Say) -> None:
    """End switch and database of an installation whose platform no longer runs."""
    tools = await asyncio.to_thread(switch_of.fetch, say)
    await Switch(switch_of.plan(settings, tools), say).stop()
    if not settings.database_url:
        from permanence.adapters.postgres import access as doors

        server = database.embedded(settings, doors.load_passwords(settings.secrets))
        await asyncio.to_thread(server.stop)
    say("Stopped.")
