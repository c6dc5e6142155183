"""Wires the switch to this installation: which tools, ports, secrets and folders it uses."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from permanence.adapters.asterisk import configuration, packages, remote
from permanence.adapters.asterisk.configuration import Plan, Tls
from permanence.adapters.asterisk.layout import SwitchLayout, Tree
from permanence.adapters.asterisk.log import Complaint
from permanence.adapters.asterisk.remote import Certificate
from permanence.adapters.asterisk.sounds import Studio, apologies
from permanence.app.settings import Settings
from permanence.kernel.errors import PermanenceError

Say = Callable[[str], None]
ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = ROOT / "deploy/switch/templates"
APOLOGY = ROOT / "deploy/switch/apology.json"
KEYPAD = {language: ROOT / f"deploy/switch/keypad_{language}.json" for language in ("fr", "en")}
LOCK = ROOT / "deploy/switch/packages.lock"
LEVELS = {"warning": logging.WARNING, "error": logging.ERROR}
MEMORY = Path("/dev/shm")
# Recordings being made stay in memory only where they cannot fill it: an hour of both sides is about 115 MB.
MEMORY_NEEDED = 1 << 30


@dataclass(frozen=True, slots=True)
class Tools:
    """What the switch and its prompts need, fetched and unpacked."""

    switch: SwitchLayout
    sounds: Tree
    voice: Tree | None

    @property
    def studio(self) -> Studio:
        """Converts uploaded prompts and speaks text."""
        return Studio(self.voice)


def tools_folder(environment: dict[str, str] | None = None) -> Path:
    """Where fetched programmes lie; clones on one machine may share it by PERMANENCE_TOOLS."""
    chosen = (environment or dict(os.environ)).get("PERMANENCE_TOOLS")
    return Path(chosen).resolve() if chosen else ROOT / ".tools"


def fetch(say: Say = print, also: Sequence[str] = ()) -> Tools:
    """Have everything at hand that answering calls needs; at once when it already is."""
    own = packages.machine_switch(say)
    needed = ("sounds", *also) if own else ("switch", "sounds", *also)
    trees = packages.ensure(needed, tools_folder(), LOCK, say, optional=("voice",))
    machine = Tree() if Tree().binary("sox") else None
    return Tools(
        own or packages.unpacked_switch(trees["switch"]), trees["sounds"], trees.get("voice", machine)
    )


def fetch_sipp(say: Say = print) -> list[str]:
    """The words that run SIPp, for tests and benchmarks."""
    return packages.ensure(("sipp",), tools_folder(), LOCK, say)["sipp"].command("sipp")


def prepare(plan: Plan, tools: Tools, say: Say = print) -> None:
    """What must be done once before the first start: the apologies for the platform's absence."""
    speak_apologies(plan.prompts / "apology", tools, say)
    speak_keypad(plan.prompts / "keypad", tools, say)


def speak_apologies(folder: Path, tools: Tools, say: Say) -> None:
    """Make the sentences that callers hear while the platform is away; without a voice they hear the music alone."""
    try:
        made = apologies(tools.studio, APOLOGY, folder)
    except PermanenceError as error:
        say(f"Callers hear no apology while the platform is away: {error.message}")
    else:
        if made:
            say(f"Spoke {made} apologies for callers who come while the platform is away.")


def speak_keypad(folder: Path, tools: Tools, say: Say) -> None:
    """Make the sentences that lead a caller through entering a card; without a voice no card can be entered."""
    try:
        for language, texts in KEYPAD.items():
            apologies(tools.studio, texts, folder / language)
    except PermanenceError as error:
        say(f"Callers who pay by card hear no sentences: {error.message}")


def log_keeper(settings: Settings) -> Callable[[Complaint], None]:
    """Write the switch's complaints into our logs, telephone numbers masked."""
    settings.logs.mkdir(parents=True, exist_ok=True)

    def keep(complaint: Complaint) -> None:
        text = re.sub(r"\d{8,}", lambda found: f"{found[0][:3]}…{found[0][-2:]}", complaint.text)
        with (settings.logs / "switch.log").open("a") as file:
            log = structlog.wrap_logger(structlog.PrintLogger(file))
            log.log(LEVELS[complaint.level], text, where=complaint.where, times=complaint.times)

    return keep


def plan(settings: Settings, tools: Tools, tls: Tls | None = None) -> Plan:
    """The switch that serves this installation's calls."""
    return Plan(
        layout=tools.switch,
        templates=TEMPLATES,
        home=settings.switch,
        spool=spool(settings.switch),
        ari_port=settings.ari_port,
        ari_password=secret(settings, "ari"),
        sip_host="127.0.0.1" if is_local(settings.host) else "0.0.0.0",
        sip_port=settings.sip_port,
        rtp_first=settings.rtp_first,
        rtp_last=settings.rtp_last,
        tls=tls,
        advertised=settings.advertised,
        sounds=tools.sounds.path("usr/share/asterisk"),
    )


def far_plan(settings: Settings, tools: Tools) -> Plan:
    """The far end of the demonstration: carrier, callers and SIP phones."""
    home = settings.home / "far"
    return Plan(
        layout=tools.switch,
        templates=TEMPLATES,
        home=home,
        spool=spool(home),
        flavour="far",
        ari_port=settings.demo_ari_port,
        ari_password=secret(settings, "far"),
        sip_port=settings.demo_sip_port,
        rtp_first=settings.demo_rtp_first,
        rtp_last=settings.demo_rtp_last,
        sounds=tools.sounds.path("usr/share/asterisk"),
    )


def certificate(settings: Settings, now: datetime) -> Certificate | None:
    """What browsers beyond this machine are shown: the firm's own certificate, else one of our local authority.

    None while there is no public name: then pages are served on this machine alone, without encryption.
    """
    name = settings.public_name
    if name is None:
        return None
    if settings.certificate is not None and settings.certificate_key is not None:
        return remote.given(Path(settings.certificate), Path(settings.certificate_key), name, now)
    return remote.local(settings.secrets / "tls", name, remote.own_addresses(), now)


def tls(settings: Settings, now: datetime) -> Tls | None:
    """How the switch serves secure websockets, if it does."""
    shown = certificate(settings, now)
    return None if shown is None else Tls("0.0.0.0", settings.wss_port, shown.certificate, shown.key)


def secret(settings: Settings, name: str) -> str:
    """A password made at first use and kept, readable by the owner alone."""
    settings.secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = settings.secrets / name
    if not file.exists():
        configuration.write_private(file, secrets.token_urlsafe(32))
    return file.read_text().strip()


def spool(home: Path) -> Path:
    """A private folder for recordings in the making: in memory where the machine has enough of it."""
    try:
        roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).total >= MEMORY_NEEDED
    except OSError:
        roomy = False
    if not roomy:
        return home / "spool"
    mark = hashlib.sha256(f"{os.geteuid()}:{home}".encode()).hexdigest()[:12]
    return MEMORY / f"permanence-{mark}"


def is_local(host: str) -> bool:
    """Whether only this machine can reach the address."""
    return host in ("localhost", "::1") or host.startswith("127.")
