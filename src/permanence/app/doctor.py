"""Looks whether this machine can serve calls: each check gives a verdict and one sentence on what to do."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import psycopg

from permanence.adapters.asterisk import packages, remote
from permanence.adapters.asterisk.doors import Door, doors
from permanence.adapters.asterisk.layout import SwitchLayout, Tree, find
from permanence.adapters.asterisk.process import read_mark
from permanence.app import database
from permanence.app import switch as wiring
from permanence.app.settings import Settings
from permanence.app.switch import Tools
from permanence.kernel.errors import PermanenceError

Verdict = Literal["ok", "warn", "fail"]
ROOM_WANTED = 5_000_000_000
ROOM_NEEDED = 500_000_000
CLOCK_TOLERANCE_S = 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to do about it."""

    name: str
    verdict: Verdict
    sentence: str


Check = Callable[[Settings], Iterator[Finding]]


def checks(settings: Settings) -> list[Finding]:
    """Every finding, in the order in which they matter; a check that breaks is a finding too."""
    found: list[Finding] = []
    for name, check in CHECKS:
        try:
            found += check(settings)
        except (OSError, PermanenceError) as error:
            found.append(Finding(name, "fail", f"This could not be checked: {error}."))
    return found


def check_switch(settings: Settings) -> Iterator[Finding]:
    """Whether there is an Asterisk with all modules, and which."""
    layout = _layout()
    if layout is None:
        yield Finding("switch", "fail", "The switch has not been fetched; run `make setup`.")
    elif (reason := layout.unfit()) is not None:
        yield Finding("switch", "fail", f"{reason}; run `make setup`, or install Asterisk 20 or later.")
    else:
        where = "of this machine" if layout.tree.root is None else "unpacked"
        yield Finding(
            "switch", "ok", f"Asterisk {layout.version} ({where}) has every module that calls need."
        )


def check_voice(settings: Settings) -> Iterator[Finding]:
    """Whether prompts can be converted and spoken."""
    tree = packages.unpacked("voice", wiring.tools_folder(), wiring.LOCK) or Tree()
    voice = wiring.Studio(tree).voice
    if voice is None:
        advice = (
            "Prompts can be neither converted nor spoken; run `make setup`, or install sox and espeak-ng."
        )
        yield Finding("voice", "warn", advice)
    else:
        yield Finding("voice", "ok", f"Prompts are converted by SoX and spoken by {voice}.")


def check_ports(settings: Settings) -> Iterator[Finding]:
    """Whether our ports are free, or held by this very installation."""
    layout = _layout() or SwitchLayout(Tree(), Path(), Path(), "0")
    plan = wiring.plan(settings, Tools(layout, Tree(), None), wiring.tls(settings, datetime.now(UTC)))
    mark = read_mark(plan.run / "switch.json")
    if mark is not None and mark.alive():
        yield Finding(
            "ports", "ok", f"The switch of this installation runs (process {mark.pid}) and holds its ports."
        )
    else:
        taken = [obstacle for door in doors(plan) if (obstacle := door.taken()) is not None]
        for obstacle in taken:
            yield Finding("ports", "fail", obstacle)
        if not taken:
            yield Finding("ports", "ok", f"The switch's ports are free ({plan.ari_port}, {plan.sip_port}).")
    if not settings.floor_socket.exists():
        page = Door(settings.host, settings.http_port, False, "the pages", "HTTP_PORT").taken()
        if page is not None:
            yield Finding("ports", "fail", page)


def check_disk(settings: Settings) -> Iterator[Finding]:
    """Whether the data folder can be written and has room for recordings."""
    place = settings.home
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK):
        yield Finding("disk", "fail", f"{place} cannot be written; set PERMANENCE_HOME to a folder of yours.")
        return
    free = shutil.disk_usage(place).free
    said = f"{free / 1e9:.1f} GB are free at {place}"
    if free < ROOM_NEEDED:
        yield Finding("disk", "fail", f"{said}; make room: the database stops when the disk is full.")
    elif free < ROOM_WANTED:
        yield Finding("disk", "warn", f"{said}; an hour of recorded talk takes 115 MB, so make room soon.")
    else:
        yield Finding("disk", "ok", f"{said}.")
    spool = wiring.spool(settings.switch)
    if spool.is_relative_to(settings.switch):
        advice = (
            f"Recordings in the making lie on disk in {spool}: this machine has less than 1 GB in /dev/shm."
        )
        yield Finding("disk", "warn", advice)


def check_database(settings: Settings) -> Iterator[Finding]:
    """Whether the database answers, and whether its clock is ours."""
    conninfo = settings.database_url
    if conninfo is None:
        from permanence.adapters.postgres import access

        if not settings.secrets.exists():
            yield Finding("database", "ok", "The database will be made at the first start.")
            return
        server = database.embedded(settings, access.load_passwords(settings.secrets))
        if server.running_pid() is None:
            yield Finding("database", "ok", "The database does not run; `permanence serve` starts it.")
            return
        conninfo = server.conninfo()
    yield from _ask_database(conninfo)


