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


FirmOption = Annotated[str | None, typer.Option("--firm", help="The firm (frm_…), where there are several.")]
WithoutOption = Annotated[list[str] | None, typer.Option("--without", help="Agents to leave out: '2 agents', '1 agents of Devis'.")]
ChangeOption = Annotated[Path | None, typer.Option("--change", help="Rules of queues to change (TOML).")]


@cli.command()
def simulate(
    scenario: Annotated[list[Path] | None, typer.Argument(help="A scenario (TOML); with two, both are played on the same days.")] = None,
    seeds: Annotated[int | None, typer.Option(min=1, max=10_000, help="How many days; of a real day, how many plays.")] = None,
    first: Annotated[int, typer.Option(help="The first day's seed.")] = 1,
    picture: Annotated[Path | None, typer.Option(help="Write a picture (SVG) of waits and of the line over the day.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures of every day for programs.")] = False,
    day: Annotated[str | None, typer.Option(help="Play a day that was, as 2026-11-20, with its calls and its people.")] = None,
    firm: FirmOption = None,
    without: WithoutOption = None,
    change: ChangeOption = None,
) -> None:
    """Play days of a call centre: who waits how long with these people."""
    if day is not None:
        from permanence.app.simulate_past import Asked, simulate_past

        if scenario or picture is not None:
            raise typer.BadParameter("A real day is played without a scenario and without a picture.")
        asked = Asked(day=day, firm=firm, without=tuple(without or ()), change=change, seeds=seeds or 5, first=first)
        configure(logging.WARNING)
        simulate_past(settings_of.load(), asked, as_json=as_json)
        return
    from permanence.app.simulate import simulate as play

    if not scenario or len(scenario) > 2:
        raise typer.BadParameter("Give one scenario, or two to compare, or a day with --day.")
    if without or change is not None or firm is not None:
        raise typer.BadParameter("--firm, --without and --change belong to --day; a scenario says all by itself.")
    play(scenario, seeds or 10, first, picture, as_json=as_json)


@cli.command()
def replay(
    call: Annotated[str | None, typer.Argument(help="A call (int_…): what happened on it, step by step.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Play what was from here on, as 2026-11-20T09:00.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="… until here.")] = None,
    firm: FirmOption = None,
    without: WithoutOption = None,
    change: ChangeOption = None,
    seeds: Annotated[int, typer.Option(min=1, max=1000, help="How many plays.")] = 5,
    language: Annotated[str | None, typer.Option(help="fr or en; else the firm's.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures for programs.")] = False,
) -> None:
    """Tell what happened on a call, or play a stretch of the past again."""
    configure(logging.WARNING)
    if call is not None and since is None and until is None:
        from permanence.app.replay import tell_call

        _run(tell_call(settings_of.load(), call, language, say))
        return
    from permanence.app.simulate_past import Asked, simulate_past

    if call is not None or since is None or until is None:
        raise typer.BadParameter("Give a call, or both --from and --to.")
    asked = Asked(since=since, until=until, firm=firm, without=tuple(without or ()), change=change, seeds=seeds)
    simulate_past(settings_of.load(), asked, as_json=as_json)


@cli.command(name="planning-demo")
def planning_demo(
    file: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    seed: Annotated[int, typer.Option(help="Which year: the same seed makes the same calls.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=1500, help="How many days, the last of them yesterday.")] = 365,
    size: Annotated[float, typer.Option(min=0.1, max=200.0, help="So many times the calls.")] = 1.0,
) -> None:
    """Write last year's calls of the first demonstration firm, made up, for trying the planning."""
    from permanence.app.demo.last_year import write

    say(f"{write(file, seed, days, size)} calls are in {file}; import them under Planning.")


@cli.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A receipt, or a month's receipts.", dir_okay=False)],
    key: Annotated[str | None, typer.Option(help="The public key or fingerprint that you trust, or a file that holds it.")] = None,
    language: Annotated[str | None, typer.Option(help="fr or en; else the terminal's.")] = None,
) -> None:
    """Verify receipts for calls answered by another firm, without a platform: 0 all is right, 1 not, 2 unreadable."""
    from permanence.app import verify as verification

    sys.exit(verification.verify(file, key, verification.language_of(language), say))


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
def keypad() -> None:
    """Run the keypad process, which takes cards."""
    from permanence.app import keypad as process

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
