"""The `permanence` command."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import Annotated, Any

import typer

from permanence.app import settings as settings_of
from permanence.app.logs import configure
from permanence.app.processes import die_with_parent
from permanence.kernel.errors import PermanenceError

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


@cli.command()
def serve() -> None:
    """Run the platform until it is told to stop."""
    from permanence.app.platform import Platform

    configure()
    _run(Platform(settings_of.load(), say).run())


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


def _child() -> None:
    die_with_parent()
    configure()


def _run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def main() -> None:
    """Run a command; what went wrong is told in a sentence."""
    try:
        cli()
    except PermanenceError as error:
        sys.stderr.write(error.message + "\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
