"""`permanence demo …`: callers who keep coming, the accounts, and starting the demonstration over."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import sys
from datetime import datetime
from random import Random
from typing import Annotated

import typer

from permanence.adapters.asterisk.far import FarEnd
from permanence.adapters.asterisk.process import Switch
from permanence.adapters.floorlink.client import FloorLink
from permanence.adapters.floorlink.once import answers
from permanence.adapters.postgres.pool import Database
from permanence.app import carriers
from permanence.app import settings as settings_of
from permanence.app import switch as wiring
from permanence.app.database import floor_door
from permanence.app.demo import state as remembered
from permanence.app.demo.callers import Crowd, Fate, fate_line, per_second
from permanence.app.demo.firms import FIRMS, TRUNK
from permanence.app.demo.floor_client import FloorClient
from permanence.app.demo.run import language_of, tell_accounts
from permanence.app.demo.speech import Speech
from permanence.app.logs import configure
from permanence.app.platform import stop
from permanence.app.settings import Settings
from permanence.kernel.errors import NotFound, Refused
from permanence.kernel.ids import FirmId

app = typer.Typer(no_args_is_help=True, help="The demonstration: callers, accounts, starting over.")
DATA = ("database", "recordings", "switch", "far", "run", "logs")


class NotSeeded(Refused):
    """There is no demonstration here yet; start it with 'permanence run'."""

    code = "demonstration.none"


class StillRunning(Refused):
    """The platform runs; stop it first (Ctrl-C where it was started)."""

    code = "demonstration.running"


class OthersToo(Refused):
    """This installation holds firms beside the demonstration's; they would be lost, so nothing was removed."""

    code = "demonstration.others"


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


@app.command()
def calls(
    rate: Annotated[str, typer.Option(help="How many call: 6/min, 1/s, 90/h.")] = "6/min",
    seed: Annotated[int | None, typer.Option(help="Makes the same callers come again.")] = None,
    count: Annotated[int | None, typer.Option(help="End after so many callers.")] = None,
) -> None:
    """Keep callers coming in and tell each one's fate, until Ctrl-C."""
    configure(logging.WARNING)
    try:
        asyncio.run(_calls(settings_of.load(), per_second(rate), seed, count))
    except KeyboardInterrupt:
        say("")


@app.command()
def accounts() -> None:
    """Print the demonstration's accounts and numbers."""
    tell_accounts(say, language_of())


@app.command()
def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove the demonstration's data, so that the next start begins afresh."""
    configure(logging.WARNING)
    asyncio.run(_reset(settings_of.load(), sure=yes))


async def _calls(settings: Settings, rate_per_s: float, seed: int | None, count: int | None) -> None:
    state = await asyncio.to_thread(remembered.load, settings)
    if not state.firms:
        raise NotSeeded
    tools = await asyncio.to_thread(wiring.fetch, say)
    plan = wiring.far_plan(settings, tools)
    await Switch(plan, say).start_or_adopt()
    floor = FloorClient(FloorLink(settings.floor_socket), tuple(state.firms.values()))
    await floor.start()
    far = FarEnd(plan, f"callers.{os.getpid()}")
    try:
        await far.start()
        language = language_of()

        def told(fate: Fate) -> None:
            say(f"{datetime.now().astimezone():%H:%M:%S}  {fate_line(fate, language)}")

        firm_ids = {firm.name: state.firms[firm.mark] for firm in FIRMS}
        speech = Speech(tools.studio, plan.home / "speech")
        await Crowd(far, floor, speech, firm_ids, Random(seed), told).come(rate_per_s, count)
    finally:
        await far.stop()
        await floor.stop()


async def _reset(settings: Settings, *, sure: bool) -> None:
    if await answers(settings.floor_socket):
        raise StillRunning
    state = await asyncio.to_thread(remembered.load, settings)
    if not state.firms:
        raise NotSeeded
    tools = await asyncio.to_thread(wiring.fetch, say)
    if settings.database_url is None:
        await asyncio.to_thread(_start_database, settings)
    async with Database(floor_door(settings), limit_s=15.0) as database, database.nobody() as connection:
        rows = await (await connection.execute("select firms.roster()")).fetchall()
    others = {FirmId(row[0]) for row in rows} - set(state.firms.values())
    if others or settings.database_url is not None:
        raise OthersToo
    if not (
        sure
        or typer.confirm(f"Remove the demonstration's calls, recordings and settings in {settings.home}?")
    ):
        return
    await Switch(wiring.far_plan(settings, tools), say).stop()
    await stop(settings, say)
    await asyncio.to_thread(_remove, settings)
    say("The next 'permanence run' begins afresh.")


def _start_database(settings: Settings) -> None:
    from permanence.app import database

    database.prepare(settings)


def _remove(settings: Settings) -> None:
    """Remove data, keep secrets of the installation and what was fetched."""
    for name in DATA:
        shutil.rmtree(settings.home / name, ignore_errors=True)
    (settings.home / "floor.backlog").unlink(missing_ok=True)
    with contextlib.suppress(NotFound):
        carriers.remove(settings, TRUNK)
    remembered.file_of(settings).unlink(missing_ok=True)
