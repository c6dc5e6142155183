"""Writes the switch's configuration from a plan: the same plan always gives the same files."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from permanence.adapters.asterisk.layout import SwitchLayout
from permanence.kernel.errors import Invalid

# The far end is the same programme with another dialplan: it plays the carrier, callers and SIP phones.
Flavour = Literal["switch", "far"]
SHARED_DATA = ("documentation", "rest-api", "static-http", "phoneprov", "firmware")
# A Unix socket's path has 107 characters at most, and the switch adds its own name.
LONGEST_SOCKET_FOLDER = 90
ARI_USER = "permanence"


@dataclass(frozen=True, slots=True)
class Tls:
    """Secure websocket: the address it listens on and the certificate it shows."""

    host: str
    port: int
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """One switch process: where it lives, which ports it takes, how it is spoken to."""

    layout: SwitchLayout
    templates: Path
    home: Path
    spool: Path
    ari_port: int
    ari_password: str
    sip_port: int
    rtp_first: int
    rtp_last: int
    flavour: Flavour = "switch"
    ari_user: str = ARI_USER
    sip_host: str = "127.0.0.1"
    advertised: str | None = None
    tls: Tls | None = None
    sounds: Path | None = None
    retry_seconds: int = 4
    reassure_seconds: int = 45
    patience_seconds: int = 900

    @property
    def app(self) -> str:
        """The ARI application that calls are handed to."""
        return "permanence" if self.flavour == "switch" else "far"

    @property
    def etc(self) -> Path:
        """Folder of the generated configuration."""
        return self.home / "etc"

    @property
    def run(self) -> Path:
        """Folder of the control socket and of our mark; elsewhere when the home's path is too long for a socket."""
        near = self.home / "run"
        if len(str(near)) <= LONGEST_SOCKET_FOLDER:
            return near
        mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"permanence-{mark}"

    @property
    def log(self) -> Path:
        """Folder of the switch's log."""
        return self.home / "log"

    @property
    def recording(self) -> Path:
        """Where ARI puts recordings while they are made."""
        return self.spool / "recording"

    @property
    def prompts(self) -> Path:
        """Where prompts of firms are put; play them as `sound:<path without ending>`."""
        return self.home / "data/sounds"

    @property
    def ari_url(self) -> str:
        """Base address of ARI."""
        return f"http://127.0.0.1:{self.ari_port}/ari"


def render(plan: Plan) -> dict[str, str]:
    """The text of every configuration file by name."""
    values = _values(plan)
    files: dict[str, str] = {}
    for template in sorted(plan.templates.glob("*.conf")):
        if template.name != "extensions-far.conf":
            files[template.name] = fill(template.read_text(), values)
    files["modules.conf"] = _present_modules(files["modules.conf"], plan.layout.modules)
    if plan.flavour == "far":
        files["extensions.conf"] = fill((plan.templates / "extensions-far.conf").read_text(), values)
    return files


def digest(files: Mapping[str, str]) -> str:
    """A short mark of a configuration: two plans that differ have different marks."""
    whole = "\0".join(f"{name}\0{text}" for name, text in sorted(files.items()))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put the values into `<<name>>`; a name without a value is an error of ours."""
    return re.sub(r"<<([a-z_]+)>>", lambda found: values[found.group(1)], template)


def write(plan: Plan, files: Mapping[str, str]) -> None:
    """Make the folders and write the files, which hold secrets: nobody else may read them."""
    for folder in (plan.home, plan.etc, plan.run, plan.log, plan.spool, plan.recording):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
    for name in ("db", "lib", "keys/keys", "data/sounds/apology"):
        (plan.home / name).mkdir(parents=True, exist_ok=True)
    _link_data(plan)
    for name, text in files.items():
        write_private(plan.etc / name, text)


def write_private(path: Path, text: str) -> None:
    """Write whole or not at all, readable by the owner alone, on the disk when this returns."""
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(path)


def plain(value: str, what: str) -> str:
    """A value that may stand in a configuration line, or a refusal that names it."""
    if not value or any(ord(letter) < 32 for letter in value):
        raise Invalid(f"{what} must not be empty nor hold line breaks or control characters.")
    return value.replace(";", "\\;")


def _values(plan: Plan) -> dict[str, str]:
    tls = plan.tls
    secure = (
        f"tlsenable = yes\ntlsbindaddr = {tls.host}:{tls.port}\n"
        f"tlscertfile = {tls.certificate}\ntlsprivatekey = {tls.key}\ntlsdisablev1 = yes\ntlsdisablev11 = yes"
        if tls
        else ""
    )
    outside = plan.advertised
    advertised = (
        f"external_media_address = {outside}\nexternal_signaling_address = {outside}\n"
        "local_net = 127.0.0.0/8\nlocal_net = 10.0.0.0/8\nlocal_net = 172.16.0.0/12\nlocal_net = 192.168.0.0/16"
        if outside
        else ""
    )
    return {
        "name": plan.flavour,
        "app": plan.app,
        "home": str(plan.home),
        "etc": str(plan.etc),
        "run": str(plan.run),
        "spool": str(plan.spool),
        "modules": str(plan.layout.modules),
        "ari_port": str(plan.ari_port),
        "ari_user": plan.ari_user,
        "ari_password": plain(plan.ari_password, "The ARI password"),
        "sip_host": plan.sip_host,
        "sip_port": str(plan.sip_port),
        "rtp_first": str(plan.rtp_first),
        "rtp_last": str(plan.rtp_last),
        "trunk_context": "from-trunk" if plan.flavour == "switch" else "from-switch",
        "tls": secure,
        "advertised": advertised,
        "retry_seconds": str(plan.retry_seconds),
        "reassure_seconds": str(plan.reassure_seconds),
        "patience_seconds": str(plan.patience_seconds),
    }


def _present_modules(text: str, folder: Path) -> str:
    """Leave out modules that this version of the switch does not have yet."""
    kept = (
        line
        for line in text.splitlines()
        if not (found := re.match(r"(?:pre)?load = (\S+)", line)) or (folder / found.group(1)).exists()
    )
    return "\n".join(kept) + "\n"


def _link_data(plan: Plan) -> None:
    """Show the switch the shared data of its packages and the language folders under the names it looks for."""
    data = plan.home / "data"
    wanted = {data / name: plan.layout.data / name for name in SHARED_DATA}
    if plan.sounds is not None:
        wanted[data / "sounds/fr"] = plan.sounds / "sounds/fr_CA_f_June"
        wanted[data / "sounds/en"] = plan.sounds / "sounds/en_US_f_Allison"
        wanted[data / "moh"] = plan.sounds / "moh"
    for link, target in wanted.items():
        if link.is_symlink() and link.readlink() != target:
            link.unlink()
        if not link.exists() and target.exists():
            link.symlink_to(target)
