"""The `permanence` command."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from permanence.app import settings as settings_of
from permanence.app.logs import configure
from permanence.app.processes import die_with_parent
from permanence.app.settings import Settings
from permanence.kernel.errors import PermanenceError

if TYPE_CHECKING:
    from permanence.adapters.asterisk.configuration import Tls

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


PublicName = Annotated[
    str | None, typer.Option(help="Name or address under which browsers on the network reach this machine; turns HTTPS on.")
]
CertificateFile = Annotated[Path | None, typer.Option(help="Your own certificate (PEM); without it a local authority is made.")]
KeyFile = Annotated[Path | None, typer.Option(help="The key of your own certificate (PEM).")]


@cli.command()
def serve(public_name: PublicName = None, certificate: CertificateFile = None, key: KeyFile = None) -> None:
    """Run the platform until it is told to stop."""
    from permanence.app.platform import Platform

    configure(logging.WARNING)
    settings, tls = _reachable(public_name, certificate, key)
    _run(Platform(settings, say, tls).run())


@cli.command()
def run(public_name: PublicName = None, certificate: CertificateFile = None, key: KeyFile = None) -> None:
    """Run the platform with its demonstration: two firms, callers, and the first call told as it happens."""
    from permanence.app.demo.run import Demonstration, language_of, leave
    from permanence.app.demo.state import SWITCHED_ON
    from permanence.app.platform import Platform

    configure(logging.WARNING)
    settings, tls = _reachable(public_name, certificate, key)
    platform = Platform(settings, say, tls)
    os.environ[SWITCHED_ON] = "1"  # the processes that are started know it too

    async def demonstrate(running: Platform) -> None:
        assert running.tools is not None and running.switch is not None
        scheme = "https" if settings.certificate else "http"
        say(f"\n  {scheme}://{settings.public_name or 'localhost'}:{settings.http_port}/\n")
        await Demonstration(settings, running.tools, running.switch, say, language_of()).run()

    async def all_of_it() -> None:
        await platform.run(demonstrate)
        if platform.tools is not None:
            await leave(settings, platform.tools, say)

    _run(all_of_it())


@cli.command()
def doctor() -> None:
    """Check ports, disk, switch, database and clock, and say what to do."""
    from permanence.app.doctor import checks

    findings = checks(settings_of.load())
    marks = {"ok": "✓", "warn": "!", "fail": "✗"}
    for finding in findings:
        say(f"{marks[finding.verdict]} {finding.name}: {finding.sentence}")
    if any(finding.verdict == "fail" for finding in findings):
        sys.exit(1)


@cli.command()
def simulate(
    scenario: Annotated[list[Path], typer.Argument(help="A scenario (TOML); with two, both are played on the same days.")],
    seeds: Annotated[int, typer.Option(min=1, max=10_000, help="How many days.")] = 10,
    first: Annotated[int, typer.Option(help="The first day's seed.")] = 1,
    picture: Annotated[Path | None, typer.Option(help="Write a picture (SVG) of waits and of the line over the day.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures of every day for programs.")] = False,
) -> None:
    """Play days of a call centre: who waits how long with these people."""
    from permanence.app.simulate import simulate as play

    if len(scenario) > 2:
        raise typer.BadParameter("Give one scenario, or two to compare.")
    play(scenario, seeds, first, picture, as_json=as_json)


@cli.command()
def stop() -> None:
    """End the switch and the database that an earlier run left."""
    from permanence.app import platform

    _run(platform.stop(settings_of.load(), say))


@cli.command()
def setup(level: Annotated[str, typer.Argument(help="runtime or dev")] = "runtime") -> None:
    """Fetch the switch, its sounds and voices."""
    from permanence.app.setup import bring

    bring(level)


@cli.command(hidden=True)
def floor() -> None:
    """Run the floor process."""
    from permanence.app import floor as process

    _child()
    process.main(settings_of.load())


@cli.command(hidden=True)
def web() -> None:
    """Run the web process."""
    from permanence.app import web as process

    _child()
    process.main(settings_of.load())


@cli.command(hidden=True)
def worker() -> None:
    """Run the worker process."""
    from permanence.app import worker as process

    _child()
    process.main(settings_of.load())


def _reachable(name: str | None, certificate: Path | None, key: Path | None) -> tuple[Settings, Tls | None]:
    """Settings for this machine alone, or, with a name, for the network: HTTPS, and a secure websocket at the switch."""
    if name is None:
        return settings_of.load(), None
    from permanence.app.network import open_to_network

    settings, tls = open_to_network(name, certificate, key, say)
    return settings, tls


def _child() -> None:
    die_with_parent()
    configure()


def _run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def main() -> None:
    """Run a command; what went wrong is told in a sentence."""
    if sys.argv[1:2] in ([], ["--help"], ["demo"], ["firm"], ["trunk"]):  # the platform's processes need not load these
        from permanence.app.demo.cli import app as demo
        from permanence.app.operate import firm_app, trunk_app

        cli.add_typer(firm_app, name="firm")
        cli.add_typer(trunk_app, name="trunk")
        cli.add_typer(demo, name="demo")
    try:
        cli()
    except PermanenceError as error:
        sys.stderr.write(error.message + "\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
