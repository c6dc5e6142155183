"""`kills.switch`, `kills.database`, `faults.disk`: what the platform stands on dies, hangs or fills up under load."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench import firm as firms
from bench import machine
from bench.figures import Figure, Outcome, is_quick
from bench.installation import Installation, installed, open_to_callers
from bench.kills import AGENTS, BRIDGED, CALLERS, WAITING, Platform
from bench.phones import Phones
from bench.rush import Rush


@dataclass
class Scene:
    """A busy floor on which a fault is to happen."""

    own: Installation
    phones: Phones
    firm: firms.Firm
    platform: Platform
    rush: Rush


@asynccontextmanager
async def busy(seed: int, folder: Path | None = None) -> AsyncIterator[Scene]:
    """Agents talk, callers wait."""
    async with installed(rtp=600, folder=folder) as own:
        phones = await Phones.open("127.0.0.1", own.settings.sip_port)
        await open_to_callers(own, f"sip:127.0.0.1:{phones.port}")
        terms = firms.Terms(music="default")
        firm = firms.write(own.prepared.access.app, AGENTS, phones.host, phones.port, terms, prefix="op")
        try:
            async with Platform(own, ("floor",)) as platform:
                await own.ready(firm.id, firm.agents)
                rush = Rush(own, phones, firm, CALLERS, seed)
                rush.start()
                await rush.full(BRIDGED, WAITING)
                await asyncio.sleep(5)
                yield Scene(own, phones, firm, platform, rush)
        finally:
            phones.close()


# -- the switch --------------------------------------------------------------------------------------------


async def _switch(outcome: Outcome) -> None:
    async with busy(1) as scene:
        own, desk = scene.own, await scene.own.desk()
        await desk.follow(scene.firm.id)
        watching = asyncio.create_task(own.switch.watch())
        up, waiting = len(scene.rush.bridged), len(scene.rush.waiting)
        scene.rush.pause()
        os.kill(own.switch_pid, signal.SIGKILL)
        began = time.monotonic()
        killed = {row[0] for row in own.rows(scene.firm.id, "select interaction_id from interaction.open_call")}
        free = closed = again = None
        while time.monotonic() - began < 90 and None in (free, closed):
            held = [a for a in desk.rows.get("agent", {}).values() if a.get("call") in killed]
            if free is None and not held:
                free = time.monotonic() - began
            left = own.rows(scene.firm.id, "select count(*) from interaction.call where phase <> 'ended' and id = any(%s)", list(killed))
            if closed is None and left[0][0] == 0:
                closed = time.monotonic() - began
            await asyncio.sleep(0.1)
        scene.rush.forget()
        scene.rush.resume()
        while time.monotonic() - began < 90 and not scene.rush.bridged:
            await asyncio.sleep(0.05)
        again = time.monotonic() - began
        await asyncio.sleep(8)
        await scene.rush.finish()
        wrong = await scene.rush.check_rows()
        watching.cancel()
        desk.close()
        outcomes = own.rows(
            scene.firm.id, "select outcome, ended_by, count(*) from interaction.call where id = any(%s) group by 1, 2", list(killed)
        )
        outcome.say(f"{up} bridged and {waiting} waiting calls died with the switch; their rows say {outcomes}")
        outcome.say(f"first new conversation {again:.1f} s after the kill; rows of later calls: {wrong or 'right'}")
        outcome.details = {"killed": len(killed), "outcomes": [list(row) for row in outcomes], "wrong": wrong}
        outcome.figures += [
            Figure("kills.switch", round(closed or 999, 1), "s_until_rows_closed", "<= 60"),
            Figure("kills.switch.agents", round(free or 999, 1), "s_until_agents_free", "<= 10"),
            Figure("kills.switch.again", round(again, 1), "s_until_the_next_conversation", "<= 60"),
            Figure("kills.switch.rows", len(wrong), "wrong_rows_afterwards", "= 0", None, "; ".join(wrong[:3])),
        ]


def switch() -> Outcome:
    """Kill the switch."""
    outcome = Outcome("kills.switch", quick=is_quick())
    asyncio.run(_switch(outcome))
    return outcome


# -- the database ------------------------------------------------------------------------------------------


async def _outage(scene: Scene, seconds: float, outcome: Outcome, what: str) -> tuple[int, int, float]:
    """Calls dialled and joined while it lasts; the longest time from dialling to being joined or still waiting."""
    began = time.monotonic()
    before = len(scene.rush.visits)
    joined_before = {id(v) for v in scene.rush.visits if v.agent is not None}
    await asyncio.sleep(seconds)
    fresh = scene.rush.visits[before:]
    joined = [v for v in scene.rush.visits if v.agent is not None and id(v) not in joined_before]
    slowest = max((v.leg.up - v.began for v in fresh if v.leg.up is not None), default=float("inf"))
    outcome.say(
        f"{what} for {time.monotonic() - began:.0f} s: {len(fresh)} new calls, {len(joined)} joined with an agent,"
        f" answered within {slowest:.2f} s; {len(scene.rush.found.dropped)} dropped, {len(scene.rush.found.lost)} lost"
    )
    return len(fresh), len(joined), slowest


async def _database(outcome: Outcome, way: str, seconds: float) -> None:
    async with busy(2) as scene:
        own, server = scene.own, scene.own.prepared.server
        assert server is not None
        desk = await own.desk()
        await desk.follow(scene.firm.id)
        root = own.database_pid
        pids = machine.family(root)
        for pid in (root, *pids[1:]):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL if way == "killed" else signal.SIGSTOP)
        began = time.monotonic()
        fresh, joined, _ = await _outage(scene, seconds, outcome, f"database {way}")
        told = "database_away" in desk.rows.get("notice", {})
        if way == "killed":
            await asyncio.to_thread(server.ensure_running)
        else:
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)
        lasted, back = time.monotonic() - began, time.monotonic()
        while "database_away" in desk.rows.get("notice", {}) and time.monotonic() - back < 60:
            await asyncio.sleep(0.05)
        caught_up = time.monotonic() - back
        await asyncio.sleep(5)
        desk.close()
        await scene.rush.finish()
        wrong = await scene.rush.check_rows(40)
        found = scene.rush.found
        harmed = len(found.dropped) + len(found.lost) + len(found.inversions) + len(found.refused)
        for line in [*found.dropped, *found.lost, *found.inversions, *found.refused, *wrong][:8]:
            outcome.say(line)
        outcome.say(f"told on the pages: {told}; caught up {caught_up:.1f} s after the database was back (away {lasted:.0f} s)")
        outcome.details[way] = {"fresh": fresh, "joined": joined, "harmed": harmed, "wrong": wrong, "caught_up_s": round(caught_up, 1)}
        enough = f">= {max(1, int(seconds / 4))}"
        outcome.figures += [
            Figure(f"kills.database.{way}", harmed, "harmed_calls", "= 0", None, f"away for {lasted:.0f} s"),
            Figure(f"kills.database.{way}.joined", joined, "calls_joined_meanwhile", enough),
            Figure(f"kills.database.{way}.rows", len(wrong), "wrong_rows_afterwards", "= 0", None, "; ".join(wrong[:3])),
            Figure(f"kills.database.{way}.told", int(told), "notice_on_the_pages", "= 1"),
        ]


def database() -> Outcome:
    """Kill it, and hang it."""
    outcome = Outcome("kills.database", quick=is_quick())
    seconds = float(os.environ.get("AWAY", "10" if outcome.quick else "120"))
    for way in ("killed", "hung"):
        asyncio.run(_database(outcome, way, seconds))
    return outcome


# -- the disk ----------------------------------------------------------------------------------------------


@asynccontextmanager
async def small_disk(megabytes: int) -> AsyncIterator[Path]:
    """A file system of its own, in memory; only root can make one."""
    folder = Path(tempfile.mkdtemp(prefix=f"pbench-{os.getpid()}-"))
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"This measure mounts a small file system, which needs root: {done.stderr.strip()}")
    home = folder / "home"
    home.mkdir()
    try:
        yield home
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
        folder.rmdir()


async def _disk(outcome: Outcome, seconds: float) -> None:
    async with small_disk(400) as home, busy(3, home) as scene:
        own, server = scene.own, scene.own.prepared.server
        assert server is not None
        if not str(server.place.data).startswith(str(home)):
            outcome.say(f"the database lies at {server.place.data}, outside of the small disk: only the rest is tried")
        watching = asyncio.create_task(server.watch())
        desk = await own.desk()
        await desk.follow(scene.firm.id)
        began = time.monotonic()
        _fill(home / "filler")
        alarm = await _until(lambda: "disk_full" in desk.rows.get("notice", {}), 30)
        refilling = asyncio.create_task(_keep_full(home / "filler2"))
        fresh, joined, _ = await _outage(scene, seconds, outcome, "disk full")
        refilling.cancel()
        for name in ("filler", "filler2"):
            (home / name).unlink(missing_ok=True)
        back = time.monotonic()
        await _until(lambda: not {"disk_full", "database_away"} & set(desk.rows.get("notice", {})), 60)
        recovered = time.monotonic() - back
        await asyncio.sleep(5)
        desk.close()
        await scene.rush.finish()
        wrong = await scene.rush.check_rows(40)
        watching.cancel()
        found = scene.rush.found
        harmed = len(found.dropped) + len(found.lost) + len(found.inversions) + len(found.refused)
        for line in [*found.dropped, *found.lost, *found.inversions, *found.refused, *wrong][:8]:
            outcome.say(line)
        outcome.say(f"full for {back - began:.0f} s; alarm after {alarm:.1f} s; recovered {recovered:.1f} s after there was room")
        outcome.details = {"fresh": fresh, "joined": joined, "harmed": harmed, "wrong": wrong}
        outcome.figures += [
            Figure("faults.disk", harmed, "harmed_calls", "= 0", None, f"{fresh} new calls and {joined} joined meanwhile"),
            Figure("faults.disk.alarm", round(alarm, 1), "s_until_alarm", "<= 10"),
            Figure("faults.disk.rows", len(wrong), "wrong_rows_afterwards", "= 0", None, "; ".join(wrong[:3])),
            Figure("faults.disk.recovered", round(recovered, 1), "s_after_there_is_room", "<= 60"),
        ]


def _fill(path: Path) -> None:
    """Write until nothing more goes in."""
    with suppress(OSError), path.open("ab", buffering=0) as file:
        while True:
            file.write(b"\0" * (1 << 20))
    with suppress(OSError), path.open("ab", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)


async def _keep_full(path: Path) -> None:
    while True:
        await asyncio.to_thread(_fill, path)
        await asyncio.sleep(0.2)


async def _until(check, patience: float) -> float:
    began = time.monotonic()
    while not check() and time.monotonic() - began < patience:
        await asyncio.sleep(0.05)
    return time.monotonic() - began


def disk() -> Outcome:
    """Fill the disk."""
    outcome = Outcome("faults.disk", quick=is_quick())
    asyncio.run(_disk(outcome, float(os.environ.get("AWAY", "10" if outcome.quick else "60"))))
    return outcome

