"""Fetches what calls need beside Python: the switch, its sounds and voices; for the tests also a caller machine.

Run by `deploy/setup`; repeats cost nothing once everything is there.
"""

from __future__ import annotations

import sys

from permanence.app import switch
from permanence.kernel.errors import PermanenceError


def bring(level: str) -> None:
    """Have everything at hand for `runtime`, or for `dev` as well."""
    switch.fetch(say, also=("sipp",) if level == "dev" else ())


def say(sentence: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Bring what the level on the command line names; say in a sentence what went wrong."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        bring(given[0] if given else "runtime")
    except PermanenceError as error:
        sys.stderr.write(error.message + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