def _ask_database(conninfo: str) -> Iterator[Finding]:
    try:
        with psycopg.connect(conninfo, connect_timeout=5) as connection:
            row = connection.execute("select current_setting('server_version_num')::int, now()").fetchone()
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        yield Finding(
            "database", "fail", f"The database does not answer ({reason}); see DATABASE_URL and its server."
        )
        return
    assert row is not None
    version, here = int(row[0]) // 10000, datetime.now(UTC)
    if version < 15:
        yield Finding("database", "fail", f"The database is PostgreSQL {version}; 15 or later is needed.")
    elif abs((row[1] - here).total_seconds()) > CLOCK_TOLERANCE_S:
        yield Finding("database", "warn", "The database's clock and this machine's differ; set both by NTP.")
    else:
        yield Finding("database", "ok", f"PostgreSQL {version} answers.")


def check_clock(settings: Settings) -> Iterator[Finding]:
    """Whether the clock can be right and is kept right, and whether time zones are known."""
    try:
        ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError:
        yield Finding("clock", "fail", "Time zones are not known here; run `make setup` (it brings tzdata).")
    newest = max(file.stat().st_mtime for file in Path(__file__).parent.glob("*.py"))
    if newest > time.time() + 86_400:
        yield Finding(
            "clock", "fail", "The clock is behind: this programme's files lie in its future; set the clock."
        )
    elif _synchronised() is False:
        yield Finding(
            "clock", "warn", "The clock is not kept by NTP; install chrony: opening hours depend on it."
        )
    else:
        yield Finding("clock", "ok", f"The clock says {datetime.now(UTC):%d/%m/%Y %H:%M} UTC.")


def _synchronised() -> bool | None:
    """What the machine says of its clock; None where it does not say."""
    if shutil.which("timedatectl") is None:
        return None
    words = ["timedatectl", "show", "-p", "NTPSynchronized", "--value"]
    answer = subprocess.run(words, capture_output=True, text=True, check=False, timeout=5)
    return {"yes": True, "no": False}.get(answer.stdout.strip())


def check_address(settings: Settings) -> Iterator[Finding]:
    """Whether browsers can be given an address for sound: loopback is never offered to them."""
    here = remote.own_addresses()
    if not here:
        yield Finding(
            "address", "fail",
            "This machine has only loopback addresses, so browsers would hear nothing; give it one, as root: "
            "ip link add perm0 type dummy && ip addr add 198.18.0.1/32 dev perm0 && ip link set perm0 up",
        )  # fmt: skip
    else:
        yield Finding("address", "ok", f"Browsers exchange sound with {', '.join(here[:3])}.")


def check_name(settings: Settings) -> Iterator[Finding]:
    """Whether people elsewhere on the network can come in."""
    name = settings.public_name
    if name is None:
        yield Finding(
            "network", "ok", "Pages are served on this machine alone; `--public-name` opens them to others."
        )
        return
    shown = wiring.certificate(settings, datetime.now(UTC))
    assert shown is not None
    try:
        socket.getaddrinfo(name, None)
    except OSError:
        yield Finding(
            "network", "warn", f"{name} is not known to this machine's name service; agents must find it."
        )
    days = (shown.until - datetime.now(UTC)).days
    if days < 21 and shown.authority is None:
        yield Finding("network", "warn", f"The certificate ends in {days} days; renew it and start again.")
    elif shown.authority is not None:
        yield Finding(
            "network", "ok", f"Install {shown.authority} as an authority on each agent's machine, once."
        )
    else:
        yield Finding("network", "ok", f"The certificate for {name} lasts {days} days.")


def check_user(settings: Settings) -> Iterator[Finding]:
    """Whether the switch runs with more rights than it needs."""
    if os.geteuid() == 0:
        yield Finding(
            "user", "warn", "You are root; for real service make a user for Permanence and run it as that."
        )
    else:
        yield Finding("user", "ok", "Permanence runs without the rights of root.")


def _layout() -> SwitchLayout | None:
    """The switch that would be used, without fetching anything."""
    own = find(Tree())
    if own is not None and own.unfit() is None:
        return own
    tree = packages.unpacked("switch", wiring.tools_folder(), wiring.LOCK)
    return find(tree) if tree is not None else own


CHECKS: tuple[tuple[str, Check], ...] = (
    ("switch", check_switch),
    ("voice", check_voice),
    ("ports", check_ports),
    ("disk", check_disk),
    ("database", check_database),
    ("clock", check_clock),
    ("address", check_address),
    ("network", check_name),
    ("user", check_user),
)
