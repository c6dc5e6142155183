"""`permanence firm …` and `permanence trunk …`: what only the person who runs the machine may do.

Whoever may start these commands has the installation's folder and so everything in it; they ask for no password.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

import typer

from permanence.adapters.argon import Argon2Passwords, SystemSecrets
from permanence.adapters.asterisk.endpoints import TrunkEntry
from permanence.adapters.floorlink.once import Bell
from permanence.adapters.postgres.pool import Database
from permanence.app import carriers
from permanence.app import database as databases
from permanence.app import settings as settings_of
from permanence.app.logs import configure
from permanence.app.settings import Settings
from permanence.firms import rules
from permanence.firms.errors import UnknownTimeZone
from permanence.firms.model import Firm, Language, Person, PersonStatus, Role
from permanence.firms.service import People
from permanence.firms.store import PostgresFirms
from permanence.kernel.errors import Invalid, NotFound, Refused
from permanence.kernel.ids import FirmId, PersonId, RandomIds

firm_app = typer.Typer(no_args_is_help=True, help="The firms of this installation.")
trunk_app = typer.Typer(no_args_is_help=True, help="The lines to carriers.")


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(sentence + "\n")


@firm_app.command("add")
def add_firm(
    name: Annotated[str, typer.Argument(help="The firm's name, as its people read it.")],
    director: Annotated[str, typer.Option(help="Who directs it: first name and family name.")],
    email: Annotated[str, typer.Option(help="The director's address, to sign in with.")],
    language: Annotated[Language, typer.Option(help="Of the firm's screens and prompts.")] = Language.FR,
    country: Annotated[str, typer.Option(help="Two letters: how its numbers are read, its public holidays.")] = "FR",
    time_zone: Annotated[str, typer.Option(help="Where its opening hours are meant.")] = "Europe/Paris",
) -> None:
    """Open a firm, and print the password with which its director signs in once."""
    configure(logging.WARNING)
    if time_zone not in available_timezones():
        raise UnknownTimeZone
    if not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Invalid("A country has two letters, as FR or CH.")
    if "@" not in email or not name.strip() or not director.strip():
        raise Invalid("A firm needs a name, and a director with a name and an address such as anne@firm.example.")
    ids = RandomIds()
    firm = Firm(FirmId(ids.new("frm")), name.strip(), language, country.upper(), time_zone, rules.RECORDING_DAYS)
    boss = Person(
        PersonId(ids.new("per")), email.strip().lower(), director.strip(), (Role.DIRECTOR,), language,
        PersonStatus.ACTIVE, must_change_password=True,
    )  # fmt: skip
    asyncio.run(_found(settings_of.load(), firm, boss))


@firm_app.command("list")
def list_firms() -> None:
    """Print the open firms."""
    configure(logging.WARNING)
    asyncio.run(_list(settings_of.load()))


@firm_app.command("operator")
def name_operator(firm: Annotated[str, typer.Argument(help="The firm's id, as 'permanence firm list' prints it.")]) -> None:
    """Say which firm runs this installation, once: the platform's accounts are that firm's."""
    configure(logging.WARNING)
    asyncio.run(_name_operator(settings_of.load(), FirmId(firm)))


@firm_app.command("password")
def new_password(
    email: Annotated[str, typer.Argument(help="The address of a person who cannot sign in any more.")],
) -> None:
    """Give a person a new password, to be changed at the next sign-in."""
    configure(logging.WARNING)
    asyncio.run(_password(settings_of.load(), email.strip().lower()))


@trunk_app.command("add")
def add_trunk(
    name: Annotated[str, typer.Argument(help="As the firms' numbers name it: 'carrier' unless they say otherwise.")],
    address: Annotated[str | None, typer.Option(help="Where our calls go, as sip:sip.carrier.example:5060.")] = None,
    source: Annotated[
        list[str] | None, typer.Option("--from", help="An address or network from which its calls come; may be repeated.")
    ] = None,
    user: Annotated[str | None, typer.Option(help="The name with which we log in there.")] = None,
    password_file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A file with the password; else it is asked for.")
    ] = None,
    register: Annotated[bool, typer.Option("--register", help="We register at the carrier, at its address.")] = False,
    logs_in: Annotated[
        bool, typer.Option("--logs-in", help="The carrier logs in here when it calls, under the trunk's name.")
    ] = False,
) -> None:
    """Add a carrier, or change one; calls that are up stay."""
    password = None
    if user is not None or logs_in:
        password = password_file.read_text().strip() if password_file else typer.prompt("Password", hide_input=True)
    if address is not None and not address.startswith(("sip:", "sips:")):
        raise Invalid(f"{address!r} is no SIP address; write it as sip:{address}.")
    trunk = TrunkEntry(
        name, address, tuple(source or ()), user, password, they_log_in=logs_in, we_register=register
    )
    _tell_trunk(carriers.put(settings_of.load(), trunk), f"The trunk {name} is kept.")


@trunk_app.command("list")
def list_trunks() -> None:
    """Print the trunks, without their passwords."""
    trunks = carriers.load(settings_of.load())
    for trunk in trunks:
        known = ", ".join((*trunk.match, *(("its password",) if trunk.they_log_in else ())))
        says = [f"{trunk.name}: known by {known}", f"calls to {trunk.contact}" if trunk.contact else "no calls out"]
        say("; ".join([*says, *(["we register there"] if trunk.we_register else [])]))
    if not trunks:
        say("There is no trunk yet; 'permanence trunk add --help' tells how to add one.")


@trunk_app.command("remove")
def remove_trunk(name: Annotated[str, typer.Argument(help="The trunk's name.")]) -> None:
    """Forget a carrier."""
    _tell_trunk(carriers.remove(settings_of.load(), name), f"The trunk {name} is forgotten.")


def _tell_trunk(known: bool, done: str) -> None:
    say(f"{done} {'The switch knows.' if known else 'The switch is not running; it reads this when it starts.'}")


@asynccontextmanager
async def _people(settings: Settings) -> AsyncGenerator[tuple[People, Database]]:
    """Lend the services on the database."""
    async with databases.standing(settings), Database(databases.web_door(settings), size_max=2, limit_s=15.0) as database:
        yield People(database, PostgresFirms(), Argon2Passwords(), SystemSecrets(), RandomIds(), Bell(settings.floor_socket)), database


async def _found(settings: Settings, firm: Firm, boss: Person) -> None:
    password = SystemSecrets().password()
    async with _people(settings) as (people, _):
        await people.found(firm, boss, password, datetime.now(UTC))
        await people.floor.reload(firm.id)
    say(f"{firm.name} is open ({firm.id}).")
    say(f"{boss.name} signs in as {boss.email} with this password, once, and then chooses another: {password}")


async def _list(settings: Settings) -> None:
    async with _people(settings) as (people, _), Database(databases.floor_door(settings), size_max=1) as all_firms:
        async with all_firms.nobody() as connection:
            rows = await (await connection.execute("select firms.roster()")).fetchall()
        for (firm_id,) in rows:
            firm = await people.firm(FirmId(firm_id))
            say(f"{firm.id}  {firm.name}  ({firm.country}, {firm.time_zone})")
        if not rows:
            say("There is no firm yet; 'permanence firm add --help' tells how to open one.")


async def _name_operator(settings: Settings, firm: FirmId) -> None:
    async with _people(settings) as (people, _), Database(databases.floor_door(settings), size_max=1) as all_firms:
        name = (await people.firm(firm)).name
        async with all_firms.nobody() as connection:
            named = await connection.execute("insert into platform.operator (firm_id) values (%s) on conflict do nothing", [firm])
    if not named.rowcount:
        raise Refused("The operator has been named already; its accounts cannot change hands.")
    say(f"{name} runs this installation.")


async def _password(settings: Settings, email: str) -> None:
    async with _people(settings) as (people, database):
        async with database.nobody() as door:
            found = await people.store.candidates(door, email)
        if not found:
            raise NotFound(f"Nobody here signs in as {email}.")
        for candidate in found:
            made = await people.replace_password(candidate.firm, candidate.person, datetime.now(UTC))
            say(f"{email} signs in at {candidate.firm_name} with this password, once: {made}")
