"""`kills.calls`: seeded kill -9 of floor, web and worker under load, as many as asked; resumable.

The processes are kept by the platform's own watcher. After each kill: is a bridged call gone, a waiting caller lost or
passed over, and how long until wishes are carried out again?
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from pathlib import Path

import psycopg

from bench import firm as firms
from bench import machine
from bench.figures import Figure, Outcome, is_quick, percentile
from bench.installation import Installation, installed, open_to_callers
from bench.phones import Phones
from bench.rush import Rush
from permanence.app.platform import CHILDREN
from permanence.app.processes import Child

ROOT = Path(__file__).parent.parent
AGENTS, CALLERS = 24, 38
BRIDGED, WAITING = 20, 10
BACK_S = 5.0
WANTED = 200
ROUND = 25  # kills to one installation
LADDER = (
    "select customer, call.id, journal.at::time, kind, data from interaction.call join interaction.journal on"
    " journal.firm_id = call.firm_id and interaction_id = call.id where customer = %s order by call.id, seq"
)
VICTIMS = ("floor", "floor", "web", "worker")  # of the floors always the one that serves


class Platform:
    """The platform's processes under its own watcher, the floor that stands by included."""

    def __init__(self, own: Installation, commands: tuple[str, ...] = ("floor", "web", "worker")) -> None:
        """Name the commands that are to run."""
        self.own = own
        self.children = {
            name: Child(name, (command,), own.settings.logs / f"{name}.log")
            for name, command in CHILDREN
            if command in commands
        }
        self.said: list[str] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._before: dict[str, str] = {}

    async def __aenter__(self) -> Platform:
        """Start all."""
        self._before = dict(os.environ)  # the watcher gives its own environment to what it starts
        os.environ.update(self.own.environment)
        os.environ.pop("DATABASE_URL", None)
        self._tasks = [asyncio.create_task(child.keep(self.said.append)) for child in self.children.values()]
        return self

    async def __aexit__(self, *_: object) -> None:
        """End all."""
        await asyncio.gather(*(child.end() for child in self.children.values()))
        for task in self._tasks:
            task.cancel()
        os.environ.clear()
        os.environ.update(self._before)

    def owner(self) -> str | None:
        """Which of the floors holds the lease."""
        with psycopg.connect(self.own.prepared.access.owner, connect_timeout=5) as connection:
            row = connection.execute("select holder from platform.lease where name = 'floor'").fetchone()
        pid = row[0].rpartition("/")[2] if row is not None else ""
        running = {str(child.process.pid): name for name, child in self.children.items() if child.process is not None}
        return running.get(pid)

    async def victim(self, name: str) -> Child:
        """The process to be killed, when it runs: for the floor, who holds the lease."""
        while True:
            chosen = await asyncio.to_thread(self.owner) if name == "floor" else name
            child = self.children.get(chosen or "")
            if child is not None and child.process is not None and child.process.returncode is None:
                return child
            await asyncio.sleep(0.05)

    @staticmethod
    def kill(child: Child) -> None:
        """Kill -9."""
        assert child.process is not None
        child.process.kill()

    async def control(self, firm: firms.Firm, agent: str, recoveries: int, patience: float = 30.0) -> float:
        """Seconds until a wish is carried out and the switch was gone through, counted from now."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            try:
                desk = await self.own.desk(patience)
                reply = await desk.do(firm.id, agent, {"type": "pause", "reason": "mesure"})
                desk.close()
                if reply.get("code") is None and self.recoveries() > recoveries:
                    return time.monotonic() - began
            except (OSError, TimeoutError):
                pass  # control is not back yet
            await asyncio.sleep(0.02)
        return patience

    def recoveries(self) -> int:
        """How often the floor has brought rows and switch together."""
        logs = self.own.settings.logs.glob("floor*.log")
        return sum(log.read_text(errors="replace").count('"recovered"') for log in logs)


def _empty() -> dict:
    return {
        "kills": 0, "by_process": {}, "dropped": [], "lost": [], "inversions": [], "refused": [], "wrong_rows": [],
        "back_s": [], "largest_gap_s": 0.0, "gaps_over_200_ms": 0, "legs": 0, "calls": 0, "others": [], "full": 0,
        "starts": {}, "overtaken": 0, "resumed": 0,
    }  # fmt: skip


async def _round(state: dict, kills: int, seed: int, outcome: Outcome) -> None:
    chance = random.Random(seed)
    async with installed(rtp=600) as own:
        phones = await Phones.open("127.0.0.1", own.settings.sip_port)
        await open_to_callers(own, f"sip:127.0.0.1:{phones.port}")
        firm = firms.write(
            own.prepared.access.app, AGENTS + 1, phones.host, phones.port, firms.Terms(music="default"), prefix="op"
        )
        spare = firm.agents[-1]
        async with Platform(own) as platform:
            await own.ready(firm.id, firm.agents[:-1])
            desk = await own.desk()
            await desk.do(firm.id, spare, {"type": "sign_in"})
            desk.close()
            rush = Rush(own, phones, firm, CALLERS, seed)
            rush.start()
            meter = machine.Meter({"switch": [own.switch_pid]})
            for number in range(kills):
                state["full"] += await rush.full(BRIDGED, WAITING, 30)
                await asyncio.sleep(chance.uniform(0.2, 1.5))
                name = chance.choice(VICTIMS)
                child = await platform.victim(name)
                recoveries = platform.recoveries()
                if name == "floor":
                    rush.outages.append((time.monotonic(), float("inf")))
                platform.kill(child)
                if name == "floor":
                    state["back_s"].append(round(await platform.control(firm, spare, recoveries), 2))
                    rush.outages[-1] = (rush.outages[-1][0], time.monotonic())
                state["kills"] += 1
                state["by_process"][name] = state["by_process"].get(name, 0) + 1
                if number % 10 == 9 or outcome.quick:
                    outcome.say(_so_far(state, rush))
            await rush.finish()
            wrong = await rush.check_rows()
            for number in {line.partition(":")[0] for line in wrong if line.startswith("+")}:
                for step in own.rows(firm.id, LADDER, number):
                    outcome.say(" ".join(map(str, step)))
            state["others"].append(round(meter.read().others, 2))
            for name, child in platform.children.items():
                state["starts"][name] = state["starts"].get(name, 0) + child.starts
        _note(state, rush, wrong)
        for line in [*rush.found.dropped, *rush.found.lost, *rush.found.inversions, *rush.found.refused, *wrong][:12]:
            outcome.say(f"seed {seed}: {line}")
        phones.close()


def _so_far(state: dict, rush: Rush) -> str:
    found, worst = rush.found, max(state["back_s"], default=0)
    return (
        f"{state['kills']} kills: {len(rush.visits)} calls, {len(found.dropped)} dropped, {len(found.lost)} lost,"
        f" {len(found.inversions)} out of order, {len(found.refused)} refused; control back in {worst:.2f} s at worst"
    )


def _note(state: dict, rush: Rush, wrong: list[str]) -> None:
    found = rush.found
    for name in ("dropped", "lost", "inversions", "refused"):
        state[name] += getattr(found, name)
    state["wrong_rows"] += wrong
    state["overtaken"] += len(found.overtaken)
    state["resumed"] += len(found.resumed)
    state["calls"] += len(rush.visits)
    state["legs"] += len(found.gaps)
    state["largest_gap_s"] = max(state["largest_gap_s"], round(max(found.gaps, default=0), 3))
    state["gaps_over_200_ms"] += sum(gap > 0.2 for gap in found.gaps)


def calls() -> Outcome:
    """Kill as often as KILLS says (200; quick 6), going on where an earlier run of the same name stopped with RESUME=1."""
    outcome = Outcome("kills.calls", quick=is_quick())
    wanted = int(os.environ.get("KILLS", "6" if outcome.quick else str(WANTED)))
    place = ROOT / "build/kills.calls.state"
    state = json.loads(place.read_text()) if os.environ.get("RESUME") and place.exists() else _empty()
    while state["kills"] < wanted:
        asyncio.run(_round(state, min(ROUND, wanted - state["kills"]), 1000 + state["kills"], outcome))
        if not outcome.quick:
            _keep(place, state)
    _figures(outcome, state)
    return outcome


def _keep(place: Path, state: dict) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    part.write_text(json.dumps(state))
    part.replace(place)


def _figures(outcome: Outcome, state: dict) -> None:
    kills = state["kills"]
    bad = {name: len(state[name]) for name in ("dropped", "lost", "inversions", "refused", "wrong_rows")}
    outcome.details = state | {"counts": bad}
    clean = sum(bad.values()) == 0
    bound = f"fewer than {300 / kills:.2g} % of kills do harm, with 95 % certainty" if clean else "not clean: no bound"
    outcome.say(
        f"{kills} kills {state['by_process']} with {state['calls']} calls, {BRIDGED} bridged and {WAITING} waiting at"
        f" {state['full']} of them; {bad}; {bound}"
    )
    outcome.say(
        f"no harm, but told: {state['overtaken']} callers who came while the floor was away were passed over while the"
        f" switch kept them; {state['resumed']} conversations whose agent hung up in that time were taken up again"
    )
    outcome.say(
        f"sound: largest gap of a bridged leg {state['largest_gap_s']:.2f} s, over 200 ms on {state['gaps_over_200_ms']} of"
        f" {state['legs']} legs; stolen {state['others']} cores"
    )
    backs = state["back_s"] or [0.0]
    outcome.figures += [
        Figure("kills.calls", sum(bad.values()), f"harmed_calls_in_{kills}_kills", "= 0", None, f"{bad}; {bound}"),
        Figure(
            "kills.calls.control", max(backs), "s_at_worst", f"<= {BACK_S:g}", (min(backs), max(backs)),
            f"{len(backs)} kills of the floor, half of them within {percentile(backs, 50):.2f} s",
        ),
        Figure("kills.calls.number", kills, "kills", "" if outcome.quick else f">= {WANTED}"),
        Figure("kills.calls.sound", state["largest_gap_s"], "s_largest_gap", "< 1", None, f"over {state['legs']} bridged legs"),
    ]  # fmt: skip
